"""How much data a step looks at: all of it, one example, or a handful.

The noise of small batches is real: it comes from which examples are drawn. None is ever added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np

from core.batches import orders
from core.bounds import bounded, whole, within
from core.data_costs import features_of
from core.entries import Array, as_floats
from core.landscape import Point
from core.quiet import quiet
from core.studies.gradient_descent.data_tasks import (
    Sample,
    Task,
    accumulated_gradient,
    batch_gradient,
)

FAR = 1e6  # a walk has diverged when w or b is larger
MOST = 20_000_000  # examples drawn in one call


@dataclass(frozen=True, eq=False)
class DataWalk:
    """Many walks at once, one a seed; row t is after t steps.

    A walk that diverged ends at row ``last``, the first with w or b beyond `FAR`, or the one before
    if floats could not hold that; the rows after are NaN.
    """

    path: Array  # (runs, T + 1, 2), w and b
    batch: int  # examples that a step looks at
    last: Array  # (runs,), whole numbers
    diverged: Array  # (runs,), whether

    @property
    def examples(self) -> Array:
        """Examples looked at before each row, (T + 1,)."""
        return self.batch * np.arange(self.path.shape[1])


def drawn(n: int, batch: int, steps: int, seeds: Sequence[int], *, replace: bool) -> Array:
    """Which examples each step looks at.

    Without replacement the examples are shuffled anew for each epoch and dealt like cards: each
    comes once an epoch. Where the batch does not divide n, one may straddle two epochs, so that all
    are of one size. With replacement every card goes back before the next is drawn.

    Parameters
    ----------
    n : int
        Examples in all.
    batch : int
        Examples a step, from 1 to n.
    steps : int
    seeds : sequence of int
        One for each run.
    replace : bool

    Returns
    -------
    (runs, steps, batch)
        Places in the data, from 0 to n - 1.
    """
    shape = len(seeds), steps, batch
    if replace:
        rngs = [np.random.default_rng(seed) for seed in seeds]
        return np.array([rng.integers(n, size=shape[1:]) for rng in rngs]).reshape(shape)
    epochs = -(-steps * batch // n)  # rounded up
    dealt = [np.empty((len(seeds), 0), int), *islice(orders(n, seeds), epochs)]  # (runs, n) each
    return np.concatenate(dealt, axis=1)[:, : steps * batch].reshape(shape)


def walk_on_batches(
    task: Task,
    data: Sample,
    *,
    batch: int,
    steps: int,
    lr: float | Array = 0.1,
    seeds: Sequence[int] = (0,),
    replace: bool = False,
    pieces: int = 1,
    start: Point = (0.0, 0.0),
) -> DataWalk:
    """Descend by steps that look at a few examples each: stochastic gradient descent.

    Parameters
    ----------
    task : Task
    data : Sample
        As from ``task.draw``, n examples.
    batch : int
        Examples a step: 1 is stochastic, n is batch descent, between them mini-batch.
    steps : int
        0 or more. An epoch, n examples, has n / batch of them.
    lr : float or (steps,) or (steps, runs)
        Learning rate; of each step, if it follows a schedule; of each run.
    seeds : sequence of int
        One for each run; it decides which examples are drawn when.
    replace : bool
        Whether an example may come again before all the others have come.
    pieces : int
        Micro-batches into which each batch is cut, their gradients added up.
    start : (w, b)

    Returns
    -------
    DataWalk

    Raises
    ------
    ValueError
        If an argument is out of range, or the call would draw more than `MOST` examples.

    References
    ----------
    Robbins & Monro 1951.
    """
    features, y = features_of(data.x), bounded("y", data.y)  # (n, 2), (n,)
    if y.shape != (len(features),):
        raise ValueError(f"data must have a y for each x, not {len(features)} x and y {y.shape}")
    _check(len(y), batch, steps, seeds)
    rates = _rates(lr, steps, len(seeds))  # (steps, runs, 1)
    chosen = drawn(len(y), batch, steps, seeds, replace=replace)
    slope = batch_gradient if pieces == 1 else partial(accumulated_gradient, pieces=pieces)
    theta = np.tile(bounded("start", start), (len(seeds), 1))  # (runs, 2)
    path = [theta]
    with quiet():
        for t in range(steps):
            rows = chosen[:, t]  # (runs, batch)
            theta = theta - rates[t] * slope(task, theta, features[rows], y[rows])  # (runs, 2)
            path.append(theta)
    return _ended(np.stack(path, axis=1), batch)


def losses_along(task: Task, data: Sample, path: Array) -> Array:
    """The cost on all examples at every point of a path: (..., 2) to (...)."""
    return task.cost.value(*np.moveaxis(path, -1, 0), features=features_of(data.x), targets=data.y)


def modeled_time(batch: int, steps: int, *, fixed: float = 10.0, lanes: int = 1) -> Array:
    """When each step is done, if one takes a fixed time and a unit more for each round of examples.

    A model, not a measurement: it shows why one example a step wastes a machine that could work on
    many side by side.

    Parameters
    ----------
    batch : int
    steps : int
    fixed : float
        What a step costs whatever its batch, in units of one example, 0 to 1e6.
    lanes : int
        Examples that the machine works on side by side, 1 or more.

    Returns
    -------
    (steps + 1,)
        In units of one example; 0 first.
    """
    rounds = -(-whole("batch", batch, 1) // whole("lanes", lanes, 1))  # rounded up
    return (within("fixed", fixed, 0, 1e6) + rounds) * np.arange(whole("steps", steps, 0) + 1)


def _check(n: int, batch: int, steps: int, seeds: Sequence[int]) -> None:
    """Refuse batches larger than the data, and more work than memory can hold."""
    if whole("batch", batch, 1) > n:
        raise ValueError(f"batch must be at most {n}, the number of examples, not {batch}")
    if len(seeds) == 0 or min(seeds) < 0:
        raise ValueError(f"seeds must be whole numbers, 0 or more, one at least, not {seeds!r}")
    if whole("steps", steps, 0) * batch * len(seeds) > MOST:
        raise ValueError(f"steps {steps}, batch {batch} and {len(seeds)} seeds: over {MOST} draws")


def _rates(lr: float | Array, steps: int, runs: int) -> Array:
    """The learning rate of every step and run, (steps, runs, 1)."""
    lr = as_floats(lr)
    if not np.all((lr > 0) & (lr < np.inf)):
        raise ValueError(f"lr must be positive and finite, not {lr}")
    try:
        return np.broadcast_to(lr[:, None] if lr.ndim == 1 else lr, (steps, runs))[..., None]
    except ValueError:
        raise ValueError(f"lr {lr.shape} must be ({steps},) or ({steps}, {runs})") from None


def _ended(path: Array, batch: int) -> DataWalk:
    """The walks, with what comes after a divergence taken away."""
    rows = path.shape[1]
    far = ~(np.abs(path) <= FAR).all(axis=-1)  # (runs, T + 1); NaN counts as far
    diverged, first = far.any(axis=1), far.argmax(axis=1)
    held = np.isfinite(path[np.arange(len(path)), first]).all(axis=-1)
    last = np.where(diverged, first - ~held, rows - 1)
    gone = np.arange(rows) > last[:, None]
    return DataWalk(np.where(gone[..., None], np.nan, path), batch, last, diverged)
