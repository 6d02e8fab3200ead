"""One image, pooled: what each window keeps, and what of the image can be rebuilt from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.convolution import global_average, pool
from core.entries import Array
from core.pooling import switches


@dataclass(frozen=True, eq=False)
class PooledImage:
    """An image and what is left of it."""

    image: Array  # (h, w)
    kind: str  # max, average or global
    window: tuple[int, int]  # rows and columns that become one
    stride: int
    values: Array  # (oh, ow)
    cells: Array | None  # (oh, ow), which cell of its window each maximum is; None for a mean

    @property
    def lost(self) -> float:
        """Share of the numbers that are gone."""
        return 1 - self.values.size / self.image.size

    @property
    def patches(self) -> Array:
        """What each window holds: (oh, ow, kh, kw)."""
        every = np.lib.stride_tricks.sliding_window_view(self.image, self.window)
        return every[:: self.stride, :: self.stride]

    def nearest(self, row: int, column: int) -> tuple[int, int]:
        """The pooled cell that is nearest to this one, which may lie outside."""
        rows, columns = self.values.shape
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def places(self) -> tuple[Array, Array]:
        """Row and column in the image of what each window keeps, each (oh, ow); of a maximum only."""
        return kept_places(self.cells, self.window[1], self.stride)


def pool_image(image: Array, kind: str, size: int = 2, stride: int = 2) -> PooledImage:
    """Let each window of an image become one number.

    Parameters
    ----------
    image : (h, w)
    kind : str
        "max", "average", or "global": the mean of all, whatever the size and the stride.
    size, stride : int
        Pixels along each side of the window, and from one window to the next.

    Returns
    -------
    PooledImage

    Raises
    ------
    ValueError
        If the window does not fit into the image.
    """
    if kind == "global":
        values = global_average(image[None])[:, None]  # (1, 1)
        return PooledImage(image, kind, image.shape, 1, values, None)
    values = pool(image[None], kind, size, stride)[0]
    cells = switches(image[None], size, stride)[0] if kind == "max" else None
    return PooledImage(image, kind, (size, size), stride, values, cells)


def kept_places(cells: Array, size: int, stride: int) -> tuple[Array, Array]:
    """Row and column in the image of the maximum of each window, from its switch: (oh, ow) each."""
    rows, columns = np.indices(cells.shape)
    return stride * rows + cells // size, stride * columns + cells % size


def unpool(values: Array, cells: Array, shape: tuple[int, int], size: int, stride: int) -> Array:
    """Put every maximum back to where it was found, and zeros everywhere else.

    Parameters
    ----------
    values : (oh, ow)
        Maxima, or what a network has made of them since.
    cells : (oh, ow)
        The recorded switches.
    shape : (h, w)
        Of the image that was pooled.
    size, stride : int

    Returns
    -------
    rebuilt : (h, w)

    References
    ----------
    Zeiler & Fergus 2014, arXiv:1311.2901.
    """
    rebuilt = np.zeros(shape)
    rebuilt[kept_places(cells, size, stride)] = values
    return rebuilt


def spread(values: Array, shape: tuple[int, int], window: tuple[int, int], stride: int) -> Array:
    """Rebuild without switches: every pixel takes the value of the window whose middle is nearest.

    Parameters
    ----------
    values : (oh, ow)
    shape : (h, w)
        Of the image that was pooled.
    window : (int, int)
    stride : int

    Returns
    -------
    rebuilt : (h, w)
    """
    rows, columns = (
        np.clip(np.floor((np.arange(n) - (k - 1) / 2) / stride + 0.5).astype(int), 0, places - 1)
        for n, k, places in zip(shape, window, values.shape, strict=True)
    )
    return values[rows][:, columns]


def distance(rebuilt: Array, image: Array) -> float:
    """How far a picture is from another, as a share of the other's length: ‖rebuilt − image‖ / ‖image‖; 0 where both are black."""
    length = float(np.linalg.norm(image))
    return float(np.linalg.norm(rebuilt - image)) / length if length else 0.0
