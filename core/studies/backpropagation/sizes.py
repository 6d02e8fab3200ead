"""Sizes of a network as a short text: 3-4-2 is three inputs, four hidden units, two outputs."""

from __future__ import annotations

import re


def read_sizes(text: str, *, layers: int, units: int) -> tuple[int, ...]:
    """Units of the input and of every layer.

    Parameters
    ----------
    text : str
        Whole numbers with dashes, commas, arrows or spaces between them, such as "784-512-10".
    layers, units : int
        How many layers of weights there may be, and how many units in each.

    Raises
    ------
    ValueError
        With a sentence for the reader, if the text says no such network.
    """
    parts = re.split(r"\s*[-–−,;→x]\s*|\s+", text.strip())
    fine = all(re.fullmatch(r"[0-9]{1,8}", part) and 1 <= int(part) <= units for part in parts)
    if not fine or not 2 <= len(parts) <= layers + 1:
        raise ValueError(
            f"Sizes are 2 to {layers + 1} whole numbers from 1 to {units:,}, such as 3-4-2, input first."
        )
    return tuple(map(int, parts))
