"""Four pictures in one figure: two above two, and on a phone one above the other."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from charts import theme
from charts.figure import Figure
from charts.one_column import one_column

Four = tuple[Any, Any, Any, Any]  # upper left, upper right, lower left, lower right
# Axes of the four: a trace of the third one takes **QUARTERS[2].
QUARTERS: Four = ({}, *({"xaxis": f"x{i}", "yaxis": f"y{i}"} for i in (2, 3, 4)))
GAP = 0.1  # between left and right


def four_panels(
    *traces: Any,
    height: int,
    titles: tuple[str, str, str, str],
    axes: Mapping[str, Mapping[str, Any]],
    split: float = 0.5,
    room: float = 0.17,
    view: Hashable = "same",
    layout: Mapping[str, Any] | None = None,
) -> Figure:
    """Four pictures with one player and one legend.

    Parameters
    ----------
    axes : mapping
        What each axis has of its own: ``xaxis``, ``yaxis``, ``xaxis2`` ... ``yaxis4``.
    split : float
        Height of the lower two, a share of the whole, with half of the room between.
    room : float
        Between above and below, for titles and ticks: a share of the whole.
    layout : mapping, optional
        As in `theme.new_figure`. Annotations given here are added to the four titles.
    """
    more = dict(layout or {})
    across = [0.0, 0.5 - GAP / 2], [0.5 + GAP / 2, 1.0]
    up = [split + room / 2, 1.0], [0.0, split - room / 2]
    places = [(x, y) for y in up for x in across]
    panels = {
        "annotations": [
            *(theme.heading(t, x[0], y[1]) for t, (x, y) in zip(titles, places, strict=True)),
            *more.pop("annotations", []),
        ],
    }
    for i, (x, y) in enumerate(places, 1):
        number = "" if i == 1 else str(i)
        own = (axes.get(f"{name}{number}", {}) for name in ("xaxis", "yaxis"))
        panels[f"xaxis{number}"] = {"domain": x, "anchor": f"y{number}"} | dict(next(own))
        panels[f"yaxis{number}"] = {"domain": y, "anchor": f"x{number}"} | dict(next(own))
    return theme.new_figure(
        *traces, height=height, view=view, layout=panels | more, narrow=_stacked(height)
    )


def _stacked(height: int) -> dict[str, Any]:
    """What changes in the figure when all four stand one above the other: value by path."""
    tops = [round(1 - 0.275 * i, 3) for i in range(4)]
    rows = [(round(top - 0.175, 3), top) for top in tops]
    return one_column(*rows, height=2 * height, legend=-0.06)
