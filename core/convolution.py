"""Cross-correlation, which deep-learning libraries call convolution: the kernel is not flipped."""

from __future__ import annotations

from typing import NamedTuple

from core.bounds import bounded, whole
from core.entries import Array
from core.patches import answers, as_columns, from_columns, places
from core.pooling import POOLINGS, global_average, pool
from core.windows import (
    PADDING_MODES,
    Windows,
    margins,
    output_size,
    pad,
    products,
    unpad,
    windows,
)

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

    d_x: Array  # (c, h, w), or (n, c, h, w)
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
    x : (c, h, w) or (n, c, h, w)
        One image, or a batch of them.
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
    z : (c_out, oh, ow) or (n, c_out, oh, ow)

    Raises
    ------
    ValueError
        If the shapes do not match, a kernel does not fit, or an argument is out of range.

    References
    ----------
    Fukushima 1980; LeCun et al. 1989. Conventions as in PyTorch's ``conv2d``.
    """
    x, kernels = _checked(x, kernels, stride, dilation, groups)
    border = _border(kernels, padding, stride, dilation)
    z = answers(
        x,
        kernels,
        border,
        stride=stride,
        dilation=dilation,
        groups=groups,
        padding_mode=padding_mode,
    )
    return z if bias is None else z + _per_kernel(bias, len(kernels))


def convolve_gradients(
    x: Array,
    kernels: Array,
    d_out: Array,
    *,
    stride: int = 1,
    padding: int | str = 0,
    dilation: int = 1,
    groups: int = 1,
    padding_mode: str = "zero",
) -> Gradients:
    """Who is to blame for the slope at each output cell: pixels, kernel cells and biases.

    Parameters
    ----------
    x : (c, h, w) or (n, c, h, w)
    kernels : (c_out, c / groups, kh, kw)
    d_out : (c_out, oh, ow) or (n, c_out, oh, ow)
        Slope of the objective along what `convolve` returned for the same arguments.
    stride, padding, dilation, groups, padding_mode
        As in `convolve`.

    Returns
    -------
    gradients : Gradients
        ``d_x`` as x, ``d_kernels`` (c_out, c / groups, kh, kw), ``d_bias`` (c_out,): those of a
        batch are summed over its images.

    Raises
    ------
    ValueError
        If the shapes do not match, a kernel does not fit, or an argument is out of range.
    """
    x, kernels = _checked(x, kernels, stride, dilation, groups)
    c_out, _, *size = kernels.shape
    border = _border(kernels, padding, stride, dilation)
    padded = pad(x, *border, padding_mode)
    expected = (*x.shape[:-3], c_out, *places(padded, size, stride, dilation))
    d_out = bounded("d_out", d_out)
    if d_out.shape != expected:
        raise ValueError(f"d_out {d_out.shape} must be {expected}")
    d_z = d_out.reshape(
        *x.shape[:-3], groups, c_out // groups, -1
    )  # (..., groups, c_out / groups, oh ow)
    seen = as_columns(
        padded, size, stride, dilation, groups
    )  # (..., groups, c kh kw / groups, oh ow)
    d_kernels = d_z @ seen.swapaxes(-1, -2)
    if x.ndim == 4:
        d_kernels = d_kernels.sum(axis=0)
    d_seen = kernels.reshape(groups, c_out // groups, -1).swapaxes(-1, -2) @ d_z
    d_padded = from_columns(d_seen, padded.shape, size, stride, dilation)
    d_bias = d_z.sum(axis=-1).reshape(-1, c_out).sum(axis=0)
    d_x = unpad(d_padded, *border, padding_mode)
    return Gradients(d_x, d_kernels.reshape(kernels.shape), d_bias)


def flip(kernels: Array) -> Array:
    """The kernels turned by half a turn: what makes a true convolution of `convolve`."""
    return kernels[..., ::-1, ::-1]


def parameter_count(c_in: int, c_out: int, kh: int, kw: int, groups: int = 1) -> int:
    """Weights and biases of a layer, whatever the size of the image."""
    return (kh * kw * c_in // groups + 1) * c_out


def _border(
    kernels: Array, padding: int | str, stride: int, dilation: int
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Pixels to add above and below, left and right."""
    rows, columns = (margins(k, padding, stride, dilation) for k in kernels.shape[2:])
    return rows, columns


def _per_kernel(bias: Array, c_out: int) -> Array:
    """The bias, ready to be added to every pixel of its channel."""
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
    if x.ndim not in (3, 4) or kernels.ndim != 4 or x.size == 0 or kernels.size == 0:
        raise ValueError(
            f"x {x.shape} must be (c, h, w) or (n, c, h, w), kernels {kernels.shape} (o, c, kh, kw)"
        )
    c = x.shape[-3]
    if c != kernels.shape[1] * groups or len(kernels) % groups:
        raise ValueError(
            f"with groups={groups}, x {x.shape} and kernels {kernels.shape} do not match: kernels"
            f" must see {c} / groups channels, and groups must divide their number"
        )
    return x, kernels
