"""Starting again elsewhere: the simplest way out of a poor minimum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole, within
from core.descent import Optimizer
from core.entries import Array
from core.landscape import Surface
from core.many_walks import last_moment


@dataclass(frozen=True, eq=False)
class Restarts:
    """Walks from chance starts, in the order in which they were drawn."""

    starts: Array  # (k, 2)
    ends: Array  # (k, 2)
    values: Array  # (k,), height at the end, inf where the walk diverged
    best_so_far: Array  # (k,), the lowest of the first 1 to k of these heights
    best: int  # the walk that ended lowest


def restarts(
    surface: Surface,
    optimizer: Optimizer,
    *,
    tries: int = 10,
    steps: int = 300,
    seed: int = 0,
    **knobs: float,
) -> Restarts:
    """Walk from so many places in the window, all equally likely, and keep the lowest end.

    Parameters
    ----------
    surface : Surface
    optimizer : Optimizer
    tries : int
        Walks, at least 1. More of them begin with the same ones.
    steps : int
        Of each walk.
    seed : int
        Of the starts.
    **knobs
        Knobs of the rule; those left out keep their defaults.

    Returns
    -------
    Restarts

    Raises
    ------
    ValueError
        If an argument is out of range.
    """
    low, high = np.array(surface.window).T  # (2,) each
    chance = np.random.default_rng(seed).random((whole("tries", tries, 1), 2))
    starts = low + (high - low) * chance
    last = last_moment(surface, optimizer, starts, steps=steps, **knobs)
    values = np.where(last.gone, np.inf, last.values)
    best_so_far = np.minimum.accumulate(values)
    return Restarts(starts, last.points, values, best_so_far, int(values.argmin()))


def chance_of_success(share: float, tries: int) -> float:
    """Probability that at least one of so many starts lies in a basin with this share of the window.

    Parameters
    ----------
    share : float
        In [0, 1].
    tries : int
        At least 1.
    """
    share, tries = within("share", share, 0, 1), whole("tries", tries, 1)
    return 1 - (1 - share) ** tries
