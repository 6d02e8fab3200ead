"""Small pictures for the map of lessons: results in, SVG text out, readable on light and on dark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from charts import theme

if TYPE_CHECKING:
    from core.landscape import Grid

Array = NDArray[np.floating]
WIDTH, HEIGHT = 200, 110


def curves(
    x: Array, lines: Mapping[str, Array], *, points: tuple[Array, Array] | None = None
) -> str:
    """Lines over one x axis, ``{color: y}``, and points where some are given."""
    finite = np.concatenate([np.ravel(y) for y in (points[1:] if points else lines.values())])
    window = ((x.min(), x.max()), (finite.min(), finite.max()))
    parts = [_line(x, y, window, color) for color, y in lines.items()]
    if points:
        parts += _dots(*points, window)
    return _svg(parts)


def paths(grid: Grid, walks: Mapping[str, Array]) -> str:
    """Walks over a landscape, ``{color: points (T, 2)}``; the landscape in bands of equal steps of log height."""
    window = ((grid.x[0], grid.x[-1]), (grid.y[0], grid.y[-1]))
    heights = np.log10(grid.values - grid.values.min() + 3e-2 * np.ptp(grid.values))
    rank = (heights - heights.min()) / np.ptp(heights)
    parts = _bands(rank)
    parts += [_line(*walk.T, window, color) for color, walk in walks.items()]
    return _svg(parts)


def images(left: Array, right: Array, *, signed: bool = True) -> str:
    """Two small images side by side: gray from 0 to 1, and signed around 0 (blue below, orange above) or gray too."""
    peak = (np.abs(right).max() or 1.0) if signed else 1.0
    return _svg(
        [
            *_cells(left, 4, _gray),
            f'<text x="100" y="60" text-anchor="middle" font-size="18" fill="{theme.QUIET}">→</text>',
            *_cells(right / peak, 114, _signed if signed else _gray),
        ]
    )


def reading(image: Array, maps: Array, shares: Array) -> str:
    """An image in gray, maps of it around 0 (blue below, orange above), and a bar for each share."""
    peak = np.abs(maps).max() or 1.0
    gray = _cells(image, 6, _gray, 70, 20)
    small = [
        cell
        for i, each in enumerate(maps)
        for cell in _cells(each / peak, 94, _signed, 30, 6 + 34 * i)
    ]
    height = (HEIGHT - 16) / len(shares)
    bars = [
        f'<rect x="142" y="{8 + height * i:.1f}" width="{1 + 48 * float(share):.1f}" '
        f'height="{height - 2:.1f}" fill="{theme.FORWARD}"/>'
        for i, share in enumerate(shares)
    ]
    return _svg([*gray, *small, *bars])


def network(weights: Sequence[Array]) -> str:
    """Units as circles, weights (n_in, n_out) as lines: the thicker the larger, orange above 0, blue below."""
    sizes = [weights[0].shape[0], *(w.shape[1] for w in weights)]
    columns = np.linspace(30, WIDTH - 30, len(sizes))
    rows = [np.linspace(0, HEIGHT, n + 2)[1:-1] for n in sizes]
    peak = max(np.abs(w).max() for w in weights)
    parts = [
        f'<line x1="{columns[layer]:.0f}" y1="{rows[layer][i]:.0f}" x2="{columns[layer + 1]:.0f}" '
        f'y2="{rows[layer + 1][j]:.0f}" stroke="{theme.GRADIENT if w[i, j] > 0 else theme.FORWARD}" '
        f'stroke-width="{1 + 5 * abs(w[i, j]) / peak:.1f}"/>'
        for layer, w in enumerate(weights)
        for i in range(w.shape[0])
        for j in range(w.shape[1])
    ]
    parts += [
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="11" fill="{theme.QUIET}"/>'
        for x, column in zip(columns, rows, strict=True)
        for y in column
    ]
    return _svg(parts)


def _svg(parts: Iterable[str]) -> str:
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{2 * WIDTH}" height="{2 * HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>{"".join(parts)}</svg>'


def _line(x: Array, y: Array, window: tuple, color: str) -> str:
    """A polyline; what leaves the window leaves the picture."""
    across, up = _on_paper(x, y, window)
    corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(across, up, strict=True))
    return f'<polyline points="{corners}" fill="none" stroke="{color}" stroke-width="2.5"/>'


def _dots(x: Array, y: Array, window: tuple) -> list[str]:
    across, up = _on_paper(x, y, window)
    return [
        f'<circle cx="{a:.1f}" cy="{b:.1f}" r="2.6" fill="{theme.QUIET}"/>'
        for a, b in zip(across, up, strict=True)
    ]


def _on_paper(x: Array, y: Array, window: tuple) -> tuple[Array, Array]:
    """Coordinates in the picture, with a margin of 8, y upwards."""
    (x_low, x_high), (y_low, y_high) = window
    across = 8 + (WIDTH - 16) * (np.asarray(x) - x_low) / (x_high - x_low)
    up = HEIGHT - 8 - (HEIGHT - 16) * (np.asarray(y) - y_low) / (y_high - y_low)
    return across, up


def _bands(rank: Array, bands: int = 6) -> list[str]:
    """Rows of cells, neighbors of the same band drawn as one."""
    rows, columns = rank.shape
    height, width = HEIGHT / rows, WIDTH / columns
    parts = []
    for row, line in enumerate(np.minimum((rank * bands).astype(int), bands - 1)[::-1]):
        column = 0
        for band, group in groupby(line):
            n = len(list(group))
            parts.append(
                f'<rect x="{column * width:.1f}" y="{row * height:.1f}" width="{n * width + 0.4:.1f}" '
                f'height="{height + 0.4:.1f}" fill="{theme.QUIET}" fill-opacity="{0.85 - 0.16 * band:.2f}"/>'
            )
            column += n
    return parts


def _cells(image: Array, left: float, color, wide: float = 82, top: float = 14) -> list[str]:
    """An image as squares."""
    rows, columns = image.shape
    size = wide / max(rows, columns)
    return [
        f'<rect x="{left + j * size:.1f}" y="{top + i * size:.1f}" width="{size + 0.3:.1f}" '
        f'height="{size + 0.3:.1f}" fill="{color(image[i, j])}"/>'
        for i in range(rows)
        for j in range(columns)
    ]


def _gray(value: float) -> str:
    """Black for 0, white for 1."""
    return "rgb({0},{0},{0})".format(int(255 * value))


def _signed(value: float) -> str:
    """Blue for -1, white for 0, orange for 1."""
    ends = {True: (184, 79, 0), False: (11, 92, 150)}[value > 0]
    return "rgb({},{},{})".format(*(int(255 + (end - 255) * abs(value)) for end in ends))
