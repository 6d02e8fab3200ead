"""A neuron with one input, all along it: what it answers, and how steep its bend is there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import Activation
from core.bounds import bounded
from core.entries import Array
from core.quiet import quiet
from core.studies.activations.neuron import Place, grid_axes


@dataclass(frozen=True, eq=False)
class NeuronLine:
    """A neuron's answer along its only input.

    The places where the activation has a kink stand three times in ``x``, as they and their next
    neighbors, so that a jump is a jump and no ramp.
    """

    x: Array  # (n,), rising
    z: Array  # (n,)
    a: Array  # (n,)
    slope: Array  # (n,), f'(z)
    kinks: Array  # (k,), those of ``x`` where the activation has one


def line_neuron(
    w: float,
    b: float,
    activation: Activation,
    stretch: Place,
    *,
    points: int = 161,
    **knobs: float,
) -> NeuronLine:
    """What a neuron with one input answers over a stretch of it.

    Parameters
    ----------
    w, b : float
        Weight and bias.
    activation : Activation
    stretch : (low, high)
    points : int
        Evenly spaced places, from 2 up; a kink adds up to three.
    **knobs
        Those of the activation.

    Raises
    ------
    ValueError
        If the stretch is empty, or a number is not finite or enormous.
    """
    w, b = float(bounded("w", w)), float(bounded("b", b))
    even, _ = grid_axes((stretch, stretch), points)
    with quiet():  # a weight near 0 has its kinks out of sight, at infinity
        places = (np.array(activation.kinks) - b) / w if w else np.empty(0)
    kinks = places[(even[0] < places) & (places < even[-1])]
    x = np.unique(np.concatenate([even, *_and_neighbors(kinks)]))  # (n,)
    z = b + w * x
    return NeuronLine(
        x, z, activation.value(z, **knobs), activation.derivative(z, **knobs), np.sort(kinks)
    )


def _and_neighbors(places: Array) -> tuple[Array, Array, Array]:
    """The places, and on both sides the nearest that rounding cannot take for them."""
    reach = 1e-9 * np.maximum(np.abs(places), 1)
    return places - reach, places, places + reach
