"""How losses look, and where their rules change: kinks, at which the slope jumps, and seams, at which it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace

if TYPE_CHECKING:
    from core.studies.losses.loss_curves import LossCurve

BELOW = {"yaxis": "y2", "showlegend": False}  # the panel of the slopes
NAIVE = "naive_cross_entropy"  # drawn wide and quiet, below the form that does not fail
DIAMOND = {"symbol": "diamond", "size": 8}


def line_of(key: str) -> dict[str, Any]:
    width = 3 * theme.LINE if key == NAIVE else theme.LINE
    return theme.style(key) | {"width": width, "simplify": False}


def kinks(curves: Mapping[str, LossCurve]) -> list[Trace]:
    """Where a slope jumps: a diamond at the one that is used there."""
    marks = [
        (float(at), float(curve.slopes[np.searchsorted(curve.predictions, at)]), name, curve.key)
        for name, curve in curves.items()
        for at in curve.kinks
    ]
    if not marks:
        return []
    x, y, names, keys = map(list, zip(*marks, strict=True))
    return [
        unchecked.Scatter(
            **{"x": x, "y": y, "customdata": names, "mode": "markers"},
            marker=DIAMOND | {"color": [line_of(key)["color"] for key in keys]},
            name="slope used at a kink",
            hovertemplate="at the kink %{x:g}: slope taken as %{y:g}<extra>%{customdata}</extra>",
            **BELOW,
        )
    ]


def seams(curves: Mapping[str, LossCurve]) -> list[Trace]:
    """Where one rule gives way to the next without a jump: a small ring on loss and slope."""
    marks = [(float(at), curve, name) for name, curve in curves.items() for at in curve.seams]
    if not marks:
        return []
    colors = [line_of(curve.key)["color"] for _, curve, _ in marks]
    ring = {"symbol": "circle-open", "size": 9, "color": colors, "line": {"width": 2}}
    return [
        unchecked.Scatter(
            x=[at for at, *_ in marks],
            y=[float(np.interp(at, c.predictions, getattr(c, rows))) for at, c, _ in marks],
            customdata=[name for *_, name in marks],
            mode="markers",
            marker=ring,
            name=f"seams of {rows}",
            hovertemplate="seam at %{x:g}<extra>%{customdata}</extra>",
            **panel,
        )
        for rows, panel in (("values", {"showlegend": False}), ("slopes", BELOW))
    ]
