"""Two weights under a price: the bowl of the error, the exact lowest point, the ball that it lies on.

The error is MSE above its least, f = (w - best)' H (w - best) / 2; the price is l1 sum|w| + (l2 / 2) sum w^2.
For J of curriculum E, l1 = r alpha and l2 = (1 - r) alpha.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from core.bounds import bounded, within
from core.entries import Array

SIGNS = tuple(signs for signs in product((0.0, 1.0, -1.0), repeat=2) if any(signs))
TRACE = 4.0  # of H, as for two features whose variances have the mean 1


@dataclass(frozen=True, eq=False)
class Bowl:
    """The error over two weights, above its least: lowest at ``best``, curved by ``hessian``."""

    best: Array  # (2,)
    hessian: Array  # (2, 2)


def bowl(best: Array, angle: float, condition: float) -> Bowl:
    """A bowl whose long axis points ``angle`` degrees up from the first weight's axis.

    Parameters
    ----------
    best : (2,)
        The weights that least squares would choose.
    angle : float
        Degrees, -90 to 90. At 0 and 90 the features are uncorrelated; at -45 and 45 they have equal variance.
    condition : float
        Steepest curvature over flattest, 1 to 1e6.

    Returns
    -------
    Bowl
        The eigenvalues of H sum to 4: MSE of two features whose variances have the mean 1.
    """
    condition = within("condition", condition, 1, 1e6)
    turn = np.deg2rad(within("angle", angle, -90, 90))
    flat = np.array([np.cos(turn), np.sin(turn)])  # (2,)
    steep = np.array([-flat[1], flat[0]])
    low = TRACE / (1 + condition)
    hessian = low * np.outer(flat, flat) + (TRACE - low) * np.outer(steep, steep)
    if angle in (-90, 0, 90):
        hessian = np.diag(np.diagonal(hessian))  # no rounding where nothing is mixed
    return Bowl(bounded("best", best), hessian)


def height(ground: Bowl, weights: Array) -> Array:
    """MSE above its least: weights (..., 2) -> (...)."""
    away = weights - ground.best
    return np.sum(away @ ground.hessian * away, axis=-1) / 2


def pull(ground: Bowl, weights: Array) -> Array:
    """How the error pulls each weight: its slope downhill, (..., 2) -> (..., 2)."""
    return (ground.best - weights) @ ground.hessian


def price(weights: Array, l1: Array, l2: Array) -> Array:
    """What weights cost: (..., 2) -> (...)."""
    return l1 * np.abs(weights).sum(axis=-1) + l2 / 2 * np.square(weights).sum(axis=-1)


def solution(ground: Bowl, l1: Array, l2: Array) -> Array:
    """The weights with the lowest error plus price, exact: each may be 0, positive or negative, and all nine cases are tried.

    In each case J is a parabola. Its lowest point is the solution if its weights have the signs
    assumed, and no weight at 0 is pulled harder than l1, the price of leaving it.

    Parameters
    ----------
    ground : Bowl
    l1, l2 : (m,)
        Prices, 0 or more.

    Returns
    -------
    weights : (m, 2)
        With exact zeros.

    References
    ----------
    Karush 1939; Kuhn & Tucker 1951, for the conditions.
    """
    l1, l2 = np.broadcast_arrays(np.atleast_1d(l1), np.atleast_1d(l2))
    found = np.zeros((len(l1), 2))  # the ninth case: both are 0
    least = too_much(ground, found, l1)  # (m,)
    for signs in SIGNS:
        weights = lowest_with(ground, np.array(signs), l1, l2)
        excess = too_much(ground, weights, l1)
        better = np.all(np.sign(weights) == signs, axis=1) & (excess < least)
        found[better], least[better] = weights[better], excess[better]
    return found


def too_much(ground: Bowl, weights: Array, l1: Array) -> Array:
    """By how much a weight at 0 is pulled harder than its price, 0 where none is: (m,)."""
    excess = np.where(weights == 0, np.abs(pull(ground, weights)) - l1[:, None], 0.0)
    return excess.max(axis=1).clip(0)


def lowest_with(ground: Bowl, signs: Array, l1: Array, l2: Array) -> Array:
    """The lowest point of the parabola that J is where the weights have these signs; 0 stays 0: (m, 2)."""
    on = np.flatnonzero(signs)  # (k,)
    curvature = ground.hessian[np.ix_(on, on)] + l2[:, None, None] * np.eye(len(on))  # (m, k, k)
    goal = (ground.hessian @ ground.best)[on] - l1[:, None] * signs[on]  # (m, k)
    weights = np.zeros((len(l1), 2))
    weights[:, on] = np.linalg.solve(curvature, goal[..., None])[..., 0]
    return weights


def prices(alpha: Array, l1_ratio: float) -> tuple[Array, Array]:
    """l1 and l2 of an elastic net: ridge at ratio 0, lasso at 1."""
    alpha = bounded("alpha", alpha)
    return l1_ratio * alpha, (1 - l1_ratio) * alpha


def radius(directions: Array, size: float, l1_ratio: float) -> Array:
    """How far the ball r sum|w| + (1 - r) / 2 sum w^2 <= size reaches: unit vectors (m, 2) -> (m,)."""
    half, slope = (1 - l1_ratio) / 2, l1_ratio * np.abs(directions).sum(axis=1)
    root = np.sqrt(slope**2 + 4 * half * size)
    return np.divide(2 * size, slope + root, out=np.zeros(len(directions)), where=root > 0)


def ball(size: float, l1_ratio: float, count: int = 160) -> Array:
    """The edge of that ball, all the way round: (count + 1, 2). Its corners are among the points."""
    quarter = np.linspace(0, 1, count // 4, endpoint=False)
    first = np.column_stack([1 - quarter, quarter])  # from (1, 0) to (0, 1), straight
    turned = np.column_stack([-first[:, 1], first[:, 0]])
    around = np.concatenate([first, turned, -first, -turned, first[:1]])
    directions = around / np.linalg.norm(around, axis=1, keepdims=True)
    return radius(directions, size, l1_ratio)[:, None] * directions + 0.0


def half_axes(ground: Bowl, level: float) -> tuple[Array, Array]:
    """Eigenvalues of H, flattest first, and from the lowest point to the contour of that level along their eigenvectors: (2,) and (2, 2), a row each."""
    eigenvalues, vectors = np.linalg.eigh(ground.hessian)
    return eigenvalues, vectors.T * np.sqrt(2 * level / eigenvalues)[:, None]


def contour(ground: Bowl, level: float, count: int = 120) -> Array:
    """The ellipse on which the error is ``level`` above its least, all the way round: (count + 1, 2)."""
    turn = np.linspace(0, 2 * np.pi, count + 1)
    return ground.best + np.column_stack([np.cos(turn), np.sin(turn)]) @ half_axes(ground, level)[1]


def correlation(ground: Bowl) -> float:
    """Of the two features, in [-1, 1]."""
    H = ground.hessian
    return float(H[0, 1] / np.sqrt(H[0, 0] * H[1, 1]))
