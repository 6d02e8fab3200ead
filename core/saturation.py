"""Where an activation is saturated: so flat, far out, that hardly any slope comes through."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.activations import Activation
from core.bounds import within
from core.entries import Array


def flat_tails(
    activation: Activation, *, below: float = 0.01, **knobs: float
) -> tuple[tuple[float, float], ...]:
    """The stretches, reaching to infinity, in which the slope is smaller than a limit.

    Parameters
    ----------
    activation : Activation
    below : float
        What counts as flat: |f'(z)| < below, from 1e-9 to 0.1.
    **knobs
        Those of the activation.

    Returns
    -------
    tuple of (low, high)
        None, one or two of them, rising; the whole line for the step. A place between them where
        the slope passes through 0, as at the lowest point of GELU, is no saturation.

    Raises
    ------
    ValueError
        If ``below`` is out of range.
    """
    below = within("below", below, 1e-9, 0.1)

    def flat(z: float | Array) -> bool | Array:
        return np.abs(activation.derivative(z, **knobs)) < below

    z = np.arange(-4000, 4001) / 100  # by ±40 every slope has come to its end
    steep = np.flatnonzero(~flat(z))
    if steep.size == 0:
        return ((-np.inf, np.inf),)
    first, last = steep[0], steep[-1]
    tails = []
    if first > 0:
        tails.append((-np.inf, _edge(flat, z[first - 1], z[first])))
    if last < z.size - 1:
        tails.append((_edge(flat, z[last + 1], z[last]), np.inf))
    return tuple(tails)


def _edge(flat: Callable[[float], bool], inside: float, outside: float) -> float:
    """The outermost flat place on the way from a flat one to a steep one."""
    for _ in range(60):  # halvings; then the two are neighbors
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if flat(middle) else (inside, middle)
    return float(inside)
