"""One kernel reads one image: every patch, its answer, and what ReLU and pooling leave of the answers."""

from __future__ import annotations

from dataclasses import dataclass

from core.convolution import convolve
from core.entries import Array
from core.pooling import pool
from core.straight_activations import relu
from core.windows import Windows, products, windows


@dataclass(frozen=True, eq=False)
class Reading:
    """A kernel's way over an image, with everything it met."""

    image: Array  # (h, w)
    kernel: Array  # (kh, kw)
    seen: Windows  # the padded image and every patch of it
    answers: Array  # (oh, ow), patch times kernel, summed
    activated: Array  # (oh, ow), after ReLU; the answers themselves where there is none
    pooled: Array | None  # (oh // size, ow // size); None without pooling, or where it does not fit
    left_over: tuple[int, int]  # rows and columns at the end that no window looks at

    def patch(self, row: int, column: int) -> Array:
        """What the window sees when it computes this cell of the map: (kh, kw)."""
        return self.seen.patches[row, column]

    @property
    def span(self) -> tuple[int, int]:
        """Rows and columns from one end of the window to the other, its holes included."""
        return tuple(self.seen.dilation * (k - 1) + 1 for k in self.kernel.shape)

    def products(self, row: int, column: int) -> Array:
        """Patch times kernel, cell by cell: (kh, kw)."""
        return products(self.seen, self.kernel)[row, column]

    def nearest(self, row: int, column: int) -> tuple[int, int]:
        """The cell of the map that is nearest to this one, which may lie outside."""
        rows, columns = self.answers.shape
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)


def read_image(
    image: Array,
    kernel: Array,
    *,
    stride: int = 1,
    padding: int | str = 0,
    dilation: int = 1,
    padding_mode: str = "zero",
    rectify: bool = False,
    pooling: str | None = None,
    size: int = 2,
) -> Reading:
    """Step a kernel over an image, then rectify and pool what it answers.

    Parameters
    ----------
    image : (h, w)
    kernel : (kh, kw)
    stride, padding, dilation, padding_mode
        As in `convolve`: pixels from patch to patch, the border around the image, pixels from cell
        to cell of the kernel, and what the border holds.
    rectify : bool
        Whether ReLU sets negative answers to 0.
    pooling : str, optional
        A key of `POOLINGS`.
    size : int
        Rows and columns that become one in pooling.

    Returns
    -------
    reading : Reading

    Raises
    ------
    ValueError
        If the kernel does not fit into the padded image, or an argument is out of range.
    """
    how = {"padding": padding, "dilation": dilation, "padding_mode": padding_mode}
    seen = windows(image, kernel.shape, stride, **how)
    answers = convolve(image[None], kernel[None, None], stride=stride, **how)[0]
    activated = relu(answers) if rectify else answers
    fits = pooling is not None and min(activated.shape) >= size
    pooled = pool(activated[None], pooling, size)[0] if fits else None
    return Reading(image, kernel, seen, answers, activated, pooled, _left_over(seen))


def _left_over(seen: Windows) -> tuple[int, int]:
    """Rows and columns of the padded image behind the last window."""
    return tuple(
        n - (seen.stride * (places - 1) + seen.dilation * (k - 1) + 1)
        for n, places, k in zip(
            seen.padded.shape, seen.patches.shape[:2], seen.patches.shape[2:], strict=True
        )
    )
