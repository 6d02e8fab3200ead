"""The noise ball measured: many walks at every rate, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.entries import Array
from core.studies.gradient_descent.data_per_step import DataWalk, walk_on_batches
from core.studies.gradient_descent.data_tasks import Sample, Task
from core.studies.gradient_descent.noise_ball import MeasuredBall, best_point, measured_ball


@dataclass(frozen=True, eq=False)
class BallsSeen:
    """Walks that began at the best point, at several rates: how far from it they were, and where they ended."""

    rates: tuple[float, ...]
    balls: tuple[MeasuredBall | None, ...]  # None where a walk diverged
    ends: Array  # (rates, runs, 2), NaN where a walk diverged

    def at(self, rate: float) -> MeasuredBall | None:
        """The ball at one rate; None where there is none, or it was not looked for."""
        return self.balls[self.rates.index(rate)] if rate in self.rates else None

    def ends_at(self, rate: float) -> Array:
        """Where the walks with one rate ended, (runs, 2)."""
        return self.ends[self.rates.index(rate)] if self.at(rate) else np.empty((0, 2))


def balls_seen(
    task: Task,
    data: Sample,
    rates: Sequence[float],
    *,
    batch: int,
    replace: bool,
    steps: int = 1500,
    runs: int = 24,
) -> BallsSeen:
    """Measure the ball at several rates in one pass.

    Parameters
    ----------
    task : Task
    data : Sample
    rates : sequence of float
        Constant learning rates.
    batch : int
    replace : bool
    steps : int
        The first half of them is not counted.
    runs : int
        Walks for each rate, 2 or more.

    Returns
    -------
    BallsSeen
    """
    best, many = best_point(task, data), runs * len(rates)
    walk = walk_on_batches(
        task,
        data,
        batch=batch,
        steps=steps,
        lr=np.tile(np.repeat(rates, runs), (steps, 1)),
        seeds=range(many),
        replace=replace,
        start=best,
    )
    parts = [_part(walk, slice(i, i + runs)) for i in range(0, many, runs)]
    balls = [None if part.diverged.any() else measured_ball(part, best) for part in parts]
    ends = walk.path[:, -1].reshape(len(rates), runs, 2)
    return BallsSeen(tuple(rates), tuple(balls), ends)


def _part(walk: DataWalk, runs: slice) -> DataWalk:
    """Some of the runs."""
    return replace(walk, path=walk.path[runs], last=walk.last[runs], diverged=walk.diverged[runs])
