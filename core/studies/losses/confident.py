"""Confidently wrong: what it costs, and whether a neuron can learn its way out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.bounds import bounded, whole, within
from core.entries import Array
from core.losses import HALF_SSE, LOSSES, Loss
from core.smooth_activations import sigmoid, sigmoid_derivative

NIELSENS_STARTS = ((0.6, 0.9), (2.0, 2.0))  # (w, b): wrong, and badly wrong
NIELSENS_RATES = {"half_sse": 0.15, "binary_cross_entropy_with_logits": 0.005}
LARGEST_RATE = 1e6
# Three students: how likely each was said to pass, and who did.
GRADES_PREDICTED, GRADES = (0.1, 0.8, 0.6), (1.0, 0.0, 1.0)


@dataclass(frozen=True)
class Case:
    """One yes-or-no question, answered with certainty, right or wrong."""

    target: float
    prediction: float
    cost: float  # infinite where what happened had been held impossible
    slope: float  # of the cost along the prediction


@dataclass(frozen=True, eq=False)
class Unlearning:
    """How one sigmoid neuron unlearns a wrong answer; row t is after t steps, column i is start i."""

    loss: str
    label: str
    lr: float
    w: Array  # (epochs + 1, starts)
    b: Array  # (epochs + 1, starts)
    z: Array  # (epochs + 1, starts)
    a: Array  # (epochs + 1, starts), the neuron's answer
    values: Array  # (epochs + 1, starts), what it costs
    d_z: Array  # (epochs + 1, starts), slope of the cost along z
    d_w: Array  # (epochs + 1, starts), x d_z
    d_b: Array  # (epochs + 1, starts), d_z


def four_cases() -> tuple[Case, ...]:
    """The binary cross-entropy of certain answers: (1, 1), (0, 0), (1, 0) and (0, 1)."""
    rule = LOSSES["binary_cross_entropy"]
    return tuple(
        Case(y, p, rule.value([p], [y]), float(rule.gradient([p], [y])[0]))
        for y, p in ((1.0, 1.0), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0))
    )


def unlearn(
    loss: str,
    *,
    lr: float | None = None,
    starts: Sequence[tuple[float, float]] = NIELSENS_STARTS,
    epochs: int = 300,
    x: float = 1.0,
    y: float = 0.0,
) -> Unlearning:
    """Train a neuron, a = sigmoid(w x + b), on one example by gradient descent, from every start at once.

    Parameters
    ----------
    loss : str
        half_sse, Nielsen's quadratic cost, or binary_cross_entropy_with_logits.
    lr : float, optional
        From 0 to 1e6; left out, Nielsen's for this loss.
    starts : sequence of (w, b)
    epochs : int
        Steps, 1 or more.
    x : float
        The input.
    y : float
        The target, 0 to 1.

    Returns
    -------
    Unlearning

    Raises
    ------
    ValueError
        If the loss is neither of the two, or an argument is out of range.

    References
    ----------
    Nielsen 2015, Neural networks and deep learning, chapter 3.
    """
    if loss not in NIELSENS_RATES:
        raise ValueError(f"loss is {loss!r}; it may be one of {', '.join(NIELSENS_RATES)}")
    rule = HALF_SSE if loss == HALF_SSE.key else LOSSES[loss]
    lr = within("lr", NIELSENS_RATES[loss] if lr is None else lr, 0, LARGEST_RATE)
    x, y = within("x", x, -LARGEST_RATE, LARGEST_RATE), within("y", y, 0, 1)
    start = bounded("starts", starts).astype(np.float64)
    if start.ndim != 2 or start.shape[1] != 2 or not len(start):
        raise ValueError(f"starts must be pairs (w, b), their shape is {start.shape}")
    line = np.empty((whole("epochs", epochs, 1) + 1, 2, len(start)))  # (epochs + 1, 2, starts)
    line[0] = start.T
    for t in range(epochs):
        d_z = _slope(rule, line[t, 0] * x + line[t, 1], y)  # (starts,)
        line[t + 1] = line[t] - lr * np.stack([x * d_z, d_z])
    w, b = line[:, 0], line[:, 1]
    z = w * x + b
    d_z = _slope(rule, z, y)
    values = _cost(rule, z, y)
    return Unlearning(loss, rule.label, lr, w, b, z, sigmoid(z), values, d_z, x * d_z, d_z)


def _slope(rule: Loss, z: Array, y: float) -> Array:
    """Slope of each cost along z: squares hand the sigmoid's flatness on, cross-entropy does not."""
    if rule.takes == "logits":
        return rule.slopes(z, np.full_like(z, y))
    return rule.slopes(sigmoid(z), np.full_like(z, y)) * sigmoid_derivative(z)


def _cost(rule: Loss, z: Array, y: float) -> Array:
    """What each answer costs, as if it were the only one."""
    seen = z if rule.takes == "logits" else sigmoid(z)
    return rule.costs(seen[..., None], np.full_like(z, y)[..., None]).reshape(z.shape)
