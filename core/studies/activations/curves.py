"""An activation and its slope over a stretch of z, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import Activation
from core.bounds import bounded, whole
from core.entries import Array
from core.studies.activations.activation_facts import true_kinks


@dataclass(frozen=True, eq=False)
class Curve:
    """``values`` and ``slopes`` at each ``z``, and the same at the ``kinks`` inside the stretch.

    A kink stands three times in ``z``: itself, and its next neighbors on both sides, so that a
    jump of the slope is a jump and no ramp. ``kink_slopes`` are those that are used there by
    agreement.
    """

    label: str
    z: Array  # (n,), rising
    values: Array  # (n,)
    slopes: Array  # (n,)
    kinks: Array  # (k,)
    kink_values: Array  # (k,)
    kink_slopes: Array  # (k,)


def sample(
    activation: Activation, low: float, high: float, *, points: int = 161, **knobs: float
) -> Curve:
    """Evaluate an activation and its derivative at evenly spaced places and around its kinks.

    Parameters
    ----------
    activation : Activation
    low, high : float
        Ends of the stretch, ``low`` < ``high``.
    points : int
        Evenly spaced places, from 2 up; a kink adds up to three.
    **knobs
        Those of the activation.

    Raises
    ------
    ValueError
        If the stretch is empty or not finite, or there are fewer than two points.
    """
    low, high = bounded("low and high", (low, high))
    if low >= high:
        raise ValueError(f"low is {low} and high is {high}; low must be the smaller one")
    kinks = np.array([k for k in true_kinks(activation, **knobs) if low < k < high])
    sides = (np.nextafter(kinks, -np.inf), kinks, np.nextafter(kinks, np.inf))
    z = np.unique(np.concatenate([np.linspace(low, high, whole("points", points, 2)), *sides]))
    return Curve(
        activation.label,
        z,
        activation.value(z, **knobs),
        activation.derivative(z, **knobs),
        kinks,
        activation.value(kinks, **knobs),
        activation.derivative(kinks, **knobs),
    )
