"""A polynomial among its points, its errors at every degree, and the weights behind it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.regularization.polynomial import Fit, Sample

HEIGHT = 510
SHARE = 0.56  # of the width, for the points
LEAST, MOST = 1e-3, 20.0  # the errors' window, in errors of the mean alone (degree 0)
SECOND = {"xaxis": "x2", "yaxis": "y2"}
THIRD = {"xaxis": "x3", "yaxis": "y3"}
POSITIVE, NEGATIVE = theme.SIGNED[-1][1], theme.SIGNED[0][1]
ERRORS = f'MSE (log) <span style="color:{theme.LOSS}">● training ○ validation</span>'
GHOST = {"color": theme.QUIET, "dash": "dash", "width": theme.LINE}


def fit_errors_and_weights(
    train: Sample,
    validation: Sample,
    *,
    curve: Sample,
    free_curve: Sample | None,
    truth: Sample | None,
    fits: Sequence[Fit],
    free: Sequence[Fit],
    degree: int,
    view: object,
) -> go.Figure:
    """One fit among its points; beside it, training and validation error at every degree, and today's weights.

    Parameters
    ----------
    train, validation : Sample
    curve, free_curve, truth : Sample
        Today's fit, the fit without a penalty, the curve behind the noise; None is not drawn.
    fits, free : sequences of Fit
        With and without the penalty, one for each degree from 0 up.
    degree : int
        Today's.
    view : hashable
        While it stays the same, the reader's zoom does too.
    """
    shown = [fits[degree].theta, free[degree].theta] if free_curve else [fits[degree].theta]
    largest = max(np.abs(theta[1:]).max(initial=0.0) for theta in shown)
    low, high = error_window(free)
    degrees = [-0.7, len(fits) - 0.3]
    return theme.two_panels(
        *_curves(curve, free_curve, truth),
        *_points(train, validation),
        *_errors(fits, free if free_curve else None, degree),
        *_weights(fits[degree], free[degree] if free_curve else None),
        *_beyond(fits[degree].validation_error, degree, high),
        share=SHARE,
        height=HEIGHT,
        titles=("The fit", ERRORS),
        x=("x", "degree"),
        y=("y", ""),
        view=view,
        layout={
            "xaxis": {"range": [-3.15, 3.15]},
            "yaxis": {"range": list(data_window(train, validation))},
            "xaxis2": {"range": degrees},
            "yaxis2": {
                "domain": [0.58, 1.0],
                "type": "log",
                "range": [np.log10(low), np.log10(high)],
                "exponentformat": "power",
                "dtick": 1,
            },
            **_third_panel(degrees, largest),
            "shapes": [_mark(degree)],
            "barmode": "overlay",
            "bargap": 0.25,
        },
        narrow=_STACKED,
    )


def _mark(degree: int) -> dict[str, object]:
    """A line through both errors at today's degree."""
    return {
        "type": "line",
        **{"xref": "x2", "yref": "y2 domain"},
        **{"x0": degree, "x1": degree, "y0": 0, "y1": 1},
        "line": {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"},
    }


def data_window(train: Sample, validation: Sample) -> tuple[float, float]:
    """The heights on show: those of the points and a little more, whatever the fit does."""
    y = np.concatenate([train.y, validation.y])
    margin = 0.2 * max(float(np.ptp(y)), 1.0)
    return float(y.min()) - margin, float(y.max()) + margin


def error_window(free: Sequence[Fit]) -> tuple[float, float]:
    """The errors on show, from those without a penalty: it stays while a penalty is tried.

    The mean alone, degree 0, sets the scale: errors of fits that run wild leave the window.
    """
    scale = max(free[0].train_error, free[0].validation_error, 1e-6)
    smallest = min(min(fit.train_error, fit.validation_error) for fit in free)
    return max(smallest / 1.5, LEAST * scale), MOST * scale


def _points(train: Sample, validation: Sample) -> list[go.Scatter]:
    """Filled to learn from, hollow to be judged by."""
    marks = {"size": 9, "color": theme.INK, "line": {"width": 1.6, "color": theme.INK}}
    return [
        go.Scatter(
            x=numbers(part.x),
            y=numbers(part.y),
            mode="markers",
            marker={**marks, "symbol": symbol},
            name=name,
            hovertemplate=f"{name[:-1]} (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
        )
        for part, symbol, name in (
            (train, "circle", "training points"),
            (validation, "circle-open", "validation points"),
        )
    ]


def _curves(curve: Sample, free: Sample | None, truth: Sample | None) -> list[go.Scatter]:
    """The fits and the truth; clicks and hovering go to the points."""
    looks = [
        (truth, "true curve", {"color": theme.TARGET, "width": theme.LINE}),
        (free, "without penalty", GHOST),
        (curve, "fit", {"color": theme.FORWARD, "width": theme.LINE + 1}),
    ]
    return [
        go.Scatter(
            x=line.x.astype(np.float32),
            y=line.y.astype(np.float32),
            mode="lines",
            line=look,
            name=name,
            legendgroup=name,
            hoverinfo="skip",
        )
        for line, name, look in looks
        if line is not None
    ]


def _errors(fits: Sequence[Fit], free: Sequence[Fit] | None, degree: int) -> list[go.Scatter]:
    """Both errors at every degree, today's enlarged."""
    degrees = list(range(len(fits)))
    traces = []
    if free is not None:
        traces.append(
            go.Scatter(
                x=degrees,
                y=numbers(fit.validation_error for fit in free),
                mode="lines",
                line=GHOST,
                name="validation error without penalty",
                legendgroup="without penalty",
                showlegend=False,
                hovertemplate="degree %{x}: validation error %{y:.4g} without penalty<extra></extra>",
                **SECOND,
            )
        )
    for part, symbol, fill in (("training", "circle", True), ("validation", "circle-open", False)):
        errors = numbers(getattr(fit, f"{'train' if fill else part}_error") for fit in fits)
        traces.append(
            go.Scatter(
                x=degrees,
                y=errors,
                mode="lines+markers",
                line={"color": theme.LOSS, "width": theme.LINE if not fill else theme.THIN},
                marker={
                    "symbol": symbol,
                    "color": theme.LOSS,
                    "size": [13 if d == degree else 6 for d in degrees],
                    "line": {"color": theme.LOSS, "width": 2},
                },
                name=f"{part} error",
                showlegend=False,
                hovertemplate=f"degree %{{x}}: {part} error %{{y:.4g}}<extra></extra>",
                **SECOND,
            )
        )
    return traces


def _beyond(error: float, degree: int, high: float) -> list[go.Scatter]:
    """Today's validation error where the window is too low for it: an arrow up, and the number."""
    if error <= high:
        return []
    return [
        go.Scatter(
            x=[degree],
            y=numbers([high / 3]),
            mode="markers+text",
            marker={"symbol": "triangle-up", "size": 12, "color": theme.LOSS},
            text=[with_power(error)],
            textposition="middle left" if degree > 16 else "middle right",
            textfont={"color": theme.LOSS, "size": theme.FONT_SIZE},
            name="validation error above the picture",
            showlegend=False,
            hoverinfo="skip",
            **SECOND,
        )
    ]


def squeezed(weights: np.ndarray) -> np.ndarray:
    """Signed numbers of any size on one axis: as they are near 0, by their power of ten further out."""
    return np.arcsinh(weights) / np.log(10)


def _weights(fit: Fit, free: Fit | None) -> list[go.Bar | go.Scatter]:
    """A bar a weight, a ring where it is exactly zero; behind them, the weights without a penalty."""
    weights = fit.theta[1:]
    powers = np.arange(1, len(weights) + 1)
    traces = []
    if free is not None:
        traces.append(
            _bars(
                free.theta[1:],
                "weights without penalty",
                {"color": theme.QUIET, "opacity": 0.35},
                legendgroup="without penalty",
            )
        )
    signs = [POSITIVE if weight > 0 else NEGATIVE for weight in weights]
    look = {"color": signs, "line": {"color": theme.AXIS, "width": 1}}
    traces.append(_bars(weights, "weights", look))
    zero = powers[weights == 0]
    traces.append(
        go.Scatter(
            x=zero.tolist(),
            y=[0] * len(zero),
            mode="markers",
            marker={"symbol": "circle-open", "size": 8, "color": theme.INK, "line": {"width": 2}},
            name="exactly 0",
            showlegend=bool(len(zero)),
            hovertemplate="θ<sub>%{x}</sub> is exactly 0<extra></extra>",
            **THIRD,
        )
    )
    return traces


def _bars(weights: np.ndarray, name: str, marker: dict, **more: object) -> go.Bar:
    return go.Bar(
        x=list(range(1, len(weights) + 1)),
        y=numbers(squeezed(weights)),
        customdata=numbers(weights),
        marker=marker,
        name=name,
        showlegend=False,
        hovertemplate=f"θ<sub>%{{x}}</sub> = %{{customdata:.4g}}<extra>{name}</extra>",
        **more,
        **THIRD,
    )


def _third_panel(degrees: list[float], largest: float) -> dict[str, object]:
    """The weights under the errors, on the same degrees."""
    left = SHARE + 0.06
    title = "Weights θ<sub>k</sub> of (x/3)<sup>k</sup> (log)"
    return {
        "xaxis3": {
            "domain": [left, 1.0],
            "anchor": "y3",
            "title": {"text": "power k"},
            "range": degrees,
        },
        "yaxis3": {"domain": [0.0, 0.3], "anchor": "x3", **weight_axis(largest)},
        "annotations": [theme.heading(title, left, 0.3)],
    }


_STACKED = {  # on a phone all three stand in one column
    "layout.height": round(2.1 * HEIGHT),
    "layout.yaxis.domain": [0.7, 1.0],
    "layout.yaxis2.domain": [0.36, 0.59],
    "layout.annotations.1.y": 0.59,
    "layout.xaxis3.domain": [0.0, 1.0],
    "layout.yaxis3.domain": [0.0, 0.24],
    "layout.annotations.2.x": 0.0,
    "layout.annotations.2.y": 0.24,
    "layout.legend.y": -0.1,
}


def weight_axis(largest: float) -> dict[str, object]:
    """Room and ticks for weights up to ``largest``, two either side of 0: powers of ten, or less for small ones."""
    decades = math.floor(math.log10(max(largest, 1.0)))
    step = max(1, decades // 2)
    sizes = (10.0**step, 10.0 ** (2 * step)) if decades else (1.0, 5.0 if largest > 4 else 2.0)
    ticks = np.array([0.0, *(sign * size for size in sizes for sign in (-1, 1))])
    edge = 1.15 * float(squeezed(np.array(max(largest, 1.2))))
    return {
        "range": [-edge, edge],
        "tickvals": numbers(squeezed(ticks)),
        "ticktext": [with_power(tick) for tick in ticks],
    }


def with_power(number: float) -> str:
    """Such as −10⁴ or 1.5 · 10⁶, as Plotly writes it; small numbers as they are."""
    if abs(number) < 1000:
        return f"{number:.3g}".replace("-", "−")
    digits, _, power = f"{number:.1e}".partition("e")
    factor = {"1.0": "", "-1.0": "−"}.get(digits, f"{digits} · ".replace("-", "−"))
    return f"{factor}10<sup>{int(power)}</sup>"
