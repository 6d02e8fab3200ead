"""Many pixels become one: what is kept of a window is its maximum or its mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np

from core.bounds import bounded
from core.entries import Array, Knob, table
from core.windows import output_size


def max_pool(x: Array, size: int, stride: int) -> Array:
    """The largest value of each window: x (c, h, w) -> (c, oh, ow)."""
    tallest = reduce(np.maximum, _shifts(x, size, stride, axis=1))  # (c, oh, w)
    return reduce(np.maximum, _shifts(tallest, size, stride, axis=2))


def average_pool(x: Array, size: int, stride: int) -> Array:
    """The mean of each window: x (c, h, w) -> (c, oh, ow)."""
    heaps = reduce(np.add, _shifts(x, size, stride, axis=1))  # (c, oh, w)
    return reduce(np.add, _shifts(heaps, size, stride, axis=2)) / size**2


def global_average(x: Array) -> Array:
    """One number a channel, wherever in the image it came from: x (c, h, w) -> (c,)."""
    return _image(x).mean(axis=(1, 2))


def pool(x: Array, kind: str, size: int, stride: int | None = None, padding: int = 0) -> Array:
    """The image seen from further away: each window of it becomes one pixel.

    Parameters
    ----------
    x : (c, h, w)
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
    pooled : (c, oh, ow)
        Rows and columns that no whole window covers are dropped.

    Raises
    ------
    ValueError
        If x is not (c, h, w), the kind is unknown, the window does not fit or the padding is
        more than half of it.

    References
    ----------
    Zhou & Chellappa 1988 (maximum); LeCun et al. 1989 (mean).
    """
    x, stride = _image(x), size if stride is None else stride
    if kind not in POOLINGS:
        raise ValueError(f"kind is {kind!r}; it may be one of {', '.join(POOLINGS)}")
    for n in x.shape[1:]:
        output_size(n, size, stride=stride, padding=padding)  # raises if the window does not fit
    if 2 * padding > size:
        raise ValueError(f"padding is {padding}; it may be at most half the window of {size}")
    pooling = POOLINGS[kind]
    border = [(0, 0), (padding, padding), (padding, padding)]
    return pooling.value(np.pad(x, border, constant_values=pooling.border), size, stride)


def _shifts(x: Array, size: int, stride: int, axis: int) -> Iterable[Array]:
    """The first cell of every window along one axis, then the second, and so on."""
    places = output_size(x.shape[axis], size, stride=stride)
    x = np.moveaxis(x, axis, -1)
    for first in range(size):
        stop = first + stride * (places - 1) + 1
        yield np.moveaxis(x[..., first:stop:stride], -1, axis)


def _image(x: Array) -> Array:
    """The image, if it has channels, rows and columns."""
    x = bounded("x", x)
    if x.ndim != 3 or x.size == 0:
        raise ValueError(f"x {x.shape} must be (c, h, w), and none of them 0")
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
