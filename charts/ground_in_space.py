"""A surface in three dimensions, and one point on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from charts import theme

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid
    from core.stationary import LocalShape

TOUCHING = {"plane": "tangent plane", "parabola": "parabola"}
# The eye stands over the lower right corner of the map.
EYE = {"x": 0.7, "y": -1.2, "z": 1.3}


def ceiling(grid: Grid, height: float) -> float | None:
    """Where a picture in space is cut off, so that the low ground stays visible; None where nothing need be cut.

    Surfaces whose highest ground is far above the usual are cut, but never below the point that is shown.
    """
    lowest, highest = float(grid.values.min()), float(grid.values.max())
    usual = 3.0 * float(np.quantile(grid.values - lowest, 0.3))
    if highest - lowest <= 4.0 * usual:
        return None
    top = lowest + max(usual, 1.15 * (height - lowest))
    return top if top < highest else None


def in_space(
    grid: Grid,
    shape: LocalShape,
    *,
    arrow: Array,
    patch: Array | None,
    touching: str,
    minima: Sequence[tuple[float, float, float]],
    names: tuple[str, str, str],
    view: str,
    height: int,
) -> go.Figure:
    """The surface in three dimensions, the point on it, the way up, and what touches the ground there.

    Parameters
    ----------
    grid : Grid
        Heights; at most 60 a side keep the picture light.
    arrow : (2,)
        Uphill, in the units of x and y; drawn in the tangent plane.
    patch : (3, n, n) or None
        x, y and height of the touching plane or parabola, drawn as a net.
    minima : sequence of (x, y, height)
    names : (str, str, str)
        Of the two axes and of the height.
    view : str
        While it stays the same, the reader's camera does too.
    """
    top = ceiling(grid, shape.value)
    lowest = min(float(grid.values.min()), shape.value)
    highest = max(float(grid.values.max()), shape.value) if top is None else top
    floor = lowest - 0.05 * (highest - lowest)
    title = "In space" if top is None else f"In space, cut off at height {top:.3g}"
    traces = [_skin(grid, lowest, highest), *_stars(minima), *_net(patch, touching)]
    traces += [_stem(shape, floor), *_way_up(shape, arrow), _ball(shape)]
    wide, deep = np.ptp(grid.x), np.ptp(grid.y)
    layout = {
        "margin": {"l": 0, "r": 0, "t": 34, "b": 0},
        "showlegend": False,
        "scene": {
            "xaxis": _space_axis(names[0], _ends(grid.x)),
            "yaxis": _space_axis(names[1], _ends(grid.y)),
            "zaxis": _space_axis(names[2], [floor, highest]),
            "aspectmode": "manual",
            "aspectratio": {
                "x": 1.1 * wide / max(wide, deep),
                "y": 1.1 * deep / max(wide, deep),
                "z": 0.75,
            },
            "camera": {"eye": EYE, "center": {"x": 0, "y": 0, "z": -0.1}},
        },
    }
    return theme.new_figure(*traces, height=height, title=title, view=view, layout=layout)


def _space_axis(name: str, ends: list[float]) -> dict[str, Any]:
    """One of the three axes, small."""
    return {
        "title": {"text": name, "font": {"size": theme.FONT_SIZE - 1}},
        "range": ends,
        "nticks": 5,
        "showbackground": True,
        "tickfont": {"size": theme.FONT_SIZE - 3},
    }


def _skin(grid: Grid, lowest: float, highest: float) -> go.Surface:
    return go.Surface(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=grid.values.astype(np.float32),
        cmin=lowest,
        cmax=highest,
        colorscale=theme.SURFACE,
        showscale=False,
        opacity=0.95,
        name="surface",
        lighting={"ambient": 0.75, "diffuse": 0.6, "specular": 0.05},
        contours={"x": {"highlight": False}, "y": {"highlight": False}, "z": {"highlight": False}},
        hovertemplate="(%{x:.3g}, %{y:.3g}): height %{z:.4g}<extra></extra>",
    )


def _ball(shape: LocalShape) -> go.Scatter3d:
    x, y = shape.point.tolist()
    return go.Scatter3d(
        x=[x],
        y=[y],
        z=[shape.value],
        mode="markers",
        marker={"size": 8, "color": theme.FORWARD, "line": {"color": theme.PAPER, "width": 2}},
        name="point",
        hovertemplate="(%{x:.4g}, %{y:.4g}): height %{z:.4g}<extra>the point</extra>",
    )


def _stem(shape: LocalShape, floor: float) -> go.Scatter3d:
    x, y = shape.point.tolist()
    return go.Scatter3d(
        x=[x, x],
        y=[y, y],
        z=[floor, shape.value],
        mode="lines",
        line={"color": theme.FORWARD, "width": 4},
        name="stem",
        hoverinfo="skip",
    )


def _way_up(shape: LocalShape, arrow: Array) -> list[go.Scatter3d]:
    """The gradient as a line in the tangent plane, from the point to a diamond."""
    if not arrow.any():
        return []
    (x, y), rise = shape.point.tolist(), float(arrow @ shape.gradient)
    return [
        go.Scatter3d(
            x=[x, x + float(arrow[0])],
            y=[y, y + float(arrow[1])],
            z=[shape.value, shape.value + rise],
            mode="lines+markers",
            line={"color": theme.GRADIENT, "width": 7},
            marker={"color": theme.GRADIENT, "size": [0, 6], "symbol": "diamond"},
            name="uphill",
            hoverinfo="skip",
        )
    ]


def _stars(minima: Sequence[tuple[float, float, float]]) -> list[go.Scatter3d]:
    if not minima:
        return []
    x, y, z = zip(*minima, strict=True)
    return [
        go.Scatter3d(
            x=x,
            y=y,
            z=z,
            mode="markers",
            marker={"symbol": "diamond", "size": 5, "color": theme.TARGET},
            name="minimum",
            hovertemplate="minimum (%{x:.4g}, %{y:.4g})<extra></extra>",
        )
    ]


def _net(patch: Array | None, touching: str) -> list[go.Scatter3d]:
    """The lines of a small grid both ways, one trace, with a gap after each."""
    if patch is None:
        return []
    gap = np.full((3, patch.shape[1], 1), np.nan)
    lines = [
        np.concatenate([sheet, gap], axis=2).reshape(3, -1)
        for sheet in (patch, patch.swapaxes(1, 2))
    ]
    x, y, z = np.concatenate(lines, axis=1).astype(np.float32)
    color = theme.GRADIENT if touching == "plane" else theme.LOSS
    return [
        go.Scatter3d(
            x=x,
            y=y,
            z=z,
            mode="lines",
            line={"color": color, "width": 3},
            name=TOUCHING[touching],
            hoverinfo="skip",
            connectgaps=False,
        )
    ]


def _ends(ticks: Array) -> list[float]:
    return [float(ticks[0]), float(ticks[-1])]
