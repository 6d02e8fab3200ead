"""How strong a signal and its gradient are, layer by layer, in a network of infinite width."""

from __future__ import annotations

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.bounds import whole, within
from core.choice import chosen
from core.entries import Array
from core.quiet import quiet

# The standard normal distribution in 2000 slices. None of them lies on the kink at 0.
BELL = (np.arange(2000) + 0.5) / 125 - 8
BELL_WEIGHTS = np.exp(-(BELL**2) / 2) / np.exp(-(BELL**2) / 2).sum()

# Two of them, independent: a coarser grid of pairs. The second one is mirrored, its half is enough.
PAIR = (np.arange(120) + 0.5) / 10 - 6
HALF = PAIR[PAIR > 0]
_DENSITY = np.exp(-(PAIR[:, None] ** 2 + HALF**2) / 2)
PAIR_WEIGHTS = _DENSITY / _DENSITY.sum()  # (120, 60)


def predict_rms(
    activation: Activation | str, depth: int, weight_power: float, **knobs: float
) -> tuple[Array, Array]:
    """Follow the variance rule: each z is a sum of many terms, so it is normally distributed.

    Parameters
    ----------
    activation : Activation or str
        An entry of `ACTIVATIONS`, or its key.
    depth : int
        Number of layers, from 1 up.
    weight_power : float
        Width times the variance of the weights, from 0 up: 1 for LeCun, 2 for He.
    **knobs
        Those of the activation.

    Returns
    -------
    a_rms, gradient_rms : (depth,)
        Root mean square of a, and of the gradient along z, in each layer. What comes in at the
        first layer and what comes back at the last one has 1.

    Raises
    ------
    ValueError
        If the key is unknown or an argument out of range.

    References
    ----------
    He et al. 2015, section 2.2; for any activation Poole et al. 2016 and Schoenholz et al. 2017.
    """
    f = chosen("activation", activation, ACTIVATIONS)
    depth, grow = whole("depth", depth, 1), within("weight_power", weight_power, 0, 1e12) ** 0.5
    a_rms, slope_rms, a = np.empty(depth), np.empty(depth), 1.0
    with quiet():
        for layer in range(depth):
            z = grow * a * BELL  # what comes in, times the weights
            a = np.sqrt(BELL_WEIGHTS @ f.value(z, **knobs) ** 2)
            a_rms[layer] = a
            slope_rms[layer] = np.sqrt(BELL_WEIGHTS @ f.derivative(z, **knobs) ** 2)
        factors = slope_rms * np.append(np.full(depth - 1, grow), 1)  # the last meets no weights
        return a_rms, np.cumprod(factors[::-1])[::-1]


def predict_spread(
    activation: Activation | str, depth: int, weight_power: float, *, batch: int, **knobs: float
) -> Array:
    """Follow two unlike inputs: how far apart a unit still puts them, layer by layer.

    Parameters
    ----------
    activation, depth, weight_power, **knobs
        As in `predict_rms`.
    batch : int
        Examples, 2 or more, over which the spread is taken; at first any two are uncorrelated.

    Returns
    -------
    (depth,)
        Standard deviation of a unit over the batch, root mean square over all units.

    Raises
    ------
    ValueError
        If the key is unknown or an argument out of range.

    References
    ----------
    Poole et al. 2016, Exponential expressivity in deep neural networks through transient chaos.
    """
    f = chosen("activation", activation, ACTIVATIONS)
    grow = within("weight_power", weight_power, 0, 1e12)
    share = 1 - 1 / whole("batch", batch, 2)  # what the batch's own mean leaves
    power, apart, spread = 1.0, 1.0, np.empty(whole("depth", depth, 1))  # E[a²], E[(a - a')²] / 2
    with quiet():
        for layer in range(depth):
            # z, z' = common ± own: their difference is never taken of two large numbers
            common = np.sqrt(grow * np.maximum(power - apart / 2, 0)) * PAIR[:, None]
            own = np.sqrt(grow * apart / 2) * HALF
            a, other = f.value(common + own, **knobs), f.value(common - own, **knobs)
            power = np.sum(PAIR_WEIGHTS * (a**2 + other**2)) / 2
            apart = np.sum(PAIR_WEIGHTS * (a - other) ** 2) / 2
            spread[layer] = np.sqrt(share * apart)
    return spread
