"""Patches as columns of a matrix, so that one product matches all of them at once; and the way back."""

from __future__ import annotations

import numpy as np

from core.bands import NO_BORDER, Border, answers_in_bands
from core.entries import Array
from core.windows import output_size, pad

CACHED = 1 << 17  # numbers that a matrix of patches may hold, so that it stays near the processor


def answers(
    x: Array,
    kernels: Array,
    border: Border,
    *,
    stride: int,
    dilation: int,
    groups: int,
    padding_mode: str,
) -> Array:
    """Every kernel at every place: (..., c, h, w) and (c_out, c / groups, kh, kw) -> (..., c_out, oh, ow)."""
    *outer, h, w = x.shape
    if outer in ([1], [1, 1]) and kernels.shape[:2] == (1, 1) and stride == dilation == 1:
        image = x.reshape(h, w)
        if padding_mode != "zero":
            image, border = pad(image, *border, padding_mode), NO_BORDER
        z = answers_in_bands(image, kernels[0, 0], border)
        return z.reshape(*outer, *z.shape)
    return answers_of_all(pad(x, *border, padding_mode), kernels, stride, dilation, groups)


def answers_of_all(padded: Array, kernels: Array, stride: int, dilation: int, groups: int) -> Array:
    """Any number of channels and kernels, inside a border that is there already: patches are columns of a matrix.

    It is made for some images at a time, and of a large one for some rows of the map.
    """
    c_out, _, *size = kernels.shape
    oh, ow = places(padded, size, stride, dilation)
    weights = kernels.reshape(groups, c_out // groups, -1)
    z = np.empty((*padded.shape[:-3], c_out, oh, ow), np.result_type(padded, kernels))
    a_row = (
        padded.shape[-3] * kernels[0, 0].size * ow
    )  # numbers in the columns of one row of one map
    rows, some = max(1, CACHED // a_row), max(1, CACHED // (a_row * oh))
    lots = [slice(i, i + some) for i in range(0, len(z), some)] if z.ndim == 4 else [...]
    for lot in lots:
        for top in range(0, oh, rows):
            stop = min(top + rows, oh)
            last = stride * (stop - 1) + dilation * (size[0] - 1)
            seen = as_columns(
                padded[lot][..., stride * top : last + 1, :], size, stride, dilation, groups
            )
            part = z[lot][..., top:stop, :]
            part[...] = (weights @ seen).reshape(part.shape)
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
