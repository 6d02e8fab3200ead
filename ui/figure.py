"""The chart that stays: a figure that is updated in place when a control moves."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import streamlit as st

from ui.mode import lecture
from ui.numerals import typeset

if TYPE_CHECKING:
    import plotly.graph_objects as go

HERE = Path(__file__).parent
HTML = """
<figure class="glass-figure">
  <div class="plot"></div>
  <div class="player" hidden>
    <button type="button" class="back" aria-label="One step back">&#8249;</button>
    <button type="button" class="play">Play</button>
    <button type="button" class="next" aria-label="One step forward">&#8250;</button>
    <input type="range" min="0" step="1" aria-label="Step">
    <output></output>
  </div>
  <figcaption aria-live="polite"></figcaption>
</figure>
"""

_component = st.components.v2.component(
    "glass_figure",
    html=HTML,
    css=(HERE / "figure.css").read_text(encoding="utf-8"),
    js=(HERE / "figure.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
OUT_OF_SIGHT = """
.st-key-warm-up { position: absolute; height: 1px; width: 1px; overflow: clip; }
.st-key-warm-up, .st-key-warm-up * { visibility: hidden !important; }
"""
_empty = st.components.v2.component("glass_empty", html="<span></span>")


class Figure(Protocol):
    """What `charts` draws."""

    def to_json(self) -> str:
        """As the browser gets it."""

    def plotly(self) -> go.Figure:
        """As Plotly's own object."""


def show_figure(
    figure: Figure,
    *,
    key: str,
    caption: str,
    on_click: Callable[[float, float], None] | None = None,
) -> None:
    """Show a figure in a node that stays: zoom, camera and legend outlive every change of the controls.

    Parameters
    ----------
    figure : Figure
        From `charts`. Traces that carry ``meta["play"]`` are played in the browser.
    key : str
        ``<slug>.<thing>``; the same picture keeps the same key.
    caption : str
        One sentence with the key numbers of today's settings: shown below, and read by screen readers.
    on_click : callable, optional
        Called with x and y of the point that the reader clicked, before the page is drawn again.
    """
    caption = typeset(caption)
    if st.session_state.get("charts.missing"):
        _show_stock(figure, key=key, caption=caption)
        return

    def clicked() -> None:
        point = st.session_state[key].click
        if on_click and point:
            on_click(float(point["x"]), float(point["y"]))

    def missing() -> None:
        st.session_state["charts.missing"] = True

    options = {"caption": caption, "clicks": on_click is not None, "lecture": lecture()}
    _component(
        key=key,
        data=f"{json.dumps(options)}\n{figure.to_json()}".encode(),
        on_click_change=clicked,
        on_missing_change=missing,
    )


def _show_stock(figure: Figure, *, key: str, caption: str) -> None:
    """Streamlit's own chart, for browsers in which the component finds no Plotly."""
    st.plotly_chart(figure.plotly(), key=f"{key}.stock", theme=None, alt=caption)
    st.caption(caption)


def warm_up() -> None:
    """Have the browser fetch, once in a session, what a lesson needs: Plotly, formulas, controls, components.

    Streamlit's own chart brings Plotly in and leaves it on the window, where `figure.js` finds it.
    """
    if st.session_state.get("charts.warm"):
        return
    st.session_state["charts.warm"] = True
    traces = [{"type": "contour", "z": [[0, 1], [1, 0]]}, {"type": "scatter", "y": [0, 1]}]
    small = {"data": traces, "layout": {"height": 60}}
    st.html(f"<style>{OUT_OF_SIGHT}</style>")
    with st.container(key="warm-up"):
        st.plotly_chart(small, key="charts.small", theme=None, config={"staticPlot": True}, alt="z")
        st.latex("z")
        st.selectbox("z", ["z"], key="charts.select", disabled=True)
        st.slider("z", 0, 1, key="charts.slider", disabled=True)
        st.number_input("z", 0, 1, key="charts.number", disabled=True)
        st.pills("z", ["z"], key="charts.pills", disabled=True)
        _empty(key="charts.empty")
