"""What is written down of each layer's numbers, and when a signal counts as vanished or exploded."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from core.activations import Activation
from core.entries import Array
from core.studies.activations.asleep import NEARLY, is_flat
from core.studies.activations.ridges import count_into

SMALL, LARGE = 1e-6, 1e6  # times what was sent: beyond these it has vanished or exploded
BINS = 40
WIDEST = 4.0  # activations are binned from -4 to 4 at most: the input has a spread of 1
DECADES = (-14.0, 6.0)  # gradients are binned by their power of ten


class Verdict(NamedTuple):
    """How a signal fared, and the first layer on its way (counted from 1) where it showed."""

    kind: Literal["healthy", "vanishing", "exploding"]
    layer: int | None  # None if healthy


class SignalNotes(NamedTuple):
    """One layer on the way forward, in s runs."""

    spread: Array  # (s,), of the units over the batch
    a_rms: Array  # (s,)
    a_counts: Array  # (1, bins + 2), see `count_into`


class GradientNotes(NamedTuple):
    """One layer on the way back, in s runs."""

    gradient_rms: Array  # (s,)
    gradient_counts: Array  # (1, bins + 2), of the powers of ten
    silent: Array  # (s,), share of gradients that are exactly 0
    nearly_flat: Array  # (s,), share of |f'(z)| < 0.01
    path_mean: Array  # (s,), product of |f'| along a path, mean over paths
    path_largest: Array  # (s,)


def note_signal(a: Array, window: tuple[float, float]) -> SignalNotes:
    """What to remember of one layer's activations: (s, batch, width)."""
    return SignalNotes(spread(a), rms(a), count_into(a, *window, BINS)[None])


def note_gradient(slopes: Array, d_z: Array, path: Array) -> GradientNotes:
    """What to remember of one layer's slopes, gradients and products: (s, batch, width) each."""
    with np.errstate(divide="ignore"):  # a gradient of 0 is 10^-inf
        decades = np.log10(np.abs(d_z))
    return GradientNotes(
        rms(d_z),
        count_into(decades, *DECADES, BINS)[None],
        np.mean(d_z == 0, axis=(1, 2)),
        np.mean(is_flat(slopes, NEARLY), axis=(1, 2)),
        np.mean(path, axis=(1, 2)),
        np.max(path, axis=(1, 2)),
    )


def rms(values: Array) -> Array:
    """Root mean square of each run: (s, batch, width) -> (s,). It outlives the squares' overflow."""
    largest = np.abs(values).max(axis=(1, 2), keepdims=True)
    unit = np.where((largest > 0) & np.isfinite(largest), largest, 1)  # (s, 1, 1)
    return unit[:, 0, 0] * np.sqrt(np.mean((values / unit) ** 2, axis=(1, 2)))


def spread(a: Array) -> Array:
    """How far apart a unit puts two examples: (s, batch, width) -> (s,).

    The root mean square of what is left when each unit's mean over the batch is taken away. Where
    it is 0, every example looks the same, however large the activations are.
    """
    return rms(a - a.mean(axis=1, keepdims=True))


def signal_window(f: Activation, **knobs: float) -> tuple[float, float]:
    """From the lowest to the highest value of f, as far as that lies within ±4."""
    lowest = min(f.range[0], float(f.value(np.float64(-1e3), **knobs)))  # a knob may lower it
    return max(lowest, -WIDEST), min(f.range[1], WIDEST)


def judge(rms: Array, *, backwards: bool = False) -> Verdict:
    """Say whether a signal vanished or exploded, and in which layer it first had.

    Parameters
    ----------
    rms : (L, runs)
        Root mean squares, row l for layer l + 1, in units of what was sent. The median over the
        runs decides. A nan counts as infinite: it comes of infinities that met.
    backwards : bool
        The signal meets the last layer first, as a gradient does.

    Returns
    -------
    Verdict
    """
    level = typical(rms)
    layers = np.arange(1, len(level) + 1)
    if backwards:
        level, layers = level[::-1], layers[::-1]
    lost = (level < SMALL) | (level > LARGE)
    if not lost.any():
        return Verdict("healthy", None)
    first = int(np.argmax(lost))
    return Verdict("vanishing" if level[first] < SMALL else "exploding", int(layers[first]))


def typical(rms: Array) -> Array:
    """The median over the runs, a nan counting as infinite: (L, runs) -> (L,)."""
    return np.median(np.where(np.isnan(rms), np.inf, rms), axis=1)


def mean_factor(first: float, last: float, steps: int) -> float:
    """The factor that leads from ``first`` to ``last`` if all steps are alike: their geometric mean.

    Where a signal begins or ends at 0 or at infinity there is none: nan. It is 1 over no steps.
    """
    if not (0 < first < np.inf and 0 < last < np.inf):
        return np.nan
    return float(np.exp((np.log(last) - np.log(first)) / steps)) if steps else 1.0
