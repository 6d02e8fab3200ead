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
