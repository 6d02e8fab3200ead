"""Augmentations that make one picture of two, and one label of two; pairs as in `core.augment_geometry`.

``partner`` says with which other picture of the batch, ``share`` how much of the own one is left.
"""

from __future__ import annotations

import numpy as np

from core.augment_geometry import Drawn
from core.augment_pixels import patch_mask
from core.entries import Array


def draw_mixture(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 0.4
) -> Drawn:
    """Strength is α of the Beta(α, α) from which the share comes: 1 is any share alike, near 0 hardly any mixture."""
    return {"partner": rng.permutation(n).astype(float), "share": _shares(rng, n, strength)}


def mix_up(images: Array, partner: Array, share: Array) -> Array:
    """A weighted mean of two pictures, pixel by pixel."""
    share = share[:, None, None, None]
    return share * images + (1 - share) * images[partner.astype(int)]


def draw_cut(
    rng: np.random.Generator, n: int, size: tuple[int, int], *, strength: float = 1.0
) -> Drawn:
    """A patch of the partner with the area 1 - share, in whole pixels; the share is then counted."""
    h, w = size
    partner, wanted = rng.permutation(n).astype(float), _shares(rng, n, strength)
    height, width = (np.rint(np.sqrt(1 - wanted) * side) for side in (h, w))
    top = np.floor(rng.random(n) * (h - height + 1))
    left = np.floor(rng.random(n) * (w - width + 1))
    patch = {"top": top, "left": left, "height": height, "width": width}
    return {"partner": partner, "share": 1 - height * width / (h * w)} | patch


def cut_mix(
    images: Array,
    partner: Array,
    share: Array,
    top: Array,
    left: Array,
    height: Array,
    width: Array,
) -> Array:
    """A patch of another picture, in the place where it was there."""
    inside = patch_mask(images.shape[2:], top, left, height, width)
    return np.where(inside[:, None], images[partner.astype(int)], images)


def _shares(rng: np.random.Generator, n: int, alpha: float) -> Array:
    """From Beta(α, α); all 1 for α = 0."""
    return rng.beta(alpha, alpha, n) if alpha > 0 else np.ones(n)
