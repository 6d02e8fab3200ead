"""A page that answers again after its connection was lost."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st


@st.fragment(run_every=timedelta(days=1))
def answer_after_reconnecting() -> None:
    """Have the browser ask for the whole page when it comes back to a server that does not know it any more.

    After a restart of the server, or on a laptop that has slept for some minutes, the session is a new one: it knows
    no fragment, and Streamlit drops in silence what the controls inside one send. The browser asks for a full run by
    itself only if something on the page is run by a timer. This is: nothing, once a day.
    """
