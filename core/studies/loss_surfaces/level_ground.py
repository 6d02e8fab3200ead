"""Where the slope is zero: the level point that a solver reaches from here."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.landscape import Point, Surface
from core.stationary import local_shape

LARGEST_DAMPING = 1e12


def level_ground(surface: Surface, x: float, y: float, *, steps: int = 100) -> Point | None:
    """A point inside the window where the slope is zero: minimum, maximum or saddle alike.

    Newton's method on the gradient: first damped, so that the slope shrinks with every step and
    the point stays near; where that ends on a slope, undamped.

    Parameters
    ----------
    surface : Surface
    x, y : float
        Where to begin, inside the window.
    steps : int
        Attempts of each kind at most.

    Returns
    -------
    (x, y) or None
        Rounded to nine decimals; None where both searches end on a slope or outside the window.

    References
    ----------
    Levenberg 1944, Marquardt 1963.
    """
    start = np.array([x, y], dtype=np.float64)
    for search in (_damped_newton, _newton):
        found = np.round(search(surface, start, steps), 9) + 0.0  # no minus zero
        if _inside(surface, found) and local_shape(surface, *found).kind != "slope":
            return float(found[0]), float(found[1])
    return None


def _damped_newton(surface: Surface, point: Array, steps: int) -> Array:
    """Where the slope cannot be made smaller by a small step."""
    damping, gradient = 1e-3, surface.gradient(*point)
    for _ in range(steps):
        if not gradient.any() or damping > LARGEST_DAMPING:
            break
        hessian = surface.hessian(*point)
        scale = max(np.abs(hessian).max() ** 2, 1e-300)
        normal = hessian @ hessian + damping * scale * np.eye(2)
        trial = point - np.linalg.solve(normal, hessian @ gradient)
        slope = surface.gradient(*trial)
        if _inside(surface, trial) and np.hypot(*slope) < np.hypot(*gradient):
            point, gradient, damping = trial, slope, max(damping / 10, 1e-14)
        else:
            damping *= 10
    return point


def _newton(surface: Surface, point: Array, steps: int) -> Array:
    """Where the level point of the quadratic model leads, again and again."""
    for _ in range(steps):
        hessian = surface.hessian(*point)
        if not abs(np.linalg.det(hessian)) > 1e-12 * np.abs(hessian).max() ** 2:
            break
        point = point - np.linalg.solve(hessian, surface.gradient(*point))
        if not np.abs(point).max() < 1e6:
            return np.full(2, np.inf)
    return point


def _inside(surface: Surface, point: Array) -> bool:
    return all(
        low <= at <= high for at, (low, high) in zip(point.tolist(), surface.window, strict=True)
    )
