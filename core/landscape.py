"""What a surface is: a height over the plane, its slope and its curvature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.entries import Array, Knob

Point = tuple[float, float]


@dataclass(frozen=True)
class Surface:
    """A height over the plane, with its slope and its curvature in closed form.

    ``value``, ``gradient`` and ``hessian`` take x and y of any shapes that broadcast and return
    (...), (2, ...) and (2, 2, ...). Far outside the window they may overflow, silently.
    ``minima`` are the lowest points, none where the surface has no bottom; ``log_scale`` says that
    heights span decades, so contours belong on a log scale; ``lr`` is a rate at which plain
    descent, `sgd_step`, comes down from ``start`` without a step uphill.
    """

    key: str
    label: str
    value: Callable[..., Array]
    gradient: Callable[..., Array]
    hessian: Callable[..., Array]
    minima: tuple[Point, ...]
    start: Point
    window: tuple[Point, Point]  # (x_min, x_max), (y_min, y_max)
    equation: str
    source: str
    log_scale: bool
    lr: float
    knobs: tuple[Knob, ...] = ()


@dataclass(frozen=True, eq=False)
class Grid:
    """The heights of a surface over its window; ``values[j, i]`` stands at ``(x[i], y[j])``."""

    x: Array  # (n,)
    y: Array  # (m,)
    values: Array  # (m, n)


def sample(surface: Surface, resolution: int = 100) -> Grid:
    """The surface as a contour chart needs it: its heights on an even grid over its window.

    Parameters
    ----------
    surface : Surface
    resolution : int
        Points along each side, at least 2.

    Returns
    -------
    Grid
        Both ends of the window included.

    Raises
    ------
    ValueError
        If ``resolution`` is not a whole number of 2 or more.
    """
    if not isinstance(resolution, int | np.integer) or resolution < 2:
        raise ValueError(f"resolution must be a whole number, 2 or more, not {resolution!r}")
    x, y = (np.linspace(low, high, resolution) for low, high in surface.window)
    return Grid(x, y, surface.value(x, y[:, None]))


def adjusted(surface: Surface, **knobs: float) -> Surface:
    """The same surface with its own knobs turned, such as the ravine's ``condition``.

    Parameters
    ----------
    surface : Surface
    **knobs : float
        Positive numbers, by the names of the surface's knobs.

    Returns
    -------
    Surface

    Raises
    ------
    ValueError
        If the surface has no such knob, or the number is not positive and finite.
    """
    names = [knob.name for knob in surface.knobs]
    for name, value in knobs.items():
        if name not in names:
            raise ValueError(f"{surface.key} has no knob {name!r}; its knobs are {names}")
        if not 0 < value < np.inf:
            raise ValueError(f"{name} must be positive and finite, not {value!r}")
    turned = {
        formula: partial(getattr(surface, formula), **knobs)
        for formula in ("value", "gradient", "hessian")
    }
    return replace(surface, **turned) if knobs else surface
