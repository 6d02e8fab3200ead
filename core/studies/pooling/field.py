"""Which pixels a unit deep in a stack can see, and how much each of them weighs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from core.convolution import convolve, convolve_gradients, pool
from core.entries import Array
from core.pooling import pool_gradient
from core.studies.pooling.stack import Layer


class Seen(NamedTuple):
    """What a unit sees of one layer below it: rows and columns, each a set of places, rising."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]

    def mask(self, n: int) -> Array:
        """True where it looks: (n, n)."""
        return np.outer(np.isin(np.arange(n), self.rows), np.isin(np.arange(n), self.columns))


def seen_by(
    layers: Sequence[Layer], sizes: Sequence[int], row: int, column: int
) -> tuple[Seen, ...]:
    """What one unit of the last layer sees of the input and of every layer in between.

    Windows are square, so what is seen is every seen row crossed with every seen column.

    Parameters
    ----------
    layers : sequence of Layer
    sizes : sequence of int
        Units along the side of the input and of each layer: one more than layers.
    row, column : int
        The unit.

    Returns
    -------
    tuple of Seen
        As many as sizes, the input first; the last one is the unit itself. Padding is not seen.
    """
    found = [Seen((row,), (column,))]
    for layer, n in zip(reversed(layers), reversed(sizes[:-1]), strict=True):
        found.append(Seen(*(_below(places, layer, n) for places in found[-1])))
    return tuple(reversed(found))


def _below(places: Sequence[int], layer: Layer, n: int) -> tuple[int, ...]:
    """Places along one side of the layer below whose value goes into these places."""
    first = (layer.stride * i - layer.padding for i in places)
    reached = {begin + layer.dilation * u for begin in first for u in range(layer.k)}
    return tuple(sorted(place for place in reached if 0 <= place < n))


def random_kernels(layers: Sequence[Layer], seed: int) -> list[Array | None]:
    """A kernel of positive weights for every convolution, which sum to 1; none for a pool."""
    rng = np.random.default_rng(seed)
    kernels: list[Array | None] = []
    for layer in layers:
        if layer.kind == "pool":
            kernels.append(None)
            continue
        weights = rng.uniform(0.5, 1.5, (1, 1, layer.k, layer.k))
        kernels.append(weights / weights.sum())
    return kernels


def run_stack(
    images: Array, layers: Sequence[Layer], kernels: Sequence[Array | None]
) -> list[Array]:
    """Send images through the stack, one channel all the way.

    Parameters
    ----------
    images : (n, h, w)
    layers, kernels
        As many of one as of the other.

    Returns
    -------
    maps : list of (n, oh, ow)
        The images first, then the map of each layer.
    """
    maps = [images[:, None]]
    for layer, kernel in zip(layers, kernels, strict=True):
        if layer.kind == "pool":
            maps.append(pool(maps[-1], "max", layer.k, layer.stride, layer.padding))
        else:
            maps.append(convolve(maps[-1], kernel, **_steps(layer)))
    return [each[:, 0] for each in maps]


def influence(
    layers: Sequence[Layer],
    sizes: Sequence[int],
    row: int,
    column: int,
    kernels: Sequence[Array | None],
) -> Array:
    """How much each pixel weighs in a unit of the last layer, as a share: the size of the gradient.

    A maximum would hand it all to one pixel of each window, another one in every image: here a pool
    shares it out among all, as a mean does.

    Parameters
    ----------
    layers, sizes, row, column
        As in `seen_by`.
    kernels
        Positive, as `random_kernels` draws them.

    Returns
    -------
    shares : (n, n)
        They sum to 1.

    References
    ----------
    Luo et al. 2016, arXiv:1701.04128.
    """
    d = np.zeros((1, sizes[-1], sizes[-1]))
    d[0, row, column] = 1.0
    for layer, kernel, n in zip(
        reversed(layers), reversed(kernels), reversed(sizes[:-1]), strict=True
    ):
        x = np.zeros((1, n, n))  # any would do: all is linear
        if layer.kind == "pool":
            d = pool_gradient(x, "average", d, layer.k, layer.stride, layer.padding)
        else:
            d = convolve_gradients(x, kernel, d, **_steps(layer)).d_x
    total = d.sum()
    return d[0] / total if total > 0 else d[0]  # a unit may see nothing but padding


def light_up(
    layers: Sequence[Layer],
    n: int,
    row: int,
    unit: tuple[int, int],
    kernels: Sequence[Array | None],
) -> Array:
    """What a unit answers when one pixel alone is lit on a black picture, for each pixel of one row.

    Parameters
    ----------
    layers, kernels
        As in `run_stack`; with positive weights nothing cancels.
    n : int
        Pixels along the side of the picture.
    row : int
        Of the pixels.
    unit : (int, int)
        Row and column in the last layer.

    Returns
    -------
    answers : (n,)
        Above 0 exactly for the pixels that the unit sees.
    """
    lit = np.zeros((n, n, n))
    lit[np.arange(n), row, np.arange(n)] = 1.0
    return run_stack(lit, layers, kernels)[-1][:, unit[0], unit[1]]


def _steps(layer: Layer) -> dict[str, int]:
    """How a convolution steps, as `convolve` takes it."""
    return {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
