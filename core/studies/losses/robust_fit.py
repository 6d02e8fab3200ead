"""Straight lines that fit the same points under different losses, and how each point pulls at them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import bounded
from core.entries import Array
from core.losses import LOSSES
from core.studies.losses.line_solvers import SOLVERS, lines_through_two

MOST_POINTS = 200  # the absolute error tries every pair of them
LARGEST, SMALLEST_SPREAD = 1e6, 1e-6
ROUNDING = 1e-12  # a miss this much smaller than the heights is none


@dataclass(frozen=True, eq=False)
class LineFit:
    """The line w x + b with the smallest mean loss, and what each point has to do with it.

    ``misses`` are how far the line lies above each point, ``costs`` what they cost. ``pulls`` are
    the slopes of the costs along the line's height at each point: their sum is 0, and so is that
    of x times pull, or a better line were near. Where the absolute error's line passes through a
    point, the pull there is what this balance asks for, at most 1. Not ``unique``: other lines
    are as good.
    """

    loss: str
    label: str
    w: float
    b: float
    value: float  # the mean of the costs
    misses: Array  # (n,)
    costs: Array  # (n,)
    pulls: Array  # (n,)
    unique: bool


def fit_line(x: Array, y: Array, loss: str, **knobs: float) -> LineFit:
    """The best straight line through points, in the eyes of one loss.

    Parameters
    ----------
    x, y : (n,)
        2 to 200 points, in ±1e6; the x must not all be the same.
    loss : str
        mse, mae, huber or log_cosh.
    **knobs : float
        Those of the loss: ``delta`` for huber.

    Returns
    -------
    LineFit

    Raises
    ------
    ValueError
        If the points are no such points, or the loss is none of these, or delta is not positive.

    References
    ----------
    Legendre 1805 (mse); Boscovich 1757 (mae); Huber 1964.
    """
    x, y = _points(x, y)
    if loss not in SOLVERS:
        raise ValueError(f"loss is {loss!r}; it may be one of {', '.join(SOLVERS)}")
    center, spread = x.mean(), np.ptp(x)
    u = (x - center) / spread  # (n,), so that neither the place nor the scale of x matters
    w, height = SOLVERS[loss](u, y, **knobs)
    misses = height + w * u - y  # (n,)
    misses[np.abs(misses) <= ROUNDING * np.abs(y).max()] = 0
    pulls = LOSSES[loss].slopes(misses, np.zeros_like(y), **knobs)
    costs = LOSSES[loss].costs(misses, np.zeros_like(y), **knobs)
    return LineFit(
        loss=loss,
        label=LOSSES[loss].label,
        w=float(w / spread),
        b=float(height - w / spread * center),
        value=float(costs.mean()),
        misses=misses,
        costs=costs,
        pulls=_balanced(u, pulls, misses == 0) if loss == "mae" else pulls,
        unique=_is_unique(loss, u, y, misses, **knobs),
    )


def influence(x: Array, y: Array, point: int, loss: str, **knobs: float) -> tuple[float, float]:
    """How far one point drags the line: what w and b gain over the fit without it."""
    x, y = _points(x, y)
    with_it = fit_line(x, y, loss, **knobs)
    without = fit_line(np.delete(x, point), np.delete(y, point), loss, **knobs)
    return with_it.w - without.w, with_it.b - without.b


def moved(x: Array, y: Array, point: int, to: tuple[float, float]) -> tuple[Array, Array]:
    """The points with one of them put elsewhere; x and y themselves stay as they are."""
    x, y = np.array(x, dtype=np.float64), np.array(y, dtype=np.float64)
    x[point], y[point] = to
    return _points(x, y)


def _balanced(u: Array, pulls: Array, free: Array) -> Array:
    """The pulls, those that are free chosen within ±1 so that the line stays where it is."""
    pulls, free, ways = pulls.copy(), free.copy(), np.vstack([u, np.ones_like(u)])
    while free.any():
        rest = ways[:, ~free] @ pulls[~free]  # (2,)
        pulls[free] = np.linalg.lstsq(ways[:, free], -rest)[0]
        over = free & (np.abs(pulls) > 1)
        if not over.any():
            break
        pulls[over], free = np.sign(pulls[over]), free & ~over
    return pulls


def _is_unique(loss: str, u: Array, y: Array, misses: Array, **knobs: float) -> bool:
    """Whether every other line is worse."""
    if loss == "huber":  # curved wherever two different x are near
        delta = knobs.get("delta", LOSSES[loss].knobs[0].default)
        near = u[np.abs(misses) < delta]
        return bool(near.size and np.ptp(near) > 0)
    if loss == "mae":
        w, height, totals = lines_through_two(u, y)
        as_good = totals <= totals.min() + ROUNDING * np.abs(y).sum()
        lines = height[as_good, None] + np.outer(w[as_good], u)  # (lines, n)
        return bool(np.ptp(lines, axis=0).max() <= 1e-9 * np.abs(y).max())
    return True


def _points(x: Array, y: Array) -> tuple[Array, Array]:
    """Both in float64, if a line can be put through them."""
    x, y = bounded("x", x).astype(np.float64), bounded("y", y).astype(np.float64)
    if x.ndim != 1 or x.shape != y.shape or not 2 <= len(x) <= MOST_POINTS:
        raise ValueError(
            f"x {x.shape} and y {y.shape} must both be (n,), with n from 2 to {MOST_POINTS}"
        )
    if max(np.abs(x).max(), np.abs(y).max()) > LARGEST:
        raise ValueError(f"x and y must lie in ±{LARGEST:g}, the largest is beyond")
    if np.ptp(x) < SMALLEST_SPREAD:
        raise ValueError(f"x must span {SMALLEST_SPREAD:g} or more, it spans {np.ptp(x):g}")
    return x, y
