"""Adam and its relatives: momentum for the direction, squared slopes for the length."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array, as_floats
from core.stepping import learning_rule

MOMENTUM_DECAY = 0.004  # how slowly NAdam's momentum warms up


class AdamState(NamedTuple):
    """Memory of `adam_step` and `adamw_step`: steps taken, running means of slopes and squares."""

    t: int
    m: Array
    v: Array


class AmsgradState(NamedTuple):
    """Memory of `amsgrad_step`: that of Adam and the largest ``v`` so far."""

    t: int
    m: Array
    v: Array
    v_max: Array


class NadamState(NamedTuple):
    """Memory of `nadam_step`: that of Adam and the product of all momenta so far."""

    t: int
    product: float
    m: Array
    v: Array


class LionState(NamedTuple):
    """Memory of `lion_step`: the running mean of slopes."""

    m: Array


def adam_init(params: Array) -> AdamState:
    """No step taken, no slope seen."""
    zeros = np.zeros_like(as_floats(params))
    return AdamState(0, zeros, zeros)


def amsgrad_init(params: Array) -> AmsgradState:
    """No step taken, no slope seen."""
    zeros = np.zeros_like(as_floats(params))
    return AmsgradState(0, zeros, zeros, zeros)


def nadam_init(params: Array) -> NadamState:
    """No step taken, no slope seen; an empty product is 1."""
    zeros = np.zeros_like(as_floats(params))
    return NadamState(0, 1.0, zeros, zeros)


def lion_init(params: Array) -> LionState:
    """No slope seen yet."""
    return LionState(np.zeros_like(as_floats(params)))


@learning_rule
def adam_step(
    params: Array,
    gradient: Array,
    state: AdamState,
    *,
    lr: float = 0.1,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, AdamState]:
    """Move each coordinate by about ``lr``, whatever the size of its gradient.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : AdamState
        From `adam_init`, or from the step before.
    lr : float or (...)
        Step size, > 0, in the units of ``params``.
    beta1, beta2 : float
        Memory of the two running averages, in [0, 1).
    eps : float
        Keeps the division finite where every gradient so far was zero; outside the root.

    Returns
    -------
    params : (...)
    state : AdamState

    References
    ----------
    Kingma & Ba 2015, arXiv:1412.6980, algorithm 1.
    """
    t = state.t + 1
    m = beta1 * state.m + (1 - beta1) * gradient
    v = beta2 * state.v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)  # undo the pull towards the zero start
    v_hat = v / (1 - beta2**t)
    return params - lr * m_hat / (np.sqrt(v_hat) + eps), AdamState(t, m, v)


@learning_rule
def amsgrad_step(
    params: Array,
    gradient: Array,
    state: AmsgradState,
    *,
    lr: float = 0.1,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, AmsgradState]:
    """Adam that never forgets its largest slopes, so that a rare steep one keeps its weight.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : AmsgradState
        From `amsgrad_init`, or from the step before.
    lr, beta1, beta2, eps : float
        As in `adam_step`.

    Returns
    -------
    params : (...)
    state : AmsgradState

    References
    ----------
    Reddi, Kale & Kumar 2018, arXiv:1904.09237. As in PyTorch, the largest ``v`` is kept first and
    corrected for the zero start after; the paper does not correct.
    """
    t = state.t + 1
    m = beta1 * state.m + (1 - beta1) * gradient
    v = beta2 * state.v + (1 - beta2) * gradient**2
    v_max = np.maximum(state.v_max, v)
    m_hat = m / (1 - beta1**t)
    v_hat = v_max / (1 - beta2**t)
    return params - lr * m_hat / (np.sqrt(v_hat) + eps), AmsgradState(t, m, v, v_max)


@learning_rule
def adamw_step(
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
    """Adam, with the parameters shrunk directly rather than through the gradient.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : AdamState
        From `adam_init`, or from the step before.
    lr, beta1, beta2, eps : float
        As in `adam_step`.
    weight_decay : float
        Share of the parameters taken away each step, times ``lr``; 0 or more.

    Returns
    -------
    params : (...)
    state : AdamState

    References
    ----------
    Loshchilov & Hutter 2019, arXiv:1711.05101; the decay is multiplied by ``lr`` as in PyTorch.
    """
    t = state.t + 1
    m = beta1 * state.m + (1 - beta1) * gradient
    v = beta2 * state.v + (1 - beta2) * gradient**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    shrunk = params - lr * weight_decay * params
    return shrunk - lr * m_hat / (np.sqrt(v_hat) + eps), AdamState(t, m, v)


@learning_rule
def nadam_step(
    params: Array,
    gradient: Array,
    state: NadamState,
    *,
    lr: float = 0.1,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple[Array, NadamState]:
    """Adam that looks ahead, as Nesterov does: the newest slope counts more.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : NadamState
        From `nadam_init`, or from the step before.
    lr, beta1, beta2, eps : float
        As in `adam_step`; the momentum rises from about beta1 / 2 to beta1.

    Returns
    -------
    params : (...)
    state : NadamState

    References
    ----------
    Dozat 2016, ICLR workshop; momentum decay 0.004 as in PyTorch and Keras.
    """
    t = state.t + 1
    mu = beta1 * (1 - 0.5 * 0.96 ** (t * MOMENTUM_DECAY))
    mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * MOMENTUM_DECAY))
    product = state.product * mu
    m = beta1 * state.m + (1 - beta1) * gradient
    v = beta2 * state.v + (1 - beta2) * gradient**2
    m_hat = mu_next * m / (1 - product * mu_next) + (1 - mu) * gradient / (1 - product)
    v_hat = v / (1 - beta2**t)
    return params - lr * m_hat / (np.sqrt(v_hat) + eps), NadamState(t, product, m, v)


@learning_rule
def lion_step(
    params: Array,
    gradient: Array,
    state: LionState,
    *,
    lr: float = 0.02,
    beta1: float = 0.9,
    beta2: float = 0.99,
    weight_decay: float = 0.0,
) -> tuple[Array, LionState]:
    """Move every coordinate by exactly ``lr``: only the sign of the averaged slope counts.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : LionState
        From `lion_init`, or from the step before.
    lr : float or (...)
        Step length, > 0, in the units of ``params``. It never shrinks by itself.
    beta1, beta2 : float
        Share of the memory in the move and in the memory itself, in [0, 1).
    weight_decay : float
        Share of the parameters taken away each step, times ``lr``; 0 or more.

    Returns
    -------
    params : (...)
    state : LionState

    References
    ----------
    Chen et al. 2023, arXiv:2302.06675, algorithm 2.
    """
    c = beta1 * state.m + (1 - beta1) * gradient
    m = beta2 * state.m + (1 - beta2) * gradient
    return params - lr * (np.sign(c) + weight_decay * params), LionState(m)
