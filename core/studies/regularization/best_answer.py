"""The best answer that there is about two noisy moons: by the recipe that drew them."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.smooth_activations import sigmoid


def best_logits(x: Array, noise: float, steps: int = 120) -> Array:
    """What the best answer of all would be: the log of how much likelier class 1 is than class 0.

    A moon is an even spread of normal clouds along its arc, here ``steps`` of them; the other moon
    is the same, turned by half a turn.

    Parameters
    ----------
    x : (n, 2)
    noise : float
        Standard deviation of the clouds, > 0.

    Returns
    -------
    (n, 1)
    """
    phi = np.pi * (np.arange(steps) + 0.5) / steps
    arc = np.stack([3 * np.cos(phi) - 1.5, 3 * np.sin(phi) - 0.75], axis=1)  # (steps, 2)
    zero, one = (_log_likelihood(x, side * arc, noise) for side in (1, -1))
    return (one - zero)[:, None]


def _log_likelihood(x: Array, centers: Array, noise: float) -> Array:
    """Of points (n, 2) among equal normal clouds, up to what all clouds share: (n,)."""
    apart = (x**2).sum(axis=1)[:, None] - 2 * x @ centers.T + (centers**2).sum(axis=1)
    powers = -apart / (2 * noise**2)
    top = powers.max(axis=1)
    return top + np.log(np.exp(powers - top[:, None]).sum(axis=1))


def best_map(noise: float, x: Array, y: Array) -> Array:
    """The probability of class 1 by the recipe itself, at every place of a grid: (up, across)."""
    places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return sigmoid(best_logits(places, noise)).reshape(len(y), len(x))
