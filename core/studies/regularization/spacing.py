"""Where the view of early stopping looks: numbers of steps, curvatures and places, close enough for a line."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.polynomials import HALF_WIDTH
from core.studies.regularization.directions import Task


def counts(most: int, count: int = 121) -> Array:
    """Whole numbers of steps from 1 to ``most``, evenly spaced in their logarithm; none twice."""
    return np.unique(np.round(np.geomspace(1, most, count)).astype(int))


def between(curvatures: Array, count: int = 121) -> Array:
    """Curvatures from the flattest to the steepest, evenly spaced in their logarithm."""
    return np.geomspace(curvatures.min(), curvatures.max(), count)


def spaced(task: Task, count: int = 201) -> Array:
    """Places over the points of a task: [-3, 3] where some are held out, else a little wider than the points."""
    edge = HALF_WIDTH if len(task.held_out.x) else 1.08 * float(np.abs(task.points.x).max())
    return np.linspace(-edge, edge, count)
