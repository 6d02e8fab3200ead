"""Plotly's traces as plain data, taken as they are given.

The tests have Plotly check every property as a figure is made: `tests/charts/conftest.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from charts.figure import Trace


def _kind(name: str) -> Callable[..., Trace]:
    """Traces of one kind."""

    def made(**properties: Any) -> Trace:
        return {"type": name} | {k: v for k, v in properties.items() if v is not None}

    return made


Bar = _kind("bar")
Contour = _kind("contour")
Heatmap = _kind("heatmap")
Image = _kind("image")
Mesh3d = _kind("mesh3d")
Scatter = _kind("scatter")
Scatter3d = _kind("scatter3d")
Surface = _kind("surface")
