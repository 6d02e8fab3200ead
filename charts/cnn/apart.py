"""One map taken apart: what went in, its weights, what each input adds, and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.cnn.mosaic import INK, PITCH, bare_axes, frames, label, mosaic, signed
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.cnn.looking import Look

ROW = 1.45  # from one row of small maps to the next
LEFT = 1.5  # room for what the rows are
TOP = 0.4
BIG, KERNEL = 3.0, 1.8  # sides of a large map and of a large kernel
LARGEST = 66  # pixels a unit
PHONE = 366  # pixels of width on a phone, where the cells have no room for numbers
Place = tuple[float, float, float]  # left, top and side of a map
TITLES = {"conv": "map", "relu": "max(0, map)", "pool": "largest of four"}


def taken_apart(look: Look, patches: NDArray | None) -> Figure:
    """Inputs, kernels and what they add up to; hover a cell to read its arithmetic.

    Parameters
    ----------
    look : Look
    patches : (c, oh, ow, kh, kw), optional
        What each cell of a convolution sees, input by input.
    """
    traces, notes, wide, high = _side_by_side(look) if len(look.inputs) == 1 else _rows(look)
    if patches is not None:
        named = "result" if len(look.inputs) == 1 else "parts"
        explained = next(trace for trace in traces if trace["name"] == named)
        _explain(explained, look, patches)
    layout = {"margin": {"l": 4, "r": 4, "t": 4, "b": 4}, "annotations": notes, "showlegend": False}
    return theme.new_figure(
        *traces,
        height=min(330, round(LARGEST * high)),
        view=(look.layer.rstrip("12"), len(look.inputs)),
        layout=layout | bare_axes(wide, high),
        narrow={f"layout.annotations.{i}.font.size": 9 for i in range(len(notes))}
        | {
            f"data.{i}.texttemplate": ""
            for i, trace in enumerate(traces)
            if "texttemplate" in trace
        }
        | {"layout.height": round(PHONE * high / wide)},
    )


def _side_by_side(look: Look) -> tuple[list, list, float, float]:
    """One input: it, its kernel where it has one, and the map, all large."""
    first = look.layer == "conv1"
    scale = INK if first else signed(float(np.abs(look.inputs).max()))
    source: Place = (0.0, TOP, BIG)
    traces = [_large(look.inputs[0], source, scale, "inputs")]
    notes = [label("digit" if first else "map before", 0.0, TOP - 0.04)]
    x = BIG + 0.6
    if look.weights.size:
        kernel = (x, TOP + (BIG - KERNEL) / 2, KERNEL)
        scale = signed(float(np.abs(look.weights).max()))
        traces.append(_large(look.weights[0], kernel, scale, "weights"))
        bias = f"{'−' if look.bias < 0 else '+'} {abs(look.bias):.3g}"
        notes += [
            label("⊙ weights, Σ", x, kernel[1] - 0.04),
            label(f"{bias} (bias)", x, kernel[1] + KERNEL + 0.04, yanchor="top"),
        ]
        x += KERNEL + 0.6
    target: Place = (x, TOP, BIG)
    traces.append(_large(look.result, target, signed(float(np.abs(look.result).max())), "result"))
    notes.append(label(f"= {_named(look)}", x, TOP - 0.04))
    traces += [_seen(look, [source]), _chosen(look, [target])]
    return traces, notes, x + BIG + 1.2, TOP + BIG + 0.1


def _rows(look: Look) -> tuple[list, list, float, float]:
    """Many inputs: a row of them, a row of weights, a row of what they add, and the sum on the right."""
    count, scores = len(look.inputs), look.layer == "scores"
    tops = [TOP + ROW * i for i in range(3)]
    words = ("maps before", "⊙ weights", "= products" if scores else "Σ = parts")
    rows = zip(
        (look.inputs, look.weights, look.parts), tops, ("inputs", "weights", "parts"), strict=True
    )
    traces: list[Any] = [
        mosaic(
            maps,
            LEFT,
            top,
            tall=1,
            look=signed(float(np.abs(maps).max())),
            name=name,
            hovertemplate="%{z:.4~g}<extra></extra>",
        )
        for maps, top, name in rows
    ]
    notes = [
        label(text, 0.0, top + 0.5, yanchor="middle") for text, top in zip(words, tops, strict=True)
    ]
    right, high = LEFT + PITCH * count + 0.4, TOP + 2 * ROW + 1.1
    middle = high / 2
    bias = f"Σ {'−' if look.bias < 0 else '+'} {abs(look.bias):.3g} (bias)"
    if scores:
        score = f"{bias}<br>= <b>{look.value:.4g}</b>".replace("-", "−")
        notes.append(label(score, right, middle, yanchor="middle", font={"size": 14}))
        return traces, notes, right + 2.2, high
    target: Place = (right, (high - BIG) / 2, BIG)
    big = _large(look.result, target, signed(float(np.abs(look.result).max())), "result")
    _add_up(big, look)
    traces.append(big)
    notes.append(label(f"{bias}<br>= {_named(look)}", right, target[1] - 0.04))
    places = [(LEFT + PITCH * c, tops[0], 1.0) for c in range(count)]
    parts = [(x, tops[2], side) for x, _, side in places]
    traces += [_seen(look, places), _chosen(look, [*parts, target])]
    return traces, notes, right + BIG + 0.3, high


def _large(cells: NDArray, place: Place, scale: dict[str, Any], name: str) -> Trace:
    """One map, its numbers written in where there is room."""
    left, top, side = place
    h, w = cells.shape
    return unchecked.Heatmap(
        x=np.linspace(left, left + side, w + 1).round(5).tolist(),
        y=np.linspace(top, top + side, h + 1).round(5).tolist(),
        z=cells.astype(np.float32),
        showscale=False,
        name=name,
        hovertemplate="%{z:.4~g}<extra></extra>",
        texttemplate="%{z:.2f}",
        textfont={"size": 13 if w <= 4 else 9},
        **scale,
    )


def _explain(trace: Trace, look: Look, patches: NDArray) -> None:
    """Products and their sum in the hover text of each cell."""
    c, oh, ow, rows, columns = patches.shape
    pixels = patches.reshape(c, oh, ow, -1)
    weights = np.broadcast_to(look.weights.reshape(c, 1, 1, -1), pixels.shape)
    factors = np.concatenate([pixels, weights], axis=-1).astype(np.float32)  # (c, oh, ow, 2 kh kw)
    k = rows * columns
    terms = [f"%{{customdata[{i}]:.2f}}·(%{{customdata[{k + i}]:.2f}})" for i in range(k)]
    lines = [" + ".join(terms[i : i + columns]) for i in range(0, k, columns)]
    bias = f" + ({look.bias:.2f})" if c == 1 else ""
    trace["customdata"] = factors[0] if c == 1 else _beside(factors)
    trace["hovertemplate"] = f"{' +<br>'.join(lines)}{bias}<br>= <b>%{{z:.4~g}}</b><extra></extra>"


def _beside(cells: NDArray) -> NDArray:
    """Numbers of the cells of maps that stand side by side, with an empty column between them, as in `mosaic`."""
    gap = np.zeros((*cells.shape[1:2], 1, cells.shape[-1]), cells.dtype)
    parts = [part for each in cells for part in (each, gap)]
    return np.concatenate(parts[:-1], axis=1)


def _add_up(trace: Trace, look: Look) -> None:
    """What each input adds, in the hover text of each cell of the map."""
    terms = [f"(%{{customdata[{i}]:.2f}})" for i in range(len(look.parts))]
    lines = [" + ".join(terms[i : i + 3]) for i in range(0, len(terms), 3)]
    trace["customdata"] = np.moveaxis(look.parts, 0, -1).astype(np.float32)  # (oh, ow, c)
    trace["hovertemplate"] = (
        f"{' +<br>'.join(lines)} + ({look.bias:.2f})<br>= <b>%{{z:.4~g}}</b><extra>parts and bias</extra>"
    )


def _named(look: Look) -> str:
    """What the map is called, and the chosen number."""
    row, column = look.place
    name = f"{TITLES[look.layer[:-1]]} {look.map}, row {row}, column {column}"
    return f"{name}: <b>{look.value:.4g}</b>".replace("-", "−")


def _seen(look: Look, places: list[Place]) -> Trace:
    """What the chosen number looks at."""
    side = look.inputs.shape[1]
    row, column, rows, columns = look.window
    ends = [
        [min(side, max(0, at)) / side for at in (column, row, column + columns, row + rows)]
    ] * len(places)
    boxes = [
        (x + size * a, y + size * b, x + size * c, y + size * d)
        for (x, y, size), (a, b, c, d) in zip(places, ends, strict=True)
    ]
    return frames(boxes, theme.VIOLET, "seen", width=theme.LINE + 0.5)


def _chosen(look: Look, places: list[Place]) -> Trace:
    """The chosen number, and what each input adds to it."""
    oh, ow = look.result.shape
    i, j = look.place
    boxes = [
        (x + side * j / ow, y + side * i / oh, x + side * (j + 1) / ow, y + side * (i + 1) / oh)
        for x, y, side in places
    ]
    return frames(boxes, theme.ON_MAP, "chosen")
