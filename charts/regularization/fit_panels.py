"""Today's fit: a curve among its points, or what was predicted beside what came out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace
from charts.playback import numbers
from charts.regularization.penalty_paths import FIT, TRAINING, VALIDATION

if TYPE_CHECKING:
    from core.entries import Array
    from core.polynomials import Points

Axes = tuple[dict[str, Any], dict[str, Any]]


def curve_among_points(
    parts: tuple[Points, Points], curve: Points, free: Points, truth: Points
) -> tuple[list[dict[str, Any]], Axes]:
    """The fit, the fit without a penalty (dashed) and the true curve, among the points of both parts."""
    looks = [
        (truth, "true curve", {"color": theme.TARGET, "width": theme.LINE}),
        (free, "without penalty", {"color": theme.QUIET, "dash": "dash", "width": theme.LINE - 1}),
        (curve, "fit", {"color": theme.FORWARD, "width": theme.LINE + 1}),
    ]
    lines = [
        unchecked.Scatter(
            x=line.x.astype(np.float32),
            y=line.y.astype(np.float32),
            mode="lines",
            line=look,
            name=name,
            hoverinfo="skip",
            **FIT,
        )
        for line, name, look in looks
    ]
    axes = {"range": [-3.15, 3.15]}, {"range": list(data_window(*(part.y for part in parts)))}
    return [*lines, *_points([part.x for part in parts], [part.y for part in parts])], axes


def predicted_and_true(
    predicted: tuple[Array, Array], true: tuple[Array, Array]
) -> tuple[list[dict[str, Any]], Axes]:
    """A point for each example of both parts: what came out to the right, what the model says upwards; right is on the diagonal."""
    low, high = data_window(*predicted, *true)
    diagonal = unchecked.Scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        line={"color": theme.TARGET, "width": theme.LINE},
        name="right",
        hoverinfo="skip",
        **FIT,
    )
    axes = (
        {"range": [low, high], "title": {"text": "y"}},
        {"range": [low, high], "title": {"text": "ŷ"}},
    )
    return [diagonal, *_points(true, predicted)], axes


def data_window(*values: Array) -> tuple[float, float]:
    """The heights on show: those of the points and a little more, whatever the fit does."""
    y = np.concatenate(values)
    margin = 0.12 * max(float(np.ptp(y)), 1.0)
    return float(y.min()) - margin, float(y.max()) + margin


def _points(x: tuple[Array, Array], y: tuple[Array, Array]) -> list[Trace]:
    """Filled to learn from, hollow to be judged by, each in the color of its error."""
    return [
        unchecked.Scatter(
            x=numbers(across),
            y=numbers(up),
            mode="markers",
            marker={"size": 8, "color": color, "symbol": symbol, "line": {"width": 1.6}},
            name=f"{part} points",
            showlegend=False,
            hovertemplate=f"{part} point (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
            **FIT,
        )
        for across, up, part, color, symbol in zip(
            *(x, y, ("training", "validation")),
            *((TRAINING, VALIDATION), ("circle", "circle-open")),
            strict=True,
        )
    ]
