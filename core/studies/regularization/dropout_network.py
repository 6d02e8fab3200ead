"""A small network that learned under dropout, and the many sub-networks inside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS
from core.data_sets import DATA_SETS, Split, split
from core.dropout import (
    SCALINGS,
    Scaling,
    chances,
    draw_mask,
    every_mask,
    inverted_dropout,
    keep_probability,
    thinned,
)
from core.entries import Array, as_floats
from core.losses import LOSSES
from core.network import Network
from core.optimizers import OPTIMIZERS
from core.smooth_activations import sigmoid
from core.stacked import Stack
from core.studies.regularization.decision_lines import zero_lines

HIDDEN = {1: (12,), 2: (8, 8)}  # units, by the number of hidden layers
STEPS, LR = 600, 0.02
POINTS, NOISE, TEST_SHARE = 300, 0.75, 0.5
MASKS = 100  # sub-networks looked at
GRID = 31  # places along each side of the plane
Line = tuple[Array, Array]  # x and y


@dataclass(frozen=True, eq=False)
class Answers:
    """What the sub-networks say at one point, and what the whole network says."""

    logits: Array  # (MASKS,), of masks number 1, 2 and so on
    chances: Array  # (MASKS,), probability of class 1
    full_logit: float
    full_chance: float
    mean_logit: float  # over every mask there is, each as likely as it is
    mean_chance: float
    spread: float  # standard deviation of the logit over every mask


@dataclass(frozen=True, eq=False)
class Pass:
    """One point on its way through a network with units dropped; column 0 is the input."""

    weights: tuple[Array, ...]  # (n_in, n_out) each
    layers: tuple[Array, ...]  # (units,) each: what every unit passes on; the last is the logit
    kept: tuple[Array, ...]  # (units,) each, zeros and ones; all are kept at both ends


def two_moons(seed: int = 0) -> Split:
    """Half of the points to learn from, half held back."""
    x, y = DATA_SETS["moons"].make(POINTS, noise=NOISE, seed=seed)
    return split(x, y, TEST_SHARE, seed)


def train_with_dropout(x: Array, y: Array, p: float, layers: int, seed: int = 0) -> Network:
    """One of `train_many_with_dropout`."""
    return train_many_with_dropout(x, y, p, layers, [seed]).network(0)


def train_many_with_dropout(
    x: Array, y: Array, p: float, layers: int, seeds: Sequence[int]
) -> Stack:
    """Adam on all points at once; in every step each point meets a sub-network of its own.

    Parameters
    ----------
    x : (n, 2)
    y : (n, 1)
        Classes 0 and 1.
    p : float
        Drop probability, in [0, 1).
    layers : int
        Hidden layers, a key of `HIDDEN`.
    seeds : sequence of int
        One a network: of its first weights and of its masks.
    """
    sizes, q = (2, *HIDDEN[layers], 1), keep_probability(1 - p)
    activations = ("relu",) * layers + ("identity",)
    stack = Stack.random(sizes, activations, seeds=seeds, initializer="he")
    rngs, adam = [np.random.default_rng((3, seed)) for seed in seeds], OPTIMIZERS["adam"]
    state = adam.init(stack.parameters)
    for _ in range(STEPS):
        masks = [[draw_mask(rng, (len(x), units), q) for units in HIDDEN[layers]] for rng in rngs]
        together = [np.stack(layer) for layer in zip(*masks, strict=True)]  # (runs, n, units)
        slopes = dropout_slopes(stack, x, y, together, q)
        moved, state = adam.step(stack.parameters, slopes, state, lr=LR)
        stack = replace(stack, parameters=moved)
    return stack


def dropout_slopes(stack: Stack, x: Array, y: Array, masks: Sequence[Array], q: float) -> Array:
    """Slopes of the mean cross-entropy with these units dropped, inverted: (runs, P).

    A dropped unit passes nothing on and gets nothing back; one that is kept grows by 1/q both ways.
    """
    a, steps = x, []
    for (w, b, key), mask in zip(stack.layers(), [*masks, q], strict=True):
        z = a @ w + b  # (runs, n, units)
        steps.append((a, z, w, key, mask / q))
        a = ACTIVATIONS[key].value(z) * mask / q
    d_a, parts = (sigmoid(a) - y) / len(x), []
    for a, z, w, key, kept in reversed(steps):
        d_z = d_a * kept * ACTIVATIONS[key].derivative(z)
        parts += [d_z.sum(axis=1), np.swapaxes(a, -1, -2) @ d_z]  # bias, weights
        d_a = d_z @ np.swapaxes(w, -1, -2)
    return np.concatenate([part.reshape(stack.runs, -1) for part in reversed(parts)], axis=1)


def numbered_masks(network: Network, q: float) -> list[Array]:
    """Masks number 1 to `MASKS`, (MASKS, 1, units) a hidden layer: the same lots for every q."""
    rng = np.random.default_rng(5)
    return [draw_mask(rng, (MASKS, 1, len(b)), q) for b in network.biases[:-1]]


def mask_no(network: Network, q: float, number: int) -> list[Array]:
    """Mask ``number``, from 1: (units,) a hidden layer."""
    return [masks[number - 1, 0] for masks in numbered_masks(network, q)]


def answers_at(network: Network, x: Array, q: float) -> Answers:
    """What 100 sub-networks say at one point x (1, 2), and what all of them together would."""
    logits = thinned(network, x, numbered_masks(network, q), 1 / q)[:, 0, 0]
    full = float(thinned(network, x, [1.0] * (len(network.weights) - 1), 1.0)[0, 0])
    every, likely = every_answer(network, x, q)
    mean = float(likely @ every)
    return Answers(
        logits=logits,
        chances=sigmoid(logits),
        full_logit=full,
        full_chance=float(sigmoid(np.array(full))),
        mean_logit=mean,
        mean_chance=float(likely @ sigmoid(every)),
        spread=float(np.sqrt(likely @ (every - mean) ** 2)),
    )


def way_through(network: Network, x: Array, masks: Sequence[Array], q: float) -> Pass:
    """One point x (1, 2) through one sub-network, masks (units,) a hidden layer: inverted dropout."""
    a = as_floats(x)
    layers = [a[0]]
    for w, b, key, mask in zip(
        network.weights, network.biases, network.activations, masks, strict=False
    ):
        a = inverted_dropout(ACTIVATIONS[key].value(a @ w + b), mask, q)
        layers.append(a[0])
    layers.append((a @ network.weights[-1] + network.biases[-1])[0])
    return Pass(network.weights, tuple(layers), (np.ones(2), *masks, np.ones(1)))


def lines_of(network: Network, q: float) -> tuple[list[Line], Line]:
    """Where each of the 100 sub-networks changes its answer, and where the whole network does."""
    axis = np.linspace(-6, 6, GRID)
    points = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    ones = [np.ones((1, 1, 1))] * (len(network.weights) - 1)
    many = thinned(network, points, numbered_masks(network, q), 1 / q)
    logits = np.concatenate([many, thinned(network, points, ones, 1.0)])
    *lines, whole = zero_lines(logits.reshape(-1, GRID, GRID), axis, axis)
    return lines, whole


def every_answer(network: Network, x: Array, q: float) -> tuple[Array, Array]:
    """The logit of every sub-network there is at one point, and how likely it is: (m,) twice."""
    first, *second = [every_mask(len(b)) for b in network.biases[:-1]]
    masks = [first[:, None], *second]  # (m, 1, units), then (n, units): each with each
    likely = chances(first, q)
    for other in second:
        likely = np.outer(likely, chances(other, q))
    return thinned(network, x, masks, 1 / q).ravel(), likely.ravel()


def twin(network: Network, scaling: Scaling, q: float) -> Network:
    """The network that says the same in training under another scaling than the inverted one.

    What multiplies the hidden activations in training divides the weights that read them, so every
    sub-network of the twin answers as the same sub-network of the original.
    """
    factor = 1 / (keep_probability(q) * scaling.training(q))
    first, *later = network.weights
    return replace(network, weights=(first, *(factor * w for w in later)))


def asked(network: Network, x: Array, scaling: Scaling, q: float) -> Array:
    """The logit at inference, all units on, as that scaling has it: (n, 2) -> (n, 1)."""
    ones = [1.0] * (len(network.weights) - 1)
    return thinned(twin(network, scaling, q), x, ones, scaling.inference(q))


def signals() -> tuple[Array, dict[str, Array]]:
    """For every p up to 0.95: the signal at inference over that in training, under each scaling."""
    p = np.linspace(0, 0.95, 96)
    return p, {key: np.array([s.signal(1 - each) for each in p]) for key, s in SCALINGS.items()}


class Score(NamedTuple):
    """How well answers fit the classes."""

    loss: float  # mean cross-entropy, nats
    accuracy: float


def score(logits: Array, y: Array) -> Score:
    """Of logits (n, 1) beside classes (n, 1)."""
    loss = LOSSES["binary_cross_entropy_with_logits"].value(logits, y)
    return Score(loss, float(((logits > 0) == (y > 0.5)).mean()))
