"""Activations made of straight pieces. At a kink the slope is that of the side named here."""

from __future__ import annotations

import numpy as np

from core.entries import Array


def step(z: Array) -> Array:
    """Fire or stay silent; exactly at the threshold it fires: step(0) = 1."""
    return np.heaviside(z, 1)


def step_derivative(z: Array) -> Array:
    """Flat wherever it is smooth, and called 0 at the jump: nothing can be learned through it."""
    return np.zeros_like(z)


def identity(z: Array) -> Array:
    """Pass on what comes in."""
    return np.positive(z)


def identity_derivative(z: Array) -> Array:
    """One everywhere."""
    return np.ones_like(z)


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
    return np.where(z > 0, np.ones_like(z), alpha)


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
