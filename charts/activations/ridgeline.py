"""Histograms one below the other: how the spread of some numbers changes from layer to layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.activations.ridges import Ridges


TOLD = 0.005  # a smaller share beyond the edges gets no triangle


def ridgeline(
    ridges: Ridges, shown: NDArray, color: str, name: str, axes: dict[str, str]
) -> list[Trace]:
    """One ridge a layer, all in one trace, and a triangle where numbers lie beyond the edges.

    Parameters
    ----------
    ridges : Ridges
        Row l for layer l + 1.
    shown : (k,)
        The layers to be drawn, evenly spaced. The axis of layers runs downward.
    color, name : str
    axes : dict
        Of the traces.

    Returns
    -------
    list of Scatter
        The height of a ridge is the square root of its shares, its fullest bin as high as there is
        room: so a pile of zeros does not flatten all the rest.
    """
    room = 0.92 * apart(shown)
    middles = (ridges.edges[1:] + ridges.edges[:-1]) / 2
    x, y = [], []
    for layer, shares in zip(shown, np.sqrt(ridges.shares[shown - 1]), strict=True):
        heights = room * shares / (shares.max() or 1)
        x += [ridges.edges[0], *middles, ridges.edges[-1], np.nan]
        y += [layer, *(layer - heights), layer, np.nan]
    ridge = unchecked.Scatter(
        x=np.array(x, np.float32),
        y=np.array(y, np.float32),
        mode="lines",
        fill="toself",
        fillcolor=theme.pale(color, 0.35),
        line={"color": color, "width": theme.THIN},
        hoverinfo="skip",
        name=name,
        showlegend=False,
        **axes,
    )
    return [ridge, _beyond(ridges, shown, color, name, axes)]


def apart(shown: NDArray) -> int:
    """How many layers lie between two ridges."""
    return int(shown[1] - shown[0]) if len(shown) > 1 else 1


def _beyond(ridges: Ridges, shown: NDArray, color: str, name: str, axes: dict[str, str]) -> Trace:
    """A triangle at an edge for what lies beyond it, the larger the more there is."""
    marks = [
        (edge, layer, symbol, share)
        for edge, symbol, shares in (
            (ridges.edges[0], "triangle-left", ridges.below),
            (ridges.edges[-1], "triangle-right", ridges.above),
        )
        for layer, share in zip(shown, shares[shown - 1], strict=True)
        if share >= TOLD
    ]
    x, y, symbols, shares = map(list, zip(*marks, strict=True)) if marks else ([], [], [], [])
    return unchecked.Scatter(
        x=numbers(x),
        y=numbers(y),
        mode="markers",
        marker={"symbol": symbols, "size": [4 + 8 * s**0.5 for s in shares], "color": color},
        customdata=numbers(shares),
        hovertemplate="layer %{y}: %{customdata:.1%} beyond the edge<extra></extra>",
        cliponaxis=False,
        name=f"{name} beyond the edge",
        showlegend=False,
        **axes,
    )
