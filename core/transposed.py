"""Transposed convolution: every pixel of a map paints the kernel back into a larger image."""

from __future__ import annotations

from core.bounds import bounded, whole
from core.entries import Array
from core.patches import from_columns

EQUATION = r"x_{c,\, si + du - p,\, sj + dv - p} \mathrel{+}= \sum_o W_{ocuv} \, z_{oij}"


def transposed_size(
    o: int, k: int, *, stride: int = 1, padding: int = 0, dilation: int = 1, extra: int = 0
) -> int:
    """How many pixels a transposed convolution makes of ``o``, along one side.

    Parameters
    ----------
    o, k : int
        Pixels along the map and cells along the kernel.
    stride, padding, dilation : int
        Of the convolution that goes the other way.
    extra : int
        Pixels at the end which that convolution ignores, less than ``stride``.

    Returns
    -------
    n : int

    Raises
    ------
    ValueError
        If nothing is left, or an argument is not a whole number in range.

    References
    ----------
    Dumoulin & Visin 2016, arXiv:1603.07285, relationship 14.
    """
    o, k, p = whole("o", o, 1), whole("k", k, 1), whole("padding", padding, 0)
    s, d, a = whole("stride", stride, 1), whole("dilation", dilation, 1), whole("extra", extra, 0)
    if a >= s:
        raise ValueError(f"extra is {a}; it may be at most {s - 1} with stride {s}")
    n = s * (o - 1) + d * (k - 1) + 1 + a - 2 * p
    if n < 1:
        raise ValueError(f"padding {p} on both sides leaves none of the {n + 2 * p} pixels")
    return n


def convolve_transposed(
    z: Array,
    kernels: Array,
    *,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
    extra: int = 0,
) -> Array:
    """A convolution turned round: what `convolve_gradients` calls ``d_x``, as a layer of its own.

    Parameters
    ----------
    z : (c, h, w) or (n, c, h, w)
    kernels : (c, c_out / groups, kh, kw)
        As `convolve` would take them on the way from (c_out, …) to z.
    stride, padding, dilation, groups : int
        Of the convolution that goes the other way.
    extra : int
        Rows and columns at the end which that convolution ignores.

    Returns
    -------
    x : (c_out, n, m) or (n, c_out, n, m)

    Raises
    ------
    ValueError
        If the shapes do not match, or an argument is out of range.

    References
    ----------
    Zeiler et al. 2010; conventions as in PyTorch's ``conv_transpose2d``.
    """
    whole("groups", groups, 1)
    z, kernels = bounded("z", z), bounded("kernels", kernels)
    if z.ndim not in (3, 4) or kernels.ndim != 4 or z.size == 0 or kernels.size == 0:
        raise ValueError(f"z {z.shape} must be (c, h, w), kernels {kernels.shape} (c, o, kh, kw)")
    if z.shape[-3] != len(kernels) or len(kernels) % groups:
        raise ValueError(
            f"z {z.shape} and kernels {kernels.shape} do not match in {groups} groups: there must be"
            " a kernel a channel, and groups must divide their number"
        )
    c, shared, *size = kernels.shape
    sides = [
        transposed_size(o, k, stride=stride, padding=padding, dilation=dilation, extra=extra)
        for o, k in zip(z.shape[-2:], size, strict=True)
    ]
    *batch, _, oh, ow = z.shape
    framed = (*batch, shared * groups, *(n + 2 * padding for n in sides))
    weights = kernels.reshape(groups, c // groups, -1).swapaxes(-1, -2)
    seen = weights @ z.reshape(*batch, groups, c // groups, oh * ow)
    x = from_columns(seen, framed, size, stride, dilation)
    return x[..., padding : padding + sides[0], padding : padding + sides[1]]
