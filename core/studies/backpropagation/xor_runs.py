"""XOR from a hundred starts at once, and what those that got stuck are doing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from core.activations import ACTIVATIONS
from core.entries import Array
from core.network import Network, trace
from core.passes import forward_many, losses_at
from core.quiet import quiet
from core.stacked import Stack
from core.studies.backpropagation.many_steps import record_updates, spaced

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
SEEDS = 100
SOLVED = 0.01  # mean squared error
FAINT = 0.05  # share of an answer that tells nothing apart
TINY = 1e-300
FLAT = 0.01  # slope of a bend
WINDOW, CELLS = (-0.35, 1.35), 35  # the four points among them


@dataclass(frozen=True, eq=False)
class XorRuns:
    """Row t is after ``epochs[t]`` epochs; a network that a float cannot hold has an infinite loss."""

    epochs: Array  # (T,)
    losses: Array  # (T, seeds)
    path: Array  # (T, seeds, P)
    sizes: tuple[int, ...]
    activations: tuple[str, ...]

    @property
    def solved(self) -> Array:
        """(seeds,), which ended below `SOLVED`."""
        return self.losses[-1] < SOLVED

    def network(self, seed: int) -> Network:
        """Where one of them ended."""
        return Stack(self.path[-1], self.sizes, self.activations).network(seed)

    def nearest(self, epoch: float, loss: float) -> int:
        """The seed whose curve passes closest to a place, both axes in powers of ten."""
        row = int(np.abs(self.epochs - epoch).argmin())
        with quiet():
            return int(np.abs(np.log(self.losses[row]) - np.log(max(loss, TINY))).argmin())


def run_xor(
    hidden: int = 3,
    function: str = "tanh",
    initializer: str = "uniform_half",
    *,
    lr: float = 0.1,
    epochs: int = 1000,
) -> XorRuns:
    """Train a hundred networks 2-k-1, tanh at the output, on XOR: mean squared error, one example at a time.

    Parameters
    ----------
    hidden : int
        Units of the hidden layer.
    function : str
        Their activation.
    initializer : str
        Of the weights; the biases begin with 0.
    lr : float
    epochs : int
        Each shows the four examples once, in their order.
    """
    sizes, keys = (2, hidden, 1), (function, "tanh")
    stack = Stack.random(sizes, keys, seeds=range(SEEDS), initializer=initializer)
    rows = np.array(spaced(epochs, 60))
    path = record_updates(stack, X, Y, lr=lr, at=tuple(len(X) * rows), slope=2.0)
    flat = path.reshape(-1, path.shape[-1])
    losses = losses_at(flat, stack.network(0), X, Y, "mse").reshape(path.shape[:2])
    return XorRuns(rows, np.where(np.isfinite(losses), losses, np.inf), path, sizes, keys)


class Unit(NamedTuple):
    """What a hidden unit says of the four points, and whether it can still learn from them."""

    outputs: Array  # (4,)
    spread: float  # how much it moves the output's z from one point to another
    slope: float  # the steepest of its bends
    kind: str  # dead, faint, flat or working


class Diagnosis(NamedTuple):
    """Why a network answers as it does, measured at its four points."""

    answers: Array  # (4,)
    units: tuple[Unit, ...]
    alike: tuple[int, int]  # two points with different targets that look most alike to the units
    apart: float  # how far these two are apart in the output's z, at the most
    slopes: tuple[
        float, float, float
    ]  # largest, over all four: hidden layer, output weights, output bias

    @property
    def working(self) -> int:
        """How many units tell points apart, and can learn."""
        return sum(unit.kind == "working" for unit in self.units)


def diagnose(network: Network) -> Diagnosis:
    """Look at every hidden unit at the four points of XOR."""
    run = trace(network, X, Y, "mse")
    h, z = run.forward[0].out, run.forward[0].z
    v = network.weights[1][:, 0]
    bends = ACTIVATIONS[network.activations[0]].derivative(z).max(axis=0)
    spreads = np.abs(v) * np.ptp(h, axis=0)
    units = tuple(
        Unit(h[:, k], float(spreads[k]), float(bends[k]), _kind(spreads[k], bends[k]))
        for k in range(len(v))
    )
    pairs = [(i, j) for i, j in product((0, 3), (1, 2))]
    apart = [float(np.abs(v * (h[i] - h[j])).sum()) for i, j in pairs]
    closest = int(np.argmin(apart))
    first, last = run.backward
    hidden = max(np.abs(first.d_weights).max(), np.abs(first.d_bias).max())
    slopes = (float(hidden), float(np.abs(last.d_weights).max()), float(np.abs(last.d_bias).max()))
    return Diagnosis(run.forward[-1].out[:, 0], units, pairs[closest], apart[closest], slopes)


def _kind(spread: float, bend: float) -> str:
    """A unit without any slope is dead; one that moves nothing is faint; one that hardly bends is flat."""
    if bend == 0:
        return "dead"
    if spread < FAINT:
        return "faint"
    return "flat" if bend < FLAT else "working"


def answers_over(network: Network) -> tuple[Array, Array]:
    """The answer everywhere around the four points: places along an axis, and heights, rows upwards."""
    places = np.linspace(*WINDOW, CELLS)
    grid = np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
    stack = Stack.of([network])
    return places, forward_many(stack, grid)[0, :, 0].reshape(CELLS, CELLS)
