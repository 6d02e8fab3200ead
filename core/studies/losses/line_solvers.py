"""How the best line under each loss is found: u (n,) and y (n,) in, its slope and its height at 0 out.

The solvers check nothing and expect u centered, with a spread of 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.entries import Array
from core.linear import normal_equation
from core.losses import LOSSES
from core.smooth_activations import tanh_derivative


def _squares(u: Array, y: Array) -> tuple[float, float]:
    """The normal equation."""
    height, w = normal_equation(u[:, None], y)
    return w, height


def _absolutes(u: Array, y: Array) -> tuple[float, float]:
    """One of the best lines passes through two of the points: the best of all these lines."""
    w, height, totals = lines_through_two(u, y)
    best = np.argmin(totals)
    return w[best], height[best]


def _huber(u: Array, y: Array, *, delta: float = 1.0) -> tuple[float, float]:
    """The curvature is 1 up to delta, 0 beyond."""
    return _newton(
        u,
        y,
        pull=lambda misses: LOSSES["huber"].slopes(misses, np.zeros_like(y), delta=delta),
        curvature=lambda misses: 1.0 * (np.abs(misses) < delta),
    )


def _log_cosh(u: Array, y: Array) -> tuple[float, float]:
    """The curvature is 1 / cosh²."""
    return _newton(
        u,
        y,
        pull=lambda misses: LOSSES["log_cosh"].slopes(misses, np.zeros_like(y)),
        curvature=tanh_derivative,
    )


def _newton(
    u: Array, y: Array, pull: Callable[[Array], Array], curvature: Callable[[Array], Array]
) -> tuple[float, float]:
    """Down from the absolute error's line, each step as far as the slope ahead allows.

    Where the loss is straight, a trace of pull / miss, the curvature of reweighted least squares,
    keeps the step defined; it is too small to slow Newton's method down elsewhere.
    """
    line = np.array(_absolutes(u, y))  # (2,), w and height
    ways = np.vstack([u, np.ones_like(u)])  # (2, n)
    for _ in range(100):
        misses = line @ ways - y  # (n,)
        pulls = pull(misses)
        straight = np.divide(pulls, misses, out=np.ones_like(y), where=misses != 0)
        weights = np.maximum(curvature(misses), 1e-6 * straight)  # (n,)
        step = -np.linalg.solve(ways * weights @ ways.T, ways @ pulls)  # (2,)
        step *= _share_downhill(pull, misses, step @ ways)
        line = line + step
        if np.all(np.abs(step) <= 1e-15 * np.abs(line)):
            break
    return line[0], line[1]


def _share_downhill(pull: Callable[[Array], Array], misses: Array, lift: Array) -> float:
    """How much of a step, at most all, until the slope along it has risen to 0; halving finds it."""
    low, high = 0.0, 1.0
    if lift @ pull(misses + lift) <= 0:
        return high
    for _ in range(60):
        middle = (low + high) / 2
        downhill = lift @ pull(misses + middle * lift) < 0
        low, high = (middle, high) if downhill else (low, middle)
    return high


def lines_through_two(u: Array, y: Array) -> tuple[Array, Array, Array]:
    """Slope, height and sum of misses of the line through every two points, uprights left out."""
    i, j = np.triu_indices(len(u), 1)
    slanted = np.abs(u[j] - u[i]) > 1e-9
    i, j = i[slanted], j[slanted]  # (pairs,)
    w = (y[j] - y[i]) / (u[j] - u[i])
    height = y[i] - w * u[i]
    return w, height, np.abs(height[:, None] + np.outer(w, u) - y).sum(axis=1)


SOLVERS: dict[str, Callable[..., tuple[float, float]]] = {
    "mse": _squares,
    "mae": _absolutes,
    "huber": _huber,
    "log_cosh": _log_cosh,
}
