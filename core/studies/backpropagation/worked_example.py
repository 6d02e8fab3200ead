"""The 2-2-2 network that half the web computes by hand: sixteen numbers, each with a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.entries import Array
from core.network import Network, Trace


class Unit(NamedTuple):
    """What one unit takes in, what it weighs that with, and its bias, all by name."""

    inputs: tuple[str, str]
    weights: tuple[str, str]
    bias: str


HIDDEN = {
    "h1": Unit(("x1", "x2"), ("w1", "w2"), "b1"),
    "h2": Unit(("x1", "x2"), ("w3", "w4"), "b2"),
}
OUTPUT = {
    "o1": Unit(("h1", "h2"), ("w5", "w6"), "b3"),
    "o2": Unit(("h1", "h2"), ("w7", "w8"), "b4"),
}
UNITS: Mapping[str, Unit] = HIDDEN | OUTPUT

NAMES = (
    *("x1", "x2", "y1", "y2"),
    *("w1", "w2", "w3", "w4", "b1", "b2"),
    *("w5", "w6", "w7", "w8", "b3", "b4"),
)
# Mazur 2015, "A step by step backpropagation example".
NUMBERS = (
    *(0.05, 0.10, 0.01, 0.99),
    *(0.15, 0.20, 0.25, 0.30, 0.35, 0.35),
    *(0.40, 0.45, 0.50, 0.55, 0.60, 0.60),
)
PARAMETERS = NAMES[4:]


@dataclass(frozen=True, eq=False)
class Example:
    """One input, what should come out, and the network that is asked."""

    x: Array  # (1, 2)
    y: Array  # (1, 2)
    network: Network


def example(numbers: Sequence[float] = NUMBERS) -> Example:
    """The worked example, or the same network with other numbers.

    Parameters
    ----------
    numbers : sequence of 16 floats
        In the order of `NAMES`.

    Raises
    ------
    ValueError
        If there are not sixteen, or one is not finite.
    """
    values = np.array(numbers, dtype=float)
    if values.shape != (len(NAMES),) or not np.all(np.isfinite(values)):
        raise ValueError(f"numbers must be {len(NAMES)} finite numbers, they are {numbers!r}")
    return Example(values[None, 0:2], values[None, 2:4], network_of(values[4:]))


def network_of(parameters: Array) -> Network:
    """The network with these weights and biases, in the order of `PARAMETERS`."""
    w1, b1, w2, b2 = np.split(parameters, [4, 6, 10])
    weights = (w1.reshape(2, 2).T, w2.reshape(2, 2).T)  # named row by unit, kept (n_in, n_out)
    return Network(weights, (b1, b2), ("sigmoid", "sigmoid"))


def parameters_of(network: Network) -> Array:
    """Weights and biases in the order of `PARAMETERS`."""
    pairs = zip(network.weights, network.biases, strict=True)
    return np.concatenate([part for w, b in pairs for part in (w.T.ravel(), b)])


def slopes_of(run: Trace) -> Array:
    """Slopes of the loss along weights and biases, in the order of `PARAMETERS`."""
    return np.concatenate(
        [part for g in run.backward for part in (g.d_weights.T.ravel(), g.d_bias)]
    )


def pretty(name: str) -> str:
    """A name as it is read: h1 is h₁."""
    return name[0] + "₀₁₂₃₄₅₆₇₈₉"[int(name[1])] if name[1:].isdigit() else name
