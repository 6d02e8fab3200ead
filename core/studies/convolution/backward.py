"""The way back through one kernel, cell by cell, and the checkerboard that a transposed convolution paints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.convolution import convolve, convolve_gradients, flip
from core.entries import Array
from core.gradcheck import numerical_gradient, relative_error
from core.transposed import convolve_transposed
from core.windows import pad

Term = tuple[float, float]  # a slope from behind, and the number that it is multiplied by


@dataclass(frozen=True, eq=False)
class WayBack:
    """Both gradients of one kernel over one image, and the grids whose correlation they are."""

    x: Array  # (h, w)
    kernel: Array  # (k, k)
    d_out: Array  # (oh, ow), slopes from behind
    stride: int
    padding: int
    padded: Array  # (h + 2 p, w + 2 p)
    spread: Array  # d_out with stride - 1 zeros between its cells
    framed: Array  # (h + k - 1, w + k - 1), the same inside zeros
    d_kernel: Array  # (k, k): the correlation of padded and spread
    d_x: Array  # (h, w): the correlation of framed and the flipped kernel

    def behind_weight(self, u: int, v: int) -> list[Term]:
        """Every slope from behind and the pixel that met this weight there."""
        s, (oh, ow) = self.stride, self.d_out.shape
        met = self.padded[u : u + s * (oh - 1) + 1 : s, v : v + s * (ow - 1) + 1 : s]
        return list(zip(self.d_out.ravel().tolist(), met.ravel().tolist(), strict=True))

    def behind_pixel(self, i: int, j: int) -> list[Term]:
        """Every slope from behind that this pixel had a part in, and the weight that it met there."""
        k = len(self.kernel)
        seen, met = self.framed[i : i + k, j : j + k], flip(self.kernel)
        within = self._whose()[i : i + k, j : j + k]
        return list(zip(seen[within].tolist(), met[within].tolist(), strict=True))

    def _whose(self) -> Array:
        """Which cells of ``framed`` hold a slope, not a zero that was put between or around them."""
        return frame(spread_out(np.ones_like(self.d_out), self.stride), self) > 0


def go_back(x: Array, kernel: Array, d_out: Array, *, stride: int = 1, padding: int = 0) -> WayBack:
    """Send slopes from behind back to a kernel and to the image it was laid on.

    Parameters
    ----------
    x : (h, w)
    kernel : (k, k)
    d_out : (oh, ow)
        Slope of the objective along each answer.
    stride, padding : int
        As in `convolve`; a padding of at most k - 1, of zeros.

    Returns
    -------
    WayBack

    Raises
    ------
    ValueError
        If the padding is k or more, or a shape does not fit.
    """
    if padding >= len(kernel):
        raise ValueError(
            f"padding is {padding}; under {len(kernel)} × {len(kernel)} weights it may be at most {len(kernel) - 1}"
        )
    found = convolve_gradients(
        x[None], kernel[None, None], d_out[None], stride=stride, padding=padding
    )
    return WayBack(
        x=x,
        kernel=kernel,
        d_out=d_out,
        stride=stride,
        padding=padding,
        padded=pad(x, (padding, padding), (padding, padding)),
        spread=spread_out(d_out, stride),
        framed=_framed(spread_out(d_out, stride), x.shape, len(kernel), padding),
        d_kernel=found.d_kernels[0, 0],
        d_x=found.d_x[0],
    )


def spread_out(d_out: Array, stride: int) -> Array:
    """The cells ``stride`` apart, zeros between them."""
    h, w = (stride * (n - 1) + 1 for n in d_out.shape)
    spread = np.zeros((h, w))
    spread[::stride, ::stride] = d_out
    return spread


def frame(spread: Array, way: WayBack) -> Array:
    """Zeros around spread slopes, as they stand in ``framed``."""
    return _framed(spread, way.x.shape, len(way.kernel), way.padding)


def _framed(spread: Array, shape: tuple[int, int], k: int, padding: int) -> Array:
    """Zeros around it, so that a k × k window slides over it in as many places as the image has pixels."""
    framed = np.zeros((shape[0] + k - 1, shape[1] + k - 1))
    first = k - 1 - padding
    framed[first : first + spread.shape[0], first : first + spread.shape[1]] = spread
    return framed


def check_back(way: WayBack) -> tuple[float, float]:
    """How far both gradients are from what small steps measure, as shares: of the kernel, of the image.

    The objective is the sum of all answers, each weighed with its slope from behind: its slopes
    along the answers are just these.
    """

    def objective(x: Array, kernel: Array) -> float:
        z = convolve(x[None], kernel[None, None], stride=way.stride, padding=way.padding)[0]
        return float((z * way.d_out).sum())

    along_kernel = numerical_gradient(lambda kernel: objective(way.x, kernel), way.kernel)
    along_x = numerical_gradient(lambda x: objective(x, way.kernel), way.x)
    return relative_error(way.d_kernel, along_kernel), relative_error(way.d_x, along_x)


def overlap(cells: int, k: int, stride: int) -> Array:
    """How many windows paint each pixel when a map is painted back into a larger image.

    Parameters
    ----------
    cells : int
        Cells of the map along each side.
    k, stride : int
        Cells of the kernel along each side, and pixels from one window to the next.

    Returns
    -------
    (n, n)
        Even, away from the rim, if and only if the stride divides k.

    References
    ----------
    Odena, Dumoulin & Olah 2016, Deconvolution and Checkerboard Artifacts, Distill.
    """
    ones, window = np.ones((1, cells, cells)), np.ones((1, 1, k, k))
    return np.rint(convolve_transposed(ones, window, stride=stride)[0])


def cells_to_paint(k: int, stride: int) -> int:
    """Cells a side, 5 at least, for a whole period of the pattern to stand away from the rim."""
    return max(5, 2 + -(-(k - 2) // stride))


def inside(counts: Array, k: int) -> Array:
    """The part away from the rim, where every pixel is reached by as many windows as can be."""
    return counts[k - 1 : 1 - k or None, k - 1 : 1 - k or None]
