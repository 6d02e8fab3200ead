"""Augmentations that move pixels: what chance decides, and what it does to the pictures.

Each is a pair. ``draw_…(rng, n, size, strength=)`` settles the chances for n pictures of that size;
a strength of 0 always draws what changes nothing. The other applies them to images (n, c, h, w).
"""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.warps import warp

Drawn = dict[str, Array]


def draw_flip(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.5
) -> Drawn:
    """Strength is the probability to be flipped."""
    return {"flipped": (rng.random(n) < strength).astype(float)}


def flip_across(images: Array, flipped: Array) -> Array:
    """Left and right change places."""
    return np.where(flipped[:, None, None, None] == 1, images[..., ::-1], images)


def flip_down(images: Array, flipped: Array) -> Array:
    """Above and below change places."""
    return np.where(flipped[:, None, None, None] == 1, images[..., ::-1, :], images)


def draw_turn(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 15.0
) -> Drawn:
    """Strength is the largest angle, in degrees, either way."""
    return {"angle": rng.uniform(-strength, strength, n)}


def rotate(images: Array, angle: Array) -> Array:
    """Turned about the middle, counter-clockwise for a positive angle."""
    turn = np.deg2rad(angle)
    c, s = np.cos(turn), np.sin(turn)
    return _warped(images, [[c, s], [-s, c]])


def draw_shift(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.1
) -> Drawn:
    """Strength is the longest way, as a share of the side; up or down, and left or right."""
    ways = rng.uniform(-strength, strength, (2, n))
    return {"down": ways[0] * size[0], "right": ways[1] * size[1]}


def shift(images: Array, down: Array, right: Array) -> Array:
    """Moved by so many pixels, parts of pixels included."""
    one, none = np.ones(len(images)), np.zeros(len(images))
    return _warped(images, [[one, none], [none, one]], (-down, -right))


def draw_zoom(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.2
) -> Drawn:
    """The factor lies between 1/(1 + strength) and 1 + strength, larger as often as smaller."""
    return {"factor": np.exp(rng.uniform(-1, 1, n) * np.log1p(strength))}


def zoom(images: Array, factor: Array) -> Array:
    """Larger (factor above 1) or smaller, about the middle."""
    none = np.zeros(len(images))
    return _warped(images, [[1 / factor, none], [none, 1 / factor]])


def draw_shear(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.2
) -> Drawn:
    """Strength is the largest slant: pixels sideways a pixel up."""
    return {"slant": rng.uniform(-strength, strength, n)}


def shear(images: Array, slant: Array) -> Array:
    """Leaning: upper rows to the right for a positive slant, lower ones to the left."""
    one, none = np.ones(len(images)), np.zeros(len(images))
    return _warped(images, [[one, none], [slant, one]])


def draw_crop(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.2
) -> Drawn:
    """Strength is the share of each side that is cut away; chance decides where."""
    cut = strength * np.array(size)
    ends = rng.random((2, n))
    return {"cut": np.full(n, strength), "top": ends[0] * cut[0], "left": ends[1] * cut[1]}


def crop(images: Array, cut: Array, top: Array, left: Array) -> Array:
    """A window of the picture, enlarged to the whole size; its corner is so many pixels from the top and the left."""
    h, w = images.shape[2:]
    keep, none = 1 - cut, np.zeros(len(images))
    return _warped(images, [[keep, none], [none, keep]], (top - cut * h / 2, left - cut * w / 2))


def _warped(
    images: Array, matrix: list[list[Array]], offset: tuple[Array, Array] | None = None
) -> Array:
    """`warp` with numbers for each picture: entries (n,) of its matrix and of its offset."""
    none = np.zeros(len(images))
    matrices = np.moveaxis(np.array(matrix), -1, 0)  # (n, 2, 2)
    return warp(images, matrices, np.stack(offset or (none, none), axis=-1))
