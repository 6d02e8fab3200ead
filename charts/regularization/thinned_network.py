"""A network with units dropped, what it draws in the plane, and what a hundred of its kind answer at one point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.one_column import one_column

if TYPE_CHECKING:
    from core.data_sets import Sample
    from core.studies.regularization.dropout_network import Pass

Array = NDArray[np.floating]
Line = tuple[Array, Array]
HEIGHT = 470
PLANE, BARS = {"xaxis": "x2", "yaxis": "y2"}, {"xaxis": "x3", "yaxis": "y3"}
THIN_ONE, WHOLE, MEAN = theme.GOLD, theme.INK, theme.VIOLET
WIDTHS = (0.8, 2.0, 4.0)  # of the weakest, middle and strongest third of the range of weights
BINS = 24


def network_plane_and_answers(
    now: Pass,
    train: Sample,
    *,
    lines: Sequence[Line],
    number: int,
    full_line: Line,
    answers: Array,
    full: float,
    mean: float,
    point: tuple[float, float],
    unit: str,
) -> Figure:
    """The thinned network on the left; on the right its line among the others, and its answer among theirs.

    Parameters
    ----------
    lines : sequence of (x, y)
        Where each sub-network changes its answer; number ``number``, from 1, is the one drawn on the left.
    answers : (m,)
        Of the sub-networks at the point, in ``unit``: "logit" or "probability"; ``full`` is what the
        whole network says there, ``mean`` what all sub-networks say on average.
    """
    traces = [
        *_edges(now),
        *_nodes(now),
        *_plane(train, lines, number, full_line, point),
        *_bars(answers, float(answers[number - 1]), full, mean, unit),
    ]
    nothing = {"visible": False, "fixedrange": True}
    right = [0.56, 1.0]
    layout: dict[str, Any] = {
        "xaxis": nothing | {"domain": [0.0, 0.48], "range": [-0.3, len(now.layers) - 0.6]},
        "yaxis": nothing | {"range": [-0.04, 1.04]},
        "xaxis2": {"domain": right, "anchor": "y2", "range": [-6, 6], "title": {"text": "x₁"}},
        "yaxis2": {
            "domain": [0.42, 1.0],
            "anchor": "x2",
            "range": [-6, 6],
            "title": {"text": "x₂"},
        },
        "xaxis3": {"domain": right, "anchor": "y3", "title": {"text": f"{unit} at the cross"}},
        "yaxis3": {"domain": [0.0, 0.24], "anchor": "x3", "nticks": 4, "rangemode": "tozero"},
        "annotations": [
            theme.heading(f"Sub-network no. {number}", 0.0, 1.0),
            theme.heading("Where each says ½", right[0], 1.0),
            theme.heading("Their answers", right[0], 0.24),
        ],
        "barmode": "overlay",
        "bargap": 0.05,
        "hovermode": "closest",
        "legend": {"y": -0.13},
        "margin": {"l": 8, "t": 28, "b": 40},
    }
    figure = theme.new_figure(
        *traces, height=HEIGHT, view=("thin", unit), layout=layout, narrow=_NARROW
    )
    figure.add_meta(clicks="x2")
    return figure


# On a phone all three stand in one column.
_NARROW = one_column((0.6, 1.0), (0.25, 0.56), (0.0, 0.15), height=940, legend=-0.07)


def _edges(now: Pass) -> list[Trace]:
    """Weights between units that are kept, in three widths: orange above 0, blue below."""
    heaps: dict[tuple[str, float], list[tuple[float, float, float, float]]] = {}
    for column, weights in enumerate(now.weights):
        strongest = np.abs(weights).max() or 1.0
        for i, j in zip(*np.nonzero(np.outer(now.kept[column], now.kept[column + 1])), strict=True):
            w = weights[i, j]
            color = theme.GRADIENT if w > 0 else theme.FORWARD
            width = WIDTHS[min(2, int(3 * abs(w) / strongest))]
            ends = (column, _height(i, now, column), column + 1, _height(j, now, column + 1))
            heaps.setdefault((color, width), []).append(ends)
    traces = []
    for (color, width), pairs in heaps.items():
        x0, y0, x1, y1 = np.array(pairs, dtype=np.float32).T
        gap = np.full_like(x0, np.nan)
        traces.append(
            unchecked.Scatter(
                x=np.stack([x0, x1, gap], 1).ravel(),
                y=np.stack([y0, y1, gap], 1).ravel(),
                mode="lines",
                line={"color": color, "width": width},
                opacity=0.75,
                hoverinfo="skip",
                showlegend=False,
            )
        )
    return traces


def _height(unit: int, now: Pass, column: int) -> float:
    """Where a unit stands in its column: its layer is spread over the whole height."""
    return 1 - (unit + 0.5) / len(now.layers[column])


def _nodes(now: Pass) -> list[Trace]:
    """Units that are kept, with what they pass on; those dropped are hollow."""
    spots = [
        (column, _height(i, now, column), float(value), bool(kept))
        for column, (values, keep) in enumerate(zip(now.layers, now.kept, strict=True))
        for i, (value, kept) in enumerate(zip(values, keep, strict=True))
    ]
    on, off = [s for s in spots if s[3]], [s for s in spots if not s[3]]
    look = {"mode": "markers+text", "showlegend": False, "textfont": {"size": 11}}
    hollow = {"color": theme.PAPER, "line": {"color": theme.QUIET, "width": 1.5}}
    filled = {"color": theme.SHADE, "line": {"color": theme.INK, "width": 1.5}}
    return [
        unchecked.Scatter(
            x=[s[0] for s in part],
            y=[s[1] for s in part],
            name=name,
            text=[short(s[2]) for s in part] if name == "kept" else ["×"] * len(part),
            marker={"size": 33, **style},
            hovertemplate="passes on %{text}<extra></extra>"
            if name == "kept"
            else "dropped<extra></extra>",
            **look,
        )
        for name, part, style in (("dropped", off, hollow), ("kept", on, filled))
    ]


def short(value: float) -> str:
    """A number that fits a disc."""
    if value == 0:
        return "0"
    text = f"{value:.2f}" if abs(value) < 9.995 else f"{value:.0f}"
    return text.replace("-", "−")


def _plane(
    train: Sample,
    lines: Sequence[Line],
    number: int,
    full_line: Line,
    point: tuple[float, float],
) -> list[Trace]:
    """The examples, all lines, the one of the left picture, and that of the whole network."""
    classes = train.y[:, 0] > 0.5
    dots = [
        unchecked.Scatter(
            x=train.x[keep, 0].astype(np.float32),
            y=train.x[keep, 1].astype(np.float32),
            mode="markers",
            marker={"size": 5, "color": color, "opacity": 0.75, "symbol": symbol},
            name=f"class {int(of)}",
            showlegend=False,
            hoverinfo="skip",
            **PLANE,
        )
        for of, keep, color, symbol in (
            (0, ~classes, theme.FORWARD, "circle"),
            (1, classes, theme.GRADIENT, "diamond"),
        )
    ]
    look = {"mode": "lines", "hoverinfo": "skip", **PLANE}
    return [
        *dots,
        _bundle(lines, **look),
        _one(
            full_line, "whole network, nothing scaled", {"color": WHOLE, "width": theme.LINE}, look
        ),
        _one(
            lines[number - 1], f"sub-network no. {number}", {"color": THIN_ONE, "width": 3.5}, look
        ),
        unchecked.Scatter(
            x=[point[0]],
            y=[point[1]],
            mode="markers",
            marker={"symbol": "x", "size": 12, "color": WHOLE},
            name="the cross",
            showlegend=False,
            hoverinfo="skip",
            **PLANE,
        ),
    ]


def _bundle(lines: Sequence[Line], **look: Any) -> Trace:
    """All lines as one trace with gaps."""
    parts = [np.append(axis, np.nan) for line in lines for axis in line]
    return unchecked.Scatter(
        x=np.concatenate(parts[::2]).astype(np.float32),
        y=np.concatenate(parts[1::2]).astype(np.float32),
        line={"color": theme.QUIET, "width": 0.8},
        opacity=0.45,
        name=f"each of {len(lines)} sub-networks",
        **look,
    )


def _one(line: Line, name: str, style: dict[str, Any], look: dict[str, Any]) -> Trace:
    """One line that stands out."""
    x, y = (axis.astype(np.float32) for axis in line)
    return unchecked.Scatter(x=x, y=y, name=name, line=style, **look)


def _bars(answers: Array, this: float, full: float, mean: float, unit: str) -> list[Trace]:
    """How often which answer comes, and the answers that stand out as upright lines."""
    low, high = (0.0, 1.0) if unit == "probability" else _range([*answers, full, mean])
    counts, edges = np.histogram(answers, BINS, (low, high))
    top = float(counts.max())
    marks = (
        (this, "answer of this one", THIN_ONE, "solid"),
        (full, "answer of the whole", WHOLE, "solid"),
        (mean, "mean of all sub-networks there are", MEAN, "dash"),
    )
    return [
        unchecked.Bar(
            x=((edges[1:] + edges[:-1]) / 2).astype(np.float32),
            y=counts.astype(np.int16),
            marker={"color": theme.QUIET, "opacity": 0.55},
            name="answers",
            showlegend=False,
            hovertemplate="%{y} sub-networks around %{x:.3g}<extra></extra>",
            **BARS,
        ),
        *(
            unchecked.Scatter(
                x=[value, value],
                y=[0, 1.12 * top],
                mode="lines",
                line={"color": color, "width": 3, "dash": dash},
                name=name,
                showlegend=color == MEAN,
                hovertemplate="%{x:.5g}<extra></extra>",
                **BARS,
            )
            for value, name, color, dash in marks
        ),
    ]


def _range(values: Sequence[float]) -> tuple[float, float]:
    """Room for all of them."""
    low, high = min(values), max(values)
    room = max(0.05 * (high - low), 0.02)
    return low - room, high + room
