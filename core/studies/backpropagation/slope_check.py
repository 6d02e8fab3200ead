"""The referee on the page: every slope of the worked example beside one measured by two small steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entries import Array
from core.gradcheck import numerical_gradient, relative_error
from core.network import Trace, trace
from core.studies.backpropagation.worked_example import (
    PARAMETERS,
    Example,
    network_of,
    parameters_of,
    slopes_of,
)

STEP = 1e-5  # small, but not so small that rounding takes over
TOLERANCE = 1e-4  # of the largest slope of a layer
BLIND = 1e-8  # what two small steps cannot see, for numbers up to 1


@dataclass(frozen=True, eq=False)
class Check:
    """Slopes from the backward pass beside measured ones, one of each a weight or bias."""

    names: tuple[str, ...]
    derived: Array
    measured: Array
    errors: tuple[float, ...]  # relative, each by itself
    differs: tuple[bool, ...]
    evaluations: int  # forward passes that measuring took


def check(example: Example, run: Trace) -> Check:
    """Hold every slope of a run against one measured by small steps.

    Parameters
    ----------
    example : Example
    run : Trace
        Of its network; only the slopes are read.

    Returns
    -------
    Check
        A slope differs where it is off by more than 1e-4 of the largest slope of its layer, unless
        that is too little to be seen by small steps.
    """

    def loss(parameters: Array) -> float:
        return trace(network_of(parameters), example.x, example.y, "half_sse").loss

    parameters, derived = parameters_of(example.network), slopes_of(run)
    largest = max(1.0, np.abs(parameters).max(), np.abs(example.x).max())
    measured = numerical_gradient(loss, parameters, STEP / largest**0.5)
    errors = (relative_error(d, m) for d, m in zip(derived, measured, strict=True))
    return Check(
        names=PARAMETERS,
        derived=derived,
        measured=measured,
        errors=tuple(errors),
        differs=tuple(_differs(derived, measured, BLIND * largest)),
        evaluations=2 * len(parameters),
    )


def _differs(derived: Array, measured: Array, blind: float) -> list[bool]:
    """Which slopes are off, each measured by the largest one of its layer."""
    off = np.abs(derived - measured)
    layers = (slice(0, 6), slice(6, 12))
    limits = [max(blind, TOLERANCE * float(np.abs(measured[layer]).max())) for layer in layers]
    return [
        bool(wrong)
        for layer, limit in zip(layers, limits, strict=True)
        for wrong in off[layer] > limit
    ]
