"""Learning rules that treat all coordinates alike: plain descent, and descent with momentum."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array, as_floats
from core.stepping import learning_rule


class SgdState(NamedTuple):
    """Plain descent remembers nothing."""


class VelocityState(NamedTuple):
    """Memory of `momentum_step` and `nesterov_step`: the velocity."""

    v: Array


def sgd_init(params: Array) -> SgdState:
    """No memory to begin with, and none later."""
    return SgdState()


def velocity_init(params: Array) -> VelocityState:
    """At rest."""
    return VelocityState(np.zeros_like(as_floats(params)))


@learning_rule
def sgd_step(
    params: Array, gradient: Array, state: SgdState, *, lr: float = 0.01
) -> tuple[Array, SgdState]:
    """Move straight downhill, as far as the slope is steep.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : SgdState
    lr : float or (...)
        Learning rate, > 0. On a quadratic it must stay under 2 / (largest eigenvalue).

    Returns
    -------
    params : (...)
    state : SgdState

    References
    ----------
    Cauchy 1847; Robbins & Monro 1951 for noisy slopes.
    """
    return params - lr * gradient, state


@learning_rule
def momentum_step(
    params: Array, gradient: Array, state: VelocityState, *, lr: float = 0.01, beta: float = 0.9
) -> tuple[Array, VelocityState]:
    """Roll like a heavy ball: old slopes keep pushing, so zigzags cancel and steady slopes add up.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : VelocityState
        From `velocity_init`, or from the step before.
    lr : float or (...)
        Learning rate, > 0. A steady slope ends up moving at lr / (1 - beta): books that write
        v ← βv + (1 − β)g leave that factor out.
    beta : float
        Share of the velocity that is kept, in [0, 1).

    Returns
    -------
    params : (...)
    state : VelocityState

    References
    ----------
    Polyak 1964, USSR Comput. Math. Math. Phys. 4(5); scaled as PyTorch does.
    """
    v = beta * state.v + gradient
    return params - lr * v, VelocityState(v)


@learning_rule
def nesterov_step(
    params: Array, gradient: Array, state: VelocityState, *, lr: float = 0.005, beta: float = 0.9
) -> tuple[Array, VelocityState]:
    """Look ahead: move by the new slope plus the velocity as it will be one step later.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : VelocityState
        From `velocity_init`, or from the step before.
    lr : float or (...)
        Learning rate, > 0. On a quadratic lr times the largest eigenvalue must stay under
        (2 + 2 beta) / (1 + 2 beta), less than the 2 + 2 beta that `momentum_step` bears.
    beta : float
        Share of the velocity that is kept, in [0, 1).

    Returns
    -------
    params : (...)
    state : VelocityState

    References
    ----------
    Nesterov 1983; in the form of Sutskever et al. 2013 that PyTorch uses, where ``params`` is the
    point looked ahead to.
    """
    v = beta * state.v + gradient
    return params - lr * (gradient + beta * v), VelocityState(v)
