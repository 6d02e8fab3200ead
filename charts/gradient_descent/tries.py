"""Starting again: the lowest end so far, and the chance that one of so many starts succeeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.entries import Array
    from core.studies.gradient_descent.restarts import Restarts

SECOND = {"xaxis": "x2", "yaxis": "y2"}


def best_of_tries(
    walks: Restarts,
    predicted: Sequence[float],
    measured: Sequence[float],
    errors: Sequence[float],
) -> Figure:
    """Left: where each try ended, and the lowest so far. Right: how often some of k tries find the lowest minimum.

    Parameters
    ----------
    walks : Restarts
    predicted, measured : (tries,)
        Chances for 1 to so many tries.
    errors : (tries,)
        Standard errors of what was measured.
    """
    tries = list(range(1, len(walks.values) + 1))
    ks = list(range(1, len(predicted) + 1))
    return theme.two_panels(
        _line(tries, walks.best_so_far, theme.TARGET, name="lowest so far", shape="hv"),
        unchecked.Scatter(
            x=tries,
            y=numbers(walks.values),
            mode="markers",
            marker={"size": 8, "color": theme.LOSS},
            name="end of a try",
            hovertemplate="try %{x} ends at height %{y:.4g}<extra></extra>",
        ),
        _line(ks, np.asarray(measured), theme.FORWARD, name="measured", **SECOND)
        | {"error_y": {"array": numbers(errors), "color": theme.FORWARD, "thickness": theme.THIN}},
        _line(
            ks,
            np.asarray(predicted),
            theme.INK,
            name="1 − (1 − p)<sup>k</sup>",
            dash="dash",
            **SECOND,
        ),
        share=0.5,
        height=300,
        titles=("Height at the end of each try", "Chance that one of k tries finds the lowest"),
        x=("try", "k"),
        narrow={"layout.height": 620, "layout.xaxis.title.text": ""},
        layout={
            "yaxis2": {"range": [0, 1.04], "tickformat": ".0%"},
            "xaxis2": {"range": [0, ks[-1] + 0.5]},
            "xaxis": {"range": [0.4, tries[-1] + 0.6]},
            "yaxis": {"range": _span(walks.values)},
            "legend": {"y": -0.3},
        },
    )


def _span(heights: Array) -> list[float] | None:
    """From the lowest to the highest end, and never so little that rounding is seen; None where all diverged."""
    ends = heights[np.isfinite(heights)]
    if not ends.size:
        return None
    room = max(0.1 * float(np.ptp(ends)), 0.01)
    return [float(ends.min()) - room, float(ends.max()) + room]


def _line(
    x: Sequence[float],
    y: Sequence[float],
    color: str,
    *,
    shape: str = "linear",
    dash="solid",
    **more,
) -> Trace:
    look = {"color": color, "width": theme.LINE, "shape": shape, "dash": dash}
    return unchecked.Scatter(x=x, y=numbers(y), mode="lines", line=look, **more)
