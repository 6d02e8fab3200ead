"""Many fits as a bundle, and what their errors are made of, at every place and for every degree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.one_column import one_column
from charts.overfitting.marks import TRUTH
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.overfitting.bias import Decomposition

Array = NDArray[np.floating]
HEIGHT = 500
SHARE = 0.5
SECOND = {"xaxis": "x2", "yaxis": "y2"}
THIRD = {"xaxis": "x3", "yaxis": "y3"}
COLORS = {"bias²": theme.GRADIENT, "variance": theme.FORWARD, "noise": theme.TARGET}
LEAST = 1e-4  # of the errors' window, in errors of degree 0


def bundle_and_errors(found: Decomposition, truth: Array, *, degree: int) -> Figure:
    """All fits of one degree with their mean; beside them the parts of their error, stacked over x, and by degree.

    Parameters
    ----------
    found : Decomposition
    truth : (m,)
    degree : int
        Today's.
    """
    low, high = height_of(truth, found.noise)
    left = SHARE + 0.06
    bottom, top = errors_shown(found)
    return theme.two_panels(
        *_bundle(found, truth, degree, (low, high)),
        *_over_x(found, degree),
        *_by_degree(found, degree, bottom),
        share=SHARE,
        height=HEIGHT,
        titles=(
            f"{len(found.curves[degree])} fits of degree {degree}",
            "Squared error at x, stacked",
        ),
        x=("x", ""),
        y=("y", ""),
        view=(found.noise, len(found.bias)),
        layout={
            "xaxis": {"range": [-3.05, 3.05]},
            "yaxis": {"range": [low, high]},
            "xaxis2": {"range": [-3.05, 3.05]},
            "yaxis2": {"domain": [0.6, 1.0], "range": [0, stack_shown(found, degree)]},
            "xaxis3": {
                "domain": [left, 1.0],
                "anchor": "y3",
                "range": [-0.6, len(found.bias) - 0.4],
                "dtick": 5,
                "title": {"text": "degree"},
            },
            "yaxis3": {
                "domain": [0.0, 0.42],
                "anchor": "x3",
                "type": "log",
                "range": [np.log10(bottom), np.log10(top)],
                "exponentformat": "power",
                "dtick": 1 if top / bottom < 1e5 else 2,
            },
            "annotations": [theme.heading("Mean over x, by degree (log)", left, 0.42)],
            "shapes": [_mark(degree)],
            "meta": {"clicks": "x3"},
        },
        narrow=_STACKED,
    )


def height_of(truth: Array, noise: float) -> tuple[float, float]:
    """The heights on show: the truth with room for the noise, whatever the fits do."""
    room = 1.5 + 2.5 * noise**0.5
    return float(truth.min()) - room, float(truth.max()) + room


def stack_shown(found: Decomposition, degree: int) -> float:
    """The height of the stack that is shown: nearly all of it, but not the ends that run wild."""
    return float(max(1.3 * np.quantile(found.total[degree], 0.8), 1.5 * found.noise, 0.05))


def errors_shown(found: Decomposition) -> tuple[float, float]:
    """The window of the errors by degree."""
    scale = float(found.total[0].mean())
    return LEAST * scale, float(np.clip(2 * found.total.mean(axis=1).max(), 3 * scale, 1e4 * scale))


def _bundle(
    found: Decomposition, truth: Array, degree: int, window: tuple[float, float]
) -> list[Trace]:
    """Every fit in one trace, kept near the window; their mean and the truth on top."""
    curves = found.curves[degree]
    reach = window[1] - window[0]
    rows = np.clip(curves, window[0] - 3 * reach, window[1] + 3 * reach)
    gap = np.full((len(rows), 1), np.nan)
    x = np.hstack([np.broadcast_to(found.at, rows.shape), gap]).ravel().astype(np.float32)
    y = np.hstack([rows, gap]).ravel().astype(np.float32)
    mean = curves.mean(axis=0)
    return [
        unchecked.Scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": theme.FORWARD, "width": 1},
            opacity=0.38,
            name="one fit each",
            hoverinfo="skip",
        ),
        unchecked.Scatter(
            x=numbers(found.at),
            y=numbers(truth),
            mode="lines",
            line=TRUTH | {"width": theme.LINE + 1},
            name="true curve",
            hoverinfo="skip",
        ),
        unchecked.Scatter(
            x=numbers(found.at),
            y=numbers(mean),
            mode="lines",
            line={"color": theme.GRADIENT, "width": theme.LINE, "dash": "dash"},
            name="mean of the fits",
            hovertemplate="x = %{x:.3g}: mean %{y:.4g}<extra></extra>",
        ),
    ]


def _over_x(found: Decomposition, degree: int) -> list[Trace]:
    """The three parts one on another, and what fresh points measured."""
    parts = {
        "noise": np.full_like(found.at, found.noise),
        "bias²": found.bias[degree],
        "variance": found.variance[degree],
    }
    stacked = [
        unchecked.Scatter(
            x=numbers(found.at),
            y=numbers(part),
            mode="lines",
            line={"color": COLORS[name], "width": 1},
            fillcolor=theme.pale(COLORS[name], 0.5),
            stackgroup="parts",
            name=f"{name} at x",
            showlegend=False,
            hovertemplate=f"x = %{{x:.3g}}: {name} %{{y:.4g}}<extra></extra>",
            **SECOND,
        )
        for name, part in parts.items()
    ]
    dots = unchecked.Scatter(
        x=numbers(found.at),
        y=numbers(found.measured[degree]),
        mode="markers",
        marker={"color": theme.INK, "size": 4},
        name="measured at x",
        showlegend=False,
        hovertemplate="x = %{x:.3g}: measured %{y:.4g}<extra></extra>",
        **SECOND,
    )
    return [*stacked, dots]


def _by_degree(found: Decomposition, degree: int, bottom: float) -> list[Trace]:
    """Each part, their sum and the measured error against the degree; what is less than the floor stands on it."""
    degrees = list(range(len(found.bias)))
    lines: dict[str, tuple[Array, dict[str, Any]]] = {
        "noise": (np.full(len(degrees), found.noise), {"dash": "dash"}),
        "bias²": (found.bias.mean(axis=1), {}),
        "variance": (found.variance.mean(axis=1), {}),
    }
    traces = [
        unchecked.Scatter(
            x=degrees,
            y=numbers(np.maximum(values, bottom / 3)),
            customdata=numbers(values),
            mode="lines" if name == "noise" else "lines+markers",
            line={"color": COLORS[name], "width": theme.LINE} | look,
            marker={"color": COLORS[name], "size": [11 if d == degree else 5 for d in degrees]},
            name=name,
            hovertemplate=f"degree %{{x}}: {name} %{{customdata:.4g}}<extra></extra>",
            **THIRD,
        )
        for name, (values, look) in lines.items()
    ]
    total = found.total.mean(axis=1)
    chance = found.variance.mean(axis=1) / found.curves.shape[1]
    return [
        unchecked.Scatter(
            x=degrees,
            y=numbers(np.maximum(chance, bottom / 3)),
            mode="lines",
            line={"color": theme.QUIET, "width": theme.THIN, "dash": "dot"},
            name=f"variance/{found.curves.shape[1]}: chance in the mean",
            hovertemplate="degree %{x}: %{y:.3g} is chance<extra></extra>",
            **THIRD,
        ),
        *traces,
        unchecked.Scatter(
            x=degrees,
            y=numbers(total),
            mode="lines",
            line={"color": theme.LOSS, "width": theme.LINE + 1},
            name="their sum",
            hovertemplate="degree %{x}: sum %{y:.4g}<extra></extra>",
            **THIRD,
        ),
        unchecked.Scatter(
            x=degrees,
            y=numbers(found.measured.mean(axis=1)),
            mode="markers",
            marker={
                "symbol": "circle-open",
                "color": theme.INK,
                "size": [13 if d == degree else 8 for d in degrees],
                "line": {"width": 1.6},
            },
            name="measured on fresh points",
            hovertemplate="degree %{x}: measured %{y:.4g}<extra></extra>",
            **THIRD,
        ),
    ]


def _mark(degree: int) -> dict[str, Any]:
    """A line through all parts at today's degree."""
    return {
        "type": "line",
        **{"xref": "x3", "yref": "y3 domain"},
        **{"x0": degree, "x1": degree, "y0": 0, "y1": 1},
        "line": {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"},
    }


# On a phone all three stand in one column.
_STACKED = one_column((0.7, 1.0), (0.4, 0.58), (0.06, 0.31), height=2.1 * HEIGHT, legend=-0.04)
