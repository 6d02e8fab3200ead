"""Lasso and elastic net, one weight at a time.

Everything here is in covariance form: ``gram`` = X'X / n and ``pull`` = X'y / n of centered data,
so that MSE = w' gram w - 2 pull'w + constant and a sweep costs nothing that grows with n.
"""

from __future__ import annotations

import numpy as np

from core.entries import Array

ROUNDS = 1_000  # hard cases need some tens
DAMPING = 1e-13  # keeps a singular system solvable
TOLERANCE = 1e-11  # of the terms that must cancel at the minimum


def soft_threshold(value: float, threshold: float) -> float:
    """The value moved towards zero by the threshold, and no further than zero."""
    return np.sign(value) * max(abs(value) - threshold, 0.0)


def descend_by_coordinate(
    gram: Array, pull: Array, l1: float, l2: float, start: Array | None = None
) -> Array:
    """The weights at which no single weight, and so no direction, improves the objective.

    Minimizes w' gram w - 2 pull'w + l1 sum|w| + (l2 / 2) sum w^2. A sweep finds out which weights
    are zero and which sign the others have; then a jump solves for those others at once, since
    sweeps alone crawl where columns are nearly collinear.

    Parameters
    ----------
    gram : (d, d)
    pull : (d,)
    l1, l2 : float
        l1 > 0, l2 >= 0.
    start : (d,), optional
        Weights known to be near, such as those under a slightly larger price; else all are 0. Where
        no zero is left or joined, the first jump is all there is to do.

    Returns
    -------
    weights : (d,)
        With exact zeros.

    Raises
    ------
    ArithmeticError
        If the minimum is not found in `ROUNDS` rounds.

    References
    ----------
    Friedman, Hastie & Tibshirani 2010 (sweeps in covariance form); Lee et al. 2006 (the jump).
    """
    weights = np.zeros(len(pull)) if start is None else jump(start, gram, pull, l1, l2)
    for _ in range(ROUNDS):
        if is_minimum(weights, gram, pull, l1, l2):
            return weights
        weights = sweep(weights, gram, pull, l1, l2)
        weights = jump(weights, gram, pull, l1, l2)
    raise ArithmeticError(f"no minimum after {ROUNDS} rounds of coordinate descent")


def sweep(weights: Array, gram: Array, pull: Array, l1: float, l2: float) -> Array:
    """Every weight in turn moved to its own best value, the others held."""
    weights = weights.copy()
    for j in np.flatnonzero(np.diagonal(gram)):  # a constant column keeps weight 0
        weights[j] = 0.0
        left_over = pull[j] - gram[j] @ weights  # what the other weights do not explain
        weights[j] = soft_threshold(left_over, l1 / 2) / (gram[j, j] + l2 / 2)
    return weights


def jump(weights: Array, gram: Array, pull: Array, l1: float, l2: float) -> Array:
    """The minimum over the nonzero weights at their present signs; whoever meets zero stays there."""
    weights = weights.copy()
    for _ in range(len(weights)):  # each pass but the last sends one weight to zero
        active = np.flatnonzero(weights)
        start, signs = weights[active], np.sign(weights[active])
        curvature = gram[np.ix_(active, active)] + l2 / 2 * np.eye(len(active))
        uphill = curvature @ start - pull[active] + l1 / 2 * signs
        step = newton_step(curvature, uphill)
        crossing = (start + step) * signs <= 0
        reach = np.divide(-start, step, out=np.full(len(step), np.inf), where=crossing)
        share = np.min(reach, initial=1.0)
        weights[active] = np.where(reach <= share, 0.0, start + share * step)  # exactly zero
        if share == 1.0:
            break
    return weights


def newton_step(curvature: Array, uphill: Array) -> Array:
    """The step to the bottom; where collinear columns leave no bottom, a very long one."""
    scale = 1 / np.sqrt(np.diagonal(curvature))
    unit = scale[:, None] * curvature * scale + DAMPING * np.eye(len(scale))
    return -scale * np.linalg.solve(unit, scale * uphill)


def is_minimum(weights: Array, gram: Array, pull: Array, l1: float, l2: float) -> bool:
    """Whether the conditions of Karush, Kuhn and Tucker hold, but for rounding."""
    slope = gram @ weights - pull + l2 / 2 * weights  # half the smooth part's gradient
    rounding = TOLERANCE * (np.abs(pull) + np.abs(gram) @ np.abs(weights) + l1)
    at_zero = np.abs(slope) - l1 / 2  # may be anything up to 0
    moving = np.abs(slope + l1 / 2 * np.sign(weights))  # must be 0
    return bool(np.all(np.where(weights == 0, at_zero, moving) <= rounding))
