"""Patches as columns of a matrix, so that one product matches all of them at once; and the way back."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.windows import output_size

BAND = 8  # rows of the map that are computed at once where there is one channel and one kernel
CACHED = 1 << 17  # numbers that a matrix of patches may hold, so that it stays near the processor


def answers(padded: Array, kernels: Array, stride: int, dilation: int, groups: int) -> Array:
    """Every kernel at every place: (..., c, h, w) and (c_out, c / groups, kh, kw) -> (..., c_out, oh, ow)."""
    *outer, h, w = padded.shape
    if outer in ([1], [1, 1]) and kernels.shape[:2] == (1, 1) and stride == dilation == 1:
        z = answers_in_bands(padded.reshape(h, w), kernels[0, 0])
        return z.reshape(*outer, *z.shape)
    return answers_of_all(padded, kernels, stride, dilation, groups)


def answers_of_all(padded: Array, kernels: Array, stride: int, dilation: int, groups: int) -> Array:
    """As `answers`, for any number of channels and kernels: patches are columns of a matrix, some rows of them at a time."""
    c_out, _, *size = kernels.shape
    oh, ow = places(padded, size, stride, dilation)
    weights = kernels.reshape(groups, c_out // groups, -1)
    batch = padded.shape[:-3]
    z = np.empty((*batch, c_out, oh, ow), np.result_type(padded, kernels))
    rows = max(1, CACHED // (padded[..., 0, 0].size * kernels[0, 0].size * ow))
    for top in range(0, oh, rows):
        stop = min(top + rows, oh)
        seen = padded[..., stride * top : stride * (stop - 1) + dilation * (size[0] - 1) + 1, :]
        columns = as_columns(seen, size, stride, dilation, groups)
        z[..., top:stop, :] = (weights @ columns).reshape(*batch, c_out, stop - top, ow)
    return z


def answers_in_bands(image: Array, kernel: Array) -> Array:
    """One kernel on one channel, `BAND` rows of the map at a time: (h, w), (kh, kw) -> (oh, ow).

    Row r of a band has a kernel of its own, shifted down by r rows. So a whole band is one matrix product, and needs
    kw copies of its pixels where `as_columns` makes kh kw of them.
    """
    kh, kw = kernel.shape
    oh, ow = places(image, (kh, kw), 1, 1)
    rows = min(BAND, oh)
    span = rows + kh - 1  # of the image, under one band
    dtype = np.result_type(image, kernel)
    shifted = np.zeros((rows, kw, span), dtype)
    for r in range(rows):
        shifted[r, :, r : r + kh] = kernel.T
    down, across = image.strides
    shape = (kw, len(image), ow)  # the image, again and again one pixel further to the right
    beside = np.lib.stride_tricks.as_strided(image, shape, (across, down, across), writeable=False)
    pixels, z = np.empty((kw, span, ow), dtype), np.empty((oh, ow), dtype)
    for top in [*range(0, oh - rows, rows), oh - rows]:  # the last band may overlap the one before
        pixels[...] = beside[:, top : top + span]
        np.matmul(shifted.reshape(rows, -1), pixels.reshape(-1, ow), out=z[top : top + rows])
    return z


def as_columns(
    padded: Array, size: tuple[int, int], stride: int, dilation: int, groups: int
) -> Array:
    """Every patch as a column: (..., c, h, w) -> (..., groups, c kh kw / groups, oh ow)."""
    *batch, c, _, _ = padded.shape
    oh, ow = places(padded, size, stride, dilation)
    seen = np.empty((*batch, c, *size, oh, ow), padded.dtype)
    for u, v in np.ndindex(*size):
        seen[..., u, v, :, :] = padded[..., *_under(u, v, oh, ow, stride, dilation)]
    return seen.reshape(*batch, groups, -1, oh * ow)


def from_columns(
    d_seen: Array, shape: tuple[int, ...], size: tuple[int, int], stride: int, dilation: int
) -> Array:
    """Each pixel collects the slopes of all the windows it was seen through: `as_columns`, turned round."""
    d_padded = np.zeros(shape, d_seen.dtype)  # (..., c, h, w)
    oh, ow = places(d_padded, size, stride, dilation)
    d_seen = d_seen.reshape(*shape[:-2], *size, oh, ow)
    for u, v in np.ndindex(*size):
        d_padded[..., *_under(u, v, oh, ow, stride, dilation)] += d_seen[..., u, v, :, :]
    return d_padded


def places(padded: Array, size: tuple[int, int], stride: int, dilation: int) -> tuple[int, int]:
    """Rows and columns of the map."""
    oh, ow = (
        output_size(n, k, stride=stride, dilation=dilation)
        for n, k in zip(padded.shape[-2:], size, strict=True)
    )
    return oh, ow


def _under(u: int, v: int, oh: int, ow: int, stride: int, dilation: int) -> tuple[slice, slice]:
    """The pixels that cell (u, v) of the kernel meets on its way over the image."""
    top, left = dilation * u, dilation * v
    return (
        slice(top, top + stride * (oh - 1) + 1, stride),
        slice(left, left + stride * (ow - 1) + 1, stride),
    )
