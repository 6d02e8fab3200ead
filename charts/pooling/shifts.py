"""What a shift by a few pixels changes, seen by a dense layer, a map, and the map pooled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.pooling.shifting import Shifts

HEIGHT = 235
LOOKS: dict[str, dict[str, Any]] = {
    "input": {"color": theme.QUIET, "dash": "dot"},
    "dense": {"color": theme.GRADIENT, "dash": "dash"},
    "map": {"color": theme.BROWN, "dash": "solid"},
    "pooled": {"color": theme.FORWARD, "dash": "solid"},
    "global": {"color": theme.TARGET, "dash": "solid"},
}
NAMES = {
    "input": "the input itself",
    "dense": "dense layer",
    "map": "convolution + ReLU",
    "pooled": "pooled map",
    "global": "global average",
}


def change_against_shift(shifts: Shifts, now: int, *, title: str, pooled_name: str) -> Figure:
    """A line for each onlooker: mean change over all images, with the middle 80 % of them for the pooled map.

    Parameters
    ----------
    now : int
        The shift that is shown above.
    pooled_name : str
        What the pooled map is called; empty where it is the global average, which has a line anyway.
    """
    names = NAMES | {"pooled": pooled_name}
    lines = []
    for key, look in LOOKS.items():
        if not names[key]:
            continue
        change = 100 * shifts.changes[key]
        if key == "pooled":
            low, high = np.percentile(change, (10, 90), axis=1)
            lines.append(_between(low, high, look["color"]))
        lines.append(
            unchecked.Scatter(
                x=list(range(len(change))),
                y=numbers(change.mean(axis=1), 4),
                mode="lines+markers",
                line=look | {"width": theme.LINE},
                name=names[key],
                hovertemplate="shift by %{x}: %{y:.4~g} %<extra>" + names[key] + "</extra>",
            )
        )
    top = 1.08 * max(100 * float(change.mean(axis=1).max()) for change in shifts.changes.values())
    lines.append(
        unchecked.Scatter(
            x=[now, now],
            y=[0, top],
            mode="lines",
            line={"color": theme.GOLD, "width": theme.THIN, "dash": "dot"},
            hoverinfo="skip",
            showlegend=False,
            name="now",
        )
    )
    return theme.new_figure(
        *lines,
        height=HEIGHT,
        title=title,
        x="shift to the right (pixels)",
        y="change (%)",
        layout={
            "xaxis": {"dtick": 1, "range": [-0.1, 4.1]},
            "yaxis": {"range": [-0.03 * top, top]},
            "legend": {"orientation": "v", "x": 1.01, "y": 1.0, "yanchor": "top"},
            "margin": {"t": 34, "b": 40, "l": 50},
        },
        narrow={
            "layout.title.text": "What a shift changes (mean)",
            "layout.legend.orientation": "h",
            "layout.legend.x": 0,
            "layout.legend.y": -0.3,
            "layout.height": 360,
        },
    )


def _between(low: np.ndarray, high: np.ndarray, color: str) -> Trace:
    """The band in which the middle 80 % of the images lie."""
    x = list(range(len(low)))
    return unchecked.Scatter(
        x=[*x, *reversed(x)],
        y=[*numbers(high, 4), *reversed(numbers(low, 4))],
        fill="toself",
        fillcolor=theme.pale(color, 0.15),
        line={"width": 0, "color": color},
        mode="lines",
        hoverinfo="skip",
        showlegend=False,
        name="middle 80 %",
    )
