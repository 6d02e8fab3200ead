"""Made-up data whose truth is known: a straight line, and noise on top."""

from __future__ import annotations

import numpy as np

from core.bounds import bounded, whole, within
from core.entries import Array

TRUE_LINE = (1.5, 0.5)  # slope and intercept
FARTHEST = 2.0  # x lies between 0 and this
MOST, LOUDEST = 500, 10.0


def draw_noisy_line(n: int, noise: float, *, seed: int = 0) -> tuple[Array, Array]:
    """Points from around the true line, y = 1.5 x + 0.5 + ε.

    A larger set of the same seed begins with the points of a smaller one, and louder noise lifts
    every point by as much more.

    Parameters
    ----------
    n : int
        How many points, 2 to 500.
    noise : float
        Standard deviation of the normal ε, in the units of y, 0 to 10.
    seed : int

    Returns
    -------
    x, y : (n,) each
        x is even over 0 to 2.

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    n, noise = int(within("n", whole("n", n, 2), 2, MOST)), within("noise", noise, 0, LOUDEST)
    rng = np.random.default_rng(whole("seed", seed, 0))
    x, luck = rng.uniform(0, FARTHEST, MOST)[:n], rng.normal(size=MOST)[:n]
    w, b = TRUE_LINE
    return x, w * x + b + noise * luck


def typical_error(x: Array, noise: float) -> Array:
    """By how much the best line's slope and intercept miss the true ones: their standard deviations.

    That is over all the noise that might have been, at the same inputs: the roots of the diagonal
    of noise² (FᵀF)⁻¹, F with the columns x and 1.

    Parameters
    ----------
    x : (n,)
        Not all of them the same.
    noise : float
        Standard deviation of the noise.

    Returns
    -------
    (2,)

    Raises
    ------
    ValueError
        If ``x`` holds fewer than two different numbers.

    References
    ----------
    Gauss 1823, Theoria combinationis.
    """
    x = bounded("x", x)
    spread = ((x - x.mean()) ** 2).sum() if x.size else 0.0
    if not spread > 0:
        raise ValueError(f"x {x.shape} must hold two different numbers")
    return noise * np.sqrt([1 / spread, 1 / x.size + x.mean() ** 2 / spread])
