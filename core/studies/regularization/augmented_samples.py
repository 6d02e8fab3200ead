"""One picture, and what augmentation makes of it, many times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.augment_geometry import LOOKUPS
from core.augment_pixels import weighed
from core.augmentations import AUGMENTATIONS, augment
from core.entries import Array
from core.images import PICTURES, channels, digits, in_levels, shrink, square
from core.kernels import KERNELS
from core.warps import places

COUNT = 14  # samples beside the original
SIDE = 52  # pixels of a photograph, each side
CROWD = 126  # other pictures in the batch, from which partners come


@dataclass(frozen=True, eq=False)
class Samples:
    """The original and its samples, with what chance decided for each."""

    key: str  # of the augmentation
    original: Array  # (c, h, w)
    images: Array  # (COUNT, c, h, w)
    drawn: Mapping[str, Array]  # (COUNT,) each
    labels: Array  # (COUNT, classes), shares of one whole
    partners: Array  # (COUNT, c, h, w), the pictures that are mixed in; the original where none is
    batch: Array  # (n, c, h, w), all that went in, the original COUNT times first


def photo(key: str) -> Array:
    """The square of a photograph in color, small: (3, SIDE, SIDE) from 0 to 1."""
    picture = PICTURES[key]
    colors = channels(picture.pixels())
    return np.stack([_small(square(color, picture.focus)) for color in colors])


def in_three(gray: Array) -> Array:
    """A gray picture as a color one of the same size as a `photo`, or smaller."""
    return np.repeat(_small(gray)[None], 3, axis=0)


def _small(image: Array) -> Array:
    """On a coarser grid, in 256 levels from 0 to 1."""
    return in_levels(shrink(image, SIDE)) / 255


def crowd_of_photos(but: str) -> tuple[Array, Array]:
    """The other photographs in turn, and their classes: (CROWD, 3, SIDE, SIDE) and (CROWD,)."""
    others = [(photo(key), i) for i, key in enumerate(PICTURES) if key != but]
    turns = np.arange(CROWD) % len(others)
    photos, classes = zip(*others, strict=True)
    return np.stack(photos)[turns], np.array(classes)[turns]


def crowd_of_digits(but: int) -> tuple[Array, Array]:
    """Digits to mix with, and their classes: (CROWD, 1, 8, 8) and (CROWD,)."""
    order = np.random.default_rng(11).permutation(len(digits().labels))
    chosen = order[order != but][:CROWD]
    return digits().images[chosen][:, None], digits().labels[chosen]


def draw_samples(
    key: str,
    strength: float,
    seed: int,
    original: Array,
    label: int,
    crowd: tuple[Array, Array],
    classes: int,
) -> Samples:
    """Fourteen times the same picture in one batch with many others, augmented.

    Parameters
    ----------
    key : str
        Of `AUGMENTATIONS`.
    strength : float
    seed : int
        Of all chances.
    original : (c, h, w)
    label : int
        Its class, of so many ``classes``.
    crowd : (pictures, classes)
        What is mixed in, where the augmentation mixes; a partner shaped otherwise is left out.
    """
    images, labels = np.repeat(original[None], COUNT, axis=0), [label] * COUNT
    if "share" in AUGMENTATIONS[key].symbols and crowd[0].shape[1:] == original.shape:
        images, labels = np.concatenate([images, crowd[0]]), [*labels, *crowd[1]]
    now = augment(AUGMENTATIONS[key], images, np.random.default_rng((12, seed)), strength)
    return Samples(
        key=key,
        original=original,
        images=now.images[:COUNT],
        drawn={name: values[:COUNT] for name, values in now.drawn.items()},
        labels=now.targets(np.eye(classes)[labels])[:COUNT],
        partners=images[now.partners[:COUNT]],
        batch=images,
    )


@dataclass(frozen=True)
class Pixel:
    """One pixel of one sample, and where it came from."""

    row: int
    column: int
    before: float  # of the original, at the same place
    after: float
    partner: float
    mean: float  # of the original picture
    filtered: (
        float  # what blurring or sharpening kernels make of it; the pixel itself for all others
    )
    source: tuple[float, float]  # row and column in the original, for what moves pixels
    four: tuple[
        float, float, float, float
    ]  # there: upper left, upper right, lower left, lower right


def look_at_pixel(samples: Samples, sample: int, channel: int = 0) -> Pixel:
    """The pixel at half the height and a third of the width of a sample, 0 the first one."""
    h, w = samples.original.shape[1:]
    i, j = h // 2, w // 3
    before = samples.original[channel]
    kernel = {"blur": "gaussian"}.get(samples.key, samples.key)
    seen = weighed(before, KERNELS[kernel].weights) if kernel in KERNELS else before
    row, column = _source(samples, sample, i, j)
    top, left = int(np.floor(row)), int(np.floor(column))
    wide = np.pad(before, 1)
    four = [float(wide[_rim(top + a, h), _rim(left + b, w)]) for a in (0, 1) for b in (0, 1)]
    return Pixel(
        row=i,
        column=j,
        before=float(before[i, j]),
        after=float(samples.images[sample, channel, i, j]),
        partner=float(samples.partners[sample, channel, i, j]),
        mean=float(samples.original.mean()),
        filtered=float(seen[i, j]),
        source=(row, column),
        four=tuple(four),
    )


def _source(samples: Samples, sample: int, i: int, j: int) -> tuple[float, float]:
    """The place in the original at which a pixel of a sample was looked up; its own where no pixel moves."""
    if samples.key not in LOOKUPS:
        return float(i), float(j)
    size = samples.original.shape[1:]
    drawn = {name: values[sample : sample + 1] for name, values in samples.drawn.items()}
    rows, columns = places(*LOOKUPS[samples.key](size, **drawn), size)
    return float(rows[0, i, j]), float(columns[0, i, j])


def _rim(at: int, n: int) -> int:
    """A place in the padded picture: what is outside is 0."""
    return min(max(at + 1, 0), n + 1)
