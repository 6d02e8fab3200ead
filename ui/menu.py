"""The menu over all pages, built from the curriculum."""

from __future__ import annotations

import streamlit as st

from ui.lessons import LESSONS, STAGES

_DRAWN = "menu.drawn"


def choose_page() -> st.Page:
    """Draw the menu and return the page that the reader asked for."""
    st.session_state[_DRAWN] = True
    menu = {"": [st.Page("pages/welcome.py", title="Glassnet", default=True)]}
    for stage in STAGES:
        menu[stage] = [
            st.Page(f"pages/{lesson.slug}.py", title=lesson.title, url_path=lesson.slug)
            for lesson in LESSONS
            if lesson.stage == stage
        ]
    return st.navigation(menu, position="top")


def need_menu() -> None:
    """Start over with the menu if this page was opened without it.

    Streamlit takes a folder called ``pages`` for its older kind of app until `st.navigation` has run once: the
    first reader after a start of the server who arrives by a link to a lesson gets the page script alone.
    """
    if not st.session_state.get(_DRAWN):
        choose_page()
        st.rerun()
