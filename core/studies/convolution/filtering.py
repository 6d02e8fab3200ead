"""Whole pictures through kernels: one, two in a row, or two whose answers make the strength of an edge."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.bounds import bounded, whole
from core.convolution import convolve, flip
from core.entries import Array
from core.kernels import KERNELS

SOBEL_X, SOBEL_Y = KERNELS["sobel_x"].weights, KERNELS["sobel_y"].weights


@dataclass(frozen=True, eq=False)
class Filtered:
    """A picture on its way through one or two kernels, each answer as large as the picture."""

    image: Array  # (h, w)
    stages: tuple[Array, ...]  # (h, w) each, after one kernel, after the next
    kernel: Array  # the one kernel that does the same as all in a row


def filter_image(image: Array, *kernels: Array) -> Filtered:
    """Send a picture through kernels, one after the other.

    Parameters
    ----------
    image : (h, w)
    *kernels : (kh, kw)
        At least one. The border of the picture repeats its outermost pixels.

    Returns
    -------
    filtered : Filtered

    Raises
    ------
    ValueError
        If there is no kernel, or a shape is not that of a grid.
    """
    if not kernels:
        raise ValueError("kernels must be at least one, there is none")
    stages = [bounded("image", image)]
    for kernel in kernels:
        z = convolve(  # no frame of zeros, which would make edges
            stages[-1][None], kernel[None, None], padding="same", padding_mode="replicate"
        )
        stages.append(z[0])
    one = kernels[0]
    for kernel in kernels[1:]:
        one = in_a_row(one, kernel)
    return Filtered(stages[0], tuple(stages[1:]), one)


def in_a_row(first: Array, second: Array) -> Array:
    """The one kernel that answers as two in a row: the full convolution of both.

    Parameters
    ----------
    first, second : (k, k) and (l, l)

    Returns
    -------
    (k + l - 1, k + l - 1)
    """
    return convolve(first[None], flip(second)[None, None], padding="full")[0]


def edge_strength(image: Array) -> tuple[Array, Array, Array]:
    """How fast the brightness changes: across, down, and √(across² + down²), whatever the direction.

    Parameters
    ----------
    image : (h, w)

    Returns
    -------
    across, down, strength : (h, w)
        Answers of Sobel x and Sobel y, eight times the slope a pixel; and their length.
    """
    across, down = (filter_image(image, kernel).stages[0] for kernel in (SOBEL_X, SOBEL_Y))
    return across, down, np.hypot(across, down)


def frequency_response(kernel: Array, size: int = 41) -> Array:
    """What a kernel makes of waves: the factor on the height of each, by its frequency down and across.

    Parameters
    ----------
    kernel : (kh, kw)
    size : int
        Frequencies along each axis, odd, from -1/2 to 1/2 wave a pixel, 0 in the middle.

    Returns
    -------
    (size, size)
        At least 0: 1 keeps a wave, 0 extinguishes it.

    Raises
    ------
    ValueError
        If the size is even, or smaller than the kernel.
    """
    kernel, size = bounded("kernel", kernel), whole("size", size, max(np.shape(kernel)))
    if size % 2 == 0:
        raise ValueError(f"size must be odd, so that 0 is in the middle; it is {size}")
    rows, columns = (_waves(k, size) for k in kernel.shape)
    return np.abs(rows @ kernel @ columns.T)


def _waves(cells: int, size: int) -> Array:
    """One wave of each frequency, as seen through so many cells: (size, cells)."""
    return np.exp(2j * np.pi * np.outer(np.linspace(-0.5, 0.5, size), np.arange(cells)))


def separate(kernel: Array) -> tuple[Array, Array] | None:
    """The column and the row whose product a kernel is; None if it is no such product.

    Parameters
    ----------
    kernel : (kh, kw)

    Returns
    -------
    column : (kh,)
    row : (kw,)
        Of equal length; the largest cell of the column is positive. One multiplication a cell of
        each instead of one a cell of the kernel.
    """
    u, s, vt = np.linalg.svd(bounded("kernel", kernel))
    if s[0] == 0 or (len(s) > 1 and s[1] > 1e-9 * s[0]):
        return None
    column, row = np.sqrt(s[0]) * u[:, 0], np.sqrt(s[0]) * vt[0]
    sign = np.sign(column[np.abs(column).argmax()])
    return sign * column, sign * row
