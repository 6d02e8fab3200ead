"""Images moved by a few pixels: how much changes in them, in a map, in the pooled map, and in a dense layer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.convolution import convolve, global_average, pool
from core.entries import Array
from core.images import PICTURES, digits, in_levels, shrink, square
from core.straight_activations import relu

SHIFTS = range(5)  # pixels to the right
SEEN_BY = ("input", "map", "pooled", "dense", "global")
UNITS = 16  # of the dense layer
DIGITS = 200
SIDE = 64  # pixels of a photograph, each way


@dataclass(frozen=True, eq=False)
class Shifts:
    """What a shift of 0 to 4 pixels changes, image by image."""

    changes: dict[str, Array]  # by `SEEN_BY`: (5, n), ‖after − before‖ / ‖before‖
    changed: dict[str, Array]  # of map and pooled map: (5, n), share of cells with another value


def shift_image(image: Array, pixels: int, circular: bool) -> Array:
    """The image moved to the right.

    Parameters
    ----------
    image : (..., h, w)
    pixels : int
        At least 0.
    circular : bool
        Whether what leaves on the right comes in on the left; else the left is black.

    Returns
    -------
    shifted : as image
    """
    shifted = np.roll(image, pixels, axis=-1)
    if not circular:
        shifted[..., :pixels] = 0
    return shifted


def map_of(images: Array, kernel: Array, circular: bool) -> Array:
    """Convolve and rectify, the size kept: beyond the edge lies the other edge (circular), or zeros.

    Parameters
    ----------
    images : (n, 1, h, w)
    kernel : (3, 3)

    Returns
    -------
    maps : (n, 1, h, w)
    """
    around = [(0, 0), (0, 0), (1, 1), (1, 1)]
    padded = np.pad(images, around, mode="wrap" if circular else "constant")
    return relu(convolve(padded, kernel[None, None]))


def measure_shifts(
    images: Array,
    kernel: Array,
    *,
    kind: str = "max",
    size: int = 2,
    stride: int = 2,
    circular: bool = True,
    seed: int = 0,
) -> Shifts:
    """Shift images by 0 to 4 pixels and measure what changes.

    Parameters
    ----------
    images : (n, h, w)
    kernel : (3, 3)
        Of the map, which is rectified.
    kind, size, stride
        How the map is pooled: "max", "average", or "global", which needs neither size nor stride.
    circular : bool
        As in `shift_image`; the convolution goes round alike.
    seed : int
        Draws the weights of the dense layer, `UNITS` units that see all pixels.

    Returns
    -------
    Shifts
    """
    n = len(images)
    weights = np.random.default_rng(seed).normal(size=(images[0].size, UNITS))
    seen = []
    for pixels in SHIFTS:
        x = shift_image(images[:, None], pixels, circular)
        a = map_of(x, kernel, circular)
        whole = global_average(a)
        pooled = whole if kind == "global" else pool(a, kind, size, stride)
        outputs = (x, a, pooled, x.reshape(n, -1) @ weights, whole)
        seen.append({key: v.reshape(n, -1) for key, v in zip(SEEN_BY, outputs, strict=True)})
    changes = {key: np.array([_change(s[key], seen[0][key]) for s in seen]) for key in SEEN_BY}
    changed = {
        key: np.array([_differ(s[key], seen[0][key]).mean(axis=1) for s in seen])
        for key in ("map", "pooled")
    }
    return Shifts(changes, changed)


def _change(after: Array, before: Array) -> Array:
    """Relative change of each row; a row of zeros that stays one has not changed."""
    length = np.linalg.norm(before, axis=1)
    return np.linalg.norm(after - before, axis=1) / np.where(length > 0, length, 1.0)


def _differ(after: Array, before: Array) -> Array:
    """Which cells have another value, rounding apart."""
    return np.abs(after - before) > 1e-9 * max(1.0, float(np.abs(before).max()))


def many_images(which: str) -> Array:
    """What shifts are measured on: "digits", the first 200, or "photos", three in gray. (n, h, w)."""
    if which == "digits":
        return in_levels(digits().images[:DIGITS], 16)
    return np.array([in_levels(shrink(square(p.gray(), p.focus), SIDE)) for p in PICTURES.values()])
