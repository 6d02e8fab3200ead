"""Cross-correlation, which deep-learning libraries call convolution: the kernel is not flipped."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.bounds import bounded, whole
from core.entries import Array
from core.pooling import POOLINGS, global_average, pool
from core.windows import PADDING_MODES, Windows, margins, output_size, pad, products, view, windows

__all__ = [
    "EQUATION",
    "PADDING_MODES",
    "POOLINGS",
    "Gradients",
    "Windows",
    "convolve",
    "convolve_gradients",
    "flip",
    "global_average",
    "output_size",
    "pad",
    "parameter_count",
    "pool",
    "products",
    "windows",
]

EQUATION = (
    r"z_{oij} = b_o + \sum_{c} \sum_{u=0}^{k_h - 1} \sum_{v=0}^{k_w - 1}"
    r" W_{ocuv} \, x_{c,\, si + du,\, sj + dv}"
)


class Gradients(NamedTuple):
    """Slopes of the objective along everything that went into a convolution."""

    d_x: Array  # (c, h, w)
    d_kernels: Array  # (c_out, c / groups, kh, kw)
    d_bias: Array  # (c_out,)


def convolve(
    x: Array,
    kernels: Array,
    bias: Array | None = None,
    *,
    stride: int = 1,
    padding: int | str = 0,
    dilation: int = 1,
    groups: int = 1,
    padding_mode: str = "zero",
) -> Array:
    """How well each patch of the image matches each kernel: patch times kernel, summed.

    Parameters
    ----------
    x : (c, h, w)
    kernels : (c_out, c / groups, kh, kw)
        Not flipped; `flip` them first for the convolution of signal processing.
    bias : (c_out,), optional
    stride : int
        Pixels from one patch to the next.
    padding : int or str
        Pixels on every side, or "valid" (none), "same" (size kept, stride 1 only) or "full".
    dilation : int
        Pixels from one cell of the kernel to the next.
    groups : int
        The channels and kernels fall into so many groups that do not see each other; with
        groups = c each kernel sees one channel (depthwise).
    padding_mode : str
        What the border holds, a key of `PADDING_MODES`: zero, reflect or replicate.

    Returns
    -------
    z : (c_out, oh, ow)

    Raises
    ------
    ValueError
        If the shapes do not match, a kernel does not fit, or an argument is out of range.

    References
    ----------
    Fukushima 1980; LeCun et al. 1989. Conventions as in PyTorch's ``conv2d``.
    """
    x, kernels = _checked(x, kernels, stride, dilation, groups)
    c_out, _, *size = kernels.shape
    padded = pad(x, *(margins(k, padding, stride, dilation) for k in size), padding_mode)
    oh, ow = _places(padded, size, stride, dilation)
    columns = _columns(padded, size, stride, dilation, groups)  # (groups, c kh kw / groups, oh ow)
    z = kernels.reshape(groups, c_out // groups, -1) @ columns  # (groups, c_out / groups, oh ow)
    return z.reshape(c_out, oh, ow) + _per_kernel(bias, c_out)


def convolve_gradients(
    x: Array,
    kernels: Array,
    d_out: Array,
    *,
    stride: int = 1,
    padding: int | str = 0,
    dilation: int = 1,
    groups: int = 1,
) -> Gradients:
    """Who is to blame for the slope at each output cell: pixels, kernel cells and biases.

    Parameters
    ----------
    x : (c, h, w)
    kernels : (c_out, c / groups, kh, kw)
    d_out : (c_out, oh, ow)
        Slope of the objective along what `convolve` returned for the same arguments.
    stride, padding, dilation, groups
        As in `convolve`, with a border of zeros.

    Returns
    -------
    gradients : Gradients
        ``d_x`` (c, h, w), ``d_kernels`` (c_out, c / groups, kh, kw), ``d_bias`` (c_out,).

    Raises
    ------
    ValueError
        If the shapes do not match, a kernel does not fit, or an argument is out of range.
    """
    x, kernels = _checked(x, kernels, stride, dilation, groups)
    c_out, _, *size = kernels.shape
    rows, columns = (margins(k, padding, stride, dilation) for k in size)
    padded = pad(x, rows, columns)
    oh, ow = _places(padded, size, stride, dilation)
    d_out = bounded("d_out", d_out)
    if d_out.shape != (c_out, oh, ow):
        raise ValueError(f"d_out {d_out.shape} must be {(c_out, oh, ow)}")
    d_z = d_out.reshape(groups, c_out // groups, -1)  # (groups, c_out / groups, oh ow)
    seen = _columns(padded, size, stride, dilation, groups)  # (groups, c kh kw / groups, oh ow)
    d_kernels = d_z @ seen.transpose(0, 2, 1)
    d_seen = kernels.reshape(groups, c_out // groups, -1).transpose(0, 2, 1) @ d_z
    d_padded = _scatter(d_seen.reshape(len(x), *size, oh, ow), padded.shape, stride, dilation)
    h, w = x.shape[1:]
    d_x = d_padded[:, rows[0] : rows[0] + h, columns[0] : columns[0] + w]
    return Gradients(d_x, d_kernels.reshape(kernels.shape), d_out.sum(axis=(1, 2)))


def flip(kernels: Array) -> Array:
    """The kernels turned by half a turn: what makes a true convolution of `convolve`."""
    return kernels[..., ::-1, ::-1]


def parameter_count(c_in: int, c_out: int, kh: int, kw: int, groups: int = 1) -> int:
    """Weights and biases of a layer, whatever the size of the image."""
    return (kh * kw * c_in // groups + 1) * c_out


def _columns(padded: Array, size: list[int], stride: int, dilation: int, groups: int) -> Array:
    """Every patch as a column, so that one matrix product matches all of them at once."""
    patches = view(padded, size, stride, dilation)  # (c, oh, ow, kh, kw)
    oh, ow = patches.shape[1:3]
    return np.moveaxis(patches, (3, 4), (1, 2)).reshape(groups, -1, oh * ow)


def _scatter(d_seen: Array, shape: tuple[int, ...], stride: int, dilation: int) -> Array:
    """Each pixel collects the slopes of all the windows it was seen through."""
    _, kh, kw, oh, ow = d_seen.shape
    d_padded = np.zeros(shape, d_seen.dtype)
    for u in range(kh):
        for v in range(kw):
            top, left = dilation * u, dilation * v
            rows = slice(top, top + stride * (oh - 1) + 1, stride)
            columns = slice(left, left + stride * (ow - 1) + 1, stride)
            d_padded[:, rows, columns] += d_seen[:, u, v]
    return d_padded


def _places(padded: Array, size: list[int], stride: int, dilation: int) -> list[int]:
    """Rows and columns of the output."""
    return [
        output_size(n, k, stride=stride, dilation=dilation)
        for n, k in zip(padded.shape[1:], size, strict=True)
    ]


def _per_kernel(bias: Array | None, c_out: int) -> Array | float:
    """The bias, ready to be added to every pixel of its channel."""
    if bias is None:
        return 0.0
    bias = bounded("bias", bias)
    if bias.shape != (c_out,):
        raise ValueError(f"bias {bias.shape} must be {(c_out,)}")
    return bias[:, None, None]


def _checked(
    x: Array, kernels: Array, stride: int, dilation: int, groups: int
) -> tuple[Array, Array]:
    """Image and kernels as floats, once their shapes agree."""
    whole("stride", stride, 1), whole("dilation", dilation, 1), whole("groups", groups, 1)
    x, kernels = bounded("x", x), bounded("kernels", kernels)
    if x.ndim != 3 or kernels.ndim != 4 or x.size == 0 or kernels.size == 0:
        raise ValueError(
            f"x {x.shape} must be (c, h, w) and kernels {kernels.shape} (o, c, kh, kw)"
        )
    if len(x) != kernels.shape[1] * groups or len(kernels) % groups:
        raise ValueError(
            f"with groups={groups}, x {x.shape} and kernels {kernels.shape} do not match: kernels"
            f" must see {len(x)} / groups channels, and groups must divide their number"
        )
    return x, kernels
