"""The share button: a link to exactly what is on the screen, also as a lecture with controls hidden."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent
HTML = """
<div class="glass-share">
  <button type="button" class="open" aria-expanded="false">Share</button>
  <div class="panel" role="group" aria-label="Share this view" hidden>
    <div class="row"><input class="address" readonly aria-label="Link to this view"><button type="button" class="copy">Copy</button></div>
    <label><input type="checkbox" class="lecture"> For a lecture: large type, prose folded away</label>
    <div>Hide these controls in the link:</div>
    <div class="controls"></div>
    <div class="said" role="status"></div>
  </div>
</div>
"""

_component = st.components.v2.component(
    "glass_share",
    html=HTML,
    css=(HERE / "share.css").read_text(encoding="utf-8"),
    js=(HERE / "share.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def share_button(*slugs: str) -> None:
    """Offer the link to what the reader sees now; the browser reads it off its own address."""
    _component(key="share", data={"slugs": sorted(set(slugs))}, width="content")
