"""Surfaces of degree three and more: curved valleys, several minima, a saddle for three legs."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.quiet import on_points


def _symmetric(d_xx: Array, d_xy: Array, d_yy: Array) -> Array:
    """The Hessian from its three different entries, (2, 2, ...)."""
    return np.array([[d_xx, d_xy], [d_xy, d_yy]])


@on_points
def rosenbrock(x: Array, y: Array) -> Array:
    """A banana-shaped valley: easy to enter, slow to follow."""
    return (1 - x) ** 2 + 100 * (y - x**2) ** 2


@on_points
def rosenbrock_gradient(x: Array, y: Array) -> Array:
    """Slope of `rosenbrock`, (2, ...)."""
    above = y - x**2  # height over the valley floor
    return np.array([-2 * (1 - x) - 400 * x * above, 200 * above])


@on_points
def rosenbrock_hessian(x: Array, y: Array) -> Array:
    """Curvature of `rosenbrock`, (2, 2, ...)."""
    return _symmetric(2 - 400 * y + 1200 * x**2, -400 * x, np.full_like(x, 200))


@on_points
def himmelblau(x: Array, y: Array) -> Array:
    """Four equally deep minima around a hill."""
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


@on_points
def himmelblau_gradient(x: Array, y: Array) -> Array:
    """Slope of `himmelblau`, (2, ...)."""
    a, b = x**2 + y - 11, x + y**2 - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])


@on_points
def himmelblau_hessian(x: Array, y: Array) -> Array:
    """Curvature of `himmelblau`, (2, 2, ...)."""
    return _symmetric(12 * x**2 + 4 * y - 42, 4 * x + 4 * y, 12 * y**2 + 4 * x - 26)


@on_points
def beale(x: Array, y: Array) -> Array:
    """One minimum in a flat valley between steep corners."""
    a, b, c = _beale_terms(x, y)
    return a**2 + b**2 + c**2


@on_points
def beale_gradient(x: Array, y: Array) -> Array:
    """Slope of `beale`, (2, ...)."""
    a, b, c = _beale_terms(x, y)
    d_x = 2 * (a * (y - 1) + b * (y**2 - 1) + c * (y**2 * y - 1))
    d_y = 2 * x * (a + 2 * b * y + 3 * c * y**2)
    return np.array([d_x, d_y])


@on_points
def beale_hessian(x: Array, y: Array) -> Array:
    """Curvature of `beale`, (2, 2, ...)."""
    a, b, c = _beale_terms(x, y)
    d_xx = 2 * ((y - 1) ** 2 + (y**2 - 1) ** 2 + (y**3 - 1) ** 2)
    bend = (y - 1) + 2 * y * (y**2 - 1) + 3 * y**2 * (y**3 - 1)
    d_xy = 2 * (a + 2 * b * y + 3 * c * y**2) + 2 * x * bend
    d_yy = 2 * x * (x + 2 * b + 4 * x * y**2 + 6 * c * y + 9 * x * y**4)
    return _symmetric(d_xx, d_xy, d_yy)


def _beale_terms(x: Array, y: Array) -> tuple[Array, Array, Array]:
    """The three misfits whose squares `beale` adds up."""
    t = y**2  # times y again it is far faster than a third power
    return 1.5 - x + x * y, 2.25 - x + x * t, 2.625 - x + x * (t * y)


@on_points
def camel(x: Array, y: Array) -> Array:
    """Six minima, two of them the deepest."""
    s, t = x**2, y**2  # squared again they are far faster than fourth powers
    return (4 - 2.1 * s + s**2 / 3) * s + x * y + (4 * t - 4) * t


@on_points
def camel_gradient(x: Array, y: Array) -> Array:
    """Slope of `camel`, (2, ...)."""
    s = x**2  # squared again it is far faster than a fourth power
    return np.array([(8 - 8.4 * s + 2 * s**2) * x + y, x + (16 * y**2 - 8) * y])


@on_points
def camel_hessian(x: Array, y: Array) -> Array:
    """Curvature of `camel`, (2, 2, ...)."""
    return _symmetric(8 - 25.2 * x**2 + 10 * x**4, np.ones_like(x), 48 * y**2 - 8)


@on_points
def monkey_saddle(x: Array, y: Array) -> Array:
    """Three valleys and three ridges meet at the origin, where even the curvature is zero."""
    return x**3 - 3 * x * y**2


@on_points
def monkey_saddle_gradient(x: Array, y: Array) -> Array:
    """Slope of `monkey_saddle`, (2, ...)."""
    return np.array([3 * x**2 - 3 * y**2, -6 * x * y])


@on_points
def monkey_saddle_hessian(x: Array, y: Array) -> Array:
    """Curvature of `monkey_saddle`, (2, 2, ...)."""
    return _symmetric(6 * x, -6 * y, -6 * x)
