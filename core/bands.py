"""One kernel on one large image, fast: some rows of the map at a time, each lot one matrix product."""

from __future__ import annotations

import numpy as np

from core.entries import Array
from core.windows import output_size

Border = tuple[tuple[int, int], tuple[int, int]]  # pixels above and below, left and right
NO_BORDER = ((0, 0), (0, 0))
BAND = 8  # rows of the map that are computed at once where there is one channel and one kernel
BANDS = 2  # such bands at a time
ODD = 8  # unused numbers behind each row of pixels: rows a power of 2 apart would meet in the processor's cache


def answers_in_bands(image: Array, kernel: Array, border: Border = NO_BORDER) -> Array:
    """One kernel on one channel in a border of zeros: (h, w), (kh, kw) -> (oh, ow), `BAND` rows in one product.

    Row r of a band has a kernel of its own, shifted down by r rows. So each row of the image is needed kw times, each
    time shifted by a pixel; bands share the rows in which they overlap. `as_columns` makes kh kw copies.
    """
    (kh, kw), (h, w), ((above, below), (left, right)) = kernel.shape, image.shape, border
    oh, ow = output_size(above + h + below, kh), output_size(left + w + right, kw)
    rows = min(BAND, oh)
    many = min(BANDS, oh // rows)  # bands at a time
    span = rows * many + kh - 1  # rows of the image under them
    dtype = np.result_type(image, kernel)
    shifted = np.zeros((rows, rows + kh - 1, kw), dtype)
    for r in range(rows):
        shifted[r, r : r + kh] = kernel
    shifted = shifted.reshape(rows, -1)
    strip = np.zeros((span, left + w + right), dtype)  # of the image in its border
    beside = np.lib.stride_tricks.sliding_window_view(strip, ow, axis=1)  # (span, kw, ow)
    pixels = np.empty((span, kw, ow + ODD), dtype)[..., :ow]
    z = np.empty((oh, ow), dtype)
    row = pixels.strides[0]
    bands = np.lib.stride_tricks.as_strided(
        pixels, (many, shifted.shape[1], ow), (rows * row, *pixels.strides[1:])
    )
    step = rows * many
    for top in [*range(0, oh - step, step), oh - step]:  # the last ones may overlap those before
        first = min(span, max(0, above - top))  # rows of the strip that are no border
        last = max(first, min(span, above + h - top))
        strip[:first], strip[last:] = 0, 0
        strip[first:last, left : left + w] = image[top - above + first : top - above + last]
        pixels[...] = beside
        np.matmul(shifted, bands, out=z[top : top + step].reshape(many, rows, ow))
    return z
