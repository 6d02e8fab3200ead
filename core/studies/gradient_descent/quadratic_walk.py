"""How fast descent does converge on a quadratic bowl: the same rules as everywhere, measured."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal, NamedTuple

import numpy as np

from core.bounds import bounded, whole
from core.descent import DIVERGED_AT
from core.entries import Array
from core.landscape import Surface
from core.momentum_rules import momentum_step, velocity_init
from core.quiet import on_points

TINY = 1e-290  # smaller errors lose digits
EARLIEST = 0.5  # the first half of a walk is left out of the fit


@dataclass(frozen=True, eq=False)
class EigenWalk:
    """The error along each eigendirection, row by row; row t is after t steps.

    A walk that diverged stops where an error is `DIVERGED_AT` times the largest at the start.
    """

    errors: Array  # (T + 1, n)
    outcome: Literal["finished", "diverged"]


class MeasuredRate(NamedTuple):
    """The factor by which an error shrank a step, fitted from row ``first`` to row ``last``."""

    rate: float
    first: int
    last: int


@on_points
def quadratic(x: Array, y: Array, *, flat: float, steep: float) -> Array:
    """A bowl with its axes along x and y, and a curvature for each."""
    return (flat * x**2 + steep * y**2) / 2


@on_points
def quadratic_gradient(x: Array, y: Array, *, flat: float, steep: float) -> Array:
    """Slope of `quadratic`, (2, ...)."""
    return np.array([flat * x, steep * y])


@on_points
def quadratic_hessian(x: Array, y: Array, *, flat: float, steep: float) -> Array:
    """Curvature of `quadratic`, (2, 2, ...)."""
    return np.multiply.outer(np.diag([flat, steep]).astype(x.dtype), np.ones_like(x))


def bowl_of(flat: float, steep: float) -> Surface:
    """The quadratic with these two eigenvalues, as a surface to walk on.

    Parameters
    ----------
    flat, steep : float
        Curvature along x and along y, > 0.

    Returns
    -------
    Surface
        With its minimum at the origin, and (1, 1) to start from.
    """
    values = bounded("eigenvalues", (flat, steep))
    if values.min() <= 0:
        raise ValueError(f"flat and steep must be positive, not {flat!r} and {steep!r}")
    knobs = {"flat": float(flat), "steep": float(steep)}
    return Surface(
        key="quadratic",
        label="Quadratic",
        value=partial(quadratic, **knobs),
        gradient=partial(quadratic_gradient, **knobs),
        hessian=partial(quadratic_hessian, **knobs),
        minima=((0.0, 0.0),),
        start=(1.0, 1.0),
        window=((-1.25, 1.25), (-1.25, 1.25)),
        equation=r"f(x, y) = \tfrac12 (\lambda_1 x^2 + \lambda_2 y^2)",
        source="Goh, 2017",
        log_scale=True,
        lr=1 / float(values.max()),
    )


def walk_quadratic(
    eigenvalues: Array, *, lr: float, beta: float = 0.0, steps: int, start: Array = 1.0
) -> EigenWalk:
    """Walk down a quadratic of any number of dimensions, in the coordinates of its eigenvectors.

    Parameters
    ----------
    eigenvalues : (n,)
        The curvature along each.
    lr, beta : float
        Knobs of `momentum_step`; with beta 0 that is plain descent.
    steps : int
        Steps asked for, 0 or more.
    start : float or (n,)
        Error along each at the beginning.

    Returns
    -------
    EigenWalk

    Raises
    ------
    ValueError
        If a number is out of range.
    """
    eigenvalues = bounded("eigenvalues", eigenvalues)  # (n,)
    error = bounded("start", start) + np.zeros(eigenvalues.shape)  # (n,)
    state, errors = velocity_init(error), [error]
    limit = DIVERGED_AT * np.abs(error).max()
    for _ in range(whole("steps", steps, 0)):
        error, state = momentum_step(error, eigenvalues * error, state, lr=lr, beta=beta)
        errors.append(error)
        if np.abs(error).max() > limit:
            return EigenWalk(np.array(errors), "diverged")
    return EigenWalk(np.array(errors), "finished")


def measured_rate(errors: Array) -> MeasuredRate:
    """The slope of the logarithm of an error against steps, as a factor a step.

    The straight line is fitted by least squares over the later half of the walk, as far as errors
    are larger than `TINY`. An error that swings passes close by 0, so each is taken together with
    the one before, as the hypotenuse of both. Right at critical damping the error is t times a
    power, so the factor comes out larger by about 1 / t: patience helps.

    Parameters
    ----------
    errors : (T + 1,)
        Along one direction, or distances from the minimum; at least 5 rows.

    Returns
    -------
    MeasuredRate
        Rate 0 if the error is gone before anything can be fitted.

    Raises
    ------
    ValueError
        If there are too few errors, or one is not finite.
    """
    errors = bounded("errors", errors)
    if errors.ndim != 1 or len(errors) < 5:
        raise ValueError(f"errors {errors.shape} must be a row of at least 5")
    sizes = np.hypot(errors[:-1], errors[1:])  # (T,)
    small = np.flatnonzero(sizes <= TINY)
    usable = int(small[0]) if small.size else len(sizes)
    first = int(usable * EARLIEST)
    if usable - first < 2:
        return MeasuredRate(0.0, 0, usable)
    slope, _ = np.polyfit(np.arange(first, usable), np.log(sizes[first:usable]), 1)
    return MeasuredRate(float(np.exp(slope)), first + 1, usable)
