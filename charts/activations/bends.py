"""A curve drawn by a few hidden units: target and fit, and below what each unit adds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers, set_player, swapped

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.activations.bends import BendFit

HEIGHT = 450
SHARE = 0.68
UNITS, ERRORS = {"yaxis": "y3"}, {"xaxis": "x2", "yaxis": "y2"}
HIDDEN = {"showlegend": False}
EXACT = 1e-9  # an error below it is rounding: drawn in a row of its own
ABOVE, BELOW = [0.57, 1.0], [0.0, 0.43]


def fit_and_units(fit: BendFit, *, errors: Sequence[float] | None = None) -> Figure:
    """Target and fit above each unit's own share of it, on one x; beside them the error for every k.

    Played, the units are added one after another, in their order from left to right.

    Parameters
    ----------
    errors : sequence of float, optional
        RMS errors with 1, 2, ... units, that of ``fit`` among them.
    """
    k = len(fit.units)
    shown = _needed(fit)
    traces = [*_above(fit), *_units(fit, shown), *_kinks(fit)]
    names = ("Target and fit", "RMS error over k (log)")
    layout = _places(fit)
    if errors is None:
        layout["annotations"] = [theme.heading(names[0], 0.0, 1.0), *layout["annotations"]]
        figure = theme.new_figure(*traces, height=HEIGHT, x="x", view="alone", layout=layout)
    else:
        figure = theme.two_panels(
            *(*traces, *_errors(errors, k)),
            share=SHARE,
            height=HEIGHT,
            titles=names,
            x=("x", "hidden units k"),
            view="errors",
            layout=layout | _error_axes(errors),
            narrow=_STACKED,
        )
        figure.add_meta(clicks="x2")
    set_player(figure, k, "unit")
    return figure


def _needed(fit: BendFit) -> NDArray:
    """Points without which the lines would look different: around bends, or every other one."""
    if fit.bends is None:
        ends = [0, len(fit.x) - 1]
        return np.unique(np.concatenate([ends, np.arange(0, len(fit.x), 2), fit.kink_places]))
    scale = np.abs(fit.units).max(axis=1, keepdims=True) + 1e-300
    slopes = np.diff(fit.units / scale) / np.diff(fit.x)
    bent = (np.abs(np.diff(slopes)) > 1e-7).any(axis=0)
    near = np.flatnonzero(bent)[:, None] + [0, 1, 2]
    return np.unique(np.concatenate([[0, len(fit.x) - 1], near.ravel()]))


def _above(fit: BendFit) -> list[Trace]:
    """What is to be drawn, and what the units draw together."""
    x = fit.x.astype(np.float32)
    look = {"x": x, "mode": "lines", "line": {"width": theme.LINE, "color": theme.FORWARD}}
    wide = {"line": {"width": 7, "color": theme.TARGET}, "opacity": 0.5}
    target, sums = fit.target.astype(np.float32), fit.fit.astype(np.float32)
    tip = "(%{x:.3f}) = %{y:.4f}<extra></extra>"
    return [
        unchecked.Scatter(y=target, name="target", hovertemplate=f"target{tip}", **look | wide),
        unchecked.Scatter(y=sums, name="fit", hovertemplate=f"fit{tip}", **look),
    ]


def _units(fit: BendFit, shown: NDArray) -> list[Trace]:
    """All units as one trace with gaps; the unit that is being added; and, over the target, the sum so far."""
    k, n = len(fit.units), len(shown)
    x, gap = fit.x[shown], np.full((k, 1), np.nan)
    rows = np.hstack([fit.units[:, shown], gap])
    tip = "unit %{customdata}: %{y:.4g} at x = %{x:.3f}<extra></extra>"
    each = unchecked.Scatter(
        x=np.tile(np.append(x, np.nan), k).astype(np.float32),
        y=rows.ravel().astype(np.float32),
        customdata=np.repeat(np.arange(1, k + 1, dtype=np.int8), n + 1),
        mode="lines",
        line={"width": theme.THIN, "color": theme.VIOLET},
        name="one unit",
        hovertemplate=tip,
        **UNITS,
    )
    nothing = np.full(n, np.nan)
    curves = [nothing, *fit.units[:-1, shown], nothing]
    look = {"x": numbers(x), "mode": "lines", "hoverinfo": "skip"}
    added = {"width": 4, "color": theme.GOLD}
    now = unchecked.Scatter(y=numbers(nothing), name="being added", line=added, **look, **UNITS)
    whole = unchecked.Scatter(
        y=numbers(fit.fit[shown]),
        name="sum of the units so far, and c",
        line={"width": theme.LINE, "color": theme.FORWARD, "dash": "dot"},
        **look,
    )
    return [each, swapped(now, curves), swapped(whole, fit.sums[:, shown])]


def _kinks(fit: BendFit) -> list[Trace]:
    """A diamond at each kink, on the fit and on the unit whose kink it is."""
    if not len(fit.kinks):
        return []
    own = fit.units[fit.kink_units, fit.kink_places]
    look = {
        "x": numbers(fit.kinks),
        "mode": "markers",
        "customdata": [int(unit) + 1 for unit in fit.kink_units],
        "hovertemplate": "kink of unit %{customdata} at x = %{x:.4f}<extra></extra>",
    }
    diamond = {"symbol": "diamond", "size": 9, "line": {"width": 1, "color": theme.PAPER}}
    return [
        unchecked.Scatter(
            y=numbers(fit.fit[fit.kink_places]),
            name="kinks",
            marker=diamond | {"color": theme.FORWARD},
            **look,
        ),
        unchecked.Scatter(
            y=numbers(own),
            name="kinks of units",
            marker=diamond | {"color": theme.VIOLET},
            **look,
            **HIDDEN,
            **UNITS,
        ),
    ]


def _errors(errors: Sequence[float], k: int) -> list[Trace]:
    """The error with every number of units, and a ring around today's."""
    floor = _floor(errors)
    heights = numbers(max(error, floor) if error > EXACT else floor for error in errors)
    return [
        unchecked.Scatter(
            x=list(range(1, len(errors) + 1)),
            y=heights,
            customdata=[float(error) for error in errors],
            mode="lines+markers",
            name="error",
            line={"width": theme.LINE, "color": theme.LOSS},
            marker={"size": 8, "color": theme.LOSS},
            hovertemplate="%{x} units: RMS error %{customdata:.4~g}<extra></extra>",
            **HIDDEN,
            **ERRORS,
        ),
        unchecked.Scatter(
            x=[k],
            y=[heights[k - 1]],
            mode="markers",
            name="error now",
            marker={
                "symbol": "circle-open",
                "size": 16,
                "color": theme.LOSS,
                "line": {"width": 2.5},
            },
            hoverinfo="skip",
            **HIDDEN,
            **ERRORS,
        ),
    ]


def _floor(errors: Sequence[float]) -> float:
    """Height of the row for exact fits: a decade below everything else."""
    real = [error for error in errors if error > EXACT]
    return 10.0 ** (np.floor(np.log10(min(real, default=1.0))) - 1)


def _error_axes(errors: Sequence[float]) -> dict[str, Any]:
    """A log axis in whole decades, with a row for what is exact."""
    floor, top = _floor(errors), float(np.log10(max(max(errors), EXACT)))
    low, exact = int(np.log10(floor)), min(errors) <= EXACT
    ticks = list(range(low + 1, int(np.ceil(max(top, low + 1))) + 1))
    texts = ["1" if tick == 0 else f"10<sup>{tick}</sup>".replace("-", "−") for tick in ticks]
    return {
        "xaxis2": {"range": [0.3, len(errors) + 0.7], "tickvals": [1, 4, 8, 12, 16]},
        "yaxis2": {
            "type": "log",
            "range": [low - 0.2 if exact else low + 0.9, max(top, low + 1) + 0.25],
            "tickvals": [10.0**tick for tick in ticks] + [floor] * exact,
            "ticktext": texts + ["exact"] * exact,
        },
    }


def _places(fit: BendFit) -> dict[str, Any]:
    """Two panels on one x."""
    drawn = np.concatenate([fit.target, fit.fit])
    line = {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"}
    return {
        "xaxis": {"anchor": "y3", "range": [-1.02, 1.02], "dtick": 0.5},
        "yaxis": {"domain": ABOVE, "range": _around(drawn), "nticks": 5},
        "yaxis3": {"domain": BELOW, "anchor": "x", "range": _around(fit.units), "nticks": 5},
        "annotations": [
            theme.heading("What each unit adds: v f(wx + b)", 0.0, BELOW[1])
            | {"bgcolor": theme.PAPER}
        ],
        "margin": {"t": 28, "b": 40},
        "legend": {"y": -0.13},
        "shapes": [
            {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
            | {"line": line, "layer": "below"}
            for x in numbers(fit.kinks)
        ],
    }


def _around(values: NDArray) -> list[float]:
    """A range with some room on both sides."""
    low, high = float(values.min()), float(values.max())
    room = 0.1 * max(high - low, 0.2)
    return [low - room, high + room]


_STACKED = {  # on a phone: the errors below the two others
    "layout.height": 780,
    "layout.legend.y": -0.07,
    "layout.xaxis.domain": [0.0, 1.0],
    "layout.xaxis2.domain": [0.0, 1.0],
    "layout.yaxis.domain": [0.72, 1.0],
    "layout.yaxis3.domain": [0.36, 0.64],
    "layout.yaxis2.domain": [0.0, 0.22],
    "layout.annotations.1.x": 0.0,
    "layout.annotations.1.y": 0.22,
    "layout.annotations.2.y": 0.64,
}
