"""Pictures seen through a linear map: turned, moved, stretched, with bilinear interpolation."""

from __future__ import annotations

import numpy as np

from core.bounds import bounded
from core.entries import Array


def warp(images: Array, matrices: Array, offsets: Array) -> Array:
    """Each pixel of the new picture is looked up in the old one, between four pixels of it.

    Parameters
    ----------
    images : (n, c, h, w)
        All channels of a picture are warped alike.
    matrices : (n, 2, 2)
        From a place (row, column) in the new picture to its place in the old one, both counted in
        pixels from the middle of the picture.
    offsets : (n, 2)
        Added to the place in the old picture, in pixels.

    Returns
    -------
    (n, c, h, w)
        Outside of the old picture all is 0.

    Raises
    ------
    ValueError
        If the shapes do not fit, or a number is not finite or huge.
    """
    images, matrices, offsets = (
        bounded("images", images),
        bounded("matrices", matrices),
        bounded("offsets", offsets),
    )
    if (
        images.ndim != 4
        or matrices.shape != (len(images), 2, 2)
        or offsets.shape != (len(images), 2)
    ):
        raise ValueError(
            f"images {images.shape}, matrices {matrices.shape} and offsets {offsets.shape}"
            " must be (n, c, h, w), (n, 2, 2) and (n, 2)"
        )
    n, c, h, w = images.shape
    rows, columns = places(matrices.astype(images.dtype), offsets.astype(images.dtype), (h, w))
    (top, down), (left, right) = _split(rows, h), _split(columns, w)
    wide = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1))).ravel()  # a rim of zeros
    begin = np.arange(n * c).reshape(n, c, 1, 1) * ((h + 2) * (w + 2))
    first = begin + ((top + 1) * (w + 2) + left + 1)[:, None]  # (n, c, h, w)
    down, right = down[:, None], right[:, None]
    upper = (1 - right) * wide.take(first) + right * wide.take(first + 1)
    below = first + (w + 2)
    lower = (1 - right) * wide.take(below) + right * wide.take(below + 1)
    return (1 - down) * upper + down * lower


def places(matrices: Array, offsets: Array, size: tuple[int, int]) -> tuple[Array, Array]:
    """Where every pixel of the new pictures lies in the old ones: rows and columns, (n, h, w) each."""
    middle = [(n - 1) / 2 for n in size]
    i, j = (np.arange(n, dtype=matrices.dtype) - half for n, half in zip(size, middle, strict=True))
    entries, ends = matrices[..., None, None], offsets[..., None, None]
    rows, columns = (
        entries[:, k, 0] * i[:, None] + entries[:, k, 1] * j + ends[:, k] + middle[k]
        for k in range(2)
    )
    return rows, columns


def _split(at: Array, n: int) -> tuple[Array, Array]:
    """The pixel before each place, from -1 to n - 1, and how far beyond it the place is, 0 to 1."""
    at = np.clip(at, -1, n)
    before = np.minimum(np.floor(at), n - 1)
    return before.astype(int), at - before
