"""What activations do to a signal and to its slope, in one layer and through many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.activation_marks import HIDDEN, SLOPE, Tails, flat_strip, kinks, probe
from charts.playback import heads, numbers, played, set_player

if TYPE_CHECKING:
    from core.curves import Curve
    from core.depth import ChainRun

HEIGHT = 490
SHARE = 0.6
DEPTH = {"xaxis": "x2", "yaxis": "y2"}  # the panel beside the others


def bends_and_depth(
    curves: Mapping[str, Curve],
    runs: Mapping[str, ChainRun],
    *,
    tails: Mapping[str, Tails],
    bound: Sequence[float] | None = None,
) -> go.Figure:
    """Activations above their slopes, the probe z on both, and beside them the slope through a chain of layers.

    Below the slopes a strip tells where each is flat. Clicks count on the curves alone.

    Parameters
    ----------
    curves : mapping of activation key to Curve
        At least one, all over the same stretch of z.
    runs : mapping of activation key to ChainRun
        Same keys, all of one depth, all with the same z in their first layer: that is the probe.
    tails : mapping of activation key to pairs (low, high)
        Same keys: where the activation is flat, out to infinity.
    bound : (depth,) or None
        The most that a chain of sigmoids can pass on, layer by layer.
    """
    depth = len(next(iter(runs.values())).z)
    floor, axis = _decades(runs, bound)
    traces = [] if bound is None else [_bound(bound)]
    for key, curve in curves.items():
        traces += _lines(key, curve)
    figure = theme.two_panels(
        *traces,
        *_chains(curves, runs, floor),
        flat_strip(curves, tails),
        *(_ring_explained(), *kinks(curves), *probe(runs)),
        share=SHARE,
        height=HEIGHT,
        titles=("Value f(z)", "|Slope| through the layers (log)"),
        x=("z", "layer"),
        view="activations",
        layout=_places(curves, runs, axis),
        narrow=_STACKED,
    )
    set_player(figure, depth, "layer")
    return figure


def _lines(key: str, curve: Curve) -> list[go.Scatter]:
    """One activation and its slope; at a kink the line is broken, so that a jump stays a jump."""
    line = theme.style(key) | {"width": theme.LINE, "simplify": False}
    smooth = ~np.isin(curve.z, curve.kinks)
    z = curve.z.astype(np.float32)
    value, slope = (np.where(smooth, y, np.nan) for y in (curve.values, curve.slopes))
    look = {"mode": "lines", "line": line, "legendgroup": key}
    tip = f"(%{{x:.3g}}) = %{{y:.6g}}<extra>{curve.label}</extra>"
    return [
        go.Scatter(
            x=z, y=value.astype(np.float32), name=curve.label, hovertemplate=f"f{tip}", **look
        ),
        go.Scatter(
            x=z,
            y=slope.astype(np.float32),
            name=f"{curve.label} slope",
            hovertemplate=f"f′{tip}",
            **look | HIDDEN | SLOPE,
        ),
    ]


def _chains(
    curves: Mapping[str, Curve], runs: Mapping[str, ChainRun], floor: float
) -> list[go.Scatter]:
    """The chains: how much slope is left after every layer, and where on its curve each layer stands."""
    values, slopes, through, traces = {}, {}, {}, []
    for key, run in runs.items():
        label = curves[key].label
        products = np.concatenate([[1.0], run.products])
        z, a, f = ([None, *numbers(row)] for row in (run.z, run.a, run.slopes))
        values[f"{label} value"], slopes[f"{label} z"] = (z, a), (z, f)
        through[f"{label} through"] = (
            list(range(len(products))),
            numbers(np.where(products == 0, floor, np.abs(products))),
        )
        traces += [
            _visited(label, key, *slopes[f"{label} z"]),
            _left(label, key, *through[f"{label} through"], numbers(products)),
        ]
    colors = [theme.style(key)["color"] for key in runs]
    ring = {"symbol": "circle-open", "color": colors, "size": 12, "line": {"width": 2}}
    return [
        *traces,
        heads(values, sent=False, name="values now", marker=ring),
        heads(slopes, sent=True, name="slopes now", marker=ring, **SLOPE),
        heads(
            through, sent=True, name="through now", marker={"color": colors, "size": 10}, **DEPTH
        ),
    ]


def _visited(label: str, key: str, z: list, slopes: list) -> go.Scatter:
    """A small ring at the z of every layer so far, on the slope."""
    dots = {"symbol": "circle-open", "color": theme.style(key)["color"], "size": 5}
    look = {"mode": "markers", "marker": dots, "hoverinfo": "skip", "legendgroup": key}
    return played(go.Scatter(x=z, y=slopes, name=f"{label} z", **look, **HIDDEN, **SLOPE), "grow")


def _left(label: str, key: str, layers: list, shown: list, products: list) -> go.Scatter:
    """How much slope is left after every layer, its sign in the tip."""
    tip = f"after layer %{{x}}: %{{customdata:.4g}}<extra>{label}</extra>"
    line = theme.style(key) | {"width": theme.LINE}
    look = {"mode": "lines", "line": line, "customdata": products, "hovertemplate": tip}
    name = f"{label} through"
    return played(
        go.Scatter(x=layers, y=shown, name=name, legendgroup=key, **look, **HIDDEN, **DEPTH), "grow"
    )


def _ring_explained() -> go.Scatter:
    """What the rings mean, for the legend."""
    ring = {"symbol": "circle-open", "color": theme.QUIET, "size": 10, "line": {"width": 2}}
    return go.Scatter(x=[None], y=[None], mode="markers", marker=ring, name="this layer's z")


def _bound(bound: Sequence[float]) -> go.Scatter:
    """What no chain of sigmoids can pass, from 1 before the first layer."""
    return go.Scatter(
        x=list(range(len(bound) + 1)),
        y=numbers([1.0, *bound]),
        mode="lines",
        line={"color": theme.style("sigmoid")["color"], "width": theme.THIN, "dash": "dash"},
        name="most sigmoids can pass",
        hovertemplate="at most %{y:.4g} after layer %{x}<extra>Sigmoid</extra>",
        **DEPTH,
    )


def _places(
    curves: Mapping[str, Curve], runs: Mapping[str, ChainRun], axis: dict[str, Any]
) -> dict[str, Any]:
    """Four panels out of two: below the values the slopes, and where they are flat, all on the same z."""
    z = float(next(iter(runs.values())).z[0])
    values = [float(run.a[0]) for run in runs.values()]
    slopes = np.concatenate([curve.slopes for curve in curves.values()])
    stretch = next(iter(curves.values())).z
    depth = len(next(iter(runs.values())).z)
    return {
        "xaxis": {"anchor": "y4", "dtick": 2, "range": [float(stretch[0]), float(stretch[-1])]},
        "xaxis2": {"range": [0, depth + 0.03 * depth]},
        "yaxis": {
            "domain": [0.62, 1.0],
            "range": [min(-1.25, min(values) - 0.3), max(2.25, max(values) + 0.3)],
        },
        "yaxis2": axis,
        "yaxis3": {
            "domain": [0.2, 0.52],
            "anchor": "x",
            "range": [min(-0.1, slopes.min()) - 0.08, max(1.0, slopes.max()) + 0.12],
        },
        "yaxis4": {
            "domain": [0.0, 0.1],
            "anchor": "x",
            "range": [len(curves) - 0.5, -0.5],
            "showticklabels": False,
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
        },
        "annotations": [
            theme.heading("Slope f′(z)", 0.0, 0.52),
            theme.heading("Flat: |f′| < 0.01", 0.0, 0.1),
        ],
        "shapes": [
            {"type": "line", "x0": z, "x1": z, "y0": 0, "y1": 1, "yref": f"{panel} domain"}
            | {"line": {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"}}
            | {"layer": "below"}
            for panel in ("y", "y3")
        ],
        "meta": {"clicks": "x"},
        "hoverdistance": 40,
    }


_STACKED = {  # on a phone: values, slopes, the strip, and then depth, one above the other
    "layout.height": 920,
    "layout.legend.y": -0.12,
    "layout.xaxis.domain": [0.0, 1.0],
    "layout.xaxis2.domain": [0.0, 1.0],
    "layout.yaxis.domain": [0.77, 1.0],
    "layout.yaxis3.domain": [0.5, 0.71],
    "layout.yaxis4.domain": [0.39, 0.44],
    "layout.yaxis2.domain": [0.0, 0.26],
    "layout.annotations.1.x": 0.0,
    "layout.annotations.1.y": 0.26,
    "layout.annotations.2.y": 0.71,
    "layout.annotations.3.y": 0.44,
}


def _decades(
    runs: Mapping[str, ChainRun], bound: Sequence[float] | None
) -> tuple[float, dict[str, Any]]:
    """A log axis that ends in a row for exact zeros: the height of that row, and the axis."""
    sizes = np.abs(
        np.concatenate(
            [[1.0], [] if bound is None else bound, *(run.products for run in runs.values())]
        )
    )
    ends = np.log10(sizes[(sizes > 0) & np.isfinite(sizes)])
    low, high = int(np.floor(ends.min())), int(np.ceil(ends.max()))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if high - low <= 7 * step)
    low -= low % step
    ticks = list(range(low, high + 1, step))
    zero = low - (0.8 * step if high > low else 1)
    texts = [_power(tick) for tick in ticks]
    margin = 0.06 * max(high - low, 1)
    has_zeros = (sizes == 0).any()
    return 10.0**zero, {
        "type": "log",
        "range": [zero - margin if has_zeros else low - margin, high + margin],
        "tickvals": [10.0**tick for tick in ticks] + [10.0**zero] * bool(has_zeros),
        "ticktext": texts + ["0"] * bool(has_zeros),
    }


def _power(exponent: int) -> str:
    """A power of ten as it is written on an axis."""
    return "1" if exponent == 0 else f"10<sup>{exponent}</sup>".replace("-", "−")
