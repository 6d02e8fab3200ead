"""Planes through the end of a training: two directions in the space of all parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from core.bounds import whole
from core.entries import Array, table
from core.stacked import Stack


@dataclass(frozen=True)
class Plane:
    """A way to lay a plane through the last network of a path.

    ``lay`` takes the path, and a seed where chance has a say (``drawn``), and returns the two
    directions. A unit along them is the length of the last network where the plane is drawn, and
    plain distance between parameters where the path decides.
    """

    key: str
    label: str
    lay: Callable[..., Array]
    drawn: bool
    unit: Literal["network", "distance"]
    equation: str
    source: str
    meaning: str


def directions_of(plane: Plane, path: Stack, seed: int) -> Array:
    """The two directions of a plane.

    Parameters
    ----------
    plane : Plane
    path : Stack
        One network a row; the plane goes through the last.
    seed : int
        Of the drawing, where there is one.

    Returns
    -------
    (2, P)

    Raises
    ------
    ValueError
        If the path has fewer than two networks, or the seed is no whole number.
    """
    if path.runs < 2:
        raise ValueError(f"path must hold at least 2 networks, it holds {path.runs}")
    return plane.lay(path, whole("seed", seed, 0)) if plane.drawn else plane.lay(path)


def random_directions(path: Stack, seed: int) -> Array:
    """Every parameter drawn alike; the whole as long as all parameters of the last network together."""
    end = path.parameters[-1]
    d = np.random.default_rng((3, seed)).normal(size=(2, len(end)))  # not the stream of the weights
    return d * np.linalg.norm(end) / np.linalg.norm(d, axis=1, keepdims=True)


def filter_normalized_directions(path: Stack, seed: int) -> Array:
    """Drawn too, but every unit's incoming weights as long as the last network's; biases rest."""
    return draw_filters(path.part(path.runs - 1, path.runs), 2, np.random.default_rng((3, seed)))


def draw_filters(end: Stack, count: int, rng: np.random.Generator) -> Array:
    """``count`` filter-normalized directions through one network: (count, P)."""
    drawn = Stack(rng.normal(size=(count, end.parameters.shape[1])), end.sizes, end.activations)
    for d, w, b in zip(drawn.weights, end.weights, drawn.biases, strict=True):
        d *= _lengths(w) / _lengths(d)  # views of the rows: (count, n_in, n_out)
        b[:] = 0
    return drawn.parameters


def main_directions(path: Stack) -> Array:
    """The two directions that hold most of the path: of all planes, none is nearer to it."""
    away = path.parameters - path.parameters[-1]  # (T + 1, P)
    _, _, axes = np.linalg.svd(away, full_matrices=False)
    d = axes[:2]
    return d * np.where(d @ away[0] > 0, -1.0, 1.0)[:, None]  # from the left, from below


def _lengths(weights: Array) -> Array:
    """Of every unit's incoming weights: (runs, n_in, n_out) -> (runs, 1, n_out)."""
    return np.linalg.norm(weights, axis=1, keepdims=True)


PLANES = table(
    (
        Plane(
            key="random",
            label="Random",
            lay=random_directions,
            drawn=True,
            unit="network",
            equation=(
                r"d_k \sim N(0, I), \quad"
                r" d_k \leftarrow \frac{d_k}{\lVert d_k \rVert}\, \lVert \theta^* \rVert"
            ),
            source="Goodfellow, Vinyals & Saxe 2015",
            meaning="two directions by lot, each as long as the network's parameters",
        ),
        Plane(
            key="filters",
            label="Filter-normalized",
            lay=filter_normalized_directions,
            drawn=True,
            unit="network",
            equation=(
                r"d_k \sim N(0, I), \quad d_{k,j} \leftarrow"
                r" \frac{d_{k,j}}{\lVert d_{k,j} \rVert}\, \lVert w_j^* \rVert"
                r" \text{ for every unit } j"
            ),
            source="Li, Xu, Taylor, Studer & Goldstein 2018",
            meaning="by lot too, each unit's weights as long as they are in the network",
        ),
        Plane(
            key="main",
            label="Main (PCA)",
            lay=main_directions,
            drawn=False,
            unit="distance",
            equation=(
                r"d_1, d_2 = \text{first right singular vectors of }"
                r" \left( \theta_t - \theta^* \right)_{t = 0}^{T}"
            ),
            source="Li, Xu, Taylor, Studer & Goldstein 2018",
            meaning="the two directions in which the training itself moved most",
        ),
    )
)
