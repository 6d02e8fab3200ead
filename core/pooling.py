"""Many pixels become one: what is kept of a window is its maximum or its mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from core.bounds import bounded
from core.entries import Array, Knob, as_floats, table
from core.windows import output_size

BAND = 32  # rows of the result at a time, so that what lies between stays near the processor


def max_pool(x: Array, size: int, stride: int) -> Array:
    """The largest value of each window: x (..., h, w) -> (..., oh, ow)."""
    oh, ow = (output_size(n, size, stride=stride) for n in x.shape[-2:])
    pooled = np.empty((*x.shape[:-2], oh, ow), x.dtype)
    tallest = np.empty((*x.shape[:-2], min(BAND, oh), x.shape[-1]), x.dtype)
    for top in range(0, oh, BAND):
        band = x[..., stride * top :, :]
        result = pooled[..., top : top + BAND, :]
        rows = result.shape[-2]
        columns = tallest[..., :rows, :]
        _largest(_shifts(band, size, stride, rows, axis=-2), columns)
        _largest(_shifts(columns, size, stride, ow, axis=-1), result)
    return pooled


def _largest(arrays: Iterable[Array], out: Array) -> None:
    """Cell by cell the largest of some arrays, written into another one: fresh memory costs time."""
    first, *others = arrays
    np.maximum(first, others[0] if others else first, out=out)
    for other in others[1:]:
        np.maximum(out, other, out=out)


def average_pool(x: Array, size: int, stride: int) -> Array:
    """The mean of each window: x (..., h, w) -> (..., oh, ow)."""
    oh, ow = (output_size(n, size, stride=stride) for n in x.shape[-2:])
    heaps = reduce(np.add, _shifts(x, size, stride, oh, axis=-2))  # (..., oh, w)
    return reduce(np.add, _shifts(heaps, size, stride, ow, axis=-1)) / size**2


def global_average(x: Array) -> Array:
    """One number a channel, wherever in the image it came from: x (..., c, h, w) -> (..., c)."""
    return bounded("x", _image(x)).mean(axis=(-2, -1))


def pool(x: Array, kind: str, size: int, stride: int | None = None, padding: int = 0) -> Array:
    """The image seen from further away: each window of it becomes one pixel.

    Parameters
    ----------
    x : (c, h, w) or (n, c, h, w)
    kind : str
        A key of `POOLINGS`.
    size : int
        Rows and columns of the window.
    stride : int, optional
        Pixels from one window to the next; as many as the window is wide, if not given.
    padding : int
        Pixels around the image, at most half the window, as in PyTorch: minus infinity under a
        maximum, so they never win; zeros under a mean, and they count.

    Returns
    -------
    pooled : (c, oh, ow) or (n, c, oh, ow)
        Rows and columns that no whole window covers are dropped.

    Raises
    ------
    ValueError
        If x is not (c, h, w) or (n, c, h, w), its numbers are NaN or too large, the kind is
        unknown, the window does not fit or the padding is more than half of it.

    References
    ----------
    Zhou & Chellappa 1988 (maximum); LeCun et al. 1989 (mean).
    """
    x, stride = _that_fits(x, kind, size, stride, padding)
    pooling = POOLINGS[kind]
    if kind == "max":  # hands on what is too large or NaN: a look at the fewer pixels is enough
        return bounded("x", max_pool(_framed(x, padding, pooling.border), size, stride))
    return pooling.value(_framed(bounded("x", x), padding, pooling.border), size, stride)


def pool_gradient(
    x: Array,
    kind: str,
    d_pooled: Array,
    size: int,
    stride: int | None = None,
    padding: int = 0,
) -> Array:
    """Who is to blame for the slope at each pooled pixel: the largest alone, or all of its window alike.

    Parameters
    ----------
    x, kind, size, stride, padding
        As in `pool`.
    d_pooled : (c, oh, ow) or (n, c, oh, ow)
        Slope of the objective along what `pool` returned.

    Returns
    -------
    d_x : as x
        Under a maximum the first of several equal pixels (row by row) takes it all, as in PyTorch.

    Raises
    ------
    ValueError
        As `pool`, and if the slopes are not one a pooled pixel.
    """
    x, stride = _that_fits(x, kind, size, stride, padding)
    pooled, d_pooled = pool(x, kind, size, stride, padding), bounded("d_pooled", d_pooled)
    if d_pooled.shape != pooled.shape:
        raise ValueError(f"d_pooled {d_pooled.shape} must be {pooled.shape}")
    padded = _framed(x, padding, POOLINGS[kind].border)
    d_padded = np.zeros(padded.shape, np.result_type(x, d_pooled))
    free = np.ones(pooled.shape, dtype=bool)  # whose slope nobody has taken yet
    for cells in _cells_of_windows(padded, size, stride):
        if kind == "max":
            takes = free & (padded[cells] == pooled)
            d_padded[cells] += takes * d_pooled
            free ^= takes
        else:
            d_padded[cells] += d_pooled / size**2
    h, w = x.shape[-2:]
    return d_padded[..., padding : padding + h, padding : padding + w]


def switches(x: Array, size: int, stride: int | None = None) -> Array:
    """Which cell of each window is the largest, counted row by row; the first of several equal ones.

    Parameters
    ----------
    x : (c, h, w) or (n, c, h, w)
    size, stride : int
        As in `pool`.

    Returns
    -------
    cell : (c, oh, ow) or (n, c, oh, ow), whole numbers from 0 to size² - 1
    """
    x, stride = _that_fits(x, "max", size, stride, 0)
    pooled = max_pool(x, size, stride)
    found = np.full(pooled.shape, size**2)
    for i, cells in enumerate(_cells_of_windows(x, size, stride)):
        found = np.where((x[cells] == pooled) & (i < found), i, found)
    return found


def _cells_of_windows(x: Array, size: int, stride: int) -> Iterable[tuple]:
    """Index of the first cell of every window, then of the second, and so on, row by row."""
    oh, ow = (output_size(n, size, stride=stride) for n in x.shape[-2:])
    for u in range(size):
        for v in range(size):
            rows = slice(u, u + stride * (oh - 1) + 1, stride)
            yield ..., rows, slice(v, v + stride * (ow - 1) + 1, stride)


def _shifts(x: Array, size: int, stride: int, places: int, axis: int) -> Iterable[Array]:
    """The first cell of so many windows along one of the last two axes, then the second, and so on."""
    for first in range(size):
        along = slice(first, first + stride * (places - 1) + 1, stride)
        yield x[..., along, :] if axis == -2 else x[..., along]


def _framed(x: Array, padding: int, border: float) -> Array:
    """The image inside so many pixels of that value."""
    still = [(0, 0)] * (x.ndim - 2)
    frame = [*still, (padding, padding), (padding, padding)]
    return np.pad(x, frame, constant_values=border) if padding else x


def _that_fits(
    x: Array, kind: str, size: int, stride: int | None, padding: int
) -> tuple[Array, int]:
    """The image and the stride, once the window fits."""
    x, stride = _image(x), size if stride is None else stride
    if kind not in POOLINGS:
        raise ValueError(f"kind is {kind!r}; it may be one of {', '.join(POOLINGS)}")
    for n in x.shape[-2:]:
        output_size(n, size, stride=stride, padding=padding)  # raises if the window does not fit
    if 2 * padding > size:
        raise ValueError(f"padding is {padding}; it may be at most half the window of {size}")
    return x, stride


def _image(x: Array) -> Array:
    """The image, if it has channels, rows and columns; a batch of them has an axis more."""
    x = as_floats(x)
    if x.ndim not in (3, 4) or x.size == 0:
        raise ValueError(f"x {x.shape} must be (c, h, w) or (n, c, h, w), and none of them 0")
    return x


@dataclass(frozen=True)
class Pooling:
    """A way to make one pixel of many; ``border`` is what padding adds."""

    key: str
    label: str
    value: Callable[[Array, int, int], Array]
    border: float
    knobs: tuple[Knob, ...]
    equation: str
    source: str


POOLINGS = table(
    (
        Pooling(
            "max",
            "Max pooling",
            max_pool,
            -np.inf,
            (),
            r"a_{ij} = \max_{0 \le u, v < k} x_{si + u,\, sj + v}",
            "Zhou & Chellappa 1988",
        ),
        Pooling(
            "average",
            "Average pooling",
            average_pool,
            0.0,
            (),
            r"a_{ij} = \frac{1}{k^2} \sum_{0 \le u, v < k} x_{si + u,\, sj + v}",
            "LeCun et al. 1989",
        ),
    )
)
