"""A list of numbers, each in a box of its own, and all of them in one line of text, which lives in the link."""

from __future__ import annotations

import math
from collections.abc import Sequence

import streamlit as st

from ui.controls import text
from ui.warning import warn

LONGEST = 24  # characters that a link may spend on one number


def number_list(
    label: str,
    names: Sequence[str],
    default: Sequence[float],
    *,
    key: str,
    low: float,
    high: float,
    step: float = 0.05,
    columns: int = 4,
) -> tuple[float, ...]:
    """Some numbers by name; the default ones, and a sentence that says why, where the text holds no such list.

    Parameters
    ----------
    names : sequence of str
        What stands at each box.
    low, high : float
        What each number may be.
    columns : int
        Boxes in a row, fewer where there is little room.
    """
    with st.container(key=f"{key}.row"):
        line = text(
            label,
            ",".join(map(_short, default)),
            key=key,
            longest=LONGEST * len(names),
            help=f"In this order: {', '.join(names)}. Each from {low:g} to {high:g}.",
        )
        try:
            values = parse(line, len(names), low, high)
        except ValueError as error:
            warn(f"{error} The numbers of the example stay.")
            values = tuple(map(float, default))
        with st.expander("Box by box", key=f"{key}.boxes", on_change="rerun") as boxes:
            if boxes.open:  # many boxes cost time at every change, so only for those who want them
                with st.grid(columns, min_column_width=116):
                    for i, name in enumerate(names):
                        _box(name, i, values, key=key, low=low, high=high, step=step)
    return values


def parse(line: str, count: int, low: float, high: float) -> tuple[float, ...]:
    """The numbers of a line such as "0.5, -1, 2".

    Raises
    ------
    ValueError
        With a sentence for the reader, if there are not ``count`` of them from ``low`` to ``high``.
    """
    parts = line.split(",")
    if len(parts) != count:
        raise ValueError(
            f"This needs {count} numbers with commas between them; it has {len(parts)}."
        )
    values = []
    for i, part in enumerate(parts, 1):
        try:
            value = float(part)
        except ValueError:
            raise ValueError(f"Number {i} is not a number.") from None
        if not math.isfinite(value) or not low <= value <= high:
            raise ValueError(f"Number {i} must lie between {low:g} and {high:g}.")
        values.append(value)
    return tuple(values)


def _box(
    name: str,
    i: int,
    values: Sequence[float],
    *,
    key: str,
    low: float,
    high: float,
    step: float,
) -> None:
    """One number in its box; changing it writes the whole line anew."""
    box = f"{key}_{i}"

    def changed() -> None:
        new = st.session_state[box]  # None where it was emptied: then it stays as it was
        if new is not None and low <= new <= high:
            line = [*values[:i], new, *values[i + 1 :]]
            st.session_state[key] = ",".join(map(_short, line))

    st.session_state[box] = values[i]
    st.number_input(name, low, high, None, step, format="%.6g", key=box, on_change=changed)


def _short(value: float) -> str:
    """A number as text, without digits that say nothing."""
    return f"{value:.12g}"
