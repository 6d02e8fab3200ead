"""How fast descent goes on a quadratic bowl: borders between its ways, promises kept, and the price of a long valley."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.bounds import bounded
from core.entries import Array
from core.studies.gradient_descent.convergence import (
    REGIMES,
    Plane,
    Regime,
    Tuning,
    best_descent,
    best_momentum,
    condition_number,
    convergence_rate,
    largest_lr,
    plane,
    regime,
    steps_per_digit,
)
from core.studies.gradient_descent.long_enough import is_long_enough
from core.studies.gradient_descent.quadratic_walk import EigenWalk, measured_rate

FEWEST = 5  # rows of a walk that a rate can be measured on


@dataclass(frozen=True)
class Verdict:
    """What theory promises for one direction, and what the walk did."""

    eigenvalue: float
    regime: Regime
    predicted: float  # the factor left of the error after each step
    measured: float | None  # None where the walk is too short
    digit: float  # steps that make the error ten times smaller; infinite where it does not shrink


@dataclass(frozen=True, eq=False)
class Price:
    """Steps for each digit, at the best settings, for many condition numbers."""

    conditions: Array  # (n,)
    descent: Array  # (n,)
    momentum: Array  # (n,)


def bowl_with(condition: float, steepest: float) -> tuple[float, float, float]:
    """Three curvatures: the flattest, the steepest, and one halfway between (their geometric mean)."""
    values = bounded("condition and steepest", (condition, steepest))
    if condition < 1 or values.min() <= 0:
        raise ValueError(f"condition must be 1 or more and steepest positive, not {values}")
    return steepest / condition, steepest / float(np.sqrt(condition)), steepest


def plane_over(eigenvalues: Array, most: float, *, columns: int = 106, rows: int = 76) -> Plane:
    """The `plane` over even grids: rates up to ``most``, betas from 0 to just under 1."""
    lrs = np.linspace(most / columns, most, columns)
    return plane(eigenvalues, lrs, np.linspace(0, 0.995, rows))


def borders(eigenvalues: Array, points: int = 60) -> Mapping[str, tuple[Array, Array]]:
    """The lines at which the slowest direction of a bowl changes its way of getting there.

    All but the limit meet at the best setting of momentum.

    Parameters
    ----------
    eigenvalues : (n,)
        Curvatures along the axes of the bowl, all positive.
    points : int
        On each line.

    Returns
    -------
    dict of (lrs, betas)
        ``limit``: from here on the steepest direction diverges. ``tie``: flattest and steepest are
        equally slow, one creeping, one flipping. ``swings``: above it all directions swing.
    """
    condition = condition_number(eigenvalues)
    high = 2 / largest_lr(eigenvalues)  # the steepest curvature
    low = high / condition
    best = best_momentum(eigenvalues)
    below = np.linspace(0, best.beta, points)
    falling = np.linspace(1, np.sqrt(best.beta), points)  # root of beta
    rising = np.linspace(np.sqrt(best.beta), 1, points)
    left, right = (1 - falling) ** 2 / low, (1 + rising) ** 2 / high
    return {
        "limit": (2 * (1 + np.linspace(0, 1, points)) / high, np.linspace(0, 1, points)),
        "tie": (2 * (1 + below) / (low + high), below),
        "swings": (np.append(left, right), np.append(falling, rising) ** 2),
    }


def verdicts(eigenvalues: Array, walk: EigenWalk, *, lr: float, beta: float) -> list[Verdict]:
    """Promise and outcome, a direction each.

    Parameters
    ----------
    eigenvalues : (n,)
    walk : EigenWalk
        Made with this rate and beta.
    lr, beta : float

    Returns
    -------
    list of Verdict
    """
    kinds, found = list(REGIMES.values()), []
    for eigenvalue, errors in zip(eigenvalues, walk.errors.T, strict=True):
        rate = float(convergence_rate(lr, beta, eigenvalue))
        fitted = measured_rate(errors) if len(errors) >= FEWEST else None
        told = fitted and is_long_enough(fitted, lr, beta, eigenvalue)
        found.append(
            Verdict(
                eigenvalue=float(eigenvalue),
                regime=kinds[int(regime(lr, beta, eigenvalue))],
                predicted=rate,
                measured=fitted.rate if told else None,
                digit=float(steps_per_digit(rate)),
            )
        )
    return found


def slowest(found: list[Verdict]) -> Verdict:
    """The direction that decides; of several that are equally slow the first."""
    return max(found, key=lambda verdict: verdict.predicted)


def price_of_length(most: float = 1e4, points: int = 60) -> Price:
    """What a digit costs at the best settings, for condition numbers from 1.5 to ``most``.

    Returns
    -------
    Price
        Rising as the condition number for plain descent, as its root with momentum.
    """
    conditions = np.geomspace(1.5, most, points)
    settings: list[tuple[Tuning, Tuning]] = [
        (best_descent((1.0, k)), best_momentum((1.0, k))) for k in conditions
    ]
    plain, heavy = steps_per_digit(np.array([[t.rate for t in pair] for pair in settings])).T
    return Price(conditions, plain, heavy)
