"""How fast descent must converge on a quadratic bowl: the theory, with and without momentum.

Along each eigenvector of its curvature a quadratic is a parabola, and descent walks down each
parabola by itself. With momentum a step is linear in position and velocity, so a 2 × 2 matrix does
it, and its larger eigenvalue in size is the factor by which the error shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.bounds import bounded
from core.entries import Array, table
from core.quiet import quiet
from core.stepping import check_knobs


class Tuning(NamedTuple):
    """A setting of momentum, and the factor that is left of the error after each step."""

    lr: float
    beta: float
    rate: float


@dataclass(frozen=True)
class Regime:
    """A way of getting to the minimum, or not; ``equation`` says when."""

    key: str
    label: str
    meaning: str
    equation: str
    source: str


@dataclass(frozen=True, eq=False)
class Plane:
    """Rate and regime for every learning rate and every beta: row i has ``betas[i]``.

    Both are those of the slowest eigendirection. ``regimes`` are places in the table `REGIMES`.
    """

    lrs: Array  # (n,)
    betas: Array  # (m,)
    rates: Array  # (m, n)
    regimes: Array  # (m, n), whole numbers


def condition_number(eigenvalues: Array) -> float:
    """The largest curvature over the smallest: 1 for a round bowl."""
    low, high = _ends(eigenvalues)
    return high / low


def largest_lr(eigenvalues: Array, beta: float = 0.0) -> float:
    """The learning rate from which on descent with that momentum no longer converges."""
    check_knobs({"beta": beta})
    return (2 + 2 * beta) / _ends(eigenvalues)[1]


def best_descent(eigenvalues: Array) -> Tuning:
    """The rate at which plain descent converges fastest: the flattest and steepest direction tie.

    Parameters
    ----------
    eigenvalues : (n,)
        Curvatures along the axes of the bowl, all positive.

    Returns
    -------
    Tuning
        Its ``rate`` is (κ - 1) / (κ + 1), κ the condition number.

    Raises
    ------
    ValueError
        If an eigenvalue is not positive, or not finite.
    """
    low, high = _ends(eigenvalues)
    return Tuning(lr=2 / (low + high), beta=0.0, rate=(high - low) / (high + low))


def best_momentum(eigenvalues: Array) -> Tuning:
    """The setting at which momentum converges fastest: every direction at the same rate.

    Parameters
    ----------
    eigenvalues : (n,)
        Curvatures along the axes of the bowl, all positive.

    Returns
    -------
    Tuning
        Its ``rate`` is (√κ - 1) / (√κ + 1), κ the condition number; ``beta`` is its square.

    Raises
    ------
    ValueError
        If an eigenvalue is not positive, or not finite.

    References
    ----------
    Polyak 1964; Goh 2017, "Why momentum really works".
    """
    low, high = np.sqrt(_ends(eigenvalues))
    rate = float((high - low) / (high + low))
    return Tuning(lr=float((2 / (low + high)) ** 2), beta=rate**2, rate=rate)


def critical_beta(lr: Array, eigenvalue: Array) -> Array:
    """The momentum that a parabola asks for: with less it creeps, with more it swings."""
    return (1 - np.sqrt(np.multiply(lr, eigenvalue))) ** 2


def iteration_matrix(lr: float, beta: float, eigenvalue: float) -> Array:
    """What one step does to (velocity, error) on a parabola: v ← βv + λe, e ← e - ηv. (2, 2)"""
    return np.array([[beta, eigenvalue], [-lr * beta, 1 - lr * eigenvalue]])


def convergence_rate(lr: Array, beta: Array, eigenvalue: Array) -> Array:
    """The factor left of the error after each step, in the long run: under 1 converges.

    The eigenvalues of `iteration_matrix` are the roots of s² - (1 + β - ηλ) s + β. Where they are
    complex both have the size √β, whatever the learning rate.

    Parameters
    ----------
    lr, beta, eigenvalue : float or (...)
        Of any shapes that broadcast.

    Returns
    -------
    (...)
        The larger of the two sizes: the spectral radius of `iteration_matrix`.

    References
    ----------
    Goh 2017, Distill, whose footnote has 2√β for √β.
    """
    with quiet():
        total, gap = 1 + beta - lr * eigenvalue, _gap(lr, beta, eigenvalue)
        real = (np.abs(total) + np.sqrt(np.maximum(gap, 0))) / 2
        return np.where(gap < 0, np.sqrt(beta), real)[()]


def regime(lr: Array, beta: Array, eigenvalue: Array) -> Array:
    """How the error behaves along a parabola, as a place in `REGIMES`; arguments as for `convergence_rate`."""
    with quiet():
        pull, root = np.multiply(lr, eigenvalue), np.sqrt(beta)
    ends = (1 - root) ** 2, (1 + root) ** 2, 2 + 2 * np.asarray(beta)
    tests = pull <= ends[0], pull < ends[1], pull < ends[2]
    return np.select(tests, (MONOTONE, RIPPLING, FLIPPING), DIVERGING)[()]


def plane(eigenvalues: Array, lrs: Array, betas: Array) -> Plane:
    """Rate and regime of the slowest direction, for every pair of a learning rate and a beta.

    Parameters
    ----------
    eigenvalues : (k,)
        Curvatures along the axes of the bowl, all positive.
    lrs : (n,)
    betas : (m,)

    Returns
    -------
    Plane
        Where several directions are equally slow, the regime is that of the first.

    Raises
    ------
    ValueError
        If an eigenvalue or a knob is out of range.
    """
    _ends(eigenvalues)
    lrs, betas = bounded("lrs", lrs), bounded("betas", betas)
    check_knobs({"lr": lrs, "beta": betas})
    knobs = lrs, betas[:, None], np.asarray(eigenvalues)[:, None, None]
    rates, regimes = convergence_rate(*knobs), regime(*knobs)  # (k, m, n)
    slowest = rates.argmax(axis=0)[None]
    return Plane(lrs, betas, rates.max(axis=0), np.take_along_axis(regimes, slowest, axis=0)[0])


def steps_per_digit(rate: Array) -> Array:
    """Steps that make the error ten times smaller; infinite where it does not shrink."""
    with np.errstate(divide="ignore"):  # rate 0: there in one step; rate 1: never
        return np.where(np.less(rate, 1), np.log(0.1) / np.log(rate), np.inf)[()]


def _gap(lr: Array, beta: Array, eigenvalue: Array) -> Array:
    """The discriminant of the roots, (1 + β - ηλ)² - 4β, without its loss of digits near 0."""
    pull, root = np.multiply(lr, eigenvalue), np.sqrt(beta)
    return ((1 - root) ** 2 - pull) * ((1 + root) ** 2 - pull)


def _ends(eigenvalues: Array) -> tuple[float, float]:
    """The smallest and the largest eigenvalue, once all are positive."""
    values = bounded("eigenvalues", eigenvalues)
    if values.ndim != 1 or values.size == 0 or values.min() <= 0:
        raise ValueError(f"eigenvalues must be a row of positive numbers, not {values.tolist()}")
    return float(values.min()), float(values.max())


REGIMES = table(
    (
        Regime(
            key="monotone",
            label="Creeping",
            meaning="the error shrinks and keeps its sign",
            equation=r"\eta \lambda \le (1 - \sqrt\beta)^2",
            source="Goh, 2017",
        ),
        Regime(
            key="rippling",
            label="Swinging",
            meaning="the error swings to and fro like a spring, and shrinks by √β a step",
            equation=r"(1 - \sqrt\beta)^2 < \eta \lambda < (1 + \sqrt\beta)^2",
            source="Goh, 2017 (who prints 2√β)",
        ),
        Regime(
            key="flipping",
            label="Flipping",
            meaning="the error shrinks and changes sign at every step",
            equation=r"(1 + \sqrt\beta)^2 \le \eta \lambda < 2 + 2 \beta",
            source="Goh, 2017",
        ),
        Regime(
            key="diverging",
            label="Diverging",
            meaning="the error does not shrink",
            equation=r"\eta \lambda \ge 2 + 2 \beta",
            source="Goh, 2017",
        ),
    )
)
MONOTONE, RIPPLING, FLIPPING, DIVERGING = range(len(REGIMES))
