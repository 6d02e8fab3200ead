"""A walk down a surface, recorded step by step."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from core.entries import Array, Knob
from core.landscape import Point, Surface
from core.stepping import check_knobs

DIVERGED_AT = 1e6  # heights beyond this many times max(1, |first height|)
STRAYED_AT = 10  # distances from the start beyond this many diagonals of the window

Schedule = Callable[[int, float], float]  # the step and the rate asked for -> the rate of that step


@dataclass(frozen=True)
class Optimizer:
    """A learning rule: ``init`` makes its memory, ``step`` is one move, a pure function.

    ``init(params)`` returns a state, ``step(params, gradient, state, *, knobs)`` the new parameters
    and the new state. Parameters are one array of any shape, so the same rule walks a surface and
    trains a network; a leading axis holds many runs, and ``lr`` may then hold a rate for each.
    """

    key: str
    label: str
    init: Callable[[Array], tuple]
    step: Callable[..., tuple[Array, tuple]]
    knobs: tuple[Knob, ...]
    equation: str
    source: str


@dataclass(frozen=True, eq=False)
class Trajectory:
    """A recorded walk; row t is after t steps. Every number in it is finite.

    A walk that diverged is shorter than asked, and its last row shows it leaving. The gradients are
    those that the rule was given: with the noise, where there is some.
    """

    label: str
    points: Array  # (T + 1, 2)
    values: Array  # (T + 1,)
    gradients: Array  # (T + 1, 2)
    states: tuple[tuple, ...]  # T + 1
    outcome: Literal["finished", "diverged"]


class Stop(NamedTuple):
    """One row of a walk."""

    point: Array  # (2,)
    value: float
    gradient: Array  # (2,)
    state: tuple


def descend(
    surface: Surface,
    optimizer: Optimizer,
    start: Point,
    *,
    steps: int,
    schedule: Schedule | None = None,
    noise: float = 0.0,
    seed: int = 0,
    **knobs: float,
) -> Trajectory:
    """Walk down a surface by one learning rule, and keep everything seen on the way.

    The walk has diverged when its height leaves ±`DIVERGED_AT` times max(1, |first height|), or
    when it is more than `STRAYED_AT` diagonals of the window away from its start. It stops there.
    A point whose height or slope no float can hold is not recorded. No step is ever clipped.

    Parameters
    ----------
    surface : Surface
    optimizer : Optimizer
    start : (2,)
        Where the walk begins: x and y, where the surface is finite.
    steps : int
        Steps asked for, 0 or more.
    schedule : callable, optional
        ``schedule(t, lr)`` is the rate of the step after the t-th, such as an entry of
        `core.schedules`; without one the rate stays.
    noise : float
        Standard deviation of normal noise added to each coordinate of each slope, 0 or more.
    seed : int
        Of the noise.
    **knobs
        Knobs of the rule; those left out keep their defaults.

    Returns
    -------
    Trajectory

    Raises
    ------
    ValueError
        If the start, the number of steps, the noise or a knob is out of range, or the rule has no
        such knob.
    """
    check_walk(optimizer, steps, knobs)
    step = scheduled(optimizer, schedule, knobs)

    def move(t: int, last: Stop) -> tuple[Array, tuple]:
        return step(t, last.point, last.gradient, last.state)

    felt = noisy(surface, noise, seed)
    return record(felt, optimizer.label, start, optimizer.init, move, steps=steps)


def record(
    surface: Surface, label: str, start: Point, init: Callable, move: Callable, *, steps: int
) -> Trajectory:
    """Let ``move(t, last)`` lead from stop to stop, until the walk ends or has diverged."""
    walk = [_first_stop(surface, init, start)]
    diverged = False
    while len(walk) <= steps and not diverged:
        point, state = move(len(walk) - 1, walk[-1])
        stop = _stop(surface, point, state)
        diverged = _is_gone(surface, walk[0], stop)
        if _is_finite(stop):
            walk.append(stop)
    points, values, gradients, states = zip(*walk, strict=True)
    return Trajectory(
        label=label,
        points=np.array(points),
        values=np.array(values),
        gradients=np.array(gradients),
        states=states,
        outcome="diverged" if diverged else "finished",
    )


def scheduled(optimizer: Optimizer, schedule: Schedule | None, knobs: dict[str, float]) -> Callable:
    """The rule's step with its knobs turned, as a function of t, params, gradient and state."""
    if schedule is None:
        return lambda t, *given: optimizer.step(*given, **knobs)
    defaults = {knob.name: knob.default for knob in optimizer.knobs}
    lr = (defaults | knobs)["lr"]

    def step(t: int, params: Array, gradient: Array, state: tuple) -> tuple[Array, tuple]:
        rate = schedule(t, lr)
        if not np.any(rate):  # the schedule has come down to 0, where no rule moves anything
            return params, state
        return optimizer.step(params, gradient, state, **knobs | {"lr": rate})

    return step


def noisy(surface: Surface, noise: float, seed: int) -> Surface:
    """The same surface under feet that err: normal noise on every slope, fresh at every step."""
    if not 0 <= noise < math.inf:
        raise ValueError(f"noise must be 0 or more, and finite, not {noise!r}")
    if noise == 0:
        return surface
    rng = np.random.default_rng(seed)

    def gradient(x: Array, y: Array) -> Array:
        slope = surface.gradient(x, y)
        return slope + noise * rng.standard_normal(slope.shape)

    return replace(surface, gradient=gradient)


def _stop(surface: Surface, point: Array, state: tuple) -> Stop:
    """What there is to see at a point."""
    return Stop(point, float(surface.value(*point)), surface.gradient(*point), state)


def _first_stop(surface: Surface, init: Callable, start: Point) -> Stop:
    """The start of a walk, checked."""
    point = np.array(start, dtype=np.float64)
    if point.shape != (2,):
        raise ValueError(f"start must be two numbers, x and y, not an array of {point.shape}")
    stop = _stop(surface, point, init(point))
    if not _is_finite(stop):
        raise ValueError(f"start must be a point where {surface.key} is finite, not {start}")
    return stop


def _is_finite(stop: Stop) -> bool:
    """Whether floats can hold the point, its height and its slope."""
    return all(map(math.isfinite, (*stop.point, stop.value, *stop.gradient)))


def _is_gone(surface: Surface, first: Stop, stop: Stop) -> bool:
    """Whether a walk has left for good; a comparison with nan counts as gone."""
    (x_min, x_max), (y_min, y_max) = surface.window
    reach = STRAYED_AT * math.hypot(x_max - x_min, y_max - y_min)
    limit = DIVERGED_AT * max(1.0, abs(first.value))
    near = math.dist(first.point, stop.point) <= reach and abs(stop.value) <= limit
    return not (near and _is_finite(stop))


def check_walk(optimizer: Optimizer, steps: int, knobs: dict[str, float]) -> None:
    """Refuse knobs that the rule does not have or cannot use, and a senseless number of steps."""
    check_rule(optimizer, knobs)
    if not isinstance(steps, int | np.integer) or steps < 0:
        raise ValueError(f"steps must be a whole number, 0 or more, not {steps!r}")


def check_rule(optimizer: Optimizer, knobs: dict[str, float]) -> None:
    """Refuse knobs that the rule does not have or cannot use."""
    names = [knob.name for knob in optimizer.knobs]
    for name in knobs:
        if name not in names:
            raise ValueError(f"{optimizer.key} has no knob {name!r}; its knobs are {names}")
    check_knobs(knobs)
