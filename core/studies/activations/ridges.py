"""How numbers are spread, layer by layer, over bins that all layers share: ready for a ridgeline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.quiet import quiet


@dataclass(frozen=True, eq=False)
class Ridges:
    """A histogram a row. Each row of ``shares``, its ``below`` and its ``above`` sum to 1."""

    edges: Array  # (bins + 1,), rising, the same for every row
    shares: Array  # (rows, bins)
    below: Array  # (rows,), what lies left of the first edge
    above: Array  # (rows,), what lies right of the last one, and what is no number


def count_into(values: Array, low: float, high: float, bins: int) -> Array:
    """How many values lie below ``low``, in each of the equal bins up to ``high``, and above it.

    Parameters
    ----------
    values : (...)
        Infinities are welcome; nan counts as above.
    low, high : float
        A value equal to ``low`` falls into the first bin, one equal to ``high`` into the last.
    bins : int
        1 or more.

    Returns
    -------
    (bins + 2,)
        Whole numbers: below, the bins, above.

    Raises
    ------
    ValueError
        If ``low`` is not below ``high``, either is not finite, or ``bins`` is no count.
    """
    bins = whole("bins", bins, 1)
    if not -np.inf < low < high < np.inf:
        raise ValueError(f"low is {low} and high {high}; they must be finite, low below high")
    with quiet():
        place = np.atleast_1d(np.subtract(values, low))
        place *= bins / (high - low)
    np.floor(place, out=place)
    place[np.atleast_1d(values == high)] = bins - 1
    np.fmin(place, bins, out=place)  # nan gives way to the number
    np.maximum(place, -1, out=place)
    return np.bincount(place.astype(np.intp).ravel() + 1, minlength=bins + 2)


def ridges(counts: Array, low: float, high: float) -> Ridges:
    """Shares out of the counts of `count_into`, one row a layer: (rows, bins + 2)."""
    shares = counts / counts.sum(axis=1, keepdims=True)
    edges = np.linspace(low, high, counts.shape[1] - 1)
    return Ridges(edges, shares[:, 1:-1], shares[:, 0], shares[:, -1])
