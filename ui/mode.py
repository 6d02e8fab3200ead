"""Reading or lecturing: how much prose, how large the type, which controls are hidden."""

from __future__ import annotations

import re

import streamlit as st

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_HIDDEN = 20


def choose_mode(slug: str) -> None:
    """Draw the switch between reading and lecturing; ``?mode=lecture`` opens a lesson for the projector.

    The mode goes along from lesson to lesson, also when only a link said so.
    """
    before = st.session_state.get("mode.of", {})
    if before and before["slug"] != slug and "mode" not in st.query_params:
        st.session_state["mode"] = before["mode"]
    mode = st.segmented_control(
        "Mode",
        ["read", "lecture"],
        default="read",
        required=True,
        key="mode",
        format_func=str,
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
        help="Lecture: larger type and lines, prose folded away. Arrow keys step forward and back.",
    )
    st.session_state["mode.of"] = {"slug": slug, "mode": mode}


def lecture() -> bool:
    """Whether the reader chose the lecture mode."""
    return st.session_state.get("mode") == "lecture"


def hidden_controls() -> list[str]:
    """Names of controls that a teacher hid in the link, ``?hide=steps,start_x``; what is no name is ignored."""
    asked = st.query_params.get("hide", "").split(",")[:_MOST_HIDDEN]
    return [name for name in asked if _NAME.fullmatch(name)]
