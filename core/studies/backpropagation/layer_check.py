"""A check told layer by layer: how far all weights of a layer, and all biases, are off together."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array
from core.gradcheck import relative_error
from core.studies.backpropagation.slope_check import Check


class LayerCheck(NamedTuple):
    """How far derived and measured slopes of one layer are apart, relative to the largest of them."""

    layer: int
    weights: float
    biases: float


def by_layer(checked: Check) -> tuple[LayerCheck, ...]:
    """The errors of every layer, from 1 up.

    Parameters
    ----------
    checked : Check

    Returns
    -------
    tuple of LayerCheck
    """
    depth = max(checked.layers) + 1
    return tuple(
        LayerCheck(layer, *(_error(checked, layer, letter) for letter in "wb"))
        for layer in range(1, depth + 1)
    )


def error_of(checked: Check, layer: int, d_weights: Array) -> float:
    """How far a claimed dW of one layer, (n_in, n_out), is from the measured one."""
    return _apart(d_weights.T.ravel(), checked.measured[_of(checked, layer, "w")])


def _error(checked: Check, layer: int, letter: str) -> float:
    chosen = _of(checked, layer, letter)
    return _apart(checked.derived[chosen], checked.measured[chosen])


def _of(checked: Check, layer: int, letter: str) -> Array:
    """Where the weights (w) or biases (b) of a layer stand."""
    names = zip(checked.names, checked.layers, strict=True)
    return np.array([name[0] == letter and at == layer - 1 for name, at in names])


def _apart(derived: Array, measured: Array) -> float:
    """The relative error; 0 where both are no more than the rounding of a loss."""
    largest = max(np.abs(derived).max(), np.abs(measured).max())
    return 0.0 if largest < 1e-9 else relative_error(derived, measured)
