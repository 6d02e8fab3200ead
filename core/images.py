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
EXAMPLE = (
    (1, 2, 1, 0),
    (0, 1, 2, 1),
    (1, 2, 2, 2),
    (2, 2, 1, 0),
)  # small enough for pencil and paper


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
    focus: float = 0.5  # where its `square` lies: 0 at the left or upper end, 1 at the other

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


def from_bytes(width: int, height: int, levels: bytes) -> Array:
    """Brightness from 0 to 1 out of one byte a pixel, row after row: (height, width).

    Raises
    ------
    ValueError
        If there are not width times height bytes.
    """
    if len(levels) != width * height:
        raise ValueError(
            f"levels holds {len(levels)} bytes; {width} × {height} pixels need one each"
        )
    return np.frombuffer(levels, np.uint8).reshape(height, width) / 255


def square(image: Array, focus: float = 0.5) -> Array:
    """The largest square of the image: (h, w) -> (min(h, w), min(h, w)).

    ``focus`` says where along the longer side: 0 at its beginning, 0.5 in the middle, 1 at its end.
    """
    side = min(image.shape)
    top, left = (round(focus * (n - side)) for n in image.shape)
    return image[top : top + side, left : left + side]


def shrink(image: Array, side: int) -> Array:
    """The image on a coarser grid: each new pixel is the mean of the area that it covers.

    Parameters
    ----------
    image : (h, w)
    side : int
        Pixels along each side that is longer; a shorter side stays as it is.

    Returns
    -------
    small : (min(h, side), min(w, side))
    """
    down, across = (areas(n, min(n, side)) for n in image.shape)
    return down @ image @ across.T


def in_levels(image: Array, most: int = 255) -> Array:
    """Brightness from 0 to 1 in whole steps from 0 to ``most``, as files store it."""
    return np.rint(most * image)


def areas(n: int, places: int) -> Array:
    """How much of each old pixel a new one covers, as shares of its area: (places, n), rows sum to 1."""
    edges = np.linspace(0, n, places + 1)[:, None]
    reached = np.clip(edges - np.arange(n), 0, 1)  # how much of each pixel lies before each edge
    return np.diff(reached, axis=0) * places / n


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
            focus=0.1,
        ),
    )
)
