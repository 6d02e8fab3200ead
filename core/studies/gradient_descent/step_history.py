"""What went on inside every step of a walk: each number of the rule, as it changed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.descent import Optimizer, Trajectory
from core.entries import Array
from core.studies.gradient_descent.inside_step import open_step
from core.studies.gradient_descent.step_anatomy import ANATOMIES

CORRECTED = {"m": "m_hat", "v": "v_hat"}  # where the second is there, it is what counts
ON_THE_WAY = ("mu", "mu_next", "product", "theta", "ahead", "pulled", "v_max", "move")


def numbers_over_time(rule: Optimizer, walk: Trajectory, **knobs: float) -> Mapping[str, Array]:
    """Every number inside the steps of a walk, by its name in the code; row t - 1 is of step t.

    Parameters
    ----------
    rule : Optimizer or Variant
    walk : Trajectory
        Made by ``rule`` with these knobs.
    **knobs
        Knobs of the rule; those left out keep their defaults.

    Returns
    -------
    dict of (T, 2)
        Empty if no step was recorded.
    """
    steps = [open_step(rule, walk, t, **knobs).numbers for t in range(1, len(walk.points))]
    return {
        name: np.array([step[name] for step in steps])
        for name, value in (steps[0] if steps else {}).items()
        if np.ndim(value)
    }


def worth_watching(key: str) -> tuple[str, ...]:
    """The names of the few numbers that tell what a rule does: slope, memory, rate, move.

    Parameters
    ----------
    key : str
        Of a rule or a variant.

    Returns
    -------
    tuple of str
        In the order in which a step computes them.
    """
    lines = [name for name, _ in ANATOMIES[key].lines]
    kept = [name for name in lines if name not in ON_THE_WAY and CORRECTED.get(name) not in lines]
    return ("gradient", *kept)


def farthest_apart(walk: Trajectory, other: Trajectory) -> tuple[float, int]:
    """The largest distance between two walks at the same step, and that step.

    Walks of different lengths are compared as far as both go.
    """
    shared = min(len(walk.points), len(other.points))
    apart = np.hypot(*(walk.points[:shared] - other.points[:shared]).T)
    return float(apart.max()), int(apart.argmax())
