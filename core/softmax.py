"""Softmax: scores become shares of one whole."""

from __future__ import annotations

import numpy as np

from core.entries import Array, as_floats
from core.quiet import quiet


def softmax(z: Array, temperature: float = 1.0) -> Array:
    """Share out one unit of probability among the classes, more to the higher scores.

    Parameters
    ----------
    z : (..., n)
        Scores, unbounded; the classes lie along the last axis. A score of -inf gets nothing.
        Rows whose highest score is infinite have no answer: they become nan.
    temperature : float
        > 0, in the units of ``z``. Near 0 the winner takes all, far above 1 all get the same.

    Returns
    -------
    (..., n)
        In [0, 1]; each row sums to 1. Adding a constant to a row of ``z`` changes nothing.

    Raises
    ------
    ValueError
        If the temperature is not a positive number, or ``z`` has no class.

    References
    ----------
    Bridle 1990, Probabilistic interpretation of feedforward classification network outputs.
    """
    e = np.exp(_below_the_best(z, temperature))  # (..., n), the best is 1: no overflow
    return e / e.sum(axis=-1, keepdims=True)


def softmax_jacobian(z: Array, temperature: float = 1.0) -> Array:
    """How much each share moves when one score does: raising one lowers all others.

    Parameters
    ----------
    z : (..., n)
    temperature : float
        > 0, as in `softmax`.

    Returns
    -------
    (..., n, n)
        Row i, column j: slope of share i along score j. Symmetric; rows and columns sum to 0.

    Raises
    ------
    ValueError
        As `softmax`.
    """
    p = softmax(z, temperature)
    diagonal = p[..., :, None] * np.eye(p.shape[-1], dtype=p.dtype)  # (..., n, n)
    return (diagonal - p[..., :, None] * p[..., None, :]) / temperature


def log_softmax(z: Array) -> Array:
    """Logarithm of each share, exact even where the share itself rounds to 0.

    Parameters
    ----------
    z : (..., n)

    Returns
    -------
    (..., n)
        In nats, at most 0.

    Raises
    ------
    ValueError
        If ``z`` has no class.
    """
    s = _below_the_best(z)  # (..., n)
    return s - np.log(np.exp(s).sum(axis=-1, keepdims=True))


def naive_softmax(z: Array, temperature: float = 1.0) -> Array:
    """Softmax as it stands in books: right, until a score is too large for e^z.

    Parameters
    ----------
    z : (..., n)
    temperature : float
        > 0, as in `softmax`.

    Returns
    -------
    (..., n)
        Beyond scores of 709 inf / inf, which is nan; if all are below -745, 0 / 0: nan again.

    Raises
    ------
    ValueError
        As `softmax`.
    """
    z, temperature = scores(z), check_temperature(temperature)
    with quiet():
        e = np.exp(z / temperature)  # (..., n)
        return e / e.sum(axis=-1, keepdims=True)


def scores(z: Array) -> Array:
    """The scores as floats, if there is at least one class."""
    z = as_floats(z)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(
            f"z must have at least one class along its last axis, its shape is {z.shape}"
        )
    return z


def check_temperature(temperature: float) -> float:
    """The temperature, if it is a positive number."""
    if not 0 < temperature < np.inf:
        raise ValueError(f"temperature must be a positive number, it is {temperature}")
    return temperature


def _below_the_best(z: Array, temperature: float = 1.0) -> Array:
    """Distance of each score from the highest in its row, in units of the temperature."""
    z, temperature = scores(z), check_temperature(temperature)
    with quiet():  # a distance too large for a float is -inf, and its exp is 0 either way
        return (z - z.max(axis=-1, keepdims=True)) / temperature
