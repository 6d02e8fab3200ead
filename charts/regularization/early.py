"""Descent stopped early beside ridge: two curves among points, what each has learned along every direction, errors by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.decades import power
from charts.figure import Figure, Trace
from charts.one_column import one_column
from charts.playback import numbers

if TYPE_CHECKING:
    from core.polynomials import Points

Array = NDArray[np.floating]
HEIGHT = 510
SHARE = 0.52
SECOND = {"xaxis": "x2", "yaxis": "y2"}
THIRD = {"xaxis": "x3", "yaxis": "y3"}
STEPS = {"color": theme.FORWARD, "width": theme.LINE + 1}
RIDGE = {"color": theme.GRADIENT, "width": theme.LINE, "dash": "dash"}
LEAST = {"color": theme.QUIET, "width": theme.LINE, "dash": "dot"}
DONE = 0.99  # of the way: as good as there


@dataclass(frozen=True, eq=False)
class Shares:
    """How far descent and ridge have come along directions of these curvatures, 0 to 1."""

    curvatures: Array
    steps: Array
    ridge: Array


@dataclass(frozen=True, eq=False)
class Watched:
    """Errors after so many steps, and what stopping early made of them."""

    steps: Array
    training: Array
    validation: Array  # may be empty
    best: int | None = None  # epoch that patience gave back
    stopped: int | None = None


def steps_beside_ridge(
    points: Points,
    held_out: Points,
    curves: Mapping[str, Points],
    along: Shares,
    between: Shares,
    watched: Watched,
    *,
    steps: int,
    view: object,
) -> Figure:
    """Both fits among the points; beside them what each has learned of every direction, and errors by step.

    Parameters
    ----------
    points, held_out : Points
    curves : mapping
        ``truth`` (may be missing), ``least``, ``steps`` and ``ridge``.
    along, between : Shares
        At the directions of the task, and at the curvatures between, for a line.
    watched : Watched
    steps : int
        Today's number.
    view : hashable
        While it stays the same, so does the reader's zoom.
    """
    left = SHARE + 0.06
    x = points.x
    room = 0.04 * (x.max() - x.min())
    return theme.two_panels(
        *_curves(curves),
        *_points(points, held_out),
        *_shares(along, between),
        *_errors(watched, steps),
        share=SHARE,
        height=HEIGHT,
        titles=("The fits", "Learned, along each direction"),
        x=("x", "curvature λ of the direction (log)"),
        y=("y", ""),
        view=view,
        layout={
            "xaxis": {"range": _reach(curves["steps"].x, room)},
            "yaxis": {"range": list(height_of(points, held_out))},
            "xaxis2": decades(between.curvatures, beyond=0.4),
            "yaxis2": {
                "domain": [0.64, 1.0],
                "range": [-0.08, max(1.12, along.steps.max() + 0.1)],
                "tickformat": ".0%",
            },
            "xaxis3": {
                "domain": [left, 1.0],
                "anchor": "y3",
                "title": {"text": "steps k (log)"},
            }
            | decades(watched.steps),
            "yaxis3": {"domain": [0.0, 0.37], "anchor": "x3", "range": list(errors_shown(watched))},
            "annotations": [theme.heading("RMSE (thin: training, thick: validation)", left, 0.37)],
            "shapes": [_mark(steps)],
            "meta": {"clicks": "x3"},
        },
        narrow=_STACKED,
    )


def _reach(x: Array, room: float) -> list[float]:
    return [float(x[0]) - room, float(x[-1]) + room]


def height_of(points: Points, held_out: Points) -> tuple[float, float]:
    """The heights on show: those of the points and a little more, whatever the fits do."""
    y = np.concatenate([points.y, held_out.y])
    margin = 0.2 * max(float(np.ptp(y)), 1.0)
    return float(y.min()) - margin, float(y.max()) + margin


def errors_shown(watched: Watched) -> tuple[float, float]:
    """The errors on show: over-fits that run wild leave the window."""
    known = np.concatenate([watched.training, watched.validation])
    start = max([watched.training[0], *watched.validation[:1]])
    low = known.min()
    return max(0.0, float(low) - 0.4 * start), 1.25 * float(start)


def decades(values: Array, beyond: float = 0.1) -> dict[str, Any]:
    """A log axis around these, ticks at some powers of ten."""
    low, high = np.log10(values.min()), np.log10(values.max())
    step = max(1, round((high - low) / 5))
    places = np.arange(np.ceil(low), np.floor(high) + 1, step).astype(int)
    return {
        "type": "log",
        "range": [float(low) - beyond, float(high) + beyond],
        "tickvals": [10.0**place for place in places],
        "ticktext": [power(place) for place in places],
    }


def _curves(curves: Mapping[str, Points]) -> list[Trace]:
    """The truth, the fit that was trained to the end, and the two that were held back."""
    looks: Sequence[tuple[str, str, dict[str, Any]]] = (
        ("truth", "true curve", {"color": theme.TARGET, "width": theme.THIN}),
        ("least", "trained to the end", LEAST),
        ("steps", "stopped after k steps", STEPS),
        ("ridge", "ridge", RIDGE),
    )
    return [
        unchecked.Scatter(
            x=curves[key].x.astype(np.float32),
            y=curves[key].y.astype(np.float32),
            mode="lines",
            line=line,
            name=name,
            legendgroup=key,
            hoverinfo="skip",
        )
        for key, name, line in looks
        if key in curves
    ]


def _points(points: Points, held_out: Points) -> list[Trace]:
    """Filled to learn from, hollow to watch."""
    marks = {"size": 9, "color": theme.INK, "line": {"width": 1.6, "color": theme.INK}}
    return [
        unchecked.Scatter(
            x=numbers(part.x),
            y=numbers(part.y),
            mode="markers",
            marker=marks | {"symbol": symbol},
            name=f"{name} points",
            hovertemplate=f"{name} (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
        )
        for part, symbol, name in (
            (points, "circle", "training"),
            (held_out, "circle-open", "validation"),
        )
        if len(part.x)
    ]


def _shares(along: Shares, between: Shares) -> list[Trace]:
    """Two lines over all curvatures, and a mark for each direction that there is; gray where descent is as good as done."""
    traces = [
        unchecked.Scatter(
            x=numbers(between.curvatures),
            y=numbers(values),
            mode="lines",
            line=line | {"width": theme.LINE},
            name=f"learned by {key}",
            legendgroup=key,
            showlegend=False,
            hovertemplate=f"λ = %{{x:.3g}}: %{{y:.2%}} by {key}<extra></extra>",
            **SECOND,
        )
        for key, values, line in (
            ("steps", between.steps, STEPS),
            ("ridge", between.ridge, RIDGE),
        )
    ]
    for key, values, line, symbol in (
        ("ridge", along.ridge, RIDGE, "circle-open"),
        ("steps", along.steps, STEPS, "circle"),
    ):
        done = np.abs(along.steps - 1) < 1 - DONE
        colors = [theme.QUIET if gone else line["color"] for gone in done]
        traces.append(
            unchecked.Scatter(
                x=numbers(along.curvatures),
                y=numbers(values),
                mode="markers",
                marker={
                    "symbol": symbol,
                    "size": 10,
                    "color": colors,
                    "line": {"width": 2, "color": colors},
                },
                name=f"directions, {key}",
                showlegend=False,
                hovertemplate=f"λ = %{{x:.4g}}: %{{y:.2%}} by {key}<extra></extra>",
                **SECOND,
            )
        )
    return traces


def _errors(watched: Watched, steps: int) -> list[Trace]:
    """Training error, validation error where there is one, and where patience stopped and went back to."""
    traces = [
        unchecked.Scatter(
            x=numbers(watched.steps),
            y=numbers(values),
            mode="lines",
            line={"color": theme.LOSS, "width": width},
            name=f"{name} error",
            legendgroup=f"{name} error",
            showlegend=False,
            hovertemplate=f"step %{{x}}: {name} %{{y:.4g}}<extra></extra>",
            **THIRD,
        )
        for name, values, width in (
            ("training", watched.training, theme.THIN),
            ("validation", watched.validation, theme.LINE + 0.5),
        )
        if len(values)
    ]
    if watched.best is None:
        return traces
    at = [max(watched.best, 1), watched.stopped]
    heights = np.interp(np.log(at), np.log(watched.steps), watched.validation)
    return [
        *traces,
        unchecked.Scatter(
            x=at,
            y=numbers(heights),
            mode="markers+text",
            marker={
                "symbol": ["star", "x"],
                "size": [16, 10],
                "color": theme.LOSS,
                "line": {"width": 1, "color": theme.PAPER},
            },
            text=["best", "stopped"],
            textposition=["bottom center", "top center"],
            name="early stopping",
            showlegend=False,
            hovertemplate="%{text}: epoch %{x}<extra></extra>",
            **THIRD,
        ),
    ]


def _mark(steps: int) -> dict[str, Any]:
    """A line at today's number of steps."""
    return {
        "type": "line",
        **{"xref": "x3", "yref": "y3 domain"},
        **{"x0": steps, "x1": steps, "y0": 0, "y1": 1},
        "layer": "below",
        "line": {"color": theme.FORWARD, "width": theme.LINE},
    }


# On a phone all three stand in one column.
_STACKED = one_column((0.7, 1.0), (0.38, 0.59), (0.04, 0.25), height=2.1 * HEIGHT, legend=-0.05)
