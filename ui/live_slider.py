"""A slider that answers while it is dragged, with a number box beside it for exact values and for the link."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from ui.controls import number

HERE = Path(__file__).parent
HTML = """
<div class="glass-slider"><label><span></span><input type="range"></label><button type="button" hidden>Play</button></div>
"""

_component = st.components.v2.component(
    "glass_slider",
    html=HTML,
    css=(HERE / "live_slider.css").read_text(encoding="utf-8"),
    js=(HERE / "live_slider.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def live_slide(
    label: str,
    low: float,
    high: float,
    default: float,
    *,
    key: str,
    step: float,
    log: bool = False,
    play: bool = False,
    format: str | None = None,
) -> float:
    """A number from ``low`` to ``high`` that moves the picture while the reader drags.

    With ``play`` a button walks it to its end, step by step, for as long as the reader lets it.

    The number box holds the value (and is what the link remembers); the slider only writes into it. On a log
    scale, for numbers above 0, it writes three digits.
    """
    handle = f"{key}.drag"

    def dragged() -> None:
        value = st.session_state[handle].value
        if isinstance(value, int | float) and low <= value <= high:
            st.session_state[key] = type(default)(value)

    with st.container(horizontal=True, vertical_alignment="bottom", key=f"{key}.row"):
        slider = st.container(width="stretch")
        with st.container(width=110):
            value = number(
                label,
                low,
                high,
                default,
                key=key,
                step=step,
                format=format or ("%.4g" if log else None),
                label_visibility="collapsed",
            )
        with slider:
            settings = {"label": label, "min": low, "max": high, "step": step, "value": value}
            settings |= {"log": True} if log else {}
            settings |= {"play": True} if play else {}
            _component(key=handle, data=settings, on_value_change=dragged)
    return value


def drag(
    label: str,
    low: float,
    high: float,
    value: float,
    *,
    key: str,
    step: float,
    on_drag: Callable[[float], None],
) -> None:
    """A slider without a memory of its own: it shows ``value`` and tells where it is dragged to.

    Whoever hears it writes the number into a control that lives in the link.
    """

    def dragged() -> None:
        to = st.session_state[key].value
        if isinstance(to, int | float) and low <= to <= high:
            on_drag(float(to))

    settings = {"label": label, "min": low, "max": high, "step": step, "value": value}
    _component(key=key, data=settings, on_value_change=dragged)
