"""Several channels in, several maps out: what each channel brings to a map, and what a layer costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from core.bounds import whole
from core.convolution import convolve, output_size, parameter_count
from core.entries import Array, table
from core.images import BRIGHTNESS
from core.kernels import KERNELS

COLORS = ("red", "green", "blue")


@dataclass(frozen=True, eq=False)
class Bank:
    """The kernels of one layer over a color picture, one a map."""

    key: str
    label: str
    kernels: Array  # (c_out, 3 / groups, k, k)
    groups: int
    maps: tuple[str, ...]  # what each map looks for
    meaning: str
    equation: str
    source: str


@dataclass(frozen=True, eq=False)
class ChannelReading:
    """How one map comes about."""

    parts: tuple[Array | None, ...]  # (h, w) for each channel; None where the map does not see it
    slices: tuple[Array | None, ...]  # (k, k), the kernel over each channel
    bias: float
    answers: Array  # (h, w), the sum of the parts and the bias


class Cost(NamedTuple):
    """What a layer asks for."""

    parameters: int
    multiply_adds: int


def read_channels(x: Array, bank: Bank, which: int, bias: float = 0.0) -> ChannelReading:
    """Compute one map of a bank channel by channel.

    Parameters
    ----------
    x : (3, h, w)
    bank : Bank
    which : int
        The map, from 0.
    bias : float
        Added to every pixel of the map.

    Returns
    -------
    ChannelReading
        Of the picture's size: its border repeats the outermost pixels.
    """
    first = which // (len(bank.kernels) // bank.groups) * bank.kernels.shape[1]
    seen = {first + i: kernel for i, kernel in enumerate(bank.kernels[which])}
    parts = [
        convolve(x[c : c + 1], seen[c][None, None], padding="same", padding_mode="replicate")[0]
        if c in seen
        else None
        for c in range(len(x))
    ]
    answers = np.sum([part for part in parts if part is not None], axis=0) + bias
    return ChannelReading(tuple(parts), tuple(map(seen.get, range(len(x)))), bias, answers)


def layer_cost(n: int, c_in: int, c_out: int, k: int, groups: int = 1) -> Cost:
    """A convolution that keeps n × n pixels.

    Parameters
    ----------
    n : int
        Pixels along each side.
    c_in, c_out, k, groups : int
        As in `convolve`; groups divides both.
    """
    multiplications = k * k * (c_in // groups) * c_out * n * n
    return Cost(parameter_count(c_in, c_out, k, k, groups), multiplications)


def separable_cost(n: int, c_in: int, c_out: int, k: int) -> Cost:
    """Depthwise, then 1 × 1: first each channel by itself, then the channels mixed pixel by pixel."""
    first, second = layer_cost(n, c_in, c_in, k, groups=c_in), layer_cost(n, c_in, c_out, 1)
    return Cost(*(a + b for a, b in zip(first, second, strict=True)))


def dense_cost(n: int, c_in: int, c_out: int) -> Cost:
    """A dense layer from all pixels of all channels to all pixels of all maps."""
    inputs, outputs = n * n * c_in, n * n * c_out
    return Cost((inputs + 1) * outputs, inputs * outputs)


class Row(NamedTuple):
    """One layer of a network."""

    name: str
    shape: tuple[int, ...]  # of what it puts out
    parameters: int


VGG16 = ((64, 64), (128, 128), (256, 256, 256), (512, 512, 512), (512, 512, 512))


def vgg16(side: int = 224, head: Sequence[int] = ()) -> list[Row]:
    """VGG-16 layer by layer: five blocks of 3 × 3 kernels, each halved by a 2 × 2 maximum.

    Parameters
    ----------
    side : int
        Pixels of the color picture along each side, 32 at least.
    head : sequence of int
        Units of the dense layers behind the flattened maps; none leaves the network without top.

    References
    ----------
    Simonyan & Zisserman 2015, arXiv:1409.1556, configuration D.
    """
    side, rows, c_in = whole("side", side, 32), [], 3
    for block, widths in enumerate(VGG16, 1):
        for i, c_out in enumerate(widths, 1):
            cost = layer_cost(side, c_in, c_out, 3)
            rows.append(Row(f"conv{block}_{i}", (side, side, c_out), cost.parameters))
            c_in = c_out
        side = output_size(side, 2, stride=2)
        rows.append(Row(f"pool{block}", (side, side, c_in), 0))
    if head:
        flat = side * side * c_in
        rows.append(Row("flatten", (flat,), 0))
        for i, (n_in, n_out) in enumerate(pairwise((flat, *head)), 1):
            rows.append(Row(f"dense{i}", (n_out,), (n_in + 1) * n_out))
    return rows


def _per_color(kernel: Array, *factors: float) -> Array:
    """One kernel, weighed for red, green and blue: (3, k, k)."""
    return np.multiply.outer(np.array(factors), kernel)


_SOBEL, _BOX = KERNELS["sobel_x"].weights, KERNELS["box"].weights
_ONE = np.ones((1, 1))
BANKS = table(
    (
        Bank(
            "ordinary",
            "Ordinary",
            np.array(
                [
                    _per_color(_SOBEL, *BRIGHTNESS),
                    _per_color(_BOX, 1.0, -0.5, -0.5),
                    _per_color(_SOBEL, 1.0, -1.0, 0.0),
                ]
            ),
            1,
            ("edges of brightness", "redness, blurred", "edges from green to red"),
            "Each kernel has a slice for every channel: all three are summed.",
            r"z_o = b_o + \sum_{c} W_{oc} \ast x_c",
            "LeCun et al. 1989",
        ),
        Bank(
            "depthwise",
            "Depthwise",
            np.array([_SOBEL, _SOBEL, _SOBEL])[:, None],
            3,
            tuple(f"edges of {color}" for color in COLORS),
            "Each channel has a kernel and a map of its own: nothing is mixed.",
            r"z_c = b_c + W_c \ast x_c",
            "Sifre 2014",
        ),
        Bank(
            "pointwise",
            "1 × 1",
            np.array(
                [
                    _per_color(_ONE, *BRIGHTNESS),
                    _per_color(_ONE, 1.0, -0.5, -0.5),
                    _per_color(_ONE, -0.5, -0.5, 1.0),
                ]
            ),
            1,
            ("brightness", "redness", "blueness"),
            "One weight a channel: channels are mixed, neighbors are not seen.",
            r"z_o = b_o + \sum_{c} w_{oc}\, x_c",
            "Lin, Chen & Yan 2014",
        ),
    )
)
