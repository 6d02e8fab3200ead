"""The cost of the smallest network with a hidden unit, v tanh(w x), over its two weights."""

from __future__ import annotations

import numpy as np

from core.entries import Array, facing
from core.quiet import on_points

UNIT_X = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
UNIT_WEIGHTS = (1.0, 1.5)  # w and v of the unit that made the targets
UNIT_Y = UNIT_WEIGHTS[1] * np.tanh(UNIT_WEIGHTS[0] * UNIT_X)


def _unit_at(w: Array, v: Array) -> tuple[Array, Array, Array]:
    """Of every point x, the unit's value, its slope along w x, and the miss, (6, ...) each."""
    x, y = facing(w, UNIT_X, UNIT_Y)
    t = np.tanh(w * x)
    return t, (1 - t**2) * x, v * t - y


@on_points
def hidden_unit(w: Array, v: Array) -> Array:
    """Mean squared error of v tanh(w x) over six points that one such unit made."""
    *_, miss = _unit_at(w, v)
    return (miss**2).sum(axis=0) / len(UNIT_X)


@on_points
def hidden_unit_gradient(w: Array, v: Array) -> Array:
    """Slope of `hidden_unit` along w and along v, (2, ...)."""
    t, bend, miss = _unit_at(w, v)
    return 2 * np.array([(miss * v * bend).sum(axis=0), (miss * t).sum(axis=0)]) / len(UNIT_X)


@on_points
def hidden_unit_hessian(w: Array, v: Array) -> Array:
    """Curvature of `hidden_unit`, (2, 2, ...)."""
    (x,) = facing(w, UNIT_X)
    t, bend, miss = _unit_at(w, v)
    both = (t * v * bend + miss * bend).sum(axis=0)
    along_w = ((v * bend) ** 2 - 2 * miss * v * t * bend * x).sum(axis=0)
    return 2 * np.array([[along_w, both], [both, (t**2).sum(axis=0)]]) / len(UNIT_X)
