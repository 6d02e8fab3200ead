"""Feature maps under dropout: single pixels gone, or whole maps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.convolution import convolve
from core.dropout import draw_mask, inverted_dropout, spatial_mask
from core.entries import Array
from core.images import PICTURES, digits, in_levels, shrink, square
from core.kernels import KERNELS

SEEN = tuple(key for key in KERNELS if key != "identity")  # eight kernels, eight maps
SIDE, DIGIT = 34, 7


@dataclass(frozen=True, eq=False)
class DroppedMaps:
    """The same maps three times: as they are, with pixels dropped, with maps dropped."""

    maps: Array  # (c, h, w)
    pixel_mask: Array  # (c, h, w) of zeros and ones
    map_mask: Array  # (c, 1, 1)
    pixels: Array  # (c, h, w), inverted dropout
    whole: Array
    guessed: Array  # (c,), share of a dropped pixel's variance that its neighbors tell; nan: none is dropped


def feature_maps(image: Array) -> Array:
    """What eight kernels find in a picture: (h, w) -> (8, h - 2, w - 2)."""
    kernels = np.array([KERNELS[key].weights for key in SEEN])
    return convolve(image[None], kernels[:, None])


def picture_for_maps(key: str) -> Array:
    """A small picture in 256 grays, ``SIDE`` pixels a side, or a handwritten seven (8 × 8)."""
    if key == "digit":
        return in_levels(digits().images[DIGIT]) / 255
    photo = PICTURES[key]
    return in_levels(shrink(square(photo.gray(), photo.focus), SIDE)) / 255


def drop_maps(maps: Array, p: float, seed: int) -> DroppedMaps:
    """Drop with probability p: each pixel for itself, and beside it each map as a whole."""
    rng, q = np.random.default_rng((7, seed)), 1 - p
    map_mask, pixel_mask = spatial_mask(rng, len(maps), q), draw_mask(rng, maps.shape, q)
    return DroppedMaps(
        maps=maps,
        pixel_mask=pixel_mask,
        map_mask=map_mask,
        pixels=inverted_dropout(maps, pixel_mask, q),
        whole=inverted_dropout(maps, map_mask, q),
        guessed=np.array([told_by_neighbors(*pair) for pair in zip(maps, pixel_mask, strict=True)]),
    )


def told_by_neighbors(image: Array, mask: Array) -> float:
    """How much of the dropped pixels the kept ones beside them tell: R² of the mean of those neighbors.

    Where all four neighbors are gone the guess is the mean of all that was kept.

    Parameters
    ----------
    image : (h, w)
    mask : (h, w)
        1 where a pixel is kept.

    Returns
    -------
    float
        1 is all, 0 no more than the mean of the map does, below 0 less; nan where nothing, or
        everything, is dropped, or where all dropped pixels are the same.
    """
    sums, counts = (_neighbors(each) for each in (image * mask, mask))
    dropped = mask == 0
    if dropped.all() or not dropped.any() or np.ptp(image[dropped]) == 0:
        return float("nan")
    rest = float(image[~dropped].mean())
    guess = np.where(counts > 0, sums / np.maximum(counts, 1), rest)[dropped]
    truth = image[dropped]
    return float(1 - np.sum((truth - guess) ** 2) / np.sum((truth - truth.mean()) ** 2))


def _neighbors(image: Array) -> Array:
    """Sum of the four pixels beside each; outside there is nothing."""
    wide = np.pad(image, 1)
    return wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:]
