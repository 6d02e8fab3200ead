"""From logits over softmax to the loss of one example: the safe way, and as it stands in books."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole, within
from core.entries import Array, as_floats
from core.losses import LOSSES
from core.softmax_steps import SoftmaxSteps, softmax_steps


@dataclass(frozen=True, eq=False)
class Scored:
    """One example with every number between its logits and the slope that training starts from."""

    logits: Array  # (n,)
    target: Array  # (n,), 1 at the true class
    steps: SoftmaxSteps  # its shares are p
    loss: float  # nats
    d_z: Array  # (n,), p - y


def score(logits: Array, true_class: int) -> Scored:
    """Cross-entropy of softmax(z) at one example, from the logits themselves.

    Parameters
    ----------
    logits : (n,)
        Finite, one a class.
    true_class : int
        Its place, counted from 0.

    Returns
    -------
    Scored

    Raises
    ------
    ValueError
        If the logits are not such a row, or there is no such class.

    References
    ----------
    Bridle 1990.
    """
    z, y = _example(logits, true_class)
    rule = LOSSES["cross_entropy_with_logits"]
    return Scored(z, y, softmax_steps(z), rule.value(z, y), rule.slopes(z, y))


def score_naively(logits: Array, true_class: int) -> Scored:
    """The same by the formulas as they stand, first p, then -ln p: inf and nan are what comes out.

    Parameters
    ----------
    logits : (n,)
        Finite, one a class.
    true_class : int
        Its place, counted from 0.

    Returns
    -------
    Scored
        Beyond logits of 709 p is nan. A true class more than 745 below the best has p = 0 and so
        an infinite loss, where the safe way finds the difference itself.

    Raises
    ------
    ValueError
        As `score`.
    """
    z, y = _example(logits, true_class)
    steps = softmax_steps(z, shifted=False)
    with np.errstate(divide="ignore"):
        loss = -np.log(steps.shares[true_class])
    return Scored(z, y, steps, float(loss), steps.shares - y)


def surprise_curve(highest: float, points: int = 161) -> tuple[Array, Array]:
    """The loss -ln p over the true class's share p, from p = 1 to where it costs ``highest``.

    Parameters
    ----------
    highest : float
        Nats, > 0.
    points : int
        From 2 up; half of them evenly spaced in p, half in the loss, so that the steep end is smooth.

    Returns
    -------
    p, losses : (points,)
        p falling, the losses rising from 0 to ``highest``.

    Raises
    ------
    ValueError
        If there is nothing to draw.
    """
    highest = within("highest", highest, np.finfo(float).tiny, np.finfo(float).max)
    points = whole("points", points, 2)
    by_share = -np.log(np.linspace(1, np.exp(-highest), points - points // 2 + 1)[:-1])
    by_loss = np.linspace(0, highest, points // 2 + 1)[1:]
    losses = np.sort(np.concatenate([by_share + 0.0, by_loss]))
    return np.exp(-losses), losses


def agree(one: Scored, other: Scored) -> bool:
    """Whether both ways led to the same loss and slopes, to nine digits."""
    return bool(
        np.isclose(one.loss, other.loss, rtol=1e-9, atol=1e-12)
        and np.allclose(one.d_z, other.d_z, rtol=1e-9, atol=1e-12)
    )


def _example(logits: Array, true_class: int) -> tuple[Array, Array]:
    """The logits, and a row of zeros with a 1 at the true class."""
    z = as_floats(logits)
    if z.ndim != 1 or z.size == 0 or not np.isfinite(z).all():
        raise ValueError(f"logits must be one row of finite numbers, they are {logits!r}")
    if whole("true_class", true_class, 0) >= z.size:
        raise ValueError(f"true_class is {true_class}; it may be 0 to {z.size - 1}")
    return z, np.eye(z.size, dtype=z.dtype)[true_class]
