"""Thousands of masks at one point: the mean over them comes to rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS
from core.dropout import draw_mask, inverted_dropout, keep_probability, thinned
from core.entries import Array, as_floats
from core.network import Network

COUNT = 10_000
SHOWN = 160  # places on the way that are drawn


@dataclass(frozen=True, eq=False)
class ManyMasks:
    """Means over the first n masks, at numbers n that grow by a factor; and every unit's at the end."""

    n: Array  # (k,)
    mean: Array  # (k,), of the logit
    error: Array  # (k,), its measured standard error
    units: Array  # first hidden layer, without dropout
    unit_means: Array  # mean of m a / q over all masks
    unit_errors: Array


def over_many_masks(network: Network, x: Array, q: float, seed: int) -> ManyMasks:
    """One point x (1, 2), 10,000 sub-networks, each drawn as training draws it."""
    rng = np.random.default_rng((6, seed))
    masks = [draw_mask(rng, (COUNT, 1, len(b)), keep_probability(q)) for b in network.biases[:-1]]
    mean, error = running_means(thinned(network, x, masks, 1 / q)[:, 0, 0])
    w, b, key = network.weights[0], network.biases[0], network.activations[0]
    units = ACTIVATIONS[key].value(as_floats(x) @ w + b)  # (1, units)
    dropped = inverted_dropout(units, masks[0][:, 0], q)  # (COUNT, units)
    shown = np.unique(np.geomspace(1, COUNT, SHOWN).astype(int))
    return ManyMasks(
        n=shown,
        mean=mean[shown - 1],
        error=error[shown - 1],
        units=units[0],
        unit_means=dropped.mean(axis=0),
        unit_errors=dropped.std(axis=0, ddof=1) / np.sqrt(COUNT),
    )


def running_means(values: Array) -> tuple[Array, Array]:
    """Mean of the first n values, and its standard error (nan for the first): (n,) twice."""
    n = np.arange(1, len(values) + 1)
    mean = np.cumsum(values) / n
    squares = np.maximum(np.cumsum(values**2) - n * mean**2, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return mean, np.sqrt(squares / (n - 1) / n)
