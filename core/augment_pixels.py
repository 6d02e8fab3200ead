"""Augmentations that change values and leave pixels where they are; pairs as in `core.augment_geometry`."""

from __future__ import annotations

import numpy as np

from core.augment_geometry import Drawn
from core.entries import Array
from core.kernels import KERNELS


def draw_lighter(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.2
) -> Drawn:
    """Strength is the most that is added, or taken away; white is 1."""
    return {"lighter": rng.uniform(-strength, strength, n)}


def brighten(images: Array, lighter: Array) -> Array:
    """The same added to every pixel; what leaves [0, 1] is clipped to it."""
    return np.clip(images + _each(lighter), 0, 1)


def draw_contrast(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.5
) -> Drawn:
    """The factor lies between 1/(1 + strength) and 1 + strength, higher as often as lower."""
    return {"factor": np.exp(rng.uniform(-1, 1, n) * np.log1p(strength))}


def change_contrast(images: Array, factor: Array) -> Array:
    """Distances from the mean of the picture times the factor; what leaves [0, 1] is clipped to it."""
    mean = images.mean(axis=(1, 2, 3), keepdims=True)
    same = _each(factor) == 1  # (x - mean) + mean would round
    return np.where(same, images, np.clip(mean + _each(factor) * (images - mean), 0, 1))


def draw_share(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 1.0
) -> Drawn:
    """Strength is the largest share of the filtered picture in the mixture; chance decides, from 0 up."""
    return {"share": rng.uniform(0, strength, n)}


def blur(images: Array, share: Array) -> Array:
    """A mixture of the picture and its Gaussian blur."""
    return _filtered(images, KERNELS["gaussian"].weights, share)


def sharpen(images: Array, share: Array) -> Array:
    """A mixture of the picture and its sharpened self; what leaves [0, 1] is clipped to it."""
    return _filtered(images, KERNELS["sharpen"].weights, share)


def _filtered(images: Array, kernel: Array, share: Array) -> Array:
    """A mixture of the picture and what a kernel makes of it, clipped to [0, 1]."""
    return np.clip(images + _each(share) * (weighed(images, kernel) - images), 0, 1)


def weighed(images: Array, kernel: Array) -> Array:
    """Nine shifted copies, weighted by a 3 × 3 kernel; beyond the rim the outermost pixels go on."""
    h, w = images.shape[-2:]
    wide = np.pad(images, [(0, 0)] * (images.ndim - 2) + [(1, 1)] * 2, mode="edge")
    return sum(kernel[i, j] * wide[..., i : i + h, j : j + w] for i in range(3) for j in range(3))


def draw_patch(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.2
) -> Drawn:
    """Strength is the share of the area, in whole pixels about; the patch is up to twice as high as wide, or as wide as high."""
    h, w = size
    tall = np.exp(rng.uniform(-0.5, 0.5, n) * np.log(2))
    height = np.clip(np.rint(np.sqrt(strength) * h * tall), 0, h)
    width = np.clip(np.rint(np.sqrt(strength) * w / tall), 0, w)
    top = np.floor(rng.random(n) * (h - height + 1))
    left = np.floor(rng.random(n) * (w - width + 1))
    return {"top": top, "left": left, "height": height, "width": width}


def erase(images: Array, top: Array, left: Array, height: Array, width: Array) -> Array:
    """Black where the patch lies."""
    inside = patch_mask(images.shape[2:], top, left, height, width)
    return np.where(inside[:, None], 0, images).astype(images.dtype)


def patch_mask(
    size: tuple[int, int], top: Array, left: Array, height: Array, width: Array
) -> Array:
    """True inside each patch: (n, h, w)."""
    rows, columns = np.arange(size[0])[:, None], np.arange(size[1])
    top, left, bottom, right = (
        edge[:, None, None] for edge in (top, left, top + height, left + width)
    )
    return (top <= rows) & (rows < bottom) & (left <= columns) & (columns < right)


def _each(values: Array) -> Array:
    """One number a picture, ready for all its pixels."""
    return values[:, None, None, None]
