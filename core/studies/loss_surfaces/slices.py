"""A slice of a network's loss surface, and how much of the training it shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import whole, within
from core.entries import Array, as_floats
from core.landscape import Grid
from core.objective import Examples
from core.passes import losses_at
from core.quiet import quiet
from core.stacked import Stack
from core.studies.loss_surfaces.planes import Plane, directions_of
from core.training_record import TrainingRun

SHAPE = 4 / 3  # width by height of a window
ROOM = 1.25  # a window reaches that much further than the path


@dataclass(frozen=True, eq=False)
class Slice:
    """The loss over a plane, and the path's shadow on it.

    Row t belongs to row t of the run. ``places`` are the points of the plane nearest to the path;
    what the path did outside of the plane is in ``distances`` and nowhere else.
    """

    grid: Grid  # the loss, float32: to be drawn
    lengths: Array  # (2,), of the two directions
    places: Array  # (T + 1, 2), along the two directions; the end is at (0, 0)
    distances: Array  # (T + 1,), from each network to its shadow
    losses: Array  # (T + 1,), of the networks themselves
    shadows: Array  # (T + 1,), of their shadows: what the picture says
    spread: float  # sum of the squared distances of the path from its end

    @property
    def explained(self) -> float:
        """The share of that sum which is in the plane, 0 to 1: what the picture shows of the path."""
        return float(1 - np.sum(self.distances**2) / self.spread) if self.spread else 1.0


def slice_through(
    run: TrainingRun,
    data: Examples,
    plane: Plane,
    *,
    loss: str,
    seed: int,
    reach: float = 1.0,
    resolution: int = 121,
) -> Slice:
    """The loss over a plane through the end of a training.

    Parameters
    ----------
    run : TrainingRun
        Its path has two rows at least.
    data : (x, y)
        Examples that the loss is the mean over.
    plane : Plane
        An entry of `PLANES`.
    loss : str
        As in `core.network.trace`.
    seed : int
        Of the directions, where they are drawn.
    reach : float
        Half the width of the window, in lengths of the network; or, where the path decides, in
        windows that just hold the path.
    resolution : int
        Points along each side.

    Returns
    -------
    Slice

    Raises
    ------
    ValueError
        If an argument is out of range or does not fit the others.
    """
    reach, resolution = within("reach", reach, 1e-3, 1e3), whole("resolution", resolution, 2)
    path, like = run.path.parameters, run.path.network(-1)
    end, directions = path[-1], directions_of(plane, run.path, seed)
    places, distances = project(path - end, directions)
    window = _around_path(places, reach) if plane.unit == "distance" else _around_end(reach)
    x, y = (np.linspace(low, high, resolution) for low, high in window)
    spots = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)  # (n, 2)
    with quiet():
        ground = (end + spots @ directions).astype(np.float32)
        heights = losses_at(ground, like, *data, loss).reshape(resolution, resolution)
        shadows = losses_at(end + places @ directions, like, *data, loss)
    lengths, spread = np.linalg.norm(directions, axis=1), float(np.sum((path - end) ** 2))
    return Slice(Grid(x, y, heights), lengths, places, distances, run.loss, shadows, spread)


def project(away: Array, directions: Array) -> tuple[Array, Array]:
    """The points of a plane that are nearest to others, and how far off those are.

    Parameters
    ----------
    away : (m, P)
        Points, seen from a point of the plane.
    directions : (2, P)
        They need be neither of length 1 nor at right angles.

    Returns
    -------
    places : (m, 2)
        In units of the directions.
    distances : (m,)

    Raises
    ------
    ValueError
        If the shapes do not fit.
    """
    away, directions = as_floats(away), as_floats(directions)
    if away.ndim != 2 or directions.shape != (2, away.shape[1]):
        raise ValueError(f"away {away.shape} and directions {directions.shape} must share columns")
    places = np.linalg.lstsq(directions.T, away.T, rcond=None)[0].T
    return places, np.linalg.norm(away - places @ directions, axis=1)


def aimless_share(path: Stack, seed: int = 0) -> float:
    """What the main plane of a walk explains that takes the path's steps, each in a direction by lot.

    Parameters
    ----------
    path : Stack
    seed : int

    Returns
    -------
    float
        High without any aim: in many dimensions about 90 % where all steps are alike.

    References
    ----------
    Antognini & Sohl-Dickstein 2018, PCA of high dimensional random walks.
    """
    steps = np.diff(path.parameters, axis=0)  # (T, P)
    drawn = np.random.default_rng((4, whole("seed", seed, 0))).normal(size=steps.shape)
    drawn *= (np.linalg.norm(steps, axis=1) / np.linalg.norm(drawn, axis=1))[:, None]
    away = np.cumsum(drawn[::-1], axis=0)  # from the end back to the start
    strengths = np.linalg.svd(away, compute_uv=False) ** 2
    return float(strengths[:2].sum() / strengths.sum())


def _around_end(reach: float) -> tuple[tuple[float, float], ...]:
    """A window with the last network in its middle."""
    return (-reach, reach), (-reach / SHAPE, reach / SHAPE)


def _around_path(places: Array, reach: float) -> tuple[tuple[float, float], ...]:
    """A window with the whole path in its middle, both axes to one scale."""
    low, high = places.min(axis=0), places.max(axis=0)
    middle, (width, height) = (low + high) / 2, (high - low) / 2
    half = ROOM * reach * (max(width, SHAPE * height) or 1.0)  # 1 around a path that never moved
    return tuple((m - h, m + h) for m, h in zip(middle, (half, half / SHAPE), strict=True))
