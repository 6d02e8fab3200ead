"""Batches of different sizes, side by side: who has got where after as many steps, examples or time?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.data_costs import features_of
from core.entries import Array, table
from core.landscape import Point
from core.schedules import SCHEDULES, rates_of
from core.studies.gradient_descent.data_per_step import losses_along, modeled_time, walk_on_batches
from core.studies.gradient_descent.data_tasks import (
    Sample,
    Task,
    accumulated_gradient,
    batch_gradient,
)
from core.studies.gradient_descent.noise_ball import best_point


@dataclass(frozen=True)
class Count:
    """What is counted, so that walks on batches of different sizes can be compared."""

    key: str
    label: str
    unit: str

    def price(self, batch: int, lanes: int = 1) -> float:
        """What one step costs.

        Parameters
        ----------
        batch : int
            Examples a step.
        lanes : int
            Examples that the machine works on side by side; only time depends on it.
        """
        if self.key == "time":
            return float(modeled_time(batch, 1, lanes=lanes)[-1])
        return float(batch if self.key == "examples" else 1)


COUNTS = table(
    (
        Count("examples", "Examples", "examples seen"),
        Count("steps", "Steps", "steps"),
        Count("time", "Modeled time", "units of modeled time"),
    )
)


@dataclass(frozen=True, eq=False)
class Paced:
    """One walk, and what had been spent when each of its points was reached.

    A walk that diverged ends with the last point that was recorded.
    """

    batch: int
    path: Array  # (T + 1, 2), w and b
    spent: Array  # (T + 1,), 0 first
    excess: Array  # (T + 1,), cost on all examples above the lowest, 0 where rounding hides it
    diverged: bool


def paced(
    task: Task,
    data: Sample,
    *,
    batch: int,
    price: float,
    budget: float,
    lr: float,
    schedule: str = "constant",
    seed: int = 0,
    replace: bool = False,
    start: Point = (0.0, 0.0),
) -> Paced:
    """Walk on batches for as many steps as the budget pays.

    Parameters
    ----------
    task : Task
    data : Sample
    batch : int
        Examples a step.
    price : float
        Of one step, in the units of the budget; see `Count`.
    budget : float
    lr : float
        Learning rate, of the first step if there is a schedule.
    schedule : str
        Key of `SCHEDULES`, each with its own knobs.
    seed : int
        Decides which examples are drawn when.
    replace : bool
        Whether an example may come again before all the others have come.
    start : (w, b)

    Returns
    -------
    Paced

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    steps = int(budget // price)
    rates = rates_of(SCHEDULES[schedule], np.array([lr]), steps)  # (steps, 1)
    walk = walk_on_batches(
        task, data, batch=batch, steps=steps, lr=rates, seeds=(seed,), replace=replace, start=start
    )
    path = walk.path[0, : walk.last[0] + 1]  # (T + 1, 2)
    costs = losses_along(task, data, np.vstack([path, best_point(task, data)]))
    spent = price * np.arange(len(path))
    return Paced(batch, path, spent, np.maximum(costs[:-1] - costs[-1], 0), bool(walk.diverged[0]))


def moments_of(budget: float, most: int = 120) -> Array:
    """When to look: 0, then every whole number as long as they are few, then ever more rarely, and at the end.

    Parameters
    ----------
    budget : float
        1 or more.
    most : int
        Moments after the first, at most.

    Returns
    -------
    (m,)
        Rising.
    """
    spread = np.geomspace(1, budget, most)
    return np.concatenate([[0.0], np.unique([*np.floor(spread[:-1]), budget])])


def reached_by(spent: Array, moments: Array) -> Array:
    """The last point that each moment's budget pays for: (m,), places in a walk."""
    return np.searchsorted(spent, moments, side="right") - 1


def models_at(task: Task, points: Array, span: Point, count: int = 2) -> tuple[Array, Array]:
    """What the models at these points say of evenly spaced x.

    Parameters
    ----------
    task : Task
    points : (m, 2)
        w and b of each model.
    span : (low, high)
        Of x.
    count : int
        Places; two are enough for a line.

    Returns
    -------
    x : (count,)
    said : (m, count)
    """
    x = np.linspace(*span, count)
    return x, task.cost.predict(np.atleast_2d(points) @ features_of(x).T)


def in_pieces(task: Task, data: Sample, point: Point, batch: int) -> tuple[Array, Array, int]:
    """The slope over as many batches as fit into the data: at once, and added up from one batch after the other.

    Parameters
    ----------
    task : Task
    data : Sample
    point : (w, b)
    batch : int
        From 1 to the number of examples.

    Returns
    -------
    at_once, added_up : (2,) each
    pieces : int
        How many.
    """
    pieces = len(data.y) // whole("batch", batch, 1)
    size = pieces * batch
    features, y = features_of(data.x)[:size], data.y[:size]
    theta = np.array(point, dtype=np.float64)
    at_once = batch_gradient(task, theta, features, y)
    return at_once, accumulated_gradient(task, theta, features, y, pieces), pieces
