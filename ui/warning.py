"""What is wrong with what a reader or a link wrote: one sentence, in which nothing comes to life."""

from __future__ import annotations

import re

import streamlit as st

_SAID = "warning.said"
_QUOTED = re.compile("“(.*)”", re.DOTALL)


def warn(sentence: str) -> None:
    """Say what is wrong and what counts instead; of several such sentences at one workbench only the first.

    A text of the reader's own stands between “ and ” in it. It is shown as code, so that no markup in it works.
    """
    if not st.session_state.get(_SAID):
        st.session_state[_SAID] = True
        st.warning(_QUOTED.sub(_as_code, sentence))


def begin_anew() -> None:
    """Another run of a workbench, with a sentence of its own."""
    st.session_state[_SAID] = False


def _as_code(quoted: re.Match[str]) -> str:
    text = "".join(c if c.isprintable() and c != "`" else " " for c in quoted[1]).strip()
    return f"`{text or ' '}`"
