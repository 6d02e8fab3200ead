"""Starting again elsewhere: the simplest way out of a poor minimum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole, within
from core.descent import Optimizer
from core.entries import Array
from core.landscape import Surface
from core.studies.gradient_descent.many_walks import last_moment


@dataclass(frozen=True, eq=False)
class Restarts:
    """Walks from chance starts, in the order in which they were drawn."""

    starts: Array  # (k, 2)
    ends: Array  # (k, 2)
    values: Array  # (k,), height at the end, inf where the walk diverged
    best_so_far: Array  # (k,), the lowest of the first 1 to k of these heights
    best: int  # the walk that ended lowest

    def first(self, tries: int) -> Restarts:
        """The first so many of these walks, at least 1."""
        count = whole("tries", tries, 1)
        parts = (self.starts, self.ends, self.values, self.best_so_far)
        return Restarts(*(part[:count] for part in parts), int(self.values[:count].argmin()))


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


def measured_success(found: Array, tries: int) -> Array:
    """How often at least one of k walks succeeds, over all groups of k of them, for k from 1 to ``tries``.

    Parameters
    ----------
    found : (n,) of bool
        Whether each of n independent walks succeeded; n >= ``tries``.
    tries : int
        At least 1.

    Returns
    -------
    (tries,)
        Shares of all groups of k of these walks: 1 - C(n - m, k) / C(n, k) if m of the n succeeded.

    Raises
    ------
    ValueError
        If there are fewer walks than ``tries``.
    """
    if len(found) < whole("tries", tries, 1):
        raise ValueError(f"tries must be at most the number of walks, {len(found)}, not {tries}")
    count, lost = len(found), len(found) - int(np.sum(found))
    k = np.arange(tries)
    return 1 - np.cumprod(np.maximum(lost - k, 0) / (count - k))


def success_error(share: float, walks: int, tries: int) -> Array:
    """Standard error of `measured_success`, because the share of walks that succeed has one.

    Parameters
    ----------
    share : float
        Of the walks that succeeded, in [0, 1].
    walks : int
        How many there were, at least 1.
    tries : int
        At least 1.

    Returns
    -------
    (tries,)
        For k from 1 to ``tries``: k (1 - p)^(k - 1) √(p (1 - p) / n).
    """
    p, n = within("share", share, 0, 1), whole("walks", walks, 1)
    k = np.arange(1, whole("tries", tries, 1) + 1)
    return k * (1 - p) ** (k - 1) * np.sqrt(p * (1 - p) / n)
