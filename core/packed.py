"""Whole numbers as a short text, so that a script can carry its data along."""

from __future__ import annotations

import base64
import zlib

import numpy as np

from core.entries import Array

PER_LINE = 100  # characters


def pack(levels: Array) -> str:
    """Write whole numbers from 0 to 255 as text: compressed, without quotes or backslashes.

    Parameters
    ----------
    levels : (...)

    Returns
    -------
    str
        Lines of at most 100 characters, which `unpack` reads.

    Raises
    ------
    ValueError
        If a value is none of these numbers.
    """
    stored = np.asarray(levels)
    if not (np.isin(stored, np.arange(256)).all() and stored.size):
        raise ValueError("levels must be whole numbers from 0 to 255, at least one")
    text = base64.b85encode(zlib.compress(stored.astype(np.uint8).tobytes(), 9)).decode()
    return "\n".join(text[i : i + PER_LINE] for i in range(0, len(text), PER_LINE))


def unpack(text: str, *shape: int) -> Array:
    """Read what `pack` wrote, as floats of that shape."""
    stored = zlib.decompress(base64.b85decode("".join(text.split())))
    return np.frombuffer(stored, np.uint8).reshape(shape).astype(float)
