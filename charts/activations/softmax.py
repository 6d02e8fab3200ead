"""Softmax at work: scores, exponentials and shares; how the shares move; and what the temperature does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.activations.softmax_layout import STACKED, STACKED_ROWS, layout_of
from charts.bar_texts import cell, label
from charts.figure import Figure, Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.softmax_steps import SoftmaxSteps, TemperatureSweep

HEIGHT = 480
EXPONENTIALS, SHARES, JACOBIAN, SWEEP = ({"xaxis": f"x{i}", "yaxis": f"y{i}"} for i in (2, 3, 4, 5))
NAIVE = ({"xaxis": "x2", "yaxis": "y6"}, {"xaxis": "x3", "yaxis": "y7"})  # a row of its own
HIDDEN = {"showlegend": False}


def scores_to_shares(
    z: Sequence[float],
    steps: SoftmaxSteps,
    jacobian: NDArray,
    sweep: TemperatureSweep,
    *,
    temperature: float,
    classes: Sequence[str],
    naive: SoftmaxSteps | None = None,
) -> Figure:
    """Scores, exponentials, shares, a color a class; below how each share moves with each score, and with T.

    Parameters
    ----------
    z : sequence of float
        Scores, one a class.
    jacobian : (n, n)
        Row i, column j: slope of share i along score j.
    naive : SoftmaxSteps, optional
        What the formula gives without the shift: in a row of its own, on a scale of its own.
    """
    n, colors = len(classes), list(theme.CLASSES[: len(classes)])
    traces = [
        _bars(classes, z, "score z", colors, {}, n),
        _bars(classes, steps.exponentials, "exponential", colors, EXPONENTIALS, n),
        _bars(classes, steps.shares, "share p", colors, SHARES, n),
    ]
    if naive is not None:
        traces += [
            _naive(classes, values, axes)
            for values, axes in zip((naive.exponentials, naive.shares), NAIVE, strict=True)
        ]
    traces += [
        _heat(jacobian, classes, temperature),
        *_curves(sweep, classes, colors),
        _now(steps, temperature, colors),
    ]
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        view=(n, naive is None),
        layout=layout_of(z, steps, naive, sweep, temperature),
        narrow=STACKED if naive is None else STACKED | STACKED_ROWS,
    )


def _bars(
    classes: Sequence[str],
    values: Sequence[float],
    name: str,
    colors: list[str],
    axes: dict[str, str],
    count: int,
) -> Trace:
    """A bar a class, its number at its end."""
    return unchecked.Bar(
        x=list(classes),
        y=numbers(values),
        name=name,
        marker={"color": colors},
        text=[label(value, count) for value in values],
        hovertemplate=f"%{{x}}: {name} %{{customdata:.7~g}}<extra></extra>",
        customdata=[float(value) for value in values],
        **_text(count),
        **HIDDEN,
        **axes,
    )


def _naive(classes: Sequence[str], values: NDArray, axes: dict[str, str]) -> Trace:
    """The same by the formula without the shift; where it is no number there is no bar, only the word."""
    n = len(classes)
    return unchecked.Bar(
        x=list(classes),
        y=[value if np.isfinite(value) else 0.0 for value in map(float, values)],
        name="naive, without the shift",
        marker={"color": theme.QUIET},
        text=[label(value, n) for value in values],
        customdata=[label(value, 2) for value in values],
        hovertemplate="%{x}: naive %{customdata}<extra></extra>",
        showlegend=axes is NAIVE[0],
        **_text(n),
        **axes,
    )


def _text(count: int) -> dict[str, Any]:
    """Numbers at the ends of bars: the more bars, the smaller."""
    look = {
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"size": 13 if count < 5 else 11},
    }
    return look | {"cliponaxis": False, "constraintext": "none"}


def _heat(jacobian: NDArray, classes: Sequence[str], temperature: float) -> Trace:
    """The Jacobian with its numbers; the colors reach to 0.25 / T, more is not possible."""
    n, most = len(classes), 0.25 / temperature
    return unchecked.Heatmap(
        x=list(classes),
        y=list(classes),
        z=jacobian.astype(np.float32),
        text=[[cell(value, n) for value in row] for row in jacobian],
        texttemplate="%{text}",
        textfont={"size": 13, "color": theme.ON_MAP},
        colorscale=theme.SIGNED_PALE,
        zmin=-most,
        zmax=most,
        showscale=False,
        xgap=1,
        ygap=1,
        name="Jacobian",
        hovertemplate="share of %{y} along score of %{x}: %{z:.6~g}<extra></extra>",
        **JACOBIAN,
    )


def _curves(sweep: TemperatureSweep, classes: Sequence[str], colors: Sequence[str]) -> list[Trace]:
    """Shares over the temperature, and how open the outcome is, as a share of the most it can be."""
    x = sweep.temperatures.astype(np.float32)
    tip = "at T = %{x:.3~g}: %{y:.6~g}<extra></extra>"
    lines = [
        unchecked.Scatter(
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
    openness = unchecked.Scatter(
        x=x,
        y=(sweep.entropies / np.log(len(classes))).astype(np.float32),
        mode="lines",
        name=f"entropy / ln {len(classes)}",
        line={"color": theme.QUIET, "width": theme.LINE, "dash": "dash"},
        hovertemplate=f"entropy / ln {len(classes)} {tip}",
        **SWEEP,
    )
    return [*lines, openness]


def _now(steps: SoftmaxSteps, temperature: float, colors: Sequence[str]) -> Trace:
    """Today's shares on their curves."""
    return unchecked.Scatter(
        x=[temperature] * len(colors),
        y=numbers(steps.shares),
        mode="markers",
        name="now",
        marker={"size": 11, "color": list(colors), "line": {"width": 1.5, "color": theme.PAPER}},
        hoverinfo="skip",
        **HIDDEN,
        **SWEEP,
    )
