"""How a walk gets away from a saddle: not from its exact ridge, unless something nudges it.

Across the ridge the surface bends downwards, with curvature -c, so the slope there is -c y. All
that is said here holds for a quadratic saddle, and close to any other.
"""

from __future__ import annotations

import numpy as np

from core.bounds import whole, within
from core.entries import Array
from core.quiet import quiet


def steps_to_leave(distances: Array, limit: float) -> Array:
    """Steps until a walk first stands farther than ``limit`` from the ridge.

    Parameters
    ----------
    distances : (T + 1, ...)
        From the ridge, after 0 to T steps; the sign does not count.
    limit : float
        > 0, in the same units.

    Returns
    -------
    (...)
        Whole numbers, inf where the walk never went so far.

    Raises
    ------
    ValueError
        If ``limit`` is not positive and finite.
    """
    if not 0 < limit < np.inf:
        raise ValueError(f"limit must be positive and finite, not {limit!r}")
    away = np.abs(distances) > limit
    return np.where(away.any(axis=0), away.argmax(axis=0), np.inf)


def growth(lr: float, *, curvature: float = -2.0, beta: float = 0.0) -> float:
    """What a step multiplies the distance from the ridge by, once the walk has settled into it.

    It is the larger root r of r² - (1 + β + ηc) r + β = 0: 1 + ηc without momentum, more with it.
    At a distance of exactly 0 it changes nothing: momentum alone leaves no ridge.

    Parameters
    ----------
    lr : float
        Learning rate, > 0.
    curvature : float
        Across the ridge, < 0; -2 for x² - y².
    beta : float
        Momentum, in [0, 1).

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If an argument is out of range.

    References
    ----------
    Polyak 1964, for the recursion y⁺ = (1 + β + ηc) y - β y⁻ of momentum on a quadratic.
    """
    c, beta = -_downwards(curvature), within("beta", beta, 0, np.nextafter(1, 0))
    middle = 1 + beta + _positive("lr", lr) * c
    return float(middle + np.sqrt(middle**2 - 4 * beta)) / 2


def distances(
    count: int, *, first: float, lr: float, curvature: float = -2.0, beta: float = 0.0
) -> Array:
    """Distance from the ridge after 0 to so many steps of momentum without noise, in closed form.

    Parameters
    ----------
    count : int
        Steps, 0 or more.
    first : float
        Distance at the start.
    lr, curvature, beta : float
        As in `growth`.

    Returns
    -------
    (count + 1,)
        Infinite where no float can hold it.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    fast = growth(lr, curvature=curvature, beta=beta)
    slow, once = beta / fast, 1 - lr * curvature  # roots have the product β; what step 1 does
    t = np.arange(whole("count", count, 0) + 1)
    with quiet():
        share = (once - slow) / (fast - slow)
        return first * (share * fast**t + (1 - share) * slow**t)


def spread(t: int, *, lr: float, noise: float, curvature: float = -2.0) -> float:
    """Standard deviation of the distance from the ridge after t steps of plain descent with noise.

    Started on the ridge, y⁺ = (1 + ηc) y - ησξ with normal ξ, so y is normal with mean 0. Every
    nudge is then enlarged by all steps that follow it.

    Parameters
    ----------
    t : int
        Steps, 0 or more.
    lr : float
        Learning rate η, > 0.
    noise : float
        Standard deviation σ of the noise on the slope, 0 or more.
    curvature : float
        Across the ridge, -c < 0.

    Returns
    -------
    float
        Infinite where no float can hold it.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    factor = 1 - _positive("lr", lr) * _downwards(curvature)
    with quiet():
        powers = factor ** (2.0 * np.arange(whole("t", t, 0)))
        return float(lr * within("noise", noise, 0, np.finfo(float).max) * np.sqrt(powers.sum()))


def _positive(name: str, value: float) -> float:
    """The value, if it is positive and finite."""
    if not 0 < value < np.inf:
        raise ValueError(f"{name} must be positive and finite, not {value!r}")
    return float(value)


def _downwards(curvature: float) -> float:
    """The curvature, if it is negative and finite."""
    if not -np.inf < curvature < 0:
        raise ValueError(f"curvature must be negative and finite, not {curvature!r}")
    return float(curvature)
