"""Walks at the ridge of a saddle, and how far from it they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.landscape import contours
from charts.playback import Path, heads, numbers, played, set_player

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid
    from core.optimizers import Trajectory
    from core.studies.gradient_descent.nudges import Nudge

SECOND = {"xaxis": "x2", "yaxis": "y2"}
SHARE = 0.45


def leaving_the_ridge(
    grid: Grid,
    walks: Mapping[str, tuple[Nudge, Trajectory]],
    foretold: Mapping[str, Array | None],
    *,
    steps: int,
) -> Figure:
    """The saddle from above with all walks, and beside it their distance from the ridge on a log scale.

    Parameters
    ----------
    walks : mapping of nudge key to (Nudge, Trajectory)
    foretold : mapping of nudge key to (steps + 1,) or None
        The distances that theory promises, drawn dashed.
    steps : int
        That every walk was to have.
    """
    trails, distances = {}, {}
    for nudge, walk in walks.values():
        away = np.abs(walk.points[:, 1])
        trails[nudge.label] = numbers(walk.points[:, 0]), numbers(walk.points[:, 1])
        distances[f"{nudge.label}: distance"] = (
            list(range(len(away))),
            numbers(np.where(away > 0, away, np.nan)),
        )
    looks = [theme.style(key) | {"width": theme.LINE} for key in walks]
    lost = [walk.outcome == "diverged" for _, walk in walks.values()]
    marker = {"size": 11, "color": [look["color"] for look in looks]}
    marker |= {"symbol": ["x" if gone else "circle" for gone in lost]}
    figure = theme.two_panels(
        contours(grid, log_scale=False) | {"showscale": False},
        *_grown(trails, looks),
        *_promised(walks, foretold),
        *_grown(distances, looks, showlegend=False, **SECOND),
        heads(trails, sent=True, name="stands at", marker=marker),
        heads(distances, sent=True, name="is as far", marker=marker, **SECOND),
        share=SHARE,
        height=460,
        titles=("A saddle: the ridge is y = 0", "Distance from the ridge (log)"),
        x=("x", "step"),
        y=("y", ""),
        layout=_axes(grid, distances, steps),
    )
    set_player(figure, steps)
    return figure


def _axes(grid: Grid, distances: Mapping[str, Path], steps: int) -> dict[str, Any]:
    """The window, and as many decades as there are."""
    low = min((d for _, path in distances.values() for d in path if d), default=1e-3)
    ends = [float(np.log10(low)) - 0.5, 2.0]
    return {
        "xaxis": {"range": grid.x[[0, -1]].tolist()},
        "yaxis": {"range": grid.y[[0, -1]].tolist()},
        "xaxis2": {"range": [0, 1.04 * steps]},
        "yaxis2": {
            "type": "log",
            "exponentformat": "power",
            "dtick": 1 + (ends[1] - ends[0]) // 9,
            "range": ends,
        },
    }


def _grown(paths: Mapping[str, Path], looks: list[dict[str, Any]], **more: Any) -> list[Trace]:
    """One growing line a walk; the same walk hides and shows in both panels."""
    return [
        played(
            unchecked.Scatter(
                x=x, y=y, name=name, mode="lines", line=look, legendgroup=look["color"], **more
            ),
            "grow",
        )
        for (name, (x, y)), look in zip(paths.items(), looks, strict=True)
    ]


def _promised(
    walks: Mapping[str, tuple[Nudge, Trajectory]], foretold: Mapping[str, Array | None]
) -> list[Trace]:
    """What theory promises, dashed, in ink under the colors."""
    lines = [(key, line) for key, line in foretold.items() if line is not None]
    return [
        unchecked.Scatter(
            x=list(range(len(line))),
            y=numbers(np.where(line > 0, line, np.nan)),
            mode="lines",
            line={"color": theme.INK, "width": 2 * theme.LINE, "dash": "dot"},
            opacity=0.5,
            name="predicted" if i == 0 else f"predicted {walks[key][0].label}",
            showlegend=i == 0,
            legendgroup="predicted",
            hoverinfo="skip",
            **SECOND,
        )
        for i, (key, line) in enumerate(lines)
    ]
