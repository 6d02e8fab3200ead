"""One wild point among many: the lines it drags, how far for every height, and how hard each point pulls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.clickable import ground
from charts.figure import Figure, Trace
from charts.one_column import one_column
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.losses.robust_fit import LineFit

Array = NDArray[np.floating]
HEIGHT = 500
SHARE = 0.58
SLOPES = {"xaxis": "x2", "yaxis": "y2", "showlegend": False}
PULLS = {"xaxis": "x3", "yaxis": "y3", "showlegend": False}
LEAST = 0.4  # of the slopes' axis, so that hundredths stay small
PITCH = 0.11  # hours between the bars of one point


def lines_and_pulls(
    x: Array,
    y: Array,
    wild: int,
    fits: Mapping[str, LineFit],
    *,
    without: LineFit,
    heights: Sequence[float],
    slopes: Mapping[str, Array],
) -> Figure:
    """Lines under several losses; beside them their slopes for every height of the wild point, and all pulls.

    Parameters
    ----------
    x, y : (n,)
    wild : int
        The place of the wild point.
    fits : mapping of loss key to LineFit
    without : LineFit
        To all points but the wild one.
    heights : (h,)
    slopes : mapping of loss key to (h,)
    """
    right = max(8.0, float(x.max()) + 0.4)
    return theme.two_panels(
        ground((-0.3, right), (heights[0] - 0.5, heights[-1] + 0.5)),
        *_lines(fits, without, right),
        *_points(x, y, wild),
        *_misses(x, y, wild, fits),
        *_slopes(fits, heights, slopes, float(y[wild]), without.w),
        *_pulls(x, fits),
        share=SHARE,
        height=HEIGHT,
        titles=("Points and lines", "Slope w of the line"),
        x=("hours of study", "height of the wild point"),
        y=("points in the exam", ""),
        view=right,
        layout=_places(heights, _reach(slopes, without.w), right, float(y[wild])),
        narrow=_STACKED,
    )


def _lines(fits: Mapping[str, LineFit], without: LineFit, right: float) -> list[Trace]:
    """The fitted lines, and the one that would be without the wild point."""
    ends = np.array([0.0, right])
    quiet = {"color": theme.QUIET, "width": theme.LINE, "dash": "dot"}
    tip = "{}: ŷ = {:.4g} x {:+.4g}<extra></extra>"
    return [
        unchecked.Scatter(
            **{"x": ends.tolist(), "y": numbers(fit.w * ends + fit.b), "mode": "lines"},
            line=line,
            name=name,
            hovertemplate=tip.format(name, fit.w, fit.b),
        )
        for fit, name, line in [
            (without, "squared errors without it", quiet),
            *((fit, fit.label, _line(key)) for key, fit in fits.items()),
        ]
    ]


def _line(key: str) -> dict[str, Any]:
    return theme.style(key) | {"width": theme.LINE}


def _points(x: Array, y: Array, wild: int) -> list[Trace]:
    """Everyone, and the wild one larger, ringed."""
    calm = np.arange(len(x)) != wild
    dot = {"color": theme.INK, "size": 8}
    tip = "%{x:.4g} hours, %{y:.4g} points<extra></extra>"
    return [
        unchecked.Scatter(
            **{"x": numbers(x[calm]), "y": numbers(y[calm]), "mode": "markers"},
            marker=dot,
            name="students",
            showlegend=False,
            hovertemplate=tip,
        ),
        unchecked.Scatter(
            **{"x": numbers(x[[wild]]), "y": numbers(y[[wild]]), "mode": "markers"},
            marker={
                **{"symbol": "diamond", "size": 15, "color": theme.INK},
                "line": {"width": 2, "color": theme.PAPER},
            },
            name="the wild one",
            hovertemplate=tip,
        ),
    ]


def _misses(x: Array, y: Array, wild: int, fits: Mapping[str, LineFit]) -> list[Trace]:
    """From each point to each line, side by side: what each loss sees."""
    traces = []
    for i, (key, fit) in enumerate(fits.items()):
        at = x + PITCH * (i - (len(fits) - 1) / 2)
        rows = np.stack([at, at, np.full_like(at, np.nan)], axis=1).ravel()
        ends = np.stack([y, y + fit.misses, np.full_like(at, np.nan)], axis=1).ravel()
        traces.append(
            unchecked.Scatter(
                **{"x": numbers(rows), "y": numbers(ends), "mode": "lines"},
                line={"color": theme.style(key)["color"], "width": theme.THIN},
                name=f"{fit.label} misses",
                showlegend=False,
                hoverinfo="skip",
            )
        )
    return traces


def _slopes(
    fits: Mapping[str, LineFit],
    heights: Sequence[float],
    slopes: Mapping[str, Array],
    today: float,
    without: float,
) -> list[Trace]:
    """What becomes of each line's slope as the wild point climbs; today's ringed."""
    traces = [
        unchecked.Scatter(
            **{"x": [heights[0], heights[-1]], "y": [without] * 2, "mode": "lines"},
            line={"color": theme.QUIET, "width": theme.THIN, "dash": "dot"},
            name="slope without it",
            hoverinfo="skip",
            **SLOPES,
        )
    ]
    for key, row in slopes.items():
        traces.append(
            unchecked.Scatter(
                **{"x": numbers(heights), "y": numbers(row), "mode": "lines"},
                line=_line(key),
                name=f"{fits[key].label} slope",
                hovertemplate=f"at height %{{x:.3g}}: w = %{{y:.4g}}<extra>{fits[key].label}</extra>",
                **SLOPES,
            )
        )
    colors = [theme.style(key)["color"] for key in fits]
    return [
        *traces,
        unchecked.Scatter(
            **{"x": [today] * len(fits), "y": numbers(fit.w for fit in fits.values())},
            mode="markers",
            marker={"size": 11, "color": colors, "line": {"width": 1.5, "color": theme.PAPER}},
            name="slopes today",
            hoverinfo="skip",
            **SLOPES,
        ),
    ]


def _pulls(x: Array, fits: Mapping[str, LineFit]) -> list[Trace]:
    """How hard each point pulls at each line, up below 0 and down above, as its title says; under every loss they balance."""
    width = 0.4 / len(fits)
    return [
        unchecked.Bar(
            x=numbers(x + width * (i - (len(fits) - 1) / 2)),
            y=numbers(fit.pulls),
            width=width,
            marker={"color": theme.style(key)["color"], "line": {"width": 0}},
            name=f"{fit.label} pulls",
            hovertemplate=f"slope %{{y:.4g}}<extra>{fit.label}</extra>",
            **PULLS,
        )
        for i, (key, fit) in enumerate(fits.items())
    ]


def _reach(slopes: Mapping[str, Array], without: float) -> list[float]:
    """Both ends of the slopes' axis."""
    all_slopes = [without, *(float(w) for row in slopes.values() for w in (min(row), max(row)))]
    low, high = min(all_slopes), max(all_slopes)
    room = max(0.08 * (high - low), (LEAST - (high - low)) / 2)
    return [low - room, high + room]


def _places(
    heights: Sequence[float], steepness: list[float], right: float, today: float
) -> dict[str, Any]:
    """Three panels out of two: the pulls below the slopes."""
    low, high = float(heights[0]), float(heights[-1])
    mark = {"type": "line", "xref": "x2", "yref": "y2 domain", "x0": today, "x1": today}
    return {
        "xaxis": {"range": [-0.3, right]},
        "yaxis": {"range": [low - 0.5, high + 0.5]},
        "xaxis2": {"range": [low - 0.5, high + 0.5]},
        "yaxis2": {"domain": [0.6, 1.0], "range": steepness},
        "xaxis3": {
            "domain": [SHARE + 0.06, 1.0],
            "anchor": "y3",
            "range": [-0.3, right],
            "title": {"text": "hours of study"},
        },
        "yaxis3": {"domain": [0.0, 0.33], "anchor": "x3"},
        "legend": {"y": -0.17},
        "annotations": [theme.heading("Slope of each loss: minus pulls up", SHARE + 0.06, 0.33)],
        "shapes": [
            mark
            | {"y0": 0, "y1": 1, "layer": "below"}
            | {"line": {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"}}
        ],
        "barmode": "overlay",
        "meta": {"clicks": "x"},
    }


# On a phone: lines, slopes, pulls, one above the other.
_STACKED = one_column((0.65, 1.0), (0.33, 0.52), (0.0, 0.2), height=960, legend=-0.1)
