"""The examples of a small data set: each column a list in the link, and a click that moves one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.controls import number
from ui.number_list import number_list

if TYPE_CHECKING:
    from core.data_costs import DataCost

# Data set -> each column of its examples: name, lowest and highest value.
COLUMNS = {
    "line": (("x", -10.0, 10.0), ("y", -20.0, 20.0)),
    "logistic": (("hours", 0.0, 12.0), ("passed", 0.0, 1.0)),
    "logistic_pair": (("lectures", -10.0, 10.0), ("project", -10.0, 10.0), ("passed", 0.0, 1.0)),
}
LABELS = {
    "x": "Inputs x",
    "y": "Targets y",
    "hours": "Hours of study",
    "lectures": "Lectures, less the average",
    "project": "Project hours, less the average",
    "passed": "Passed: 1, failed: 0",
}


def edit_examples(
    cost: DataCost, *, slug: str, corner: DeltaGenerator
) -> tuple[list[tuple[float, ...]], Callable[[float, float], None], int]:
    """Offer the examples of a cost to be changed.

    Parameters
    ----------
    corner : container
        Where to ask which example a click moves.

    Returns
    -------
    columns : list of tuples
        One or two inputs, then the targets.
    put : callable
        For clicks: on an example it chooses that one, anywhere else it moves the chosen one there.
    which : int
        The chosen one, from 0.
    """
    inputs = cost.x.T.tolist() if cost.x.ndim == 2 else [cost.x.tolist()]
    begin = [*inputs, cost.targets.tolist()]
    count, parts = len(cost.targets), COLUMNS[cost.key]
    chosen = f"{slug}.{cost.key}_which"
    with corner:
        which = number("A click moves no.", 1, count, count, key=chosen)
    keys = [f"{slug}.{cost.key}_all_{name}" for name, _, _ in parts]
    columns = [
        number_list(
            LABELS[name],
            [f"{name} {i}" for i in range(1, count + 1)],
            column,
            key=key,
            low=low,
            high=high,
            step=1.0 if name == "passed" else 0.1,
        )
        for (name, low, high), column, key in zip(parts, begin, keys, strict=True)
    ]

    def put(x: float, y: float) -> None:
        places = list(zip(*columns[:2], strict=True))
        if (x, y) in places:
            st.session_state[chosen] = places.index((x, y)) + 1
            return
        for key, column, part, value in zip(keys, columns, parts, (x, y), strict=False):
            line = [*column[: which - 1], _allowed(value, *part), *column[which:]]
            st.session_state[key] = ",".join(f"{each:.12g}" for each in line)

    return columns, put, which - 1


def _allowed(value: float, name: str, low: float, high: float) -> float:
    """The value that a column may hold, nearest to where the click fell."""
    value = min(high, max(low, value))
    return round(value) if name == "passed" else float(f"{value:.3g}")
