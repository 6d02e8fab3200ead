"""Numbers by name in one line of text, "a=2, b=-3", which lives in the link."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import streamlit as st

from ui.controls import text
from ui.warning import warn

LONGEST = (
    100_000  # characters that are looked at, so that a longer text is told what is wrong with it
)
MISSING = 1.0


def named_numbers(
    label: str, names: Sequence[str], default: Mapping[str, float], *, key: str, limit: float
) -> dict[str, float]:
    """A number for each name; 1 for those that the line leaves out, which is said.

    Where the line holds no such numbers, a sentence says why, and the default ones count.

    Parameters
    ----------
    names : sequence of str
        Others may stand in the line too: they wait until they are needed.
    limit : float
        Each number may be from ``-limit`` to ``limit``.
    """
    line = text(
        label,
        written(default),
        key=key,
        longest=LONGEST,
        help=f"Such as a=2, b=-3. Each number from {-limit:g} to {limit:g}.",
    )
    try:
        given = parse_named(line, limit)
    except ValueError as error:
        warn(f"{error} The numbers of the example count.")
        given = dict(default)
    missing = [name for name in names if name not in given]
    if missing:
        st.caption(f"Without a number, so {MISSING:g}: {', '.join(missing).replace('_', ' ')}.")
    return {name: given.get(name, MISSING) for name in names}


def parse_named(line: str, limit: float) -> dict[str, float]:
    """The numbers of a line such as "a=2, b=-3".

    Raises
    ------
    ValueError
        With a sentence for the reader, if it is no such line.
    """
    if len(line) > 400:
        raise ValueError(f"This is {len(line):,} characters long; 400 are enough for all numbers.")
    numbers: dict[str, float] = {}
    for i, part in enumerate(line.replace(";", ",").split(","), 1):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not part.strip():
            continue
        if not equals or not name.replace("_", "a").isalnum():
            raise ValueError(f"Part {i} is not of the form a=2.")
        try:
            number = float(value.replace("−", "-"))
        except ValueError:
            raise ValueError(f"Part {i} has no number after its =.") from None
        if not math.isfinite(number) or abs(number) > limit:
            raise ValueError(f"Part {i}: the number must lie between {-limit:g} and {limit:g}.")
        numbers[name] = number
    return numbers


def written(numbers: Mapping[str, float]) -> str:
    """Numbers by name, as a line."""
    return ", ".join(f"{name}={value:.12g}" for name, value in numbers.items())
