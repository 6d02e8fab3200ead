"""Try this: named settings of a lesson's controls, one click each, and what the reader will see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui.controls import set_controls, settings_of


@dataclass(frozen=True)
class Experiment:
    """Settings worth trying: every control not named goes back to its default."""

    name: str
    says: str
    settings: Mapping[str, Any] = field(default_factory=dict)


def try_this(slug: str, experiments: Sequence[Experiment]) -> None:
    """Offer the experiments; a click sets the lesson's controls and says what to look for."""
    by_name = {experiment.name: experiment for experiment in experiments}
    key = f"{slug}.experiment"
    if st.session_state.get(key) and not _still_set(slug, by_name.get(st.session_state[key])):
        st.session_state[key] = None  # the browser must hear it, or sends the old choice again

    def run() -> None:
        chosen = by_name.get(st.session_state[key] or "")
        if chosen:
            set_controls(slug, chosen.settings)

    chosen = st.pills(
        "Try this", list(by_name), wrap=True, key=key, on_change=run, persist_state="session"
    )
    if chosen:
        st.markdown(by_name[chosen].says)


def _still_set(slug: str, experiment: Experiment | None) -> bool:
    """Whether the controls still stand as the experiment put them."""
    return experiment is not None and all(
        st.session_state.get(key, value) == value
        for key, value in settings_of(slug, experiment.settings).items()
    )
