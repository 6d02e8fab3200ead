"""Where everything stands in the picture of a network: units, their words, and the words on the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.studies.backpropagation.labels import Labels

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # middle and half sizes

WIDE, TALL = 880, 350  # pixels across, on a laptop and on a phone
ROOM = 92  # above and below the graph: title and legend
HEIGHTS = {1: 350, 2: 450, 3: 480, 4: 510, 5: 535, 6: 560}  # by units in the largest layer
LARGEST_CELL, LARGEST_NODE = 190.0, 62.0
FEW = 3  # outputs, whose targets have room right beside them
SPARSE = 6  # lines between two layers, of which each has room for its words


@dataclass(frozen=True)
class Places:
    """Pixels: the data runs to the right, or down where there is little room (``tall``)."""

    units: Mapping[str, Point]
    node: float  # size of a unit
    cell: float  # room for a unit and its words, across the flow
    height: float  # of the whole figure
    width: float
    font: int
    tall: bool

    @property
    def digits(self) -> int:
        """How many digits there is room for in a unit."""
        return 4 if self.node >= 50 else 3

    def between(self, start: str, end: str, share: float) -> Point:
        """A point on the line from one unit to another."""
        (x0, y0), (x1, y1) = self.units[start], self.units[end]
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)

    def distance(self, start: str, end: str) -> float:
        """Pixels from one unit to another."""
        (x0, y0), (x1, y1) = self.units[start], self.units[end]
        return ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5


def is_sparse(labels: Labels) -> bool:
    """Whether every line has room for its own words, lit or not."""
    most = max(len(rows) * len(rows[0]) for rows in labels.weights)
    return most <= SPARSE and (labels.depth <= 2 or most <= 4) and labels.depth <= 3


def places_of(labels: Labels, *, tall: bool) -> Places:
    """Where the units of a network stand."""
    most = max(map(len, labels.units))
    steps = labels.depth + (1.0 if len(labels.units[-1]) > FEW and not tall else 0.72)
    if tall:
        across, gap = float(TALL), {1: 230.0, 2: 202.0, 3: 165.0}.get(labels.depth, 148.0)
        along = 44 + steps * gap + 50
        height = along + ROOM
    else:
        height = float(HEIGHTS[most])
        across, along = height - ROOM, float(WIDE)
        gap = (WIDE - 96) / steps
    cell = min(LARGEST_CELL, across / most)
    node = min(50.0, 0.74 * cell) if tall else min(LARGEST_NODE, 0.5 * cell)
    units = {}
    for layer, names in enumerate(labels.units):
        room = min(LARGEST_CELL, across / len(names), 1.4 * cell)
        for place, name in enumerate(names):
            side = across / 2 + (place - (len(names) - 1) / 2) * room
            units[name] = _at(48 + layer * gap, side, across, tall)
    units["loss"] = _at(48 + steps * gap, across / 2, across, tall)
    return Places(
        units=units,
        node=node,
        cell=cell,
        height=height,
        width=TALL if tall else WIDE,
        font=_font(node, tall),
        tall=tall,
    )


def _at(along: float, side: float, across: float, tall: bool) -> Point:
    """Plotly counts upward; the first unit stands at the top, or at the left."""
    return (side, -along) if tall else (along, across - side)


def _font(node: float, tall: bool) -> int:
    if tall:
        return 11 if node >= 50 else 10 if node >= 46 else 9
    return 14 if node >= 58 else 12 if node >= 46 else 11


def spread(
    places: Places,
    wires: Mapping[str, tuple[str, str]],
    size: Point,
    taken: Iterable[Box],
    shares: Mapping[str, Sequence[float]],
) -> dict[str, Point]:
    """Where the words of every line go: on the line, where they cover as little as possible.

    Parameters
    ----------
    wires : mapping
        The two ends of every line that has words.
    size : pair
        Width and height of the words.
    taken : iterable of boxes
        What must not be covered.
    shares : mapping
        Of every line, places to try, as shares of the way, best first.
    """
    half = (size[0] / 2, size[1] / 2)
    boxes, found = list(taken), {}
    for key, ends in wires.items():
        options = []
        for rank, share in enumerate(shares[key]):
            point = places.between(*ends, share)
            covered = sum(_overlap((*point, *half), box) for box in boxes)
            options.append((covered + 12.0 * rank, rank, point))
        *_, found[key] = min(options)
        boxes.append((*found[key], *half))
    return found


def _overlap(a: Box, b: Box) -> float:
    """Square pixels that two boxes share."""
    wide = a[2] + b[2] - abs(a[0] - b[0])
    high = a[3] + b[3] - abs(a[1] - b[1])
    return wide * high if wide > 0 and high > 0 else 0.0
