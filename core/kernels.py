"""Nine small kernels and what each one finds in a photograph.

They are meant for `core.convolution.convolve`, which does not flip them: a positive answer of
Sobel x says that the image gets brighter to the right.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.entries import Array, table


@dataclass(frozen=True, eq=False)
class Kernel:
    """Nine weights and what they look for."""

    key: str
    label: str
    weights: Array  # (3, 3), read-only
    meaning: str
    equation: str
    source: str


def _kernel(
    key: str, label: str, rows: tuple, meaning: str, source: str, divisor: int = 1
) -> Kernel:
    """An entry whose equation is written from its weights, so that the two cannot differ."""
    weights = np.array(rows, dtype=np.float64) / divisor
    weights.setflags(write=False)
    grid = r" \\ ".join(" & ".join(str(cell) for cell in row) for row in rows)
    factor = rf"\tfrac{{1}}{{{divisor}}} " if divisor != 1 else ""
    equation = rf"W = {factor}\begin{{bmatrix}} {grid} \end{{bmatrix}}"
    return Kernel(key, label, weights, meaning, equation, source)


LARGEST_WEIGHT, LARGEST_SIDE = 100.0, 5


def parse_kernel(text: str) -> Array:
    """A kernel as somebody typed it, row after row: four numbers are 2 × 2, nine are 3 × 3, up to 5 × 5.

    Raises
    ------
    ValueError
        If they fill no square of that size, or one of them is no number from -100 to 100.
    """
    words = text.replace("\u2212", "-").replace(",", " ").replace(";", " ").split()
    side = math.isqrt(len(words))
    if side**2 != len(words) or not 1 <= side <= LARGEST_SIDE:
        raise ValueError(
            f"A kernel is 1, 4, 9, 16 or 25 numbers, row after row; here are {len(words)}."
        )
    try:
        weights = np.array([float(word) for word in words])
    except ValueError:
        weights = np.array([np.nan])
    if not np.all(np.abs(weights) <= LARGEST_WEIGHT):  # NaN fails too
        raise ValueError("Each weight of a kernel is a number from -100 to 100.")
    return weights.reshape(side, side)


def write_kernel(weights: Array) -> str:
    """The kernel as a text that `parse_kernel` reads back, every digit of it."""
    return ", ".join(repr(int(w) if w == int(w) else float(w)) for w in np.ravel(weights))


KERNELS = table(
    (
        _kernel(
            "identity",
            "Identity",
            ((0, 0, 0), (0, 1, 0), (0, 0, 0)),
            "Leaves the image as it is.",
            "Gonzalez & Woods 1992",
        ),
        _kernel(
            "box",
            "Box blur",
            ((1, 1, 1), (1, 1, 1), (1, 1, 1)),
            "Replaces each pixel by the mean of nine.",
            "Gonzalez & Woods 1992",
            divisor=9,
        ),
        _kernel(
            "gaussian",
            "Gaussian blur",
            ((1, 2, 1), (2, 4, 2), (1, 2, 1)),
            "Blurs, and trusts near pixels more.",
            "Gonzalez & Woods 1992",
            divisor=16,
        ),
        _kernel(
            "sharpen",
            "Sharpen",
            ((0, -1, 0), (-1, 5, -1), (0, -1, 0)),
            "Adds what makes a pixel differ from its neighbors.",
            "Gonzalez & Woods 1992",
        ),
        _kernel(
            "sobel_x",
            "Sobel x",
            ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)),
            "Finds upright edges: positive where it gets brighter to the right.",
            "Sobel & Feldman 1968",
        ),
        _kernel(
            "sobel_y",
            "Sobel y",
            ((-1, -2, -1), (0, 0, 0), (1, 2, 1)),
            "Finds level edges: positive where it gets brighter downwards.",
            "Sobel & Feldman 1968",
        ),
        _kernel(
            "laplacian",
            "Laplacian",
            ((0, 1, 0), (1, -4, 1), (0, 1, 0)),
            "Finds spots and edges of any direction; zero on even slopes.",
            "Gonzalez & Woods 1992",
        ),
        _kernel(
            "outline",
            "Outline",
            ((-1, -1, -1), (-1, 8, -1), (-1, -1, -1)),
            "Compares each pixel with all eight neighbors; zero on flat ground.",
            "Powell 2015, Image Kernels",
        ),
        _kernel(
            "emboss",
            "Emboss",
            ((-2, -1, 0), (-1, 1, 1), (0, 1, 2)),
            "Turns what rises along the falling diagonal into light, what sinks into shade.",
            "Powell 2015, Image Kernels",
        ),
    )
)
