"""A polynomial among its points, and what every degree misses on three kinds of points."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.clickable import ground
from charts.figure import Figure, Trace
from charts.overfitting.marks import MARKS, NOISE, TRUTH
from charts.playback import numbers

if TYPE_CHECKING:
    from core.polynomials import Points
    from core.studies.overfitting.degrees import Sweep

HEIGHT = 490
SHARE = 0.56
SECOND = {"xaxis": "x2", "yaxis": "y2"}
TALL = 60.0  # the largest error on show, in errors of the mean alone


def fit_and_errors(
    parts: Mapping[str, Points],
    curve: Points,
    truth: Points | None,
    sweep: Sweep,
    *,
    degree: int,
    noise: float | None,
    own_test: bool,
) -> Figure:
    """One fit among its points; beside it, the three errors at every degree, today's and the best marked.

    Parameters
    ----------
    parts : mapping of part to Points
        "" for training, "v" for validation, "t" for test.
    curve, truth : Points
        Today's fit, and the curve behind the noise; None is not drawn.
    sweep : Sweep
    degree : int
        Today's.
    noise : float
        Standard deviation, where it is known: what nobody can predict.
    own_test : bool
        Whether the test points are few enough to be drawn.
    """
    low, high = height_of(parts)
    bottom, top = errors_shown(sweep)
    shown = {part: points for part, points in parts.items() if part != "t" or own_test}
    return theme.two_panels(
        ground(sweep.window, (low, high)),
        *_curves(curve, truth),
        *_points(shown),
        *_errors(sweep, degree, bottom),
        share=SHARE,
        height=HEIGHT,
        titles=("The fit", "RMSE of every degree (log)"),
        x=("x", "degree"),
        y=("y", ""),
        view=(*sweep.window, low, high),
        layout={
            "xaxis": {"range": _wider(*sweep.window)},
            "yaxis": {"range": [low, high]},
            "xaxis2": {"range": [-0.7, len(sweep.coefficients) - 0.3], "dtick": 5},
            "yaxis2": {
                "type": "log",
                "range": [np.log10(bottom), np.log10(top)],
                "exponentformat": "power",
                "dtick": 1,
            },
            "annotations": _regions(sweep),
            "shapes": [_mark(degree), *_floor(noise)],
            "meta": {"clicks": "x"},
        },
    )


def height_of(parts: Mapping[str, Points]) -> tuple[float, float]:
    """The heights on show: those of the points and a little more, whatever the fit does."""
    y = np.concatenate([points.y for part, points in parts.items() if part != "t"])
    margin = 0.2 * max(float(np.ptp(y)), 1.0)
    return float(y.min()) - margin, float(y.max()) + margin


def errors_shown(sweep: Sweep) -> tuple[float, float]:
    """The errors on show: errors of fits that run wild, or that miss nothing, leave the window."""
    scale = max(1e-9, *(float(errors[0]) for errors in sweep.errors.values()))
    return scale / 30, TALL * scale


def _wider(low: float, high: float) -> list[float]:
    return [low - 0.03 * (high - low), high + 0.03 * (high - low)]


def _curves(curve: Points, truth: Points | None) -> list[Trace]:
    """Fit and truth; clicks and hovering go to the points."""
    looks = [
        (truth, "true curve", TRUTH),
        (curve, "fit", {"color": theme.FORWARD, "width": theme.LINE + 1}),
    ]
    return [
        unchecked.Scatter(
            x=line.x.astype(np.float32),
            y=line.y.astype(np.float32),
            mode="lines",
            line=look,
            name=name,
            hoverinfo="skip",
        )
        for line, name, look in looks
        if line is not None
    ]


def _points(parts: Mapping[str, Points]) -> list[Trace]:
    """Filled to learn from, hollow to be judged by."""
    return [
        unchecked.Scatter(
            x=numbers(points.x),
            y=numbers(points.y),
            mode="markers",
            marker={
                "symbol": MARKS[part][1],
                "size": 9,
                "color": theme.INK,
                "line": {"width": 1.6, "color": theme.INK},
            },
            name=f"{MARKS[part][0]} points",
            hovertemplate=f"{MARKS[part][0]} (%{{x:.4g}}, %{{y:.4g}})<extra></extra>",
        )
        for part, points in sorted(parts.items())
    ]


def _errors(sweep: Sweep, degree: int, bottom: float) -> list[Trace]:
    """Each part's errors, today's enlarged; an error of 0 stands on the floor of the picture."""
    traces = []
    for part, errors in sorted(sweep.errors.items()):
        name, symbol, line = MARKS[part]
        traces.append(
            unchecked.Scatter(
                x=list(range(len(errors))),
                y=numbers(np.maximum(errors, bottom * 1.02)),
                customdata=numbers(errors),
                mode="lines+markers",
                line=line,
                marker={
                    "symbol": symbol,
                    "color": line["color"],
                    "size": [13 if d == degree else 6 for d in range(len(errors))],
                    "line": {"color": line["color"], "width": 2},
                },
                name=f"{name} error",
                hovertemplate=f"degree %{{x}}: {name} error %{{customdata:.4g}}<extra></extra>",
                **SECOND,
            )
        )
    return traces


def _mark(degree: int) -> dict[str, Any]:
    """A line through the errors at today's degree."""
    return {
        "type": "line",
        **{"xref": "x2", "yref": "y2 domain"},
        **{"x0": degree, "x1": degree, "y0": 0, "y1": 1},
        "line": {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"},
    }


def _floor(noise: float | None) -> list[dict[str, Any]]:
    """A line at the noise, below which no prediction gets."""
    if not noise:
        return []
    return [
        {
            "type": "line",
            **{"xref": "x2 domain", "yref": "y2", "x0": 0, "x1": 1, "y0": noise, "y1": noise},
            "line": NOISE,
        }
    ]


def _regions(sweep: Sweep) -> list[dict[str, Any]]:
    """What either side of the best validation error is called; upright where there is little room."""
    best = sweep.best
    look = {
        "xref": "x2",
        "yref": "y2 domain",
        "y": 0.97,
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": theme.FONT_SIZE, "color": theme.QUIET},
    }
    under = {"x": best / 2 - 0.3, "text": "under-fit", "textangle": -90 if best < 6 else 0}
    over = {"x": best + 0.5, "text": "over-fit →", "xanchor": "left"}
    sides = (under, best > 0), (over, best < len(sweep.coefficients) - 6)
    return [look | side for side, roomy in sides if roomy]
