"""A small network and a few examples for it, drawn so that every number can be read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from core.activations import ACTIVATIONS
from core.entries import Array
from core.initializers import INITIALIZERS
from core.network import Network, trace
from core.studies.backpropagation.problem import Problem

# The output that goes with each loss: their slopes cancel to c (A - Y).
OUTPUTS = MappingProxyType(
    {"cross_entropy": "softmax", "binary_cross_entropy": "sigmoid", "mse": "identity"}
)
CLEAR = 1e-3  # how far every pre-activation keeps from a kink


def draw_batch(
    sizes: Sequence[int], function: str, loss: str, *, batch: int, seed: int = 0
) -> Problem:
    """Draw weights, examples and targets, of few digits each.

    Parameters
    ----------
    sizes : sequence of int
        Units of the input and of every layer.
    function : str
        Activation of the hidden layers, a key of `ACTIVATIONS`.
    loss : str
        A key of `OUTPUTS`.
    batch : int
        Examples.
    seed : int
        The same seed draws the same numbers. The first examples and all weights stay when the batch grows,
        unless an example lands on a kink: then all are drawn anew.

    Returns
    -------
    Problem
        No pre-activation of a hidden unit lies on a kink, where a slope would be a matter of taste.
    """
    for attempt in range(100):
        rng = np.random.default_rng((3, seed, attempt))
        network = _network(rng, sizes, (*[function] * (len(sizes) - 2), OUTPUTS[loss]))
        x = rng.normal(size=(8, sizes[0])).round(1)[:batch]
        drawn = Problem(network, x, _targets(rng, sizes[-1], loss)[:batch], loss)
        if _is_clear(drawn):
            break
    return drawn


def _network(rng: np.random.Generator, sizes: Sequence[int], keys: tuple[str, ...]) -> Network:
    """Glorot's weights and small biases, to two digits."""
    pairs = list(pairwise(sizes))
    weights = tuple(INITIALIZERS["glorot"](rng, *pair).round(2) for pair in pairs)
    return Network(weights, tuple(rng.uniform(-0.3, 0.3, n).round(2) for _, n in pairs), keys)


def _targets(rng: np.random.Generator, n_out: int, loss: str) -> Array:
    """(8, n_out): one class each, yes or no to each question, or heights."""
    if loss == "cross_entropy":
        return np.eye(n_out)[rng.integers(n_out, size=8)]
    if loss == "binary_cross_entropy":
        return rng.integers(2, size=(8, n_out)).astype(float)
    return rng.normal(size=(8, n_out)).round(1)


def _is_clear(drawn: Problem) -> bool:
    """Whether no pre-activation stands on a kink of its activation."""
    steps = trace(drawn.network, drawn.x, drawn.y, drawn.loss).forward[:-1]
    keys = drawn.network.activations[:-1]
    return all(
        np.abs(step.z - kink).min() > CLEAR
        for step, key in zip(steps, keys, strict=True)
        for kink in ACTIVATIONS[key].kinks
    )
