"""What is drawn over the grids of a sweep: the window, the chosen cell, the border, and what nobody looks at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace

if TYPE_CHECKING:
    from core.studies.convolution.reading import Reading

Edges = list[tuple[int, int]]


def edges(places: int, stride: int, span: int, first: int = 0) -> Edges:
    """Where the window begins and ends along one axis, place by place."""
    return [(first + stride * i, first + stride * i + span) for i in range(places)]


def moving(across: Edges, down: Edges, name: str, **more: Any) -> Trace:
    """The outline that visits every place, row after row, as the map fills."""
    scan = {
        "play": "scan",
        "x": [[a, b, b, a, a] for a, b in across],
        "y": [[a, a, b, b, a] for a, b in down],
    }
    return _outline([], [], theme.VIOLET, name, **more) | {"meta": scan}


def chosen(across: Edges, down: Edges, place: tuple[int, int], name: str, **more: Any) -> Trace:
    """The outline of the chosen window, or of its cell of the map."""
    (top, bottom), (left, right) = down[place[0]], across[place[1]]
    x, y = [left, right, right, left, left], [top, top, bottom, bottom, top]
    return _outline(x, y, theme.GOLD, name, **more)


def _outline(x: list, y: list, color: str, name: str, axes: str = "", **line: Any) -> Trace:
    return unchecked.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": color, "width": theme.LINE + 0.5} | line,
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        hoverinfo="skip",
        showlegend=False,
        name=name,
        cliponaxis=False,
    )


def borders(reading: Reading) -> list[Trace]:
    """Where the image ends and its border of zeros begins; and what no window looks at."""
    rows, columns = reading.seen.padded.shape
    (top, bottom), (left, right) = reading.seen.margins
    h, w = reading.image.shape
    found = []
    if top or left or bottom or right:
        x, y = [left, left + w], [top, top + h]
        frame = [x[0], x[1], x[1], x[0], x[0]], [y[0], y[0], y[1], y[1], y[0]]
        found.append(
            _outline(*frame, theme.QUIET, "edge of the image", dash="dot", width=theme.THIN)
        )
    below, beside = reading.left_over
    if below or beside:
        x, y = columns - beside, rows - below
        found.append(
            unchecked.Scatter(
                x=[x, columns, columns, 0, 0, x, x] if below else [x, columns, columns, x, x],
                y=[0, 0, rows, rows, y, y, 0] if below else [0, 0, rows, rows, 0],
                fill="toself",
                mode="lines",
                line={"width": 0},
                fillcolor=theme.pale(theme.QUIET, 0.35),
                fillpattern={"shape": "/", "fgcolor": theme.GOLD, "size": 5, "solidity": 0.5},
                hoverinfo="skip",
                showlegend=False,
                name="not looked at",
            )
        )
    return found


def holes(reading: Reading, place: tuple[int, int]) -> list[Trace]:
    """The pixels that a window with holes really looks at, each marked."""
    d, stride = reading.seen.dilation, reading.seen.stride
    if d == 1:
        return []
    rows, columns = np.indices(reading.kernel.shape).reshape(2, -1)
    top, left = stride * place[0], stride * place[1]
    return [
        unchecked.Scatter(
            x=(left + d * columns + 0.5).tolist(),
            y=(top + d * rows + 0.5).tolist(),
            mode="markers",
            marker={"color": theme.GOLD, "size": 6, "symbol": "square"},
            hoverinfo="skip",
            showlegend=False,
            name="looked at",
        )
    ]
