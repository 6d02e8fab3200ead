"""A model among its data: a line, a curve of probabilities or a map of them, and what it misses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.data_cost import HEIGHT, LEGEND, MARGIN, line, mark
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid, Point

Span = tuple[float, float]
MANY, FINE = 60, 0.6  # so many sticks are drawn this thin


def among_data(
    x: Sequence[float],
    targets: Sequence[float],
    predictions: Array,
    curve: tuple[Array, Array],
    *,
    others: dict[str, tuple[Array, Array]],
    costs: Array,
    chosen: int | None,
    title: str,
    names: tuple[str, str],
    spans: tuple[Span, Span],
    half: float | None,
    view: str,
) -> Figure:
    """The data, what the model says of them, and a stick for each miss; a click anywhere is told.

    Parameters
    ----------
    curve : (x, y)
        The model, drawn.
    others : mapping of name to (x, y)
        Models beside it: "best" or "one of the best", "the truth".
    costs : (n,)
        What each example costs.
    chosen : int or None
        The example that a click would move.
    spans : two ranges
        Of both axes.
    half : float or None
        Where the model says ½, to be marked.
    """
    sticks_x = np.repeat(np.asarray(x, dtype=np.float32), 3)
    stick = theme.LINE if len(x) <= MANY else FINE
    ends = [np.asarray(v, dtype=np.float32) for v in (targets, predictions)]
    sticks_y = np.stack([*ends, np.full(len(x), np.nan, np.float32)], axis=1).ravel()
    best = {"color": theme.QUIET, "width": theme.LINE, "dash": "dash"}
    looks = {
        "best": best,
        "one of the best": best,
        "the truth": {"color": theme.TARGET, "width": theme.LINE, "dash": "dot"},
    }
    traces = [
        _everywhere(spans),
        line(sticks_x, sticks_y, "misses", {"color": theme.LOSS, "width": stick}),
        *(line(*_light(place), name, looks[name]) for name, place in others.items()),
        line(*_light(curve), "the point", {"color": theme.FORWARD, "width": theme.LINE + 1}),
    ]
    if half is not None:
        look = {"color": theme.FORWARD, "width": theme.THIN, "dash": "dot"}
        traces.append(line([half, half], [0.0, 1.0], "p = ½", look) | {"showlegend": False})
    tip = "(%{x:.4g}, %{y:.4g}): costs %{customdata:.4g}<extra>data</extra>"
    traces += _data(x, targets, costs, chosen, tip, symbol="circle")
    return _panel(traces, title=title, names=names, spans=spans, view=view)


def among_pairs(
    x: Sequence[Point],
    targets: Sequence[float],
    misses: Array,
    grid: Grid,
    *,
    costs: Array,
    chosen: int | None,
    title: str,
    names: tuple[str, str],
    spans: tuple[Span, Span],
    view: str,
) -> Figure:
    """Examples with two inputs over the model's probabilities; the larger the ring, the larger the miss."""
    first, second = ([float(place[i]) for place in x] for i in range(2))
    said = unchecked.Contour(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=grid.values.astype(np.float32),
        contours={"start": 0.1, "end": 0.9, "size": 0.2, "coloring": "lines", "showlabels": True},
        colorscale=[[0, theme.FORWARD], [1, theme.FORWARD]],
        line={"width": theme.LINE - 0.5},
        showscale=False,
        showlegend=True,
        name="p of the point",
        hovertemplate="(%{x:.3g}, %{y:.3g}): p = %{z:.3g}<extra></extra>",
    )
    rings = unchecked.Scatter(
        x=first,
        y=second,
        mode="markers",
        marker={
            "symbol": "circle-open",
            "size": (10 + 26 * np.abs(misses)).astype(np.float32),
            "color": theme.LOSS,
            "line": {"width": theme.LINE},
        },
        name="misses",
        hoverinfo="skip",
    )
    symbol = ["circle" if target else "circle-open" for target in targets]
    tip = "(%{x:.3g}, %{y:.3g}): costs %{customdata:.4g}<extra>data</extra>"
    traces = [_everywhere(spans), said, rings]
    traces += _data(first, second, costs, chosen, tip, symbol=symbol)
    return _panel(traces, title=title, names=names, spans=spans, view=view)


def _panel(
    traces: list[Any], *, title: str, names: tuple[str, str], spans: tuple[Span, Span], view: str
) -> Figure:
    """The data's own picture."""
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        title=title,
        x=names[0],
        y=names[1],
        view=view,
        layout={
            "margin": MARGIN,
            "legend": LEGEND,
            "xaxis": {"range": list(spans[0])},
            "yaxis": {"range": list(spans[1])},
        },
    )


def _data(
    x: Sequence[float],
    y: Sequence[float],
    costs: Array,
    chosen: int | None,
    tip: str,
    *,
    symbol: Any,
) -> list[Trace]:
    """The examples at full precision, so that a click tells which one it was; the chosen one in a frame."""
    look = {
        "symbol": symbol,
        "size": 9 if len(x) <= MANY else 5,
        "color": theme.TARGET,
        "line": {"width": 2, "color": theme.TARGET},
    }
    marks = unchecked.Scatter(
        x=[float(v) for v in x],
        y=[float(v) for v in y],
        customdata=costs.astype(np.float32),
        mode="markers",
        marker=look | ({"line": {"width": 0}} if symbol == "circle" else {}),
        name="data",
        hovertemplate=tip,
    )
    if chosen is None:
        return [marks]
    place = (float(x[chosen]), float(y[chosen]))
    moved = mark(place, "a click moves this", "square-open", 18, theme.INK)
    return [marks, moved | {"showlegend": False}]


def _everywhere(spans: tuple[Span, Span]) -> Trace:
    """Nothing to be seen, but a click on it is told wherever it falls."""
    return unchecked.Contour(
        x=list(spans[0]),
        y=list(spans[1]),
        z=[[0, 1], [1, 0]],
        opacity=0,
        showscale=False,
        showlegend=False,
        name="anywhere",
        hoverinfo="none",
    )


def _light(place: tuple[Array, Array]) -> tuple[Array, Array]:
    """Both in single precision: lighter on the wire, and as good to the eye."""
    x, y = place
    return x.astype(np.float32), y.astype(np.float32)
