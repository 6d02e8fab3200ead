"""A race: several ways down from one start, and how each fared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal

import numpy as np

from core.descent import Optimizer, Schedule, Trajectory, descend
from core.entries import table
from core.landscape import Point, Surface
from core.optimizers import OPTIMIZERS
from core.studies.gradient_descent.arrival import EPSILON, floor, steps_to_stay
from core.studies.gradient_descent.ceilings import CEILINGS, Ceiling, descend_knowing

RACERS = table((*OPTIMIZERS.values(), *CEILINGS.values()))


@dataclass(frozen=True)
class Standing:
    """One row of the race's table."""

    label: str
    arrived: int | None  # steps until within epsilon of the lowest minimum for good, None for never
    steps: int  # steps walked
    final: float  # height at the end
    lowest: float  # lowest height on the way
    length: float  # length of the path, in the units of the plane
    outcome: Literal["finished", "diverged"]


def run(
    surface: Surface,
    racer: Optimizer | Ceiling,
    start: Point,
    *,
    steps: int,
    schedule: Schedule | None = None,
    **knobs: float,
) -> Trajectory:
    """One walk, by a learning rule or by a method of `core.studies.gradient_descent.ceilings`.

    The schedule is for learning rules: the others find the length of each step themselves.
    """
    if isinstance(racer, Ceiling):
        return descend_knowing(surface, racer, start, steps=steps, **knobs)
    return descend(surface, racer, start, steps=steps, schedule=schedule, **knobs)


def standings(
    surface: Surface, walks: Mapping[str, Trajectory], *, epsilon: float = EPSILON
) -> dict[str, Standing]:
    """How every walk fared, under its key.

    Parameters
    ----------
    surface : Surface
    walks : mapping of key to Trajectory
    epsilon : float
        Height above the lowest minimum that counts as arrived, > 0. Where the surface has no
        minimum, no walk arrives.

    Returns
    -------
    dict

    Raises
    ------
    ValueError
        If ``epsilon`` is not positive and finite.
    """
    bottom = floor(surface)
    return {key: _standing(walk, bottom, epsilon) for key, walk in walks.items()}


def _standing(walk: Trajectory, bottom: float | None, epsilon: float) -> Standing:
    """How one walk fared."""
    arrived = float(steps_to_stay(walk.values, bottom, epsilon))
    return Standing(
        label=walk.label,
        arrived=int(arrived) if isfinite(arrived) else None,
        steps=len(walk.values) - 1,
        final=float(walk.values[-1]),
        lowest=float(walk.values.min()),
        length=float(np.hypot(*np.diff(walk.points, axis=0).T).sum()),
        outcome=walk.outcome,
    )
