"""Convex or not: a hunt for a chord that runs below the ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.bounds import bounded, whole
from core.entries import Array
from core.landscape import Surface
from core.quiet import quiet

EQUATION = r"f\big(t\,a + (1 - t)\,b\big) \le t\,f(a) + (1 - t)\,f(b)"
SOURCE = "Jensen, 1906"
ROUNDING = 1e-12  # of the largest height met: a gap below it is no violation
FINER = 401  # places looked at along the worst chord

SAME_HESSIAN = "Its Hessian is the same everywhere, and neither eigenvalue is negative."
MEAN_OF_SQUARES = (
    "Its Hessian is a mean over the data of c vvᵀ, v the two features of an example and c never "
    "negative. Such a mean has no negative eigenvalue, anywhere."
)
QUADRATIC = ("bowl", "ravine", "regression", "booth", "matyas")
COSTS = ("line", "logistic", "logistic_pair")


@dataclass(frozen=True, eq=False)
class Profile:
    """The ground and the chord over the straight way from b (t = 0) to a (t = 1)."""

    t: Array  # (n,)
    x: Array  # (n,)
    y: Array  # (n,)
    ground: Array  # (n,)
    chord: Array  # (n,)


@dataclass(frozen=True, eq=False)
class Chord:
    """A straight line between two points of the ground, and the place where it dips deepest."""

    a: Array  # (2,)
    b: Array  # (2,)
    t: float  # the place is t a + (1 - t) b
    ground: float
    chord: float

    @property
    def gap(self) -> float:
        """How far the ground stands above the chord: positive only where convexity is violated."""
        return self.ground - self.chord


@dataclass(frozen=True, eq=False)
class Hunt:
    """What came of testing many chords.

    ``proof`` is the reason why no chord can ever fail, where one is known. Without it, "none
    found" says that none was found among so many, and no more.
    """

    outcome: Literal["not convex", "convex", "none found"]
    worst: Chord | None  # the one with the largest gap, None where no chord fails
    tried: int
    failed: int
    proof: str | None


def hunt_chord(surface: Surface, count: int = 20_000, *, seed: int = 0) -> Hunt:
    """Test the definition of convexity on random chords within the window.

    Parameters
    ----------
    surface : Surface
    count : int
        How many chords: two random points and one random place between them each.
    seed : int

    Returns
    -------
    Hunt
        The worst chord is given at the place where it is worst.

    Raises
    ------
    ValueError
        If ``count`` is not a whole number of 1 or more, or ``seed`` not one of 0 or more.
    """
    rng = np.random.default_rng(whole("seed", seed, 0))
    low, high = np.array(surface.window).T  # (2,) each
    a, b = rng.uniform(low, high, (2, whole("count", count, 1), 2))
    t = rng.uniform(size=count)
    f_a, f_b = surface.value(*a.T), surface.value(*b.T)  # (count,) each
    ground = surface.value(*(t[:, None] * a + (1 - t[:, None]) * b).T)
    gap = ground - (t * f_a + (1 - t) * f_b)
    fails = gap > ROUNDING * max(np.abs(f_a).max(), np.abs(f_b).max())
    proof = proof_of_convexity(surface)
    if not fails.any():
        return Hunt("convex" if proof else "none found", None, count, 0, proof)
    worst = np.argmax(gap)
    return Hunt(
        "not convex", chord_between(surface, a[worst], b[worst]), count, int(fails.sum()), None
    )


def proof_of_convexity(surface: Surface) -> str | None:
    """Why no chord can ever run below the ground; None where no reason is known."""
    if surface.key in QUADRATIC:
        return SAME_HESSIAN
    return MEAN_OF_SQUARES if surface.key in COSTS else None


def along_chord(surface: Surface, a: Array, b: Array, count: int = 101) -> Profile:
    """The ground and the chord between two points, side by side.

    Parameters
    ----------
    surface : Surface
    a, b : (2,)
    count : int
        Places, both ends among them, at least 2.

    Returns
    -------
    Profile

    Raises
    ------
    ValueError
        If a point is not two finite numbers, or ``count`` is not a whole number of 2 or more.
    """
    a, b = (_point(name, place) for name, place in (("a", a), ("b", b)))
    t = np.linspace(0, 1, whole("count", count, 2))
    x, y = np.outer(a, t) + np.outer(b, 1 - t)
    ground = surface.value(x, y)
    with quiet():
        chord = t * ground[-1] + (1 - t) * ground[0]
    return Profile(t, x, y, ground, chord)


def chord_between(surface: Surface, a: Array, b: Array) -> Chord:
    """The chord between two points, at the place where it runs farthest below the ground.

    Where it runs below the ground nowhere, that is the middle, t = 1/2.

    Raises
    ------
    ValueError
        If a point is not two finite numbers.
    """
    seen = along_chord(surface, a, b, FINER)
    gap = seen.ground - seen.chord
    i = np.argmax(gap)
    if not gap[i] > ROUNDING * np.abs(seen.ground[[0, -1]]).max():
        i = FINER // 2
    a, b = _point("a", a), _point("b", b)
    return Chord(a, b, float(seen.t[i]), float(seen.ground[i]), float(seen.chord[i]))


def least_curvature(surface: Surface, x: Array, y: Array) -> Array:
    """The smaller eigenvalue of the Hessian, (...): where it is negative, the ground bends down some way.

    A surface is convex over a window just if it is negative nowhere there. Rounding counts as zero.

    Parameters
    ----------
    surface : Surface
    x, y : (...)
        Any shapes that broadcast.
    """
    (a, b), (_, d) = surface.hessian(x, y)
    with quiet():
        middle, half = (a + d) / 2, np.hypot((a - d) / 2, b)
        return np.where(np.abs(middle - half) <= ROUNDING * half, 0.0, middle - half)


def _point(name: str, place: Array) -> Array:
    """The place, if it is two numbers of a sensible size."""
    place = bounded(name, place)
    if place.shape != (2,):
        raise ValueError(f"{name} {place.shape} must be two numbers, (2,)")
    return place
