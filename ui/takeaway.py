"""The code that ran, and what a reader can take along: a script, the data, the picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from ui.script import source

if TYPE_CHECKING:
    from ui.figure import Figure

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what one begins with


def show_source(*functions: Callable[..., Any], slug: str) -> None:
    """The very functions that computed what is on the screen."""
    with st.expander("The code that ran", key=f"{slug}.source", on_change="rerun") as place:
        if place.open:
            st.code("\n\n".join(source(function) for function in functions))


def take_with_you(
    slug: str,
    *,
    script: Callable[[], str],
    tables: Mapping[str, Callable[[], Mapping[str, Sequence[Any]]]],
    figures: Mapping[str, Figure],
) -> None:
    """Offer the stand-alone script, the data behind each chart (CSV) and each chart (HTML, for slides).

    Parameters
    ----------
    script : callable
        Returns what `stand_alone` made; called when the reader opens the box.
    tables : mapping of name to callable
        Each returns columns by name; called when the reader asks for the file.
    figures : mapping of name to figure
    """
    with st.expander("Take it with you", key=f"{slug}.take", on_change="rerun") as place:
        if not place.open:
            return
        text = script()
        st.code(text)
        with st.container(horizontal=True):
            _offer("Script", f"{slug}.py", lambda: text)
            for name, columns in tables.items():
                _offer(f"{name} (CSV)", f"{slug}_{name}.csv", lambda c=columns: _csv(c()))
            for name, figure in figures.items():
                _offer(f"{name} (HTML)", f"{slug}_{name}.html", lambda f=figure: _html(f))


def _offer(label: str, name: str, make: Callable[[], str]) -> None:
    st.download_button(
        label,
        data=lambda: make().encode(),
        file_name=name.replace(" ", "_"),
        on_click="ignore",
        icon=":material/download:",
    )


def _csv(columns: Mapping[str, Sequence[Any]]) -> str:
    table = {_as_text(name): list(map(_as_text, column)) for name, column in columns.items()}
    return pd.DataFrame(table).to_csv(index=False)


def _as_text(cell: Any) -> Any:
    """The cell; a text that a spreadsheet would run as a formula gets an apostrophe before it, and stays a text."""
    if not isinstance(cell, str) or len(cell) < 2 or not cell.startswith(FORMULA):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell  # a number that happens to be a text


def _html(figure: Figure) -> str:
    """A page that needs no network: Plotly itself is inside."""
    return figure.plotly().to_html(include_plotlyjs=True, full_html=True)
