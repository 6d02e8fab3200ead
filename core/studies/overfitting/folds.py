"""Every point held out once: k-fold cross-validation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.polynomials import fit_polynomial, rmse, value_at


@dataclass(frozen=True, eq=False)
class Folds:
    """Which fold holds out each point, and for every degree and fold what was fitted without it."""

    fold_of: Array  # (n,), 0 to k - 1
    coefficients: tuple[tuple[Array, ...], ...]  # by degree, then fold
    errors: Array  # (degrees, k), root mean squared, on the points held out

    @property
    def means(self) -> Array:
        """Mean error over the folds, (degrees,)."""
        return self.errors.mean(axis=1)

    @property
    def spreads(self) -> Array:
        """Standard deviation of the folds' errors, (degrees,); divided by k - 1."""
        return self.errors.std(axis=1, ddof=1)


def deal_folds(n: int, k: int, seed: int) -> Array:
    """The fold of each point, by chance; sizes differ by one at the most.

    Parameters
    ----------
    n : int
        Points.
    k : int
        Folds, 2 to n; with n each point is a fold of its own.
    seed : int

    Returns
    -------
    fold_of : (n,)
    """
    if whole("k", k, 2) > whole("n", n, 2):
        raise ValueError(f"k is {k}; it may be 2 to {n}, the number of points")
    order = np.random.default_rng(whole("seed", seed, 0)).permutation(n)
    fold_of = np.empty(n, dtype=int)
    fold_of[order] = np.arange(n) % k
    return fold_of


def cross_validate(x: Array, y: Array, k: int, seed: int, *, degree: int) -> Folds:
    """Hold out each fold in turn, fit the others, and judge the fit by the fold.

    Parameters
    ----------
    x, y : (n,)
    k : int
        2 to n.
    seed : int
        Of the dealing.
    degree : int
        The largest; all from 0 up are tried on the same folds.

    Returns
    -------
    folds : Folds
    """
    fold_of = deal_folds(len(x), k, seed)
    fits = tuple(
        tuple(fit_polynomial(x[fold_of != i], y[fold_of != i], d) for i in range(k))
        for d in range(degree + 1)
    )
    errors = [
        [rmse(y[fold_of == i], value_at(fit, x[fold_of == i])) for i, fit in enumerate(row)]
        for row in fits
    ]
    return Folds(fold_of, fits, np.array(errors))
