"""A model as a point on the map of its cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.ground import arrow_uphill, quiet_contours, the_point

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid, Point
    from core.stationary import LocalShape

HEIGHT = 430
MARGIN = {"l": 48, "r": 10, "t": 30, "b": 100}
LEGEND = {"yref": "container", "y": 0, "yanchor": "bottom"}


def cost_map(
    grid: Grid,
    shape: LocalShape,
    *,
    arrow: Array,
    best: Point | None,
    center: Array | None,
    endless: tuple[Array, Array] | None,
    endless_name: str,
    truth: Point | None,
    names: tuple[str, str],
    square: bool,
    view: str,
) -> Figure:
    """The cost over both parameters: the chosen model, the best one, and where the parabola at the point has its center.

    Parameters
    ----------
    arrow : (2,)
        Uphill, in the units of the parameters.
    best : (u, v) or None
        The lowest point, where there is one.
    center : (2,) or None
        Where the parabola that touches the surface at the point is level.
    endless : two points, or None
        Where there is no lowest point: the ends of a way along which the cost never rises.
    truth : (u, v) or None
        The parameters that the data were made with.
    square : bool
        Whether both axes have one scale.
    """
    x, y = shape.point.tolist()
    traces = [quiet_contours(grid, log_scale=True)]
    if endless is not None:
        (x0, y0), (x1, y1) = (end.tolist() for end in endless)
        look = {"color": theme.QUIET, "width": theme.LINE, "dash": "dot"}
        traces.append(line([x0, x1], [y0, y1], endless_name, look))
    if center is not None:
        look = {"color": theme.FORWARD, "width": theme.THIN, "dash": "dot"}
        ring = {"symbol": "circle-open", "size": [0, 17], "color": theme.FORWARD}
        way = [x, float(center[0])], [y, float(center[1])]
        marked = {"mode": "lines+markers", "marker": ring | {"line": {"width": 2}}}
        traces.append(line(*way, "center of the parabola", look) | marked)
    if truth is not None:
        traces.append(mark(truth, "the truth", "diamond-open", 13))
    if best is not None:
        traces.append(mark(best, "best", "star", 13))
    if not square:  # it would leave a window that is much longer than wide
        sides = np.ptp(grid.x), np.ptp(grid.y)
        arrow = arrow * (min(sides) / max(sides))
    if arrow.any():
        traces.append(arrow_uphill(x, y, arrow))
    scale = {"scaleanchor": "x", "constrain": "domain"} if square else {}
    return theme.new_figure(
        *traces,
        the_point(x, y),
        height=HEIGHT,
        title="Cost of every model (log colors)",
        x=names[0],
        y=names[1],
        view=view,
        layout={
            "margin": MARGIN,
            "legend": LEGEND,
            "xaxis": {"range": grid.x[[0, -1]].tolist(), "constrain": "domain"},
            "yaxis": {"range": grid.y[[0, -1]].tolist()} | scale,
        },
    )


def line(x: Any, y: Any, name: str, look: dict[str, Any]) -> Trace:
    """A line that no tip belongs to."""
    return unchecked.Scatter(x=x, y=y, mode="lines", line=look, name=name, hoverinfo="skip")


def mark(place: Point, name: str, symbol: str, size: int, color: str = theme.TARGET) -> Trace:
    """One marked place."""
    return unchecked.Scatter(
        x=[float(place[0])],
        y=[float(place[1])],
        mode="markers",
        marker={"symbol": symbol, "size": size, "color": color, "line": {"width": 2}}
        | ({"line": {"width": 0}} if symbol == "star" else {}),
        name=name,
        hovertemplate=f"{name} (%{{x:.4g}}, %{{y:.4g}})<extra></extra>",
    )
