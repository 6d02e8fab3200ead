"""Maxout: several planes, of which the highest is the answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import bounded
from core.entries import Array
from core.studies.activations.neuron import Place, Window, boundary, grid_axes


@dataclass(frozen=True, eq=False)
class MaxoutRun:
    """What each plane answers, who wins, and the slopes of the answer; leading axes are those of x."""

    planes: Array  # (..., k), height of each plane at x
    winner: Array  # (...), its number, from 0; in a tie the first
    value: Array  # (...)
    along_x: Array  # (..., n_in), the winner's weights
    along_weights: Array  # (..., n_in, k), x for the winner, 0 for the others
    along_biases: Array  # (..., k), 1 for the winner, 0 for the others


@dataclass(frozen=True, eq=False)
class MaxoutMap:
    """Maxout over a grid of two inputs; rows are ``x2``, columns ``x1``."""

    x1: Array  # (n,)
    x2: Array  # (n,)
    value: Array  # (n, n)
    winner: Array  # (n, n)


@dataclass(frozen=True, eq=False)
class MaxoutCut:
    """Maxout along x1, at one x2: its planes are lines there, and it is the upper edge of them."""

    x1: Array  # (n,)
    planes: Array  # (n, k)
    value: Array  # (n,)


def maxout(x: Array, weights: Array, biases: Array) -> Array:
    """Answer with the highest of k planes: a bend whose place and slopes are learned.

    Parameters
    ----------
    x : (..., n_in)
    weights : (n_in, k)
        A column for each plane.
    biases : (k,)

    Returns
    -------
    (...)

    Raises
    ------
    ValueError
        If the shapes do not fit or a number is not finite or enormous.

    References
    ----------
    Goodfellow et al. 2013, Maxout networks.
    """
    return _planes(x, weights, biases).max(axis=-1)


def run_maxout(x: Array, weights: Array, biases: Array) -> MaxoutRun:
    """Maxout, its winner, and its slopes: only the winner feels what comes back.

    Parameters
    ----------
    x : (..., n_in)
    weights : (n_in, k)
    biases : (k,)

    Raises
    ------
    ValueError
        As `maxout`.
    """
    x, weights = bounded("x", x), bounded("weights", weights)
    planes = _planes(x, weights, biases)  # (..., k)
    winner = planes.argmax(axis=-1)  # (...)
    along_biases = np.eye(planes.shape[-1])[winner]  # (..., k)
    return MaxoutRun(
        planes=planes,
        winner=winner,
        value=planes.max(axis=-1),
        along_x=weights.T[winner],
        along_weights=x[..., :, None] * along_biases[..., None, :],
        along_biases=along_biases,
    )


def map_maxout(weights: Array, biases: Array, window: Window, *, points: int = 61) -> MaxoutMap:
    """Maxout of two inputs all over a window, and whose land each place is.

    Parameters
    ----------
    weights : (2, k)
    biases : (k,)
    window : ((x1_min, x1_max), (x2_min, x2_max))
    points : int
        Along each side, from 2 up.

    Raises
    ------
    ValueError
        As `maxout`, or if the window is empty.
    """
    x1, x2 = grid_axes(window, points)
    planes = _planes(np.stack(np.meshgrid(x1, x2), axis=-1), weights, biases)  # (n, n, k)
    return MaxoutMap(x1, x2, planes.max(axis=-1), planes.argmax(axis=-1))


def cut_maxout(
    weights: Array, biases: Array, x2: float, span: tuple[float, float], *, points: int = 121
) -> MaxoutCut:
    """Maxout of two inputs along a line on which the second one stands still.

    Parameters
    ----------
    weights : (2, k)
    biases : (k,)
    x2 : float
    span : (x1_min, x1_max)
    points : int
        From 2 up.

    Raises
    ------
    ValueError
        As `map_maxout`.
    """
    x1, _ = grid_axes((span, span), points)
    planes = _planes(np.stack([x1, np.full_like(x1, x2)], axis=-1), weights, biases)
    return MaxoutCut(x1, planes, planes.max(axis=-1))


def crease(weights: Array, biases: Array, window: Window) -> tuple[Place, Place] | None:
    """The line in a window along which two planes are equally high: there maxout bends.

    Parameters
    ----------
    weights : (2, 2)
    biases : (2,)
    window : ((x1_min, x1_max), (x2_min, x2_max))

    Returns
    -------
    ((x1, x2), (x1, x2)) or None
        As `boundary`; None also where the planes are parallel.

    Raises
    ------
    ValueError
        If there are not two planes over two inputs.
    """
    weights, biases = bounded("weights", weights), bounded("biases", biases)
    if weights.shape != (2, 2) or biases.shape != (2,):
        raise ValueError(f"weights {weights.shape} must be (2, 2) and biases {biases.shape} (2,)")
    return boundary(weights[:, 0] - weights[:, 1], biases[0] - biases[1], window)


def _planes(x: Array, weights: Array, biases: Array) -> Array:
    """Height of every plane at every x: (..., k)."""
    x, weights, biases = bounded("x", x), bounded("weights", weights), bounded("biases", biases)
    fits = weights.ndim == 2 and x.ndim > 0 and x.shape[-1] == weights.shape[0]
    if not fits or weights.size == 0 or biases.shape != weights.shape[1:]:
        raise ValueError(
            f"x {x.shape}, weights {weights.shape} and biases {biases.shape}"
            " must be (..., n_in), (n_in, k) and (k,)"
        )
    return x @ weights + biases
