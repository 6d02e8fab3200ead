"""Two weights: the error's contours, the ball of the penalty, where they touch, and the way there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.one_column import one_column
from charts.playback import heads, numbers, played, set_player
from charts.regularization.weight_slopes import (
    SLOPES_TITLE,
    STRENGTHS_TITLE,
    slope_panel,
    slopes_axes,
    strength_panel,
)

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid
    from core.studies.regularization.priced_walk import Change, Walk
    from core.studies.regularization.touch import Touch
    from core.studies.regularization.two_weights import Bowl

HEIGHT = 500
MAP, RIGHT = [0.0, 0.53], [0.64, 1.0]
UPPER, LOWER = [0.5, 1.0], [0.0, 0.26]
BALL, TOUCHING, SOLUTION = theme.GOLD, theme.LOSS, theme.TARGET
NAMES = {0.0: "disc", 1.0: "diamond"}


def geometry(
    grid: Grid,
    ground: Bowl,
    touch: Touch,
    path: tuple[Array, Array],
    changes: Sequence[Change],
    walk: Walk,
    *,
    alpha: float,
    l1_ratio: float,
    straight: bool,
    view: Hashable,
) -> Figure:
    """The map with ball, touching contour, solutions of all strengths and a walk; beside it both weights against the strength, and their slopes.

    Parameters
    ----------
    grid : Grid
        The error over the window.
    ground : Bowl
    touch : Touch
        The solution at ``alpha``.
    path : (m,) and (m, 2)
        Strengths and their solutions.
    changes : sequence of Change
    walk : Walk
        Played.
    alpha, l1_ratio : float
    straight : bool
        Whether to draw the straight way to 0.
    view : hashable
    """
    figure = theme.new_figure(
        _contours(grid),
        *_eigen_axes(ground, touch),
        _ball(touch, l1_ratio),
        _outline(touch.contour, TOUCHING, "contour that touches"),
        _solutions(ground, path[1]),
        *(_straight(ground, touch) if straight else []),
        *_walk(walk),
        *_marks(ground, touch),
        *strength_panel(*path, changes, touch, alpha),
        *slope_panel(touch),
        height=HEIGHT,
        view=view,
        layout={
            "meta": {"clicks": "x"},
            "margin": {"l": 46, "r": 10, "t": 30, "b": 76},
            "legend": {"y": -0.14},
            "xaxis": _side(grid, "θ₁") | {"domain": MAP},
            "yaxis": _side(grid, "θ₂") | {"scaleanchor": "x"},
            **slopes_axes(touch, path[1], RIGHT, UPPER, LOWER),
            "shapes": [_mark(alpha)],
            "annotations": [
                theme.heading("MSE, and the ball of the penalty", 0, 1),
                theme.heading(STRENGTHS_TITLE, RIGHT[0], 1),
                theme.heading(SLOPES_TITLE, RIGHT[0], LOWER[1]),
            ],
        },
        narrow=_STACKED,
    )
    set_player(figure, len(walk.points) - 1)
    return figure


def _side(grid: Grid, title: str) -> dict[str, Any]:
    ends = [float(grid.x[0]), float(grid.x[-1])]
    return {"range": ends, "title": {"text": title}, "constrain": "domain", "dtick": 1}


def _mark(alpha: float) -> dict[str, Any]:
    """A line at today's strength."""
    return {
        "type": "line",
        **{"xref": "x2", "yref": "y2 domain", "x0": alpha, "x1": alpha, "y0": 0, "y1": 1},
        "line": {"color": theme.INK, "width": theme.THIN},
    }


def _contours(grid: Grid) -> Trace:
    """The error in steps of its root, which a bowl spaces evenly."""
    root = np.sqrt(grid.values)
    top = float(root.max())
    return unchecked.Contour(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=root.astype(np.float32),
        customdata=grid.values.astype(np.float32),
        hovertemplate="(%{x:.3g}, %{y:.3g}): MSE %{customdata:.4g} above its least<extra></extra>",
        colorscale=theme.LANDSCAPE,
        contours={"start": 0, "end": top, "size": top / 14},
        line={"width": 0.7, "color": theme.AXIS},
        showscale=False,
        name="MSE",
    )


def _outline(points: Array, color: str, name: str, **more: Any) -> Trace:
    return unchecked.Scatter(
        x=points[:, 0].astype(np.float32),
        y=points[:, 1].astype(np.float32),
        mode="lines",
        line={"color": color, "width": theme.LINE},
        name=name,
        hoverinfo="skip",
        **more,
    )


def _ball(touch: Touch, l1_ratio: float) -> Trace:
    """All weights whose penalty is no larger than the solution's."""
    name = NAMES.get(l1_ratio, "diamond with bent sides")
    return _outline(
        touch.ball, BALL, f"ball: {name}", fill="toself", fillcolor=theme.pale(BALL, 0.3)
    )


def _eigen_axes(ground: Bowl, touch: Touch) -> list[Trace]:
    """The axes of the touching contour, along the eigenvectors of the Hessian."""
    x, y = ground.best
    return [
        unchecked.Scatter(
            x=numbers([x - half[0], x + half[0]]),
            y=numbers([y - half[1], y + half[1]]),
            mode="lines",
            line={"color": theme.INK, "width": theme.THIN, "dash": dash},
            name=f"eigenvector, λ = {value:.3g}",
            showlegend=False,
            hovertemplate=f"eigenvector of H, λ = {value:.4g}<extra></extra>",
        )
        for half, value, dash in zip(touch.axes, touch.eigenvalues, ("dot", "dash"), strict=True)
    ]


def _solutions(ground: Bowl, weights: Array) -> Trace:
    """From least squares, where the price is nothing, to 0, where it is everything."""
    return _outline(np.vstack([ground.best, weights, [0, 0]]), SOLUTION, "solutions, α from 0 to ∞")


def _straight(ground: Bowl, touch: Touch) -> list[Trace]:
    """The way that looks right and is not: straight to 0, up to the ball."""
    ends = np.vstack([ground.best, touch.straight])
    cross = {"symbol": "x", "size": [0, 12], "color": theme.QUIET, "opacity": 1}
    look = {"mode": "lines+markers", "marker": cross}
    line = {"color": theme.QUIET, "width": theme.LINE, "dash": "dash"}
    way = _outline(ends, theme.QUIET, "straight to 0: not the solution")
    return [way | look | {"line": line}]


def _walk(walk: Walk) -> list[Trace]:
    """Every step, and where the walk stands."""
    x, y = numbers(walk.points[:, 0]), numbers(walk.points[:, 1])
    trail = unchecked.Scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": theme.GRADIENT, "width": theme.LINE - 0.5},
        marker={"size": 5, "color": theme.GRADIENT},
        name="walk",
        hovertemplate="(%{x:.4g}, %{y:.4g})<extra>walk</extra>",
    )
    marker = {"size": 12, "color": theme.GRADIENT, "line": {"color": theme.PAPER, "width": 1.5}}
    return [
        played(trail, "grow"),
        heads({"walk": (x, y)}, sent=True, name="stands at", marker=marker),
    ]


def _marks(ground: Bowl, touch: Touch) -> list[Trace]:
    """Least squares, and the solution."""
    return [
        unchecked.Scatter(
            x=numbers([place[0]]),
            y=numbers([place[1]]),
            mode="markers",
            marker={"symbol": symbol, "size": size, "color": color}
            | {"line": {"color": theme.PAPER, "width": 1}},
            name=name,
            hovertemplate=f"{name} (%{{x:.4g}}, %{{y:.4g}})<extra></extra>",
        )
        for place, symbol, size, color, name in (
            (ground.best, "diamond", 12, theme.INK, "least squares"),
            (touch.weights, "star", 17, SOLUTION, "solution"),
        )
    ]


# On a phone all three stand in one column.
_STACKED = one_column((0.62, 1.0), (0.24, 0.49), (0.0, 0.12), height=1020, legend=-0.08)
