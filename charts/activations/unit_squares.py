"""The units of a layer as squares: how many of the examples find each of them awake."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.activations.asleep import LayerSleep

GRID = 8  # units in a row
# One example in a thousand is already seen to wake a unit; 0 is the color of nothing.
AWAKENESS = [
    [0.0, theme.SHADE],
    [1e-9, theme.pale(theme.FORWARD, 0.3)],
    [0.1, theme.pale(theme.FORWARD, 0.5)],
    [1.0, theme.FORWARD],
]
BAR = {
    "title": {"text": "awake for", "font": {"size": theme.FONT_SIZE - 1}},
    "x": 0.93,
    "xanchor": "left",
    "yanchor": "bottom",
    "thickness": 10,
    "outlinewidth": 0,
    "tickvals": [0, 0.5, 1],
    "tickformat": ".0%",
    "ticks": "",
    "tickfont": {"size": theme.FONT_SIZE - 2},
}


def unit_squares(sleep: LayerSleep, row: int, *, up: Sequence[float], dead_color: str) -> list[Any]:
    """A square for each unit, the bluer the more examples find it awake; a cross for a dead one."""
    count = len(sleep.flat)
    awake = np.full(-(-count // GRID) * GRID, np.nan)
    awake[:count] = 1 - sleep.nearly_flat
    where = {"xaxis": f"x{row + 5}", "yaxis": f"y{row + 5}"}
    squares = unchecked.Heatmap(
        z=[numbers(line) for line in awake.reshape(-1, GRID)],
        text=np.arange(1, len(awake) + 1).reshape(-1, GRID).tolist(),
        colorscale=AWAKENESS,
        zmin=0,
        zmax=1,
        xgap=2,
        ygap=2,
        showscale=row == 0,
        colorbar=BAR | {"y": up[0], "len": up[1] - up[0]},
        hovertemplate="unit %{text}: awake for %{z:.1%} of the examples<extra></extra>",
        name=f"units {row + 1}",
        **where,
    )
    dead, drowsy = np.flatnonzero(sleep.dead), np.flatnonzero(sleep.asleep & ~sleep.dead)
    return [
        squares,
        *(
            unchecked.Scatter(
                x=(places % GRID).tolist(),
                y=(places // GRID).tolist(),
                mode="markers",
                marker={"symbol": symbol, "size": 9, "color": dead_color},
                name=name,
                legendgroup=name,
                showlegend=row == 0 and name == "dead unit",
                hoverinfo="skip",
                **where,
            )
            for places, symbol, name in (
                (dead, "x-thin-open", "dead unit"),
                (drowsy, "line-ew-open", "unit asleep"),
            )
        ),
    ]
