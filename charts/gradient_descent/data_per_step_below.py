"""Beside the map of walks on batches: their models among the data, or the radius of the noise ball."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.data_cost import line
from charts.figure import Trace
from charts.playback import numbers, swapped

if TYPE_CHECKING:
    from core.entries import Array
    from core.studies.gradient_descent.data_tasks import Sample
    from core.studies.gradient_descent.noise_ball import MeasuredBall

Below = tuple[list[Trace], dict[str, Any]]  # traces and axes of the third picture
PANEL = {"xaxis": "x3", "yaxis": "y3"}
COLORS = {key: theme.style(f"{key}_a_step")["color"] for key in ("one", "some", "all")}
NOTHING = 1e-12  # as in core.studies.gradient_descent.noise_ball
QUIETLY = {"mode": "lines", "hoverinfo": "skip"}


def models(
    data: Sample,
    x: Array,
    drawn: Mapping[str, Array],
    best: Array,
    truth: Array,
    *,
    labels: Mapping[str, str],
    span: tuple[float, float],
) -> Below:
    """The data, and the model that each walk has come to: traces and axes for `on_their_way`.

    Parameters
    ----------
    x : (n,)
        Where the models are drawn.
    drawn : mapping of "one", "some", "all" to (frames, n)
        What each model says at each moment of the player.
    best, truth : (n,)
        What the best model says, and the one that the data were made with.
    span : (low, high)
        Of the axis upwards.
    """
    dots = unchecked.Scatter(
        x=data.x.astype(np.float32),
        y=data.y.astype(np.float32),
        mode="markers",
        marker={"size": 4.5, "color": theme.TARGET, "opacity": 0.6},
        name="data",
        showlegend=False,
        hovertemplate="(%{x:.3g}, %{y:.3g})<extra>data</extra>",
        **PANEL,
    )
    places = numbers(x)
    others = [
        line(places, numbers(best, 4), "best model", dashed(theme.QUIET)),
        line(places, numbers(truth, 4), "true model", dashed(theme.TARGET, "dot")),
    ]
    curves = [
        swapped(
            unchecked.Scatter(
                x=places,
                y=numbers(rows[-1], 4),
                line={"color": COLORS[key], "width": theme.LINE},
                name=f"{labels[key]}: model",
                legendgroup=key,
                showlegend=False,
                **QUIETLY,
                **PANEL,
            ),
            rows,
        )
        for key, rows in drawn.items()
    ]
    axes = {
        "title": "The data, and the model of each",
        "xaxis3": {"title": {"text": "x"}, "range": [float(x[0]), float(x[-1])]},
        "yaxis3": {"title": {"text": "y"}, "range": list(span)},
    }
    return [dots, *(other | PANEL | {"showlegend": False} for other in others), *curves], axes


def radii(
    rates: Sequence[float],
    theory: tuple[Array, Array, Array],
    measured: Sequence[MeasuredBall | None],
    *,
    key: str,
    now: float,
    again: bool,
) -> Below:
    """The radius of the ball against the learning rate: traces and axes for `on_their_way`.

    Parameters
    ----------
    rates : sequence of float
        At which it was measured.
    theory : three of (n,)
        Rates, the radius at each, and what it would be if it were proportional to the root of the rate.
    measured : sequence of MeasuredBall or None
        None where a walk diverged.
    key : "one", "some" or "all"
        Whose ball it is.
    now : float
        Today's rate.
    again : bool
        Whether the walks draw with replacement, as the theory does.
    """
    fine, full, small = theory
    color = COLORS[key]
    pairs = zip(rates, measured, strict=True)
    kept = [(rate, ball) for rate, ball in pairs if ball and ball.radius > NOTHING]
    x, y = [rate for rate, _ in kept], [ball.radius for _, ball in kept]
    seen = unchecked.Scatter(
        x=x,
        y=numbers(y),
        error_y={
            "array": numbers(ball.error / (2 * ball.radius) for _, ball in kept),
            "color": color,
            "thickness": theme.THIN,
        },
        mode="markers",
        name="measured",
        marker={"size": [12 if rate == now else 8 for rate in x], "color": color}
        | {"line": {"color": theme.PAPER, "width": 1}},
        hovertemplate="η = %{x:.3g}: radius %{y:.3g}<extra>measured</extra>",
        **PANEL,
    )
    said = "theory" if again else "theory, with replacement"
    look = dashed(color, "solid") if again else dashed(theme.QUIET)
    lines = [
        line(numbers(fine), numbers(np.where(full > NOTHING, full, np.nan)), said, look),
        line(
            numbers(fine),
            numbers(np.where(small > NOTHING, small, np.nan)),
            "∝ √η",
            dashed(color, "dot"),
        ),
    ]
    axes = {
        "title": "Radius of the ball (both log)",
        "xaxis3": _ticked([fine[0], fine[-1]], 0.04) | {"title": {"text": "learning rate η"}},
        "yaxis3": _ticked([*y, *small[[0, -1]]] if y else [0.01, 1.0], 0.15),
    }
    if not kept:
        alone = all(ball is None for ball in measured)
        axes["notes"] = [_note("A walk diverged" if alone else "No ball: all examples agree")]
    return [*(one | PANEL for one in lines), seen], axes


def _note(text: str) -> dict[str, Any]:
    """Why there is nothing to see, in the middle of the panel."""
    middle = {"xref": "x3 domain", "yref": "y3 domain", "x": 0.5, "y": 0.5}
    return {"text": text, "showarrow": False, "font": {"size": theme.FONT_SIZE + 1}} | middle


def _ticked(sizes: Sequence[float], room: float) -> dict[str, Any]:
    """A log axis around all sizes, with ticks at 1, 2 and 5."""
    low, high = (float(np.log10(end)) for end in (min(sizes), max(sizes)))
    powers = range(int(np.floor(low)) - 1, int(np.ceil(high)) + 1)
    firsts = (1, 2, 5) if high - low < 3 else (1,)
    ticks = [float(f"{first}e{power}") for power in powers for first in firsts]
    return {
        "type": "log",
        "range": [low - room, high + room],
        "tickvals": ticks,
        "ticktext": [f"{tick:g}" for tick in ticks],
        "tickangle": 0,
    }


def dashed(color: str, dash: str = "dash") -> dict[str, Any]:
    """The look of what is only expected."""
    return {"color": color, "width": theme.LINE - 0.5, "dash": dash}
