"""The referee: slopes measured by small steps, to hold against slopes derived on paper."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.entries import Array, as_floats


def numerical_gradient(f: Callable[[Array], float], x: Array, step: float = 1e-6) -> Array:
    """Measure the slope of ``f`` along every number in ``x``, one small step up and one down.

    Parameters
    ----------
    f : callable
        Takes an array shaped like ``x``, gives one number. It is called twice per number in ``x``.
    x : (...)
        Not modified. Float32 is measured in float64, where small steps still show.
    step : float
        > 0, in units of max(1, |x|) at each number.

    Returns
    -------
    (...)
        Float64. For smooth ``f`` the error shrinks like step², until rounding takes over.

    Raises
    ------
    ValueError
        If the step is not positive, or ``f`` gives more than one number.
    """
    if not 0 < step < np.inf:
        raise ValueError(f"step must be a positive number, it is {step}")
    x = as_floats(x).astype(np.float64)
    slopes = np.empty_like(x)
    for i in np.ndindex(x.shape):
        up, down = x.copy(), x.copy()
        up[i] += step * max(1.0, abs(x[i]))
        down[i] -= step * max(1.0, abs(x[i]))
        rise = _one_number(f(up)) - _one_number(f(down))
        slopes[i] = rise / (up[i] - down[i])  # the step as rounded, not as asked
    return slopes


def relative_error(a: Array, b: Array) -> float:
    """How far apart two arrays are: their largest difference as a share of their largest number.

    One yardstick for the whole array: an entry that is small beside the others is measured by
    them, since rounding treats it that way too.

    Parameters
    ----------
    a, b : (...)
        Of one shape; it does not matter which comes first.

    Returns
    -------
    float
        0 if they agree (also if both are all zero), 1 if one of them is zero, at most 2. It is nan
        if either holds nan or infinity, and so passes no test of the form ``error < limit``.

    Raises
    ------
    ValueError
        If the shapes differ.
    """
    a, b = as_floats(a), as_floats(b)
    if a.shape != b.shape:
        raise ValueError(f"a {a.shape} and b {b.shape} must match")
    largest = max(np.max(np.abs(a), initial=0.0), np.max(np.abs(b), initial=0.0))
    if largest == 0:
        return 0.0
    with np.errstate(invalid="ignore"):
        return float(np.max(np.abs(a / largest - b / largest)))


def _one_number(value: object) -> float:
    """What ``f`` gave, if it is a single number."""
    if np.ndim(value) != 0:
        raise ValueError(f"f must give one number, it gave an array of shape {np.shape(value)}")
    return float(value)
