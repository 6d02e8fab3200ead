"""Where a curve leaves its window, becomes infinite, or stops being a number: said in the picture, never silently cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Trace
from charts.playback import numbers

Array = NDArray[np.floating]


@dataclass(frozen=True)
class Ending:
    """One such place; ``start`` is where the curve itself ended, below the edge of the window."""

    color: str
    x: float
    y: float
    symbol: str
    text: str
    start: float | None = None
    right: bool | None = None  # whether its words stand to its right; None: towards the middle


def endings(color: str, x: Array, y: Array, low: float, high: float) -> list[Ending]:
    """Every place where a curve does not go on inside the window from ``low`` to ``high``.

    Parameters
    ----------
    color : str
        Of the curve.
    x, y : (n,)
        The curve; y may be infinite or no number.
    """
    finite = np.isfinite(y)
    found = []
    for i in np.flatnonzero(finite[1:] != finite[:-1]):
        last, gone = (i, i + 1) if finite[i] else (i + 1, i)
        found.append(_cut(color, x[gone], y[last], y[gone], low, high, gone > last))
    for end, inward in ((0, 1), (len(x) - 1, -1)):
        side = int(y[end] > high) - int(y[end] < low)
        if side and finite[end]:
            found += _leaves(color, x[::inward], y[::inward], side, high if side > 0 else low)
    return found


def _cut(
    color: str, x: float, last: float, gone: float, low: float, high: float, right: bool
) -> Ending:
    """A curve's end: an arrow to infinity, or a cross where there is no number any more, its words where none is."""
    if np.isnan(gone):
        y = float(np.clip(last, low, high))
        return Ending(color, float(x), y, "x", "no number from here", right=bool(right))
    up = gone > 0
    edge = high if up else low
    inside = last < edge if up else last > edge
    symbol, text = ("triangle-up", "→ ∞") if up else ("triangle-down", "→ −∞")
    return Ending(color, float(x), edge, symbol, text, float(last) if inside else None)


def _leaves(color: str, x: Array, y: Array, side: int, edge: float) -> list[Ending]:
    """Where a curve, read from its outer end, comes into the window, and how far out it went."""
    inside = np.flatnonzero(side * y <= side * edge)
    if not inside.size:
        return []
    i = inside[0]
    share = (edge - y[i]) / (y[i - 1] - y[i])
    place = float(x[i] + share * (x[i - 1] - x[i]))
    symbol = "triangle-up" if side > 0 else "triangle-down"
    return [Ending(color, place, edge, symbol, f"to {y[0]:.3g}".replace("-", "−"))]


def drawn(found: Sequence[Ending], middle: float, **panel: object) -> list[Trace]:
    """All endings of one panel as one trace: of several at one place only the first speaks.

    Parameters
    ----------
    found : sequence of Ending
    middle : float
        Of the x axis: words stand on its side of their symbol.
    **panel
        The axes of the trace.
    """
    if not found:
        return []
    said: set[tuple[float, str]] = set()
    points = []
    for one in found:
        words = (round(one.x, 6), one.text)
        text = "" if words in said else one.text
        said.add(words)
        if one.start is not None:
            points.append((one.x, one.start, "circle", 4, "", one.color, ""))
        points.append((one.x, one.y, one.symbol, 10, text, one.color, _side(one, middle)))
        points.append((np.nan, np.nan, "circle", 4, "", one.color, ""))
    x, y, symbols, sizes, texts, colors, sides = map(list, zip(*points, strict=True))
    return [
        unchecked.Scatter(
            **{"x": numbers(x), "y": numbers(y), "text": texts, "mode": "lines+markers+text"},
            textposition=[side or "middle right" for side in sides],
            line={"color": theme.QUIET, "width": theme.THIN, "dash": "dot"},
            marker={"symbol": symbols, "color": colors, "size": sizes},
            cliponaxis=False,
            hoverinfo="skip",
            showlegend=False,
            name="where curves leave",
            **panel,
        )
    ]


def _side(one: Ending, middle: float) -> str:
    """Where the words of an ending stand."""
    right = one.x <= middle if one.right is None else one.right
    return f"{'bottom' if one.symbol == 'x' else 'middle'} {'right' if right else 'left'}"
