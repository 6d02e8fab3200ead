"""What one prediction costs under several losses, and below it how steeply: one axis of predictions for both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.clickable import ground
from charts.figure import Figure, Trace
from charts.losses.endings import drawn, endings
from charts.losses.loss_marks import BELOW, kinks, line_of, seams
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.losses.loss_curves import LossCurve

Array = NDArray[np.floating]
HEIGHT = 500
INSET = 0.95  # of the window: where endings are told, so that their words fit in


@dataclass(frozen=True)
class Probe:
    """One prediction: cost and slope under every loss, in the order of the curves."""

    at: float
    values: Sequence[float]
    slopes: Sequence[float]


@dataclass(frozen=True)
class Batch:
    """A few examples on the first curve's loss, and their mean."""

    targets: Sequence[float]
    predictions: Sequence[float]
    costs: Sequence[float]
    slopes: Sequence[float]
    mean: float
    others: Sequence[LossCurve] = ()  # where examples stand whose target is another


def loss_and_slope(
    curves: Mapping[str, LossCurve],
    probe: Probe,
    *,
    target: float,
    window: tuple[float, float],
    letter: str,
    batch: Batch | None = None,
) -> Figure:
    """Losses of one family on one axis, their slopes below, the probe on all of them.

    Whatever leaves the window, or becomes infinite or no number, says so where it does.

    Parameters
    ----------
    curves : mapping of name to LossCurve
        In the order in which they are drawn.
    probe : Probe
    target : float
    window : (highest loss, steepest slope)
    letter : str
        What a prediction is called on the axis.
    batch : Batch or None
    """
    top, steep = window
    traces: list[Any] = []
    above, below = [], []
    for name, curve in curves.items():
        traces += _lines(name, curve)
        color = line_of(curve.key)["color"]
        above += endings(color, curve.predictions, curve.values, -np.inf, INSET * top)
        below += endings(color, curve.predictions, curve.slopes, -INSET * steep, INSET * steep)
    for curve in batch.others if batch else ():
        traces += _other(curve)
        above += endings(theme.QUIET, curve.predictions, curve.values, -np.inf, INSET * top)
        steps = curve.predictions, curve.slopes
        below += endings(theme.QUIET, *steps, -INSET * steep, INSET * steep)
    x = next(iter(curves.values())).predictions
    middle = float(x[0] + x[-1]) / 2
    traces += [*drawn(above, middle), *drawn(below, middle, yaxis="y2")]
    traces += [*kinks(curves), *seams(curves), *_probe(curves, probe, top, steep)]
    traces += _examples(batch) if batch else []
    reach = float(x[0]), float(x[-1])
    return theme.new_figure(
        ground(reach, (-0.05 * top, 1.02 * top)),
        ground(reach, (-steep, steep), yaxis="y2"),
        *traces,
        height=HEIGHT,
        title="Loss of one prediction",
        view=(letter, window, reach),
        layout=_places(*reach, top, steep, letter, target, probe.at),
        narrow={"layout.height": 620},
    )


def _lines(name: str, curve: LossCurve) -> list[Trace]:
    """One loss and its slope; broken where it is infinite, the slope also at kinks."""
    x = curve.predictions.astype(np.float32)
    look = {"x": x, "mode": "lines", "line": line_of(curve.key), "legendgroup": name}
    tip = f"%{{x:.3g}}: %{{y:.6g}}<extra>{name}</extra>"
    slopes = np.where(np.isin(curve.predictions, curve.kinks), np.nan, curve.slopes)
    return [
        unchecked.Scatter(
            y=_finite(curve.values), name=name, hovertemplate=f"loss at {tip}", **look
        ),
        unchecked.Scatter(
            y=_finite(slopes),
            name=f"{name} slope",
            hovertemplate=f"slope at {tip}",
            **look,
            **BELOW,
        ),
    ]


def _other(curve: LossCurve) -> list[Trace]:
    """The same loss for another target, quietly."""
    look = {
        "x": curve.predictions.astype(np.float32),
        "mode": "lines",
        "line": {"color": theme.QUIET, "width": theme.LINE, "dash": "dot", "simplify": False},
        "hovertemplate": f"%{{x:.3g}}: %{{y:.6g}}<extra>{curve.label}, y = {curve.target:g}</extra>",
    }
    name = f"the same, y = {curve.target:g}"
    return [
        unchecked.Scatter(y=_finite(curve.values), name=name, showlegend=False, **look),
        unchecked.Scatter(y=_finite(curve.slopes), name=f"{name} slope", **look, **BELOW),
    ]


def _finite(values: Array) -> Array:
    return np.where(np.isfinite(values), values, np.nan).astype(np.float32)


def _probe(curves: Mapping[str, LossCurve], probe: Probe, top: float, steep: float) -> list[Trace]:
    """Today's prediction on every curve; at the edge, as a triangle with its number, where it is beyond the window."""
    x = next(iter(curves.values())).predictions
    colors = [line_of(curve.key)["color"] for curve in curves.values()]
    traces = []
    for name, row, low, high, panel in (
        ("loss here", probe.values, -np.inf, INSET * top, {"showlegend": False}),
        ("slope here", probe.slopes, -INSET * steep, INSET * steep, BELOW),
    ):
        y = np.array(row, dtype=float)
        symbols = np.where(y > high, "triangle-up", np.where(y < low, "triangle-down", "circle"))
        look = {"symbol": symbols.tolist(), "size": 12, "color": colors}
        beyond = np.isfinite(y) & ((y > high) | (y < low))
        first = int(np.argmax(beyond)) if beyond.any() else -1  # those that coincide speak once
        traces.append(
            unchecked.Scatter(
                x=[probe.at] * len(y),
                y=numbers(np.clip(y, low, high)),
                mode="markers+text",
                text=[
                    f"<b>{v:.3g}</b>".replace("-", "−") if i == first else ""
                    for i, v in enumerate(y)
                ],
                textposition=f"middle {_outward(probe.at, float(x[0]), float(x[-1]))}",
                marker=look | {"line": {"width": 1.5, "color": theme.PAPER}},
                name=name,
                hoverinfo="skip",
                cliponaxis=False,
                **panel,
            )
        )
    return traces


def _outward(at: float, low: float, high: float) -> str:
    """The side of a place that is free of a curve on its way out, unless there is no room."""
    share = (at - low) / (high - low)
    return "left" if 0.08 < share < 0.5 or share > 0.92 else "right"


def _examples(batch: Batch) -> list[Trace]:
    """The examples of a batch: filled where the target is 1, hollow where it is 0; and their mean."""
    symbols = ["circle" if y else "circle-open" for y in batch.targets]
    look = {"symbol": symbols, "size": 13, "color": theme.INK, "line": {"width": 2.5}}
    seen = batch.targets  # each is called by its name once
    texts = ["" if y in seen[:i] else f"y = {y:g}" for i, y in enumerate(seen)]
    common = {"x": list(batch.predictions), "marker": look, "hoverinfo": "skip"}
    common |= {"cliponaxis": False}
    return [
        unchecked.Scatter(
            y=numbers(batch.costs),
            mode="markers+text",
            text=texts,
            textposition="top right",
            name="one batch",
            **common,
        ),
        unchecked.Scatter(
            y=numbers(batch.slopes), mode="markers", name="their slopes", **common, **BELOW
        ),
        unchecked.Scatter(
            x=[0, 1],
            y=[batch.mean] * 2,
            mode="lines",
            line={"color": theme.INK, "width": theme.THIN, "dash": "dash"},
            name=f"their mean {batch.mean:.4g}",
            hoverinfo="skip",
        ),
    ]


def _places(
    low: float, high: float, top: float, steep: float, letter: str, target: float, at: float
) -> dict[str, Any]:
    """Two panels, loss above slope, one x for both; the target and today's prediction marked through."""
    margin = 0.03 * (high - low)
    marks = [(at, theme.AXIS, "dot")]
    of_target = letter != "score z"  # a target of a logit is a probability, no place on its axis
    marks += [(target, theme.TARGET, "solid")] if of_target else []
    return {
        "xaxis": {
            "anchor": "y2",
            "range": [low - margin, high + margin],
            "title": {"text": letter},
            "zeroline": False,
        },
        "yaxis": {"domain": [0.55, 1.0], "range": [-0.05 * top, 1.02 * top]},
        "yaxis2": {"domain": [0.0, 0.43], "anchor": "x", "range": [-1.05 * steep, 1.05 * steep]},
        "legend": {"y": -0.17},
        "annotations": [
            theme.heading(f"Slope along the {letter}", 0.0, 0.43),
            *([_target(target)] if of_target else []),
        ],
        "shapes": [
            {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": f"{panel} domain"}
            | {"line": {"color": color, "width": theme.THIN, "dash": dash}, "layer": "below"}
            for panel in ("y", "y2")
            for x, color, dash in marks
        ],
    }


def _target(target: float) -> dict[str, Any]:
    """What the green line is."""
    return {
        **{"text": "target y", "x": target, "y": 1.0, "yref": "y domain"},
        **{"showarrow": False, "yanchor": "bottom", "xanchor": "center"},
        "font": {"size": theme.FONT_SIZE, "color": theme.TARGET},
    }
