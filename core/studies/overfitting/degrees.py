"""One set of points, fitted by every degree, and judged by points that no fit has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.polynomials import (
    WINDOW,
    Points,
    draw_points,
    fit_polynomial,
    lowest_degree,
    rmse,
    value_at,
)

TRAINING, VALIDATION, TEST = "", "v", "t"
MOST, FRESH = 60, 200  # points of a part; test points
DEALT = (TRAINING, TRAINING, TRAINING, VALIDATION, TEST)  # to the rows of a table, in turn
Row = tuple[float, float, str]


@dataclass(frozen=True, eq=False)
class Sweep:
    """The fits of every degree from 0 up, and what each misses on each part of the points."""

    window: tuple[float, float]
    coefficients: tuple[Array, ...]  # (degree + 1,) each
    errors: Mapping[str, Array]  # part: (degrees,), root mean squared

    @property
    def best(self) -> int:
        """The lowest degree whose validation error is, but for rounding, as small as any."""
        size = max(1.0, abs(self.coefficients[0][0]))
        return lowest_degree(self.errors[VALIDATION], 1e-12 * size)


def drawn_points(n: int, noise: float, seed: int) -> tuple[list[Row], Points]:
    """As many training as validation points, two decimals each, and 200 test points.

    Fewer points are the first of more.
    """
    if whole("n", n, 1) > MOST:
        raise ValueError(f"n is {n}; it may be 1 to {MOST}")
    x, y = draw_points(2 * MOST + FRESH, noise, seed)
    rows = [
        (float(x[i]), float(y[i]), part)
        for start, part in ((0, TRAINING), (MOST, VALIDATION))
        for i in range(start, start + n)
    ]
    return [(round(a, 2), round(b, 2), part) for a, b, part in rows], Points(
        x[2 * MOST :], y[2 * MOST :]
    )


def dealt(rows: Sequence[Sequence[float]]) -> list[Row]:
    """The rows of a table as points: three to learn from, one to validate, one to test, and so on."""
    return [(x, y, DEALT[i % len(DEALT)]) for i, (x, y) in enumerate(rows)]


def parted(rows: Sequence[Row], test: Points) -> dict[str, Points]:
    """The points of each part; ``test`` where the rows hold none of their own."""
    parts = {}
    for part in (TRAINING, VALIDATION, TEST):
        own = [row[:2] for row in rows if row[2] == part]
        if own:
            parts[part] = Points(*np.array(own, dtype=float).T)
    return {TEST: test} | parts


def window_of(rows: Sequence[Row]) -> tuple[float, float]:
    """From the leftmost to the rightmost point; -3 to 3 where all lie inside."""
    x = [row[0] for row in rows]
    if min(x) >= -3 and max(x) <= 3:
        return WINDOW
    room = 0.0 if min(x) < max(x) else 1.0
    return min(x) - room, max(x) + room


def places(points: Points, window: tuple[float, float]) -> int:
    """How many different x the points have; those a billionth of the window apart count as one."""
    return len(np.unique(np.round((points.x - window[0]) / (window[1] - window[0]), 9)))


def sweep_degrees(
    parts: Mapping[str, Points], largest: int, window: tuple[float, float] = WINDOW
) -> Sweep:
    """Fit every degree to the training points, and judge it by all parts.

    Parameters
    ----------
    parts : mapping of part to Points
        The training points, under the empty name, among them.
    largest : int
        Degree.
    window : (float, float)
        As in `core.polynomials.legendre`.

    Returns
    -------
    sweep : Sweep
    """
    training = parts[TRAINING]
    fits = tuple(
        fit_polynomial(*training, degree, window)
        for degree in range(whole("largest", largest, 0) + 1)
    )
    errors = {
        part: np.array([rmse(points.y, value_at(fit, points.x, window)) for fit in fits])
        for part, points in parts.items()
    }
    return Sweep(window, fits, errors)


def drawn_curve(fit: Array, window: tuple[float, float] = WINDOW, count: int = 401) -> Points:
    """A fitted curve as points close enough to look like a line."""
    x = np.linspace(*window, count)
    return Points(x, value_at(fit, x, window))
