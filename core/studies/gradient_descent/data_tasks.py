"""Two small learning tasks with two parameters, w and b, and their slope on any handful of examples."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.bounds import whole, within
from core.data_costs import DATA_COSTS, DataCost
from core.entries import Array, Knob, table
from core.landscape import Point
from core.smooth_activations import sigmoid


class Sample(NamedTuple):
    """Examples: inputs x (n,) and what is asked for, y (n,)."""

    x: Array
    y: Array


@dataclass(frozen=True, eq=False)
class Task:
    """A recipe for data and the cost of a model z = w x + b on them.

    ``draw(n, seed=, **knobs)`` makes a `Sample`. ``pull(z, y)`` is the slope along z of what one
    example costs, ``bend(z)`` the second derivative. ``cost`` has the surface, in (w, b), and the
    best point; ``truth`` is the (w, b) that the data were made with.
    """

    key: str
    label: str
    draw: Callable[..., Sample]
    cost: DataCost
    pull: Callable[[Array, Array], Array]
    bend: Callable[[Array], Array]
    truth: Point
    lr: float  # a rate at which batch descent comes down well
    equation: str
    source: str
    knobs: tuple[Knob, ...] = ()


def noisy_line(n: int, *, seed: int, noise: float = 1.0) -> Sample:
    """Points around the line y = 5 + 7x.

    Parameters
    ----------
    n : int
        How many, 2 or more.
    seed : int
    noise : float
        Standard deviation of y around the line, 0 to 100.

    Returns
    -------
    Sample
        x uniform in [0, 2).
    """
    rng = np.random.default_rng(whole("seed", seed, 0))
    x = rng.uniform(0, 2, whole("n", n, 2))
    return Sample(x, 5 + 7 * x + within("noise", noise, 0, 100) * rng.standard_normal(n))


def noisy_answers(n: int, *, seed: int) -> Sample:
    """Yes or no, 1 or 0, each drawn with probability σ(2x - 0.5): near the middle, anything goes.

    Parameters
    ----------
    n : int
        How many, 2 or more.
    seed : int

    Returns
    -------
    Sample
        x uniform in [-3, 3). With few examples the answers may happen to be separable.
    """
    rng = np.random.default_rng(whole("seed", seed, 0))
    x = rng.uniform(-3, 3, whole("n", n, 2))
    return Sample(x, (rng.random(n) < sigmoid(2 * x - 0.5)).astype(np.float64))


def twice_the_miss(z: Array, y: Array) -> Array:
    """Slope of a squared miss along z."""
    return 2 * (z - y)


def constant_bend(z: Array) -> Array:
    """Curvature of a squared miss: everywhere 2."""
    return np.full_like(z, 2.0)


def probability_miss(z: Array, y: Array) -> Array:
    """Slope of the surprise along z."""
    return sigmoid(z) - y


def doubt(z: Array) -> Array:
    """Curvature of the surprise: most where the model is in doubt."""
    return sigmoid(z) * sigmoid(-z)


def batch_gradient(task: Task, theta: Array, features: Array, y: Array) -> Array:
    """The mean slope over the examples of a batch: what one step follows.

    Parameters
    ----------
    task : Task
    theta : (..., 2)
        w and b.
    features : (..., size, 2)
        x and a 1 for each example.
    y : (..., size)

    Returns
    -------
    (..., 2)
    """
    z = np.matmul(features, theta[..., None])[..., 0]  # (..., size)
    pull = task.pull(z, y)  # (..., size)
    return np.matmul(pull[..., None, :], features)[..., 0, :] / y.shape[-1]


def accumulated_gradient(task: Task, theta: Array, features: Array, y: Array, pieces: int) -> Array:
    """The same slope, piece by piece: only one piece of the batch has to fit into memory at a time.

    Parameters
    ----------
    task, theta, features, y
        As in `batch_gradient`.
    pieces : int
        Into how many equal micro-batches the batch is cut.

    Returns
    -------
    (..., 2)
        The mean of the slopes of the pieces.

    Raises
    ------
    ValueError
        If the batch cannot be cut into so many equal pieces.
    """
    size = y.shape[-1]
    if size % whole("pieces", pieces, 1):
        raise ValueError(f"pieces must divide the batch of {size} evenly, {pieces} does not")
    total = np.zeros_like(theta)
    for part in np.split(np.arange(size), pieces):
        total = total + batch_gradient(task, theta, features[..., part, :], y[..., part])
    return total / pieces


TASKS = table(
    (
        Task(
            key="line",
            label="Line",
            draw=noisy_line,
            cost=DATA_COSTS["line"],
            pull=twice_the_miss,
            bend=constant_bend,
            truth=(7.0, 5.0),
            lr=0.1,
            equation=r"y = 5 + 7x + \varepsilon, \quad x \in [0, 2)",
            source="made up; after Géron, 2017",
            knobs=(
                Knob(
                    name="noise",
                    symbol=r"\sigma",
                    default=1.0,
                    ticks=(0.0, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0),
                    meaning="standard deviation of the points around the line",
                ),
            ),
        ),
        Task(
            key="answers",
            label="Yes or no",
            draw=noisy_answers,
            cost=DATA_COSTS["logistic"],
            pull=probability_miss,
            bend=doubt,
            truth=(2.0, -0.5),
            lr=1.0,
            equation=r"P(y = 1) = \sigma(2x - 0.5), \quad x \in [-3, 3)",
            source="made up; the model is Cox, 1958",
        ),
    )
)
