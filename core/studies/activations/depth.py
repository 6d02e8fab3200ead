"""What becomes of a signal and its slope on the way through many layers of one neuron each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.bounds import whole
from core.entries import Array, as_floats
from core.quiet import quiet


@dataclass(frozen=True, eq=False)
class ChainRun:
    """Row l belongs to layer l + 1. A batch of inputs adds a second axis to each array."""

    z: Array  # (L,) or (L, n): weight · a of the layer before + bias
    a: Array  # f(z)
    slopes: Array  # f'(z)
    products: Array  # slope of a along x: weight · f'(z), multiplied up to this layer


def run_chain(
    activation: Activation | str,
    x: float | Array,
    depth: int,
    *,
    weight: float = 1.0,
    bias: float = 0.0,
    **knobs: float,
) -> ChainRun:
    """Send x through a chain of equal neurons and multiply up the chain rule's factors.

    Parameters
    ----------
    activation : Activation or str
        An entry of `ACTIVATIONS`, or its key.
    x : float or (n,)
        What the first neuron is given.
    depth : int
        Number of layers, from 1 up.
    weight, bias : float
        The same in every layer.
    **knobs
        Those of the activation.

    Returns
    -------
    ChainRun
        With arrays (depth,) or (depth, n). Numbers too large for a float are inf, without a
        warning; from the first zero slope on, the products are 0.

    Raises
    ------
    ValueError
        If the key is unknown or the depth is not a whole number from 1 up.
    """
    f = _entry(activation)
    depth = whole("depth", depth, 1)
    a, rows = as_floats(x), []
    with quiet():
        for _ in range(depth):
            z = weight * a + bias
            a = f.value(z, **knobs)
            rows.append((z, a, f.derivative(z, **knobs)))
        z, a, slopes = (np.stack(row) for row in zip(*rows, strict=True))  # (L, ...) each
        products = np.cumprod(weight * slopes, axis=0)
    silent = np.logical_or.accumulate(weight * slopes == 0, axis=0)
    return ChainRun(z, a, slopes, np.where(silent, 0, products))  # not inf · 0 after an overflow


def sigmoid_bound(depth: int, *, weight: float = 1.0) -> Array:
    """The most that chains of 1, 2, … ``depth`` sigmoids can pass on: a factor |weight|/4 a layer."""
    return (abs(weight) / 4) ** np.arange(1, whole("depth", depth, 1) + 1)  # (depth,)


def _entry(activation: Activation | str) -> Activation:
    """The entry itself, also if only its key is given."""
    if isinstance(activation, Activation):
        return activation
    if activation not in ACTIVATIONS:
        raise ValueError(f"activation is {activation!r}; it may be one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[activation]
