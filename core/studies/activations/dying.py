"""How units die while a network learns, and why they never come back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.bounds import whole, within
from core.choice import chosen
from core.entries import Array
from core.images import digits
from core.network import Network, Trace, trace, update
from core.studies.activations.asleep import sleep_of_layer

LOSS = "cross_entropy_with_logits"
GONE = 1e6  # a loss this many times the first one counts as diverged


@dataclass(frozen=True, eq=False)
class DyingRun:
    """Row e is after e epochs, measured on all examples."""

    loss: Array  # (epochs + 1,), mean cross-entropy in nats; fewer rows if the run diverged
    accuracy: Array  # (epochs + 1,), share of the examples named right
    dead: Array  # (epochs + 1, units), true where the unit's slope is 0 for every example
    dead_gradient: float  # largest slope of the loss along any weight into a unit dead at the end
    live_gradient: float  # the same for the units alive at the end
    outcome: Literal["finished", "diverged"]


class _Epoch(NamedTuple):
    """What is kept of one epoch."""

    loss: float
    accuracy: float
    dead: Array  # (units,)
    pull: Array  # (units,), largest slope along any weight into the unit


def watch_dying(
    activation: Activation | str = "relu",
    *,
    units: int = 32,
    lr: float = 0.5,
    bias: float = 0.0,
    epochs: int = 20,
    batch: int = 64,
    seed: int = 0,
) -> DyingRun:
    """Train one hidden layer to read handwritten digits, and count its dead units every epoch.

    A hidden unit without a slope on any example has a gradient of exactly 0 in its weights and
    its bias: no example will ever move it. So it is dead for good.

    Parameters
    ----------
    activation : Activation or str
        Of the hidden units: an entry of `ACTIVATIONS`, or its key; its knobs at their defaults.
    units, epochs, batch : int
        1 or more each. All 1797 digits are seen once an epoch, shuffled, at most ``batch`` at a
        time, in parts as equal as can be.
    lr : float
        Learning rate of plain stochastic descent, > 0 to 100.
    bias : float
        That of every hidden unit at the start, -100 to 100. The weights start as He's.
    seed : int
        Draws the weights as `Network.random` does, and the order of the digits.

    Returns
    -------
    DyingRun

    Raises
    ------
    ValueError
        If the key is unknown or an argument out of range.

    References
    ----------
    Maas, Hannun & Ng 2013, Rectifier nonlinearities improve neural network acoustic models.
    """
    key = chosen("activation", activation, ACTIVATIONS).key
    lr, bias = within("lr", lr, 1e-9, 100), within("bias", bias, -100, 100)
    x, y = digits().images.reshape(-1, 64), np.eye(10)[digits().labels]
    network = _untrained(key, whole("units", units, 1), bias, whole("seed", seed, 0))
    rng, parts = np.random.default_rng((seed, 1)), -(-len(x) // whole("batch", batch, 1))
    rows = [_look(key, trace(network, x, y, LOSS))]
    for _ in range(whole("epochs", epochs, 1)):
        for few in np.array_split(rng.permutation(len(x)), parts):
            network = update(network, trace(network, x[few], y[few], LOSS), lr)
        rows.append(_look(key, trace(network, x, y, LOSS)))
        if not rows[-1].loss < GONE * rows[0].loss:  # nan fails too
            break
    return _summed_up(rows)


def _untrained(key: str, units: int, bias: float, seed: int) -> Network:
    """64 pixels, the hidden units, ten classes; only the hidden biases may differ from 0."""
    network = Network.random((64, units, 10), (key, "identity"), seed=seed, initializer="he")
    return replace(network, biases=(np.full(units, bias), network.biases[1]))


def _look(key: str, seen: Trace) -> _Epoch:
    """What one pass over all examples shows."""
    right = seen.forward[1].out.argmax(axis=1) == digits().labels
    dead = sleep_of_layer(key, seen.forward[0].z).dead
    pull = np.abs(seen.backward[0].d_weights).max(axis=0)  # (units,)
    return _Epoch(seen.loss, right.mean(), dead, pull)


def _summed_up(rows: list[_Epoch]) -> DyingRun:
    """The record of all epochs."""
    dead, pull = rows[-1].dead, rows[-1].pull
    return DyingRun(
        loss=np.array([row.loss for row in rows]),
        accuracy=np.array([row.accuracy for row in rows]),
        dead=np.array([row.dead for row in rows]),
        dead_gradient=float(pull[dead].max(initial=0)),
        live_gradient=float(pull[~dead].max(initial=0)),
        outcome="finished" if rows[-1].loss < GONE * rows[0].loss else "diverged",
    )
