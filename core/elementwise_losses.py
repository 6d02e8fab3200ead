"""Losses that look at one number at a time, then take the mean over all of them.

Each stands here four times: what every single prediction costs and the slope of that cost, then
the mean over the batch and its gradient.
"""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.pairs import check_signs, paired

# A miss too large for a float gives an infinite loss: an outcome to show, not a reason to warn.
large_is_inf = np.errstate(over="ignore", invalid="ignore")


@large_is_inf
def half_squared_errors(prediction: Array, target: Array) -> Array:
    """Half the sum of the squared misses of each example, one number a row."""
    p, y = paired(prediction, target)
    return np.sum((p - y) ** 2, axis=-1) / 2


@large_is_inf
def half_squared_error_slopes(prediction: Array, target: Array) -> Array:
    """The miss itself: what the half is for."""
    p, y = paired(prediction, target)
    return p - y


@large_is_inf
def half_sse(prediction: Array, target: Array) -> float:
    """Half the sum of the squared misses of an example, then the mean over the examples (rows)."""
    return float(np.mean(half_squared_errors(prediction, target)))


def half_sse_gradient(prediction: Array, target: Array) -> Array:
    """The miss itself, shared among the examples."""
    slopes = half_squared_error_slopes(prediction, target)
    return slopes / _rows(slopes)


@large_is_inf
def squared_errors(prediction: Array, target: Array) -> Array:
    """Each miss squared: twice the miss costs four times as much."""
    p, y = paired(prediction, target)
    return (p - y) ** 2


@large_is_inf
def squared_error_slopes(prediction: Array, target: Array) -> Array:
    """Twice the miss."""
    p, y = paired(prediction, target)
    return 2 * (p - y)


@large_is_inf
def mse(prediction: Array, target: Array) -> float:
    """Square each miss, so that one large miss outweighs many small ones."""
    return float(np.mean(squared_errors(prediction, target)))


def mse_gradient(prediction: Array, target: Array) -> Array:
    """Pulls in proportion to the miss."""
    slopes = squared_error_slopes(prediction, target)
    return slopes / slopes.size


def rmse(prediction: Array, target: Array) -> float:
    """The MSE in the units of the target: same minimum, so it is for reading, not for training."""
    return float(np.sqrt(mse(prediction, target)))


@large_is_inf
def absolute_errors(prediction: Array, target: Array) -> Array:
    """The size of each miss."""
    p, y = paired(prediction, target)
    return np.abs(p - y)


@large_is_inf
def absolute_error_slopes(prediction: Array, target: Array) -> Array:
    """The sign of the miss; where there is none, the sub-gradient 0."""
    p, y = paired(prediction, target)
    return np.sign(p - y)


@large_is_inf
def mae(prediction: Array, target: Array) -> float:
    """Take the size of each miss as it is."""
    return float(np.mean(absolute_errors(prediction, target)))


def mae_gradient(prediction: Array, target: Array) -> Array:
    """Pulls equally hard whatever the miss; where there is none, the sub-gradient 0."""
    slopes = absolute_error_slopes(prediction, target)
    return slopes / slopes.size


@large_is_inf
def huber_errors(prediction: Array, target: Array, *, delta: float = 1.0) -> Array:
    """Half the square of a miss up to delta, a line beyond."""
    p, y = paired(prediction, target)
    miss = np.abs(p - y)
    near = np.minimum(miss, _positive(delta))
    return near * (miss - near / 2)


@large_is_inf
def huber_slopes(prediction: Array, target: Array, *, delta: float = 1.0) -> Array:
    """The miss, cut off at delta on both sides."""
    p, y = paired(prediction, target)
    return np.clip(p - y, -_positive(delta), delta)


@large_is_inf
def huber(prediction: Array, target: Array, *, delta: float = 1.0) -> float:
    """Square the small misses, count the large ones as they are: outliers lose their grip."""
    return float(np.mean(huber_errors(prediction, target, delta=delta)))


def huber_gradient(prediction: Array, target: Array, *, delta: float = 1.0) -> Array:
    """Pulls in proportion to the miss, but never harder than delta."""
    slopes = huber_slopes(prediction, target, delta=delta)
    return slopes / slopes.size


@large_is_inf
def log_cosh_errors(prediction: Array, target: Array) -> Array:
    """The logarithm of each miss's hyperbolic cosine, from exponents that cannot overflow."""
    p, y = paired(prediction, target)
    return np.logaddexp(p - y, y - p) - np.log(2)


@large_is_inf
def log_cosh_slopes(prediction: Array, target: Array) -> Array:
    """The miss, leveling off at 1 on both sides."""
    p, y = paired(prediction, target)
    return np.tanh(p - y)


@large_is_inf
def log_cosh(prediction: Array, target: Array) -> float:
    """Huber without the seam: half the square near 0, a line far out, smooth between."""
    return float(np.mean(log_cosh_errors(prediction, target)))


def log_cosh_gradient(prediction: Array, target: Array) -> Array:
    """Pulls in proportion to a small miss, equally hard at every large one."""
    slopes = log_cosh_slopes(prediction, target)
    return slopes / slopes.size


@large_is_inf
def hinge_shortfalls(prediction: Array, target: Array) -> Array:
    """What each margin lacks to 1."""
    p, y = paired(prediction, target)
    check_signs(y)
    return np.maximum(0, 1 - y * p)


@large_is_inf
def hinge_slopes(prediction: Array, target: Array) -> Array:
    """One towards the target until the margin is reached, then (and at it) nothing."""
    p, y = paired(prediction, target)
    check_signs(y)
    return -y * (y * p < 1)


@large_is_inf
def hinge(prediction: Array, target: Array) -> float:
    """Ask for the right side of the boundary and a margin of 1; beyond it nothing is asked."""
    return float(np.mean(hinge_shortfalls(prediction, target)))


def hinge_gradient(prediction: Array, target: Array) -> Array:
    """Pulls equally hard until the margin is reached, then (and at it) lets go."""
    slopes = hinge_slopes(prediction, target)
    return slopes / slopes.size


@large_is_inf
def squared_shortfalls(prediction: Array, target: Array) -> Array:
    """The square of what each margin lacks to 1."""
    return hinge_shortfalls(prediction, target) ** 2


@large_is_inf
def squared_hinge_slopes(prediction: Array, target: Array) -> Array:
    """Twice what the margin lacks, towards the target."""
    p, y = paired(prediction, target)
    return -2 * y * hinge_shortfalls(p, y)


@large_is_inf
def squared_hinge(prediction: Array, target: Array) -> float:
    """Hinge with its corner rounded off and its large misses squared."""
    return float(np.mean(squared_shortfalls(prediction, target)))


def squared_hinge_gradient(prediction: Array, target: Array) -> Array:
    """Pulls in proportion to what is missing from the margin."""
    slopes = squared_hinge_slopes(prediction, target)
    return slopes / slopes.size


def _rows(slopes: Array) -> int:
    """How many examples: an array of one axis is one example."""
    return slopes.size // slopes.shape[-1] if slopes.ndim else 1


def _positive(delta: float) -> float:
    """Where the square gives way to the line."""
    if not 0 < delta < np.inf:
        raise ValueError(f"delta must be a positive number, it is {delta}")
    return delta
