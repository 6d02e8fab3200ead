"""A picture and the maps of a stack of layers over it: what a unit deep down sees of each of them.

The map of layer l begins at x = `APART` · l, so that a click tells which layer was meant.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.pooling.field import Seen

APART = 1000
HEIGHT = 335
INPUT = (0.0, 0.41)  # left and right end of the picture; the maps stand right of it
MAPS = 0.44
PHONE, ROOM = 340, 34  # pixels of the picture on a phone, and of a title
# Two scales in one: levels 0 to 99 are not seen, in a narrow range of gray; 100 to 199 are, from black to white.
TWO_SCALES = [
    [0.0, theme.VEILED[0]],
    [99 / 199, theme.VEILED[1]],
    [100 / 199, "#000000"],
    [1.0, "#FFFFFF"],
]
WEIGHTS = [[0.0, "#FFFFFF"], [0.5, theme.SIGNED[3][1]], [1.0, theme.SIGNED[4][1]]]


def fields_through_depth(
    maps: Sequence[NDArray],
    seen: Sequence[Seen],
    names: Sequence[str],
    *,
    most: float,
    weights: NDArray | None = None,
) -> Figure:
    """The picture with what the unit sees of it, and every map with what the unit sees of that.

    Parameters
    ----------
    maps : sequence of (n, n)
        The picture, then what each layer makes of it.
    seen : sequence of Seen
        Of the picture and the maps up to the unit's own; the maps behind it are not seen.
    names : sequence of str
        Of the layers.
    most : float
        The brightest a pixel can be.
    weights : (n, n), optional
        Drawn instead of the picture: what share of the unit each pixel has.
    """
    traces: list[Any] = []
    for i, values in enumerate(maps):
        part = seen[i] if i < len(seen) else None
        name = names[i - 1] if i else "picture"
        traces.append(_map(values, part, i, name, most))
        if part and part.rows and part.columns:
            traces.append(_frame(part, i, values.shape[0]))
    if weights is not None:
        traces[0] = _weights(weights)
    layout, narrow = _arranged([m.shape[0] for m in maps], names, len(seen) - 1)
    view = f"{[m.shape for m in maps]}"
    return theme.new_figure(*traces, height=HEIGHT, view=view, layout=layout, narrow=narrow)


def unit_at(x: float, y: float, sizes: Sequence[int]) -> tuple[int, int, int] | None:
    """Layer, row and column of the unit that a click means; none for a click on the picture."""
    layer = round(x) // APART
    if not 1 <= layer < len(sizes):
        return None
    last = sizes[layer] - 1
    return layer, min(max(round(y), 0), last), min(max(round(x) - APART * layer, 0), last)


def _map(values: NDArray, part: Seen | None, i: int, name: str, most: float) -> Trace:
    """Values in gray, what is not seen in a paler one."""
    levels = np.rint(99 * np.clip(values / most, 0, 1)).astype(np.uint8)
    if part is not None:
        levels = levels + np.uint8(100) * part.mask(len(values)).astype(np.uint8)
    said = "row %{y}, column %{x}" if i == 0 else f"{name}: click to choose a unit"
    return unchecked.Heatmap(
        **{"z": levels, "x0": APART * i, "y0": 0, "colorscale": TWO_SCALES, "zmin": 0},
        **{"zmax": 199, "showscale": False, "name": name},
        hovertemplate=f"{said}<extra></extra>",
        **_axes_of(i),
    )


def _weights(weights: NDArray) -> Trace:
    """Shares of the unit, pixel by pixel."""
    return unchecked.Heatmap(
        **{"z": (100 * weights).astype(np.float32), "colorscale": WEIGHTS, "zmin": 0},
        **{"zmax": 100 * float(weights.max()) or 1.0, "showscale": False, "name": "picture"},
        hovertemplate="row %{y}, column %{x}: %{z:.3~g} % of the unit<extra></extra>",
    )


def _frame(part: Seen, i: int, n: int) -> Trace:
    """The outline of all that is seen."""
    (top, bottom), (left, right) = (
        (places[0] - 0.5, places[-1] + 0.5) for places in (part.rows, part.columns)
    )
    first = APART * i
    return unchecked.Scatter(
        x=[first + v for v in (left, right, right, left, left)],
        y=[top, top, bottom, bottom, top],
        mode="lines",
        line={"color": theme.GOLD, "width": theme.LINE if i == 0 or n <= 32 else 2},
        hoverinfo="skip",
        showlegend=False,
        cliponaxis=False,
        name=f"seen {i}",
        **_axes_of(i),
    )


def _axes_of(i: int) -> dict[str, str]:
    mark = "" if i == 0 else str(i + 1)
    return {"xaxis": f"x{mark}", "yaxis": f"y{mark}"}


def _arranged(
    sizes: Sequence[int], names: Sequence[str], chosen: int
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The picture on the left, the maps in rows on the right; on a phone below it."""
    layers = len(sizes) - 1
    across = max(1, math.ceil(math.sqrt(1.3 * layers)))
    down = math.ceil(layers / across)
    layout: dict[str, Any] = {"margin": {"l": 6, "r": 6, "t": 30, "b": 8}, "annotations": []}
    on_phone = PHONE + down * (PHONE / across + ROOM) + ROOM  # pixels
    share = down * (PHONE / across + ROOM) / on_phone  # of the maps
    narrow: dict[str, Any] = {"layout.height": round(on_phone)}
    layout |= _panel(0, sizes[0], INPUT, (0.0, 1.0))
    layout["annotations"].append(_named(f"Picture <sup>{sizes[0]} × {sizes[0]}</sup>", 0))
    narrow |= {
        "layout.xaxis.domain": [0.0, 1.0],
        "layout.yaxis.domain": [share + ROOM / on_phone, 1.0],
    }
    gap = 0.09 if down > 1 else 0.0
    for i in range(1, layers + 1):
        row, column = divmod(i - 1, across)
        wide, high = (1 - MAPS) / across, 1 / down
        left = MAPS + column * wide
        top = 1 - row * high
        ends, up = (left, left + wide * 0.93), (top - high + gap, top)
        layout |= _panel(i, sizes[i], ends, up)
        text = f"{i} {names[i - 1]} <sup>{sizes[i]}</sup>"
        text = f"<b>{text}</b>" if i == chosen else text
        layout["annotations"].append(_named(text, i, 12 if across < 5 else 10))
        mark = i + 1
        narrow |= {
            f"layout.xaxis{mark}.domain": [
                (left - MAPS) / (1 - MAPS),
                (ends[1] - MAPS) / (1 - MAPS),
            ],
            f"layout.yaxis{mark}.domain": [share * max(0.0, top - high * 0.85), share * top],
            f"layout.annotations.{i}.font.size": 10 if across < 5 else 8,
        }
    return layout, narrow


def _panel(i: int, n: int, across: tuple[float, float], up: tuple[float, float]) -> dict[str, Any]:
    """Both axes of one map: square cells, rows downwards."""
    quiet = {
        **{"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""},
        **{"showline": True, "mirror": True, "linecolor": theme.AXIS, "constrain": "domain"},
    }
    mark, first = "" if i == 0 else str(i + 1), APART * i - 0.5
    return {
        f"xaxis{mark}": quiet
        | {
            **{"domain": list(across), "anchor": f"y{mark}", "range": [first, first + n]},
            "constraintoward": "left",
        },
        f"yaxis{mark}": quiet
        | {
            **{"domain": list(up), "anchor": f"x{mark}", "range": [n - 0.5, -0.5]},
            **{"scaleanchor": f"x{mark}", "constraintoward": "top"},
        },
    }


def _named(text: str, i: int, size: int = theme.FONT_SIZE) -> dict[str, Any]:
    """The name of a map above it."""
    mark = "" if i == 0 else str(i + 1)
    return theme.heading(text, 0.0, 1.0) | {
        "xref": f"x{mark} domain",
        "yref": f"y{mark} domain",
        "font": {"size": size},
    }
