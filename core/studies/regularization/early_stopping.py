"""Stopping early and a ridge penalty do nearly the same: both leave the flat directions unlearned.

Seen along an eigenvector of the curvature, either brings a weight from 0 only a share of the way to
its best value. Eigenvalues and penalty are those of half the squared length: f + (p/2) |θ|².
"""

from __future__ import annotations

import numpy as np

from core.bounds import bounded, whole, within
from core.entries import Array

RATES = (1e-12, 1e12)  # learning rates that make sense


def learned_by_ridge(eigenvalues: Array, penalty: float) -> Array:
    """Share of the way that a ridge penalty lets each direction go: 1 - (1 + λ/p)⁻¹.

    Parameters
    ----------
    eigenvalues : (n,)
        Curvature of the cost along each direction, > 0.
    penalty : float
        Strength p, 0 or more.

    Returns
    -------
    (n,)
        In (0, 1].
    """
    eigenvalues = bounded("eigenvalues", eigenvalues)
    if not 0 <= penalty < np.inf:
        raise ValueError(f"penalty must be 0 or more, and finite, not {penalty!r}")
    return eigenvalues / (eigenvalues + penalty)


def learned_by_steps(eigenvalues: Array, lr: float, steps: int) -> Array:
    """Share of the way that each direction goes in so many steps of plain descent: 1 - (1 - ηλ)^k.

    Parameters
    ----------
    eigenvalues : (n,)
        Curvature of the cost along each direction, > 0.
    lr : float
        Learning rate, 1e-12 to 1e12.
    steps : int
        k, 0 or more.

    Returns
    -------
    (n,)
        Beyond 1 where steps overshoot.
    """
    within("lr", lr, *RATES)
    return 1 - (1 - lr * bounded("eigenvalues", eigenvalues)) ** whole("steps", steps, 0)


def penalty_like(lr: float, steps: int) -> float:
    """The ridge penalty that flat directions cannot tell from so many steps: 1 / (ηk)."""
    within("lr", lr, *RATES)
    return 1 / (lr * whole("steps", steps, 1))
