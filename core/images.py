"""Real pictures, stored small: handwritten digits and three photographs.

Authors and licenses stand in ``core/data/LICENSES.md`` and in the entries.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from core.entries import Array, table

DATA = Path(__file__).parent / "data"
BRIGHTNESS = (0.299, 0.587, 0.114)  # red, green, blue: ITU-R BT.601


@dataclass(frozen=True, eq=False)
class Digits:
    """1797 handwritten digits, by 13 people."""

    images: Array  # (1797, 8, 8), ink from 0 to 1 in steps of 1/16, read-only
    labels: Array  # (1797,), 0 to 9, read-only


@cache
def digits() -> Digits:
    """The handwritten digits, loaded once and shared: the arrays are read-only.

    References
    ----------
    Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits, UCI (its test set).
    """
    stored = _load("digits.npz")
    return Digits(_frozen(stored["images"] / 16), _frozen(stored["labels"].astype(np.int64)))


def luminance(rgb: Array) -> Array:
    """How bright each pixel looks, from 0 (black) to 1 (white): green counts most, blue least.

    Parameters
    ----------
    rgb : (h, w, 3)
        uint8, as pictures are stored.

    Returns
    -------
    gray : (h, w)

    Raises
    ------
    ValueError
        If the picture is not (h, w, 3) uint8.

    References
    ----------
    ITU-R BT.601, weights of red, green and blue; applied to stored values, as is customary.
    """
    red, green, blue = channels(rgb)
    r, g, b = BRIGHTNESS
    return r * red + g * green + b * blue


def channels(rgb: Array) -> Array:
    """The picture as a convolution wants it: (h, w, 3) uint8 -> (3, h, w) from 0 to 1."""
    if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3:
        raise ValueError(f"rgb is {rgb.dtype} {rgb.shape}; it must be uint8 (h, w, 3)")
    return np.moveaxis(rgb, 2, 0) / 255


@dataclass(frozen=True)
class Picture:
    """A photograph with its author and license."""

    key: str
    label: str
    credit: str
    license: str
    source: str

    def pixels(self) -> Array:
        """The picture, (h, w, 3) uint8, read-only."""
        return _photos()[self.key]

    def gray(self) -> Array:
        """Its brightness, (h, w) from 0 to 1."""
        return luminance(self.pixels())


@cache
def _photos() -> Mapping[str, Array]:
    """All stored photographs by key."""
    return MappingProxyType({key: _frozen(pixels) for key, pixels in _load("photos.npz").items()})


def _load(name: str) -> dict[str, Array]:
    """Every array of one stored file."""
    with np.load(DATA / name, allow_pickle=False) as stored:
        return dict(stored)


def _frozen(array: Array) -> Array:
    """The array, closed to writing, since all readers share it."""
    array.setflags(write=False)
    return array


PICTURES = table(
    (
        Picture(
            "cat",
            "Cat",
            "Chelsea the cat, by Stéfan van der Walt",
            "CC0 1.0",
            "scikit-image, data/chelsea.png, scaled down",
        ),
        Picture(
            "coffee",
            "Coffee cup",
            "Coffee cup, by Rachel Michetti, courtesy of Pikolo Espresso Bar",
            "CC0 1.0",
            "scikit-image, data/coffee.png, scaled down",
        ),
        Picture(
            "palace",
            "Palace tower",
            "Photograph by danielbuechele on Flickr",
            "CC BY 2.0",
            "https://www.flickr.com/photos/danielbuechele/6061409035/, scaled down",
        ),
    )
)
