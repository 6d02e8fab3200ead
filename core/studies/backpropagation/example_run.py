"""The 2-2-2 network that half the web computes by hand, updated ten thousand times."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entries import Array
from core.passes import forward_many
from core.stacked import Stack
from core.studies.backpropagation.many_steps import record_updates

MOST = 10_000
# Mazur 2015, "A step by step backpropagation example".
X, Y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])
START = Stack(
    np.array([[0.15, 0.25, 0.20, 0.30, 0.35, 0.35, 0.40, 0.50, 0.45, 0.55, 0.60, 0.60]]),
    (2, 2, 2),
    ("sigmoid", "sigmoid"),
)
# The example's own names, in the order of `Stack`.
NAMES = ("w₁", "w₃", "w₂", "w₄", "b₁", "b₂", "w₅", "w₇", "w₆", "w₈", "b₃", "b₄")


@dataclass(frozen=True, eq=False)
class ExampleRun:
    """Row t is after t updates."""

    losses: Array  # (T + 1,)
    answers: Array  # (T + 1, 2)
    parameters: Array  # (T + 1, 12)


def run_example(lr: float = 0.5, *, learn_biases: bool = False, updates: int = MOST) -> ExampleRun:
    """Walk down half the squared error, and keep every step.

    Parameters
    ----------
    lr : float
    learn_biases : bool
        The published example leaves them where they are.
    updates : int
    """
    path = record_updates(
        START, X, Y, lr=lr, at=range(updates + 1), slope=1.0, learn_biases=learn_biases
    )[:, 0]
    answers = forward_many(Stack(path, START.sizes, START.activations), X)[:, 0]
    return ExampleRun(((answers - Y) ** 2).sum(axis=1) / 2, answers, path)
