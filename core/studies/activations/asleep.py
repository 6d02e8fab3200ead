"""Units that are asleep: where the slope of the activation is zero, or next to zero."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import ACTIVATIONS, Activation
from core.bounds import whole, within
from core.choice import chosen
from core.entries import Array
from core.erf import erfc
from core.images import digits
from core.initializers import INITIALIZERS, Initializer
from core.quiet import quiet

NEARLY = 0.01  # nearly flat: a smaller slope passes on less than one percent
REACH = np.sinh(np.linspace(-7.6, 7.6, 20_001))  # out to ±1000, finest in the middle

Stretch = tuple[float, float]  # from, to; either may be infinite


@dataclass(frozen=True, eq=False)
class BellSleep:
    """What share of normally distributed z the activation sleeps through."""

    z: Array  # (n,), the batch itself
    flat: float  # share of the batch with f'(z) = 0
    nearly_flat: float  # share of the batch with |f'(z)| < 0.01
    flat_exact: float  # the same two for infinitely many z, by the normal distribution
    nearly_flat_exact: float
    flat_stretches: tuple[Stretch, ...]  # where f'(z) = 0
    nearly_flat_stretches: tuple[Stretch, ...]


@dataclass(frozen=True, eq=False)
class LayerSleep:
    """For each unit of a layer, on what share of the examples it sleeps."""

    flat: Array  # (units,), share of the examples with f'(z) = 0
    nearly_flat: Array  # (units,), share of the examples with |f'(z)| < 0.01

    @property
    def dead(self) -> Array:
        """(units,): true where no example at all has a slope, so that none can teach the unit."""
        return self.flat == 1

    @property
    def asleep(self) -> Array:
        """(units,): true where every example has a slope under 0.01. Dead units are among them."""
        return self.nearly_flat == 1


def is_flat(slopes: Array, limit: float) -> Array:
    """Where slopes are smaller than the limit; with a limit of 0, where they are exactly 0."""
    return np.abs(slopes) < limit if limit > 0 else slopes == 0


def flat_where(
    activation: Activation | str, limit: float = NEARLY, **knobs: float
) -> tuple[Stretch, ...]:
    """The stretches of z on which the activation is flat, or nearly, from left to right.

    Parameters
    ----------
    activation : Activation or str
        An entry of `ACTIVATIONS`, or its key.
    limit : float
        Slopes below it count as flat, >= 0; with 0, only those that are exactly 0. Floats
        decide: the sigmoid's slope is never 0, but from z = 745 on no float is small enough.
    **knobs
        Those of the activation.

    Returns
    -------
    tuple of (float, float)
        Ends to the last digit; infinite where the stretch never ends.

    Raises
    ------
    ValueError
        If the key is unknown or the limit negative.
    """
    f, limit = chosen("activation", activation, ACTIVATIONS), within("limit", limit, 0, np.inf)
    here = is_flat(f.derivative(REACH, **knobs), limit)
    turns = np.flatnonzero(here[1:] != here[:-1])
    low, high = REACH[turns], REACH[turns + 1]
    for _ in range(60):  # halve the gap in which the stretch begins or ends
        middle = (low + high) / 2
        as_before = is_flat(f.derivative(middle, **knobs), limit) == here[turns]
        low, high = np.where(as_before, middle, low), np.where(as_before, high, middle)
    high[np.abs(high) < 1e-12] = 0  # halving comes near 0 for ever
    ends = [-np.inf] * int(here[0]) + high.tolist() + [np.inf] * int(here[-1])
    return tuple(zip(ends[::2], ends[1::2], strict=True))


def share_of_bell(stretches: tuple[Stretch, ...], mean: float, spread: float) -> float:
    """The chance that a normal number falls on one of the stretches.

    Parameters
    ----------
    stretches : tuple of (float, float)
        They must not overlap.
    mean, spread : float
        Of the normal distribution; spread is its standard deviation, > 0.

    Returns
    -------
    float
        In [0, 1].
    """
    ends = (np.array(stretches).reshape(-1, 2) - mean) / spread  # (stretches, 2)
    below = erfc(-ends / np.sqrt(2)) / 2  # Φ of each end
    return float(np.sum(below[:, 1] - below[:, 0]))


def sleep_of_bell(
    activation: Activation | str,
    mean: float,
    spread: float,
    *,
    n: int = 20_000,
    seed: int = 0,
    **knobs: float,
) -> BellSleep:
    """Draw a batch z ~ N(mean, spread²) and count how much of it the activation sleeps through.

    Parameters
    ----------
    activation : Activation or str
        An entry of `ACTIVATIONS`, or its key.
    mean, spread : float
        -100 to 100, and 0.001 to 100.
    n : int
        Numbers in the batch. A measured share p is off by about √(p (1 - p) / n).
    seed : int
        The same seed stretches and shifts the same batch.
    **knobs
        Those of the activation.

    Returns
    -------
    BellSleep

    Raises
    ------
    ValueError
        If the key is unknown or an argument is out of range.
    """
    f = chosen("activation", activation, ACTIVATIONS)
    mean, spread = within("mean", mean, -100, 100), within("spread", spread, 1e-3, 100)
    rng = np.random.default_rng(whole("seed", seed, 0))
    z = mean + spread * rng.standard_normal(whole("n", n, 1))
    slopes = f.derivative(z, **knobs)
    where = [flat_where(f, limit, **knobs) for limit in (0, NEARLY)]
    measured = [float(np.mean(is_flat(slopes, limit))) for limit in (0, NEARLY)]
    exact = [share_of_bell(stretches, mean, spread) for stretches in where]
    return BellSleep(z, *measured, *exact, *where)


def digit_layer(
    units: int,
    *,
    initializer: Initializer | str = "he",
    gain: float = 1.0,
    bias: float = 0.0,
    seed: int = 0,
) -> Array:
    """The pre-activations of a dense layer, not yet trained, on all 1797 handwritten digits.

    Parameters
    ----------
    units : int
        1 or more. The layer sees the 64 pixels of a digit, ink from 0 to 1.
    initializer : Initializer or str
        An entry of `INITIALIZERS`, or its key.
    gain : float
        Multiplies the weights.
    bias : float
        The same for every unit.
    seed : int
        Where the weights come from; the first layer of `Network.random` with this seed.

    Returns
    -------
    z : (1797, units)

    Raises
    ------
    ValueError
        If the key is unknown, or a count is none.
    """
    draw = chosen("initializer", initializer, INITIALIZERS)
    x = digits().images.reshape(-1, 64)
    with quiet():
        return x @ (gain * draw(np.random.default_rng(whole("seed", seed, 0)), 64, units)) + bias


def sleep_of_layer(activation: Activation | str, z: Array, **knobs: float) -> LayerSleep:
    """Count for each unit of a layer on what share of the examples it sleeps: z is (batch, units)."""
    f = chosen("activation", activation, ACTIVATIONS)
    if np.ndim(z) != 2 or np.size(z) == 0:
        raise ValueError(f"z must be (batch, units) and not empty, its shape is {np.shape(z)}")
    slopes = f.derivative(z, **knobs)  # (batch, units)
    return LayerSleep(*(is_flat(slopes, limit).mean(axis=0) for limit in (0, NEARLY)))
