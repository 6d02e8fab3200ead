"""One point on a surface, from above and along cuts through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from charts import level_marks, theme, unchecked
from charts.bar_texts import printed
from charts.figure import Figure, Trace
from charts.ground_in_space import AXES, DASHES, TOUCHING
from charts.landscape import contours, minima_marks

if TYPE_CHECKING:
    from core.close_up import Cuts
    from core.entries import Array
    from core.landscape import Grid
    from core.stationary import LocalShape

SUBSCRIPTS = ("₁", "₂")
LEGEND_ABOVE = {"x": 1, "xanchor": "right", "y": 1.0, "yanchor": "bottom"}


def from_above(
    grid: Grid,
    shape: LocalShape,
    *,
    arrow: Array,
    axes: Array,
    bends: Sequence[str],
    minima: Sequence[tuple[float, float]],
    names: tuple[str, str],
    log_scale: bool,
    view: str,
    height: int,
    level: Sequence[LocalShape] = (),
) -> Figure:
    """The same point on the map: uphill, and the axes of curvature, both axes of the map to one scale.

    Parameters
    ----------
    arrow : (2,)
        Uphill, in the units of x and y.
    axes : (2, 2)
        Row i is the half-axis of eigenvalue i; zeros are not drawn.
    bends : two of "up", "down", "flat"
        How the ground bends along each axis.
    level : sequence of LocalShape
        Level points to be marked by their kinds, instead of ``minima``.
    """
    x, y = shape.point.tolist()
    marks = level_marks.on_map(level) if level else [minima_marks(minima)] if minima else []
    return theme.new_figure(
        quiet_contours(grid, log_scale=log_scale),
        *marks,
        *(
            _axis(x, y, half, i, bends[i], shape.eigenvalues[i])
            for i, half in enumerate(axes)
            if half.any()
        ),
        *([arrow_uphill(x, y, arrow)] if arrow.any() else []),
        the_point(x, y),
        height=height,
        title="From above" + (" (log colors)" if log_scale else ""),
        x=names[0],
        y=names[1],
        view=view,
        layout={
            "margin": {"l": 44, "r": 8, "t": 28, "b": 112 + 22 * max(0, len(marks) - 1)},
            "legend": {"yref": "container", "y": 0, "yanchor": "bottom"},
            "xaxis": {"range": _ends(grid.x), "constrain": "domain"},
            "yaxis": {"range": _ends(grid.y), "scaleanchor": "x", "constrain": "domain"},
        },
    )


def along_cuts(cuts: Cuts, shape: LocalShape, *, touching: str, view: str, height: int) -> Figure:
    """The ground along both axes of curvature, and dotted what touches it at the point."""
    distance = cuts.distance.astype(np.float32)
    traces = []
    for i, color in enumerate(AXES):
        name = f"axis {i + 1}"
        look = {"mode": "lines", "legendgroup": str(i)}
        line = {"color": color, "width": theme.LINE, "simplify": False}
        thin = {"color": color, "width": theme.THIN + 0.6, "dash": "dot"}
        ground = cuts.ground[i].astype(np.float32)
        traces.append(unchecked.Scatter(x=distance, y=ground, name=name, line=line, **look))
        if touching in TOUCHING:
            touch = unchecked.Scatter(
                x=distance,
                y=cuts.touch[i].astype(np.float32),
                name=f"{TOUCHING[touching]} {i + 1}",
                line=thin,
                showlegend=False,
                **look,
            )
            traces.append(touch)
    here = unchecked.Scatter(
        x=[0.0],
        y=[shape.value],
        mode="markers",
        marker={"size": 10, "color": theme.FORWARD},
        name="the point",
        showlegend=False,
    )
    low, high = float(cuts.ground.min()), float(cuts.ground.max())
    room = 0.12 * (high - low) or 1.0
    return theme.new_figure(
        *traces,
        here,
        height=height,
        title="Two cuts",
        x="distance from the point",
        y="height",
        view=view,
        layout={
            "margin": {"l": 56, "r": 8, "t": 28, "b": 38},
            "legend": LEGEND_ABOVE,
            "yaxis": {"range": [low - room, high + room]},
        },
    )


def quiet_contours(grid: Grid, *, log_scale: bool) -> Trace:
    """The ground without a color bar: the tip tells the heights."""
    return contours(grid, log_scale=log_scale) | {"showscale": False}


def the_point(x: float, y: float) -> Trace:
    """The point that the reader has chosen."""
    return unchecked.Scatter(
        x=[x],
        y=[y],
        mode="markers",
        marker={
            "size": 13,
            "color": theme.FORWARD,
            "line": {"color": theme.PAPER, "width": 1.5},
        },
        name="point",
        showlegend=False,
        hovertemplate="(%{x:.4g}, %{y:.4g})<extra>the point</extra>",
    )


def arrow_uphill(x: float, y: float, arrow: Array) -> Trace:
    """The gradient from above, from the point to its head."""
    return unchecked.Scatter(
        x=[x, x + float(arrow[0])],
        y=[y, y + float(arrow[1])],
        mode="lines+markers",
        line={"color": theme.GRADIENT, "width": 3.5},
        marker={
            "color": theme.GRADIENT,
            "opacity": 1,
            "symbol": "arrow",
            "angleref": "previous",
            "size": [0, 15],
        },
        name="uphill",
        showlegend=False,
        hoverinfo="skip",
    )


def _axis(x: float, y: float, half: Array, i: int, bend: str, eigenvalue: float) -> Trace:
    """One axis of curvature through the point; solid where the ground bends up, dashed down, dotted flat."""
    return unchecked.Scatter(
        x=[float(x - half[0]), float(x + half[0])],
        y=[float(y - half[1]), float(y + half[1])],
        mode="lines",
        line={"color": AXES[i], "width": 4, "dash": DASHES[bend]},
        name=f"λ{SUBSCRIPTS[i]} = {printed(eigenvalue, 3)}: {bend if bend == 'flat' else 'bends ' + bend}",
        hoverinfo="skip",
    )


def _ends(ticks: Array) -> list[float]:
    return [float(ticks[0]), float(ticks[-1])]
