"""What the penalties are tried on: powers of x, and two thermometers that say nearly the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.bounds import whole, within
from core.entries import Array
from core.studies.regularization.polynomial import features, sample_curve, split

POINTS, SHARE = 40, 0.6  # of the points, those to learn from
BIAS, WARMTH, WIND = 2.0, 3.0, -1.0  # what ice cream sells by


class Examples(NamedTuple):
    """Rows X (n, d), without a column of ones, and what should come out, y (n,)."""

    X: Array
    y: Array


@dataclass(frozen=True, eq=False)
class Task:
    """Examples to learn from, and others to be judged by."""

    train: Examples
    validation: Examples


def powers_of_x(degree: int, noise: float, seed: int) -> Task:
    """Forty noisy points of a parabola, told to the model as the powers of x / 3 up to ``degree``.

    Parameters
    ----------
    degree : int
        1 to 90; so many columns.
    noise : float
        Standard deviation around the parabola, 0 to 100.
    seed : int
        Of the points, and of which of them are to be learned from.

    Returns
    -------
    Task
    """
    parts = split(*sample_curve(POINTS, noise, seed), SHARE, seed)
    return Task(*(Examples(features(part.x, degree), part.y) for part in parts))


def two_thermometers(gap: float, noise: float, seed: int) -> Task:
    """Forty days of an ice cream seller: two thermometers at one spot, the wind, and the phase of the moon.

    Sales, counted from what was planned, follow the warmth, which nobody knows, and the wind; the
    moon has no say. Warmth, wind and moon are in units of their own spread.

    Parameters
    ----------
    gap : float
        Standard deviation of each thermometer around the warmth, 0 to 10. At 0 both say the same.
    noise : float
        Standard deviation of the sales around what warmth and wind make them, 0 to 100.
    seed : int

    Returns
    -------
    Task
        Columns: thermometer 1, thermometer 2, wind, moon.
    """
    gap, noise = within("gap", gap, 0, 10), within("noise", noise, 0, 100)
    rng = np.random.default_rng(whole("seed", seed, 0))
    warmth, wind, moon, slip1, slip2, luck = rng.standard_normal((6, POINTS))
    X = np.column_stack([warmth + gap * slip1, warmth + gap * slip2, wind, moon])  # (40, 4)
    y = BIAS + WARMTH * warmth + WIND * wind + noise * luck  # (40,)
    learned = round(SHARE * POINTS)
    return Task(Examples(X[:learned], y[:learned]), Examples(X[learned:], y[learned:]))
