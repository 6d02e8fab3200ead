"""How far-away points are let go: into inf, without a warning."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import numpy as np

from core.entries import Array, as_floats


def quiet() -> np.errstate:
    """A context in which numbers too large for a float become inf or nan silently.

    A walk that diverges soon meets such numbers. That is an outcome, which `descend` reports, and
    no reason to warn.
    """
    return np.errstate(over="ignore", invalid="ignore")


def on_points(formula: Callable[..., Array]) -> Callable[..., Array]:
    """Let a formula in x and y take numbers or arrays of floats, of any shapes that broadcast."""

    @wraps(formula)
    def evaluate(x: Array, y: Array, **knobs: float) -> Array:
        x, y = as_floats(x)[()], as_floats(y)[()]  # [()]: a scalar is quicker than a 0-d array
        if x.shape != y.shape:
            x, y = _broadcast(x, y)
        with quiet():
            return formula(x, y, **knobs)

    return evaluate


def _broadcast(x: Array, y: Array) -> tuple[Array, ...]:
    """Both arrays in their common shape."""
    try:
        return np.broadcast_arrays(x, y)
    except ValueError:
        raise ValueError(f"x {x.shape} and y {y.shape} must have shapes that broadcast") from None
