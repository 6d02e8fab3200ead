"""Learning curves of two degrees side by side: errors against the number of training points, with their spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.overfitting.marks import MARKS, NOISE
from charts.playback import numbers

Array = NDArray[np.floating]
HEIGHT = 470
SECOND = {"xaxis": "x2", "yaxis": "y2"}
UP, DOWN = 20.0, 0.25  # of the errors' window, in errors of the noise


def two_learning_curves(
    sizes: Array,
    curves: Sequence[tuple[Array, Array]],
    *,
    degrees: tuple[int, int],
    limits: tuple[float, float],
    noise: float,
) -> Figure:
    """Median and middle 80 % of the samples' errors, training and validation, for two degrees.

    Parameters
    ----------
    sizes : (sizes,)
    curves : two pairs of (3, sizes)
        Training and validation errors of each degree: low, median, high.
    degrees, limits : pairs
        What endless data would leave, too.
    noise : float
        Standard deviation.
    """
    low, high = window(noise)
    axis = {
        "type": "log",
        "range": [np.log10(low), np.log10(high)],
        "tickvals": numbers(noise_scale(noise) * np.array([0.3, 0.5, 1, 2, 5, 10, 20])),
        "tickformat": ".3~g",
    }
    across = {"type": "log", "tickvals": [2, 5, 10, 20, 50, 100], "range": [0.26, 2.03]}
    return theme.two_panels(
        *(
            trace
            for panel, pair, limit in zip(({}, SECOND), curves, limits, strict=True)
            for trace in _panel(sizes, pair, limit, noise, low, high, panel)
        ),
        share=0.5,
        height=HEIGHT,
        titles=tuple(f"Degree {degree}" for degree in degrees),
        x=("training points (log)", "training points (log)"),
        y=("RMSE (log)", ""),
        view=noise,
        layout={"xaxis": across, "xaxis2": across, "yaxis": axis, "yaxis2": axis},
    )


def noise_scale(noise: float) -> float:
    """The size by which the window is measured: the noise, or a little where there is none."""
    return max(noise, 0.1)


def window(noise: float) -> tuple[float, float]:
    """The errors on show."""
    return DOWN * noise_scale(noise), UP * noise_scale(noise)


def _panel(
    sizes: Array,
    pair: tuple[Array, Array],
    limit: float,
    noise: float,
    low: float,
    high: float,
    panel: dict[str, str],
) -> list[Trace]:
    """Both bands, both medians, the noise, and what endless data would leave."""
    ends = [float(sizes[0]), float(sizes[-1])]
    flat = [
        (limit, "with endless data", {"color": theme.QUIET, "width": theme.LINE, "dash": "dot"}),
        (noise, "the noise alone", NOISE),
    ]
    traces = [
        unchecked.Scatter(
            x=ends,
            y=[max(height, low / 2)] * 2,
            mode="lines",
            line=line,
            name=name,
            legendgroup=name,
            showlegend=not panel,
            hovertemplate=f"{name}: {height:.4g}<extra></extra>",
            **panel,
        )
        for height, name, line in flat
    ]
    for errors, part in zip(pair, ("", "v"), strict=True):
        traces += _band(sizes, errors, part, (low, high), panel)
    return traces


def _band(
    sizes: Array, errors: Array, part: str, shown: tuple[float, float], panel: dict[str, Any]
) -> list[Trace]:
    """Where the middle 80 % of the samples lie, and their median; kept near the window, so that the fill is right."""
    name, symbol, line = MARKS[part]
    known = np.isfinite(errors[1])
    x, (lowest, median, highest) = (
        sizes[known],
        np.clip(errors[:, known], shown[0] / 2, shown[1] * 2),
    )
    return [
        unchecked.Scatter(
            x=numbers([*x, *x[::-1]]),
            y=numbers([*highest, *lowest[::-1]]),
            mode="lines",
            line={"color": line["color"], "width": 0},
            fill="toself",
            fillcolor=theme.pale(line["color"], 0.22),
            name=f"{name} spread",
            legendgroup=name,
            showlegend=False,
            hoverinfo="skip",
            **panel,
        ),
        unchecked.Scatter(
            x=numbers(x),
            y=numbers(median),
            customdata=np.round(errors[:, known].T, 4).tolist(),
            mode="lines+markers",
            line=line | {"width": theme.LINE},
            marker={"symbol": symbol, "size": 7, "color": line["color"]},
            name=f"{name} error",
            legendgroup=name,
            showlegend=not panel,
            hovertemplate=f"%{{x}} points: {name} %{{customdata[1]:.4g}} (%{{customdata[0]:.4g}} to %{{customdata[2]:.4g}})<extra></extra>",
            **panel,
        ),
    ]
