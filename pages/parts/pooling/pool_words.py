"""Words, formulas, tables and the script of the view on pooling."""

import ui
from charts import theme
from core.packed import pack, unpack
from core.pooling import average_pool, max_pool
from core.studies.pooling.pooled import pool_image, spread, unpool
from core.studies.pooling.shifting import SEEN_BY, SHIFTS, UNITS, measure_shifts, shift_image

KEPT = {"max": "the largest", "average": "the mean", "global": "the mean of all"}
ON = {"digits": "200 handwritten digits", "photos": "three photographs"}
POOLINGS = """POOLINGS = {
    "max": type("Pooling", (), {"value": staticmethod(max_pool), "border": -np.inf}),
    "average": type("Pooling", (), {"value": staticmethod(average_pool), "border": 0.0}),
}"""
AROUND = {
    True: "what leaves on the right comes back on the left",
    False: "black comes in from the left",
}


def tell(pooled, subject, rebuilt, place, shift, circular, changed):
    """The first picture in a few words, with its key numbers."""
    h, w = pooled.image.shape
    rows, columns = pooled.values.shape
    kh, kw = pooled.window
    moved = f", moved right by {shift} ({AROUND[circular]})" if shift else ""
    parts = [
        f"{subject.name}{moved}, {h} × {w} pixels: of each {kh} × {kw} {KEPT[pooled.kind]} is kept, "
        f"{rows * columns} of {h * w} numbers; {percent(pooled.lost)} are gone",
        "rebuilt it is off by " + ", ".join(f"{percent(off)} {how}" for how, off in rebuilt),
    ]
    if shift:
        parts.append(
            f"the shift has changed {int(changed.sum())} of {changed.size} pooled cells (marked)"
        )
    i, j = place
    parts.append(f"framed: row {i}, column {j}, {ui.short(pooled.values[place])}")
    return "; ".join(parts) + "."


def tell_shifts(shifts, on, kind, pooled_name, shift, circular):
    """The second picture: today's shift, or one pixel if there is none."""
    at = shift or 1
    change = {key: percent(values[at].mean()) for key, values in shifts.changes.items()}
    cells = {key: percent(values[at].mean()) for key, values in shifts.changed.items()}
    pooled = "" if kind == "global" else f"{pooled_name} by {change['pooled']}, "
    return (
        f"Mean over {ON[on]}, moved right by {at} ({AROUND[circular]}): the input changes by {change['input']}, "
        f"what a dense layer makes of it by {change['dense']}, the map by {change['map']}, "
        f"{pooled}the global average by {change['global']}. "
        f"Another value have {cells['map']} of the cells of the map, and {cells['pooled']} of the pooled ones"
        f"{'' if kind == 'global' else '; the band holds the middle 80 % of the images'}."
    )


def percent(share):
    """A share in percent, as it is printed."""
    value = 100 * float(share)
    return f"{ui.short(0.0 if abs(value) < 1e-9 else value, 3)} %"


def formulas(pooled, place):
    """What is kept of the framed window, and how much is lost: in symbols, and with today's numbers."""
    i, j = place
    a = rf"\textcolor{{{theme.FORWARD}}}{{a_{{ij}}}}"
    today = rf"\textcolor{{{theme.FORWARD}}}{{a_{{{i},{j}}}}}"
    (h, w), (rows, columns), (kh, kw) = pooled.image.shape, pooled.values.shape, pooled.window
    patch = [f"{v:.4g}" for v in pooled.patches[place].ravel()[:16]]
    value = ui.tex(float(pooled.values[place]), 5)
    if pooled.kind == "max":
        symbols = rf"{a} = \max_{{0 \le u, v < k}} x_{{si+u,\, sj+v}}"
        numbers = rf"{today} = \max({', '.join(patch)}) = {value}"
    elif pooled.kind == "average":
        symbols = rf"{a} = \frac{{1}}{{k^2}} \sum_{{0 \le u, v < k}} x_{{si+u,\, sj+v}}"
        numbers = rf"{today} = \tfrac{{1}}{{{kh * kw}}}({' + '.join(patch)}) = {value}"
    else:
        symbols = rf"{a} = \frac{{1}}{{hw}} \sum_{{u, v}} x_{{uv}}"
        numbers = rf"{today} = \frac{{1}}{{{h} \cdot {w}}} \cdot {float(pooled.image.sum()):.8g} = {value}"
    return (
        (symbols, numbers),
        (
            r"\text{lost} = 1 - \frac{\text{cells}}{\text{pixels}}, \quad \text{cells a side} = \left\lfloor \frac{n-k}{s} \right\rfloor + 1",
            rf"1 - \frac{{{rows} \cdot {columns}}}{{{h} \cdot {w}}} = {100 * pooled.lost:.4g}\,\%, \quad "
            rf"\left\lfloor \frac{{{h}-{kh}}}{{{pooled.stride}}} \right\rfloor + 1 = {rows}",
        ),
    )


def table_of(cells):
    """A grid as a table, a row a cell."""
    rows = [(i, j, v) for i, line in enumerate(cells.tolist()) for j, v in enumerate(line)]
    return dict(zip(("row", "column", "value"), zip(*rows, strict=True), strict=True))


def table_of_shifts(shifts):
    """Mean changes, a row a shift."""
    means = {f"change of {key}": v.mean(axis=1).tolist() for key, v in shifts.changes.items()}
    cells = {
        f"cells changed of {key}": v.mean(axis=1).tolist() for key, v in shifts.changed.items()
    }
    return {"shift": list(SHIFTS)} | means | cells


def script(before, pooled, size, shift, circular, images, kernel):
    """Today's pooled image, what is rebuilt, and the measured shifts, as a script that needs NumPy alone."""
    h, w = before.shape
    max_only = (
        'print("unpooled with switches")\nprint(unpool(pooled.values, pooled.cells, image.shape, '
        f"{size}, {pooled.stride}))"
        if pooled.cells is not None
        else ""
    )
    main = f"""
import base64
import zlib

{POOLINGS}
PADDING_MODES = {{"zero": "constant"}}
SHIFTS, UNITS = range({len(SHIFTS)}), {UNITS}
SEEN_BY = {SEEN_BY!r}
np.set_printoptions(threshold=100_000, linewidth=1_000, suppress=True)
image = unpack('''{pack(before)}''', {h}, {w})
image = shift_image(image, {shift}, {circular})
pooled = pool_image(image, {pooled.kind!r}, {size}, {pooled.stride})
print("pooled", *pooled.values.shape, "lost", pooled.lost)
print(pooled.values)
{max_only}
print("unpooled without")
print(spread(pooled.values, image.shape, pooled.window, pooled.stride))

images = unpack('''{pack(images)}''', {", ".join(map(str, images.shape))})
shifts = measure_shifts(
    images, np.array({kernel.tolist()}),
    kind={pooled.kind!r}, size={size}, stride={pooled.stride}, circular={circular},
)
for seen_by, change in shifts.changes.items():
    print("change of", seen_by, *change.mean(axis=1))
    print("in percent", *(100 * change.mean(axis=1)))
"""
    needed = [max_pool, average_pool, unpack, shift_image, pool_image, spread, measure_shifts]
    if pooled.cells is not None:
        needed.insert(5, unpool)
    return ui.stand_alone(*needed, main=main)
