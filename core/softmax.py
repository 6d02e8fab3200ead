"""Softmax: scores become shares of one whole."""

from __future__ import annotations

import numpy as np

from core.entries import Array, as_floats


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


def _below_the_best(z: Array, temperature: float = 1.0) -> Array:
    """Distance of each score from the highest in its row, in units of the temperature."""
    z = as_floats(z)
    if z.ndim == 0 or z.shape[-1] == 0:
        raise ValueError(
            f"z must have at least one class along its last axis, its shape is {z.shape}"
        )
    if not 0 < temperature < np.inf:
        raise ValueError(f"temperature must be a positive number, it is {temperature}")
    # A distance too large for a float is -inf, and its exp is 0 either way.
    with np.errstate(over="ignore", invalid="ignore"):
        return (z - z.max(axis=-1, keepdims=True)) / temperature
