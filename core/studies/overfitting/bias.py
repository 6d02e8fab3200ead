"""The same fit to many samples: how far its mean is off, and how far each is from the mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.polynomials import HALF_WIDTH, draw_points, fits_of_every_degree, parabola

RUNS = 200


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Squared errors of every degree at every place, over many samples of the same size."""

    at: Array  # (m,)
    curves: Array  # (degrees, runs, m), what each sample's fit says
    bias: Array  # (degrees, m), of the mean curve, squared
    variance: Array  # (degrees, m), around the mean curve
    noise: float  # variance of the points themselves
    measured: Array  # (degrees, m), mean squared miss of fresh points

    @property
    def total(self) -> Array:
        """What the three add up to, (degrees, m)."""
        return self.bias + self.variance + self.noise


def places(count: int = 55) -> Array:
    """The middles of so many equal pieces of [-3, 3], (count,): their mean is a mean over all x."""
    return HALF_WIDTH * ((2 * np.arange(whole("count", count, 1)) + 1) / count - 1)


def decompose(
    n: int, noise: float, seed: int, *, degree: int, runs: int = RUNS, same_x: bool = False
) -> Decomposition:
    """Draw many samples, fit each with every degree, and compare the fits with the truth and each other.

    Parameters
    ----------
    n : int
        Points a sample, above ``degree``.
    noise : float
        Standard deviation, 0 to 100.
    seed : int
    degree : int
        The largest.
    runs : int
        Samples, 2 or more.
    same_x : bool
        Evenly spaced x in all samples, which then differ in their noise alone.

    Returns
    -------
    found : Decomposition
    """
    at, truth = places(), parabola(places())  # (m,)
    x, y = draw_points((whole("runs", runs, 2), n), noise, seed)
    if same_x:
        y = y - parabola(x) + parabola(places(n))
        x = np.broadcast_to(places(n), x.shape)
    curves = fits_of_every_degree(x, y, at, degree)  # (degrees, runs, m)
    mean = curves.mean(axis=1)  # (degrees, m)
    rng = np.random.default_rng([seed, 1])  # fresh points, that no fit has seen
    fresh = truth + noise * rng.standard_normal((runs, len(at)))
    return Decomposition(
        at=at,
        curves=curves,
        bias=(mean - truth) ** 2,
        variance=curves.var(axis=1),
        noise=noise**2,
        measured=np.mean((curves - fresh) ** 2, axis=1),
    )


def variance_at_points(degree: int, n: int, noise: float) -> float:
    """The fit's variance, averaged over its own points, where x is the same in all samples: exact."""
    return noise**2 * (degree + 1) / n
