"""Walking down to a priced solution, and the price at which a weight becomes exactly zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import bounded, whole, within
from core.entries import Array
from core.studies.regularization.two_weights import Bowl, height, price, prices, pull, solution

METHODS = ("proximal", "subgradient")
WEAKEST, STRONGEST, STRENGTHS = 0.01, 100.0, 160


@dataclass(frozen=True, eq=False)
class Walk:
    """Row t: after t steps."""

    points: Array  # (T + 1, 2)
    objectives: Array  # (T + 1,), MSE above its least plus price
    lr: float


@dataclass(frozen=True)
class Change:
    """Between one strength and the next a weight turns to exactly 0, or leaves it."""

    alpha: float
    weight: int  # 0 or 1
    becomes_zero: bool  # as the strength rises


def shrink_towards_zero(weights: Array, by: float) -> Array:
    """Each weight moved towards 0 by as much, and no further than 0: the step that a price on sizes takes."""
    return np.sign(weights) * np.maximum(np.abs(weights) - by, 0.0) + 0.0


def walk_down(
    ground: Bowl,
    start: Array,
    alpha: float,
    l1_ratio: float,
    *,
    share: float,
    steps: int,
    method: str = "proximal",
) -> Walk:
    """Down from a start: gradient descent on what is smooth, and for the price on sizes a step of its own.

    Parameters
    ----------
    ground : Bowl
    start : (2,)
    alpha, l1_ratio : float
        Strength, 0 or more, and the lasso's share of it.
    share : float
        Of 1 / L, the inverse of the steepest curvature of what is smooth: in (0, 2). The proximal
        walk never rises.
    steps : int
    method : str
        "proximal" (ISTA) shrinks the weights towards 0 after each step; "subgradient" adds the slope of
        the price, l1 sign(w), to that of the error, and has no way to stop at 0. For ridge both are
        gradient descent.

    Returns
    -------
    Walk

    References
    ----------
    Beck & Teboulle 2009, A fast iterative shrinkage-thresholding algorithm.
    """
    if method not in METHODS:
        raise ValueError(f"method is {method!r}; it may be one of {', '.join(METHODS)}")
    l1, l2 = (float(part) for part in prices(alpha, l1_ratio))
    lr = within("share", share, 1e-6, 1.999999) / (np.linalg.eigvalsh(ground.hessian)[-1] + l2)
    points = [bounded("start", start)]
    for _ in range(whole("steps", steps, 0)):
        weights = points[-1]
        downhill = pull(ground, weights) - l2 * weights
        if method == "subgradient":
            points.append(weights + lr * (downhill - l1 * np.sign(weights)))
        else:
            points.append(shrink_towards_zero(weights + lr * downhill, lr * l1))
    walked = np.array(points)
    return Walk(walked, height(ground, walked) + price(walked, l1, l2), float(lr))


def solutions(ground: Bowl, l1_ratio: float) -> tuple[Array, Array]:
    """The exact solution at many strengths, even on a log scale: (m,) and (m, 2)."""
    alphas = np.geomspace(WEAKEST, STRONGEST, STRENGTHS)
    return alphas, solution(ground, *prices(alphas, l1_ratio))


def changes(ground: Bowl, l1_ratio: float, *, rounds: int = 5, parts: int = 64) -> list[Change]:
    """Every strength at which a weight becomes exactly 0 or leaves 0.

    Found by cutting the gap between two strengths into ``parts``, keeping the one with the change,
    and again; five rounds leave a billionth of the gap.

    Parameters
    ----------
    ground : Bowl
    l1_ratio : float
    rounds, parts : int

    Returns
    -------
    list of Change
        The weakest first; empty for ridge, whose weights may pass 0 but never stay.
    """
    alphas, weights = solutions(ground, l1_ratio)
    zero = weights == 0  # (m, 2)
    rows, which = np.nonzero(zero[1:] != zero[:-1])  # (k,)
    if not len(rows) or l1_ratio == 0:
        return []
    low, high, after = alphas[rows], alphas[rows + 1], zero[rows + 1, which]
    each = np.arange(len(rows))
    for _ in range(rounds):
        cuts = np.linspace(low, high, parts + 1, axis=1)  # (k, parts + 1)
        there = solution(ground, *prices(cuts.ravel(), l1_ratio)).reshape(*cuts.shape, 2) == 0
        changed = there[each, :, which] == after[:, None]
        changed[:, 0] = False
        first = np.argmax(changed, axis=1)
        low, high = cuts[each, first - 1], cuts[each, first]
    return [Change(float(a), int(k), bool(z)) for a, k, z in zip(high, which, after, strict=True)]
