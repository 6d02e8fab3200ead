"""When a walk has arrived: within so much of the lowest height there is, and there to stay."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.landscape import Surface

EPSILON = 1e-3  # height above the lowest minimum that counts as arrived, unless told otherwise


def floor(surface: Surface) -> float | None:
    """Height of the lowest minimum; None where the surface has no bottom."""
    return min((float(surface.value(*place)) for place in surface.minima), default=None)


def steps_to_stay(values: Array, height: float | None, epsilon: float = EPSILON) -> Array:
    """Steps from which on a walk stays within ``epsilon`` above a height, to its end.

    A walk that only passes, and leaves again, has not arrived.

    Parameters
    ----------
    values : (T + 1, ...)
        Heights after 0 to T steps.
    height : float or None
        Usually the surface's `floor`; where that is None, no walk arrives.
    epsilon : float
        > 0, in the units of the heights.

    Returns
    -------
    (...)
        Whole numbers, inf where the walk does not end so low.

    Raises
    ------
    ValueError
        If ``epsilon`` is not positive and finite.
    """
    if not 0 < epsilon < np.inf:
        raise ValueError(f"epsilon must be positive and finite, not {epsilon!r}")
    if height is None:
        return np.full(values.shape[1:], np.inf)
    low = values <= height + epsilon
    stays = np.logical_and.accumulate(low[::-1]).sum(axis=0)  # rows at the end that are all low
    return np.where(stays > 0, len(values) - stays, np.inf)
