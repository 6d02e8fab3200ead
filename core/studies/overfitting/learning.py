"""What more data does: errors against the number of training points, for many samples at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.polynomials import draw_points, fits_of_every_degree, rmse

# Of the parabola x²/2 + x + 2 on [-3, 3]: 3.5 + 3 P1(x/3) + 3 P2(x/3).
TRUE_COEFFICIENTS = (3.5, 3.0, 3.0)
SIZES = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 50, 64, 80, 100)


@dataclass(frozen=True, eq=False)
class LearningCurves:
    """Errors of every degree at every size in every sample; nan where points are too few to fix a curve."""

    sizes: Array  # (sizes,)
    training: Array  # (degrees, sizes, runs), root mean squared
    validation: Array  # the same


def learning_curves(
    noise: float, seed: int, *, degree: int, runs: int, sizes: Sequence[int] = SIZES
) -> LearningCurves:
    """Let samples grow, and fit them again at every size.

    Parameters
    ----------
    noise : float
        Standard deviation, 0 to 100.
    seed : int
    degree : int
        The largest; the curves of all from 0 up are there.
    runs : int
        Samples, each with its own 100 validation points.
    sizes : (sizes,)
        Training points, rising.

    Returns
    -------
    curves : LearningCurves
    """
    x, y = draw_points((whole("runs", runs, 1), max(sizes) + 100), noise, seed)
    x_new, y_new = x[:, -100:], y[:, -100:]
    shape = (degree + 1, len(sizes), runs)
    training, validation = np.full(shape, np.nan), np.full(shape, np.nan)
    for i, n in enumerate(sizes):
        most = min(degree, n - 1)
        at = np.concatenate([x[:, :n], x_new], axis=1)  # (runs, n + 100)
        values = fits_of_every_degree(x[:, :n], y[:, :n], at, most)  # (most + 1, runs, n + 100)
        training[: most + 1, i] = rmse(y[:, :n], values[..., :n])
        validation[: most + 1, i] = rmse(y_new, values[..., n:])
    return LearningCurves(np.array(sizes), training, validation)


def spread(errors: Array) -> Array:
    """Median, and the middle 80 % of the runs: (..., runs) -> (3, ...), low, median, high; all nan stays nan."""
    known = np.isfinite(errors).all(axis=-1)
    found = np.full((3, *known.shape), np.nan)
    found[:, known] = np.quantile(errors[known], [0.1, 0.5, 0.9], axis=-1)
    return found


def limit_of(degree: int, noise: float) -> float:
    """The error that endless data would leave: of the noise, and of what the degree cannot draw.

    The mean square of Legendre's polynomial of degree k is 1 / (2k + 1), and they do not mix.
    """
    missed = sum(c**2 / (2 * k + 1) for k, c in enumerate(TRUE_COEFFICIENTS) if k > degree)
    return float(np.sqrt(noise**2 + missed))


def expected_training_error(degree: int, n: int, noise: float) -> float:
    """Root of the mean over samples of the mean squared training error, for degrees that can draw the truth.

    Each coefficient takes the noise of one point with it: of n noises n - (degree + 1) are left.
    """
    return float(noise * np.sqrt(max(n - degree - 1, 0) / n))
