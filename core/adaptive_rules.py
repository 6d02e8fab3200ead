"""Learning rules that give every coordinate a step of its own, from the squares of its slopes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array, as_floats
from core.stepping import learning_rule


class AdagradState(NamedTuple):
    """Memory of `adagrad_step`: the sum of all squared slopes so far."""

    total: Array


class RmspropState(NamedTuple):
    """Memory of `rmsprop_step`: the running mean of squared slopes."""

    v: Array


class AdadeltaState(NamedTuple):
    """Memory of `adadelta_step`: running means of squared slopes and of squared moves."""

    v: Array
    u: Array


def adagrad_init(params: Array) -> AdagradState:
    """No slope seen yet."""
    return AdagradState(np.zeros_like(as_floats(params)))


def rmsprop_init(params: Array) -> RmspropState:
    """No slope seen yet."""
    return RmspropState(np.zeros_like(as_floats(params)))


def adadelta_init(params: Array) -> AdadeltaState:
    """No slope seen and no move made yet."""
    zeros = np.zeros_like(as_floats(params))
    return AdadeltaState(zeros, zeros)


@learning_rule
def adagrad_step(
    params: Array, gradient: Array, state: AdagradState, *, lr: float = 0.5, eps: float = 1e-10
) -> tuple[Array, AdagradState]:
    """Step less in a coordinate the more slope it has seen: the effective rate only ever shrinks.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : AdagradState
        From `adagrad_init`, or from the step before.
    lr : float or (...)
        Length of the first step in each coordinate, > 0, in the units of ``params``.
    eps : float
        Keeps the division finite where every slope so far was zero; outside the root.

    Returns
    -------
    params : (...)
    state : AdagradState

    References
    ----------
    Duchi, Hazan & Singer 2011, JMLR 12; eps and the zero start as in PyTorch.
    """
    total = state.total + gradient**2
    return params - lr * gradient / (np.sqrt(total) + eps), AdagradState(total)


@learning_rule
def rmsprop_step(
    params: Array,
    gradient: Array,
    state: RmspropState,
    *,
    lr: float = 0.02,
    rho: float = 0.99,
    eps: float = 1e-8,
) -> tuple[Array, RmspropState]:
    """Divide the slope by its recent size: like AdaGrad, but old slopes are forgotten.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : RmspropState
        From `rmsprop_init`, or from the step before.
    lr : float or (...)
        About the length of a step, > 0. The first is lr / sqrt(1 - rho), ten times longer: nothing
        undoes the pull towards the zero start.
    rho : float
        Memory of the running mean, in [0, 1); PyTorch's ``alpha``.
    eps : float
        Keeps the division finite; outside the root.

    Returns
    -------
    params : (...)
    state : RmspropState

    References
    ----------
    Tieleman & Hinton 2012, Coursera lecture 6.5; eps as in PyTorch (Keras has it inside the root).
    """
    v = rho * state.v + (1 - rho) * gradient**2
    return params - lr * gradient / (np.sqrt(v) + eps), RmspropState(v)


@learning_rule
def adadelta_step(
    params: Array,
    gradient: Array,
    state: AdadeltaState,
    *,
    lr: float = 1.0,
    rho: float = 0.9,
    eps: float = 1e-6,
) -> tuple[Array, AdadeltaState]:
    """Let the size of the last moves set the size of the next, so that no unit has to be guessed.

    Parameters
    ----------
    params, gradient : (...)
        Same shape, any rank; neither is modified.
    state : AdadeltaState
        From `adadelta_init`, or from the step before.
    lr : float or (...)
        Factor on the move, > 0; the paper has none, which is 1.
    rho : float
        Memory of both running means, in [0, 1).
    eps : float
        Inside both roots. It sets the first move, sqrt(eps / (1 - rho)) at most.

    Returns
    -------
    params : (...)
    state : AdadeltaState

    References
    ----------
    Zeiler 2012, arXiv:1212.5701, algorithm 1; lr as in PyTorch.
    """
    v = rho * state.v + (1 - rho) * gradient**2
    move = np.sqrt(state.u + eps) / np.sqrt(v + eps) * gradient
    u = rho * state.u + (1 - rho) * move**2
    return params - lr * move, AdadeltaState(v, u)
