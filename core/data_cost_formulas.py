"""Mean squared error and mean cross-entropy of z = u f₁ + v f₂, with slope and curvature in (u, v).

Features are (n, 2), targets (n,). u and v may have any shapes that broadcast: a whole grid of
models is weighed in one pass.
"""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.quiet import on_points
from core.smooth_activations import sigmoid, softplus


def outputs(u: Array, v: Array, features: Array) -> Array:
    """z of every example, at every point of the parameter plane, (..., n)."""
    first, second = features.T
    return np.multiply.outer(u, first) + np.multiply.outer(v, second)


def squared_miss(z: Array, target: Array) -> Array:
    """What one example costs a line."""
    return (z - target) ** 2


def surprise(z: Array, target: Array) -> Array:
    """What one example costs a logistic model, in nats: -log σ(z) where it is a 1, -log σ(-z) where a 0."""
    return softplus((1 - 2 * target) * z)


@on_points
def squared_cost(u: Array, v: Array, *, features: Array, targets: Array) -> Array:
    """The mean of the squared misses."""
    return squared_miss(outputs(u, v, features), targets).mean(axis=-1)


@on_points
def squared_cost_gradient(u: Array, v: Array, *, features: Array, targets: Array) -> Array:
    """Slope of `squared_cost`, (2, ...): each example pulls by twice its miss."""
    miss = outputs(u, v, features) - targets  # (..., n)
    return np.array([(2 * miss * f).mean(axis=-1) for f in features.T])


@on_points
def squared_cost_hessian(u: Array, v: Array, *, features: Array, targets: Array) -> Array:
    """Curvature of `squared_cost`, (2, 2, ...): the same everywhere, whatever the targets."""
    return np.multiply.outer(2 * features.T @ features / len(targets), np.ones_like(u))


@on_points
def logistic_cost(u: Array, v: Array, *, features: Array, targets: Array) -> Array:
    """The mean surprise: binary cross-entropy of σ(z), from z itself."""
    return surprise(outputs(u, v, features), targets).mean(axis=-1)


@on_points
def logistic_cost_gradient(u: Array, v: Array, *, features: Array, targets: Array) -> Array:
    """Slope of `logistic_cost`, (2, ...): each example pulls by its miss, σ(z) - y."""
    miss = sigmoid(outputs(u, v, features)) - targets  # (..., n)
    return np.array([(miss * f).mean(axis=-1) for f in features.T])


@on_points
def logistic_cost_hessian(u: Array, v: Array, *, features: Array, targets: Array) -> Array:
    """Curvature of `logistic_cost`, (2, 2, ...): examples in doubt bend it, settled ones do not."""
    z = outputs(u, v, features)  # (..., n)
    doubt = sigmoid(z) * sigmoid(-z)
    return np.array([[(doubt * (f * g)).mean(axis=-1) for g in features.T] for f in features.T])
