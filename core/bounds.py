"""What numbers a function accepts, so that nothing overflows where nobody looks."""

from __future__ import annotations

from functools import cache

import numpy as np

from core.entries import Array, as_floats


def bounded(name: str, values: object) -> Array:
    """The values as floats, small enough that a sum of products of two cannot overflow.

    The limit is the cube root of the largest float: 5.6e102, or 7e12 in float32.

    Raises
    ------
    ValueError
        If a value is NaN, infinite or beyond the limit.
    """
    array = as_floats(values)
    limit = _limit(array.dtype)
    largest = max(np.max(array, initial=0), -np.min(array, initial=0))  # NaN if there is one
    if not largest <= limit:
        size = np.abs(array)
        worst = array.flat[np.argmax(np.where(np.isnan(size), np.inf, size))]
        raise ValueError(f"{name} holds {worst}; its values may be at most {limit:.2g} in size")
    return array


@cache
def _limit(dtype: np.dtype) -> float:
    """The cube root of the largest float of that kind."""
    return np.cbrt(np.finfo(dtype).max)


def whole(name: str, value: int, at_least: int) -> int:
    """The value, if it is a whole number and not too small."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < at_least:
        raise ValueError(f"{name} is {value!r}; it may be a whole number from {at_least} up")
    return int(value)


def within(name: str, value: float, low: float, high: float) -> float:
    """The value, if it is a finite number in [low, high]."""
    number = isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(
        value, bool
    )
    if not (number and low <= value <= high):
        raise ValueError(f"{name} is {value!r}; it may be a number from {low} to {high}")
    return float(value)
