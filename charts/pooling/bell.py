"""How much each column of pixels counts in a unit deep down, and which pixels it answers to at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charts import theme, unchecked
from charts.figure import Figure
from charts.playback import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray


def share_by_column(
    shares: NDArray, answered: NDArray, *, row: int, ends: tuple[int, int]
) -> Figure:
    """How much of the unit each column of pixels has, and which pixels of one row made it answer when lit alone.

    Parameters
    ----------
    shares : (n,)
        Of the columns; they sum to 1.
    answered : (n,)
        True where the pixel, lit alone, was answered.
    row : int
        Of those pixels.
    ends : (int, int)
        First and last column of the field.
    """
    x = list(range(len(shares)))
    percent = numbers(100 * shares, 4)
    top = 100 * float(shares.max()) or 1.0
    dots = [
        unchecked.Scatter(
            x=[i for i in x if answered[i] == yes],
            y=[-0.09 * top] * int((answered == yes).sum()),
            mode="markers",
            marker={"color": color, "size": 6, "symbol": symbol},
            name=f"lit alone in row {row}: {text}",
            hovertemplate=f"pixel in row {row}, column %{{x}}, lit alone: {text}<extra></extra>",
        )
        for yes, text, color, symbol in (
            (True, "answered", theme.FORWARD, "square"),
            (False, "no answer", theme.QUIET, "square-open"),
        )
    ]
    bars = unchecked.Bar(
        x=x,
        y=percent,
        marker={"color": theme.GRADIENT},
        name="share of the unit",
        hovertemplate="column %{x}: %{y:.3~g} % of the unit<extra></extra>",
    )
    low, high = ends[0] - 0.5, ends[1] + 0.5
    field = unchecked.Scatter(
        x=[low, low, None, high, high],
        y=[0, top, None, 0, top],
        mode="lines",
        line={"color": theme.GOLD, "width": theme.THIN},
        hoverinfo="skip",
        name="the field ends",
    )
    return theme.new_figure(
        *(bars, field, *dots),
        height=205,
        title="Who counts how much? Share of each column of pixels",
        x="column of the picture",
        y="share (%)",
        layout={
            "bargap": 0.1,
            "xaxis": {"range": [-0.6, len(x) - 0.4]},
            "yaxis": {"range": [-0.16 * top, 1.1 * top]},
            "margin": {"t": 34, "b": 40, "l": 50},
            "legend": {"orientation": "v", "x": 1.01, "y": 1.0, "yanchor": "top"},
        },
        narrow={
            "layout.title.text": "Share of each column",
            "layout.legend.orientation": "h",
            "layout.legend.x": 0,
            "layout.legend.y": -0.3,
            "layout.height": 360,
        },
    )
