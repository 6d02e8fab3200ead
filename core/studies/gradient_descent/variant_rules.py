"""Learning rules with one thing changed, so that what it does can be seen."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.adam_rules import AdamState
from core.adaptive_rules import RmspropState
from core.entries import Array, as_floats
from core.momentum_rules import VelocityState
from core.stepping import learning_rule


class LookAheadState(NamedTuple):
    """Memory of `nesterov_ahead_step`: where the walk really is, and the velocity."""

    theta: Array
    v: Array


def look_ahead_init(params: Array) -> LookAheadState:
    """At rest, so there is nothing to look ahead to: both points are the start."""
    params = as_floats(params)
    return LookAheadState(params.copy(), np.zeros_like(params))


@learning_rule
def momentum_mean_step(
    params: Array, gradient: Array, state: VelocityState, *, lr: float = 0.1, beta: float = 0.9
) -> tuple[Array, VelocityState]:
    """Momentum whose velocity is a mean of slopes, not a sum.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : VelocityState
        From `velocity_init`, or from the step before.
    lr : float or (...)
        Learning rate, > 0. `momentum_step` makes the same walk with (1 - beta) times this rate.
    beta : float
        Share of the velocity that is kept, in [0, 1).

    Returns
    -------
    params : (...)
    state : VelocityState

    References
    ----------
    Bengio, Boulanger-Lewandowski & Pascanu 2013 compare the forms; Adam's m is scaled like this.
    """
    v = beta * state.v + (1 - beta) * gradient
    return params - lr * v, VelocityState(v)


@learning_rule
def nesterov_ahead_step(
    params: Array, gradient: Array, state: LookAheadState, *, lr: float = 0.005, beta: float = 0.9
) -> tuple[Array, LookAheadState]:
    """Nesterov as it was meant: take the slope where the velocity alone would lead, then move.

    Parameters
    ----------
    params, gradient : (...)
        The point looked ahead to and the slope there; neither is modified.
    state : LookAheadState
        From `look_ahead_init`, or from the step before. ``theta`` is the walk itself.
    lr, beta : float
        As in `nesterov_step`.

    Returns
    -------
    params : (...)
        The next point to look at: that of `nesterov_step`, whose params are points ahead too.
    state : LookAheadState

    References
    ----------
    Sutskever, Martens, Dahl & Hinton 2013, equations 3 and 4.
    """
    v = beta * state.v + gradient
    theta = state.theta - lr * v
    ahead = theta - lr * beta * v
    return ahead, LookAheadState(theta, v)


@learning_rule
def rmsprop_inside_step(
    params: Array,
    gradient: Array,
    state: RmspropState,
    *,
    lr: float = 0.02,
    rho: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Array, RmspropState]:
    """RMSprop with epsilon inside the root, where it weighs as its root: 1e-8 counts as 1e-4.

    Arguments and result as in `rmsprop_step`.
    """
    v = rho * state.v + (1 - rho) * gradient**2
    return params - lr * gradient / np.sqrt(v + eps), RmspropState(v)


@learning_rule
def adam_uncorrected_step(
    params: Array,
    gradient: Array,
    state: AdamState,
    *,
    lr: float = 0.1,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, AdamState]:
    """Adam without bias correction: with the usual betas the first steps are about 3 times too long.

    The first is (1 - beta1) / sqrt(1 - beta2) times ``lr``: m starts at a tenth of the slope, but
    the root of v at a thirtieth. Arguments and result as in `adam_step`.
    """
    t = state.t + 1
    m = beta1 * state.m + (1 - beta1) * gradient
    v = beta2 * state.v + (1 - beta2) * gradient**2
    return params - lr * m / (np.sqrt(v) + eps), AdamState(t, m, v)


@learning_rule
def adam_inside_step(
    params: Array,
    gradient: Array,
    state: AdamState,
    *,
    lr: float = 0.1,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, AdamState]:
    """Adam with epsilon inside the root: slopes under sqrt(eps) move it less.

    Arguments and result as in `adam_step`.
    """
    t = state.t + 1
    m = beta1 * state.m + (1 - beta1) * gradient
    v = beta2 * state.v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return params - lr * m_hat / np.sqrt(v_hat + eps), AdamState(t, m, v)


@learning_rule
def adam_l2_step(
    params: Array,
    gradient: Array,
    state: AdamState,
    *,
    lr: float = 0.1,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.01,
) -> tuple[Array, AdamState]:
    """Adam on a cost with an L2 penalty: the pull towards 0 is divided by the size of the slopes too.

    Where slopes are large, weights hardly decay. AdamW is the cure. Arguments and result as in
    `adamw_step`.

    References
    ----------
    Loshchilov & Hutter 2019, arXiv:1711.05101, algorithm 2, with the part they mark for L2.
    """
    t = state.t + 1
    pulled = gradient + weight_decay * params
    m = beta1 * state.m + (1 - beta1) * pulled
    v = beta2 * state.v + (1 - beta2) * pulled**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return params - lr * m_hat / (np.sqrt(v_hat) + eps), AdamState(t, m, v)
