"""Fifteen students, and one of them written down wrongly: what a single point does to a line."""

from __future__ import annotations

import numpy as np

from core.bounds import bounded
from core.entries import Array
from core.studies.losses.robust_fit import fit_line, moved

# Hours of study and points in the exam, near points = 1 + 0.8 hours.
HOURS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5)
POINTS = (2.2, 0.8, 2.4, 2.4, 2.8, 3.3, 3.0, 4.1, 4.3, 6.3, 5.5, 5.7, 6.1, 6.3, 6.6)
WILD = 13  # the place of the student who is moved


def students(hours: float, points: float) -> tuple[Array, Array]:
    """All of them, (15,) and (15,), the wild one put at these coordinates."""
    return moved(np.array(HOURS), np.array(POINTS), WILD, (hours, points))


def others() -> tuple[Array, Array]:
    """All but the wild one, (14,) and (14,)."""
    return np.delete(HOURS, WILD), np.delete(POINTS, WILD)


def heights(low: float, high: float, step: float = 1.0) -> Array:
    """Where the wild point is tried, from ``low`` to ``high``."""
    return np.linspace(low, high, round((high - low) / step) + 1)


def sweep(hours: float, heights: Array, loss: str, **knobs: float) -> Array:
    """The fitted line's slope for every height of the wild point.

    Parameters
    ----------
    hours : float
        Where the wild point stands.
    heights : (h,)
        In ±1e6.
    loss : str
        mse, mae, huber or log_cosh.
    **knobs : float
        Those of the loss.

    Returns
    -------
    (h,)
    """
    heights = bounded("heights", heights)
    return np.array([fit_line(*students(hours, y), loss, **knobs).w for y in heights])
