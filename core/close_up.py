"""The ground around one point, as charts need it: what touches it there, which way is up, how it bends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.entries import Array, as_floats
from core.landscape import Surface
from core.quiet import quiet
from core.stationary import LocalShape, quadratic_model

Touching = Literal["plane", "parabola"]
Bend = Literal["up", "down", "flat"]
# Shares of the window's longer side: half a cut, half a patch and the longer half-axis; an arrow.
REACH, LONGEST_ARROW = 0.2, 0.3


@dataclass(frozen=True, eq=False)
class Cuts:
    """The ground along two straight lines through a point, one for each axis of curvature."""

    distance: Array  # (n,), from the point, in the units of x and y
    ground: Array  # (2, n), heights along axis i
    touch: Array  # (2, n), heights of what touches the ground at the point


def tangent_plane(shape: LocalShape, x: Array, y: Array) -> Array:
    """Heights of the plane that touches the surface at the point of ``shape``: E(ŵ) + (w − ŵ)ᵀb."""
    (b_x, b_y), (x_hat, y_hat) = shape.gradient.tolist(), shape.point.tolist()
    with quiet():
        return shape.value + (as_floats(x) - x_hat) * b_x + (as_floats(y) - y_hat) * b_y


def model_center(shape: LocalShape) -> Array | None:
    """Where the parabola that touches the surface is level, ŵ − H⁻¹b: the goal of one step of Newton's method.

    Parameters
    ----------
    shape : LocalShape
        From `local_shape`.

    Returns
    -------
    (2,) or None
        None where an eigenvalue is as good as zero beside the other: the parabola is then level nowhere, or
        along a line.
    """
    sizes = np.abs(shape.eigenvalues)
    if not sizes.min() > 1e-12 * sizes.max():
        return None
    with quiet():
        center = shape.point - np.linalg.solve(shape.hessian, shape.gradient)
    return center if np.isfinite(center).all() else None


def uphill(surface: Surface, shape: LocalShape, resolution: int = 41) -> Array:
    """The gradient as an arrow that fits into the picture: its direction is exact, its length bounded.

    Slopes span decades. A slope equal to the median slope of the window gives an arrow of half the
    longest length, a steeper one a longer arrow; level ground gives none, (0, 0).

    Parameters
    ----------
    surface : Surface
    shape : LocalShape
        From `local_shape`.
    resolution : int
        The median is taken over this many points along each side of the window.

    Returns
    -------
    (2,)
        In the units of x and y.
    """
    if shape.kind != "slope":
        return np.zeros(2)
    x, y = (np.linspace(low, high, resolution) for low, high in surface.window)
    typical = np.median(np.hypot(*surface.gradient(x, y[:, None])))
    slope = np.hypot(*shape.gradient)
    return LONGEST_ARROW * _longer_side(surface) * shape.gradient / (slope + typical)


def bends(shape: LocalShape, *, tolerance: float = 1e-6) -> tuple[Bend, Bend]:
    """How the ground bends along each axis of curvature.

    Eigenvalues up to ``tolerance`` times max(1, largest |eigenvalue|) count as zero, as in `local_shape`.
    """
    zero = tolerance * max(1.0, np.abs(shape.eigenvalues).max())
    first, second = (
        "flat" if abs(value) <= zero else "up" if value > 0 else "down"
        for value in shape.eigenvalues.tolist()
    )
    return first, second


def curvature_axes(surface: Surface, shape: LocalShape) -> Array:
    """The half-axes of the model's contours around a point: lengths in the ratio of |λ|^(-1/2).

    Parameters
    ----------
    surface : Surface
    shape : LocalShape
        From `local_shape`.

    Returns
    -------
    (2, 2)
        Row i belongs to eigenvalue i. A zero eigenvalue's axis never ends: it is as long as the
        window. Where both are zero there are no axes, and both rows are zero.
    """
    sizes, longest = np.abs(shape.eigenvalues), REACH * _longer_side(surface)
    flat = np.array([bend == "flat" for bend in bends(shape)])
    if flat.all():
        return np.zeros((2, 2))
    lengths = longest * np.sqrt(sizes[~flat].min() / np.where(flat, 1.0, sizes))
    lengths[flat] = _longer_side(surface)
    return shape.eigenvectors.T * lengths[:, None]


def cuts(surface: Surface, shape: LocalShape, touching: Touching, count: int = 81) -> Cuts:
    """The ground along both axes of curvature, and what touches it at the point.

    Parameters
    ----------
    surface : Surface
    shape : LocalShape
        From `local_shape`.
    touching : str
        "plane" (slope alone) or "parabola" (slope and curvature).
    count : int
        Points on each cut; an odd number has the point itself among them.

    Raises
    ------
    ValueError
        If ``touching`` is neither.
    """
    distance = REACH * _longer_side(surface) * np.linspace(-1, 1, count)
    x, y = shape.point[:, None, None] + shape.eigenvectors[:, :, None] * distance  # (2, n) each
    return Cuts(distance, surface.value(x, y), _touch(touching)(shape, x, y))


def patch(
    surface: Surface, shape: LocalShape, touching: Touching, tall: float = np.inf, count: int = 13
) -> Array:
    """What touches the ground at the point, on a small grid of straight lines around it.

    The plane's grid lies along and across the slope, the parabola's along the axes of curvature. Each way it
    reaches a fifth of the window's longer side, or less: until it has risen or fallen by a fifth of ``tall``.

    Parameters
    ----------
    surface : Surface
    shape : LocalShape
        From `local_shape`.
    touching : str
        "plane" (slope alone) or "parabola" (slope and curvature).
    tall : float
        The height that counts as much as the window's longer side, positive.
    count : int
        Crossings along each side; an odd number has the point itself among them.

    Returns
    -------
    (3, count, count)
        x, y and height at every crossing.

    Raises
    ------
    ValueError
        If ``touching`` is neither.
    """
    height = _touch(touching)
    slope, ways = np.hypot(*shape.gradient), shape.eigenvectors.T
    if touching == "plane" and slope > 0:
        along = shape.gradient / slope
        ways = np.array([along, [-along[1], along[0]]])
    slopes = np.abs(ways @ shape.gradient)
    curvatures = np.zeros(2) if touching == "plane" else np.abs(shape.eigenvalues)
    reach, rise = REACH * _longer_side(surface), REACH * tall
    # slope L + curvature L² / 2 = rise, solved for L; level ground never rises
    with quiet():
        steep = slopes + np.sqrt(slopes**2 + 2 * curvatures * rise)
        lengths = np.divide(2 * rise, steep, out=np.full(2, reach), where=steep > 0)
    lengths = np.fmin(lengths, reach)
    steps = np.linspace(-1, 1, count)
    first, second = np.meshgrid(lengths[0] * steps, lengths[1] * steps)
    x, y = (shape.point[i] + ways[0, i] * first + ways[1, i] * second for i in range(2))
    return np.stack([x, y, height(shape, x, y)])


def off_course(shape: LocalShape, goal: tuple[float, float]) -> float | None:
    """Degrees between steepest descent and the straight way to ``goal``; None where one of them has no direction."""
    way, down = np.array(goal) - shape.point, -shape.gradient
    lengths = np.hypot(*way) * np.hypot(*down)
    if not 0 < lengths < np.inf:
        return None
    return float(np.degrees(np.arccos(np.clip(way @ down / lengths, -1.0, 1.0))))


def _touch(touching: str) -> Callable[[LocalShape, Array, Array], Array]:
    functions = {"plane": tangent_plane, "parabola": quadratic_model}
    if touching not in functions:
        raise ValueError(f"touching is {touching!r}; it may be one of {list(functions)}")
    return functions[touching]


def _longer_side(surface: Surface) -> float:
    return max(high - low for low, high in surface.window)
