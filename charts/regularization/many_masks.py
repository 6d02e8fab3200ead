"""The mean over more and more masks, and where it settles; beside it the same for every unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace

Array = NDArray[np.floating]
HEIGHT = 450
UNITS = {"xaxis": "x2", "yaxis": "y2"}


def means_settle(
    n: Array,
    mean: Array,
    error: Array,
    *,
    full: float,
    expected: float,
    spread: float,
    units: Array,
    unit_means: Array,
    unit_errors: Array,
) -> Figure:
    """The running mean of the logit inside its promised funnel; and the mean of every unit beside its own value.

    Parameters
    ----------
    n, mean, error : (m,)
        Masks so far, the mean over them and its measured standard error.
    full, expected, spread : float
        Logit of the whole network; mean and standard deviation over every mask there is.
    units, unit_means, unit_errors : (k,)
        Of the first hidden layer: without dropout, the mean over all masks drawn, and its standard error.
    """
    half = 2 * spread / np.sqrt(n)
    room = max(4.5 * spread / np.sqrt(n[np.searchsorted(n, 10)]), abs(full - expected) * 1.5, 0.05)
    layout: dict[str, Any] = {
        "xaxis": {"type": "log", "range": [0, float(np.log10(n[-1]))], "dtick": 1},
        "yaxis": {"range": [expected - room, expected + room]},
        "xaxis2": {"dtick": 1},
        "legend": {"y": -0.16},
        "barmode": "group",
    }
    return theme.two_panels(
        *_funnel(n, mean, expected, half),
        *_levels(n, full, expected),
        *_units(units, unit_means, unit_errors),
        share=0.58,
        height=HEIGHT,
        titles=("Mean logit of the first n sub-networks", "First hidden layer, unit by unit"),
        x=("n masks (log)", "unit"),
        y=("logit", "activation"),
        view=("masks", round(full, 6)),
        layout=layout,
    )


def _funnel(n: Array, mean: Array, expected: float, half: Array) -> list[Trace]:
    """Where 95 of 100 such means lie, and where this one does."""
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    x = n.astype(np.float32)
    return [
        unchecked.Scatter(x=x, y=(expected + half).astype(np.float32), showlegend=False, **band),
        unchecked.Scatter(
            x=x,
            y=(expected - half).astype(np.float32),
            fill="tonexty",
            fillcolor=theme.pale(theme.GOLD, 0.2),
            name="two standard errors, σ/√n each",
            **band,
        ),
        unchecked.Scatter(
            x=x,
            y=mean.astype(np.float32),
            mode="lines",
            line={"color": theme.GOLD, "width": theme.LINE},
            name="mean so far",
            hovertemplate="%{x} masks: %{y:.5g}<extra></extra>",
        ),
    ]


def _levels(n: Array, full: float, expected: float) -> list[Trace]:
    """What the whole network says, and where the mean goes."""
    ends = [float(n[0]), float(n[-1])]
    return [
        unchecked.Scatter(
            x=ends,
            y=[value, value],
            mode="lines",
            line={"color": color, "dash": dash, "width": theme.LINE},
            name=name,
            hovertemplate=f"{name}: %{{y:.6g}}<extra></extra>",
        )
        for value, color, dash, name in (
            (full, theme.INK, "solid", "whole network"),
            (expected, theme.VIOLET, "dash", "mean of all sub-networks there are"),
        )
    ]


def _units(units: Array, means: Array, errors: Array) -> list[Trace]:
    """Each unit without dropout, and its mean with it."""
    x = list(range(1, len(units) + 1))
    return [
        unchecked.Bar(
            x=x,
            y=units.astype(np.float32),
            name="a, without dropout",
            marker={"color": theme.FORWARD},
            hovertemplate="unit %{x}: a = %{y:.5g}<extra></extra>",
            **UNITS,
        ),
        unchecked.Bar(
            x=x,
            y=means.astype(np.float32),
            error_y={"array": (2 * errors).astype(np.float32), "color": theme.INK},
            name="mean of m a / q, ± 2 standard errors",
            marker={"color": theme.GOLD},
            hovertemplate="unit %{x}: mean %{y:.5g}<extra></extra>",
            **UNITS,
        ),
    ]
