"""How far to go in a direction that leads down."""

from __future__ import annotations

import math

from core.entries import Array
from core.landscape import Surface

ENOUGH = 1e-4  # share of the descent that the slope promises
FLATTER = 0.9  # share of the slope that may be left
TRIALS = 60


def line_search(
    surface: Surface,
    params: Array,
    gradient: Array,
    direction: Array,
    *,
    flatten: bool = False,
) -> tuple[float, int]:
    """A step length that is short enough to lead down, and, if wanted, long enough to get on.

    Short enough (Armijo): it takes off at least `ENOUGH` of what the slope promises. Long enough
    (Wolfe): at most `FLATTER` of the slope along the direction is left. A length that is too long
    is halved; one that is too short is doubled, or moved halfway up to the shortest known as too
    long.

    Parameters
    ----------
    surface : Surface
    params, gradient : (2,)
    direction : (2,)
        The full step. It leads down: its product with the gradient is negative.
    flatten : bool
        Whether the step must also be long enough.

    Returns
    -------
    length : float
        In full steps, 1 if that will do; 0 where none of `TRIALS` lengths leads down.
    trials : int
        Lengths looked at.

    References
    ----------
    Nocedal & Wright 2006, algorithm 3.1 and section 3.1; Lewis & Overton 2013, algorithm 2.6.
    """
    height, promise = surface.value(*params), gradient @ direction  # the promise is per full step
    too_short, too_long, length = 0.0, math.inf, 1.0
    for trial in range(1, TRIALS + 1):
        there = params + length * direction
        if (there == params).all():  # too short for a float to show
            break
        if not surface.value(*there) <= height + ENOUGH * length * promise:  # nan counts as high
            too_long = length
        elif flatten and surface.gradient(*there) @ direction < FLATTER * promise:
            too_short = length
        else:
            return length, trial
        length = 2 * length if too_long == math.inf else (too_short + too_long) / 2
    return too_short, trial
