"""Every place in the window where the slope is zero, found from many starts at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.bounds import whole
from core.entries import Array
from core.landscape import Surface
from core.stationary import Kind, LocalShape, local_shape

# Lengths are shares of the window's sides, slopes shares of the window's median slope.
LONGEST_STEP = 0.05  # so that a search ends near its start
STANDS_STILL = 1e-13
SAME_PLACE = 1e-6
LEVEL = 1e-10
NEWTON_STEPS = 60
MOST_POINTS = 600
MOST_UNDECIDED = 8  # one more, and they are taken for parts of one stretch
QUICK_TURN = np.pi / 4
HALVINGS, MOST_ON_EDGE = 40, 50_000
ORDER: tuple[Kind, ...] = ("minimum", "saddle", "maximum", "degenerate")


@dataclass(frozen=True, eq=False)
class StationaryPoints:
    """The level points of a window, each with its kind: minima, saddles, maxima, undecided.

    ``outcome`` is "points" where they stand apart; "stretch" where level ground runs on: along
    the floor of a straight valley, round a ring, over a plain; "too many" where only 600 are kept.
    """

    points: tuple[LocalShape, ...]  # by kind, the lowest first in each
    stretch: Array  # (m, 2), some of the places on a stretch of level ground, m = 0 without one
    outcome: Literal["points", "stretch", "too many"]

    def count(self, kind: Kind) -> int:
        """How many points are of this kind."""
        return sum(shape.kind == kind for shape in self.points)

    @property
    def index_sum(self) -> int | None:
        """Minima and maxima less saddles; None where the list holds anything else, or not all."""
        if self.count("degenerate") or self.outcome != "points":
            return None
        return self.count("minimum") - self.count("saddle") + self.count("maximum")


def all_stationary(surface: Surface, starts: int = 61) -> StationaryPoints:
    """All minima, saddles and maxima in the window, as far as a fine grid of searches finds them.

    Newton's method on the gradient, from every crossing of the grid at once, in steps of bounded
    length. What it ends on counts if it lies in the window and the slope there is below 1e-10 of
    the window's median slope. `turns_along_edge` tells whether the list can be complete.

    Parameters
    ----------
    surface : Surface
    starts : int
        Crossings along each side, at least 2; an odd number has the window's middle among them.

    Returns
    -------
    StationaryPoints
        Coordinates rounded to twelve decimals; at most 600 points.

    Raises
    ------
    ValueError
        If ``starts`` is not a whole number of 2 or more.

    References
    ----------
    Jamil & Yang 2013, arXiv:1308.4008, for the minima to be found on the known surfaces.
    """
    low, side = np.array(surface.window)[:, 0], np.ptp(surface.window, axis=1)  # (2,) each
    share = np.linspace(0, 1, whole("starts", starts, 2))
    at = low[:, None] + side[:, None] * np.array(np.meshgrid(share, share)).reshape(2, -1)  # (2, m)
    level = LEVEL * np.median(np.hypot(*_slope(surface, at, side)))
    at = _search(surface, at, side)
    found = at[:, np.hypot(*_slope(surface, at, side)) <= level]
    found = np.round(found, 12) + 0.0  # no minus zero
    inside = ((found >= low[:, None]) & (found <= (low + side)[:, None])).all(axis=0)
    places, complete = _apart(_sharpest_first(surface, found[:, inside]), side)
    shapes = [local_shape(surface, *place) for place in places.T]
    return _sorted([shape for shape in shapes if shape.kind != "slope"], complete)


def turns_along_edge(surface: Surface, count: int = 400) -> int | None:
    """How often the gradient turns round on one counterclockwise walk along the window's edge.

    It equals minima minus saddles plus maxima inside the window, whatever the surface. If the
    points of a list do not add up to it, the list is not complete.

    Parameters
    ----------
    surface : Surface
    count : int
        Points along each side to begin with, at least 2; more where the gradient turns quickly.

    Returns
    -------
    int or None
        None where the gradient vanishes on the edge, or jumps there.

    Raises
    ------
    ValueError
        If ``count`` is not a whole number of 2 or more.

    References
    ----------
    Poincaré 1885; Hopf 1926.
    """
    walked = np.linspace(0, 4, 4 * whole("count", count, 2) + 1)  # in sides, from the lower left
    for _ in range(HALVINGS):
        d_x, d_y = _slope_on_edge(surface, walked)
        if not np.hypot(d_x, d_y).all() or walked.size > MOST_ON_EDGE:
            return None
        turned = np.diff(np.unwrap(np.arctan2(d_y, d_x)))
        quick = np.flatnonzero(np.abs(turned) > QUICK_TURN)
        if not quick.size:
            return round(turned.sum() / (2 * np.pi))
        walked = np.insert(walked, quick + 1, (walked[quick] + walked[quick + 1]) / 2)
    return None


def _slope_on_edge(surface: Surface, walked: Array) -> Array:
    """The slope at so many sides from the window's lower left corner, counterclockwise, (2, m)."""
    (left, right), (bottom, top) = surface.window
    x = np.interp(walked, range(5), [left, right, right, left, left])
    y = np.interp(walked, range(5), [bottom, bottom, top, top, bottom])
    return _slope(surface, np.array([x, y]), np.ptp(surface.window, axis=1))


def _search(surface: Surface, at: Array, side: Array) -> Array:
    """Where Newton's method leads from each of the points, (2, m) -> (2, m)."""
    at, moving = at.copy(), np.arange(at.shape[1])
    for _ in range(NEWTON_STEPS):
        here = at[:, moving]
        hessian = surface.hessian(*here) * side[:, None, None] * side[None, :, None]
        step = _newton_step(_slope(surface, here, side), hessian)
        length = np.hypot(*step)
        at[:, moving] += (
            side[:, None] * step * np.fmin(1, LONGEST_STEP / np.fmax(length, LONGEST_STEP))
        )
        moving = moving[length > STANDS_STILL]
    return at


def _newton_step(gradient: Array, hessian: Array) -> Array:
    """-H⁻¹g at many points, (2, m). Where H has no inverse, the shortest step that does as well."""
    (g_x, g_y), ((a, b), (_, d)) = gradient, hessian
    determinant, size = a * d - b * b, a * a + 2 * b * b + d * d
    flat = np.abs(determinant) <= 1e-12 * size
    inverse = np.array([d * g_x - b * g_y, a * g_y - b * g_x]) / np.where(flat, 1, determinant)
    pseudo = np.array([a * g_x + b * g_y, b * g_x + d * g_y]) / np.where(size > 0, size, 1)
    return -np.where(flat, pseudo, inverse)  # a flat H is λvvᵀ, and its pseudoinverse H / λ²


def _slope(surface: Surface, at: Array, side: Array) -> Array:
    """Rise over the whole side of the window at the slope found there, (2, m)."""
    return surface.gradient(*at) * side[:, None]


def _sharpest_first(surface: Surface, found: Array) -> Array:
    """The same points, in an order in which a stretch of level ground cannot crowd out the rest."""
    (a, b), (_, d) = surface.hessian(*found)
    return found[:, np.argsort(-np.abs(a * d - b * b), kind="stable")]


def _apart(found: Array, side: Array) -> tuple[Array, bool]:
    """One of each group of points that are the same place, (2, k), and whether these are all."""
    places: list[Array] = []
    while found.shape[1] and len(places) < MOST_POINTS:
        places.append(found[:, 0])
        share = (found - found[:, :1]) / side[:, None]
        found = found[:, np.hypot(*share) > SAME_PLACE]
    return np.array(places).reshape(-1, 2).T, not found.shape[1]


def _sorted(shapes: list[LocalShape], complete: bool) -> StationaryPoints:
    """The points in their order, and a stretch of level ground set apart."""
    undecided = [shape.point for shape in shapes if shape.kind == "degenerate"]
    if len(undecided) > MOST_UNDECIDED:
        clear = [shape for shape in shapes if shape.kind != "degenerate"]
        return StationaryPoints(_in_order(clear), np.array(undecided), "stretch")
    outcome = "points" if complete else "too many"
    return StationaryPoints(_in_order(shapes), np.empty((0, 2)), outcome)


def _in_order(shapes: list[LocalShape]) -> tuple[LocalShape, ...]:
    """By kind, then by height, then from left to right."""
    return tuple(
        sorted(shapes, key=lambda s: (ORDER.index(s.kind), round(s.value, 9), *s.point.tolist()))
    )
