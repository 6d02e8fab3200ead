"""Losses that look at one number at a time, then take the mean over all of them."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.pairs import check_signs, paired

# A miss too large for a float gives an infinite loss: an outcome to show, not a reason to warn.
large_is_inf = np.errstate(over="ignore", invalid="ignore")


@large_is_inf
def half_sse(prediction: Array, target: Array) -> float:
    """Half the sum of the squared misses of an example, then the mean over the examples (rows)."""
    p, y = paired(prediction, target)
    return float(np.sum((p - y) ** 2) / 2 / _rows(p))


@large_is_inf
def half_sse_gradient(prediction: Array, target: Array) -> Array:
    """The miss itself: what the half is for."""
    p, y = paired(prediction, target)
    return (p - y) / _rows(p)


@large_is_inf
def mse(prediction: Array, target: Array) -> float:
    """Square each miss, so that one large miss outweighs many small ones."""
    p, y = paired(prediction, target)
    return float(np.mean((p - y) ** 2))


@large_is_inf
def mse_gradient(prediction: Array, target: Array) -> Array:
    """Pulls in proportion to the miss."""
    p, y = paired(prediction, target)
    return 2 * (p - y) / p.size


@large_is_inf
def mae(prediction: Array, target: Array) -> float:
    """Take the size of each miss as it is."""
    p, y = paired(prediction, target)
    return float(np.mean(np.abs(p - y)))


@large_is_inf
def mae_gradient(prediction: Array, target: Array) -> Array:
    """Pulls equally hard whatever the miss; where there is none, the sub-gradient 0."""
    p, y = paired(prediction, target)
    return np.sign(p - y) / p.size


@large_is_inf
def huber(prediction: Array, target: Array, *, delta: float = 1.0) -> float:
    """Square the small misses, count the large ones as they are: outliers lose their grip."""
    p, y = paired(prediction, target)
    miss = np.abs(p - y)
    near = np.minimum(miss, _positive(delta))
    return float(np.mean(near * (miss - near / 2)))  # miss² / 2 up to delta, a line beyond


@large_is_inf
def huber_gradient(prediction: Array, target: Array, *, delta: float = 1.0) -> Array:
    """Pulls in proportion to the miss, but never harder than delta."""
    p, y = paired(prediction, target)
    return np.clip(p - y, -_positive(delta), delta) / p.size


@large_is_inf
def log_cosh(prediction: Array, target: Array) -> float:
    """Huber without the seam: half the square near 0, a line far out, smooth between."""
    p, y = paired(prediction, target)
    return float(np.mean(np.logaddexp(p - y, y - p) - np.log(2)))


@large_is_inf
def log_cosh_gradient(prediction: Array, target: Array) -> Array:
    """Pulls in proportion to a small miss, equally hard at every large one."""
    p, y = paired(prediction, target)
    return np.tanh(p - y) / p.size


@large_is_inf
def hinge(prediction: Array, target: Array) -> float:
    """Ask for the right side of the boundary and a margin of 1; beyond it nothing is asked."""
    p, y = paired(prediction, target)
    check_signs(y)
    return float(np.mean(np.maximum(0, 1 - y * p)))


@large_is_inf
def hinge_gradient(prediction: Array, target: Array) -> Array:
    """Pulls equally hard until the margin is reached, then (and at it) lets go."""
    p, y = paired(prediction, target)
    check_signs(y)
    return -y * (y * p < 1) / p.size


@large_is_inf
def squared_hinge(prediction: Array, target: Array) -> float:
    """Hinge with its corner rounded off and its large misses squared."""
    p, y = paired(prediction, target)
    check_signs(y)
    return float(np.mean(np.maximum(0, 1 - y * p) ** 2))


@large_is_inf
def squared_hinge_gradient(prediction: Array, target: Array) -> Array:
    """Pulls in proportion to what is missing from the margin."""
    p, y = paired(prediction, target)
    check_signs(y)
    return -2 * y * np.maximum(0, 1 - y * p) / p.size


def _rows(p: Array) -> int:
    """How many examples: an array of one axis is one example."""
    return p.size // p.shape[-1] if p.ndim else 1


def _positive(delta: float) -> float:
    """Where the square gives way to the line."""
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be a positive number, it is {delta}")
    return delta
