"""Noisy points on a parabola, and the polynomials of every degree that fit them.

The columns are Legendre polynomials, not powers: on [-3, 3] they hardly resemble one another, so
degree 20 is fitted as safely as degree 2, and the curves are the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.bounds import bounded, whole, within
from core.entries import Array

HALF_WIDTH = 3.0  # points are drawn over [-3, 3]
WINDOW = (-HALF_WIDTH, HALF_WIDTH)
MOST_DEGREE = 40


class Points(NamedTuple):
    """Points of a noisy curve, or of many: x and y of the same shape."""

    x: Array
    y: Array


def parabola(x: Array) -> Array:
    """The curve behind the noise."""
    x = bounded("x", x)
    return x**2 / 2 + x + 2


def draw_points(shape: int | tuple[int, ...], noise: float, seed: int) -> Points:
    """Points measured on the parabola with a shaking hand, in no order.

    Parameters
    ----------
    shape : int or tuple of int
        How many: (runs, n) for several samples at once.
    noise : float
        Standard deviation of y around the parabola, 0 to 100. The same seed with more noise
        keeps every x and moves every y further the same way.
    seed : int

    Returns
    -------
    points : Points
        x uniform in [-3, 3].

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    shape = tuple(whole("shape", n, 1) for n in np.atleast_1d(shape).tolist())
    rng = np.random.default_rng(whole("seed", seed, 0))
    x = rng.uniform(*WINDOW, shape)
    return Points(x, parabola(x) + within("noise", noise, 0, 100) * rng.standard_normal(shape))


def legendre(x: Array, degree: int, window: tuple[float, float] = WINDOW) -> Array:
    """Legendre polynomials P₀ to P of ``degree``, the window stretched to [-1, 1].

    Parameters
    ----------
    x : (...)
    degree : int
        0 to 40.
    window : (float, float)
        Where the points lie; inside it no column leaves [-1, 1].

    Returns
    -------
    columns : (..., degree + 1)

    Raises
    ------
    ValueError
        If the degree or the window is out of range.

    References
    ----------
    Bonnet's recurrence: (k + 1) P of k + 1 = (2k + 1) t P of k - k P of k - 1.
    """
    low, high = bounded("window", window)
    if whole("degree", degree, 0) > MOST_DEGREE or not low < high:
        raise ValueError(f"degree {degree} may be 0 to {MOST_DEGREE}, and {low} must be < {high}")
    t = (2 * bounded("x", x) - low - high) / (high - low)
    columns = [np.ones_like(t), t]
    for k in range(1, degree):
        columns.append(((2 * k + 1) * t * columns[k] - k * columns[k - 1]) / (k + 1))
    return np.stack(columns[: degree + 1], axis=-1)


def fit_polynomial(x: Array, y: Array, degree: int, window: tuple[float, float] = WINDOW) -> Array:
    """Coefficients of the Legendre polynomials with the smallest squared error.

    Where many curves fit equally well (fewer points than coefficients, or several at the same x),
    the one with the shortest coefficients.

    Parameters
    ----------
    x, y : (n,)
    degree : int
    window : (float, float)
        As in `legendre`.

    Returns
    -------
    coefficients : (degree + 1,)

    Raises
    ------
    ValueError
        If the shapes differ, or there is no point.
    """
    x, y = bounded("x", x), bounded("y", y)
    if x.ndim != 1 or x.shape != y.shape or not len(x):
        raise ValueError(f"x {x.shape} and y {y.shape} must both be (n,), with n at least 1")
    return np.linalg.lstsq(legendre(x, degree, window), y)[0]


def value_at(coefficients: Array, x: Array, window: tuple[float, float] = WINDOW) -> Array:
    """A fitted curve at x: coefficients (degree + 1,), x (...) -> (...)."""
    return legendre(x, len(coefficients) - 1, window) @ bounded("coefficients", coefficients)


def fits_of_every_degree(x: Array, y: Array, at: Array, degree: int) -> Array:
    """Values of the fits of degree 0, 1, ... ``degree`` to many samples: one pass for all.

    One QR decomposition a sample turns the columns into polynomials that are orthonormal over its
    points. Each is fitted by itself, so the fit of one degree is that of the degree before plus one
    term.

    Parameters
    ----------
    x, y : (runs, n)
        The samples; n at least degree + 1.
    at : (m,) or (runs, m)
        Where the fits are wanted.
    degree : int
        The largest.

    Returns
    -------
    values : (degree + 1, runs, m)

    Raises
    ------
    ValueError
        If the shapes do not match, or a sample has fewer points than coefficients.
    """
    x, y = bounded("x", x), bounded("y", y)
    if x.ndim != 2 or x.shape != y.shape or x.shape[1] <= degree:
        raise ValueError(f"x {x.shape} and y {y.shape} must be (runs, n), n above {degree}")
    Q, R = np.linalg.qr(legendre(x, degree))  # (runs, n, k), (runs, k, k)
    steps = Q.swapaxes(1, 2) @ y[..., None]  # (runs, k, 1)
    columns = legendre(at, degree).swapaxes(-1, -2)  # (k, m) or (runs, k, m)
    orthonormal = np.linalg.solve(R.swapaxes(1, 2), columns)  # (runs, k, m)
    return np.cumsum(orthonormal * steps, axis=1).swapaxes(0, 1)


def rmse(y: Array, y_hat: Array) -> Array:
    """Root of the mean squared miss, over the last axis."""
    return np.sqrt(np.mean((y - y_hat) ** 2, axis=-1))


def lowest_degree(errors: Array, rounding: float) -> int:
    """The lowest degree whose error is as small as any, where smaller differences than ``rounding`` are none.

    Without noise every degree from the true one up hits all points: which of them rounding favors says nothing.
    """
    return int((errors <= errors.min() * (1 + 1e-9) + rounding).argmax())
