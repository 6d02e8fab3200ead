"""One step of a recorded walk, opened: every number in it, and the arrows that add up to the move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from core.bounds import whole
from core.descent import Optimizer, Trajectory, check_rule
from core.entries import Array
from core.formula import Formula
from core.quiet import quiet
from core.schedules import Schedule
from core.studies.gradient_descent.step_anatomy import ANATOMIES, Anatomy
from core.studies.gradient_descent.step_quantities import OLD, Quantity, filled, quantity
from core.studies.gradient_descent.watching import watched


@dataclass(frozen=True, eq=False)
class OpenStep:
    """Inside step ``t``, which led from row t - 1 of the walk to row t.

    ``numbers`` holds every number under its name in the code of the step; remembered ones also as
    they were before, with ``_old`` behind the name. To these come ``rate`` (the effective rate),
    ``direction`` (what it multiplies) and ``moved``. ``arrows`` add up to ``moved``: "slope" is the
    share of the newest slope (with Adam's L2 pull in it), "memory" that of all before, "decay" the pull towards 0; Lion, whose
    direction is no sum, has "sign" for the first two.
    """

    key: str
    t: int
    before: Array  # (2,)
    after: Array  # (2,)
    numbers: Mapping[str, float | Array]  # arrays (2,), a number for each coordinate
    arrows: Mapping[str, Array]  # (2,) each


def open_step(
    rule: Optimizer, walk: Trajectory, t: int, *, schedule: Schedule | None = None, **knobs: float
) -> OpenStep:
    """Take one step of a walk again, and watch what its code computes.

    Parameters
    ----------
    rule : Optimizer or Variant
    walk : Trajectory
        Made by ``rule`` with these knobs and this schedule.
    t : int
        Which step, from 1 to the length of the walk.
    schedule : Schedule, optional
    **knobs
        Knobs of the rule; those left out keep their defaults.

    Returns
    -------
    OpenStep

    Raises
    ------
    ValueError
        If there is no such step or knob, or if rule, knobs and schedule did not make this walk.
    """
    check_rule(rule, knobs)
    if whole("t", t, 1) >= len(walk.points):
        raise ValueError(
            f"t must be at most {len(walk.points) - 1}, the length of the walk, not {t}"
        )
    knobs = {knob.name: knob.default for knob in rule.knobs} | knobs
    if schedule is not None:
        knobs["lr"] = float(schedule(t - 1, knobs["lr"]))
    before, gradient, state = walk.points[t - 1], walk.gradients[t - 1], walk.states[t - 1]
    (after, _), names = watched(rule.step, before, gradient, state, **knobs)
    if not np.array_equal(after, walk.points[t]):
        raise ValueError(f"{rule.key} with the knobs {knobs} did not make step {t} of this walk")
    del names["state"]
    remembered = {name + OLD: old for name, old in state._asdict().items()}
    numbers = {"t": t} | names | remembered | {"moved": after - before}
    arrows = _arranged(ANATOMIES[rule.key], numbers)
    return OpenStep(rule.key, t, before, after, numbers, arrows)


def _arranged(anatomy: Anatomy, numbers: dict) -> dict[str, Array]:
    """The arrows; the effective rate and what it multiplies are put to the numbers."""
    n = SimpleNamespace(**numbers)
    with quiet():
        rate, direction = anatomy.rate(n), anatomy.direction(n)
        arrows = {"sign": -rate * direction}
        if anatomy.fresh is not None:
            newest = getattr(n, "pulled", n.gradient) * anatomy.fresh(n)
            arrows = {"slope": -rate * newest, "memory": -rate * (direction - newest)}
        if anatomy.decays:
            arrows["decay"] = -n.lr * n.weight_decay * n.params
    numbers |= {"rate": rate, "direction": direction}
    return arrows


def formulas_of(step: OpenStep, coordinate: int) -> dict[str, Formula]:
    """The lines of a step in symbols and in numbers, by what they compute, in the order of the code.

    Parameters
    ----------
    step : OpenStep
    coordinate : int
        0 or 1.

    Returns
    -------
    dict
        The last line, "moved", is the move.
    """
    if coordinate not in (0, 1):
        raise ValueError(f"coordinate must be 0 or 1, not {coordinate!r}")
    at = {
        name: float(value[coordinate] if np.ndim(value) else value)
        for name, value in step.numbers.items()
    }
    anatomy = ANATOMIES[step.key]
    return {name: filled(name, line, at, anatomy.own) for name, line in anatomy.lines}


def quantity_of(step: OpenStep, name: str) -> Quantity:
    """How a number of this step is written and what it is: v is a velocity here, a mean there."""
    return quantity(name, ANATOMIES[step.key].own)
