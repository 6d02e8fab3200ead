"""The ball in which stochastic descent at a constant rate ends up rattling: in theory and measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.bounds import bounded, whole
from core.data_costs import best_fit, features_of
from core.entries import Array
from core.landscape import Point
from core.studies.gradient_descent.data_per_step import DataWalk
from core.studies.gradient_descent.data_tasks import Sample, Task

NOTHING = 1e-12  # a radius no larger is rounding: all examples agree


@dataclass(frozen=True, eq=False)
class NoiseBall:
    """Where the walks are in the long run: around the best point, with this covariance.

    ``radius`` is the root of the mean squared distance, ``excess`` the mean cost above the lowest,
    for a line exactly. All are infinite where the walks do not stay near in the mean square.
    """

    covariance: Array  # (2, 2)
    radius: float
    excess: float

    @property
    def finite(self) -> bool:
        """Whether the walks stay near."""
        return bool(np.isfinite(self.radius))

    @property
    def nothing(self) -> bool:
        """Whether it is no larger than rounding, because all examples agree."""
        return self.radius <= NOTHING


class MeasuredBall(NamedTuple):
    """The mean squared distance from the best point, over the tails of many walks.

    ``error`` is the standard error of ``mean_square`` over walks, ``radius`` its root.
    """

    mean_square: float
    error: float
    radius: float


class Spread(NamedTuple):
    """Curvature at the best point, and how much slopes and curvatures differ between examples."""

    curvature: Array  # (2, 2), the mean
    slopes: Array  # (2, 2), covariance of the slopes
    curvatures: Array  # (4, 4), covariance of the curvatures


def spread_of(task: Task, data: Sample) -> Spread:
    """What the examples disagree about at the best point, where their slopes add up to 0.

    Raises ValueError if there is no best point, or more than one.
    """
    features, theta = features_of(data.x), np.array(best_point(task, data))  # (n, 2), (2,)
    z = features @ theta  # (n,)
    slopes = task.pull(z, data.y)[:, None] * features  # (n, 2)
    outer = features[:, :, None] * features[:, None, :]  # (n, 2, 2)
    bends = task.bend(z)[:, None, None] * outer  # (n, 2, 2)
    mean = bends.mean(axis=0)
    pairs = np.einsum("nij,nkl->ikjl", bends, bends).reshape(4, 4) / len(z)  # mean of A ⊗ A
    return Spread(mean, slopes.T @ slopes / len(z), pairs - np.kron(mean, mean))


def best_point(task: Task, data: Sample) -> Point:
    """The lowest point of the cost on all examples."""
    best = best_fit(task.cost, data.x, data.y)
    if best.outcome != "one point":
        raise ValueError(
            f"data must have one best point, but their cost is a case of {best.outcome!r}"
        )
    return best.point


def noise_ball(task: Task, data: Sample, lr: float, batch: int) -> NoiseBall:
    """The stationary covariance of stochastic descent, each batch drawn with replacement.

    With A and g the curvature and the slope of a batch at the best point, a step takes the distance
    e to (1 - ηA) e - ηg. Its covariance C stands still where
    C = mean of (1 - ηA) C (1 - ηA) + η² mean of g g', which is linear in C: four equations.

    Parameters
    ----------
    task : Task
        For the line that is exact. For answers it takes the cost as a parabola, good at small rates.
    data : Sample
    lr : float
        Constant learning rate, > 0.
    batch : int
        Examples a step, 1 or more.

    Returns
    -------
    NoiseBall

    Raises
    ------
    ValueError
        If there is not one best point, or lr or batch is out of range.
    """
    _positive(lr)
    return _settled(spread_of(task, data), lr, whole("batch", batch, 1))


def small_rate_ball(task: Task, data: Sample, lr: float, batch: int) -> NoiseBall:
    """The ball for rates near 0: HC + CH = (η / B) G, so that the *square* of its radius is proportional to η.

    Four times the rate doubles the radius, four times the batch halves it. Arguments and result as
    for `noise_ball`, which it approximates.

    References
    ----------
    Mandt, Hoffman & Blei 2017, arXiv:1704.04289.
    """
    _positive(lr)
    H, G, _ = spread_of(task, data)
    eye = np.eye(2)
    both_sides = np.kron(H, eye) + np.kron(eye, H)
    fresh = lr / whole("batch", batch, 1) * G.ravel()
    return _ball(np.linalg.solve(both_sides, fresh).reshape(2, 2), H)


def disagreement(task: Task, data: Sample) -> float:
    """How much the examples disagree, tr(H⁻¹G): at small rates the squared radius is η / (2B) times this."""
    H, G, _ = spread_of(task, data)
    return float(np.trace(np.linalg.solve(H, G)))


def radii_along(
    task: Task, data: Sample, span: Point, batch: int, n: int = 40
) -> tuple[Array, Array, Array]:
    """The radius of the ball against the rate: as it is, and as it would be if rates near 0 spoke for all.

    Parameters
    ----------
    task : Task
    data : Sample
    span : (low, high)
        Of the rates; they are even on a log scale.
    batch : int
    n : int

    Returns
    -------
    rates, radii, rough : (n,) each
        Radii may be infinite; ``rough`` is proportional to the root of the rate.
    """
    rates = np.geomspace(*span, n)
    spread = spread_of(task, data)
    radii = np.array([_settled(spread, rate, batch).radius for rate in rates.tolist()])
    return rates, radii, np.sqrt(rates / (2 * batch) * disagreement(task, data))


def outline(ball: NoiseBall, center: Point, *, deviations: float = 2.0, n: int = 73) -> Array:
    """The ellipse so many standard deviations around the center: with 2, and a normal law, 86 % lie inside.

    With √2, and 63 % inside, the root mean square of its semi-axes is the radius of the ball.

    Parameters
    ----------
    ball : NoiseBall
        Not an infinite one.
    center : (w, b)
    deviations : float
    n : int
        Points, the last one on the first.

    Returns
    -------
    (n, 2)
    """
    sizes, axes = np.linalg.eigh(ball.covariance)
    around = np.linspace(0, 2 * np.pi, n)
    circle = np.stack([np.cos(around), np.sin(around)], axis=1)  # (n, 2)
    return np.array(center) + deviations * circle * np.sqrt(np.maximum(sizes, 0)) @ axes.T


def _settled(spread: Spread, lr: float, batch: int) -> NoiseBall:
    """The covariance that a step leaves as it is."""
    contraction = np.eye(2) - lr * spread.curvature
    carried = np.kron(contraction, contraction) + lr**2 / batch * spread.curvatures
    if np.abs(np.linalg.eigvals(carried)).max() >= 1:
        return NoiseBall(np.full((2, 2), np.inf), np.inf, np.inf)
    fresh = lr**2 / batch * spread.slopes.ravel()
    return _ball(np.linalg.solve(np.eye(4) - carried, fresh).reshape(2, 2), spread.curvature)


def _positive(lr: float) -> None:
    """Raise ValueError unless the rate is one."""
    if not 0 < lr < np.inf:
        raise ValueError(f"lr must be positive and finite, not {lr!r}")


def _ball(covariance: Array, curvature: Array) -> NoiseBall:
    """The ball, with its radius and what it costs to be in it."""
    radius = float(np.sqrt(np.trace(covariance)))
    return NoiseBall(covariance, radius, float(np.trace(curvature @ covariance) / 2))


def measured_ball(walk: DataWalk, best: Point, *, tail: float = 0.5) -> MeasuredBall:
    """How far from the best point the walks are at the end.

    Parameters
    ----------
    walk : DataWalk
        None of its runs diverged; two at least.
    best : (w, b)
    tail : float
        Share of the steps, counted from the end, that are looked at, in (0, 1].

    Returns
    -------
    MeasuredBall

    Raises
    ------
    ValueError
        If a run diverged, there is only one, or tail is out of range.
    """
    runs, rows, _ = walk.path.shape
    if walk.diverged.any() or runs < 2:
        raise ValueError(
            f"walk has {runs} runs, {walk.diverged.sum()} diverged; 2 and 0 are needed"
        )
    if not 0 < tail <= 1:
        raise ValueError(f"tail must be above 0, at most 1, not {tail!r}")
    late = walk.path[:, -max(1, round(tail * rows)) :] - bounded("best", best)
    squares = (late**2).sum(axis=-1).mean(axis=1)  # (runs,)
    mean, error = squares.mean(), squares.std(ddof=1) / np.sqrt(runs)
    return MeasuredBall(float(mean), float(error), float(np.sqrt(mean)))
