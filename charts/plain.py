"""Traces as plain data, for figures of many traces.

Plotly's own objects check every property when they are made, which takes longer than all the rest of a
figure. Plain ones are checked once, and only where `theme.VALIDATE` says so: in the tests.
"""

from __future__ import annotations

from typing import Any


def scatter(**properties: Any) -> dict[str, Any]:
    """What `plotly.graph_objects.Scatter` takes, as plain data."""
    return {"type": "scatter", **properties}
