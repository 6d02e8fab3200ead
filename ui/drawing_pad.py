"""A pad to draw a digit on, with pen, finger or keys; the drawing is a short text, which lives in the link."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.controls import text
from ui.warning import warn

HERE = Path(__file__).parent
PIXELS = 64
LEVELS = "0123456789ABCDEFG"
HTML = """
<div class="glass-pad">
  <canvas width="192" height="192" tabindex="0" role="application"
    aria-label="Pad of 8 by 8 pixels: draw with pen or finger; arrow keys move, space adds ink"></canvas>
  <button type="button">Clear</button>
</div>
"""

_component = st.components.v2.component(
    "glass_pad",
    html=HTML,
    css=(HERE / "drawing_pad.css").read_text(encoding="utf-8"),
    js=(HERE / "drawing_pad.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def draw_digit(default: str, *, key: str) -> str:
    """Let the reader draw on 8 × 8 pixels, each with ink from 0 to 16 (G); the default where the text is no drawing.

    The text holds the drawing (and is what the link remembers); the pad only writes into it.
    """
    pad = f"{key}.pad"

    def drawn() -> None:
        new = st.session_state[pad].drawing
        if _is_drawing(new):
            st.session_state[key] = new

    place = st.container()
    line = text(
        "The drawing as text",
        default,
        key=key,
        longest=200,
        help="Row after row, a character a pixel: 0 is blank, then 1 to 9 and A to G, which is full. "
        "On the pad, arrow keys move and space adds ink.",
    )
    if not _is_drawing(line.strip().upper()):
        warn(
            f"A drawing is {PIXELS} characters from 0 to 9 and A to G; this has {len(line)}. Until then, the seven is read."
        )
        line = default
    line = line.strip().upper()
    with place:
        _component(key=pad, data=line, on_drawing_change=drawn)
    return line


def _is_drawing(line: object) -> bool:
    return isinstance(line, str) and len(line) == PIXELS and not set(line) - set(LEVELS)
