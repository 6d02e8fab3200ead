"""Slopes that may come from behind, for the way back to begin with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from core.entries import Array

BEHIND: Mapping[str, str] = MappingProxyType(
    {"random": "random", "one": "one alone", "ones": "all 1"}  # key: label
)


def slopes_from_behind(kind: str, size: int, seed: int = 0) -> Array:
    """Slopes along the answers, whole numbers from -3 to 3.

    Parameters
    ----------
    kind : str
        A key of `BEHIND`: drawn at random, 2 in the middle alone, or 1 everywhere.
    size : int
        Rows and columns.
    seed : int
        Of the random ones.

    Returns
    -------
    (size, size)

    Raises
    ------
    ValueError
        If the kind is unknown.
    """
    if kind not in BEHIND:
        raise ValueError(f"kind is {kind!r}; it may be one of {', '.join(BEHIND)}")
    if kind == "random":
        return np.random.default_rng(seed).integers(-3, 4, (size, size)).astype(np.float64)
    slopes = np.full((size, size), 1.0 if kind == "ones" else 0.0)
    if kind == "one":
        slopes[size // 2, size // 2] = 2.0
    return slopes
