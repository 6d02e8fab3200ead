"""How far two forms of one activation are apart, on a scale of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure
from charts.playback import numbers

if TYPE_CHECKING:
    from core.entries import Array


def gap_between_forms(
    z: Array, gaps: Array, *, widest: tuple[float, float], now: tuple[float, float]
) -> Figure:
    """Exact GELU minus its tanh form along z.

    Parameters
    ----------
    z, gaps : (n,)
    widest : (z, gap)
        Where the two differ most; the same at -z.
    now : (z, gap)
        At today's z.
    """
    place, most = widest
    line = {"color": theme.style("gelu_tanh")["color"], "width": theme.LINE}
    ends = {"color": theme.INK, "symbol": "diamond-open", "size": 9}
    return theme.new_figure(
        unchecked.Scatter(
            x=z.astype(np.float32),
            y=gaps.astype(np.float32),
            mode="lines",
            line=line,
            name="gap",
            hovertemplate="z = %{x:.3g}: %{y:.4g}<extra></extra>",
        ),
        unchecked.Scatter(
            x=numbers([-place, place]),
            y=numbers([most, most]),
            mode="markers+text",
            text=[f"{most:.3g}".replace("-", "−"), ""],
            textposition="middle left",
            marker=ends,
            name="widest",
            hovertemplate="widest at z = %{x:.4g}: %{y:.4g}<extra></extra>",
        ),
        unchecked.Scatter(
            x=numbers([now[0]]),
            y=numbers([now[1]]),
            mode="markers",
            marker={"size": 11, "color": line["color"]},
            name="at z",
            hoverinfo="skip",
        ),
        height=210,
        title="Exact GELU minus its tanh form",
        x="z",
        view="gap",
        layout={
            "showlegend": False,
            "yaxis": {"range": [1.2 * most, -0.6 * most], "exponentformat": "power"},
            "xaxis": {"range": [float(z[0]), float(z[-1])], "dtick": 2},
        },
    )
