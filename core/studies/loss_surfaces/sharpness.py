"""How sharp the ground is around a trained network: by its curvature, and by random nudges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.bounds import whole
from core.entries import Array, as_floats
from core.network import Network
from core.objective import Examples
from core.passes import gradients_many, losses_at
from core.quiet import quiet
from core.stacked import Stack
from core.studies.loss_surfaces.planes import draw_filters

SMALL = 1e-4  # step of the central differences; their error goes with its square


def network_hessian(network: Network, data: Examples, *, loss: str) -> Array:
    """All second derivatives of the mean loss: how each slope changes with each parameter.

    Parameters
    ----------
    network : Network
    data : (x, y)
    loss : str
        As in `core.network.trace`.

    Returns
    -------
    (P, P)
        Symmetric, in the order of `Stack`; central differences of exact slopes.

    Raises
    ------
    ValueError
        If a shape or the key does not fit.
    """
    here = Stack.of([network])
    steps = SMALL * np.eye(here.parameters.shape[1])
    around = np.concatenate([here.parameters + steps, here.parameters - steps])  # (2 P, P)
    _, slopes = gradients_many(Stack(around, here.sizes, here.activations), *data, loss)
    with quiet():
        ahead, behind = np.split(slopes, 2)
        hessian = (ahead - behind) / (2 * SMALL)
        return (hessian + hessian.T) / 2  # alike but for rounding


def steepest_bend(network: Network, data: Examples, *, loss: str) -> float:
    """The largest eigenvalue of the Hessian: curvature in the direction that bends up most.

    Parameters
    ----------
    network : Network
    data : (x, y)
    loss : str

    Returns
    -------
    float
        nan where the curvature is too large for a float.
    """
    hessian = network_hessian(network, data, loss=loss)
    return float(np.linalg.eigvalsh(hessian)[-1]) if np.isfinite(hessian).all() else float("nan")


def nudged(
    network: Network,
    data: Examples,
    sizes: Sequence[float],
    *,
    loss: str,
    draws: int = 400,
    seed: int = 0,
) -> Array:
    """The mean loss of a network whose weights were all nudged at random.

    Parameters
    ----------
    network : Network
    data : (x, y)
    sizes : (n,)
        Of the nudge: 1 moves every unit's incoming weights by as much as they are long.
    loss : str
        As in `core.network.trace`.
    draws : int
        Directions that the mean is over, from 1 up; the same ones for every size.
    seed : int
        Of the directions.

    Returns
    -------
    (n,)

    Raises
    ------
    ValueError
        If an argument is out of range or does not fit the others.

    References
    ----------
    The scale of the nudge: Li, Xu, Taylor, Studer & Goldstein 2018.
    """
    end, sizes = Stack.of([network]), as_floats(sizes)
    rng = np.random.default_rng((6, whole("seed", seed, 0)))
    directions = draw_filters(end, whole("draws", draws, 1), rng)  # (draws, P)
    with quiet():
        moved = end.parameters + (sizes[:, None, None] * directions).reshape(-1, len(directions.T))
        losses = losses_at(moved, network, *data, loss).reshape(len(sizes), -1)  # (n, draws)
        return losses.mean(axis=1)
