"""Grids of numbers side by side: what is laid over what, and what comes out, the chosen cell framed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.bar_texts import printed
from charts.convolution.filtered import QUIET_AXIS
from charts.figure import Figure, Trace
from charts.playback import numbers

HEIGHT = 420
RESULT = 1000  # where the grid that is clicked begins along x
WRITTEN = 14  # up to so many cells a side have their number written in
Box = tuple[int, int, int, int]  # top, left, rows, columns


class Grid(NamedTuple):
    """One grid: its numbers, its title, what its cells say when pointed at, and the boxes drawn on it."""

    cells: NDArray
    title: str
    told: Sequence[Sequence[str]] | None = None
    boxes: tuple[tuple[Box, str], ...] = ()
    first: int = 0  # where it begins along x; a click tells only x and y


def cell_at(x: float, y: float, cells: NDArray) -> tuple[int, int] | None:
    """The cell of the grid that begins at `RESULT` which a click means; None for one on another grid."""
    h, w = cells.shape
    if x < RESULT:
        return None
    return min(max(int(y), 0), h - 1), min(int(x - RESULT), w - 1)


def grids_in_a_row(*grids: Grid, shares: Sequence[float], view: str) -> Figure:
    """Grids from left to right; ``shares`` of the width each."""
    gap, left = 0.05, 0.0
    width = (1 - gap * (len(grids) - 1)) / sum(shares)
    traces: list[Any] = []
    layout: dict[str, Any] = {"margin": {"l": 8, "r": 8, "t": 40, "b": 8}, "annotations": []}
    narrow: dict[str, Any] = {"layout.height": 340 * len(grids)}
    for n, (grid, share) in enumerate(zip(grids, shares, strict=True), 1):
        mark = "" if n == 1 else str(n)
        h, w = grid.cells.shape
        traces.append(_cells(grid, mark))
        traces += [_box(box, color, mark, grid.first) for box, color in grid.boxes]
        layout[f"xaxis{mark}"] = QUIET_AXIS | {
            **{
                "domain": [left, left + width * share],
                "anchor": f"y{mark}",
                "range": [grid.first, grid.first + w],
            },
        }
        layout[f"yaxis{mark}"] = QUIET_AXIS | {
            **{"anchor": f"x{mark}", "range": [h, 0], "scaleanchor": f"x{mark}"},
            "constraintoward": "top",
        }
        layout["annotations"].append(
            theme.heading(grid.title, 0.0, 1.0)
            | {"xref": f"x{mark} domain", "yref": f"y{mark} domain", "align": "left"}
        )
        top = 1 - (n - 1) / len(grids)
        narrow |= {
            f"layout.xaxis{mark}.domain": [0.0, 0.95],
            f"layout.yaxis{mark}.domain": [top - 0.85 / len(grids), top],
        }
        left += width * share + gap
    return theme.new_figure(*traces, height=HEIGHT, view=view, layout=layout, narrow=narrow)


def _cells(grid: Grid, mark: str) -> Trace:
    top = float(np.abs(grid.cells).max()) or 1.0
    small = max(grid.cells.shape) <= WRITTEN
    return unchecked.Heatmap(
        z=[numbers(row) for row in grid.cells],
        x0=grid.first + 0.5,
        y0=0.5,
        xaxis=f"x{mark}",
        yaxis=f"y{mark}",
        colorscale=theme.SIGNED_PALE,
        zmin=-top,
        zmax=top,
        showscale=False,
        xgap=1,
        ygap=1,
        hovertext=grid.told,
        hovertemplate="%{hovertext}<extra></extra>" if grid.told else "%{z:.6~g}<extra></extra>",
        text=[[printed(value, 4) for value in row] for row in grid.cells] if small else None,
        texttemplate="%{text}" if small else None,
        textfont={"size": 14 if max(grid.cells.shape) <= 8 else 11, "color": theme.ON_MAP},
        name=grid.title.partition("<")[0].strip(),
    )


def _box(box: Box, color: str, mark: str, first: int) -> Trace:
    top, left, rows, columns = box
    left += first
    return unchecked.Scatter(
        x=[left, left + columns, left + columns, left, left],
        y=[top, top, top + rows, top + rows, top],
        mode="lines",
        line={"color": color, "width": theme.LINE + 1},
        xaxis=f"x{mark}",
        yaxis=f"y{mark}",
        hoverinfo="skip",
        showlegend=False,
        name="chosen",
        cliponaxis=False,
    )
