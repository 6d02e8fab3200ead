"""What a training leaves behind: every network on its way, and how well each of them did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from core.descent import DIVERGED_AT
from core.entries import Array
from core.quiet import quiet
from core.stacked import Stack


@dataclass(frozen=True, eq=False)
class TrainingRun:
    """A recorded training; row t is after ``epochs[t]`` epochs, row 0 before the first.

    Every number in it is finite. A run that diverged is shorter than asked, and its last row shows
    it leaving. Row t of ``path`` is the network of that moment: ``path.network(-1)`` is the last,
    and one pass through ``path`` asks all of them.
    """

    label: str
    epochs: Array  # (T + 1,)
    path: Stack  # (T + 1, P)
    loss: Array  # (T + 1,), mean over the training examples
    objective: Array  # (T + 1,), loss + l2 / 2 · sum of squared weights: what is made smaller
    accuracy: Array | None  # (T + 1,), share of right answers; None where targets are no classes
    validation_loss: Array | None  # (T + 1,); None without validation examples
    validation_accuracy: Array | None
    rates: Array  # (steps,), learning rate of every step up to the last row
    outcome: Literal["finished", "diverged"]


class Row(NamedTuple):
    """One moment of all runs."""

    epoch: int
    stack: Stack
    loss: Array  # (runs,), as all below
    objective: Array
    accuracy: Array | None
    validation_loss: Array | None
    validation_accuracy: Array | None


MEASURES = Row._fields[2:]


def are_gone(first: Row, row: Row) -> Array:
    """Which runs have left for good: (runs,). A comparison with nan counts as gone."""
    with quiet():
        near = np.abs(row.objective) <= DIVERGED_AT * np.maximum(1, np.abs(first.objective))
    return ~(near & are_finite(row))


def are_finite(row: Row) -> Array:
    """Which runs a float can hold: (runs,)."""
    held = np.isfinite(row.stack.parameters).all(axis=1) & np.isfinite(row.objective)
    return held if row.validation_loss is None else held & np.isfinite(row.validation_loss)


def runs_of(rows: Sequence[Row], label: str, rates: Array) -> tuple[TrainingRun, ...]:
    """All runs, each by itself and as long as it lasted.

    Parameters
    ----------
    rows : sequence of Row
        The first may not have left, nor hold what is not finite.
    label : str
    rates : (epochs, steps, runs)
        Learning rates planned, epoch by epoch.
    """
    gone = np.array([are_gone(rows[0], row) for row in rows])  # (T + 1, runs)
    finite = np.array([are_finite(row) for row in rows])
    epochs = np.array([row.epoch for row in rows])
    path = np.array([row.stack.parameters for row in rows])  # (T + 1, runs, P)
    columns = {name: _column([getattr(row, name) for row in rows]) for name in MEASURES}
    first, runs = rows[0].stack, []
    for run in range(first.runs):
        end = _end(gone[:, run], finite[:, run])
        runs.append(
            TrainingRun(
                label=label,
                epochs=epochs[:end],
                path=Stack(path[:end, run], first.sizes, first.activations),
                rates=rates[: epochs[end - 1], :, run].ravel(),
                outcome="diverged" if gone[:, run].any() else "finished",
                **{name: c if c is None else c[:end, run] for name, c in columns.items()},
            )
        )
    return tuple(runs)


def _end(gone: Array, finite: Array) -> int:
    """How many rows to keep: up to the first that left, and that too if a float can hold it."""
    if not gone.any():
        return len(gone)
    leaving = int(gone.argmax())
    return leaving + 1 if finite[leaving] else leaving


def _column(values: Sequence[Array | None]) -> Array | None:
    """One measure over time, (T + 1, runs), if it was taken."""
    return None if values[0] is None else np.array(values)
