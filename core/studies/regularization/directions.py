"""Least squares seen along its own directions: how far descent, and how far ridge, has come in each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.polynomials import Points, draw_points
from core.studies.regularization.early_stopping import learned_by_ridge, learned_by_steps


@dataclass(frozen=True, eq=False)
class Task:
    """Fit Z w to d: the loss is ``scale / 2`` times the squared length of what is missed.

    The columns of Z are powers of ``x / unit``. Where there is a bias it stands apart, unpenalized
    and always at its best: columns and targets are taken around their means.
    """

    points: Points
    held_out: Points
    Z: Array  # (n, d)
    targets: Array  # (n,)
    scale: float
    columns: Callable[[Array], Array] = field(repr=False)  # x (m,) -> (m, d)
    bias: float = 0.0


def noisy_task(seed: int, *, noise: float = 1.0, degree: int = 9, n: int = 16) -> Task:
    """Points of the noisy parabola, half as many again held out; the loss is the mean squared error."""
    points = draw_points(2 * n, noise, seed)
    training, held_out = (
        Points(points.x[half], points.y[half]) for half in (slice(n), slice(n, None))
    )
    powers = np.arange(1, whole("degree", degree, 1) + 1)
    means = ((training.x[:, None] / 3) ** powers).mean(axis=0)  # (d,)

    def columns(x: Array) -> Array:
        return (np.asarray(x)[:, None] / 3) ** powers - means

    bias = float(training.y.mean())
    return Task(training, held_out, columns(training.x), training.y - bias, 2 / n, columns, bias)


def published_task() -> Task:
    """Ten points and powers up to 5, as in Goh 2017, Why momentum really works; the loss is half the sum of squares."""
    right = np.array([0.4, 0.45, 0.5, 0.55, 0.6])
    x = np.concatenate([-right[::-1], right])
    d = np.array([-1.5, -2.0, -2.5, -1.5, -1.0, 0.5, 1.0, 1.5, 1.0, 0.5])

    def columns(x: Array) -> Array:
        return np.asarray(x)[:, None] ** np.arange(6)

    nothing = Points(np.empty(0), np.empty(0))
    return Task(Points(x, d), nothing, columns(x), d, 1.0, columns)


@dataclass(frozen=True, eq=False)
class Directions:
    """The loss along its eigenvectors, steepest first."""

    curvatures: Array  # (d,), eigenvalues of its Hessian
    vectors: Array  # (d, d), a column a direction
    best: Array  # (d,), coordinates of the minimum

    def weights(self, learned: Array) -> Array:
        """The weights (d,) of one that has come so far, (d,), along each direction."""
        return self.vectors @ (learned * self.best)


def look_along(task: Task) -> Directions:
    """Curvatures, directions and minimum of a task, from the singular values of its columns."""
    U, s, Vt = np.linalg.svd(task.Z, full_matrices=False)
    return Directions(task.scale * s**2, Vt.T, (U.T @ task.targets) / s)


def curve(task: Task, weights: Array, x: Array) -> Array:
    """What the weights predict at x: (d,), (m,) -> (m,)."""
    return task.columns(x) @ weights + task.bias


def errors_along(
    task: Task, directions: Directions, lr: float, steps: Array
) -> tuple[Array, Array]:
    """RMSE in training and on the points held out after each number of steps, without walking.

    Returns two arrays (steps,); the second is empty where nothing is held out.
    """
    learned = np.array([learned_by_steps(directions.curvatures, lr, int(k)) for k in steps])
    weights = (learned * directions.best) @ directions.vectors.T  # (steps, d)

    def miss(points: Points) -> Array:
        if not len(points.x):
            return np.empty(0)
        values = weights @ task.columns(points.x).T + task.bias  # (steps, m)
        return np.sqrt(np.mean((values - points.y) ** 2, axis=1))

    return miss(task.points), miss(task.held_out)


def largest_gap(curvatures: Array, learned: Array, penalty: float) -> float:
    """The largest difference, over the directions, between shares learned and ridge's."""
    return float(np.abs(learned - learned_by_ridge(curvatures, penalty)).max())


def best_penalty(curvatures: Array, learned: Array) -> float:
    """The ridge penalty whose shares come closest to these, by their largest difference: tried on ever finer grids.

    Parameters
    ----------
    curvatures, learned : (d,)

    Returns
    -------
    float
    """
    low, high = np.log(curvatures.min() / 1e3), np.log(curvatures.max() * 1e3)
    for _ in range(5):
        tried = np.exp(np.linspace(low, high, 201))
        shares = curvatures / (curvatures + tried[:, None])  # (201, d)
        best = int(np.abs(shares - learned).max(axis=1).argmin())
        low, high = np.log(tried[max(best - 2, 0)]), np.log(tried[min(best + 2, 200)])
    return float(tried[best])
