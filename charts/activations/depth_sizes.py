"""How large a signal and its gradient are, layer by layer: a picture with the first layer on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.decades import Ends, log_axis, on_log_axis, power
from charts.figure import Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.activations.deep_signal import DeepRun

SIZE = {"xaxis": "x3", "yaxis": "y3"}
HIDDEN = {"showlegend": False}
PRODUCT = "∏|f′| to the end, mean path"
SIZE_OF_A = "size of a"
MARKED = 16  # up to so many layers have a dot each
SEEN = (1e-7, 10.0)  # the least that the axis spans


def size_panel(
    run: DeepRun, other: DeepRun | None, other_label: str, bound: Sequence[float] | None
) -> tuple[list[Trace], dict[str, Any], list[dict[str, Any]]]:
    """Spread, size and gradient, with all runs as bands, what is predicted, and the product of the slopes.

    Parameters
    ----------
    run, other : DeepRun
        ``other`` is drawn in gray, or not at all.
    other_label : str
        What it is called.
    bound : (L,) or None
        The most that a path from each layer to the last can pass of the slopes.

    Returns
    -------
    traces : list of Scatter
    axis : dict
        Of the sizes.
    notes : list of dict
        What is left of the gradients at the first layer.
    """
    ends, axis = _sizes(run, other, bound)
    look = {"color": theme.FORWARD, "width": theme.THIN}
    traces = [
        *([] if other is None else _ghosts(other, other_label, ends)),
        *_paths(run, bound, ends),
        _line(run.a_typical, SIZE_OF_A, ends, look, legend=True),
        *_level(run.spread, run.spread_typical, theme.FORWARD, "signal", ends),
        *_level(run.gradient_rms, run.gradient_typical, theme.GRADIENT, "gradient", ends),
        *_predicted(run, ends),
        *_where_lost(run, ends),
    ]
    return traces, axis, _arrived(run, other, other_label, ends, axis)


def _level(rms: NDArray, typical: NDArray, color: str, name: str, ends: Ends) -> list[Trace]:
    """The median over the runs as a line, and all runs as a band around it."""
    layers = np.arange(1, len(rms) + 1)
    runs = np.where(np.isnan(rms), np.inf, rms)
    low, high = (on_log_axis(end, ends) for end in (runs.min(axis=1), runs.max(axis=1)))
    band = unchecked.Scatter(
        x=numbers([*low, *high[::-1]]),
        y=[*layers.tolist(), *layers[::-1].tolist()],
        mode="lines",
        line={"color": color, "width": 0},
        fill="toself",
        fillcolor=theme.pale(color, 0.25),
        hoverinfo="skip",
        name=f"{name}, all runs",
        **HIDDEN,
        **SIZE,
    )
    line = _line(typical, name, ends, {"color": color, "width": theme.LINE}, legend=True)
    line |= {"legendrank": 1}  # the first to be named, though drawn late
    if len(layers) <= MARKED:
        line |= {"mode": "lines+markers", "marker": {"size": 6}}
    return [band, line]


def _line(
    levels: Sequence[float],
    name: str,
    ends: Ends,
    look: dict[str, Any],
    *,
    legend: bool,
) -> Trace:
    """One number a layer, an exact 0 in the row of zeros."""
    return unchecked.Scatter(
        x=numbers(on_log_axis(np.asarray(levels), ends)),
        y=list(range(1, len(levels) + 1)),
        mode="lines",
        line=look,
        customdata=numbers(levels),
        hovertemplate=f"layer %{{y}}: %{{customdata:.4g}}<extra>{name}</extra>",
        name=name,
        showlegend=legend,
        **SIZE,
    )


def _ghosts(other: DeepRun, label: str, ends: Ends) -> list[Trace]:
    """The same weights with another bend."""
    look = {"color": theme.QUIET, "width": theme.LINE}
    return [
        _line(other.spread_typical, f"{label}: signal", ends, look | {"dash": "dot"}, legend=True),
        _line(other.gradient_typical, f"{label}: gradient", ends, look, legend=True),
    ]


def _predicted(run: DeepRun, ends: Ends) -> list[Trace]:
    """What layers of infinite width would do: one entry of the legend for both lines."""
    look = {"color": theme.INK, "width": theme.THIN, "dash": "dash"}
    lines = [
        _line(run.spread_predicted, "infinite width", ends, look, legend=True),
        _line(run.gradient_predicted, "infinite width, gradient", ends, look, legend=False),
    ]
    return [line | {"legendgroup": "predicted"} for line in lines]


def _paths(run: DeepRun, bound: Sequence[float] | None, ends: Ends) -> list[Trace]:
    """The slopes alone, multiplied up from each layer to the last, and the most that they can be."""
    look = {"color": theme.GOLD, "width": theme.LINE, "dash": "dot"}
    product = _line(np.median(run.path_mean, axis=1), PRODUCT, ends, look, legend=True)
    if bound is None:
        return [product]
    limit = {"color": theme.GOLD, "width": theme.THIN}
    return [product, _line(bound, "¼ a layer: no path passes more", ends, limit, legend=True)]


def _where_lost(run: DeepRun, ends: Ends) -> list[Trace]:
    """A ring around the layer in which a signal is first out of bounds."""
    rings = [
        (on_log_axis(levels[verdict.layer - 1], ends), verdict.layer, color)
        for verdict, levels, color in (
            (run.signal, run.spread_typical, theme.FORWARD),
            (run.gradient, run.gradient_typical, theme.GRADIENT),
        )
        if verdict.layer
    ]
    if not rings:
        return []
    x, y, colors = map(list, zip(*rings, strict=True))
    ring = {"symbol": "circle-open", "size": 15, "color": colors, "line": {"width": 3}}
    look = {"mode": "markers", "marker": ring, "hoverinfo": "skip", "name": "lost here"}
    return [unchecked.Scatter(x=numbers(x), y=y, cliponaxis=False, **look, **HIDDEN, **SIZE)]


def _arrived(
    run: DeepRun, other: DeepRun | None, label: str, ends: Ends, axis: dict[str, Any]
) -> list[dict[str, Any]]:
    """What is left of the gradients at the first layer, written at the ends of their lines, on a ground of its own."""
    left = [("", run.gradient_typical[0], theme.GRADIENT)]
    if other is not None:
        left.append((f"{label} ", other.gradient_typical[0], theme.QUIET))
    places = np.log10(on_log_axis(np.array([size for _, size, _ in left]), ends))
    low, high = axis["range"]
    shares = (places - low) / (high - low)  # of the way along the axis
    close = np.ptp(shares) < 0.5  # then the second goes below the first
    return [
        {
            "text": f"{name}<b>{_written(size)}</b>",
            "x": float(place),
            "y": 1 + 0.075 * len(run.a_rms) * (close and i),
            "xref": SIZE["xaxis"],
            "yref": "y3",
            "xanchor": "left" if share < 0.5 else "right",
            "yanchor": "bottom",
            "xshift": 4 if share < 0.5 else -4,
            "yshift": 2,
            "showarrow": False,
            "bgcolor": theme.PAPER,
            "borderpad": 0,
            "font": {"color": color, "size": theme.FONT_SIZE - 1},
        }
        for i, ((name, size, color), place, share) in enumerate(
            zip(left, places, shares, strict=True)
        )
    ]


def _written(size: float) -> str:
    """A size with two digits, powers of ten as such."""
    digits, _, exponent = f"{size:.2g}".partition("e")
    return f"{digits} · {power(int(exponent))}" if exponent else digits.replace("inf", "∞")


def _sizes(
    run: DeepRun, other: DeepRun | None, bound: Sequence[float] | None
) -> tuple[Ends, dict[str, Any]]:
    """Where exact zeros and infinities are drawn on the axis of sizes, and that axis."""
    runs = [run] if other is None else [run, other]
    all_sizes = [np.asarray(SEEN), np.median(run.path_mean, axis=1), [] if bound is None else bound]
    all_sizes += [levels.ravel() for each in runs for levels in (each.spread, each.gradient_rms)]
    all_sizes += [run.a_typical, run.spread_predicted, run.gradient_predicted]
    return log_axis(np.concatenate(all_sizes))
