"""A surface from above, and walks on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import Path, heads, numbers, played, set_player

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid
    from core.optimizers import Trajectory

LOWEST = 1e-16  # heights above the minimum less than this are out of sight
FARTHEST = 1e5  # walks are drawn as far away as this many sizes of the window
DECADES = 5  # a log scale shows this many powers of ten below the highest ground


def contours(grid: Grid, *, log_scale: bool, colorbar_x: float = 1.02) -> Trace:
    """The heights as filled contours; on a log scale of the height above the lowest ground where they span decades."""
    bar = {"thickness": 10, "len": 1.0, "x": colorbar_x, "outlinewidth": 0}
    bar["tickfont"] = {"size": theme.FONT_SIZE - 3}
    heights, height, more = grid.values, "z", {"ncontours": 18}
    if log_scale:
        above = heights - heights.min()
        top = np.ceil(np.log10(above.max()))
        heights = np.log10(np.maximum(above, 10.0 ** (top - DECADES)))
        ticks = np.arange(top - DECADES + 1, top + 1)
        bar |= {"tickvals": ticks, "ticktext": [f"10<sup>{tick:.0f}</sup>" for tick in ticks]}
        more = {"contours": {"start": top - DECADES, "end": top, "size": 0.33}}
        more["customdata"], height = grid.values.astype(np.float32), "customdata"
    return unchecked.Contour(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=heights.astype(np.float32),
        hovertemplate=f"(%{{x:.3g}}, %{{y:.3g}}): height %{{{height}:.4g}}<extra></extra>",
        colorscale=theme.LANDSCAPE,
        line={"width": 0.7, "color": theme.AXIS},
        colorbar=bar,
        name="landscape",
        **more,
    )


def minima_marks(minima: Sequence[tuple[float, float]]) -> Trace:
    """The known lowest points."""
    return unchecked.Scatter(
        x=[x for x, _ in minima],
        y=[y for _, y in minima],
        mode="markers",
        marker={"symbol": "star", "size": 13, "color": theme.TARGET},
        name="minimum",
        hovertemplate="minimum (%{x:.4g}, %{y:.4g})<extra></extra>",
    )


def race(
    grid: Grid,
    walks: Mapping[str, Trajectory],
    *,
    minima: Sequence[tuple[float, float]],
    floor: float | None,
    log_scale: bool,
    view: str,
) -> Figure:
    """Walks from one start over the contours, and beside them how high each of them stands after every step.

    Parameters
    ----------
    walks : mapping of optimizer key to Trajectory
    floor : float or None
        The lowest height: heights above it are drawn on a log scale. None where there is no lowest point.
    view : str
        While it stays the same, the reader's zoom does too.
    """
    share = 0.6
    (x_low, x_high), (y_low, y_high) = grid.x[[0, -1]].tolist(), grid.y[[0, -1]].tolist()
    figure = theme.two_panels(
        contours(grid, log_scale=log_scale, colorbar_x=share - 0.06),
        minima_marks(minima),
        *_walks(walks, grid, floor),
        share=share,
        titles=(
            "Where they walk",
            "Height" if floor is None else "Height above the minimum (log)",
        ),
        x=("x", "step"),
        y=("y", ""),
        view=view,
        layout={
            "xaxis": {"range": [x_low, x_high]},
            "yaxis": {"range": [y_low, y_high]},
            "yaxis2": heights_axis(walks, grid, floor),
        },
        narrow={"data.0.showscale": False},
    )
    set_player(figure, max((len(walk.values) - 1 for walk in walks.values()), default=0))
    return figure


def heights_axis(
    walks: Mapping[str, Trajectory], grid: Grid, floor: float | None
) -> dict[str, Any]:
    """An axis that walks leave: upwards where they diverge, downwards where no float tells them from the minimum."""
    if floor is None:
        low, high = float(grid.values.min()), float(grid.values.max())
        return {"range": [1.5 * low - 0.5 * high, 1.5 * high - 0.5 * low]}
    above = [walk.values - floor for walk in walks.values()]
    top = max(
        min(part.max(), 1e6 * max(1.0, part[0])) if walk.outcome == "diverged" else part.max()
        for part, walk in zip(above, walks.values(), strict=True)
    )
    low = min(part[part > 0].min(initial=1.0) for part in above)
    ends = [np.log10(max(low, LOWEST)) - 0.3, np.log10(max(top, 10 * LOWEST)) + 1]
    return {"type": "log", "exponentformat": "power", "dtick": 1 + (ends[1] - ends[0]) // 10} | {
        "range": [float(end) for end in ends]
    }


def _walks(walks: Mapping[str, Trajectory], grid: Grid, floor: float | None) -> list[Trace]:
    """Every walk in both panels, and where each stands."""
    trails, heights = {}, {}
    deepest = FARTHEST * float(np.ptp(grid.values))
    for walk in walks.values():
        gone = " (diverged)" if walk.outcome == "diverged" else ""
        above = walk.values if floor is None else walk.values - floor
        shown = (
            above.clip(-deepest, deepest) if floor is None else np.where(above > 0, above, np.nan)
        )
        trails[walk.label + gone] = drawable(walk.points, grid)
        heights[f"{walk.label} height"] = list(range(len(above))), numbers(shown)
    looks = [theme.style(key) | {"width": theme.LINE} for key in walks]
    marker = {
        "size": 11,
        "color": [look["color"] for look in looks],
        "symbol": ["x" if walk.outcome == "diverged" else "circle" for walk in walks.values()],
    }
    second = {"xaxis": "x2", "yaxis": "y2"}
    return [
        *_trails(trails, looks),
        *_trails(heights, looks, showlegend=False, **second),
        heads(trails, sent=True, name="stands at", marker=marker),
        heads(heights, sent=True, name="stands as high as", marker=marker, **second),
    ]


def drawable(points: Array, grid: Grid) -> Path:
    """The way of a walk as far as a picture can hold it: a step beyond that is cut off, in its direction.

    Parameters
    ----------
    points : (T + 1, 2)
    grid : Grid
        The window; `FARTHEST` times its size is as far as anything is drawn.
    """
    reach = FARTHEST * max(np.ptp(grid.x), np.ptp(grid.y))
    far = np.flatnonzero(np.abs(points).max(axis=1) > reach)
    if far.size and far[0]:
        first, shown = far[0], points.copy()
        step = points[first] - points[first - 1]
        shown[first] = points[first - 1] + step * (reach / np.abs(step).max())
        shown[first + 1 :] = np.nan
        points = shown
    return numbers(points[:, 0]), numbers(points[:, 1])


def _trails(
    paths: Mapping[str, Path], looks: Sequence[Mapping[str, Any]], **more: Any
) -> list[Trace]:
    """One growing line a path, in its own look; the same walk hides and shows in both panels."""
    return [
        played(
            unchecked.Scatter(
                x=x,
                y=y,
                name=name,
                mode="lines",
                line=look,
                legendgroup=look["color"] + look["dash"],
                **more,
            ),
            "grow",
        )
        for (name, (x, y)), look in zip(paths.items(), looks, strict=True)
    ]
