"""Activations made of straight pieces. At a kink the slope is that of the side named here."""

from __future__ import annotations

import numpy as np

from core.entries import Array


def step(z: Array) -> Array:
    """Fire or stay silent; exactly at the threshold it fires: step(0) = 1."""
    return np.heaviside(z, 1)


def step_derivative(z: Array) -> Array:
    """Flat wherever it is smooth, and called 0 at the jump: nothing can be learned through it."""
    return _unless_nan(z, 0)


def identity(z: Array) -> Array:
    """Pass on what comes in."""
    return np.positive(z)


def identity_derivative(z: Array) -> Array:
    """One everywhere."""
    return _unless_nan(z, 1)


def relu(z: Array) -> Array:
    """Keep what is positive, set the rest to zero."""
    return np.maximum(z, 0)


def relu_derivative(z: Array) -> Array:
    """Open or shut; at 0 it counts as shut."""
    return np.heaviside(z, 0)


def leaky_relu(z: Array, *, alpha: float = 0.01) -> Array:
    """ReLU that lets a little of the negative side through."""
    return np.where(z > 0, z, alpha * np.minimum(z, 0))


def leaky_relu_derivative(z: Array, *, alpha: float = 0.01) -> Array:
    """Never zero, so the unit cannot die; at 0 the slope is that of the left side."""
    return _unless_nan(z, np.where(z > 0, np.ones_like(z), alpha))


def prelu(z: Array, *, alpha: float = 0.25) -> Array:
    """A leaky ReLU whose leak is learned like a weight; 0.25 is where learning starts."""
    return leaky_relu(z, alpha=alpha)


def prelu_derivative(z: Array, *, alpha: float = 0.25) -> Array:
    """Along z the slope is that of the leaky ReLU."""
    return leaky_relu_derivative(z, alpha=alpha)


def prelu_alpha_derivative(z: Array) -> Array:
    """Along alpha: z itself on the negative side, nothing on the positive, whatever alpha is."""
    return np.minimum(z, 0)


def hard_sigmoid(z: Array) -> Array:
    """The sigmoid drawn with a ruler: a ramp from -3 to 3."""
    return np.clip(z / 6 + 0.5, 0, 1)


def hard_sigmoid_derivative(z: Array) -> Array:
    """One sixth on the ramp, 0 beside it and at both its ends."""
    return np.heaviside(3 - np.abs(z), 0) / 6


def hard_tanh(z: Array) -> Array:
    """The hyperbolic tangent drawn with a ruler: a ramp from -1 to 1."""
    return np.clip(z, -1, 1)


def hard_tanh_derivative(z: Array) -> Array:
    """One on the ramp, 0 beside it and at both its ends."""
    return np.heaviside(1 - np.abs(z), 0)


def _unless_nan(z: Array, slope: Array | float) -> Array:
    """The slope; but what is not a number has none."""
    return np.where(np.isnan(z), z, slope)
