"""Plotly's traces, made without its check of every property, which takes longer than all the rest of a figure.

The tests have everything checked, once, as the figure is made: `theme.VALIDATE`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import plotly.graph_objects as go


def _unchecked(kind: Callable) -> Callable:
    """The same kind of trace, taken as it is given."""

    @wraps(kind, updated=())
    def made(**properties: Any) -> Any:
        return kind(**properties, _validate=False)

    return made


Bar = _unchecked(go.Bar)
Contour = _unchecked(go.Contour)
Heatmap = _unchecked(go.Heatmap)
Image = _unchecked(go.Image)
Mesh3d = _unchecked(go.Mesh3d)
Scatter = _unchecked(go.Scatter)
Scatter3d = _unchecked(go.Scatter3d)
Surface = _unchecked(go.Surface)
