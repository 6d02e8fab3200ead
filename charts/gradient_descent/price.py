"""What a long valley costs: steps for each digit against the condition number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure
from charts.gradient_descent.speed_limits import BESTS, NOW, in_sight
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.gradient_descent.speed_limits import Price


def price_of_condition(
    price: Price, today: float, costs: Mapping[str, float], now: float
) -> Figure:
    """Steps for each digit against the condition number: plain descent, momentum, and today's setting.

    Parameters
    ----------
    price : Price
    today : float
        Today's condition number.
    costs : mapping of "descent" and "momentum" to float
        Steps for each digit at their best, today.
    now : float
        Steps for each digit with the setting chosen; infinite where it diverges.
    """
    colors = {"descent": theme.style("sgd"), "momentum": theme.style("momentum")}
    curves = {"descent": price.descent, "momentum": price.momentum}
    lines = [
        unchecked.Scatter(
            x=numbers(price.conditions),
            y=numbers(curve),
            mode="lines",
            name=BESTS[key],
            line=colors[key] | {"width": theme.LINE},
            hovertemplate="κ = %{x:.3g}: %{y:.3g} steps<extra></extra>",
        )
        for key, curve in curves.items()
    ]
    dots = unchecked.Scatter(
        x=[today] * 2,
        y=in_sight(np.array([costs[key] for key in curves])),
        mode="markers",
        marker={"size": 11, "color": [colors[key]["color"] for key in curves]},
        name="at their best today",
        showlegend=False,
        hovertemplate="κ = %{x:.3g}: %{y:.4g} steps<extra></extra>",
    )
    setting = unchecked.Scatter(
        x=[today],
        y=in_sight(np.array([now])),
        mode="markers",
        marker=NOW,
        name="now",
        hovertemplate="now: %{y:.4g} steps<extra></extra>",
    )
    return theme.new_figure(
        *lines,
        dots,
        setting,
        height=300,
        title="What a digit costs",
        x="condition number κ",
        y="steps for each digit",
        layout={
            "xaxis": {"type": "log", "exponentformat": "power", "dtick": 1},
            "yaxis": {"type": "log", "exponentformat": "power", "dtick": 1},
            "legend": {"y": -0.32},
        },
        narrow={"layout.height": 380, "layout.legend.y": -0.3},
    )
