"""Two trained networks: the loss on the straight line between them, and around each of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.studies.loss_surfaces.between import Line

FIRST, SECOND, BARRIER = theme.FORWARD, theme.GOLD, theme.GRADIENT
SHARE = 0.6


def line_and_nudges(
    line: Line,
    sizes: Sequence[float],
    around: tuple[np.ndarray, np.ndarray],
    *,
    names: tuple[str, str],
    height: int,
    view: str,
) -> Figure:
    """The loss on the way from one network to the other, and how it rises when each of them is nudged.

    Parameters
    ----------
    line : Line
    sizes : (n,)
        Of the nudges.
    around : pair of (n,)
        Mean losses after nudges of these sizes, of the first and of the second network.
    names : (str, str)
        Of the two networks.
    height : int
    view : str
        While it stays the same, the reader's zoom does too.
    """
    return theme.two_panels(
        _curve(line.at, line.train, "training loss", {"color": theme.LOSS, "width": theme.LINE}),
        _curve(
            line.at,
            line.test,
            "test loss",
            {"color": theme.QUIET, "width": theme.LINE, "dash": "dash"},
        ),
        *_chord(line),
        *_ends(line, names),
        *_nudges(sizes, around, names),
        share=SHARE,
        height=height,
        titles=("On the straight line between them", "After a random nudge, mean loss"),
        x=(f"α: 0 is {names[0]}, 1 is {names[1]}", "nudge, as a share of the weights"),
        view=view,
        layout={
            "yaxis": {"rangemode": "tozero"},
            "yaxis2": {"rangemode": "tozero"},
            "annotations": _barrier_note(line),
            "margin": theme.MARGIN | {"t": 30},
            "legend": {"y": -0.18},
        },
    )


def _curve(
    x: Sequence[float], y: np.ndarray, name: str, look: dict[str, Any], **more: Any
) -> Trace:
    """A line whose points can be read."""
    return unchecked.Scatter(
        x=np.asarray(x, dtype=np.float32),
        y=np.asarray(y, dtype=np.float32),
        mode="lines",
        line=look,
        name=name,
        hovertemplate=f"{name} at %{{x:.3g}}: %{{y:.4g}}<extra></extra>",
        **more,
    )


def _chord(line: Line) -> list[Trace]:
    """The straight line between the two losses, and the barrier above it."""
    start, end = _at(line, 0.0), _at(line, 1.0)
    below = (1 - line.top) * start + line.top * end
    thin = {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"}
    tall = {"color": BARRIER, "width": theme.LINE}
    plain = {"mode": "lines", "hoverinfo": "skip"}
    chord = unchecked.Scatter(
        x=[0, 1], y=[start, end], line=thin, name="chord", showlegend=False, **plain
    )
    if line.barrier == 0:
        return [chord]
    rise = unchecked.Scatter(
        x=[line.top] * 2, y=[below, below + line.barrier], line=tall, name="barrier", **plain
    )
    return [chord, rise]


def _barrier_note(line: Line) -> list[dict[str, Any]]:
    """The height of the barrier: beside it where it is tall, and under the chord where it is not."""
    if line.barrier == 0:
        return []
    below = (1 - line.top) * _at(line, 0.0) + line.top * _at(line, 1.0)
    tall = line.barrier > 0.3 * max(line.train.max(), line.test.max())
    place = {"y": below + line.barrier / 8, "xanchor": "left", "xshift": 6}  # there it is widest
    under = {"y": below, "yanchor": "top", "yshift": -2}
    return [
        {
            "text": f"barrier {line.barrier:.3g}",
            "x": line.top,
            "showarrow": False,
            "font": {"color": BARRIER, "size": theme.FONT_SIZE},
        }
        | (place if tall else under)
    ]


def _ends(line: Line, names: tuple[str, str]) -> list[Trace]:
    """The two networks on the line."""
    return [
        unchecked.Scatter(
            x=[at],
            y=[_at(line, at)],
            mode="markers",
            marker={"color": color, "size": 13, "symbol": symbol},
            name=name,
            legendgroup=color,
            hovertemplate=f"{name}: training loss %{{y:.4g}}<extra></extra>",
        )
        for at, name, color, symbol in zip(
            (0.0, 1.0), names, (FIRST, SECOND), ("circle", "diamond"), strict=True
        )
    ]


def _nudges(
    sizes: Sequence[float], around: tuple[np.ndarray, np.ndarray], names: tuple[str, str]
) -> list[Trace]:
    """How the loss rises around each network."""
    looks = [
        {"color": color, "width": theme.LINE, "dash": dash}
        for color, dash in ((FIRST, "solid"), (SECOND, "dash"))
    ]
    return [
        _curve(
            sizes,
            values,
            f"{name}, nudged",
            look,
            legendgroup=look["color"],
            showlegend=False,
            xaxis="x2",
            yaxis="y2",
        )
        for values, name, look in zip(around, names, looks, strict=True)
    ]


def _at(line: Line, place: float) -> float:
    """The training loss at one end."""
    return float(line.train[np.argmin(np.abs(line.at - place))])
