"""Softmax at work: scores, exponentials and shares; how the shares move; and what the temperature does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.bar_texts import cell, label
from charts.playback import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.softmax_steps import SoftmaxSteps, TemperatureSweep

HEIGHT = 480
EXPONENTIALS, SHARES, JACOBIAN, SWEEP = ({"xaxis": f"x{i}", "yaxis": f"y{i}"} for i in (2, 3, 4, 5))
HIDDEN = {"showlegend": False}
THIRDS, HALVES = ([0.0, 0.29], [0.355, 0.645], [0.71, 1.0]), ([0.0, 0.4], [0.5, 1.0])
UP, DOWN = [0.6, 1.0], [0.0, 0.4]


def scores_to_shares(
    z: Sequence[float],
    steps: SoftmaxSteps,
    jacobian: NDArray,
    sweep: TemperatureSweep,
    *,
    temperature: float,
    classes: Sequence[str],
    naive: SoftmaxSteps | None = None,
) -> go.Figure:
    """Scores, exponentials, shares, a color a class; below how each share moves with each score, and with T.

    Parameters
    ----------
    z : sequence of float
        Scores, one a class.
    jacobian : (n, n)
        Row i, column j: slope of share i along score j.
    naive : SoftmaxSteps, optional
        What the formula gives without the shift: drawn beside, written out where it is no number.
    """
    n, colors = len(classes), list(theme.CLASSES[: len(classes)])
    room = n if naive is None else {2: 2, 3: 4}.get(n, 0)  # beside others there is less, or none
    traces = [
        _bars(classes, z, "score z", colors, {}, n),
        _bars(classes, steps.exponentials, "exponential", colors, EXPONENTIALS, room),
        _bars(classes, steps.shares, "share p", colors, SHARES, room),
    ]
    if naive is not None:
        traces += [
            _beside(classes, naive.exponentials, EXPONENTIALS),
            _beside(classes, naive.shares, SHARES),
        ]
    traces += [
        _heat(jacobian, classes, temperature),
        *_curves(sweep, classes, colors),
        _now(steps, temperature, colors),
    ]
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        view=n,
        layout=_layout(z, steps, naive, sweep, temperature),
        narrow=_STACKED,
    )


def _bars(
    classes: Sequence[str],
    values: Sequence[float],
    name: str,
    colors: list[str],
    axes: dict[str, str],
    room: int,
) -> go.Bar:
    """A bar a class, its number at its end where there is room."""
    return go.Bar(
        x=list(classes),
        y=numbers(values),
        name=name,
        marker={"color": colors},
        text=[label(value, room) if room else "" for value in values],
        hovertemplate=f"%{{x}}: {name} %{{customdata:.7~g}}<extra></extra>",
        customdata=[float(value) for value in values],
        **_TEXT,
        **HIDDEN,
        **axes,
    )


def _beside(classes: Sequence[str], values: NDArray, axes: dict[str, str]) -> go.Bar:
    """The same by the formula without the shift; where it is no number there is no bar, only the word."""
    texts = [label(v, 2) if len(classes) == 2 or not np.isfinite(v) else "" for v in values]
    return go.Bar(
        x=list(classes),
        y=[value if np.isfinite(value) else 0.0 for value in map(float, values)],
        name="naive, without the shift",
        marker={"color": theme.QUIET},
        text=texts,
        customdata=[label(value, 2) for value in values],
        hovertemplate="%{x}: naive %{customdata}<extra></extra>",
        showlegend=axes is SHARES,
        **_TEXT,
        **axes,
    )


_TEXT = {"textposition": "outside", "textangle": 0, "textfont": {"size": 13}}
_TEXT |= {"cliponaxis": False, "constraintext": "none"}


def _heat(jacobian: NDArray, classes: Sequence[str], temperature: float) -> go.Heatmap:
    """The Jacobian with its numbers; the colors reach to 0.25 / T, more is not possible."""
    n, most = len(classes), 0.25 / temperature
    return go.Heatmap(
        x=list(classes),
        y=list(classes),
        z=jacobian.astype(np.float32),
        text=[[cell(value, n) for value in row] for row in jacobian],
        texttemplate="%{text}",
        textfont={"size": 13},
        colorscale=theme.SIGNED,
        zmin=-most,
        zmax=most,
        showscale=False,
        xgap=1,
        ygap=1,
        name="Jacobian",
        hovertemplate="share of %{y} along score of %{x}: %{z:.6~g}<extra></extra>",
        **JACOBIAN,
    )


def _curves(
    sweep: TemperatureSweep, classes: Sequence[str], colors: Sequence[str]
) -> list[go.Scatter]:
    """Shares over the temperature, and how open the outcome is, as a share of the most it can be."""
    x = sweep.temperatures.astype(np.float32)
    tip = "at T = %{x:.3~g}: %{y:.6~g}<extra></extra>"
    lines = [
        go.Scatter(
            x=x,
            y=row.astype(np.float32),
            mode="lines",
            name=name,
            line={"color": color, "width": theme.LINE},
            hovertemplate=f"{name} {tip}",
            **SWEEP,
        )
        for name, row, color in zip(classes, sweep.shares.T, colors, strict=True)
    ]
    openness = go.Scatter(
        x=x,
        y=(sweep.entropies / np.log(len(classes))).astype(np.float32),
        mode="lines",
        name=f"entropy / ln {len(classes)}",
        line={"color": theme.QUIET, "width": theme.LINE, "dash": "dash"},
        hovertemplate=f"entropy / ln {len(classes)} {tip}",
        **SWEEP,
    )
    return [*lines, openness]


def _now(steps: SoftmaxSteps, temperature: float, colors: Sequence[str]) -> go.Scatter:
    """Today's shares on their curves."""
    return go.Scatter(
        x=[temperature] * len(colors),
        y=numbers(steps.shares),
        mode="markers",
        name="now",
        marker={"size": 11, "color": list(colors), "line": {"width": 1.5, "color": theme.PAPER}},
        hoverinfo="skip",
        **HIDDEN,
        **SWEEP,
    )


def _layout(
    z: Sequence[float],
    steps: SoftmaxSteps,
    naive: SoftmaxSteps | None,
    sweep: TemperatureSweep,
    temperature: float,
) -> dict[str, Any]:
    """Five panels: three above, two below."""
    power = "z / T" if temperature != 1 else "z"
    titles = (
        ("1  Scores z", THIRDS[0][0], UP[1]),
        (f"2  e<sup>({power} − max)</sup>, sum {steps.total:.4g}", THIRDS[1][0], UP[1]),
        ("3  Shares p, sum 1", THIRDS[2][0], UP[1]),
        ("Slope of p along z: rows sum to 0", HALVES[0][0], DOWN[1]),
        ("Shares at every temperature T (log)", HALVES[1][0], DOWN[1]),
    )
    drawn = [*steps.exponentials, *([] if naive is None else naive.exponentials)]
    tall = _room([value for value in drawn if np.isfinite(value)])
    line = {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"}
    return {
        "xaxis": {"domain": THIRDS[0], "anchor": "y"},
        "yaxis": {"domain": UP, "range": _room(z), "nticks": 4},
        "xaxis2": {"domain": THIRDS[1], "anchor": "y2"},
        "yaxis2": {"domain": UP, "anchor": "x2", "range": tall, "nticks": 4},
        "xaxis3": {"domain": THIRDS[2], "anchor": "y3"},
        "yaxis3": {"domain": UP, "anchor": "x3", "range": [0, 1.22], "tickvals": [0, 0.5, 1]},
        "xaxis4": {"domain": HALVES[0], "anchor": "y4", "showgrid": False},
        "yaxis4": {"domain": DOWN, "anchor": "x4", "autorange": "reversed", "showgrid": False},
        "xaxis5": {
            "domain": HALVES[1],
            "anchor": "y5",
            "type": "log",
            "range": np.log10(sweep.temperatures[[0, -1]]).tolist(),
            "tickvals": [0.01, 0.1, 1, 10, 100],
            "ticktext": ["0.01", "0.1", "1", "10", "100"],
        },
        "yaxis5": {"domain": DOWN, "anchor": "x5", "range": [-0.04, 1.06], "tickvals": [0, 0.5, 1]},
        "annotations": [theme.heading(*title) for title in titles],
        "shapes": [
            {"type": "line", "xref": "x5", "x0": temperature, "x1": temperature, "layer": "below"}
            | {"yref": "y5 domain", "y0": 0, "y1": 1, "line": line}
        ],
        "legend": {"y": -0.09},
        "margin": {"t": 30, "b": 36},
        "bargap": 0.3,
    }


def _room(values: Sequence[float]) -> list[float]:
    """A range from 0 with room for the numbers at the ends of the bars."""
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.24 * (high - low) if high > low else 1.0
    return [low - room * (low < 0), high + room * (high > 0 or low == 0)]


_TOPS = (1.0, 0.79, 0.58, 0.365, 0.14)
_STACKED = {  # on a phone: one above the other
    "layout.height": 1150,
    "layout.legend.y": -0.035,
    **{f"layout.xaxis{number}.domain": [0.0, 1.0] for number in ("", "2", "3", "5")},
    "layout.xaxis4.domain": [0.1, 1.0],
    **{
        f"layout.yaxis{i or ''}.domain": [top - 0.14, top]
        for i, top in zip((0, 2, 3, 4, 5), _TOPS, strict=True)
    },
    **{f"layout.annotations.{i}.x": 0.0 for i in range(5)},
    **{f"layout.annotations.{i}.y": top for i, top in enumerate(_TOPS)},
}
