"""What augmentation makes of a picture, and what it does to learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.png import png_of_channels

if TYPE_CHECKING:
    from core.studies.regularization.augmented_digits import Learning

Array = NDArray[np.floating]
HEIGHT, COLUMNS, NARROW_COLUMNS = 450, 5, 3
GAP, ROOM = 0.06, 0.2  # beside and below each picture, shares of its side
PLAIN, CHANGED = theme.FORWARD, theme.GOLD
WITHOUT, WITH = theme.QUIET, theme.FORWARD


def grid_of_samples(original: Array, images: Array, texts: Sequence[str], chosen: int) -> Figure:
    """The original, framed, and its samples, each with a line of text below.

    Parameters
    ----------
    original : (c, h, w)
    images : (n, c, h, w)
    texts : n + 1 strings
        For the original, then for each sample.
    chosen : int
        The sample that is looked at, from 1.
    """
    h = original.shape[1]
    sources = [png_of_channels(image) for image in (original, *images)]
    wide, tall = (_places(len(sources), columns) for columns in (COLUMNS, NARROW_COLUMNS))
    traces = [
        unchecked.Image(
            source=source,
            x0=x + 0.5 / h,
            y0=y + 0.5 / h,
            dx=1 / h,
            dy=1 / h,
            name="original" if k == 0 else f"sample {k}",
            hoverinfo="none",
        )
        for k, (source, (x, y)) in enumerate(zip(sources, wide, strict=True))
    ]
    hidden = {"visible": False, "constrain": "domain"}
    (right, low), (far, deep) = (_ends(places) for places in (wide, tall))
    layout: dict[str, Any] = {
        "xaxis": hidden | {"range": [-0.03, right]},
        "yaxis": hidden | {"range": [low, -0.03], "scaleanchor": "x"},
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "annotations": _texts(texts, wide),
        "shapes": _frames(wide, chosen),
    }
    narrow: dict[str, Any] = {
        "layout.xaxis.range": [-0.03, far],
        "layout.yaxis.range": [deep, -0.03],
        "layout.height": 720,
        "layout.annotations": _texts(texts, tall, size=10),
        "layout.shapes": _frames(tall, chosen),
    }
    for k, (x, y) in enumerate(tall):
        narrow |= {f"data.{k}.x0": x + 0.5 / h, f"data.{k}.y0": y + 0.5 / h}
    return theme.new_figure(*traces, height=HEIGHT, view=("grid", h), layout=layout, narrow=narrow)


def sample_at(x: float, y: float) -> int:
    """The sample under a click on the wide grid: 0 is the original."""
    return COLUMNS * int(y // (1 + ROOM)) + min(int(x // (1 + GAP)), COLUMNS - 1)


def _places(count: int, columns: int) -> list[tuple[float, float]]:
    """Upper left corners, row after row."""
    return [((k % columns) * (1 + GAP), (k // columns) * (1 + ROOM)) for k in range(count)]


def _ends(places: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Right and lower end of all pictures with their texts."""
    return max(x for x, _ in places) + 1.03, max(y for _, y in places) + 1 + ROOM


def _texts(
    texts: Sequence[str], places: Sequence[tuple[float, float]], size: int = 12
) -> list[dict[str, Any]]:
    """A line below each picture."""
    look = {"showarrow": False, "xanchor": "center", "yanchor": "top", "borderpad": 0}
    return [
        {"text": f"<b>{text}</b>" if k == 0 else text, "x": x + 0.5, "y": y + 1, **look}
        | {"font": {"size": size}}
        for k, (text, (x, y)) in enumerate(zip(texts, places, strict=True))
    ]


def _frames(places: Sequence[tuple[float, float]], chosen: int) -> list[dict[str, Any]]:
    """Around the original, and around the sample that is looked at."""
    return [
        {
            "type": "rect",
            "x0": places[k][0],
            "x1": places[k][0] + 1,
            "y0": places[k][1],
            "y1": places[k][1] + 1,
            "line": {"color": color, "width": 4},
        }
        for k, color in ((0, theme.INK), (chosen, theme.GOLD))
    ]


def learning_and_scores(
    without: Learning, with_it: Learning, changed: tuple[Array, Array] | None, label: str
) -> Figure:
    """Accuracy while learning, and at the end for every seed, with and without augmentation.

    Parameters
    ----------
    changed : pair of (runs,), optional
        Accuracy on pictures that are augmented alike: without and with.
    """
    traces = []
    for name, run, color in (("without", without, WITHOUT), (f"with {label}", with_it, WITH)):
        traces += _curves(name, run, color)
    groups = [("as they are", without.test[-1], with_it.test[-1])]
    if changed:
        groups.append(("changed alike", *changed))
    for k, (_, left, right) in enumerate(groups):
        traces += _pairs(3 * k, left, right)
    lowest = min(float(np.min(pair)) for _, *pair in groups)
    ticks = [3 * k + 0.5 for k in range(len(groups))]
    layout: dict[str, Any] = {
        "yaxis": {"range": [min(0.6, lowest - 0.03), 1.01], "tickformat": ".0%"},
        "xaxis2": {
            "range": [-1.7, 5.7 if changed else 2.7],
            "zeroline": False,
            "tickvals": ticks,
            "ticktext": [name for name, *_ in groups],
        },
        "yaxis2": {"range": [max(0.0, lowest - 0.05), 1.0], "tickformat": ".0%"},
        "legend": {"y": -0.16},
    }
    return theme.two_panels(
        *traces,
        share=0.55,
        height=HEIGHT,
        titles=("While learning", "Held-out digits at the end, each seed"),
        x=("steps", ""),
        y=("accuracy", ""),
        view=("learning", bool(changed)),
        layout=layout,
    )


def _curves(name: str, run: Learning, color: str) -> list[Trace]:
    """Held-out accuracy with its spread over seeds, and that on the digits that are learned from."""
    mean, spread = run.test.mean(axis=1), run.test.std(axis=1, ddof=1)
    x = run.steps.astype(np.float32)
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    return [
        unchecked.Scatter(x=x, y=(mean + spread).astype(np.float32), **band),
        unchecked.Scatter(
            x=x,
            y=(mean - spread).astype(np.float32),
            fill="tonexty",
            fillcolor=theme.pale(color, 0.18),
            **band,
        ),
        unchecked.Scatter(
            x=x,
            y=mean.astype(np.float32),
            mode="lines",
            line={"color": color, "width": theme.LINE},
            name=f"{name}, held out",
            hovertemplate="%{y:.1%} after %{x} steps<extra></extra>",
        ),
        unchecked.Scatter(
            x=x,
            y=run.train.mean(axis=1).astype(np.float32),
            mode="lines",
            line={"color": color, "width": theme.LINE, "dash": "dot"},
            name=f"{name}, learned from",
            hovertemplate="%{y:.1%} after %{x} steps<extra></extra>",
        ),
    ]


def _pairs(x: float, left: Array, right: Array) -> list[Trace]:
    """Each seed without and with, joined; and both means, thick."""
    panel = {"xaxis": "x2", "yaxis": "y2", "showlegend": False}
    gap = np.full(len(left), np.nan)
    thin = unchecked.Scatter(
        x=np.tile([x, x + 1, np.nan], len(left)).astype(np.float32),
        y=np.stack([left, right, gap], 1).ravel().astype(np.float32),
        mode="lines+markers",
        line={"color": theme.AXIS, "width": 1},
        marker={"size": 5, "color": theme.AXIS},
        hovertemplate="%{y:.1%}<extra></extra>",
        name="seeds",
        **panel,
    )
    means = unchecked.Scatter(
        x=[x, x + 1],
        y=[float(left.mean()), float(right.mean())],
        mode="markers+text",
        marker={"size": 14, "color": [WITHOUT, WITH]},
        text=[f"{left.mean():.1%}", f"{right.mean():.1%}"],
        textposition=["middle left", "middle right"],
        hovertemplate="mean %{y:.2%}<extra></extra>",
        name="means",
        **panel,
    )
    return [thin, means]


def all_effects(
    labels: Sequence[str], plain: Sequence[tuple[float, float]], changed: Sequence[Any], now: int
) -> Figure:
    """What each augmentation changes, in points of accuracy, with twice its standard error.

    Parameters
    ----------
    plain : sequence of (difference, standard error)
        On held-out digits as they are; ``changed`` on those augmented alike, None where there are none.
    now : int
        The row of today's choice.
    """
    rows = list(range(len(labels)))
    layout: dict[str, Any] = {
        "yaxis": {
            "tickvals": rows,
            "ticktext": [f"<b>{text}</b>" if k == now else text for k, text in enumerate(labels)],
            "range": [len(labels) - 0.4, -0.6],
            "showgrid": False,
            "zeroline": False,
        },
        "xaxis": {"ticksuffix": " pt", "zerolinewidth": 2},
        "legend": {"y": 1.0, "x": 1.0, "xanchor": "right", "yanchor": "bottom"},
        "margin": {"t": 30},
        "hovermode": "closest",
    }
    return theme.new_figure(
        _effects("held-out digits as they are", rows, plain, PLAIN, "circle", -0.12),
        _effects("held-out digits changed alike", rows, changed, CHANGED, "diamond", 0.12),
        height=470,
        x="accuracy with, less accuracy without, ± 2 standard errors (points of a hundred)",
        view="all",
        layout=layout,
    )


def _effects(
    name: str, rows: list[int], found: Sequence[Any], color: str, symbol: str, aside: float
) -> Trace:
    """A dot and a bar for each that was measured."""
    there = [(row, pair) for row, pair in zip(rows, found, strict=True) if pair is not None]
    return unchecked.Scatter(
        x=[100 * pair[0] for _, pair in there],
        y=[row + aside for row, _ in there],
        error_x={"array": [200 * pair[1] for _, pair in there], "color": color, "thickness": 1.5},
        mode="markers",
        marker={"size": 10, "color": color, "symbol": symbol},
        name=name,
        hovertemplate="%{x:.2f} points<extra></extra>",
    )
