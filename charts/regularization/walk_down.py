"""How far J is above its lowest value after each step of a walk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.decades import log_axis, on_log_axis
from charts.figure import Figure

if TYPE_CHECKING:
    from core.studies.regularization.priced_walk import Walk

HEIGHT = 250
ROUNDING = 1e-14


def walk_down_to(walk: Walk, lowest: float) -> Figure:
    """J above ``lowest`` against the step on a log scale, with a place for no gap at all."""
    gaps = walk.objectives - lowest
    gaps = np.where(gaps <= ROUNDING * max(1.0, lowest), 0.0, gaps)
    ends, axis = log_axis(gaps if gaps.any() else np.append(gaps, 1.0))
    zeros = (walk.points == 0).any(axis=1)
    line = unchecked.Scatter(
        x=list(range(len(gaps))),
        y=on_log_axis(gaps, ends).tolist(),
        mode="lines+markers",
        line={"color": theme.LOSS, "width": theme.LINE},
        marker={
            "size": [9 if zero else 5 for zero in zeros],
            "symbol": ["circle-open" if zero else "circle" for zero in zeros],
            "color": theme.LOSS,
            "line": {"width": 2, "color": theme.LOSS},
        },
        name="J above its lowest",
        hovertemplate="step %{x}: %{y:.3g} above the lowest J<extra></extra>",
    )
    return theme.new_figure(
        line,
        height=HEIGHT,
        title="J above its lowest (log)",
        x="step",
        layout={"yaxis": axis, "margin": {"l": 60, "r": 10, "t": 34, "b": 44}, "showlegend": False},
    )
