"""A penalty tried at every strength: its weights, what they miss, and how many of them are exactly zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entries import Array
from core.linear import PENALTIES, mean_squared_error, objective, predict
from core.penalty_path import penalty_path
from core.studies.regularization.polynomial import Fit
from core.studies.regularization.tasks import Examples, Task

WEAKEST, STRONGEST, STRENGTHS = 1e-4, 100.0, 100


@dataclass(frozen=True, eq=False)
class Path:
    """A row for each strength, from the weakest to the strongest."""

    alphas: Array  # (m,)
    thetas: Array  # (m, d + 1), bias first
    train_errors: Array  # (m,), mean squared
    validation_errors: Array  # (m,)

    @property
    def nonzero(self) -> Array:
        """How many weights are not exactly zero, the bias not counted: (m,)."""
        return np.count_nonzero(self.thetas[:, 1:], axis=1)

    @property
    def best(self) -> int:
        """The row with the lowest validation error."""
        return int(np.argmin(self.validation_errors))


def follow(task: Task, l1_ratio: float) -> Path:
    """The weights at a hundred strengths, even on a log scale, and what they miss.

    Parameters
    ----------
    task : Task
        With d columns.
    l1_ratio : float
        Share of the lasso in the penalty: 0 is ridge, 1 is lasso.

    Returns
    -------
    Path
    """
    alphas = np.geomspace(WEAKEST, STRONGEST, STRENGTHS)
    thetas = penalty_path(*task.train, alphas, l1_ratio)  # (m, d + 1)
    return Path(alphas, thetas, misses(task.train, thetas), misses(task.validation, thetas))


def misses(examples: Examples, thetas: Array) -> Array:
    """Mean squared error of many models at once: thetas (m, d + 1) -> (m,)."""
    predicted = thetas[:, :1] + thetas[:, 1:] @ examples.X.T  # (m, n)
    return np.mean((predicted - examples.y) ** 2, axis=1)


def fit_task(task: Task, penalty: str = "none", **settings: float) -> Fit:
    """One model that learned from one part of the examples, judged by the other.

    Parameters
    ----------
    task : Task
    penalty : str
        A key of `PENALTIES`.
    **settings : float
        The penalty's knobs: ``alpha``, and ``l1_ratio`` for the elastic net.

    Returns
    -------
    Fit
    """
    X, y = task.train
    theta = PENALTIES[penalty].fit(X, y, **settings)  # (d + 1,)
    return Fit(
        theta=theta,
        train_error=mean_squared_error(y, predict(X, theta)),
        validation_error=mean_squared_error(task.validation.y, predict(task.validation.X, theta)),
        objective=objective(X, y, theta, penalty, **settings),
    )


def pulls(examples: Examples, theta: Array) -> Array:
    """How hard the error pulls each weight away from where it is: the slope of the MSE, downhill, (d,).

    A weight stays at exactly 0 under a price of l1 |weight| as long as its pull is no larger than l1.
    """
    X, y = examples
    return 2 * X.T @ (y - predict(X, theta)) / len(y)


def silent_from(examples: Examples, l1_ratio: float) -> float:
    """The strength from which on every weight is exactly 0; infinite for ridge, which gives no zeros."""
    at_mean = pulls(examples, np.append(examples.y.mean(), np.zeros(examples.X.shape[1])))
    return float(np.abs(at_mean).max()) / l1_ratio if l1_ratio else float("inf")
