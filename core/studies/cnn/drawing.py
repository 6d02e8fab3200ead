"""A digit that somebody drew, or photographed, as the network knows digits: 8 × 8 levels of ink from 0 to 16."""

from __future__ import annotations

import numpy as np

from core.cnn import SIDE
from core.entries import Array
from core.images import areas

LEVELS = "0123456789ABCDEFG"  # one character a pixel, row after row
MOST = len(LEVELS) - 1
FAINT = 0.3  # of the darkest ink; what is fainter does not count as part of the digit


def parse_drawing(text: str) -> Array:
    """The digit in a text of 64 characters: (8, 8), ink from 0 to 1.

    Raises
    ------
    ValueError
        With a sentence for the reader, if it is no such text.
    """
    text = text.strip().upper()
    if len(text) != SIDE**2 or set(text) - set(LEVELS):
        raise ValueError(
            f"A drawing is {SIDE**2} characters, row after row, each from 0 (no ink) to 9 and on from A to G (full); "
            f"here are {len(text)}."
        )
    return np.array([LEVELS.index(c) for c in text], dtype=float).reshape(SIDE, SIDE) / MOST


def write_drawing(ink: Array) -> str:
    """The digit as `parse_drawing` reads it back, in whole levels."""
    levels = np.rint(np.clip(np.asarray(ink, dtype=float), 0, 1) * MOST).astype(int)
    return "".join(LEVELS[level] for level in levels.ravel())


def digit_from_gray(gray: Array) -> Array:
    """A photographed digit in the frame that the network knows: its ink fills the height, and stands in the middle.

    Parameters
    ----------
    gray : (h, w)
        From 0 (black) to 1 (white), a dark digit on light paper or a light one on dark ground: what touches the edge is
        taken for ground.

    Returns
    -------
    ink : (8, 8)
        From 0 to 1 in steps of 1/16; all 0 where the picture is of one brightness.
    """
    edge = np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]])
    ink = np.abs(gray - np.median(edge))
    if ink.max() < 0.05:
        return np.zeros((SIDE, SIDE))
    ink = np.where(ink < FAINT * ink.max(), 0, ink / ink.max())
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    h, w = ink.shape
    side = max(h, w)
    above, left = (side - h) // 2, (side - w) // 2
    framed = np.zeros((side, side))
    framed[above : above + h, left : left + w] = ink
    small = areas(side, SIDE) @ framed @ areas(side, SIDE).T
    return np.rint(MOST * small / small.max()) / MOST
