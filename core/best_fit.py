"""The two parameters that fit the data best, or the reason why there are none.

Features are (n, 2), not all of them 0: the model is z = u f₁ + v f₂. `core.data_costs` checks
what comes from outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.entries import Array
from core.landscape import Point
from core.smooth_activations import sigmoid, softplus

NEWTON_STEPS = 100
SETTLED = 1e-9  # the next step of Newton's method would be about the square of it
ROUNDING, RANK = 1e-12, np.finfo(np.float64).eps


@dataclass(frozen=True, eq=False)
class Best:
    """Where a cost is lowest.

    "one point": there, and nowhere else. "valley": there and everywhere along ``direction``, since
    the data do not tell these models apart. "separable": nowhere; the cost falls for ever along
    ``direction``, towards a value that it never reaches.
    """

    outcome: Literal["one point", "valley", "separable"]
    point: Point | None  # in a valley, the one nearest to the origin
    direction: Array | None  # (2,), of length 1; None where there is one point


def best_line(features: Array, targets: Array) -> Best:
    """The smallest mean squared miss: the solution of the normal equation, FᵀF θ = Fᵀy.

    Parameters
    ----------
    features : (n, 2)
    targets : (n,)

    Returns
    -------
    Best
        Never "separable".

    References
    ----------
    Legendre 1805; Gauss 1809.
    """
    basis = _orthonormal(features)
    return _lowest(basis, basis.columns.T @ targets)


def normal_sums(features: Array, targets: Array) -> tuple[Array, Array]:
    """Both sides of the normal equation, as they are written on paper: FᵀF, (2, 2), and Fᵀy, (2,)."""
    return features.T @ features, features.T @ targets


def best_logistic(features: Array, targets: Array) -> Best:
    """The smallest mean surprise, by Newton's method with steps halved until they go down.

    Parameters
    ----------
    features : (n, 2)
    targets : (n,)
        0 or 1.

    Returns
    -------
    Best

    References
    ----------
    Albert & Anderson 1984, for the data sets that have no best point.
    """
    direction = separating_direction(features, targets)
    if direction is not None:
        return Best("separable", None, direction)
    basis = _orthonormal(features)
    return _lowest(basis, _newton(basis.columns, targets))


def separating_direction(features: Array, targets: Array) -> Array | None:
    """A direction in which the cost falls for ever, because no example ever objects.

    An example objects to a step that makes its true answer less likely. Turned round where the
    answer is 0, the features of all examples must lie in one half of the plane, and not all on
    its edge.

    Parameters
    ----------
    features : (n, 2)
    targets : (n,)
        0 or 1.

    Returns
    -------
    (2,) or None
        Of length 1.
    """
    basis = _orthonormal(features)  # where close calls are far apart
    turned = np.zeros_like(features)
    turned[:, : basis.columns.shape[1]] = basis.columns * (2 * targets - 1)[:, None]
    turned = turned[features.any(axis=1)]  # (m, 2): what is 0 never objects
    angles = np.sort(np.arctan2(turned[:, 1], turned[:, 0]))
    gaps = np.diff(angles, append=angles[0] + 2 * np.pi)
    widest = np.argmax(gaps)
    if gaps[widest] < np.pi - ROUNDING:
        return None
    away = angles[widest] + gaps[widest] / 2
    direction = -np.array([np.cos(away), np.sin(away)])
    if not (turned @ direction > ROUNDING).any():
        return None
    way = basis.back @ direction[: basis.columns.shape[1]]
    return way / np.hypot(*way)


def _newton(columns: Array, targets: Array) -> Array:
    """The lowest point of the logistic cost over features at right angles."""
    sign, theta = 1 - 2 * targets, np.zeros(columns.shape[1])
    cost = softplus(0 * sign).sum()
    for _ in range(NEWTON_STEPS):
        z = columns @ theta
        gradient = columns.T @ (sigmoid(z) - targets)
        hessian = columns.T @ (columns * (sigmoid(z) * sigmoid(-z))[:, None])
        step = np.linalg.solve(hessian, gradient)
        while (trial := softplus(sign * (columns @ (theta - step))).sum()) > cost * (1 + ROUNDING):
            step = step / 2
        theta, cost = theta - step, trial
        if np.abs(step).max() <= SETTLED * np.abs(theta).max():
            break
    return theta


@dataclass(frozen=True, eq=False)
class _Basis:
    """The features turned and stretched until they stand at right angles, and the ways back."""

    columns: Array  # (n, r), r = 1 where one direction of the parameter plane makes no difference
    back: Array  # (2, r), to the parameters
    direction: Array | None  # (2,), the one that makes no difference, of length 1


def _orthonormal(features: Array) -> _Basis:
    """By singular values, once both columns are of one size."""
    size = np.abs(features).max(axis=0)
    scale = np.where(size > 0, size, 1)  # (2,)
    left, sizes, right = np.linalg.svd(features / scale, full_matrices=len(features) < 2)
    if len(sizes) == 2 and sizes[1] > RANK * len(features) * sizes[0]:
        return _Basis(left[:, :2], right.T / sizes / scale[:, None], None)
    direction = right[1] / scale
    back = right[:1].T / sizes[0] / scale[:, None]
    return _Basis(left[:, :1], back, direction / np.hypot(*direction))


def _lowest(basis: _Basis, theta: Array) -> Best:
    """One point; or a valley, where some direction makes no difference to any example."""
    point, along = basis.back @ theta, basis.direction
    if along is None:
        return Best("one point", tuple(point.tolist()), None)
    nearest = point - (point @ along) * along
    return Best("valley", tuple(nearest.tolist()), along)
