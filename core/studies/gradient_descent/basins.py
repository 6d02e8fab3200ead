"""The basin map: which minimum a walk ends in, for every start in the window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.all_stationary import all_stationary
from core.bounds import whole
from core.descent import Optimizer
from core.entries import Array
from core.landscape import Surface
from core.studies.gradient_descent.many_walks import Moment, last_moment
from core.studies.gradient_descent.restarts import Restarts

NOT_YET, DIVERGED = -1, -2  # in place of the index of a minimum
SAME_HEIGHT = 1e-6  # minima this close in height count as equally low
NEAR = 0.01  # an end this close to a minimum, in diagonals of the window, has reached it


@dataclass(frozen=True, eq=False)
class BasinMap:
    """The minimum that each start reached; ``reached[j, i]`` belongs to ``(x[i], y[j])``."""

    x: Array  # (n,)
    y: Array  # (n,)
    reached: Array  # (n, n), index into minima, or NOT_YET or DIVERGED
    ends: Array  # (n, n, 2), where each walk stood at the end
    minima: Array  # (k, 2), all in the window, local ones too, the lowest first
    heights: Array  # (k,)

    def share(self, index: int) -> float:
        """Share of the starts that reached this minimum, or that are NOT_YET or DIVERGED."""
        return float((self.reached == index).mean())

    @property
    def shares(self) -> Array:
        """Share of the starts that reached each minimum, (k,)."""
        return np.array([self.share(index) for index in range(len(self.minima))])

    @property
    def lowest(self) -> Array:
        """Which of the minima are as low as the lowest, (k,) of bool."""
        return self.heights <= self.heights.min(initial=np.inf) + SAME_HEIGHT

    @property
    def chance(self) -> float:
        """Share of the starts that reached one of the lowest minima."""
        return float(self.shares[self.lowest].sum())


def basin_map(
    surface: Surface,
    optimizer: Optimizer,
    *,
    steps: int = 300,
    resolution: int = 100,
    **knobs: float,
) -> BasinMap:
    """Start one rule from every point of a grid, and see where each walk ends.

    A walk has reached a minimum when it ends within `NEAR` diagonals of the window of it. The
    minima are those of the window, as `core.all_stationary` finds them.

    Parameters
    ----------
    surface : Surface
    optimizer : Optimizer
    steps : int
        The same for all.
    resolution : int
        Starts along each side of the window, both ends included, at least 2.
    **knobs
        Knobs of the rule, and ``schedule``, ``noise`` and ``seed`` as in `descend`.

    Returns
    -------
    BasinMap

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    count = whole("resolution", resolution, 2)
    x, y = (np.linspace(low, high, count) for low, high in surface.window)
    starts = np.stack(np.meshgrid(x, y), axis=-1)  # (n, n, 2)
    last = last_moment(surface, optimizer, starts.reshape(-1, 2), steps=steps, **knobs)
    minima, heights = minima_of(surface)
    reached = nearest(surface, last, minima).reshape(count, count)
    return BasinMap(x, y, reached, last.points.reshape(starts.shape), minima, heights)


def minima_of(surface: Surface) -> tuple[Array, Array]:
    """Every minimum in the window, (k, 2), and its height, (k,); the lowest first."""
    shapes = [shape for shape in all_stationary(surface).points if shape.kind == "minimum"]
    places = np.array([shape.point for shape in shapes]).reshape(-1, 2)
    return places, np.array([shape.value for shape in shapes])


def nearest(surface: Surface, last: Moment, minima: Array) -> Array:
    """The minimum that each walk has reached, (runs,): its index, NOT_YET or DIVERGED."""
    reached = np.full(len(last.points), NOT_YET)
    near = NEAR * np.hypot(*np.ptp(surface.window, axis=1))
    for index, place in enumerate(minima):
        reached[np.hypot(*(last.points - place).T) <= near] = index
    return np.where(last.gone, DIVERGED, reached)


def found_lowest(surface: Surface, basins: BasinMap, walks: Restarts) -> Array:
    """Which walks have reached one of the lowest minima, (k,) of bool."""
    low, high = np.array(surface.window).T
    near = NEAR * np.hypot(*(high - low))
    away = walks.ends[:, None] - basins.minima[basins.lowest]  # (k, minima, 2)
    close = np.hypot(away[..., 0], away[..., 1]) <= near
    return close.any(axis=1) & np.isfinite(walks.values)
