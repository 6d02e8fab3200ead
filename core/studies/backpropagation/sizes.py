"""Sizes of a network as a short text: 3-4-2 is three inputs, four hidden units, two outputs."""

from __future__ import annotations


def sizes_in(text: str, *, layers: int, units: int) -> tuple[int, ...]:
    """Units of the input and of every layer.

    Parameters
    ----------
    text : str
        Whole numbers with dashes between them, such as "784-512-10".
    layers, units : int
        How many layers of weights there may be, and how many units in each.

    Raises
    ------
    ValueError
        With a sentence for the reader, if the text says no such network.
    """
    parts = [part.strip() for part in text.split("-")]
    if not 2 <= len(parts) <= layers + 1:
        raise ValueError(
            f"A network needs 2 to {layers + 1} numbers with dashes between them, such as 3-4-2."
        )
    if not all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts):
        raise ValueError("Each number must be whole, and written in digits, such as 3-4-2.")
    sizes = tuple(map(int, parts))
    if not all(1 <= size <= units for size in sizes):
        raise ValueError(f"Each number may be from 1 to {units:,}.")
    return sizes
