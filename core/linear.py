"""Straight-line models and what a penalty on their weights does to them.

One scaling everywhere: MSE is the mean of the squared residuals, without a half, and the
objective is J = MSE + penalty. The bias is never penalized. X comes without a column of ones,
theta holds the bias first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.bounds import bounded, within
from core.coordinate_descent import descend_by_coordinate
from core.entries import Array, Knob, table

LARGEST_ALPHA = 1e100


def normal_equation(X: Array, y: Array) -> Array:
    """The weights with the smallest mean squared error.

    Where many weights fit equally well (collinear columns, more columns than rows), the shortest
    of them: the limit of `ridge` as its penalty fades.

    Parameters
    ----------
    X : (n, d)
        Without a column of ones; d may be 0.
    y : (n,)

    Returns
    -------
    theta : (d + 1,)
        Bias first.

    Raises
    ------
    ValueError
        If the shapes do not match or a value is not finite.

    References
    ----------
    Gauss 1809; Penrose 1956 for the shortest solution.
    """
    X, y = examples(X, y)
    x_mean, y_mean = X.mean(axis=0), y.mean()  # (d,), ()
    weights = np.linalg.lstsq(X - x_mean, y - y_mean)[0]  # (d,)
    return np.append(y_mean - x_mean @ weights, weights)


def ridge(X: Array, y: Array, alpha: float = 0.1) -> Array:
    """The weights that trade squared error against their own squared length.

    The closed form for this scaling is (X'X + (n alpha / 2) A)^-1 X'y, A the identity with a zero
    for the bias. Here the penalty enters as d more examples, each asking one weight to be zero:
    the same minimum without squaring the condition number.

    Parameters
    ----------
    X : (n, d)
    y : (n,)
    alpha : float
        Strength, from 0 (the normal equation) up; towards infinity the prediction is the mean.

    Returns
    -------
    theta : (d + 1,)
        Bias first.

    Raises
    ------
    ValueError
        If the shapes do not match, a value is not finite, or alpha is negative.

    References
    ----------
    Hoerl & Kennard 1970. scikit-learn's ``Ridge`` wants n alpha / 2 in place of alpha.
    """
    X, y = examples(X, y)
    n, d = X.shape
    x_mean, y_mean = X.mean(axis=0), y.mean()  # (d,), ()
    pull = np.sqrt(n * within("alpha", alpha, 0, LARGEST_ALPHA) / 2)
    rows = np.vstack([X - x_mean, pull * np.eye(d)])  # (n + d, d)
    goals = np.append(y - y_mean, np.zeros(d))  # (n + d,)
    weights = np.linalg.lstsq(rows, goals)[0]  # (d,)
    return np.append(y_mean - x_mean @ weights, weights)


def lasso(X: Array, y: Array, alpha: float = 0.1) -> Array:
    """The weights that trade squared error against the sum of their sizes: many are exactly zero.

    Parameters
    ----------
    X : (n, d)
    y : (n,)
    alpha : float
        Strength, from 0 (the normal equation) up; from some value on only the mean is left.

    Returns
    -------
    theta : (d + 1,)
        Bias first.

    Raises
    ------
    ValueError
        If the shapes do not match, a value is not finite, or alpha is negative.

    References
    ----------
    Tibshirani 1996. scikit-learn's ``Lasso`` wants alpha / 2 in place of alpha.
    """
    return elastic_net(X, y, alpha, 1.0)


def elastic_net(X: Array, y: Array, alpha: float = 0.1, l1_ratio: float = 0.5) -> Array:
    """The weights under a mixture of both penalties: zeros, yet twins share the load.

    Parameters
    ----------
    X : (n, d)
    y : (n,)
    alpha : float
        Strength of both penalties, from 0 up.
    l1_ratio : float
        Share of the lasso, r in [0, 1]: 0 is ridge, 1 is lasso.

    Returns
    -------
    theta : (d + 1,)
        Bias first.

    Raises
    ------
    ValueError
        If the shapes do not match, a value is not finite, or a knob is out of range.

    References
    ----------
    Zou & Hastie 2005. scikit-learn's ``ElasticNet`` wants alpha / 2 and the same ratio.
    """
    l1 = within("alpha", alpha, 0, LARGEST_ALPHA) * within("l1_ratio", l1_ratio, 0, 1)
    l2 = alpha - l1
    if l1 == 0:
        return ridge(X, y, l2)  # smooth, so there is a closed form
    X, y = examples(X, y)
    x_mean, y_mean = X.mean(axis=0), y.mean()  # (d,), ()
    spread = X - x_mean  # (n, d)
    weights = descend_by_coordinate(
        gram=spread.T @ spread / len(y),  # (d, d)
        pull=spread.T @ (y - y_mean) / len(y),  # (d,)
        l1=l1,
        l2=l2,
    )
    return np.append(y_mean - x_mean @ weights, weights)


def predict(X: Array, theta: Array) -> Array:
    """Bias plus weighted sum, one number a row: X (n, d), theta (d + 1,) -> (n,)."""
    X, theta = bounded("X", X), bounded("theta", theta)
    if X.ndim != 2 or theta.shape != (X.shape[1] + 1,):
        raise ValueError(f"X {X.shape} must be (n, d) and theta {theta.shape} (d + 1,)")
    return theta[0] + X @ theta[1:]


def mean_squared_error(y: Array, y_hat: Array) -> float:
    """The mean of the squared residuals, in the squared units of y; no half in front."""
    y, y_hat = bounded("y", y), bounded("y_hat", y_hat)
    if y.shape != y_hat.shape or y.size == 0:
        raise ValueError(f"y {y.shape} and y_hat {y_hat.shape} must match and not be empty")
    return float(np.mean((y - y_hat) ** 2))


def no_cost(theta: Array) -> float:
    """Weights are free."""
    return 0.0


def ridge_cost(theta: Array, alpha: float = 0.1) -> float:
    """Half of alpha times the squared length of the weights, the bias left out."""
    return float(alpha / 2 * np.sum(bounded("theta", theta)[1:] ** 2))


def lasso_cost(theta: Array, alpha: float = 0.1) -> float:
    """Alpha times the sum of the sizes of the weights, the bias left out."""
    return float(alpha * np.sum(np.abs(bounded("theta", theta)[1:])))


def elastic_net_cost(theta: Array, alpha: float = 0.1, l1_ratio: float = 0.5) -> float:
    """Lasso's cost for a share of alpha, ridge's for the rest."""
    return lasso_cost(theta, l1_ratio * alpha) + ridge_cost(theta, (1 - l1_ratio) * alpha)


def objective(X: Array, y: Array, theta: Array, penalty: str = "none", **settings: float) -> float:
    """J, the number that the penalty's fit makes smallest: mean squared error plus cost."""
    if penalty not in PENALTIES:
        raise ValueError(f"penalty is {penalty!r}; it may be one of {', '.join(PENALTIES)}")
    cost = PENALTIES[penalty].cost(theta, **settings)
    return mean_squared_error(y, predict(X, theta)) + cost


def examples(X: Array, y: Array) -> tuple[Array, Array]:
    """Both in float64, once their shapes match."""
    X, y = bounded("X", X).astype(np.float64), bounded("y", y).astype(np.float64)
    if X.ndim != 2 or y.shape != X.shape[:1] or y.size == 0:
        raise ValueError(f"X {X.shape} must be (n, d) and y {y.shape} (n,), with n at least 1")
    return X, y


@dataclass(frozen=True)
class Penalty:
    """A cost on weights: ``fit(X, y, **knobs)`` minimizes MSE + ``cost(theta, **knobs)``."""

    key: str
    label: str
    fit: Callable[..., Array]
    cost: Callable[..., float]
    knobs: tuple[Knob, ...]
    equation: str
    source: str


STRENGTHS = (0.0, 1e-5, 1e-4, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0, 1000.0)
ALPHA = Knob("alpha", r"\alpha", 0.1, STRENGTHS, "how much weights cost")
RATIO = Knob("l1_ratio", "r", 0.5, (0.0, 0.1, 0.25, 0.5, 0.75, 0.9, 1.0), "the lasso's share")

PENALTIES = table(
    (
        Penalty(
            "none",
            "No penalty",
            normal_equation,
            no_cost,
            (),
            r"J = \mathrm{MSE} = \frac{1}{n} \sum_{i=1}^{n} (\hat{y}_i - y_i)^2",
            "Gauss 1809",
        ),
        Penalty(
            "ridge",
            "Ridge",
            ridge,
            ridge_cost,
            (ALPHA,),
            r"J = \mathrm{MSE} + \frac{\alpha}{2} \sum_{i=1}^{d} \theta_i^2",
            "Hoerl & Kennard 1970",
        ),
        Penalty(
            "lasso",
            "Lasso",
            lasso,
            lasso_cost,
            (ALPHA,),
            r"J = \mathrm{MSE} + \alpha \sum_{i=1}^{d} |\theta_i|",
            "Tibshirani 1996",
        ),
        Penalty(
            "elastic_net",
            "Elastic net",
            elastic_net,
            elastic_net_cost,
            (ALPHA, RATIO),
            r"J = \mathrm{MSE} + r \alpha \sum_{i=1}^{d} |\theta_i|"
            r" + \frac{1 - r}{2} \alpha \sum_{i=1}^{d} \theta_i^2",
            "Zou & Hastie 2005",
        ),
    )
)
