"""What activations do to a signal and to its slope, in one layer and through many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.activations.activation_marks import HIDDEN, SLOPE, Stretches, flat_strip, kinks, probe
from charts.activations.layer_axis import layer_axis
from charts.figure import Figure, Trace
from charts.playback import heads, numbers, played, set_player

if TYPE_CHECKING:
    from core.studies.activations.curves import Curve
    from core.studies.activations.depth import ChainRun

HEIGHT = 490
FEW, ROW, ROW_LETTERS = (
    4,
    13,
    11,
)  # pixels: each row of the strip, from the fifth on, makes the picture taller
PLOT = 380  # of the height, about what is left for the panels
SHARE = 0.6
DEPTH = {"xaxis": "x2", "yaxis": "y2"}  # the panel beside the others


def bends_and_depth(
    curves: Mapping[str, Curve],
    runs: Mapping[str, ChainRun],
    *,
    flat: Mapping[str, Stretches],
    bound: Sequence[float] | None = None,
) -> Figure:
    """Activations above their slopes, the probe z on both, and beside them the slope through a chain of layers.

    Below the slopes a strip tells where each is flat. Clicks count on the curves alone.

    Parameters
    ----------
    curves : mapping of activation key to Curve
        At least one, all over the same stretch of z.
    runs : mapping of activation key to ChainRun
        Same keys, all of one depth, all with the same z in their first layer: that is the probe.
    flat : mapping of activation key to pairs (low, high)
        Same keys: where the activation is flat.
    bound : (depth,) or None
        The most that a chain of sigmoids can pass on, layer by layer.
    """
    depth = len(next(iter(runs.values())).z)
    more = ROW * max(0, len(curves) - FEW)  # pixels for the strip
    floor, axis = layer_axis(runs, bound)
    traces = [] if bound is None else [_bound(bound)]
    for key, curve in curves.items():
        traces += _lines(key, curve)
    figure = theme.two_panels(
        *traces,
        *_chains(curves, runs, floor),
        flat_strip(curves, flat),
        *(_ring_explained(), *kinks(curves), *probe(runs)),
        share=SHARE,
        height=HEIGHT + more,
        titles=("Value f(z)", "|Slope| through the layers (log)"),
        x=("z", "layer"),
        view="activations",
        layout=_places(curves, runs, axis, more),
        narrow=_stacked(more),
    )
    set_player(figure, depth, "layer")
    return figure


def _lines(key: str, curve: Curve) -> list[Trace]:
    """One activation and its slope; at a kink the line is broken, so that a jump stays a jump."""
    line = theme.style(key) | {"width": theme.LINE, "simplify": False}
    smooth = ~np.isin(curve.z, curve.kinks)
    z = curve.z.astype(np.float32)
    value, slope = (np.where(smooth, y, np.nan) for y in (curve.values, curve.slopes))
    look = {"mode": "lines", "line": line, "legendgroup": key}
    tip = f"(%{{x:.3g}}) = %{{y:.6g}}<extra>{curve.label}</extra>"
    return [
        unchecked.Scatter(
            x=z, y=value.astype(np.float32), name=curve.label, hovertemplate=f"f{tip}", **look
        ),
        unchecked.Scatter(
            x=z,
            y=slope.astype(np.float32),
            name=f"{curve.label} slope",
            hovertemplate=f"f′{tip}",
            **look | HIDDEN | SLOPE,
        ),
    ]


def _chains(curves: Mapping[str, Curve], runs: Mapping[str, ChainRun], floor: float) -> list[Trace]:
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
    ring, disc = {"marker": ring, "cliponaxis": False}, {"color": colors, "size": 10}
    return [
        *traces,
        heads(values, sent=False, name="values now", **ring),
        heads(slopes, sent=True, name="slopes now", **ring, **SLOPE),
        heads(through, sent=True, name="through now", marker=disc, **DEPTH),
    ]


def _visited(label: str, key: str, z: list, slopes: list) -> Trace:
    """A small ring at the z of every layer so far, on the slope."""
    dots = {"symbol": "circle-open", "color": theme.style(key)["color"], "size": 5}
    look = {"mode": "markers", "marker": dots, "hoverinfo": "skip", "legendgroup": key}
    return played(
        unchecked.Scatter(x=z, y=slopes, name=f"{label} z", **look, **HIDDEN, **SLOPE), "grow"
    )


def _left(label: str, key: str, layers: list, shown: list, products: list) -> Trace:
    """How much slope is left after every layer, its sign in the tip."""
    tip = f"after layer %{{x}}: %{{customdata:.4g}}<extra>{label}</extra>"
    line = theme.style(key) | {"width": theme.LINE}
    look = {"mode": "lines", "line": line, "customdata": products, "hovertemplate": tip}
    name = f"{label} through"
    return played(
        unchecked.Scatter(x=layers, y=shown, name=name, legendgroup=key, **look, **HIDDEN, **DEPTH),
        "grow",
    )


def _ring_explained() -> Trace:
    """What the rings mean, for the legend."""
    ring = {"symbol": "circle-open", "color": theme.QUIET, "size": 10, "line": {"width": 2}}
    return unchecked.Scatter(x=[None], y=[None], mode="markers", marker=ring, name="this layer's z")


def _bound(bound: Sequence[float]) -> Trace:
    """What no chain of sigmoids can pass, from 1 before the first layer."""
    return unchecked.Scatter(
        x=list(range(len(bound) + 1)),
        y=numbers([1.0, *bound]),
        mode="lines",
        line={"color": theme.style("sigmoid")["color"], "width": theme.THIN, "dash": "dash"},
        name="sigmoids at most: (w/4)<sup>L</sup>",
        hovertemplate="at most %{y:.4g} after layer %{x}<extra>Sigmoid</extra>",
        **DEPTH,
    )


def _places(
    curves: Mapping[str, Curve], runs: Mapping[str, ChainRun], axis: dict[str, Any], more: float
) -> dict[str, Any]:
    """Four panels out of two: below the values the slopes, and where they are flat, all on the same z."""
    z = float(next(iter(runs.values())).z[0])
    values = [float(run.a[0]) for run in runs.values()]
    slopes = np.concatenate([curve.slopes for curve in curves.values()])
    stretch = next(iter(curves.values())).z
    depth = len(next(iter(runs.values())).z)

    def up(share: float) -> float:
        return (share * PLOT + more) / (PLOT + more)

    return {
        "xaxis": {"anchor": "y4", "dtick": 2, "range": [float(stretch[0]), float(stretch[-1])]},
        "xaxis2": {"range": [0, depth + 0.03 * depth]},
        "yaxis": {
            "domain": [up(0.62), 1.0],
            "range": [min(-1.25, min(values) - 0.3), max(2.25, max(values) + 0.3)],
        },
        "yaxis2": axis,
        "yaxis3": {
            "domain": [up(0.2), up(0.52)],
            "anchor": "x",
            "range": [min(-0.1, slopes.min()) - 0.08, max(1.0, slopes.max()) + 0.12],
        },
        "yaxis4": {
            "domain": [0.0, up(0.1)],
            "anchor": "x",
            "range": [len(curves) - 0.5, -0.5],
            "tickvals": list(range(len(curves))),
            "ticktext": [curve.label for curve in curves.values()],
            "tickfont": {"size": ROW_LETTERS},
            "ticks": "",
            "showgrid": False,
            "zeroline": False,
        },
        "annotations": [
            theme.heading("Slope f′(z)", 0.0, up(0.52)),
            theme.heading("Flat: |f′| < 0.01", 0.0, up(0.1)),
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


def _stacked(more: float) -> dict[str, Any]:
    """On a phone: values, slopes, the strip, ``more`` pixels taller, and then depth, one above the other."""

    def at(share: float, above: float = 0.0) -> float:
        return (share * 800 + above) / (800 + more)

    return {
        "layout.height": 920 + more,
        "layout.legend.y": -0.12,
        "layout.xaxis.domain": [0.0, 1.0],
        "layout.xaxis2.domain": [0.0, 1.0],
        "layout.yaxis.domain": [at(0.77, more), 1.0],
        "layout.yaxis3.domain": [at(0.5, more), at(0.71, more)],
        "layout.yaxis4.domain": [at(0.38), at(0.44, more)],
        "layout.yaxis2.domain": [0.0, at(0.26)],
        "layout.annotations.1.x": 0.0,
        "layout.annotations.1.y": at(0.26),
        "layout.annotations.2.y": at(0.71, more),
        "layout.annotations.3.y": at(0.44, more),
    }
