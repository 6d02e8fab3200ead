"""One neuron: a weighted sum, bent. What comes out, how steeply, and what it sees of the plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import Activation
from core.bounds import bounded, whole
from core.entries import Array
from core.quiet import quiet

Window = tuple[tuple[float, float], tuple[float, float]]  # (x1_min, x1_max), (x2_min, x2_max)
Place = tuple[float, float]
FAR = 1e100  # a place beyond it is out of reach


@dataclass(frozen=True, eq=False)
class NeuronRun:
    """One input on its way through one neuron, and the slopes of ``a`` along all it came from."""

    x: Array  # (d,)
    w: Array  # (d,)
    b: float
    terms: Array  # (d,), weight times input
    z: float  # their sum, plus the bias
    a: float  # f(z)
    slope: float  # f'(z)
    along_w: Array  # (d,)
    along_b: float
    along_x: Array  # (d,)


@dataclass(frozen=True, eq=False)
class NeuronMap:
    """A neuron's answer at every place of a grid; rows are ``x2``, columns ``x1``."""

    x1: Array  # (n,)
    x2: Array  # (n,)
    z: Array  # (n, n)
    a: Array  # (n, n)


def run_neuron(x: Array, w: Array, b: float, activation: Activation, **knobs: float) -> NeuronRun:
    """Weigh each input, add up, bend; then ask how much the answer would move with each part.

    Parameters
    ----------
    x, w : (d,)
        Inputs and their weights, one or more.
    b : float
        Bias: what z is when all inputs are 0.
    activation : Activation
    **knobs
        Those of the activation.

    Raises
    ------
    ValueError
        If the shapes differ or are not (d,), or a number is not finite or enormous.
    """
    x, w, b = bounded("x", x), bounded("w", w), float(bounded("b", b))
    if x.ndim != 1 or x.shape != w.shape or x.size == 0:
        raise ValueError(f"x {x.shape} and w {w.shape} must both be (d,), with d from 1 up")
    terms = w * x
    z = b + float(terms.sum())
    a = float(activation.value(z, **knobs))
    slope = float(activation.derivative(z, **knobs))
    return NeuronRun(x, w, b, terms, z, a, slope, slope * x, slope, slope * w)


def map_neuron(
    w: Array,
    b: float,
    activation: Activation,
    window: Window,
    *,
    points: int = 61,
    **knobs: float,
) -> NeuronMap:
    """What a neuron with two inputs answers all over a window of the plane.

    Parameters
    ----------
    w : (2,)
    b : float
        A third input that stands still goes in here: b + w3 · x3.
    activation : Activation
    window : ((x1_min, x1_max), (x2_min, x2_max))
    points : int
        Along each side, from 2 up.
    **knobs
        Those of the activation.

    Raises
    ------
    ValueError
        If there are not two weights, the window is empty, or a number is not finite or enormous.
    """
    (w1, w2), b = two_weights(w), bounded("b", b)
    x1, x2 = grid_axes(window, points)
    z = b + w1 * x1 + w2 * x2[:, None]  # (n, n)
    return NeuronMap(x1, x2, z, activation.value(z, **knobs))


def boundary(w: Array, b: float, window: Window) -> tuple[Place, Place] | None:
    """The piece of the line b + w1 x1 + w2 x2 = 0 that lies in a window: where the neuron tips.

    Parameters
    ----------
    w : (2,)
        Stands at right angles on the line and points to the side where z > 0.
    b : float
    window : ((x1_min, x1_max), (x2_min, x2_max))

    Returns
    -------
    ((x1, x2), (x1, x2)) or None
        Its two ends, on the edge of the window. None if the line passes by or only touches a
        corner, or if both weights are 0: then z = b everywhere, and there is no line.

    Raises
    ------
    ValueError
        As `map_neuron`.
    """
    w, b, window = two_weights(w), float(bounded("b", b)), checked_window(window)
    size = float(np.abs(w).max())
    if size == 0:
        return None
    w1, w2 = (w / size).tolist()
    distance = -b / size / (w1 * w1 + w2 * w2)
    if abs(distance) == np.inf:
        return None
    return _clipped((distance * w1, distance * w2), (-w2, w1), window)


def foot_on_boundary(x: Array, w: Array, b: float) -> tuple[Array, float] | None:
    """The nearest place at which the neuron tips, and how far off it is: z / ‖w‖.

    Parameters
    ----------
    x, w : (d,)
    b : float

    Returns
    -------
    (foot (d,), distance) or None
        The distance is below 0 on the side where z < 0. None if no weight pulls: then z is the
        same everywhere, or so nearly that the place is out of reach.

    Raises
    ------
    ValueError
        If the shapes differ, or a number is not finite or enormous.
    """
    x, w, b = bounded("x", x), bounded("w", w), float(bounded("b", b))
    if x.ndim != 1 or x.shape != w.shape:
        raise ValueError(f"x {x.shape} and w {w.shape} must both be (d,)")
    size = float(np.hypot.reduce(w))
    with quiet():
        distance = float(b + (w * x).sum()) / size if size else np.inf
    if not abs(distance) < FAR:
        return None
    return x - distance * (w / size), distance


def _clipped(foot: Place, along: Place, window: Window) -> tuple[Place, Place] | None:
    """The ends of the stretch of foot + t · along that lies inside the window."""
    start, end = -np.inf, np.inf
    for (low, high), place, pace in zip(window, foot, along, strict=True):
        if pace == 0:
            if not low <= place <= high:
                return None
        else:
            enters, leaves = sorted(((low - place) / pace, (high - place) / pace))
            start, end = max(start, enters), min(end, leaves)
    if start >= end:
        return None
    ends = (
        tuple(
            min(max(place + t * pace, low), high)  # inside, whatever rounding did
            for (low, high), place, pace in zip(window, foot, along, strict=True)
        )
        for t in (start, end)
    )
    return tuple(ends)


def grid_axes(window: Window, points: int) -> tuple[Array, Array]:
    """Evenly spaced places along both sides of a window."""
    points = whole("points", points, 2)
    x1_ends, x2_ends = checked_window(window)
    return np.linspace(*x1_ends, points), np.linspace(*x2_ends, points)


def checked_window(window: Window) -> Window:
    """The window, if it has two sides of a finite length above 0."""
    sides = bounded("window", window)
    if sides.shape != (2, 2) or not (sides[:, 0] < sides[:, 1]).all():
        raise ValueError(f"window is {window}; it may be two pairs (low, high) with low < high")
    return tuple(map(tuple, sides.tolist()))


def two_weights(w: Array) -> Array:
    """The weights, if they are two."""
    w = bounded("w", w)
    if w.shape != (2,):
        raise ValueError(f"w must hold two weights, its shape is {w.shape}")
    return w
