"""What a small window sees as it slides over an image: the ground under convolution and pooling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from core.bounds import bounded, whole
from core.entries import Array

PADDING_MODES: Mapping[str, str] = MappingProxyType(
    {"zero": "constant", "reflect": "reflect", "replicate": "edge"}  # ours: NumPy's
)


@dataclass(frozen=True, eq=False)
class Windows:
    """Every window of one image, so that a slider can point at one."""

    padded: Array  # (h + margins, w + margins)
    patches: Array  # (oh, ow, kh, kw); patches[i, j] is what output cell (i, j) looks at
    margins: tuple[tuple[int, int], tuple[int, int]]  # (top, bottom), (left, right)
    stride: int
    dilation: int


def output_size(n: int, k: int, *, stride: int = 1, padding: int = 0, dilation: int = 1) -> int:
    """How many places a window has along one side; what is left over at the end is not looked at.

    Parameters
    ----------
    n, k : int
        Pixels along the image and cells along the window.
    stride : int
        Pixels from one place to the next.
    padding : int
        Pixels added at both ends.
    dilation : int
        Pixels from one cell of the window to the next; 1 is a window without holes.

    Returns
    -------
    o : int
        At least 1.

    Raises
    ------
    ValueError
        If the window does not fit, or an argument is not a whole number in range.

    References
    ----------
    Dumoulin & Visin 2016, arXiv:1603.07285, relationship 15.
    """
    n, k, p = whole("n", n, 1), whole("k", k, 1), whole("padding", padding, 0)
    s, d = whole("stride", stride, 1), whole("dilation", dilation, 1)
    if n + 2 * p < d * (k - 1) + 1:
        raise ValueError(
            f"the window spans {d * (k - 1) + 1} pixels; with padding {p} on both sides"
            f" of {n} it may span at most {n + 2 * p}"
        )
    return (n + 2 * p - d * (k - 1) - 1) // s + 1


def margins(k: int, padding: int | str, stride: int = 1, dilation: int = 1) -> tuple[int, int]:
    """Pixels to add before and after one side of the image, for a window of k cells.

    ``padding`` is a number of pixels for both ends, or a name: "valid" adds none, "same" keeps the
    size (an odd pixel goes to the end), "full" lets every overlap of at least one pixel count.

    Raises
    ------
    ValueError
        If the name is unknown, or "same" is asked of a stride other than 1.
    """
    overhang = dilation * (k - 1)
    match padding:
        case "valid":
            return 0, 0
        case "same" if stride == 1:
            return overhang // 2, overhang - overhang // 2
        case "same":
            raise ValueError(f"padding 'same' needs stride 1; stride is {stride}")
        case "full":
            return overhang, overhang
        case str():
            raise ValueError(f"padding is {padding!r}; it may be valid, same, full or a number")
    return (whole("padding", padding, 0),) * 2


def pad(
    x: Array, rows: tuple[int, int], columns: tuple[int, int], padding_mode: str = "zero"
) -> Array:
    """The image inside a border of zeros, of its mirror image, or of its outermost pixels.

    Parameters
    ----------
    x : (..., h, w)
    rows, columns : (int, int)
        Pixels added above and below, left and right.
    padding_mode : str
        A key of `PADDING_MODES`.

    Returns
    -------
    padded : (..., above + h + below, left + w + right)

    Raises
    ------
    ValueError
        If the mode is unknown, or a mirror image would need more pixels than there are.
    """
    if padding_mode not in PADDING_MODES:
        raise ValueError(
            f"padding_mode is {padding_mode!r}; it may be one of {', '.join(PADDING_MODES)}"
        )
    if padding_mode == "reflect" and (max(rows) >= x.shape[-2] or max(columns) >= x.shape[-1]):
        raise ValueError(
            f"x {x.shape} has too few pixels to reflect {max(rows)} rows and {max(columns)}"
            " columns; each may be at most one less than the image has"
        )
    if not any((*rows, *columns)):
        return x
    if padding_mode == "zero":
        (above, below), (left, right) = rows, columns
        h, w = x.shape[-2:]
        padded = np.zeros((*x.shape[:-2], above + h + below, left + w + right), x.dtype)
        padded[..., above : above + h, left : left + w] = x
        return padded
    still = [(0, 0)] * (x.ndim - 2)
    return np.pad(x, [*still, rows, columns], mode=PADDING_MODES[padding_mode])


def unpad(
    d_padded: Array, rows: tuple[int, int], columns: tuple[int, int], padding_mode: str = "zero"
) -> Array:
    """Slopes along the image, from those along the image in its border: what the border repeats counts again.

    Parameters
    ----------
    d_padded : (..., above + h + below, left + w + right)
    rows, columns, padding_mode
        As in `pad`.

    Returns
    -------
    d_x : (..., h, w)
    """
    h, w = (n - sum(added) for n, added in zip(d_padded.shape[-2:], (rows, columns), strict=True))
    if padding_mode == "zero":
        return d_padded[..., rows[0] : rows[0] + h, columns[0] : columns[0] + w]
    down, across = (
        np.eye(n)[np.pad(np.arange(n), added, mode=PADDING_MODES[padding_mode])]
        for n, added in ((h, rows), (w, columns))
    )  # (rows of the padded image, those of the image): 1 where the one repeats the other
    return (down.T @ d_padded @ across).astype(d_padded.dtype)


def view(x: Array, size: tuple[int, int], stride: int = 1, dilation: int = 1) -> Array:
    """Every window of the last two axes, without copying: (..., h, w) -> (..., oh, ow, kh, kw)."""
    spans = [dilation * (k - 1) + 1 for k in size]
    every = np.lib.stride_tricks.sliding_window_view(x, spans, axis=(-2, -1))
    return every[..., ::stride, ::stride, ::dilation, ::dilation]


def windows(
    image: Array,
    size: tuple[int, int],
    stride: int = 1,
    dilation: int = 1,
    *,
    padding: int | str = 0,
    padding_mode: str = "zero",
) -> Windows:
    """All that a window of this size sees of one image, place by place.

    Parameters
    ----------
    image : (h, w)
    size : (int, int)
        Rows and columns of the window, as in ``kernel.shape``.
    stride, dilation, padding, padding_mode
        As in `convolve`.

    Returns
    -------
    windows : Windows

    Raises
    ------
    ValueError
        If the image is not (h, w), the window does not fit, or an argument is out of range.
    """
    image = bounded("image", image)
    if image.ndim != 2:
        raise ValueError(f"image {image.shape} must be (h, w)")
    whole("stride", stride, 1), whole("dilation", dilation, 1)
    border = tuple(margins(whole("size", k, 1), padding, stride, dilation) for k in size)
    padded = pad(image, *border, padding_mode)
    for n, k in zip(padded.shape, size, strict=True):
        output_size(n, k, stride=stride, dilation=dilation)  # raises if the window does not fit
    return Windows(padded, view(padded, size, stride, dilation), border, stride, dilation)


def products(seen: Windows, kernel: Array) -> Array:
    """Patch times kernel, cell by cell; summed over its last two axes it is the convolution.

    Raises
    ------
    ValueError
        If the kernel is not as large as the window.
    """
    kernel = bounded("kernel", kernel)
    if kernel.shape != seen.patches.shape[2:]:
        raise ValueError(f"kernel {kernel.shape} must be as large as {seen.patches.shape[2:]}")
    return seen.patches * kernel  # (oh, ow, kh, kw)
