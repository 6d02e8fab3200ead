"""A penalty at every strength, and at today's: weights and their zeros, the fit, both errors."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers
from charts.regularization.squeezed import EVEN, weight_axis
from charts.regularization.weight_lines import STRENGTH, todays_weights, weight_lines

if TYPE_CHECKING:
    from core.studies.regularization.paths import Path
    from core.studies.regularization.polynomial import Fit

PARTS = f': ● training, <span style="color:{theme.LOSS}">○ validation</span>'
HEIGHT = 500
LEFT, RIGHT = [0.0, 0.53], [0.63, 1.0]
UPPER, LOWER = [0.58, 1.0], [0.0, 0.37]  # of the right column
TALL, SHORT = [0.27, 1.0], [0.0, 0.15]  # of the left column
FIT = {"xaxis": "x3", "yaxis": "y3"}
ERRORS = {"xaxis": "x4", "yaxis": "y4"}
ZEROS = {"yaxis": "y2"}  # under the weights, on the same strengths
TRAINING, VALIDATION = theme.INK, theme.LOSS
ERRORS_TITLE = f'MSE (log): ┅ training, <span style="color:{VALIDATION}">━ validation</span>'


def paths_and_fit(
    path: Path,
    fit: Fit,
    alpha: float,
    fit_panel: Sequence[dict[str, Any]],
    fit_axes: tuple[dict[str, Any], dict[str, Any]],
    *,
    names: Sequence[str],
    label: str,
    fit_title: str,
    view: Hashable,
) -> Figure:
    """Every weight against the strength, the count of those not zero below; beside it today's fit and both errors.

    Parameters
    ----------
    path : Path
    fit : Fit
        Today's.
    alpha : float
        Today's strength.
    fit_panel : sequence of traces
        Of the upper right panel, from `charts.regularization.fit_panels`.
    fit_axes : pair of dict
        Its x and y axis.
    names : sequence of str
        Of the weights that are drawn in color.
    label : str
        Of the penalty.
    fit_title : str
    view : hashable
        While it stays the same, the reader's zoom does too.
    """
    largest = largest_of(path)
    return theme.new_figure(
        *weight_lines(path, names, largest),
        todays_weights(fit.theta, alpha, names, largest),
        *_count(path, fit, alpha),
        *fit_panel,
        *_errors(path, fit, alpha),
        height=HEIGHT,
        view=view,
        layout={
            "meta": {"clicks": "x"},
            "margin": {"l": 52, "r": 10, "t": 30, "b": 92},
            "legend": {"y": -0.2},
            "xaxis": STRENGTH | {"domain": LEFT, "anchor": "y2", "title": {"text": "strength α"}},
            "yaxis": weight_axis(largest) | {"domain": TALL},
            "yaxis2": {"domain": SHORT, "range": [-0.6, len(fit.theta) - 0.4], "nticks": 4},
            "xaxis3": {"domain": RIGHT, "anchor": "y3"} | fit_axes[0],
            "yaxis3": {"domain": UPPER, "anchor": "x3"} | fit_axes[1],
            "xaxis4": STRENGTH | {"domain": RIGHT, "anchor": "y4", "title": {"text": "strength α"}},
            "yaxis4": {"domain": LOWER, "anchor": "x4"} | error_axis(path),
            "shapes": [mark_of(alpha, *axes) for axes in (("x", "y"), ("x", "y2"), ("x4", "y4"))],
            "annotations": [
                theme.heading(
                    f"{label}: every weight" + (" (log)" if largest > EVEN else ""), 0, 1
                ),
                theme.heading("How many are not 0", 0, SHORT[1]),
                theme.heading(fit_title + PARTS, RIGHT[0], 1),
                theme.heading(ERRORS_TITLE, RIGHT[0], LOWER[1]),
            ],
        },
        narrow=_STACKED,
    )


def largest_of(*paths: Path) -> float:
    """The largest number that the weights' axis must hold, the bias included."""
    return max(float(np.abs(path.thetas).max()) for path in paths)


def mark_of(alpha: float, x: str, y: str) -> dict[str, Any]:
    """A line at today's strength through a whole panel."""
    return {
        "type": "line",
        **{"xref": x, "yref": f"{y} domain", "x0": alpha, "x1": alpha, "y0": 0, "y1": 1},
        "line": {"color": theme.INK, "width": theme.THIN},
    }


def _count(path: Path, fit: Fit, alpha: float) -> list[Trace]:
    """A staircase: how many weights are not exactly zero at each strength, and today."""
    x = path.alphas.astype(np.float32)
    stairs = unchecked.Scatter(
        x=x,
        y=path.nonzero.tolist(),
        mode="lines",
        line={"color": theme.FORWARD, "width": theme.LINE, "shape": "hvh"},
        fill="tozeroy",
        fillcolor=theme.pale(theme.FORWARD, 0.15),
        name="weights not 0",
        showlegend=False,
        hovertemplate="α = %{x:.3g}: %{y} weights are not 0<extra></extra>",
        **ZEROS,
    )
    now = _dot(alpha, int(np.count_nonzero(fit.theta[1:])), theme.FORWARD, "not 0 now", ZEROS)
    return [stairs, now]


def _dot(
    x: float, y: float, color: str, name: str, axes: dict[str, str], *, hollow: bool = False
) -> Trace:
    return unchecked.Scatter(
        x=[x],
        y=numbers([y]),
        mode="markers",
        marker={
            "size": 11,
            "symbol": "circle-open" if hollow else "circle",
            "color": color,
            "line": {"color": color, "width": 2.5},
        },
        name=name,
        showlegend=False,
        hovertemplate=f"{name}: %{{y:.4g}}<extra></extra>",
        **axes,
    )


def _errors(path: Path, fit: Fit, alpha: float) -> list[Trace]:
    """Training error, dashed, validation error, and a star at the lowest of the latter."""
    lines = [
        unchecked.Scatter(
            x=path.alphas.astype(np.float32),
            y=errors.astype(np.float32),
            mode="lines",
            line=look,
            name=f"{part} error",
            showlegend=False,
            hovertemplate=f"α = %{{x:.3g}}: {part} error %{{y:.4g}}<extra></extra>",
            **ERRORS,
        )
        for part, errors, look in (
            ("training", path.train_errors, {"color": TRAINING, "width": 2, "dash": "dash"}),
            ("validation", path.validation_errors, {"color": VALIDATION, "width": theme.LINE + 1}),
        )
    ]
    best = unchecked.Scatter(
        x=numbers([path.alphas[path.best]]),
        y=numbers([path.validation_errors[path.best]]),
        mode="markers",
        marker={"symbol": "star", "size": 13, "color": theme.TARGET},
        name="lowest validation error",
        hovertemplate="lowest validation error: %{y:.4g} at α = %{x:.3g}<extra></extra>",
        **ERRORS,
    )
    return [
        *lines,
        _dot(alpha, fit.train_error, TRAINING, "training error now", ERRORS),
        _dot(alpha, fit.validation_error, VALIDATION, "validation error now", ERRORS, hollow=True),
        best,
    ]


def error_axis(path: Path) -> dict[str, Any]:
    """Room for all errors of this path, and for no more decades than it needs."""
    errors = np.concatenate([path.train_errors, path.validation_errors])
    high = float(errors.max())
    low = max(float(errors.min()), 1e-6 * high, 1e-30)
    margin = 0.06 * max(np.log10(high / low), 1.0) if high > 0 else 1.0
    ends = [float(np.log10(low) - margin), float(np.log10(max(high, low)) + margin)]
    if ends[1] - ends[0] > 1.5:
        return {"type": "log", "range": ends, "exponentformat": "power", "dtick": 1}
    ticks = [t for p in range(-6, 6) for t in (10.0**p, 2 * 10.0**p, 5 * 10.0**p)]
    texts = [f"{tick:g}" for tick in ticks]
    return {"type": "log", "range": ends, "tickvals": ticks, "ticktext": texts}


_STACKED = {  # on a phone all four stand in one column
    "layout.height": 1180,
    "layout.xaxis.domain": [0.0, 1.0],
    "layout.xaxis3.domain": [0.0, 1.0],
    "layout.xaxis4.domain": [0.0, 1.0],
    "layout.yaxis.domain": [0.72, 1.0],
    "layout.yaxis2.domain": [0.59, 0.67],
    "layout.yaxis3.domain": [0.29, 0.5],
    "layout.yaxis4.domain": [0.0, 0.21],
    "layout.annotations.1.y": 0.67,
    "layout.annotations.2.x": 0.0,
    "layout.annotations.2.y": 0.5,
    "layout.annotations.3.x": 0.0,
    "layout.annotations.3.y": 0.21,
    "layout.legend.y": -0.07,
}
