"""Activations that bend smoothly, in forms that neither overflow nor lose their tails."""

from __future__ import annotations

import math

import numpy as np

from core.entries import Array
from core.erf import erfc
from core.quiet import quiet

SELU_ALPHA = 1.6732632423543772848  # with the scale: mean 0 and variance 1 map to themselves
SELU_SCALE = 1.0507009873554804934
GELU_SCALE = (2 / math.pi) ** 0.5  # makes the slope at 0 right
GELU_CUBE = 0.044715  # fitted by its authors


def sigmoid(z: Array) -> Array:
    """Squash any number into a probability."""
    e = np.exp(-np.abs(z))  # at most 1, whatever the sign of z
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_derivative(z: Array) -> Array:
    """At most 1/4, in the middle; almost nothing in the tails."""
    e = np.exp(-np.abs(z))
    both = 1 + e
    return (1 / both) * (e / both)  # σ(z) σ(-z), whichever is which


def tanh(z: Array) -> Array:
    """Squash any number into (-1, 1), with 0 staying at 0."""
    return np.tanh(z)


def tanh_derivative(z: Array) -> Array:
    """One in the middle, then fading: 1 - tanh² in a form that keeps its digits."""
    e = np.exp(-np.abs(z))
    return (2 * e / (1 + e * e)) ** 2  # 1 / cosh²


def elu(z: Array, *, alpha: float = 1.0) -> Array:
    """ReLU whose negative side levels off at -alpha instead of being cut."""
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


def elu_derivative(z: Array, *, alpha: float = 1.0) -> Array:
    """One on the right; on the left it starts at alpha, also at 0 itself, and fades."""
    return np.where(z > 0, 1, alpha * np.exp(np.minimum(z, 0)))


def selu(z: Array) -> Array:
    """The one ELU, scaled, that keeps mean 0 and variance 1 from layer to layer."""
    with quiet():  # the scale takes the largest floats to inf
        return SELU_SCALE * elu(z, alpha=SELU_ALPHA)


def selu_derivative(z: Array) -> Array:
    """A little above 1 on the right; at 0 the slope is that of the left side."""
    return SELU_SCALE * elu_derivative(z, alpha=SELU_ALPHA)


def softplus(z: Array) -> Array:
    """ReLU with its corner rounded off."""
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))  # e^z itself would overflow


def softplus_derivative(z: Array) -> Array:
    """The sigmoid: ReLU's switch with its jump rounded off."""
    return sigmoid(z)


def gelu(z: Array) -> Array:
    """Weigh each input by the chance that a standard normal number lies below it."""
    return _damped(z, _normal_cdf(z))


def gelu_derivative(z: Array) -> Array:
    """The weight itself, plus what moving along the bell changes in it."""
    bell = np.exp(-(np.minimum(np.abs(z), 40) ** 2) / 2) / (2 * np.pi) ** 0.5  # 0 from 39 on
    return _normal_cdf(z) + _damped(z, bell)


def gelu_tanh(z: Array) -> Array:
    """GELU without the error function: a stretched sigmoid stands in for the bell's area."""
    return _damped(z, sigmoid(2 * _bent(z)))  # (1 + tanh u) / 2 = σ(2u)


def gelu_tanh_derivative(z: Array) -> Array:
    """The weight itself, plus what moving along the stretched sigmoid changes in it."""
    weight_slope = sigmoid_derivative(2 * _bent(z)) * 2 * _bent_derivative(z)
    return sigmoid(2 * _bent(z)) + _damped(z, weight_slope)


def silu(z: Array) -> Array:
    """Weigh each input by its own sigmoid."""
    return _damped(z, sigmoid(z))


def silu_derivative(z: Array) -> Array:
    """Dips below 0 on the left and rises a little above 1 on the right."""
    return sigmoid(z) + _damped(z, sigmoid_derivative(z))


def mish(z: Array) -> Array:
    """Weigh each input by the tanh of its softplus."""
    return _damped(z, np.tanh(softplus(z)))


def mish_derivative(z: Array) -> Array:
    """Like that of SiLU, a little steeper."""
    return np.tanh(softplus(z)) + _damped(z, tanh_derivative(softplus(z)) * sigmoid(z))


def _normal_cdf(z: Array) -> Array:
    """The chance that a standard normal number lies below z."""
    return erfc(-z / 2**0.5) / 2


def _bent(z: Array) -> Array:
    """u, so that 1 + tanh(u) is nearly twice the area under the bell; beyond ±40 it stays."""
    near = np.clip(z, -40, 40)
    return GELU_SCALE * (near + GELU_CUBE * near**3)


def _bent_derivative(z: Array) -> Array:
    """The slope of u along z, inside ±40."""
    near = np.clip(z, -40, 40)
    return GELU_SCALE * (1 + 3 * GELU_CUBE * near**2)


def _damped(z: Array, factor: Array) -> Array:
    """z times a factor that reaches 0 faster than z reaches infinity, so 0 wins."""
    return np.where(factor == 0, 0, z) * factor
