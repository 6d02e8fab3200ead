"""How few steps are enough when more than the slope is known: a ceiling for the learning rules.

These look at the surface itself, at its curvature or at heights further on, so a step of theirs
costs more than a step of a rule in `core.optimizers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.bounds import whole
from core.descent import Stop, Trajectory, check_walk, record
from core.entries import Array, Knob, table
from core.landscape import Point, Surface
from core.quiet import quiet
from core.studies.gradient_descent.line_search import line_search

FLATTEST = 1e-8  # curvatures nearer to 0 than this count as this
SMALLEST = 1e-300  # a move that squares to less tells of no curvature


@dataclass(frozen=True)
class Ceiling:
    """A method that may look at the surface; else it is built like an `Optimizer`.

    ``init(params)`` returns a state, ``step(surface, params, gradient, state, *, knobs)`` the new
    parameters and the new state.
    """

    key: str
    label: str
    init: Callable[[Array], tuple]
    step: Callable[..., tuple[Array, tuple]]
    knobs: tuple[Knob, ...]
    equation: str
    source: str


class NewtonState(NamedTuple):
    """What there is to tell of a Newton step; the method itself remembers nothing."""

    direction: Array  # (2,), the full step
    length: float  # share of the full step that was taken
    trials: int  # heights looked at to find that share


class LbfgsState(NamedTuple):
    """Memory of `lbfgs_step`: where it stood, and its last moves with the change of slope on each."""

    params: Array | None  # (2,), None before the first step
    gradient: Array | None  # (2,)
    pairs: tuple[tuple[Array, Array], ...]  # moves s and changes y, the oldest first
    direction: Array  # (2,), the full step
    length: float
    trials: int


def newton_init(params: Array) -> NewtonState:
    """Nothing done yet."""
    return NewtonState(np.zeros_like(params), 0.0, 0)


def newton_step(
    surface: Surface, params: Array, gradient: Array, state: NewtonState
) -> tuple[Array, NewtonState]:
    """Jump to the bottom of the parabola that fits the surface here, if that leads down.

    Two safeguards. Where the surface bends downwards the sign of that curvature is dropped, and a
    curvature under `FLATTEST` is raised to it: the step then leads downhill, away from saddles.
    Where the full step does not take off enough height it is halved, as `line_search` does.

    Parameters
    ----------
    surface : Surface
    params, gradient : (2,)
    state : NewtonState

    Returns
    -------
    params : (2,)
    state : NewtonState

    References
    ----------
    Nocedal & Wright 2006, section 3.4; absolute eigenvalues as in Dauphin et al. 2014,
    arXiv:1406.2572.
    """
    curvatures, axes = np.linalg.eigh(surface.hessian(*params))  # columns of axes are directions
    bend = np.maximum(np.abs(curvatures), FLATTEST)
    direction = -axes @ (axes.T @ gradient / bend)
    length, trials = line_search(surface, params, gradient, direction)
    return params + length * direction, NewtonState(direction, length, trials)


def lbfgs_init(params: Array) -> LbfgsState:
    """No step taken."""
    return LbfgsState(None, None, (), np.zeros_like(params), 0.0, 0)


def lbfgs_step(
    surface: Surface, params: Array, gradient: Array, state: LbfgsState, *, memory: int = 5
) -> tuple[Array, LbfgsState]:
    """Guess the curvature from how the slope changed over the last few moves, then do as Newton.

    Every step is long enough that the slope along it has flattened, so each tells of a curvature
    above 0, and no guess leads uphill. The first step knows no curvature: it goes straight down,
    at first no farther than 1.

    Parameters
    ----------
    surface : Surface
    params, gradient : (2,)
    state : LbfgsState
        From `lbfgs_init`, or from the step before.
    memory : int
        Moves that are remembered, at least 1.

    Returns
    -------
    params : (2,)
    state : LbfgsState

    References
    ----------
    Liu & Nocedal 1989; Nocedal & Wright 2006, algorithms 7.4 and 7.5.
    """
    pairs, memory = state.pairs, whole("memory", memory, 1)
    if state.params is not None:
        s, y = params - state.params, gradient - state.gradient
        if min(s @ y, y @ y) > SMALLEST:
            pairs = (*pairs, (s, y))[-memory:]
    direction = -two_loops(gradient, pairs)
    if not pairs:  # nothing known of the curvature yet
        direction = direction / max(1, np.hypot(*direction))
    length, trials = line_search(surface, params, gradient, direction, flatten=True)
    moved = params + length * direction
    return moved, LbfgsState(params, gradient, pairs, direction, length, trials)


def two_loops(gradient: Array, pairs: tuple[tuple[Array, Array], ...]) -> Array:
    """The gradient divided by the curvature that the pairs tell of, without ever writing a matrix.

    Parameters
    ----------
    gradient : (n,)
    pairs : tuple of (s, y), (n,) each
        Moves and changes of the gradient, the oldest first, with sᵀy > 0.

    Returns
    -------
    (n,)

    References
    ----------
    Nocedal & Wright 2006, algorithm 7.4.
    """
    q, shares = gradient, []
    for s, y in reversed(pairs):
        shares.append(s @ q / (s @ y))
        q = q - shares[-1] * y
    if pairs:
        s, y = pairs[-1]
        q = q * (s @ y) / (y @ y)  # the curvature of the last move, in every direction
    for (s, y), share in zip(pairs, reversed(shares), strict=True):
        q = q + (share - y @ q / (s @ y)) * s
    return q


def descend_knowing(
    surface: Surface, ceiling: Ceiling, start: Point, *, steps: int, **knobs: float
) -> Trajectory:
    """Walk down a surface by a method that may look at the surface; recorded as `descend` does.

    Parameters
    ----------
    surface : Surface
    ceiling : Ceiling
    start : (2,)
    steps : int
    **knobs
        Knobs of the method; those left out keep their defaults.

    Returns
    -------
    Trajectory
        At the bottom, where no step leads down any more, it stands still.

    Raises
    ------
    ValueError
        If the start, the number of steps or a knob is out of range.
    """
    check_walk(ceiling, steps, knobs)

    def move(t: int, last: Stop) -> tuple[Array, tuple]:
        if last.state.trials and not last.state.length:
            return last.point, last.state  # nothing led down last time, and nothing will
        with quiet():
            return ceiling.step(surface, last.point, last.gradient, last.state, **knobs)

    return record(surface, ceiling.label, start, ceiling.init, move, steps=steps)


CEILINGS = table(
    (
        Ceiling(
            key="newton",
            label="Newton",
            init=newton_init,
            step=newton_step,
            knobs=(),
            equation=r"\theta \leftarrow \theta - \alpha\, |H|^{-1} g, \quad"
            r" \alpha = 1, \tfrac12, \tfrac14, \ldots",
            source="Newton, 1669; Raphson, 1690 (curvatures without their sign, step halved)",
        ),
        Ceiling(
            key="lbfgs",
            label="L-BFGS",
            init=lbfgs_init,
            step=lbfgs_step,
            knobs=(Knob("memory", "m", 5, (1, 2, 3, 5, 10, 20), "moves that are remembered"),),
            equation=r"\theta \leftarrow \theta - \alpha\, B_m^{-1} g, \quad"
            r" B_m \text{ from } s_i = \theta_{i+1} - \theta_i,\ y_i = g_{i+1} - g_i",
            source="Nocedal, 1980; Liu & Nocedal, 1989 (step length by Wolfe's conditions)",
        ),
    )
)
