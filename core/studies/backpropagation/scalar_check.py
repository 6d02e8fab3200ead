"""The referee of the scalar view: every variable moved a little, up and down, and the result compared."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.studies.backpropagation.scalar_run import ScalarRun, result_at

STEP = 1e-6  # in units of max(1, |variable|)
AGREE = 1e-6  # relative
ROUNDING = 4 * 2.0**-52


@dataclass(frozen=True)
class Measured:
    """One variable's slope as derived and as measured; nan where a small step has no result."""

    variable: str
    derived: float
    measured: float
    error: float  # relative to the larger of the two
    verdict: str  # "agrees", "differs", "on a kink", "out of reach"


def check_scalar(run: ScalarRun) -> tuple[Measured, ...]:
    """Central differences for every variable.

    Two allowances are made beside a relative error of 1e-6: for the rounding of every node, which the gradients
    themselves tell, and for the curvature within a step, which a step twice as long tells.
    """
    nodes = run.expression.nodes
    scale = sum(abs(v * g) for v, g in zip(run.values, run.gradients, strict=True))
    found = []
    for i, node in enumerate(nodes):
        if node.op != "variable":
            continue
        derived, step = run.gradients[i], STEP * max(1.0, abs(run.values[i]))
        measured, coarse = (_difference(run, node.name, h) for h in (step, 2 * step))
        largest = max(abs(derived), abs(measured))
        error = abs(derived - measured) / largest if largest else 0.0
        allowed = AGREE * largest + ROUNDING * scale / step + abs(coarse - measured)
        found.append(
            Measured(node.name, derived, measured, error, _verdict(run, error, allowed, largest))
        )
    return tuple(found)


def _verdict(run: ScalarRun, error: float, allowed: float, largest: float) -> str:
    if math.isnan(error) or math.isnan(allowed):
        return "out of reach"
    if error * largest <= allowed:
        return "agrees"
    return "on a kink" if run.kinks else "differs"


def _difference(run: ScalarRun, variable: str, step: float) -> float:
    """The rise between one step down and one step up, over their distance; nan where one of them has no result."""
    at = run.inputs[variable]
    up, down = at + step, at - step
    try:
        rise = result_at(run.expression, {**run.inputs, variable: up}) - result_at(
            run.expression, {**run.inputs, variable: down}
        )
    except ValueError:
        return math.nan
    return rise / (up - down)
