"""Training: show a network its examples again and again, and move all its weights each time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from core.batches import batches, orders
from core.bounds import whole
from core.descent import Optimizer, check_rule
from core.entries import Array, as_floats
from core.network import Network
from core.objective import Examples, Objective, prepare
from core.schedules import SCHEDULES, Schedule, rates_of
from core.stacked import Stack
from core.training_record import Row, TrainingRun, are_gone, runs_of
from core.treatment import UNTREATED, Treatment

__all__ = ["TrainingRun", "learn", "train", "train_many"]


def train(
    network: Network,
    data: Examples,
    optimizer: Optimizer,
    *,
    epochs: int,
    batch: int | None = None,
    seed: int = 0,
    loss: str = "mse",
    l2: float = 0.0,
    schedule: Schedule = SCHEDULES["constant"],
    schedule_knobs: Mapping[str, float] | None = None,
    validation: Examples | None = None,
    record_every: int = 1,
    shuffle: bool = True,
    **knobs: float,
) -> TrainingRun:
    """Train one network, and keep every network on the way.

    Parameters
    ----------
    network : Network
        Where it begins; not modified.
    data : (x, y)
        x (n, n_in) and y (n, n_out).
    optimizer : Optimizer
        An entry of `OPTIMIZERS`.
    epochs : int
        How often every example is seen, 0 or more.
    batch : int, optional
        Examples a step; the last batch of an epoch may be smaller. All of them if left out.
    seed : int
        Of the order of the examples, where a batch is not all of them.
    loss : str
        As in `core.network.trace`. A loss of logits wants "identity" as the last activation.
    l2 : float
        Strength of the penalty on the weights, >= 0.
    schedule : Schedule
        An entry of `SCHEDULES`. It counts steps, not epochs, and starts from the rule's ``lr``.
    schedule_knobs : mapping, optional
        Knobs of the schedule. ``steps``, where it has them, are all steps unless given.
    validation : (x, y), optional
        Examples that are asked about and never learned from.
    record_every : int
        Epochs from one recorded row to the next; the last epoch is always recorded.
    shuffle : bool
        False shows the examples in the order in which they stand.
    **knobs
        Knobs of the optimizer; those left out keep their defaults.

    Returns
    -------
    TrainingRun
        It has diverged when a recorded objective is beyond `DIVERGED_AT` times max(1, the first
        one) or no float can hold it; there it stops.

    Raises
    ------
    ValueError
        If an argument is out of range or does not fit the others, or the network's first
        objective is not finite.
    """
    (run,) = train_many(
        Stack.of([network]),
        data,
        optimizer,
        epochs=epochs,
        batch=batch,
        seeds=[seed],
        loss=loss,
        l2=l2,
        schedule=schedule,
        schedule_knobs=schedule_knobs,
        validation=validation,
        record_every=record_every,
        shuffle=shuffle,
        **knobs,
    )
    return run


def train_many(
    stack: Stack,
    data: Examples,
    optimizer: Optimizer,
    *,
    epochs: int,
    batch: int | None = None,
    seeds: Sequence[int] | None = None,
    loss: str = "mse",
    l2: float | Array = 0.0,
    schedule: Schedule = SCHEDULES["constant"],
    schedule_knobs: Mapping[str, float] | None = None,
    validation: Examples | None = None,
    record_every: int = 1,
    shuffle: bool = True,
    treatment: Treatment = UNTREATED,
    **knobs: float | Array,
) -> tuple[TrainingRun, ...]:
    """Train many networks side by side: each run is, in float64 bit for bit, what `train` gives alone.

    Parameters
    ----------
    stack : Stack
    data, validation : (x, y)
        As in `train`, or with a leading axis of runs: examples for each.
    seeds : sequence of int, optional
        One a run; 0, 1, 2 and so on if left out.
    l2, **knobs : float or (runs,)
        One for all runs, or one for each.
    optimizer, epochs, batch, loss, schedule, schedule_knobs, record_every, shuffle
        As in `train`.
    treatment : Treatment
        What else is done to the networks, such as dropout; its ``l2`` is added to that given.

    Returns
    -------
    tuple of TrainingRun
        One a run. One that diverges does not disturb the others.

    Raises
    ------
    ValueError
        As `train`.
    """
    check_rule(optimizer, knobs)
    columns = {name: _per_run(name, value, stack) for name, value in knobs.items()}
    l2 = _per_run("l2", l2, stack) + treatment.l2
    exam = prepare(stack, data, validation, loss, l2, treatment.price)
    n, epochs = exam.data[0].shape[-2], whole("epochs", epochs, 0)
    size = n if batch is None else min(whole("batch", batch, 1), n)
    steps = -(-n // size)  # of an epoch, the last of which may be smaller
    rates = _rates(optimizer, knobs.get("lr"), schedule, schedule_knobs or {}, epochs * steps)
    rates = np.broadcast_to(rates, (epochs * steps, stack.runs)).astype(stack.parameters.dtype)
    rates = rates.reshape(epochs, steps, stack.runs, 1)
    record_every = whole("record_every", record_every, 1)
    seeds = _seeds(seeds, stack)
    order = orders(n, seeds, shuffle=shuffle and size < n)
    pupil, rows = treatment.enrol(stack), [_start(exam.row(0, stack))]
    state = optimizer.init(pupil.parameters)
    gone = are_gone(rows[0], rows[0])
    for epoch in range(1, epochs + 1):
        seen = batches(*exam.data, next(order), size)
        lots = treatment.lots_of(epoch, seeds, n, stack.sizes, size)
        for lr, (x, y), lot in zip(rates[epoch - 1], seen, lots, strict=True):
            if lr.any():  # a schedule that has come down to 0 stands still
                now = columns | {"lr": lr}
                step = exam.objective, optimizer, now, treatment, lot
                pupil, state = learn(pupil, state, x, y, *step)
        if epoch % record_every == 0 or epoch == epochs:
            rows.append(exam.row(epoch, treatment.used(pupil)))
            gone = gone | are_gone(rows[0], rows[-1])
            if gone.all():
                break
    return runs_of(rows, optimizer.label, rates[..., 0])


def learn(
    stack: Stack,
    state: tuple,
    x: Array,
    y: Array,
    objective: Objective,
    optimizer: Optimizer,
    knobs: Mapping[str, float | Array],
    treatment: Treatment = UNTREATED,
    lots: Array | None = None,
) -> tuple[Stack, tuple]:
    """One step: what this batch says of every weight, and what the rule makes of it.

    Parameters
    ----------
    stack : Stack
        Or what the treatment made of it; not modified.
    state : tuple
        The rule's memory, from its ``init`` or from the step before.
    x, y : (batch, ...) or (runs, batch, ...)
    objective : Objective
    optimizer : Optimizer
    knobs : mapping
        Of the rule, ``lr`` among them: numbers, or (runs, 1) for one a run.
    treatment : Treatment
    lots : (runs, batch, k), optional
        What the treatment drew for this batch.

    Returns
    -------
    stack : Stack
    state : tuple
    """
    if treatment.show:
        x, y = treatment.show(x, y, lots)
    if treatment.slopes:
        gradient, stack = treatment.slopes(stack, x, y, objective, lots)
    else:
        gradient = objective.gradient(stack, x, y)
    moved, state = optimizer.step(stack.parameters, gradient, state, **knobs)
    stack = replace(stack, parameters=moved)
    return (treatment.mend(stack, knobs["lr"]) if treatment.mend else stack), state


def _start(row: Row) -> Row:
    """The first row, if it has not left already."""
    if are_gone(row, row).any():
        raise ValueError(f"networks must start at a finite objective, theirs is {row.objective}")
    return row


def _per_run(name: str, value: float | Array, stack: Stack) -> float | Array:
    """A number for all runs as it is; one for each as a column, (runs, 1)."""
    if np.ndim(value) == 0:
        return value
    values = as_floats(value)
    if values.shape != (stack.runs,):
        raise ValueError(f"{name} must be one number, or {stack.runs}, not {values.shape}")
    return values[:, None].astype(stack.parameters.dtype)


def _seeds(seeds: Sequence[int] | None, stack: Stack) -> list[int]:
    """One seed a run."""
    seeds = range(stack.runs) if seeds is None else seeds
    if len(seeds) != stack.runs:
        raise ValueError(f"seeds must be one a run, {stack.runs}, not {len(seeds)}")
    return [whole("each of seeds", seed, 0) for seed in seeds]


def _rates(
    optimizer: Optimizer, lr: float | Array | None, schedule: Schedule, knobs: Mapping, steps: int
) -> Array:
    """The learning rate of every step to come, (steps, 1) or (steps, runs)."""
    if lr is None:
        (lr,) = (knob.default for knob in optimizer.knobs if knob.name == "lr")
    return rates_of(schedule, np.ravel(lr), steps, **knobs)
