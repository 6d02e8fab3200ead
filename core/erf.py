"""The error function, which NumPy leaves out and the exact GELU needs."""

from __future__ import annotations

import math

import numpy as np

from core.entries import Array

# Cody's minimax fractions, highest power first: erf near 0, then erfc on (0.46875, 4], then beyond.
NEAR_TOP = (1.85777706184603153e-1, 3.16112374387056560e0, 1.13864154151050156e2,
            3.77485237685302021e2, 3.20937758913846947e3)  # fmt: skip
NEAR_BOTTOM = (1.0, 2.36012909523441209e1, 2.44024637934444173e2,
               1.28261652607737228e3, 2.84423683343917062e3)  # fmt: skip
MIDDLE_TOP = (2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0,
              6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2,
              1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3)  # fmt: skip
MIDDLE_BOTTOM = (1.0, 1.57449261107098347e1, 1.17693950891312499e2,
                 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3,
                 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3)  # fmt: skip
FAR_TOP = (1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1,
           1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4)  # fmt: skip
FAR_BOTTOM = (1.0, 2.56852019228982242e0, 1.87295284992346725e0,
              5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3)  # fmt: skip


def erf(x: Array) -> Array:
    """How much of a bell curve lies within ``x`` of its middle, with the sign of ``x``.

    Parameters
    ----------
    x : (...)
        In units of √2 standard deviations; infinities are welcome.

    Returns
    -------
    (...)
        In [-1, 1]; correct to a few units in the last place.

    References
    ----------
    Cody 1969, Rational Chebyshev approximations for the error function.
    """
    inside = np.clip(x, -0.46875, 0.46875)
    outside = np.sign(x) * (1 - erfc(np.abs(x)))
    return np.where(np.abs(x) <= 0.46875, _erf_near(inside), outside)[()]


def erfc(x: Array) -> Array:
    """One minus `erf`, without losing the digits of a tiny result.

    Parameters
    ----------
    x : (...)

    Returns
    -------
    (...)
        In [0, 2]; a positive ``x`` keeps its relative accuracy until the result underflows.

    References
    ----------
    Cody 1969, Rational Chebyshev approximations for the error function.
    """
    y = np.minimum(np.abs(x), 30)  # from 27.3 on, erfc is below the smallest float
    near, far = y <= 0.46875, y > 4
    tail = np.piecewise(y, [near, far], [lambda y: 1 - _erf_near(y), _erfc_far, _erfc_middle])
    return np.where(np.less(x, 0), 2 - tail, tail)[()]


def _erf_near(x: Array) -> Array:
    """An odd function, so ``x`` times a fraction in x²."""
    return x * _fraction(NEAR_TOP, NEAR_BOTTOM, x * x)


def _erfc_middle(y: Array) -> Array:
    """The bell itself times a fraction that mends the rest."""
    return _bell(y) * _fraction(MIDDLE_TOP, MIDDLE_BOTTOM, y)


def _erfc_far(y: Array) -> Array:
    """The tail e^(-y²) / (y √π), and a correction that fades like 1/y²."""
    r = 1 / (y * y)
    correction = r * _fraction(FAR_TOP, FAR_BOTTOM, r)
    return _bell(y) * (1 / math.sqrt(math.pi) - correction) / y


def _bell(y: Array) -> Array:
    """e^(-y²), in two factors: rounding y² first would cost digits in the tail."""
    coarse = np.floor(16 * y) / 16  # its square is exact
    return np.exp(-coarse * coarse) * np.exp(-(y - coarse) * (y + coarse))


def _fraction(top: tuple[float, ...], bottom: tuple[float, ...], x: Array) -> Array:
    """One polynomial over another, by Horner's rule."""
    above = below = np.zeros_like(x)
    for c in top:
        above = above * x + c
    for c in bottom:
        below = below * x + c
    return above / below
