"""A model with two parameters as it is drawn in the space of its data: a curve, or a map of probabilities."""

from __future__ import annotations

import numpy as np

from core.best_fit import Best
from core.data_costs import DataCost, predicted
from core.entries import Array
from core.landscape import Grid, Point


def curve(
    cost: DataCost, u: float, v: float, low: float, high: float, count: int = 121
) -> tuple[Array, Array]:
    """Inputs from ``low`` to ``high`` and what the model says there, (count,) each."""
    x = np.linspace(low, high, count)
    return x, predicted(cost, u, v, x)


def prediction_map(
    cost: DataCost, u: float, v: float, window: tuple[Point, Point], count: int = 41
) -> Grid:
    """What a model of two inputs says all over a window of them."""
    x, y = (np.linspace(low, high, count) for low, high in window)
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)  # (count², 2)
    return Grid(x, y, predicted(cost, u, v, places).reshape(count, count))


def even_odds(u: float, v: float) -> float | None:
    """The input at which a logistic model with a bias says ½; None where it says the same everywhere."""
    return -v / u if u else None


def endless_way(
    best: Best, point: Point, window: tuple[Point, Point]
) -> tuple[Array, Array] | None:
    """Two ends of a straight way on which the cost never rises, long enough to cross the window.

    For separable data it begins at ``point`` and falls for ever; a valley's runs through its lowest
    points. None where there is one lowest point.
    """
    if best.direction is None:
        return None
    far = float(np.hypot(*np.ptp(window, axis=1))) * 2 * best.direction
    if best.outcome == "separable":
        return np.array(point), point + far
    return best.point - far, best.point + far
