"""Thousands of updates, one example after the other: networks with one hidden layer, many runs at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle

import numpy as np

from core.activations import ACTIVATIONS
from core.entries import Array
from core.quiet import quiet
from core.stacked import Stack


def record_updates(
    stack: Stack,
    x: Array,
    y: Array,
    *,
    lr: float,
    at: Sequence[int],
    slope: float,
    learn_biases: bool = True,
) -> Array:
    """Update every network on example after example, in their order, round and round.

    Parameters
    ----------
    stack : Stack
        Networks with one hidden layer; not modified.
    x : (n, n_in)
    y : (n, n_out)
        The loss of an example is slope / 2 · sum of its squared misses.
    lr : float
    at : sequence of int
        After how many updates to record, rising.
    slope : float
        1 for half the squared error, 2 / n_out for the mean squared error.
    learn_biases : bool
        False leaves the biases where they are.

    Returns
    -------
    (len(at), runs, P)
        In the order of `Stack`. Numbers too large for a float are inf or nan, without a warning.
    """
    (w1, b1, hidden), (w2, b2, output) = stack.layers()
    f, g = ACTIVATIONS[hidden], ACTIVATIONS[output]
    w1, w2 = np.concatenate([w1, b1], axis=1), np.concatenate([w2, b2], axis=1)  # bias: last row
    x = np.concatenate([x, np.ones((len(x), 1))], axis=1)  # its input is always 1
    rate1, rate2 = (_rates(lr, w.shape[1], learn_biases) for w in (w1, w2))
    h = np.ones((stack.runs, w2.shape[1]))
    path, row, wanted = np.empty((len(at), *stack.parameters.shape)), 0, set(at)
    with quiet():
        for t, a, target in zip(range(at[-1] + 1), cycle(x), cycle(y), strict=False):
            if t in wanted:
                _write(path[row], w1, w2)
                row += 1
            z1 = a @ w1  # (runs, hidden)
            h[:, :-1] = f.value(z1)
            z2 = (h[:, None] @ w2)[:, 0]  # (runs, n_out)
            d_z2 = slope * (g.value(z2) - target) * g.derivative(z2)
            d_z1 = (w2[:, :-1] @ d_z2[:, :, None])[:, :, 0] * f.derivative(z1)
            w1 = w1 - rate1 * (a[:, None] * d_z1[:, None])
            w2 = w2 - rate2 * (h[:, :, None] * d_z2[:, None])
    return path


def _write(place: Array, w1: Array, w2: Array) -> None:
    """Both layers as rows of a `Stack`."""
    runs, split = len(w1), w1[0].size
    place[:, :split] = w1.reshape(runs, -1)
    place[:, split:] = w2.reshape(runs, -1)


def _rates(lr: float, rows: int, learn_biases: bool) -> Array:
    """(rows, 1): the learning rate of every row of a layer, the last one being the biases."""
    rates = np.full((rows, 1), lr)
    rates[-1] *= learn_biases
    return rates


def spaced(most: int, count: int = 90) -> tuple[int, ...]:
    """0, 1, 2 and so on up to ``most``, ever further apart: about ``count`` in all."""
    steps = np.geomspace(1, most, count).round().astype(int)
    return tuple(dict.fromkeys([0, *steps.tolist(), most]))
