"""Surfaces of degree two: the slope is linear, and the curvature the same everywhere."""

from __future__ import annotations

import numpy as np

from core.entries import Array, facing
from core.quiet import on_points

REGRESSION_X = np.array([0.1, 0.3, 0.6, 0.8, 1.0, 1.2, 1.5, 1.7, 1.9, 2.1])
REGRESSION_Y = np.array([0.79, 0.72, 1.55, 1.58, 2.21, 2.06, 2.89, 2.95, 3.52, 3.48])


def _everywhere(hessian: list[list[float]], x: Array) -> Array:
    """The same 2 × 2 matrix at every point: (2, 2, ...)."""
    return np.multiply.outer(np.array(hessian, dtype=x.dtype), np.ones_like(x))


@on_points
def bowl(x: Array, y: Array) -> Array:
    """A round bowl: steepest descent points straight at the minimum."""
    return x**2 + y**2


@on_points
def bowl_gradient(x: Array, y: Array) -> Array:
    """Slope of `bowl`, (2, ...)."""
    return np.array([2 * x, 2 * y])


@on_points
def bowl_hessian(x: Array, y: Array) -> Array:
    """Curvature of `bowl`, (2, 2, ...)."""
    return _everywhere([[2, 0], [0, 2]], x)


@on_points
def ravine(x: Array, y: Array, *, condition: float = 75.0) -> Array:
    """A bowl squeezed along y: ``condition`` times as curved across as along."""
    return x**2 + condition * y**2


@on_points
def ravine_gradient(x: Array, y: Array, *, condition: float = 75.0) -> Array:
    """Slope of `ravine`, (2, ...)."""
    return np.array([2 * x, 2 * condition * y])


@on_points
def ravine_hessian(x: Array, y: Array, *, condition: float = 75.0) -> Array:
    """Curvature of `ravine`, (2, 2, ...)."""
    return _everywhere([[2, 0], [0, 2 * condition]], x)


@on_points
def booth(x: Array, y: Array) -> Array:
    """Two straight lines to be met at once: a tilted bowl, nine times as curved across as along."""
    return (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2


@on_points
def booth_gradient(x: Array, y: Array) -> Array:
    """Slope of `booth`, (2, ...)."""
    a, b = x + 2 * y - 7, 2 * x + y - 5
    return np.array([2 * a + 4 * b, 4 * a + 2 * b])


@on_points
def booth_hessian(x: Array, y: Array) -> Array:
    """Curvature of `booth`, (2, 2, ...)."""
    return _everywhere([[10, 8], [8, 10]], x)


@on_points
def matyas(x: Array, y: Array) -> Array:
    """A nearly flat trough along the diagonal."""
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


@on_points
def matyas_gradient(x: Array, y: Array) -> Array:
    """Slope of `matyas`, (2, ...)."""
    return np.array([0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x])


@on_points
def matyas_hessian(x: Array, y: Array) -> Array:
    """Curvature of `matyas`, (2, 2, ...)."""
    return _everywhere([[0.52, -0.48], [-0.48, 0.52]], x)


@on_points
def saddle(x: Array, y: Array) -> Array:
    """Uphill along x, downhill along y, level at the origin, and no bottom."""
    return x**2 - y**2


@on_points
def saddle_gradient(x: Array, y: Array) -> Array:
    """Slope of `saddle`, (2, ...)."""
    return np.array([2 * x, -2 * y])


@on_points
def saddle_hessian(x: Array, y: Array) -> Array:
    """Curvature of `saddle`, (2, 2, ...)."""
    return _everywhere([[2, 0], [0, -2]], x)


@on_points
def regression(w: Array, b: Array) -> Array:
    """Mean squared error of the line w x + b over the ten points of the data set."""
    x, y = facing(w, REGRESSION_X, REGRESSION_Y)
    return ((w * x + b - y) ** 2).sum(axis=0) / len(x)


@on_points
def regression_gradient(w: Array, b: Array) -> Array:
    """Slope of `regression` along w and along b, (2, ...)."""
    x, y = facing(w, REGRESSION_X, REGRESSION_Y)
    r = w * x + b - y  # how far the line lies above each point
    return 2 * np.array([(r * x).sum(axis=0), r.sum(axis=0)]) / len(x)


@on_points
def regression_hessian(w: Array, b: Array) -> Array:
    """Curvature of `regression`, (2, 2, ...): it depends on the inputs of the data alone."""
    mean, mean_square = REGRESSION_X.mean(), (REGRESSION_X**2).mean()
    return _everywhere([[2 * mean_square, 2 * mean], [2 * mean, 2]], w)


def least_squares_line() -> tuple[float, float]:
    """Slope and intercept of the best line: covariance over variance, then through the means."""
    d_x = REGRESSION_X - REGRESSION_X.mean()
    d_y = REGRESSION_Y - REGRESSION_Y.mean()
    w = (d_x @ d_y) / (d_x @ d_x)
    return float(w), float(REGRESSION_Y.mean() - w * REGRESSION_X.mean())
