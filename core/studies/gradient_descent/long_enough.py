"""Whether a walk on a bowl is long enough for a rate measured on it to mean anything."""

from __future__ import annotations

import numpy as np

from core.studies.gradient_descent.convergence import convergence_rate
from core.studies.gradient_descent.quadratic_walk import MeasuredRate

SWINGS = 2  # full swings that a fit needs
FALL = 6.0  # or a fall of the error by this power of e
PATIENCE = 3.0  # a creeping error is alone once the faster part has shrunk by this power of e
LEVEL = 1e-12  # a discriminant closer to 0 than this is rounding


def roots(lr: float, beta: float, eigenvalue: float) -> tuple[tuple[float, float], float]:
    """The two factors of a step along one direction: their sizes, smaller first, and their angle.

    They are the eigenvalues of `core.studies.gradient_descent.convergence.iteration_matrix`. The angle, in radians, is how
    far an error that swings goes round in a step; 0 where both factors are real.
    """
    large = float(convergence_rate(lr, beta, eigenvalue))
    if large == 0:
        return (0.0, 0.0), 0.0
    trace = 1 + beta - lr * eigenvalue
    if trace**2 - 4 * beta >= -LEVEL:
        return (min(beta / large, large), large), 0.0
    return (large, large), float(np.arccos(np.clip(trace / (2 * large), -1, 1)))


def is_long_enough(measured: MeasuredRate, lr: float, beta: float, eigenvalue: float) -> bool:
    """Whether a rate was fitted over enough steps to say how fast the walk goes in the long run.

    An error that swings must do so `SWINGS` times within the fit, unless it falls by `FALL` powers
    of e. One that does not is a sum of two powers: the faster must be gone when the fit begins.

    Parameters
    ----------
    measured : MeasuredRate
    lr, beta, eigenvalue : float
        With which the walk was made.

    Returns
    -------
    bool
    """
    sizes, angle = roots(lr, beta, eigenvalue)
    if measured.rate == 0 or sizes[1] == 0:
        return True
    span, fall = measured.last - measured.first, abs(np.log(sizes[1]))
    if angle > 0:
        return bool(span * angle >= SWINGS * 2 * np.pi or span * fall >= FALL)
    gone = np.inf if sizes[0] == 0 else np.log(sizes[1] / sizes[0])
    return bool(measured.first * max(gone, fall) >= PATIENCE)
