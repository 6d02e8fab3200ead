"""Traces that the browser plays: the whole run is sent once, and shown step by step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

import numpy as np
import plotly.graph_objects as go

Play = Literal["grow", "at", "fill"]


def played(trace: Any, how: Play) -> Any:
    """The trace, marked to be played: ``grow`` to its first t points, one point ``at`` t, or ``fill`` t cells of z."""
    trace.meta = {"play": how}
    return trace


def set_player(figure: go.Figure, steps: int, unit: str = "step") -> None:
    """Give a figure a play button and a slider over its steps, 0 to ``steps``."""
    figure.layout.meta = (figure.layout.meta or {}) | {"play": {"steps": steps, "unit": unit}}


def numbers(values: Iterable[float]) -> list[float | None]:
    """Numbers as the browser plays them: plain, six digits, nothing where there is no finite number."""
    return [float(f"{v:.6g}") if np.isfinite(v) else None for v in values]
