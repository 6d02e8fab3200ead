"""Predictions beside their targets: what every loss asks of them first."""

from __future__ import annotations

import numpy as np

from core.entries import Array, as_floats


def paired(prediction: object, target: object) -> tuple[Array, Array]:
    """Both as arrays of floats, of one shape that is not empty."""
    prediction, target = as_floats(prediction), as_floats(target)
    if prediction.shape != target.shape:
        raise ValueError(f"prediction {prediction.shape} and target {target.shape} must match")
    if prediction.size == 0:
        raise ValueError(f"prediction must not be empty, its shape is {prediction.shape}")
    return prediction, target


def check_probabilities(**named: Array) -> None:
    """Refuse what lies outside [0, 1]. A nan passes, so that a diverged run can be shown."""
    for name, values in named.items():
        if np.any((values < 0) | (values > 1)):
            low, high = np.nanmin(values), np.nanmax(values)
            raise ValueError(f"{name} must lie in [0, 1], it spans {low} to {high}")


def check_shares(shares: Array, name: str = "target") -> None:
    """Refuse rows that are not the shares of one whole: probabilities that sum to 1."""
    if shares.ndim == 0:
        raise ValueError(f"{name} must have its classes along the last axis, its shape is ()")
    check_probabilities(**{name: shares})
    sums = shares.sum(axis=-1)
    if np.any(np.abs(sums - 1) > 1e-5):  # room for the rounding of float32
        raise ValueError(
            f"each row of {name} must sum to 1, the sums span {sums.min()} to {sums.max()}"
        )


def check_signs(target: Array) -> None:
    """Refuse targets other than -1 and +1."""
    if np.any(np.abs(target) != 1):
        odd = target[np.abs(target) != 1].flat[0]
        raise ValueError(f"target must be -1 or +1 everywhere, it holds {odd}")


def weighted(share: Array, cost: Array) -> Array:
    """share · cost, where a share of 0 costs nothing, not even of something infinite."""
    return share * np.where(share == 0, 0, cost)
