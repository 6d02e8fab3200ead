"""The way back through a small convolutional network: who is to blame, layer by layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cnn import WINDOW, Cnn, Read
from core.convolution import convolve_gradients
from core.entries import Array
from core.losses import LOSSES
from core.pooling import pool_gradient
from core.straight_activations import relu_derivative


@dataclass(frozen=True, eq=False)
class Blame:
    """Loss of a batch, and its slopes along all that the network has learned and along the images."""

    loss: float  # nats, mean over the batch
    along: Cnn  # slopes in the shape of the network
    d_images: Array  # (n, h, w)


def blame(network: Cnn, seen: Read, labels: Array) -> Blame:
    """Walk back from the loss to every weight, and to every pixel.

    Parameters
    ----------
    network : Cnn
    seen : Read
        What `read` returned for it.
    labels : (n,)
        The true classes, whole numbers from 0.

    Returns
    -------
    Blame

    References
    ----------
    LeCun et al. 1989, Backpropagation applied to handwritten zip code recognition.
    """
    rule = LOSSES["cross_entropy_with_logits"]
    targets = np.eye(len(network.bias), dtype=seen.logits.dtype)[labels]  # (n, classes)
    d_logits = rule.gradient(seen.logits, targets)
    d_weights, d_bias = seen.features.T @ d_logits, d_logits.sum(axis=0)
    d_pooled = (d_logits @ network.weights.T).reshape(seen.stages[-1].pooled.shape)
    d_kernels, d_biases = [], []
    for kernels, stage in zip(network.kernels[::-1], seen.stages[::-1], strict=True):
        d_a = pool_gradient(stage.a, "max", d_pooled, WINDOW)
        d_z = d_a * relu_derivative(stage.z)
        slopes = convolve_gradients(stage.x, kernels, d_z, padding="same")
        d_kernels.insert(0, slopes.d_kernels)
        d_biases.insert(0, slopes.d_bias)
        d_pooled = slopes.d_x
    along = Cnn(tuple(d_kernels), tuple(d_biases), d_weights, d_bias)
    return Blame(rule.value(seen.logits, targets), along, d_pooled[:, 0])
