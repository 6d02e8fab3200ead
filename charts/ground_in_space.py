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
SHEETS = {"plane": theme.GRADIENT, "parabola": theme.LOSS}
# Lengths in the box that the picture is drawn in, whose longer side is WIDE: how tall it is, the ball that is
# the point, and how far what lies on the ground is lifted, lest it sink into it.
WIDE, TALL, BALL, LIFT = 1.2, 0.8, 0.045, 0.012
import os
OPACITY, SHEET = float(os.environ.get('SKIN','1')), float(os.environ.get('SHEET','0.6'))
# The eye stands over the lower right corner of the map.
EYE = {"x": 0.62, "y": -1.08, "z": 1.0}


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


class Box:
    """How heights and places become lengths in the picture.

    Attributes
    ----------
    floor, top : float
        The heights between which the picture stands.
    cut : bool
        Whether there is ground above ``top``, which is not drawn.
    sides : (3,)
        Lengths of the box.
    scale : (3,)
        Lengths in the box of one unit of x, of y and of the height.
    """

    def __init__(self, grid: Grid, height: float) -> None:
        top = ceiling(grid, height)
        self.cut = top is not None
        self.lowest = min(float(grid.values.min()), height)
        self.top = max(float(grid.values.max()), height) if top is None else top
        self.floor = self.lowest - 0.05 * (self.top - self.lowest)
        spans = np.array([np.ptp(grid.x), np.ptp(grid.y), self.top - self.floor or 1.0])
        self.sides = np.array([*(WIDE * spans[:2] / spans[:2].max()), TALL])
        self.scale = self.sides / spans

    def off_the_ground(self, shape: LocalShape, length: float) -> Array:
        """A step of this length straight away from the ground at the point, in units of x, y and height."""
        slope = np.array([*-shape.gradient, 1.0]) / self.scale
        return length * slope / np.sqrt(slope @ slope) / self.scale


def rise(grid: Grid, height: float) -> float:
    """The height that looks as long in space as one unit of the window's longer side."""
    box = Box(grid, height)
    return float(box.scale[:2].min() / box.scale[2])


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

    The point is a ball about its place. What touches the ground, and the arrow, are lifted by a hair, so that
    they do not sink into the ground where they lie close to it.

    Parameters
    ----------
    grid : Grid
        Heights; at most 60 a side keep the picture light.
    arrow : (2,)
        Uphill, in the units of x and y; drawn in the tangent plane.
    patch : (3, n, n) or None
        x, y and height of the touching plane or parabola, drawn as a sheet.
    minima : sequence of (x, y, height)
    names : (str, str, str)
        Of the two axes and of the height.
    view : str
        While it stays the same, the reader's camera does too.
    """
    box = Box(grid, shape.value)
    title = f"In space, cut off at height {box.top:.3g}" if box.cut else "In space"
    hair = box.off_the_ground(shape, LIFT)
    traces = [_skin(grid, box), *_stars(minima, box), *_sheet(patch, touching, hair)]
    traces += [*_way_up(shape, arrow, box), _ball(shape, box)]
    x, y, z = box.sides.tolist()
    layout = {
        "margin": {"l": 0, "r": 0, "t": 28, "b": 0},
        "showlegend": False,
        "scene": {
            "xaxis": _space_axis(names[0], _ends(grid.x)),
            "yaxis": _space_axis(names[1], _ends(grid.y)),
            "zaxis": _space_axis(names[2], [box.floor, box.top]),
            "aspectmode": "manual",
            "aspectratio": {"x": x, "y": y, "z": z},
            "camera": {"eye": EYE, "center": {"x": 0, "y": 0, "z": -0.08}},
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
        "showspikes": False,
        "tickfont": {"size": theme.FONT_SIZE - 3},
    }


def _skin(grid: Grid, box: Box) -> go.Surface:
    """The ground, with the lines of equal height."""
    return go.Surface(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=grid.values.astype(np.float32),
        cmin=box.lowest,
        cmax=box.top,
        colorscale=theme.SURFACE,
        showscale=False,
        opacity=OPACITY,
        name="surface",
        lighting={"ambient": 0.75, "diffuse": 0.6, "specular": 0.05},
        contours={"x": {"highlight": False}, "y": {"highlight": False}, "z": {"highlight": False}},
        hovertemplate="(%{x:.3g}, %{y:.3g}): height %{z:.4g}<extra></extra>",
    )


def _ball(shape: LocalShape, box: Box) -> go.Surface:
    """The point: a ball, round in the picture whatever the units are, about its place."""
    turn, tilt = np.linspace(0, 2 * np.pi, 17), np.linspace(0, np.pi, 10)[:, None]
    round_ = np.stack(
        [np.sin(tilt) * np.cos(turn), np.sin(tilt) * np.sin(turn), np.cos(tilt) + 0 * turn]
    )
    middle = np.array([*shape.point, shape.value])
    x, y, z = (middle[:, None, None] + round_ * (BALL / box.scale)[:, None, None]).astype(np.float32)
    return _plain(
        x, y, z, theme.FORWARD, name="point",
        hovertemplate="({:.4g}, {:.4g}): height {:.4g}<extra>the point</extra>".format(*middle),
    )


def _plain(x: Array, y: Array, z: Array, color: str, **more: Any) -> go.Surface:
    """A surface of one color."""
    return go.Surface(
        x=x,
        y=y,
        z=z,
        surfacecolor=np.zeros(z.shape, dtype=np.int8),
        cmin=0,
        cmax=1,
        colorscale=[[0, color], [1, color]],
        showscale=False,
        lighting={"ambient": 0.8, "diffuse": 0.4, "specular": 0.1},
        contours={"x": {"highlight": False}, "y": {"highlight": False}, "z": {"highlight": False}},
        **more,
    )


def _way_up(shape: LocalShape, arrow: Array, box: Box) -> list[go.Scatter3d]:
    """The gradient as a line in the tangent plane, from the point to a diamond."""
    if not arrow.any():
        return []
    begin = np.array([*shape.point, shape.value]) + box.off_the_ground(shape, 2 * LIFT)
    x, y, z = zip(begin, begin + [*arrow, arrow @ shape.gradient], strict=True)
    return [
        go.Scatter3d(
            x=x,
            y=y,
            z=z,
            mode="lines+markers",
            line={"color": theme.GRADIENT, "width": 10},
            marker={"color": theme.GRADIENT, "size": [0, 9], "symbol": "diamond"},
            name="uphill",
            hoverinfo="skip",
        )
    ]


def _stars(minima: Sequence[tuple[float, float, float]], box: Box) -> list[go.Scatter3d]:
    if not minima:
        return []
    x, y, z = np.array(minima).T
    return [
        go.Scatter3d(
            x=x,
            y=y,
            z=z + 0.02 / box.scale[2],
            mode="markers",
            marker={"symbol": "diamond", "size": 6, "color": theme.TARGET, "line": {"color": theme.PAPER, "width": 1}},
            name="minimum",
            customdata=z,
            hovertemplate="minimum (%{x:.4g}, %{y:.4g})<extra></extra>",
        )
    ]


def _sheet(patch: Array | None, touching: str, hair: Array) -> list[go.Surface]:
    """What touches the ground, as a sheet that the ground shows through."""
    if patch is None:
        return []
    x, y, z = (patch + hair[:, None, None]).astype(np.float32)
    return [_plain(x, y, z, SHEETS[touching], opacity=SHEET, name=TOUCHING[touching], hoverinfo="skip")]


def _ends(ticks: Array) -> list[float]:
    return [float(ticks[0]), float(ticks[-1])]
