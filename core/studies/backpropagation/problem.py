"""What backpropagation is asked to do: a network, one or a few examples, a loss, a penalty."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from core.activations import ACTIVATIONS
from core.entries import Array, table
from core.losses import HALF_SSE, LOSSES
from core.network import Network
from core.stacked import sizes_of

MOST_LAYERS, MOST_UNITS, MOST_ROWS = 4, 6, 8
LARGEST = 100.0  # of any number
LOSS_CHOICES = table(
    (HALF_SSE, LOSSES["mse"], LOSSES["binary_cross_entropy"], LOSSES["cross_entropy"])
)
# A loss of probabilities with the one output that it fits: their slopes cancel to ŷ - y, certain or not.
FITS = {"binary_cross_entropy": "sigmoid", "cross_entropy": "softmax"}


@dataclass(frozen=True, eq=False)
class Problem:
    """A network and the examples that it should answer, one a row. ValueError, a sentence, if they do not fit."""

    network: Network
    x: Array  # (batch, n_in)
    y: Array  # (batch, n_out)
    loss: str = "half_sse"
    l2: float = 0.0

    def __post_init__(self) -> None:
        _check_sizes(self)
        _check_loss(self)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Units of the input and of every layer."""
        return sizes_of(self.network)

    def example(self, row: int) -> Problem:
        """The same with one of its examples alone."""
        return replace(self, x=self.x[[row]], y=self.y[[row]])


def _check_sizes(problem: Problem) -> None:
    """Refuse what is too large to be drawn, and examples that do not fit the network."""
    *hidden, n_out = problem.sizes[1:]
    n_in = problem.sizes[0]
    if len(hidden) + 1 > MOST_LAYERS or max(problem.sizes) > MOST_UNITS:
        raise ValueError(f"This page draws up to {MOST_LAYERS} layers of up to {MOST_UNITS} units.")
    for name, rows, wanted in (("inputs", problem.x, n_in), ("targets", problem.y, n_out)):
        if rows.ndim != 2 or rows.shape[1] != wanted or not 1 <= len(rows) <= MOST_ROWS:
            raise ValueError(
                f"The {name} must be 1 to {MOST_ROWS} rows of {wanted} numbers: the network has {wanted} {name}."
            )
    if len(problem.x) != len(problem.y):
        raise ValueError(
            f"Inputs and targets must have as many rows, they have {len(problem.x)} and {len(problem.y)}."
        )


def _check_loss(problem: Problem) -> None:
    """Refuse a loss that does not fit the last layer, or targets that do not fit the loss."""
    last, loss = problem.network.activations[-1], problem.loss
    if loss not in LOSS_CHOICES:
        raise ValueError(f"loss is {loss!r}; it may be one of {', '.join(LOSS_CHOICES)}")
    wanted = FITS.get(loss, last)
    if last != wanted:
        raise ValueError(
            f"{LOSS_CHOICES[loss].label} is a loss of probabilities: here it wants {wanted} as the last layer."
        )
    if loss in FITS and np.any((problem.y < 0) | (problem.y > 1)):
        raise ValueError(f"{LOSS_CHOICES[loss].label} wants targets from 0 to 1.")
    if loss == "cross_entropy" and np.any(np.abs(problem.y.sum(axis=1) - 1) > 1e-6):
        raise ValueError("Cross-entropy wants targets that sum to 1 in every row.")


def kinks_of(key: str) -> tuple[float, ...]:
    """Where an activation has no slope of its own."""
    return () if key == "softmax" else ACTIVATIONS[key].kinks
