"""Surfaces of cosines and exponentials: ripples that trap a walk, and a plain with no slope."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.quiet import on_points

TAU = 2 * np.pi
FADE = 0.2 / np.sqrt(2).item()  # how fast Ackley's funnel flattens, per unit of distance


@on_points
def rastrigin(x: Array, y: Array) -> Array:
    """A bowl under a regular lattice of ripples: a local minimum near every whole number."""
    return 20 + x**2 - 10 * np.cos(TAU * x) + y**2 - 10 * np.cos(TAU * y)


@on_points
def rastrigin_gradient(x: Array, y: Array) -> Array:
    """Slope of `rastrigin`, (2, ...)."""
    return np.array([2 * x + 10 * TAU * np.sin(TAU * x), 2 * y + 10 * TAU * np.sin(TAU * y)])


@on_points
def rastrigin_hessian(x: Array, y: Array) -> Array:
    """Curvature of `rastrigin`, (2, 2, ...)."""
    d_xx = 2 + 10 * TAU**2 * np.cos(TAU * x)
    d_yy = 2 + 10 * TAU**2 * np.cos(TAU * y)
    return np.array([[d_xx, np.zeros_like(x)], [np.zeros_like(x), d_yy]])


@on_points
def ackley(x: Array, y: Array) -> Array:
    """A rippled plain with one deep funnel, pointed at the bottom."""
    funnel = -20 * np.exp(-FADE * np.hypot(x, y))
    ripples = -np.exp((np.cos(TAU * x) + np.cos(TAU * y)) / 2)
    return funnel + ripples + np.e + 20


@on_points
def ackley_gradient(x: Array, y: Array) -> Array:
    """Slope of `ackley`, (2, ...); at the origin, where the funnel has a point, 0 by convention."""
    s, u, v = _direction(x, y)
    funnel = 20 * FADE * np.exp(-FADE * s)
    ripples = np.pi * np.exp((np.cos(TAU * x) + np.cos(TAU * y)) / 2)
    return np.array(
        [funnel * u + ripples * np.sin(TAU * x), funnel * v + ripples * np.sin(TAU * y)]
    )


@on_points
def ackley_hessian(x: Array, y: Array) -> Array:
    """Curvature of `ackley`, (2, 2, ...).

    At the origin it does not exist: the funnel's point is infinitely sharp. There the curvature
    of the ripples alone is returned, 2π²e on the diagonal.
    """
    s, u, v = _direction(x, y)
    funnel = 20 * FADE * np.exp(-FADE * s)
    bend = funnel / np.where(s > 0, s, 1)  # any divisor will do at s = 0, where u = v = 0
    ripples = np.pi**2 * np.exp((np.cos(TAU * x) + np.cos(TAU * y)) / 2)
    d_xx = (
        bend * v**2 - FADE * funnel * u**2 + ripples * (2 * np.cos(TAU * x) - np.sin(TAU * x) ** 2)
    )
    d_yy = (
        bend * u**2 - FADE * funnel * v**2 + ripples * (2 * np.cos(TAU * y) - np.sin(TAU * y) ** 2)
    )
    d_xy = -(bend + FADE * funnel) * u * v - ripples * np.sin(TAU * x) * np.sin(TAU * y)
    return np.array([[d_xx, d_xy], [d_xy, d_yy]])


def _direction(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """Distance from the origin and the unit vector away from it, which is (0, 0) at the origin."""
    s = np.hypot(x, y)
    divisor = np.where(s > 0, s, 1)[()].astype(s.dtype)
    return s, x / divisor, y / divisor


@on_points
def plateau(x: Array, y: Array) -> Array:
    """A flat plain with a hole in it: far from the hole there is next to no slope to follow."""
    return 1 - np.exp(-(x**2 + y**2) / 2)


@on_points
def plateau_gradient(x: Array, y: Array) -> Array:
    """Slope of `plateau`, (2, ...)."""
    hole = np.exp(-(x**2 + y**2) / 2)
    return np.array([x * hole, y * hole])


@on_points
def plateau_hessian(x: Array, y: Array) -> Array:
    """Curvature of `plateau`, (2, 2, ...)."""
    hole = np.exp(-(x**2 + y**2) / 2)
    d_xy = -(x * hole) * y  # the hole first: it is 0 long before x y overflows
    return np.array([[hole - (x * hole) * x, d_xy], [d_xy, hole - (y * hole) * y]])
