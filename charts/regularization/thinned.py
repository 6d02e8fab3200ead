"""The thinned networks that dropout trains: a different one for each example."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.entries import Array

HEIGHT = 300
WIDTH = 4.2  # from one network to the next, where layers are 1 apart


def thinned_networks(kept: Array, sizes: Sequence[int], titles: Sequence[str]) -> Figure:
    """Networks side by side: units that sit out are hollow, and no line leads to them.

    Parameters
    ----------
    kept : (examples, H)
        True where a hidden unit is in.
    sizes : sequence of int
        Units of the input and of every layer.
    titles : sequence of str
        One an example.
    """
    lines: tuple[list[Any], list[Any]] = ([], [])
    units: dict[bool, tuple[list[float], list[float]]] = {True: ([], []), False: ([], [])}
    for i, mask in enumerate(kept):
        layers = _layers(mask, sizes)
        for depth, (here, following) in enumerate(pairwise(layers)):
            _connect(lines, here, following, WIDTH * i + depth)
        for depth, layer in enumerate(layers):
            for height, there in layer:
                units[there][0].append(WIDTH * i + depth)
                units[there][1].append(height)
    notes = [
        {"x": WIDTH * i, "y": 1.12, "text": title, "showarrow": False, "xanchor": "left"}
        for i, title in enumerate(titles)
    ]
    bare = {"visible": False, "fixedrange": True}
    span = WIDTH * (len(kept) - 1) + len(sizes) - 1
    return theme.new_figure(
        unchecked.Scatter(
            x=lines[0], y=lines[1], mode="lines", hoverinfo="skip", showlegend=False,
            line={"color": theme.pale(theme.FORWARD, 0.45), "width": 1}, name="weights in use",
        ),
        _dots(units[True], {"color": theme.FORWARD, "symbol": "circle"}, "in"),
        _dots(units[False], {"color": theme.QUIET, "symbol": "circle-open"}, "sits out"),
        height=HEIGHT,
        view="thinned",
        layout={
            "xaxis": bare | {"range": [-0.2, span + 0.2]},
            "yaxis": bare | {"range": [-1.1, 1.25]},
            "annotations": notes,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 30},
            "legend": {"y": -0.02},
        },
        narrow={"layout.xaxis.range": [-0.2, WIDTH * min(1, len(kept) - 1) + 3.2]},
    )  # fmt: skip


def _layers(mask: Array, sizes: Sequence[int]) -> list[list[tuple[float, bool]]]:
    """Height of every unit, and whether it is in: inputs and output always are."""
    hidden = np.split(mask, np.cumsum(sizes[1:-1])[:-1])
    inside = [[True] * sizes[0], *(part.tolist() for part in hidden), [True] * sizes[-1]]
    return [
        list(zip(np.linspace(1, -1, n) if n > 2 else [0.5, -0.5][:n] if n == 2 else [0.0], there, strict=True))
        for n, there in zip(sizes, inside, strict=True)
    ]  # fmt: skip


def _connect(
    lines: tuple[list[Any], list[Any]],
    here: list[tuple[float, bool]],
    following: list[tuple[float, bool]],
    x: float,
) -> None:
    """A line for every weight between two units that are in."""
    for low, first in here:
        for high, second in following:
            if first and second:
                lines[0].extend((round(x, 2), round(x + 1, 2), None))
                lines[1].extend((round(float(low), 3), round(float(high), 3), None))


def _dots(place: tuple[list[float], list[float]], look: dict[str, Any], name: str) -> Trace:
    """Units of one kind."""
    marker = {"size": 11, "line": {"width": 1.6}} | look
    return unchecked.Scatter(
        x=place[0], y=place[1], mode="markers", marker=marker, name=name, hoverinfo="skip"
    )
