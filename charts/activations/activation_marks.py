"""What stands on the curves of activations: kinks, the probe, and where they are flat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from charts import theme, unchecked
from charts.figure import Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.activations.curves import Curve
    from core.studies.activations.depth import ChainRun

SLOPE, STRIP = {"yaxis": "y3"}, {"yaxis": "y4"}  # the panels below the values
HIDDEN = {"showlegend": False}
Stretches = Sequence[tuple[float, float]]


def flat_strip(curves: Mapping[str, Curve], flat: Mapping[str, Stretches]) -> Trace:
    """A row for every activation, dark where it is flat, inside the picture; one trace in all.

    Parameters
    ----------
    curves : mapping of activation key to Curve
    flat : mapping of activation key to pairs (low, high)
        Where it is flat.
    """
    low, high = (float(next(iter(curves.values())).z[end]) for end in (0, -1))
    bars = [
        (row, key, curve.label, max(start, low), min(end, high))
        for row, (key, curve) in enumerate(curves.items())
        for start, end in flat[key]
        if start < high and end > low
    ]
    styles = [theme.style(key) for _, key, *_ in bars]
    stripes = [
        "" if style["dash"] == "solid" else "/" for style in styles
    ]  # as the lines are dashed
    look = {"color": [style["color"] for style in styles], "pattern": {"shape": stripes}}
    look["line"] = {"width": 1, "color": look["color"]}  # so that the shortest are seen, too
    return unchecked.Bar(
        orientation="h",
        base=[start for *_, start, _ in bars],
        x=[end - start for *_, start, end in bars],
        y=[row for row, *_ in bars],
        width=0.7,
        marker=look,
        customdata=[[label, start, end] for _, _, label, start, end in bars],
        hovertemplate="flat from z = %{customdata[1]:.3g} to %{customdata[2]:.3g}"
        "<extra>%{customdata[0]}</extra>",
        name="flat",
        **HIDDEN,
        **STRIP,
    )


def kinks(curves: Mapping[str, Curve]) -> list[Trace]:
    """Where a curve bends or jumps, and has no slope of its own: a diamond on the curve, and one at the slope that is used there."""
    marks = [
        (key, curve.label, *numbers(place))
        for key, curve in curves.items()
        for place in zip(curve.kinks, curve.kink_values, curve.kink_slopes, strict=True)
    ]
    if not marks:
        return []
    keys, labels, z, values, slopes = map(list, zip(*marks, strict=True))
    colors = [theme.style(key)["color"] for key in keys]
    look = {"mode": "markers", "x": z, "customdata": labels}
    tip = "no slope at z = %{x:g}<extra>%{customdata}</extra>"
    used = "no slope at z = %{x:g}: taken as %{y:.4g}<extra>%{customdata}</extra>"
    edge = {"symbol": "diamond", "size": 8, "color": colors}
    return [
        unchecked.Scatter(
            y=values,
            name="kinks",
            marker=edge | {"symbol": "diamond-open"},
            hovertemplate=tip,
            **look,
            **HIDDEN,
        ),
        unchecked.Scatter(
            y=slopes,
            name="slope by agreement",
            marker=edge,
            hovertemplate=used,
            **look,
            **SLOPE,
        ),
    ]


def probe(runs: Mapping[str, ChainRun]) -> list[Trace]:
    """The first layer's z on every curve: a filled point on the value, one on the slope."""
    z = numbers(run.z[0] for run in runs.values())
    colors = [theme.style(key)["color"] for key in runs]
    look = {
        "mode": "markers",
        "x": z,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": {"size": 11, "color": colors, "line": {"width": 1.5, "color": theme.PAPER}},
    }
    return [
        unchecked.Scatter(
            y=numbers(run.a[0] for run in runs.values()), name="f(z)", **look, **HIDDEN
        ),
        unchecked.Scatter(
            y=numbers(run.slopes[0] for run in runs.values()),
            name="f′(z)",
            **look,
            **HIDDEN,
            **SLOPE,
        ),
    ]
