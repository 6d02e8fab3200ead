"""Which z find an activation without a slope, and which units of a layer that puts to sleep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from charts import theme, unchecked
from charts.activations.unit_squares import GRID, unit_squares
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.activations.asleep import LayerSleep, Stretch
    from core.studies.activations.curves import Curve

HEIGHT = 490
REACH, BINS = 10.0, 80  # z is shown from -REACH to REACH
SPLIT = ([0.0, 0.6], [0.7, 0.92])  # histograms, and the units beside them
ROWS = ([0.57, 1.0], [0.0, 0.43])
ASLEEP, NEARLY, AWAKE = theme.QUIET, theme.GOLD, theme.FORWARD
NAMES = ("awake", "|slope| under 0.01", "slope exactly 0")


class Sleeper(NamedTuple):
    """One activation, and what it does with the z of the figure."""

    curve: Curve
    flat: tuple[Stretch, ...]  # where the slope is 0
    nearly: tuple[Stretch, ...]  # where it is under 0.01
    title: str
    units: LayerSleep | None = None
    units_title: str = ""


def asleep_and_awake(z: NDArray, pair: Sequence[Sleeper], *, of: str = "") -> Figure:
    """How one batch of z falls on the flat and on the steep parts of two activations, one below the other.

    Parameters
    ----------
    z : (...)
        The same for both.
    pair : two Sleepers
        If they have units, both do: then the units stand beside the histograms.
    of : str
        What the z are of, for the axis.
    """
    z = np.ravel(z)
    place = np.floor((z + REACH) * (BINS / (2 * REACH))).astype(int)
    inside = (place >= 0) & (place < BINS)
    traces: list[Any] = []
    for row, sleeper in enumerate(pair):
        traces += _bars(z, np.where(inside, place, BINS), sleeper, row)
        traces.append(_slope(sleeper.curve, row))
        if sleeper.units is not None:
            traces += unit_squares(sleeper.units, row, up=ROWS[0], dead_color=ASLEEP)
    outside = 1 - inside.mean()
    few = "at most " if outside < 0.001 else ""
    beyond = f", {few}{max(outside, 0.001):.1%} outside" if outside else ""
    layout = _layout(pair, f"z{of}{beyond}", traces)
    with_units = pair[0].units is not None
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        view=("asleep", with_units),
        layout=layout,
        narrow=_stacked([trace["name"] for trace in traces], with_units),
    )


def _bars(z: NDArray, place: NDArray, sleeper: Sleeper, row: int) -> list[Trace]:
    """The histogram in three colors: no slope, next to none, awake."""
    state = np.zeros(len(z), int)
    for level, stretches in ((1, sleeper.nearly), (2, sleeper.flat)):
        for low, high in stretches:
            state[(z >= low) & (z <= high)] = level
    counts = np.bincount(place * 3 + state, minlength=3 * (BINS + 1)).reshape(-1, 3)[:BINS]
    middles = (np.arange(BINS) + 0.5) * (2 * REACH / BINS) - REACH
    return [
        unchecked.Bar(
            x=middles.astype(np.float32),
            y=(counts[:, level] / len(z)).astype(np.float32),
            marker={"color": (AWAKE, NEARLY, ASLEEP)[level], "line": {"width": 0}},
            name=NAMES[level],
            legendgroup=NAMES[level],
            showlegend=row == 0,
            hovertemplate=f"z about %{{x:.3g}}: %{{y:.2%}} {NAMES[level]}<extra></extra>",
            **_axes(row),
        )
        for level in (2, 1, 0)
    ]


def _slope(curve: Curve, row: int) -> Trace:
    """The slope, on its own scale at the right; broken where it jumps."""
    slopes = np.where(np.isin(curve.z, curve.kinks), np.nan, curve.slopes)
    return unchecked.Scatter(
        x=curve.z.astype(np.float32),
        y=slopes.astype(np.float32),
        mode="lines",
        line={"color": theme.GRADIENT, "width": theme.LINE, "simplify": False},
        name="slope f′(z)",
        legendgroup="slope",
        showlegend=row == 0,
        hovertemplate=f"f′(%{{x:.3g}}) = %{{y:.4g}}<extra>{curve.label}</extra>",
        xaxis=_axes(row)["xaxis"],
        yaxis=f"y{row + 3}",
    )


def _axes(row: int) -> dict[str, str]:
    number = "" if row == 0 else "2"
    return {"xaxis": f"x{number}", "yaxis": f"y{number}"}


def _layout(pair: Sequence[Sleeper], z_title: str, traces: Sequence[Any]) -> dict[str, Any]:
    """Two rows: histogram and slope, and beside them the units where there are any."""
    with_units = pair[0].units is not None
    across = SPLIT[0] if with_units else [0.0, 0.94]
    slopes = np.concatenate([sleeper.curve.slopes for sleeper in pair])
    steep = {"range": [min(0.0, 1.15 * slopes.min()), 1.15 * max(1.0, slopes.max())]}
    layout: dict[str, Any] = {"barmode": "stack", "bargap": 0, "margin": {"t": 32, "b": 40}}
    layout |= {"legend": {"y": -0.13, "traceorder": "normal"}, "shapes": [], "annotations": []}
    for row, (sleeper, up) in enumerate(zip(pair, ROWS, strict=True)):
        number = "" if row == 0 else "2"
        layout[f"xaxis{number}"] = {
            "domain": across,
            "anchor": f"y{number}",
            "range": [-REACH, REACH],
            "title": {"text": z_title if row else ""},
        } | ({"matches": "x"} if row else {})
        layout[f"yaxis{number}"] = {
            "domain": up,
            "anchor": f"x{number}",
            "tickformat": ".0%",
            "rangemode": "tozero",
            "nticks": 4,
            "title": {"text": "share of z"},
        }
        layout[f"yaxis{row + 3}"] = steep | {
            "overlaying": f"y{number}",
            "anchor": f"x{number}",
            "side": "right",
            "showgrid": False,
            "zeroline": False,
            "tickvals": [0, 0.5, 1],
            "tickfont": {"color": theme.GRADIENT},
        }
        layout["shapes"] += _zones(sleeper, row)
        layout["annotations"].append(theme.heading(sleeper.title, 0.0, up[1]))
    return layout | (_beside(pair, layout["annotations"]) if with_units else {})


def _beside(pair: Sequence[Sleeper], headings: list[dict[str, Any]]) -> dict[str, Any]:
    """The axes of the units, without ticks: a square is a unit."""
    bare = {"visible": False, "showgrid": False, "zeroline": False}
    places: dict[str, Any] = {}
    for row, (sleeper, up) in enumerate(zip(pair, ROWS, strict=True)):
        number = row + 5
        rows = -(-len(sleeper.units.flat) // GRID)
        places[f"xaxis{number}"] = bare | {
            "domain": SPLIT[1],
            "anchor": f"y{number}",
            "range": [-0.5, GRID - 0.5],
        }
        places[f"yaxis{number}"] = bare | {
            "domain": up,
            "anchor": f"x{number}",
            "range": [rows - 0.5, -0.5],
        }
        headings.append(theme.heading(sleeper.units_title, SPLIT[1][0], up[1]))
    return places | {"annotations": headings}


def _zones(sleeper: Sleeper, row: int) -> list[dict[str, Any]]:
    """The flat stretches of z, shaded from top to bottom."""
    nearly = [stretch for stretch in sleeper.nearly if stretch not in sleeper.flat]
    number = "" if row == 0 else "2"
    return [
        {"type": "rect", "xref": f"x{number}", "yref": f"y{number} domain", "y0": 0, "y1": 1}
        | {"x0": max(low, -REACH), "x1": min(high, REACH), "line": {"width": 0}}
        | {"fillcolor": color, "opacity": 0.16, "layer": "below"}
        for stretches, color in ((nearly, NEARLY), (sleeper.flat, ASLEEP))
        for low, high in stretches
        if low < REACH and high > -REACH
    ]


def _stacked(names: Sequence[str], with_units: bool) -> dict[str, Any]:
    """On a phone: a histogram, its units, the other histogram, its units."""
    if not with_units:
        return {"layout.height": 560}
    ups = {0: [0.8, 1.0], 5: [0.55, 0.72], 2: [0.27, 0.47], 6: [0.0, 0.17]}
    narrow: dict[str, Any] = {"layout.height": 1000, "layout.legend.y": -0.05}
    for axis, up in ups.items():
        number = str(axis or "")
        narrow |= {
            f"layout.xaxis{number}.domain": [0.0, 0.92] if axis in (0, 2) else [0.0, 0.6],
            f"layout.yaxis{number}.domain": up,
        }
    bar = f"data.{names.index('units 1')}.colorbar"
    narrow |= {f"{bar}.x": 0.64, f"{bar}.y": ups[5][0], f"{bar}.len": ups[5][1] - ups[5][0]}
    for note, axis in enumerate((0, 2, 5, 6)):
        narrow |= {
            f"layout.annotations.{note}.x": 0.0,
            f"layout.annotations.{note}.y": ups[axis][1],
        }
    return narrow
