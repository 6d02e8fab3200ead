"""Many walks at once: one rule, many starts or many rates, all in one pass."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from core.descent import (
    DIVERGED_AT,
    STRAYED_AT,
    Optimizer,
    Schedule,
    check_walk,
    noisy,
    scheduled,
)
from core.entries import Array, as_floats
from core.landscape import Surface
from core.quiet import quiet


class Moment(NamedTuple):
    """Where all walks stand after as many steps; those that have gone stay where they left."""

    points: Array  # (runs, 2)
    values: Array  # (runs,)
    gradients: Array  # (runs, 2)
    gone: Array  # (runs,), True where the walk has diverged


def moments(
    surface: Surface,
    optimizer: Optimizer,
    starts: Array,
    *,
    steps: int,
    schedule: Schedule | None = None,
    noise: float = 0.0,
    seed: int = 0,
    **knobs: Array,
) -> Iterator[Moment]:
    """Walk from many places at once, or from one at many rates; every run as `descend` has it.

    Parameters
    ----------
    surface : Surface
    optimizer : Optimizer
    starts : (runs, 2)
        Where the surface is finite.
    steps : int
        Steps asked for, 0 or more.
    schedule, noise, seed
        As in `descend`; each run has noise of its own.
    **knobs : float or (runs,)
        Knobs of the rule, one for all runs or one for each.

    Yields
    ------
    Moment
        ``steps`` + 1 of them, the start first.

    Raises
    ------
    ValueError
        If a start, the number of steps, the noise or a knob is out of range.
    """
    check_walk(optimizer, steps, knobs)
    first = _first(surface, starts)
    knobs = {name: _a_row_each(name, value, len(first.values)) for name, value in knobs.items()}
    step = scheduled(optimizer, schedule, knobs)
    return _walk(noisy(surface, noise, seed), first.points, optimizer.init, step, steps)


def last_moment(surface: Surface, optimizer: Optimizer, starts: Array, **how: object) -> Moment:
    """Where the walks of `moments` end."""
    return deque(moments(surface, optimizer, starts, **how), maxlen=1).pop()


def _walk(
    surface: Surface, starts: Array, init: Callable, step: Callable, steps: int
) -> Iterator[Moment]:
    """All moments of all walks, from input that has been checked."""
    first = here = _look(surface, starts)
    state = init(starts)
    yield here
    for t in range(steps):
        points, state = step(t, here.points, here.gradients, state)
        here = _unless_gone(surface, first, here, _look(surface, points))
        yield here


def _look(surface: Surface, points: Array) -> Moment:
    """What there is to see at so many points; gone are those that no float can hold."""
    values, gradients = surface.value(*points.T), surface.gradient(*points.T).T
    with quiet():
        lost = ~np.isfinite(points.sum(axis=1) + values + gradients.sum(axis=1))
    return Moment(points, values, gradients, lost)


def _unless_gone(surface: Surface, first: Moment, here: Moment, there: Moment) -> Moment:
    """The next moment: walks that have diverged stay, and so do those that no float can hold."""
    reach = STRAYED_AT * math.hypot(*np.ptp(surface.window, axis=1))
    limit = DIVERGED_AT * np.maximum(1, np.abs(first.values))
    stay = here.gone | there.gone
    points, gradients = (
        np.where(stay[:, None], old, new)
        for old, new in ((here.points, there.points), (here.gradients, there.gradients))
    )
    values = np.where(stay, here.values, there.values)
    near = (np.hypot(*(points - first.points).T) <= reach) & (np.abs(values) <= limit)
    return Moment(points, values, gradients, stay | ~near)


def _first(surface: Surface, starts: Array) -> Moment:
    """The starts of all walks, checked."""
    starts = np.array(starts, dtype=np.float64, order="F")  # x and y each in one piece, for speed
    if starts.ndim != 2 or starts.shape[1] != 2:
        raise ValueError(f"starts must be rows of two numbers, x and y, not {starts.shape}")
    first = _look(surface, starts)
    if first.gone.any():
        worst = starts[first.gone][0].tolist()
        raise ValueError(f"starts must be points where {surface.key} is finite, not {worst}")
    return first


def _a_row_each(name: str, value: Array, runs: int) -> Array:
    """A knob that turns by run as a column, so that it broadcasts against the points."""
    if np.ndim(value) == 0:
        return value
    if np.shape(value) != (runs,):
        raise ValueError(f"{name} must be one number, or one for each of {runs} runs")
    return as_floats(value)[:, None]
