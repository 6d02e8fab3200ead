"""Augmentations that move pixels: what chance decides, and what it does to the pictures.

Each is a pair. ``draw_…(rng, n, size, strength=)`` settles the chances for n pictures of that size;
a strength of 0 always draws what changes nothing. The other applies them to images (n, c, h, w).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import numpy as np

from core.entries import Array
from core.warps import warp

Drawn = dict[str, Array]
Size = tuple[int, int]  # rows and columns
Lookup = tuple[Array, Array]  # matrices and offsets, as `warp` takes them


def draw_flip(rng: np.random.Generator, n: int, size: Size, *, strength: float = 0.5) -> Drawn:
    """Strength is the probability to be flipped."""
    return {"flipped": (rng.random(n) < strength).astype(float)}


def flip_across(images: Array, flipped: Array) -> Array:
    """Left and right change places."""
    return np.where(flipped[:, None, None, None] == 1, images[..., ::-1], images)


def flip_down(images: Array, flipped: Array) -> Array:
    """Above and below change places."""
    return np.where(flipped[:, None, None, None] == 1, images[..., ::-1, :], images)


def draw_turn(rng: np.random.Generator, n: int, size: Size, *, strength: float = 10.0) -> Drawn:
    """Strength is the largest angle, in degrees, either way."""
    return {"angle": rng.uniform(-strength, strength, n)}


def rotate(images: Array, angle: Array) -> Array:
    """Turned about the middle, counter-clockwise for a positive angle."""
    return warp(images, *rotation(images.shape[2:], angle))


def rotation(size: Size, angle: Array) -> Lookup:
    """Where `rotate` looks up its pixels."""
    turn = np.deg2rad(angle)
    c, s = np.cos(turn), np.sin(turn)
    return _lookup([[c, s], [-s, c]])


def draw_shift(rng: np.random.Generator, n: int, size: Size, *, strength: float = 0.05) -> Drawn:
    """Strength is the longest way, as a share of the side; up or down, and left or right."""
    ways = rng.uniform(-strength, strength, (2, n))
    return {"down": ways[0] * size[0], "right": ways[1] * size[1]}


def shift(images: Array, down: Array, right: Array) -> Array:
    """Moved by so many pixels, parts of pixels included."""
    return warp(images, *shifting(images.shape[2:], down, right))


def shifting(size: Size, down: Array, right: Array) -> Lookup:
    """Where `shift` looks up its pixels."""
    one, none = np.ones_like(down), np.zeros_like(down)
    return _lookup([[one, none], [none, one]], (-down, -right))


def draw_zoom(rng: np.random.Generator, n: int, size: Size, *, strength: float = 0.2) -> Drawn:
    """The factor lies between 1/(1 + strength) and 1 + strength, larger as often as smaller."""
    return {"factor": np.exp(rng.uniform(-1, 1, n) * np.log1p(strength))}


def zoom(images: Array, factor: Array) -> Array:
    """Larger (factor above 1) or smaller, about the middle."""
    return warp(images, *zooming(images.shape[2:], factor))


def zooming(size: Size, factor: Array) -> Lookup:
    """Where `zoom` looks up its pixels."""
    none = np.zeros_like(factor)
    return _lookup([[1 / factor, none], [none, 1 / factor]])


def draw_shear(rng: np.random.Generator, n: int, size: Size, *, strength: float = 0.3) -> Drawn:
    """Strength is the largest slant: pixels sideways a pixel up."""
    return {"slant": rng.uniform(-strength, strength, n)}


def shear(images: Array, slant: Array) -> Array:
    """Leaning: upper rows to the right for a positive slant, lower ones to the left."""
    return warp(images, *shearing(images.shape[2:], slant))


def shearing(size: Size, slant: Array) -> Lookup:
    """Where `shear` looks up its pixels."""
    one, none = np.ones_like(slant), np.zeros_like(slant)
    return _lookup([[one, none], [slant, one]])


def draw_crop(rng: np.random.Generator, n: int, size: Size, *, strength: float = 0.2) -> Drawn:
    """Strength is the share of each side that is cut away; chance decides where."""
    cut = strength * np.array(size)
    ends = rng.random((2, n))
    return {"cut": np.full(n, strength), "top": ends[0] * cut[0], "left": ends[1] * cut[1]}


def crop(images: Array, cut: Array, top: Array, left: Array) -> Array:
    """A window of the picture, enlarged to the whole size; its corner is so many pixels from the top and the left."""
    return warp(images, *cropping(images.shape[2:], cut, top, left))


def cropping(size: Size, cut: Array, top: Array, left: Array) -> Lookup:
    """Where `crop` looks up its pixels."""
    keep, none = 1 - cut, np.zeros_like(cut)
    h, w = size
    return _lookup([[keep, none], [none, keep]], (top - cut * h / 2, left - cut * w / 2))


def mirroring(size: Size, down: float, across: float, flipped: Array) -> Lookup:
    """Where flips look up their pixels: -1 turns that axis round."""
    none = np.zeros_like(flipped)
    rows, columns = (np.where(flipped == 1, sign, 1.0) for sign in (down, across))
    return _lookup([[rows, none], [none, columns]])


def _lookup(matrix: list[list[Array]], offset: tuple[Array, Array] | None = None) -> Lookup:
    """What `warp` takes, from entries (n,) of its matrix and of its offset."""
    none = np.zeros_like(matrix[0][0])
    return np.moveaxis(np.array(matrix), -1, 0), np.stack(offset or (none, none), axis=-1)


LOOKUPS: Mapping[str, Callable[..., Lookup]] = MappingProxyType(
    {
        "flip_across": partial(mirroring, down=1.0, across=-1.0),
        "flip_down": partial(mirroring, down=-1.0, across=1.0),
        "crop": cropping,
        "rotate": rotation,
        "shift": shifting,
        "zoom": zooming,
        "shear": shearing,
    }
)
