"""Pictures as PNG files in a link, made without any library of pictures: a third of the bytes of their numbers."""

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
    rows = np.insert(levels, 0, 0, axis=1)  # 0: no filter
    return _link(w, h, 3, rows, (b"PLTE", palette.astype(np.uint8).tobytes()))


def png_of_channels(image: NDArray[np.floating]) -> str:
    """A picture in gray, or in red, green and blue, as a data link.

    Parameters
    ----------
    image : (c, h, w)
        One channel or three, from 0 to 1.

    References
    ----------
    The same: gray and truecolor.
    """
    c, h, w = image.shape
    levels = to_levels(np.moveaxis(image, 0, 2), 0, 1).reshape(h, -1)
    rows = np.diff(levels.astype(np.int16), axis=0, prepend=0).astype(np.uint8)  # filter 2: up
    return _link(w, h, {1: 0, 3: 2}[c], np.insert(rows, 0, 2, axis=1))


def _link(w: int, h: int, color: int, rows: NDArray, *more: tuple[bytes, bytes]) -> str:
    """Filtered rows, and chunks that come before them, as a whole file."""
    parts = (
        (b"IHDR", struct.pack(">2I5B", w, h, 8, color, 0, 0, 0)),
        *more,
        (b"IDAT", zlib.compress(rows.tobytes(), 6)),
        (b"IEND", b""),
    )
    data = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)
    return "data:image/png;base64," + base64.b64encode(data).decode()


def _chunk(kind: bytes, body: bytes) -> bytes:
    """Length, kind, body and check sum."""
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
