"""Step by step: two buttons, and the arrow keys."""

from __future__ import annotations

import streamlit as st


def back_and_next(step: int, first: int, last: int, *, key: str) -> None:
    """One step back or forward in the whole number that the control of that key holds."""

    def go(by: int) -> None:
        st.session_state[key] = min(last, max(first, step + by))

    slug = key.partition(".")[0]
    with st.container(horizontal=True):
        for label, by, arrow in (("Back", -1, "Left"), ("Next", 1, "Right")):
            st.button(
                label,
                key=f"{slug}.{label.lower()}",
                shortcut=arrow,
                on_click=go,
                args=(by,),
                disabled=not first <= step + by <= last,
                width="stretch",
            )
