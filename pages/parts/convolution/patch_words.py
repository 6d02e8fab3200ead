"""Words, formulas, tables and the script of the sweep."""

import ui
from charts import theme
from charts.convolution.sweep import map_range, written
from core.convolution import convolve
from core.pooling import POOLINGS
from core.straight_activations import relu


def tell(reading, name, kernel_name, most, rectify, pooling, place):
    """The picture in a few words, with its key numbers."""
    answers, shown = reading.answers, reading.activated
    h, w = reading.image.shape
    rows, columns = shown.shape
    negative = int((answers < 0).sum())
    span = f" from {answers.min():.5g} to {answers.max():.5g}, {negative} of them negative"
    if answers.min() == answers.max():
        span = f", all of them {answers.min():.5g}"
    parts = [
        f"{name}, {h} × {w} pixels from 0 to {most}, under {kernel_name}: {rows} × {columns} answers{span}"
        f"{' and set to 0 by ReLU' if rectify and negative else ''}"
    ]
    if reading.pooled is not None:
        kept = "the largest" if pooling == "max" else "the mean"
        parts.append(
            f"of each 2 × 2 {kept} stays, {' × '.join(str(n) for n in reading.pooled.shape)} in all"
        )
    elif pooling != "none":
        parts.append("the map is too small for pooling")
    signed, low, high = map_range(reading, most)
    beyond = int(((shown < low - 1e-9) | (shown > high + 1e-9)).sum())
    if not signed and beyond:
        parts.append(
            f"the gray scale ends at 0 and {high:.4g}, {beyond} cells lie beyond and are drawn black or white"
        )
    left_over = max(reading.left_over)
    if left_over:
        parts.append(
            f"{left_over} row{'s' * (left_over > 1)} and column{'s' * (left_over > 1)} at the end, hatched, are not looked at: the floor in the formula"
            if len(set(reading.left_over)) == 1
            else f"{reading.left_over[0]} of the rows and {reading.left_over[1]} of the columns, the last ones, hatched, are not looked at: the floor in the formula"
        )
    parts.append(f"framed: row {place[0]}, column {place[1]}, {shown[place]:.5g}")
    return "; ".join(parts) + "."


def formulas(reading, place, rectify):
    """One answer, and how many there are: in symbols, and with the numbers of this moment."""
    i, j = place
    answer = reading.answers[place]
    z = rf"\textcolor{{{theme.FORWARD}}}{{"
    bent = rf" \;\to\; \mathrm{{ReLU}} = {reading.activated[place]:.5g}" if rectify else ""
    n, k = reading.image.shape[0], reading.kernel.shape[0]
    (before, after), stride, d = reading.seen.margins[0], reading.seen.stride, reading.seen.dilation
    wide = rf"2\cdot{before}" if before == after else f"{before} + {after}"
    at = r"si+u,\,sj+v" if d == 1 else r"si+du,\,sj+dv"
    return (
        (
            rf"{z}z_{{ij}}}} = \textstyle\sum_u \sum_v W_{{uv}}\, x_{{{at}}}",
            rf"{z}z_{{{i},{j}}}}} = \textstyle\sum {matrix(reading.kernel, written)} \odot {matrix(reading.patch(i, j))} = "
            rf"\sum {matrix(reading.products(i, j))} = {z}{answer:.5g}}}{bent}",
        ),
        (
            r"\text{places along a side} = \left\lfloor \frac{n + 2p - d(k-1) - 1}{s} \right\rfloor + 1"
            rf" = \left\lfloor \frac{{{n} + {wide} - {d}\cdot({k}-1) - 1}}{{{stride}}} \right\rfloor + 1 = {len(reading.answers)}",
            r"\text{weights to learn: } k^2 + 1 = "
            rf"{reading.kernel.size + 1} \text{{ with the bias, whatever the size of the image}}",
        ),
    )


def matrix(rows, write="{:.4g}".format):
    """Numbers in brackets."""
    lines = (" & ".join(write(v) for v in row) for row in rows.tolist())
    return r"\begin{bmatrix}" + r"\\".join(lines) + r"\end{bmatrix}"


def table_of(cells):
    """A grid as a table, a row a cell."""
    rows = [(i, j, v) for i, line in enumerate(cells.tolist()) for j, v in enumerate(line)]
    return dict(zip(("row", "column", "value"), zip(*rows, strict=True), strict=True))


def script(reading, stepping, rectify, pooling, place):
    """Today's map as a script that needs NumPy alone."""
    parts, steps = [convolve], ""
    if rectify:
        parts.append(relu)
        steps += "answers = relu(answers)\n"
    if reading.pooled is not None:
        reduce_cells = POOLINGS[pooling].value
        parts.append(reduce_cells)
        steps += f"pooled = {reduce_cells.__name__}(answers[None], 2, 2)[0]\nprint('pooled', *pooled.shape)\nprint(pooled)\n"
    image = [[int(v) for v in row] for row in reading.image.tolist()]
    how = ", ".join(f"{name}={value!r}" for name, value in stepping._asdict().items())
    main = f"""
PADDING_MODES = {{"zero": "constant", "reflect": "reflect", "replicate": "edge"}}
np.set_printoptions(threshold=100_000, linewidth=1_000, suppress=True)
image = np.array({image}, dtype=float)
kernel = np.array({reading.kernel.tolist()})
answers = convolve(image[None], kernel[None, None], {how})[0]
print("answers from", answers.min(), "to", answers.max(), "negative:", int((answers < 0).sum()))
{steps}print("map", *answers.shape)
print(answers)
print("framed", answers[{place[0]}, {place[1]}])
"""
    return ui.stand_alone(*parts, main=main)
