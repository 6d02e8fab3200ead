"""A noisy curve and the polynomials that fit it: too stiff, about right, too eager."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.bounds import bounded, whole, within
from core.entries import Array
from core.linear import PENALTIES, mean_squared_error, objective, predict
from core.polynomials import HALF_WIDTH, Points, parabola

LARGEST_DEGREE = 90
LARGEST_X = 30.0  # (30 / 3)^90 is still a modest float


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted curve: its weights, what it misses, and the number that the fit made smallest."""

    theta: Array  # (degree + 1,)
    train_error: float  # mean squared
    validation_error: float
    objective: float  # train_error + penalty


def sample_curve(n: int, noise: float, seed: int) -> Points:
    """Points measured on the parabola with a shaking hand, from left to right.

    Parameters
    ----------
    n : int
        How many, 1 or more.
    noise : float
        Standard deviation of y around the parabola, 0 to 100. The same seed with more noise
        keeps every x and moves every y further the same way.
    seed : int

    Returns
    -------
    points : Points
        x uniform in [-3, 3] and rising.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    n, noise = whole("n", n, 1), within("noise", noise, 0, 100)
    rng = np.random.default_rng(whole("seed", seed, 0))
    x = np.sort(rng.uniform(-HALF_WIDTH, HALF_WIDTH, n))  # (n,)
    return Points(x, parabola(x) + noise * rng.standard_normal(n))


def features(x: Array, degree: int) -> Array:
    """The powers 1 to ``degree`` of x / 3: on [-3, 3] no column leaves [-1, 1].

    Without the division the column of x^15 would reach 14 million, its weight would be tiny, and
    a penalty would hardly feel it.

    Parameters
    ----------
    x : (n,)
        In [-30, 30].
    degree : int
        0 to 90. Degree 0 has no columns: only the bias is left.

    Returns
    -------
    columns : (n, degree)

    Raises
    ------
    ValueError
        If x is not a row of numbers in range, or the degree is out of range.
    """
    x = bounded("x", x)
    if x.ndim != 1 or np.any(np.abs(x) > LARGEST_X):
        raise ValueError(f"x {x.shape} must be (n,), its values in [-{LARGEST_X}, {LARGEST_X}]")
    if whole("degree", degree, 0) > LARGEST_DEGREE:
        raise ValueError(f"degree is {degree}; it may be 0 to {LARGEST_DEGREE}")
    return (x[:, None] / HALF_WIDTH) ** np.arange(1, degree + 1)


def evaluate(theta: Array, x: Array) -> Array:
    """The fitted curve at x: theta (degree + 1,), x (n,) -> (n,)."""
    return predict(features(x, len(theta) - 1), theta)


def drawn(theta: Array, count: int = 301) -> Points:
    """The fitted curve over [-3, 3] as points close enough to look like a line."""
    x = np.linspace(-HALF_WIDTH, HALF_WIDTH, whole("count", count, 2))  # (count,)
    return Points(x, evaluate(theta, x))


def split(x: Array, y: Array, share: float, seed: int) -> tuple[Points, Points]:
    """Some points to learn from, the others to be judged by; each part keeps its order.

    Parameters
    ----------
    x, y : (n,)
    share : float
        Of the points to learn from, between 0 and 1; both parts get at least one.
    seed : int

    Returns
    -------
    train, validation : Points

    Raises
    ------
    ValueError
        If the shapes differ, there are fewer than two points, or an argument is out of range.
    """
    x, y = bounded("x", x), bounded("y", y)
    if x.ndim != 1 or x.shape != y.shape or len(x) < 2:
        raise ValueError(f"x {x.shape} and y {y.shape} must both be (n,), with n at least 2")
    wanted = round(len(x) * within("share", share, 0, 1))
    order = np.random.default_rng(whole("seed", seed, 0)).permutation(len(x))
    chosen = np.isin(np.arange(len(x)), order[: min(max(wanted, 1), len(x) - 1)])
    return Points(x[chosen], y[chosen]), Points(x[~chosen], y[~chosen])


def fit_curve(
    train: Points, validation: Points, degree: int, penalty: str = "none", **settings: float
) -> Fit:
    """The polynomial that learned from one part of the points, judged by the other.

    Parameters
    ----------
    train, validation : Points
    degree : int
        0 to 90.
    penalty : str
        A key of `PENALTIES`.
    **settings : float
        The penalty's knobs: ``alpha``, and ``l1_ratio`` for the elastic net.

    Returns
    -------
    fit : Fit

    Raises
    ------
    ValueError
        If the penalty is unknown or an argument is out of range.
    """
    if penalty not in PENALTIES:
        raise ValueError(f"penalty is {penalty!r}; it may be one of {', '.join(PENALTIES)}")
    X = features(train.x, degree)  # (n, degree)
    theta = PENALTIES[penalty].fit(X, train.y, **settings)  # (degree + 1,)
    return Fit(
        theta=theta,
        train_error=mean_squared_error(train.y, predict(X, theta)),
        validation_error=mean_squared_error(validation.y, evaluate(theta, validation.x)),
        objective=objective(X, train.y, theta, penalty, **settings),
    )


def errors_by_degree(
    train: Points,
    validation: Points,
    degrees: Iterable[int],
    penalty: str = "none",
    **settings: float,
) -> tuple[Array, Array]:
    """What each degree misses on the points it learned from, and on the points it never saw.

    Takes the arguments of `fit_curve`, with several degrees; returns two arrays of mean squared
    errors, (len(degrees),) each, training first.
    """
    fits = [fit_curve(train, validation, degree, penalty, **settings) for degree in degrees]
    return (
        np.array([fit.train_error for fit in fits]),
        np.array([fit.validation_error for fit in fits]),
    )
