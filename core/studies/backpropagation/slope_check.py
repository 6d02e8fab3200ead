"""The referee on the page: every slope of a network beside one measured by two small steps."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.entries import Array
from core.network import Network, Trace, find_loss, through
from core.quiet import quiet
from core.stacked import Stack
from core.studies.backpropagation.labels import labels_for
from core.studies.backpropagation.problem import FITS, Problem, kinks_of

STEP = 1e-5  # small, but not so small that rounding takes over
TOLERANCE = 1e-4  # of the largest slope of a layer
ROUNDING = 4e-16  # of the objective: what a computer loses when it writes it down


@dataclass(frozen=True, eq=False)
class Check:
    """Slopes from the backward pass beside measured ones, one of each a weight or bias.

    A slope ``differs`` where it is further from the measured one than small steps can be; where a step crosses a kink
    of some unit (``kinked``) there is no slope to measure, and no verdict.
    """

    names: tuple[str, ...]
    layers: tuple[int, ...]  # of each, from 0 up
    derived: Array
    measured: Array
    errors: Array  # relative, each by itself
    limits: Array  # what the relative error of each may be
    largest: Array  # for each, the size of the largest measured slope of its layer
    differs: tuple[bool, ...]
    kinked: tuple[bool, ...]
    step: float
    evaluations: int  # forward passes that measuring took


def check(problem: Problem, run: Trace, step: float = STEP) -> Check:
    """Hold every slope of a run against one measured by small steps.

    Parameters
    ----------
    problem : Problem
    run : Trace
        Of its network; only the slopes are read.
    step : float
        How far each weight and bias goes up and down; less where the numbers are large, for there slopes bend
        faster.

    Returns
    -------
    Check
        A slope differs where it is off by more than 1e-4 of the largest slope of its layer, unless the rounding of
        the objective, divided by the step, is more than that.
    """
    parameters, derived = flat(problem.network), slopes_of(run)
    step /= max(1.0, np.abs(parameters).max(), np.abs(problem.x).max()) ** 0.5
    shifts = step * np.eye(len(parameters))
    both = np.concatenate([parameters + shifts, parameters - shifts])  # (2 P, P)
    objectives, sides = objectives_of(problem, both)
    up, down = np.split(objectives, 2)
    with quiet(), np.errstate(divide="ignore"):
        reached = (parameters + step) - (parameters - step)  # the step as rounded, not as asked
        measured = (up - down) / reached
        off = np.abs(derived - measured)
        layers = layer_of_each(problem)
        largest = np.array([np.abs(measured[layers == i]).max() for i in range(layers.max() + 1)])
        noise = ROUNDING * np.maximum(1.0, np.abs(objectives).max()) / step
        allowed = np.maximum(TOLERANCE * largest, noise)[layers]
        scale = np.maximum(np.abs(derived), np.abs(measured))
        scale = np.where(scale > 0, scale, 1.0)
        errors, limits = off / scale, allowed / scale
    crossed = np.any(sides != objectives_of(problem, parameters[None])[1], axis=1)
    kinked = crossed[: len(parameters)] | crossed[len(parameters) :]
    return Check(
        names=labels_for(problem.sizes).parameters,
        layers=tuple(map(int, layers)),
        derived=derived,
        measured=measured,
        errors=errors,
        limits=limits,
        largest=largest[layers],
        differs=tuple(map(bool, ~(off <= allowed) & ~kinked)),
        kinked=tuple(map(bool, kinked)),
        step=step,
        evaluations=len(both),
    )


def flat(network: Network) -> Array:
    """Weights and biases of every layer in a row, unit by unit, as their names go."""
    layers = zip(network.weights, network.biases, strict=True)
    return np.concatenate([part for w, b in layers for part in (w.T.ravel(), b)])


def slopes_of(run: Trace) -> Array:
    """Slopes along weights and biases, in the same order."""
    return np.concatenate(
        [part for g in run.backward for part in (g.d_weights.T.ravel(), g.d_bias)]
    )


def layer_of_each(problem: Problem) -> Array:
    """Which layer every weight and bias belongs to."""
    sizes = pairwise(problem.sizes)
    return np.concatenate([np.full((n_in + 1) * n_out, i) for i, (n_in, n_out) in enumerate(sizes)])


def objectives_of(problem: Problem, parameters: Array) -> tuple[Array, Array]:
    """The objective of many networks at once, and on which side of every kink their units are.

    Losses of probabilities are computed from the sums z, so that small steps show also where an answer is all but
    certain.

    Parameters
    ----------
    problem : Problem
    parameters : (runs, P)
        A network a row, in the order of `flat`.

    Returns
    -------
    objectives : (runs,)
    sides : (runs, kinks · units · batch)
    """
    stack = _stack(problem, parameters)
    certain = problem.loss in FITS
    rule = find_loss(f"{problem.loss}_with_logits" if certain else problem.loss)
    with quiet():
        steps = through(stack.layers(), np.broadcast_to(problem.x, (stack.runs, *problem.x.shape)))
        out = steps[-1].z if certain else steps[-1].out
        costs = rule.costs(out, np.broadcast_to(problem.y, out.shape))
        losses = costs.reshape(stack.runs, -1).mean(axis=1)
        penalties = problem.l2 / 2 * sum((w * w).sum(axis=(1, 2)) for w in stack.weights)
    activations = problem.network.activations
    sides = [
        (step.z > kink).reshape(stack.runs, -1)
        for step, key in zip(steps, activations, strict=True)
        for kink in kinks_of(key)
    ]
    none = np.zeros((stack.runs, 0), dtype=bool)
    return losses + penalties, np.concatenate([none, *sides], axis=1)


def _stack(problem: Problem, parameters: Array) -> Stack:
    """Networks from rows that go unit by unit; a `Stack` goes row by row."""
    parts, at = [], 0
    for n_in, n_out in pairwise(problem.sizes):
        middle, end = at + n_in * n_out, at + (n_in + 1) * n_out
        turned = parameters[:, at:middle].reshape(-1, n_out, n_in).swapaxes(1, 2)
        parts += [turned.reshape(len(parameters), -1), parameters[:, middle:end]]
        at = end
    return Stack(np.concatenate(parts, axis=1), problem.sizes, problem.network.activations)
