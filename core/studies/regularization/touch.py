"""Where the contour of the error touches the ball of the penalty, and why there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.entries import Array
from core.landscape import Grid
from core.studies.regularization.two_weights import (
    Bowl,
    ball,
    contour,
    half_axes,
    height,
    price,
    prices,
    pull,
    radius,
    solution,
)

REACH = 3.2  # the window is [-3.2, 3.2] both ways


@dataclass(frozen=True, eq=False)
class Touch:
    """A solution, with what can be drawn through it."""

    weights: Array  # (2,), the solution
    error: float  # MSE above its least
    price: float  # alpha times the penalty; J = error + price
    size: float  # of the ball: r sum|w| + (1 - r) / 2 sum w^2
    ball: Array  # (m, 2), its edge
    contour: Array  # (k, 2), all weights with the same error
    eigenvalues: Array  # (2,), of the Hessian, flattest first
    axes: Array  # (2, 2), half-axes of that contour, a row each
    pulls: Array  # (2,), of the error on each weight, downhill
    allowed: Array  # (2, 2), for each weight the least and the largest slope of its price
    straight: Array  # (2,), where the straight way from least squares to 0 meets the ball
    straight_error: float


def touch(ground: Bowl, alpha: float, l1_ratio: float) -> Touch:
    """The solution at one strength, the ball that it lies on, the contour that touches the ball there.

    Parameters
    ----------
    ground : Bowl
    alpha : float
        Strength, above 0.
    l1_ratio : float
        The lasso's share: 0 is ridge, 1 is lasso.

    Returns
    -------
    Touch
    """
    l1, l2 = (float(part) for part in prices(alpha, l1_ratio))
    weights = solution(ground, np.array([l1]), np.array([l2]))[0]
    error, cost = float(height(ground, weights)), float(price(weights, l1, l2))
    eigenvalues, axes = half_axes(ground, error)
    straight = straight_to_ball(ground, cost / alpha, l1_ratio)
    return Touch(
        weights=weights,
        error=error,
        price=cost,
        size=cost / alpha,
        ball=ball(cost / alpha, l1_ratio),
        contour=contour(ground, error),
        eigenvalues=eigenvalues,
        axes=axes,
        pulls=pull(ground, weights),
        allowed=slopes_allowed(weights, l1, l2),
        straight=straight,
        straight_error=float(height(ground, straight)),
    )


def slopes_allowed(weights: Array, l1: float, l2: float) -> Array:
    """The slopes of the price at each weight: one where it is not 0, all from -l1 to l1 at its kink: (2, 2).

    At a solution the pull of the error is among them.
    """
    low = np.where(weights > 0, l1, -l1)
    high = np.where(weights < 0, -l1, l1)
    return np.column_stack([low, high]) + l2 * weights[:, None]


def straight_to_ball(ground: Bowl, size: float, l1_ratio: float) -> Array:
    """Least squares shrunk straight towards 0 until it lies on the ball: (2,). No corner is on its way, unless it began on an axis."""
    length = float(np.linalg.norm(ground.best))
    if length == 0:
        return np.zeros(2)
    direction = ground.best / length
    return min(float(radius(direction[None], size, l1_ratio)[0]), length) * direction


def map_of(ground: Bowl, resolution: int = 45) -> Grid:
    """The error over the window."""
    side = np.linspace(-REACH, REACH, resolution)
    return Grid(side, side, height(ground, np.stack(np.meshgrid(side, side), axis=-1)))
