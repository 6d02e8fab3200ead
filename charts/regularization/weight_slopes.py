"""Two weights against the strength, and beside each its pull and what its price can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.entries import Array
    from core.studies.regularization.priced_walk import Change
    from core.studies.regularization.touch import Touch

STRENGTHS = {"xaxis": "x2", "yaxis": "y2"}
SLOPES = {"xaxis": "x3", "yaxis": "y3"}
COLORS = (theme.FORWARD, theme.VIOLET)
NAMES = ("θ₁", "θ₂")
STRENGTHS_TITLE = "{} and {} at every strength".format(
    *(
        f'<span style="color:{color}">{name}</span>'
        for name, color in zip(NAMES, COLORS, strict=True)
    )
)
SLOPES_TITLE = (
    f'<span style="color:{theme.GRADIENT}">● Pull of the error</span>, '
    f'<span style="color:{theme.GOLD}">▬ slopes of the price</span>'
)


def strength_panel(
    alphas: Array, weights: Array, changes: Sequence[Change], touch: Touch, alpha: float
) -> list[Trace]:
    """A line for each weight, rings where it becomes exactly 0 or leaves 0, dots at today's strength."""
    lines = [
        unchecked.Scatter(
            x=alphas.astype(np.float32),
            y=weights[:, i].astype(np.float32),
            mode="lines",
            line={"color": color, "width": theme.LINE + 0.5},
            name=name,
            showlegend=False,
            hovertemplate=f"α = %{{x:.3g}}: {name} = %{{y:.4g}}<extra></extra>",
            **STRENGTHS,
        )
        for i, (name, color) in enumerate(zip(NAMES, COLORS, strict=True))
    ]
    rings = unchecked.Scatter(
        x=numbers(change.alpha for change in changes),
        y=[0] * len(changes),
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": 12,
            "color": [COLORS[change.weight] for change in changes],
            "line": {"width": 2.5},
        },
        customdata=[
            f"{NAMES[c.weight]} {'becomes' if c.becomes_zero else 'leaves'}" for c in changes
        ],
        name="exactly 0 from here",
        showlegend=False,
        hovertemplate="%{customdata} exactly 0 at α = %{x:.5g}<extra></extra>",
        **STRENGTHS,
    )
    now = unchecked.Scatter(
        x=[alpha, alpha],
        y=numbers(touch.weights),
        mode="markers",
        marker={"size": 9, "color": list(COLORS)},
        name="weights now",
        showlegend=False,
        hovertemplate="%{y:.4g}<extra>now</extra>",
        **STRENGTHS,
    )
    return [*lines, rings, now]


def slope_panel(touch: Touch) -> list[Trace]:
    """For each weight a bar from the least to the largest slope of its price, a point where there is one only; on it the pull."""
    bars = [
        unchecked.Scatter(
            x=numbers(touch.allowed[i]),
            y=[NAMES[i]] * 2,
            mode="lines+markers",
            line={"color": theme.pale(theme.GOLD, 0.45), "width": 16},
            marker={"symbol": "line-ns", "size": 20, "line": {"color": theme.GOLD, "width": 4}},
            name="slopes of the price" if i == 0 else f"slopes of the price, {NAMES[i]}",
            showlegend=False,
            hovertemplate="slope of the price: %{x:.4g}<extra></extra>",
            **SLOPES,
        )
        for i in range(2)
    ]
    pulls = unchecked.Scatter(
        x=numbers(touch.pulls),
        y=list(NAMES),
        mode="markers",
        marker={"size": 11, "color": theme.GRADIENT, "line": {"color": theme.PAPER, "width": 1.5}},
        name="pull of the error",
        showlegend=False,
        hovertemplate="pull of the error: %{x:.4g}<extra></extra>",
        **SLOPES,
    )
    return [*bars, pulls]


def slopes_axes(
    touch: Touch, weights: Array, across: list[float], upper: list[float], lower: list[float]
) -> dict[str, dict[str, Any]]:
    """Axes of both panels, by name."""
    reach = 1.25 * max(float(np.abs(touch.allowed).max()), float(np.abs(touch.pulls).max()), 1e-3)
    low, high = float(weights.min(initial=0)), float(weights.max(initial=0))
    room = 0.12 * max(high - low, 0.1)
    return {
        "xaxis2": {"type": "log", "exponentformat": "power", "dtick": 1, "domain": across}
        | {"anchor": "y2", "title": {"text": "strength α"}},
        "yaxis2": {"domain": upper, "anchor": "x2", "range": [low - room, high + room]},
        "xaxis3": {"domain": across, "anchor": "y3", "range": [-reach, reach]},
        "yaxis3": {"domain": lower, "anchor": "x3", "type": "category", "range": [1.6, -0.6]},
    }
