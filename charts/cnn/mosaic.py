"""Many small maps in one trace: each fills a square of side 1, whatever its pixels, with a gap to the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Trace

GAP = 0.15
PITCH = 1 + GAP


def mosaic(
    maps: NDArray,
    left: float,
    top: float,
    *,
    tall: int,
    look: dict[str, Any],
    cells: NDArray | None = None,
    **more: Any,
) -> Trace:
    """Maps below each other, ``tall`` in a column, then the next column.

    Parameters
    ----------
    maps : (count, h, w)
    left, top : float
        Where the first one begins; y grows downwards.
    tall : int
    look : mapping
        Color scale and its ends.
    cells : (count, h, w, n), optional
        Numbers that each pixel tells when it is pointed at.
    """
    count, h, w = maps.shape
    wide = -(-count // tall)
    z = np.full((tall * (h + 1) - 1, wide * (w + 1) - 1), np.nan)
    told = None if cells is None else np.zeros((*z.shape, cells.shape[-1]), np.float32)
    for i in range(count):
        rows, columns = (
            slice(at, at + n) for at, n in ((i % tall * (h + 1), h), (i // tall * (w + 1), w))
        )
        z[rows, columns] = maps[i]
        if told is not None:
            told[rows, columns] = cells[i]
    return unchecked.Heatmap(
        x=_edges(left, wide, w),
        y=_edges(top, tall, h),
        z=z.astype(np.float32),
        customdata=told,
        showscale=False,
        hoverongaps=False,
        **look,
        **more,
    )


def corner(i: int, left: float, top: float, tall: int) -> tuple[float, float]:
    """Where the i-th map of a mosaic begins: x and y."""
    return left + PITCH * (i // tall), top + PITCH * (i % tall)


def signed(peak: float) -> dict[str, Any]:
    """Blue below 0, white at 0, orange above, from -peak to peak."""
    return {"colorscale": theme.SIGNED, "zmin": -(peak or 1.0), "zmax": peak or 1.0}


INK = {"colorscale": theme.GRAY, "zmin": 0, "zmax": 1}


def frames(
    boxes: Sequence[tuple[float, float, float, float]], color: str, name: str, **line: Any
) -> Trace:
    """Outlines, each (left, top, right, bottom), as one trace."""
    x, y = [], []
    for a, b, c, d in boxes:
        x += [a, c, c, a, a, None]
        y += [b, b, d, d, b, None]
    return unchecked.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": color, "width": theme.LINE} | line,
        hoverinfo="skip",
        showlegend=False,
        name=name,
        cliponaxis=False,
    )


def bare_axes(right: float, bottom: float, left: float = 0.0) -> dict[str, Any]:
    """Both axes without ticks, one unit as wide as high, y downwards."""
    quiet = {
        "showgrid": False,
        "zeroline": False,
        "showticklabels": False,
        "ticks": "",
        "showline": False,
        "constrain": "domain",
    }
    return {
        "xaxis": quiet | {"range": [left, right]},
        "yaxis": quiet | {"range": [bottom, -0.02], "scaleanchor": "x", "constraintoward": "top"},
    }


def label(text: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """Words at a place of the picture."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "font": {"size": 12},
    } | more


def _edges(first: float, count: int, cells: int) -> list[float]:
    """Where the pixels of ``count`` maps begin and end along one side."""
    inside = np.linspace(0, 1, cells + 1)
    return [round(float(first + PITCH * i + at), 5) for i in range(count) for at in inside]
