"""Grids of pixels as PNG files in a link: a photograph in a third of the bytes of its numbers."""

from __future__ import annotations

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray


def png(levels: NDArray, palette: NDArray) -> str:
    """A picture as a data link.

    Parameters
    ----------
    levels : (h, w)
        uint8, one place in the palette each.
    palette : (256, 3)
        uint8, red, green and blue.

    References
    ----------
    Portable Network Graphics (PNG) Specification, second edition, W3C 2003: indexed color.
    """
    h, w = levels.shape
    rows = np.concatenate([np.zeros((h, 1), np.uint8), levels], axis=1)  # 0: no filter
    parts = (
        (b"IHDR", struct.pack(">2I5B", w, h, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.astype(np.uint8).tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    )
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)
    return "data:image/png;base64," + base64.b64encode(data).decode()


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def palette_of(scale: list[list]) -> NDArray:
    """256 colors along a color scale ``[[place, "#rrggbb"], …]``: (256, 3) uint8."""
    places = [place for place, _ in scale]
    colors = np.array([[int(color[i : i + 2], 16) for i in (1, 3, 5)] for _, color in scale])
    along = np.linspace(0, 1, 256)
    return np.rint([np.interp(along, places, c) for c in colors.T]).T.astype(np.uint8)


def to_levels(values: NDArray, low: float, high: float) -> NDArray:
    """Values as places in a palette, 0 for ``low`` and below, 255 for ``high`` and above."""
    share = (values - low) / (high - low or 1)
    return np.rint(255 * np.clip(share, 0, 1)).astype(np.uint8)
