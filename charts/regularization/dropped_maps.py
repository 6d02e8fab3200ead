"""Feature maps in three rows: all of them, with pixels dropped, with whole maps dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure

if TYPE_CHECKING:
    from core.studies.regularization.dropped_maps import DroppedMaps

HEIGHT = 390
LEVELS = 100  # steps from 0 to the largest value of a map: whole numbers travel light
ROWS = ("nothing dropped", "single pixels dropped", "whole maps dropped")


def maps_in_rows(dropped: DroppedMaps, names: Sequence[str]) -> Figure:
    """Eight maps across; each map is scaled to its own largest value, dropped is empty."""
    c, h, w = dropped.maps.shape
    rows = [
        _in_levels(dropped.maps, np.ones_like(dropped.maps)),
        _in_levels(dropped.maps, dropped.pixel_mask),
        _in_levels(dropped.maps, np.broadcast_to(dropped.map_mask, dropped.maps.shape)),
    ]
    gap = max(1, h // 10)
    traces = [
        unchecked.Heatmap(
            x0=k * (w + gap),
            dx=1,
            y0=r * (h + gap),
            dy=1,
            z=row[k],
            zmin=-LEVELS,
            zmax=LEVELS,
            colorscale=theme.SIGNED,
            showscale=False,
            name=f"{ROWS[r]}: {names[k]}",
            hovertemplate=f"{names[k]}: %{{z}} % of its largest<extra></extra>",
        )
        for r, row in enumerate(rows)
        for k in range(c)
    ]
    quiet = {"showgrid": False, "zeroline": False, "showticklabels": True, "ticks": ""}
    layout: dict[str, Any] = {
        "xaxis": quiet
        | {
            "range": [-0.5 - gap, c * (w + gap) - 0.5],
            "tickvals": [k * (w + gap) + (w - 1) / 2 for k in range(c)],
            "ticktext": list(names),
            "side": "top",
            "constrain": "domain",
        },
        "yaxis": quiet
        | {
            "range": [3 * (h + gap) - 0.5, -0.5 - gap],
            "tickvals": [r * (h + gap) + (h - 1) / 2 for r in range(3)],
            "ticktext": [name.replace(" ", "<br>") for name in ROWS],
            "scaleanchor": "x",
            "constrain": "domain",
        },
        "margin": {"l": 80, "r": 8, "t": 30, "b": 8},
        "shapes": [_frame(k * (w + gap), r * (h + gap), w, h) for r in range(3) for k in range(c)],
    }
    return theme.new_figure(*traces, height=HEIGHT, view=("maps", h), layout=layout, narrow=_NARROW)


_NARROW = {"layout.height": 290, "layout.xaxis.tickangle": -60, "layout.margin.t": 90}


def _in_levels(maps: NDArray, mask: NDArray) -> list[list[list[int | None]]]:
    """Each map in whole steps of its own largest value; nothing where it is dropped."""
    largest = np.abs(maps).max(axis=(1, 2), keepdims=True)
    levels = np.rint(LEVELS * maps / np.where(largest == 0, 1, largest)).astype(int)
    return [
        [[v if m else None for v, m in zip(*row, strict=True)] for row in zip(*pair, strict=True)]
        for pair in zip(levels.tolist(), mask.tolist(), strict=True)
    ]


def _frame(x: float, y: float, w: int, h: int) -> dict[str, Any]:
    """A rim around one map."""
    ends = {"x0": x - 0.5, "x1": x + w - 0.5, "y0": y - 0.5, "y1": y + h - 0.5}
    return {"type": "rect", "line": {"color": theme.AXIS, "width": 1}} | ends
