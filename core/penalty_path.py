"""What a penalty leaves of every weight, for many strengths at once: the path of the weights.

The scaling is that of `core.linear`: J = MSE + r alpha sum|w| + (1 - r) / 2 alpha sum w^2, the bias free.
"""

from __future__ import annotations

import numpy as np

from core.bounds import bounded, within
from core.coordinate_descent import descend_by_coordinate
from core.entries import Array
from core.linear import LARGEST_ALPHA, examples


def penalty_path(X: Array, y: Array, alphas: Array, l1_ratio: float = 0.5) -> Array:
    """The weights of `elastic_net` at every strength, in little more time than at one.

    Parameters
    ----------
    X : (n, d)
        Without a column of ones.
    y : (n,)
    alphas : (m,)
        Strengths above 0, in any order.
    l1_ratio : float
        Share of the lasso, r in [0, 1]: 0 is ridge, 1 is lasso.

    Returns
    -------
    thetas : (m, d + 1)
        Row i belongs to ``alphas[i]``, bias first.

    Raises
    ------
    ValueError
        If the shapes do not match, a value is not finite, or a knob is out of range.

    References
    ----------
    Friedman, Hastie & Tibshirani 2010: warm starts, from the strongest penalty down.
    """
    X, y = examples(X, y)
    alphas = bounded("alphas", alphas)
    if alphas.ndim != 1 or np.any((alphas <= 0) | (alphas > LARGEST_ALPHA)):
        raise ValueError(
            f"alphas {alphas.shape} must be (m,), each above 0 and up to {LARGEST_ALPHA}"
        )
    x_mean, y_mean = X.mean(axis=0), y.mean()  # (d,), ()
    spread, goals = X - x_mean, y - y_mean  # (n, d), (n,)
    if within("l1_ratio", l1_ratio, 0, 1) == 0:
        weights = shrink(spread, goals, alphas)  # (m, d)
    else:
        weights = descend_in_turn(spread, goals, alphas, l1_ratio)  # (m, d)
    return np.column_stack([y_mean - weights @ x_mean, weights])


def shrink(spread: Array, goals: Array, alphas: Array) -> Array:
    """Ridge at every strength from one decomposition: along each of its directions a share s² / (s² + n alpha / 2) is left.

    Takes centered examples (n, d) and (n,), and strengths (m,); returns weights (m, d).
    """
    left, sizes, right = np.linalg.svd(spread, full_matrices=False)  # (n, k), (k,), (k, d)
    pull = len(goals) / 2 * alphas[:, None]  # (m, 1)
    return sizes * (left.T @ goals) / (sizes**2 + pull) @ right


def descend_in_turn(spread: Array, goals: Array, alphas: Array, l1_ratio: float) -> Array:
    """Lasso and elastic net from the strongest penalty down, each starting where the one before ended.

    Takes centered examples (n, d) and (n,), and strengths (m,); returns weights (m, d).
    """
    gram, pull = spread.T @ spread / len(goals), spread.T @ goals / len(goals)  # (d, d), (d,)
    weights, path = np.zeros(spread.shape[1]), np.zeros((len(alphas), spread.shape[1]))
    some = l1_ratio * alphas < 2 * np.abs(pull).max(initial=0)  # else no weight is worth its price
    for i in np.flatnonzero(some)[np.argsort(-alphas[some])]:
        l1 = l1_ratio * alphas[i]
        weights = descend_by_coordinate(gram, pull, l1, alphas[i] - l1, start=weights)
        path[i] = weights
    return path
