"""A surface in three dimensions, and one point on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import level_marks, theme, unchecked
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.close_up import Cuts
    from core.entries import Array
    from core.landscape import Grid
    from core.stationary import LocalShape

AXES = (theme.GOLD, theme.VIOLET)  # of the smaller and of the larger eigenvalue
DASHES = {"up": "solid", "down": "dash", "flat": "dot"}
SHORT = 0.3  # share of a cut that is drawn as an axis in space
TOUCHING = {"plane": "tangent plane", "parabola": "parabola"}
SHEETS = {"plane": theme.SIGNED[3][1], "parabola": theme.LOSS}
# The ground is a glass through which whatever lies under it is seen. Plotly draws one glass right, not two.
GLASS = 0.78
# Lengths in the box that the picture stands in: its longer side, its height, the radius of the ball that is the
# point, the width of the arrow, and how far what touches the ground is lifted, lest the two flicker.
WIDE, TALL, BALL, SHAFT, HAIR = 1.2, 0.72, 0.042, 0.014, 0.016
SHORTEST = 0.06  # an arrow, however gentle the slope
# The eye stands over the lower right corner of the map.
EYE = {"x": 1.34, "y": -0.96, "z": 1.14}
CENTER = {"x": 0.0, "y": 0.0, "z": -0.2}
# A turned body: distance along its axis and radius, of one length.
SPHERE = [(-np.cos(a), np.sin(a)) for a in np.linspace(0, np.pi, 9)]


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
    walls : (2, 3)
        The lower and the upper ends of x, y and the height, in their units.
    """

    def __init__(self, grid: Grid, height: float) -> None:
        top = ceiling(grid, height)
        self.cut = top is not None
        self.lowest = min(float(grid.values.min()), height)
        highest = max(float(grid.values.max()), height)
        # Where nothing is cut, the ball has room on the highest ground too.
        self.top = highest + 0.13 * (highest - self.lowest) if top is None else top
        self.floor = self.lowest - 0.05 * (self.top - self.lowest)
        spans = np.array([np.ptp(grid.x), np.ptp(grid.y), self.top - self.floor or 1.0])
        self.sides = np.array([*(WIDE * spans[:2] / spans[:2].max()), TALL])
        self.scale = self.sides / spans
        self.walls = np.array([_ends(grid.x), _ends(grid.y), [self.floor, self.top]]).T

    def place(self, shape: LocalShape) -> Array:
        """The point in lengths of the box."""
        return np.array([*shape.point, shape.value]) * self.scale

    def away(self, shape: LocalShape) -> Array:
        """Straight away from the ground at the point, one length of the box."""
        normal = np.array([*-shape.gradient, 1.0]) / self.scale
        return normal / np.sqrt(normal @ normal)

    def room(self, begin: Array, way: Array) -> float:
        """How far it is from a place to the nearest wall that lies on the way, all in lengths of the box."""
        walls = np.where(way > 0, self.walls[1], self.walls[0]) * self.scale
        hit = way != 0
        return float(((walls - begin)[hit] / way[hit]).min())

    def turned(
        self, begin: Array, axis: Array, profile: Sequence[tuple[float, float]]
    ) -> tuple[Array, Array, Array]:
        """A body turned about an axis, in units of x, y and height.

        Parameters
        ----------
        begin, axis : (3,)
            In lengths of the box.
        profile : sequence of (along, out)
            Way along the axis and radius, both as shares of the axis's length.
        """
        along, out = np.array(profile).T[:, :, None, None]
        side = np.cross(axis, np.eye(3)[np.abs(axis).argmin()])
        side *= np.sqrt((axis @ axis) / (side @ side))
        other = np.cross(axis, side) / np.sqrt(axis @ axis)
        turn = np.linspace(0, 2 * np.pi, 13)[:, None]
        body = begin + along * axis + out * (np.cos(turn) * side + np.sin(turn) * other)
        x, y, z = np.moveaxis(body / self.scale, -1, 0)
        return x, y, z


def as_tall_as_wide(grid: Grid, height: float) -> float:
    """The difference in height that is as long in space as the window's longer side."""
    return float(WIDE / Box(grid, height).scale[2])


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
    level: Sequence[LocalShape] = (),
    cuts: Cuts | None = None,
    bends: Sequence[str] = ("flat", "flat"),
) -> Figure:
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
    level : sequence of LocalShape
        Level points to be marked by their kinds, instead of ``minima``.
    cuts : Cuts, optional
        The ground along both axes of curvature: a part of each is drawn in the color of its axis.
    bends : two of "up", "down", "flat"
        How the ground bends along each axis.
    """
    box = Box(grid, shape.value)
    title = f"In space, cut off at height {box.top:.3g}" if box.cut else "In space"
    hair = HAIR * box.away(shape) / box.scale
    lift = 0.02 / box.scale[2]
    marks = level_marks.in_space(level, lift=lift, top=box.top) if level else _stars(minima, lift)
    traces = [_skin(grid, box), *marks, *_sheet(patch, touching, hair)]
    traces += [
        *_axes(cuts, shape, bends, box, hair),
        *_way_up(shape, arrow, box),
        _ball(shape, box),
    ]
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
            "camera": {"eye": EYE, "center": CENTER},
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


def _skin(grid: Grid, box: Box) -> Trace:
    """The ground as a glass, with lines of equal height."""
    step = (box.top - box.lowest) / 12 or 1.0
    lines = {
        "show": True,
        "start": box.lowest + step,
        "end": box.top,
        "size": step,
        "width": 1,
        "color": theme.AXIS,
        "highlight": False,
    }
    return unchecked.Surface(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=grid.values.astype(np.float32),
        cmin=box.lowest,
        cmax=box.top,
        colorscale=theme.SURFACE,
        showscale=False,
        opacity=GLASS,
        name="surface",
        lighting={"ambient": 0.75, "diffuse": 0.6, "specular": 0.05},
        contours={"x": {"highlight": False}, "y": {"highlight": False}, "z": lines},
        hovertemplate="(%{x:.3g}, %{y:.3g}): height %{z:.4g}<extra></extra>",
    )


def _ball(shape: LocalShape, box: Box) -> Trace:
    """The point as a ball that lies on the ground and touches it there."""
    x, y = shape.point.tolist()
    middle = box.place(shape) + BALL * box.away(shape)
    return _plain(
        *box.turned(middle, np.array([0.0, 0.0, BALL]), SPHERE),
        color=theme.FORWARD,
        name="point",
        hovertemplate=f"({x:.4g}, {y:.4g}): height {shape.value:.4g}<extra>the point</extra>",
    )


def _way_up(shape: LocalShape, arrow: Array, box: Box) -> list[Trace]:
    """The gradient as an arrow out of the ball along the tangent plane, as long as on the map if the box has room for it."""
    if not arrow.any():
        return []
    way = np.array([*arrow, arrow @ shape.gradient]) * box.scale
    way /= np.sqrt(way @ way)
    begin = box.place(shape) + BALL * (box.away(shape) + way)
    flat = arrow * box.scale[:2]
    length = max(SHORTEST, min(np.sqrt(flat @ flat), box.room(begin, way)))
    neck = max(0.4, 1 - 7 * SHAFT / length)
    profile = [(0, 0), (0, 1), (neck, 1), (neck, 2.8), (1, 0)]
    profile = [(along, out * SHAFT / length) for along, out in profile]
    body = box.turned(begin, length * way, profile)
    return [_plain(*body, color=theme.GRADIENT, name="uphill", hoverinfo="skip")]


def _axes(
    cuts: Cuts | None, shape: LocalShape, bends: Sequence[str], box: Box, hair: Array
) -> list[Trace]:
    """The ground along both axes of curvature, near the point and inside the box; none where there is no curvature."""
    if cuts is None or tuple(bends) == ("flat", "flat"):
        return []
    near = np.abs(cuts.distance) <= SHORT * cuts.distance.max()
    lines = []
    for i, color in enumerate(AXES):
        flat = shape.point[:, None] + shape.eigenvectors[:, i, None] * cuts.distance[near]
        way = np.array([*flat, cuts.ground[i, near]]) + 1.5 * hair[:, None]
        low, high = box.walls[:, :, None]
        inside = ((way >= low) & (way <= high)).all(axis=0)
        x, y, z = np.where(inside, way, np.nan).astype(np.float32)
        look = {"color": color, "width": 7, "dash": DASHES[bends[i]]}
        name = f"axis {i + 1}"
        lines.append(
            unchecked.Scatter3d(x=x, y=y, z=z, mode="lines", line=look, name=name, hoverinfo="skip")
        )
    return lines


def _plain(x: Array, y: Array, z: Array, *, color: str, **more: Any) -> Trace:
    """A sheet or a body of one color, from the crossings of a net: triangles, which Plotly draws as they are.

    A surface it would first fill up with hundreds of lines each way, however small.
    """
    at = np.arange(x.size, dtype=np.int16).reshape(x.shape)
    a, b, c, d = (part.ravel() for part in (at[:-1, :-1], at[1:, :-1], at[1:, 1:], at[:-1, 1:]))
    i, j, k = np.concatenate([[a, b, c], [a, c, d]], axis=1)
    x, y, z = (v.astype(np.float32).ravel() for v in (x, y, z))
    light = {"ambient": 0.8, "diffuse": 0.4, "specular": 0.1}
    return unchecked.Mesh3d(x=x, y=y, z=z, i=i, j=j, k=k, color=color, lighting=light, **more)


def _stars(minima: Sequence[tuple[float, float, float]], lift: float) -> list[Trace]:
    if not minima:
        return []
    x, y, z = np.array(minima).T
    return [
        unchecked.Scatter3d(
            x=x,
            y=y,
            z=z + lift,
            mode="markers",
            marker={
                "symbol": "diamond",
                "size": 6,
                "color": theme.TARGET,
                "line": {"color": theme.PAPER, "width": 1},
            },
            name="minimum",
            customdata=z,
            hovertemplate="minimum (%{x:.4g}, %{y:.4g})<extra></extra>",
        )
    ]


def _sheet(patch: Array | None, touching: str, hair: Array) -> list[Trace]:
    """What touches the ground, as a sheet that the ground shows through."""
    if patch is None:
        return []
    x, y, z = patch + hair[:, None, None]
    return [_plain(x, y, z, color=SHEETS[touching], name=TOUCHING[touching], hoverinfo="skip")]


def _ends(ticks: Array) -> list[float]:
    return [float(ticks[0]), float(ticks[-1])]
