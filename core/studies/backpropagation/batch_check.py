"""The referee for a whole batch: every slope of a network beside central differences, all in one pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array
from core.gradcheck import relative_error
from core.network import Trace
from core.passes import losses_at
from core.stacked import Stack
from core.studies.backpropagation.small_batch import Batch

STEP = 1e-5


class LayerCheck(NamedTuple):
    """How far derived and measured slopes of one layer are apart, relative to the largest of them."""

    layer: int
    weights: float
    biases: float


def measured_slopes(batch: Batch) -> Array:
    """The slope along every parameter from two small steps, (P,), in the order of `Stack`."""
    parameters = Stack.of([batch.network]).parameters[0]
    steps = STEP * np.maximum(1, np.abs(parameters))
    nudged = parameters + np.concatenate([np.diag(steps), np.diag(-steps)])
    up, down = np.split(losses_at(nudged, batch.network, batch.x, batch.y, batch.loss), 2)
    return (up - down) / (2 * steps)


def check_batch(batch: Batch, run: Trace) -> tuple[LayerCheck, ...]:
    """Hold every slope of a run against a measured one, layer by layer.

    Parameters
    ----------
    batch : Batch
    run : Trace
        Of its network; only the slopes are read.

    Returns
    -------
    tuple of LayerCheck
    """
    measured, at, found = measured_slopes(batch), 0, []
    for layer, slopes in enumerate(run.backward, 1):
        errors = []
        for derived in (slopes.d_weights, slopes.d_bias):
            part = measured[at : at + derived.size].reshape(derived.shape)
            errors.append(_apart(derived, part))
            at += derived.size
        found.append(LayerCheck(layer, *errors))
    return tuple(found)


def error_of(batch: Batch, layer: int, d_weights: Array) -> float:
    """How far a claimed dW of one layer is from the measured one."""
    at = sum(
        w.size + b.size
        for w, b in zip(
            batch.network.weights[: layer - 1], batch.network.biases[: layer - 1], strict=True
        )
    )
    measured = measured_slopes(batch)[at : at + d_weights.size]
    return _apart(d_weights, measured.reshape(d_weights.shape))


def _apart(derived: Array, measured: Array) -> float:
    """The relative error; 0 where both are no more than the rounding of a loss."""
    largest = max(np.abs(derived).max(), np.abs(measured).max())
    return 0.0 if largest < 1e-9 else relative_error(derived, measured)
