"""The cost of a model with two parameters, as a surface that its data shape.

Each example puts in two features and asks for one target. The model multiplies them with its two
parameters and adds: z = u f₁ + v f₂. With the features x and 1 that is a line, w x + b. Move an
example, and the whole surface moves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.best_fit import Best, best_line, best_logistic
from core.bounds import bounded
from core.data_cost_formulas import (
    logistic_cost,
    logistic_cost_gradient,
    logistic_cost_hessian,
    outputs,
    squared_cost,
    squared_cost_gradient,
    squared_cost_hessian,
    squared_miss,
    surprise,
)
from core.entries import Array, table
from core.landscape import Point, Surface
from core.quadratic_surfaces import REGRESSION_X, REGRESSION_Y
from core.smooth_activations import sigmoid
from core.straight_activations import identity

SMALLEST = 1e-100  # below, squares of features are lost
# Made up, all of it: nobody was asked. Hours of study, and whether the exam was passed.
HOURS = np.array([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0])
PASSED = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0])
# Made up too. Lectures attended and hours spent on the project, both less their average.
EFFORT = np.array([[-4, -2], [-3, 1], [-3, -3], [-2, -1], [-1, 2], [-1, -2],
                   [0, 1], [1, -2], [1, 3], [3, 2], [4, -1], [5, 2]], dtype=np.float64)  # fmt: skip
EFFORT_PASSED = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0])


@dataclass(frozen=True, eq=False)
class DataCost:
    """A model with two parameters and its cost, with a data set to begin with.

    ``value``, ``gradient`` and ``hessian`` take u, v and, by name, the data. ``predict`` turns z
    into a prediction, ``of_one`` is what one example costs, ``best`` finds the lowest point.
    ``bend`` is the largest second derivative of ``of_one`` along z.
    """

    key: str
    label: str
    value: Callable[..., Array]
    gradient: Callable[..., Array]
    hessian: Callable[..., Array]
    predict: Callable[[Array], Array]
    of_one: Callable[[Array, Array], Array]
    best: Callable[[Array, Array], Best]
    bend: float
    names: tuple[str, str]  # of the two parameters
    x: Array  # (n,) or (n, 2)
    targets: Array  # (n,)
    story: str  # what x and the targets are
    start: Point
    window: tuple[Point, Point]
    equation: str
    source: str


@dataclass(frozen=True, eq=False)
class Fit:
    """What one model says about every example; the mean of ``costs`` is its height on the surface."""

    z: Array  # (n,)
    predictions: Array  # (n,), probabilities for a logistic model
    misses: Array  # (n,), prediction less target
    costs: Array  # (n,)


def cost_surface(cost: DataCost, x: Array | None = None, targets: Array | None = None) -> Surface:
    """The surface that these data make: a point on it is a model, its height the model's cost.

    Parameters
    ----------
    cost : DataCost
    x : (n,) or (n, 2)
        One input beside a bias, or two inputs. Left out: those of ``cost``.
    targets : (n,)
        Any numbers for a line, 0 and 1 for a logistic model. Left out: those of ``cost``.

    Returns
    -------
    Surface
        ``minima`` is empty unless there is exactly one lowest point; `best_fit` says why.

    Raises
    ------
    ValueError
        If the shapes do not match, a number is too large, all features are as good as 0, or
        a label is neither 0 nor 1.
    """
    features, targets = _examples(cost, x, targets)
    best = cost.best(features, targets)
    data = {"features": features, "targets": targets}
    steepest = cost.bend * np.linalg.eigvalsh(features.T @ features / len(features))[-1]
    return Surface(
        key=cost.key,
        label=cost.label,
        value=partial(cost.value, **data),
        gradient=partial(cost.gradient, **data),
        hessian=partial(cost.hessian, **data),
        minima=(best.point,) if best.outcome == "one point" else (),
        start=cost.start,
        window=cost.window,
        equation=cost.equation,
        source=cost.source,
        log_scale=True,
        lr=float(1 / steepest),  # no curvature is larger, so no such step overshoots
    )


def best_fit(cost: DataCost, x: Array | None = None, targets: Array | None = None) -> Best:
    """Where the cost of these data is lowest, or why it is lowest nowhere; arguments as for `cost_surface`."""
    return cost.best(*_examples(cost, x, targets))


def fit_at(
    cost: DataCost, u: float, v: float, x: Array | None = None, targets: Array | None = None
) -> Fit:
    """The model at one point of the surface, example by example; arguments as for `cost_surface`."""
    features, targets = _examples(cost, x, targets)
    z = outputs(*_parameters(u, v), features)
    predictions = cost.predict(z)
    return Fit(z, predictions, predictions - targets, cost.of_one(z, targets))


def predicted(cost: DataCost, u: float, v: float, x: Array) -> Array:
    """What the model at one point of the surface says anywhere: a line, or a curve of probabilities.

    Parameters
    ----------
    cost : DataCost
    u, v : float
    x : (m,) or (m, 2)
        Where to ask.

    Returns
    -------
    (m,)

    Raises
    ------
    ValueError
        If ``x`` has another shape, or a number is too large.
    """
    return cost.predict(outputs(*_parameters(u, v), features_of(x)))


def features_of(x: Array) -> Array:
    """What the parameters are multiplied with: x (n,) and a column of ones, or x (n, 2) as it is."""
    x = bounded("x", x).astype(np.float64)
    if x.size == 0 or x.ndim not in (1, 2) or x.shape[1:] not in ((), (2,)):
        raise ValueError(f"x {x.shape} must be (n,) or (n, 2), with n at least 1")
    return np.stack([x, np.ones_like(x)], axis=1) if x.ndim == 1 else x


def _parameters(u: float, v: float) -> tuple[Array, Array]:
    """Both, if they are numbers of a sensible size."""
    return bounded("u", u), bounded("v", v)


def _examples(cost: DataCost, x: Array | None, targets: Array | None) -> tuple[Array, Array]:
    """Features (n, 2) and targets (n,), once they match and suit the cost."""
    features = features_of(cost.x if x is None else x)
    targets = bounded("targets", cost.targets if targets is None else targets).astype(np.float64)
    if targets.shape != features.shape[:1]:
        raise ValueError(f"targets {targets.shape} must be ({len(features)},), one for each x")
    if np.abs(features).max() < SMALLEST:
        raise ValueError(f"x is 0 everywhere, or as good as 0; some value must reach {SMALLEST:g}")
    if cost.predict is sigmoid and not np.isin(targets, (0, 1)).all():
        odd = targets[~np.isin(targets, (0, 1))][0]
        raise ValueError(f"targets holds {odd}; a label may be 0 or 1")
    return features, targets


LOGISTIC = DataCost(
    key="logistic",
    label="Pass or fail (cross-entropy)",
    value=logistic_cost,
    gradient=logistic_cost_gradient,
    hessian=logistic_cost_hessian,
    predict=sigmoid,
    of_one=surprise,
    best=best_logistic,
    bend=1 / 4,
    names=("w", "b"),
    x=HOURS,
    targets=PASSED,
    story="Will I pass? Hours of study and the result of twelve students, made up.",
    start=(0.0, 0.0),
    window=((-1.0, 4.0), (-12.0, 4.0)),
    equation=r"f(w, b) = -\frac{1}{n} \sum_{i=1}^{n} \big[y_i \log p_i + (1 - y_i) \log (1 - p_i)\big],"
    r"\quad p_i = \sigma(w x_i + b)",
    source="Cox, 1958",
)
DATA_COSTS = table(
    (
        DataCost(
            key="line",
            label="Line through points (MSE)",
            value=squared_cost,
            gradient=squared_cost_gradient,
            hessian=squared_cost_hessian,
            predict=identity,
            of_one=squared_miss,
            best=best_line,
            bend=2.0,
            names=("w", "b"),
            x=REGRESSION_X,
            targets=REGRESSION_Y,
            story="Ten points near a line, made up.",
            start=(0.0, 1.0),
            window=((-1.0, 4.0), (-2.0, 4.0)),
            equation=r"f(w, b) = \frac{1}{n} \sum_{i=1}^{n} (w x_i + b - y_i)^2",
            source="Legendre, 1805",
        ),
        LOGISTIC,
        replace(
            LOGISTIC,
            key="logistic_pair",
            label="Pass or fail, two inputs (cross-entropy)",
            names=("w_1", "w_2"),
            x=EFFORT,
            targets=EFFORT_PASSED,
            story="Lectures attended and project hours, both less their average, and the result "
            "of twelve students, made up.",
            window=((-1.0, 3.0), (-1.0, 3.0)),
            equation=LOGISTIC.equation.replace("f(w, b)", "f(w_1, w_2)").replace(
                "w x_i + b", r"w_1 x_{i1} + w_2 x_{i2}"
            ),
        ),
    )
)
