"""All maps of a small convolutional network for one image, left to right, and what it makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.cnn.mosaic import INK, PITCH, bare_axes, corner, frames, label, mosaic, signed
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.cnn import Read
    from core.studies.cnn.looking import Look

HEIGHT = 430
TALL = 6  # maps below each other
BARS = 100  # where the classes begin along y, so that a click tells them from maps
TOP = 0.75  # room for the titles
# Where each layer begins along x, and the layer that it looks at.
PLACES = {
    "input": 0.0,
    "conv1": 1.5,
    "relu1": 2.75,
    "pool1": 4.0,
    "conv2": 5.5,
    "relu2": 7.95,
    "pool2": 10.4,
}
SEES = {
    "conv1": "input",
    "relu1": "conv1",
    "pool1": "relu1",
    "conv2": "pool1",
    "relu2": "conv2",
    "pool2": "relu2",
}
RIGHT = PLACES["pool2"] + 2 * PITCH
MIDDLE = TOP + 2.5 * PITCH  # where the only image stands
SHORT = {"input": "Digit", "conv": "Conv", "relu": "ReLU", "pool": "Pool"}


def overview(
    seen: Read, look: Look, maps_of: Callable[[Read, str], NDArray], *, true: int | None
) -> Figure:
    """Every map, the chosen one framed in gold, what its number looks at in violet; the probabilities as bars.

    Parameters
    ----------
    seen : Read
        Of one image.
    look : Look
        The number that is taken apart.
    maps_of : callable
        All maps of a layer: (maps, h, w).
    true : int, optional
        The class that it is, where that is known.
    """
    image = seen.stages[0].x[0]
    traces = [
        mosaic(
            image,
            0.0,
            MIDDLE,
            tall=1,
            look=INK,
            name="digit",
            hovertemplate="ink %{z:.3~f}<extra></extra>",
        )
    ]
    notes = [label(f"Digit<br><sup>{image.shape[1]} × {image.shape[2]}</sup>", 0.0, MIDDLE - 0.05)]
    for name, left in list(PLACES.items())[1:]:
        maps = maps_of(seen, name)
        peak = float(np.abs(seen.stages[int(name[-1]) - 1].z).max())
        traces.append(
            mosaic(
                maps,
                left,
                TOP,
                tall=TALL,
                look=signed(peak),
                cells=_addresses(maps.shape),
                name=name,
                hovertemplate="map %{customdata[0]}, row %{customdata[1]}, column %{customdata[2]}: <b>%{z:.4~g}</b><extra></extra>",
            )
        )
        size = f"{len(maps)} of {maps.shape[1]} × {maps.shape[2]}"
        notes.append(label(f"{SHORT[name[:-1]]} {name[-1]}<br><sup>{size}</sup>", left, TOP - 0.05))
    traces.append(_edges_of_maps({name: len(maps_of(seen, name)) for name in SEES}))
    traces += [_seen_from(look), *_chosen(look), _bars(seen.shares[0], true)]
    bars = {
        "xaxis2": {
            "domain": [0.87, 1.0],
            "anchor": "y2",
            "range": [0, 1.02],
            "tickvals": [0, 0.5, 1],
            "title": {"text": "probability"},
        },
        "yaxis2": {
            "domain": [0.0, 0.9],
            "anchor": "x2",
            "range": [BARS + 9.6, BARS - 0.6],
            "tickvals": [BARS + i for i in range(10)],
            "ticktext": [str(i) for i in range(10)],
            "showgrid": False,
        },
    }
    axes = bare_axes(RIGHT, TOP + TALL * PITCH)
    axes["xaxis"] |= {"domain": [0.0, 0.82]}
    layout = (
        {"margin": {"l": 4, "r": 8, "t": 8, "b": 44}, "annotations": notes, "showlegend": False}
        | axes
        | bars
    )
    narrow = {
        "layout.xaxis.domain": [0.0, 1.0],
        "layout.yaxis.domain": [0.5, 1.0],
        "layout.xaxis2.domain": [0.06, 1.0],
        "layout.yaxis2.domain": [0.0, 0.4],
        "layout.height": 520,
    } | {f"layout.annotations.{i}.font.size": 8 for i in range(len(notes))}
    return theme.new_figure(*traces, height=HEIGHT, layout=layout, narrow=narrow)


def place_at(
    x: float, y: float, sides: dict[str, tuple[int, int]]
) -> tuple[str, int, int, int] | None:
    """What a click means: layer, map, row and column; a bar means that class's score.

    Parameters
    ----------
    x, y : float
    sides : mapping
        Maps and pixels a side of each layer.
    """
    if y >= BARS - 1:
        return "scores", min(9, max(0, round(y - BARS))), 0, 0
    found = [name for name, left in PLACES.items() if name != "input" and left <= x]
    if not found:
        return None
    name = found[-1]
    count, side = sides[name]
    across, down = (x - PLACES[name]) / PITCH, (y - TOP) / PITCH
    which = int(across) * TALL + int(down)
    if down < 0 or int(down) >= TALL or which >= count:
        return None
    row, column = (min(side - 1, int((at % 1) * PITCH * side)) for at in (down, across))
    return name, which, row, column


def _addresses(shape: tuple[int, ...]) -> NDArray:
    """Map, row and column of every pixel: (maps, h, w, 3)."""
    return np.moveaxis(np.indices(shape), 0, -1)


def _box(name: str, which: int, side: int, window: tuple[int, int, int, int]) -> tuple[float, ...]:
    """The frame of a window on a map; one that reaches beyond the edge ends there."""
    left, top = corner(which, PLACES[name], TOP if name != "input" else MIDDLE, TALL)
    first_row, first_column, rows, columns = window
    across = [min(max(at, 0), side) / side for at in (first_column, first_column + columns)]
    down = [min(max(at, 0), side) / side for at in (first_row, first_row + rows)]
    return left + across[0], top + down[0], left + across[1], top + down[1]


def _edges_of_maps(counts: dict[str, int]) -> Trace:
    """A thin frame around every map, so that an empty one is seen to be one."""
    corners = [
        corner(i, PLACES[name], TOP, TALL) for name, count in counts.items() for i in range(count)
    ]
    return frames([(x, y, x + 1, y + 1) for x, y in corners], theme.AXIS, "maps", width=0.5)


def _chosen(look: Look) -> list[Trace]:
    """The map of the chosen number, and the number itself."""
    if look.layer == "scores":
        y = BARS + look.map
        bar = frames([(0.0, y - 0.45, 1.0, y + 0.45)], theme.GOLD, "chosen")
        return [bar | {"xaxis": "x2", "yaxis": "y2"}]
    side = look.result.shape[0]
    whole = _box(look.layer, look.map, side, (0, 0, side, side))
    return [
        frames([whole], theme.GOLD, "chosen map", width=theme.THIN + 0.8),
        frames([_box(look.layer, look.map, side, (*look.place, 1, 1))], theme.ON_MAP, "chosen"),
    ]


def _seen_from(look: Look) -> Trace:
    """What the chosen number looks at, on every map that it sees."""
    name = "pool2" if look.layer == "scores" else SEES[look.layer]
    alone = look.layer.startswith(("relu", "pool"))
    maps = [look.map] if alone else range(len(look.inputs))
    side = look.inputs.shape[1]
    boxes = [_box(name, i, side, look.window) for i in maps]
    return frames(boxes, theme.VIOLET, "seen", width=theme.THIN + 0.4)


def _bars(shares: NDArray, true: int | None) -> Trace:
    """A bar a class; the true one is green."""
    return unchecked.Bar(
        x=[float(f"{share:.4g}") for share in shares],
        y=[BARS + i for i in range(len(shares))],
        orientation="h",
        marker={
            "color": [theme.TARGET if i == true else theme.FORWARD for i in range(len(shares))]
        },
        xaxis="x2",
        yaxis="y2",
        name="probability",
        customdata=list(range(len(shares))),
        hovertemplate="%{customdata}: %{x:.4~g}<extra></extra>",
    )
