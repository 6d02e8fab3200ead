"""A small table of numbers that a reader may edit, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

Rows = Sequence[Sequence[float]]


def edit_grid(
    rows: Rows, *, key: str, on_edit: Callable[[list[list[float]]], None], limit: float, label: str
) -> None:
    """Show the numbers as a table; every edit calls ``on_edit`` with all of them.

    A table cannot live in the link: ``on_edit`` writes its numbers into a control that can, and the page draws
    the table from that control. While the numbers are those of the last edit, the table is left as it is, so
    that the reader can go on to the next cell. A number beyond ``limit`` is not taken, and the reader is told.
    """
    memory = st.session_state.setdefault(f"{key}.memory", {"now": None, "count": 0})
    now = [list(row) for row in rows]
    if memory["now"] != now:
        memory |= {"now": now, "begin": now, "count": memory["count"] + 1}
    widget = f"{key}.cells{memory['count']}"

    def edited() -> None:
        new = with_edits(memory["begin"], st.session_state[widget]["edited_rows"])
        memory["refused"] = any(abs(value) > limit for row in new for value in row)
        if memory["refused"]:  # a new table, with the numbers of before
            memory.update(begin=memory["now"], count=memory["count"] + 1)
        else:
            memory["now"] = new
            on_edit(new)

    with st.container(key=f"edit-grid-{key}"):
        st.data_editor(
            {str(j + 1): [row[j] for row in memory["begin"]] for j in range(len(rows[0]))},
            key=widget,
            on_change=edited,
            hide_index=True,
            row_height=28,
            column_config={
                str(j + 1): st.column_config.NumberColumn(width=48, required=True)
                for j in range(len(rows[0]))
            },
            alt=label,
        )
        if memory.get("refused"):
            st.warning(f"Each number may be from {-limit:g} to {limit:g}: the old ones stay.")


def with_edits(rows: Rows, changes: dict) -> list[list[float]]:
    """The numbers after the edits ``{row: {column: value}}``; an emptied cell is 0."""
    new = [list(row) for row in rows]
    for row, cells in changes.items():
        for column, value in cells.items():
            new[int(row)][int(column) - 1] = float(value or 0)
    return new
