"""Softmax one step at a time: plain and shifted, cold and hot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array, as_floats
from core.pairs import check_shares, weighted
from core.quiet import quiet
from core.softmax import check_temperature, scores


@dataclass(frozen=True, eq=False)
class SoftmaxSteps:
    """From scores to shares; ``total`` is the sum of the exponentials."""

    exponents: Array  # (n,)
    exponentials: Array  # (n,)
    total: float
    shares: Array  # (n,)


@dataclass(frozen=True, eq=False)
class TemperatureSweep:
    """The same scores at many temperatures, rising on a log scale."""

    temperatures: Array  # (T,)
    shares: Array  # (T, n)
    entropies: Array  # (T,), nats


def softmax_steps(z: Array, temperature: float = 1.0, *, shifted: bool = True) -> SoftmaxSteps:
    """What softmax computes on its way, with or without the shift that keeps it from overflowing.

    Parameters
    ----------
    z : (n,)
    temperature : float
        > 0.
    shifted : bool
        Whether the highest score is subtracted first, as in `softmax`, or not, as in
        `naive_softmax`. Without, an exponential may become inf or all of them 0, and shares nan.

    Raises
    ------
    ValueError
        If the temperature is not a positive number, or ``z`` is not (n,) with n from 1 up.
    """
    z, temperature = _one_row(z), check_temperature(temperature)
    with quiet():
        exponents = (z - z.max()) / temperature if shifted else z / temperature
        exponentials = np.exp(exponents)
        total = exponentials.sum()
        return SoftmaxSteps(exponents, exponentials, float(total), exponentials / total)


def sweep_temperatures(
    z: Array, *, low: float = 0.01, high: float = 100.0, points: int = 81
) -> TemperatureSweep:
    """Shares and entropy from the coldest, where the winner takes all, to the hottest.

    Parameters
    ----------
    z : (n,)
    low, high : float
        First and last temperature, 0 < ``low`` < ``high``.
    points : int
        Number of temperatures, from 2 up; each is the one before times the same factor.

    Raises
    ------
    ValueError
        If the stretch is empty, has fewer than two points, or ``z`` is not (n,).
    """
    z = _one_row(z)
    if not check_temperature(low) < check_temperature(high):
        raise ValueError(f"low is {low} and high is {high}; low must be the smaller one")
    temperatures = np.geomspace(low, high, whole("points", points, 2))
    with quiet():
        e = np.exp((z - z.max()) / temperatures[:, None])  # (T, n)
    shares = e / e.sum(axis=-1, keepdims=True)
    return TemperatureSweep(temperatures, shares, entropy(shares))


def entropy(p: Array) -> Array:
    """How open the outcome still is: 0 if it is certain, log n if all n are alike.

    Parameters
    ----------
    p : (..., n)
        Shares of one whole; a share of 0 adds nothing.

    Returns
    -------
    (...)
        In nats: the mean of -log p.

    Raises
    ------
    ValueError
        If a row is not made of probabilities that sum to 1.

    References
    ----------
    Shannon 1948, A mathematical theory of communication.
    """
    p = as_floats(p)
    check_shares(p, "p")
    with np.errstate(divide="ignore"):
        return weighted(p, -np.log(p)).sum(axis=-1)


def _one_row(z: Array) -> Array:
    """The scores, if they are one row."""
    z = scores(z)
    if z.ndim != 1:
        raise ValueError(f"z must be one row of scores, its shape is {z.shape}")
    return z
