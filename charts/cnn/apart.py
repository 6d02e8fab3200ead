"""One map taken apart: what went in, times its weights, input by input, and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.cnn.mosaic import INK, PITCH, bare_axes, frames, label, mosaic, signed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.cnn.looking import Look

ROW = 1.5  # from one row of maps to the next
LEFT = 1.6  # room for what the rows are
BIG = 2.4  # side of the result
LARGEST = 66  # pixels a map


def taken_apart(look: Look, patches: NDArray | None) -> go.Figure:
    """Inputs, kernels and parts in rows, the map of their sum beside them; hover a cell to read its arithmetic.

    Parameters
    ----------
    look : Look
    patches : (c, oh, ow, kh, kw), optional
        What each cell of a convolution sees, input by input.
    """
    learned = look.weights.size > 0
    count = len(look.inputs)
    rows = _learned(look, patches) if learned else _plain(look)
    right = LEFT + PITCH * count + 0.9
    bottom = 0.5 + ROW * (3 if learned else 1) + (0 if learned else BIG - 1)
    traces = [trace for trace, _ in rows]
    notes = [
        label(words, 0.0, 0.5 + ROW * i + 0.5, yanchor="middle")
        for i, (_, words) in enumerate(rows)
    ]
    top = (bottom - BIG) / 2
    if look.layer == "scores":
        notes.append(
            label(
                f"= score<br><b>{look.value:.4g}</b>",
                right - 0.3,
                bottom / 2,
                yanchor="middle",
                font={"size": 16},
            )
        )
    else:
        traces.append(_result(look, right, top))
        notes.append(label(_named(look), right, top - 0.05))
    if learned:
        bias = f"Σ + bias {look.bias:.3g} =".replace("-", "−")
        notes.append(
            label(
                bias,
                right - 0.75 if look.layer == "scores" else right,
                (top if look.layer != "scores" else 1.2) - 0.4,
                font={"size": 13},
            )
        )
    traces += _frames(look, right, top)
    wide = right + BIG + 0.1
    layout = {"margin": {"l": 4, "r": 4, "t": 4, "b": 4}, "annotations": notes, "showlegend": False}
    height = max(200, min(330, round(LARGEST * (bottom + 0.1))))
    return theme.new_figure(
        *traces,
        height=height,
        view=(look.layer.rstrip("12"), count),
        layout=layout | bare_axes(wide, bottom + 0.1),
        narrow={f"layout.annotations.{i}.font.size": 9 for i in range(len(notes))},
    )


def _learned(look: Look, patches: NDArray | None) -> list[tuple[Any, str]]:
    """Three rows: what went in, the weights, and their products, summed where there is a window."""
    first = look.layer == "conv1"
    names = (
        "digit" if first else "maps before",
        "× weights",
        "= products" if look.layer == "scores" else "= parts",
    )
    peak = float(np.abs(look.inputs).max())
    reach = float(np.abs(look.parts).max())
    tops = [0.5 + ROW * i for i in range(3)]
    inputs = mosaic(
        look.inputs,
        LEFT,
        tops[0],
        tall=1,
        look=INK if first else signed(peak),
        name="inputs",
        hovertemplate="%{z:.4~g}<extra>input</extra>",
    )
    weights = mosaic(
        look.weights,
        LEFT,
        tops[1],
        tall=1,
        look=signed(float(np.abs(look.weights).max())),
        name="weights",
        hovertemplate="%{z:.4~g}<extra>weight</extra>",
        **({"texttemplate": "%{z:.2f}", "textfont": {"size": 11}} if first else {}),
    )
    parts = mosaic(
        look.parts,
        LEFT,
        tops[2],
        tall=1,
        look=signed(reach),
        cells=None if patches is None else _factors(look, patches),
        name="parts",
        hovertemplate="%{z:.4~g}<extra></extra>"
        if patches is None
        else _sum_of_products(look.weights[0].shape),
    )
    return list(zip((inputs, weights, parts), names, strict=True))


def _factors(look: Look, patches: NDArray) -> NDArray:
    """Pixels and weights of each cell of each part: (c, oh, ow, 2 kh kw)."""
    c, oh, ow = look.parts.shape
    pixels = patches.reshape(c, oh, ow, -1)
    weights = np.broadcast_to(look.weights.reshape(c, 1, 1, -1), pixels.shape)
    return np.concatenate([pixels, weights], axis=-1)


def _sum_of_products(size: tuple[int, int]) -> str:
    """The products and their sum, as Plotly writes them for the cell under the pointer."""
    rows, columns = size
    k = rows * columns
    terms = [f"%{{customdata[{i}]:.2f}}·(%{{customdata[{k + i}]:.2f}})" for i in range(k)]
    lines = [" + ".join(terms[i : i + columns]) for i in range(0, k, columns)]
    return " +<br>".join(lines) + "<br>= <b>%{z:.4~g}</b><extra></extra>"


def _plain(look: Look) -> list[tuple[Any, str]]:
    """One row: the map that went in."""
    peak = float(np.abs(look.inputs).max())
    trace = go.Heatmap(
        x=np.linspace(LEFT - 0.4, LEFT - 0.4 + BIG, look.inputs.shape[2] + 1).tolist(),
        y=np.linspace(0.25, 0.25 + BIG, look.inputs.shape[1] + 1).tolist(),
        z=look.inputs[0].astype(np.float32),
        showscale=False,
        name="inputs",
        hovertemplate="%{z:.4~g}<extra>input</extra>",
        texttemplate="%{z:.2f}" if look.inputs.shape[1] <= 4 else None,
        **signed(peak),
    )
    return [(trace, "the map<br>before")]


def _result(look: Look, left: float, top: float) -> go.Heatmap:
    """The map itself, large."""
    oh, ow = look.result.shape
    told = None
    words = "%{z:.4~g}<extra></extra>"
    if look.weights.size:
        told = np.moveaxis(look.parts, 0, -1).astype(np.float32)  # (oh, ow, c)
        terms = [f"(%{{customdata[{i}]:.2f}})" for i in range(len(look.parts))]
        lines = [" + ".join(terms[i : i + 3]) for i in range(0, len(terms), 3)]
        words = (
            f"{look.bias:.2f} +<br>"
            + " +<br>".join(lines)
            + "<br>= <b>%{z:.4~g}</b><extra>bias + parts</extra>"
        )
    return go.Heatmap(
        x=np.linspace(left, left + BIG, ow + 1).tolist(),
        y=np.linspace(top, top + BIG, oh + 1).tolist(),
        z=look.result.astype(np.float32),
        customdata=told,
        showscale=False,
        name="result",
        hovertemplate=words,
        texttemplate="%{z:.2f}" if ow <= 4 else None,
        **signed(float(np.abs(look.result).max())),
    )


def _named(look: Look) -> str:
    """What the map is called, and the chosen number."""
    name = {"conv": "map", "relu": "max(0, map)", "pool": "largest of four"}[look.layer[:-1]]
    row, column = look.place
    return f"{name} {look.map}, row {row}, column {column}: <b>{look.value:.4g}</b>".replace(
        "-", "−"
    )


def _frames(look: Look, left: float, top: float) -> list[go.Scatter]:
    """The chosen number in gold, what it looks at in violet."""
    oh, ow = look.result.shape
    i, j = look.place
    first_row, first_column, rows, columns = look.window
    side = look.inputs.shape[1]
    if look.layer == "scores":
        return []
    if look.weights.size:
        at = [(LEFT + PITCH * c, 0.5, 1.0) for c in range(len(look.inputs))]
        parts = [
            (x + j / ow, y + 2 * ROW + i / oh, x + (j + 1) / ow, y + 2 * ROW + (i + 1) / oh)
            for x, y, _ in at
        ]
    else:
        at, parts = [(LEFT - 0.4, 0.25, BIG)], []
    seen = [
        (
            x + size * max(0, first_column) / side,
            y + size * max(0, first_row) / side,
            x + size * min(side, first_column + columns) / side,
            y + size * min(side, first_row + rows) / side,
        )
        for x, y, size in at
    ]
    cell = (
        left + BIG * j / ow,
        top + BIG * i / oh,
        left + BIG * (j + 1) / ow,
        top + BIG * (i + 1) / oh,
    )
    return [
        frames(seen, theme.VIOLET, "seen", width=theme.THIN + 0.8),
        frames([*parts, cell], theme.GOLD, "chosen"),
    ]
