"""One small result for each lesson, computed by the same functions as the lesson itself: the map shows them."""

from __future__ import annotations

import numpy as np

from core.activations import ACTIVATIONS
from core.cnn import read
from core.cnn_training import split_digits
from core.convolution import convolve, pool
from core.descent import Trajectory
from core.entries import Array
from core.images import digits
from core.kernels import KERNELS
from core.landscape import Grid, sample
from core.losses import LOSSES
from core.network import Network, trace
from core.optimizers import OPTIMIZERS, descend
from core.polynomials import Points
from core.studies.overfitting.degrees import drawn_points, parted, sweep_degrees
from core.studies.regularization.polynomial import drawn, fit_curve, sample_curve
from core.surfaces import SURFACES
from core.trained import trained_cnn


def a_filtered_digit() -> tuple[Array, Array]:
    """A handwritten digit, and where it gets brighter to the right: (8, 8) and (8, 8)."""
    digit = digits().images[0]
    kernel = KERNELS["sobel_x"].weights
    return digit, convolve(digit[None], kernel[None, None], padding="same")[0]


def a_pooled_digit() -> tuple[Array, Array]:
    """A handwritten digit, and the largest of each 2 × 2 of its pixels: (8, 8) and (4, 4)."""
    digit = digits().images[7]
    return digit, pool(digit[None], "max", 2)[0]


def a_digit_read() -> tuple[Array, Array, Array]:
    """A held-out digit, three maps of it, and its probabilities: (8, 8), (3, 8, 8) and (10,)."""
    digit = split_digits().held_out.images[2]
    seen = read(trained_cnn(), digit[None])
    return digit, seen.stages[0].a[0, :3], seen.shares[0]


def three_bends(count: int = 80) -> tuple[Array, dict[str, Array]]:
    """Values of three activations over z from -3 to 3, by key."""
    z = np.linspace(-3, 3, count)
    return z, {key: ACTIVATIONS[key].value(z) for key in ("sigmoid", "tanh", "relu")}


def three_losses(count: int = 81) -> tuple[Array, dict[str, Array]]:
    """What a miss from -2.5 to 2.5 costs under three losses, by key."""
    miss = np.linspace(-2.5, 2.5, count)
    return miss, {key: LOSSES[key].costs(miss, np.zeros(count)) for key in ("mse", "mae", "huber")}


def four_valleys() -> Grid:
    """Himmelblau's surface, coarsely."""
    return sample(SURFACES["himmelblau"], 36)


def a_race() -> tuple[Grid, dict[str, Trajectory]]:
    """Three rules on the ravine from one start."""
    ravine = SURFACES["ravine"]
    walks = {
        key: descend(ravine, OPTIMIZERS[key], ravine.start, steps=60)
        for key in ("sgd", "momentum", "adam")
    }
    return sample(ravine, 36), walks


def an_over_fit() -> tuple[Points, dict[str, Array]]:
    """Twelve noisy points, and the curves of degree 11 and 2 through them, each (2, 301)."""
    points = sample_curve(12, 1.0, seed=3)
    fits = {degree: fit_curve(points, points, degree) for degree in (11, 2)}
    return points, {str(d): np.array([*drawn(fit.theta)]) for d, fit in fits.items()}


def a_turning_error() -> tuple[Array, dict[str, Array]]:
    """Log of the training and the validation error for degrees 0 to 9, by part."""
    rows, test = drawn_points(15, 1.0, 106)
    errors = sweep_degrees(parted(rows, test), 9).errors
    return np.arange(10.0), {part: np.log(errors[part]) for part in ("", "v")}


def a_backward_pass() -> tuple[Array, ...]:
    """The gradient of each weight of a small network on one example, layer by layer."""
    network = Network.random((3, 4, 2), ("tanh", "sigmoid"), seed=4)
    seen = trace(network, np.array([[0.5, -0.8, 0.3]]), np.array([[1.0, 0.0]]), "mse")
    return tuple(layer.d_weights for layer in seen.backward)
