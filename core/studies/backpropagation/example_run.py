"""The 2-2-2 network that half the web computes by hand, updated ten thousand times."""

from __future__ import annotations

from dataclasses import dataclass

from core.entries import Array
from core.passes import forward_many
from core.stacked import Stack
from core.studies.backpropagation.labels import labels_for, pretty
from core.studies.backpropagation.many_steps import record_updates
from core.studies.backpropagation.presets import PRESETS

MOST = 10_000
_WORKED = PRESETS["worked"].problem
X, Y = _WORKED.x, _WORKED.y
START = Stack.of([_WORKED.network])
_LABELS = labels_for(_WORKED.sizes)
# The example's own names, in the order of `Stack`: row by row.
NAMES = tuple(
    pretty(name)
    for rows, biases in zip(_LABELS.weights, _LABELS.biases, strict=True)
    for name in (*(name for row in rows for name in row), *biases)
)


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
