"""Level points, each kind by its own sign: the same colors on the map and in space."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from charts import theme, unchecked
from charts.figure import Trace

if TYPE_CHECKING:
    from core.stationary import LocalShape

# Kind -> sign on the map, sign in space, color.
SIGNS = {
    "minimum": ("star", "diamond", theme.TARGET),
    "saddle": ("cross", "cross", theme.INK),
    "maximum": ("square", "square", theme.BROWN),
    "degenerate": ("circle-open", "circle-open", theme.INK),
}
CROWD = 60  # more points than this are drawn smaller


def on_map(points: Sequence[LocalShape]) -> list[Trace]:
    """One trace a kind, at full precision: a click on a mark is a click on the very point."""
    small = len(points) > CROWD
    return [
        unchecked.Scatter(
            x=[float(shape.point[0]) for shape in group],
            y=[float(shape.point[1]) for shape in group],
            mode="markers",
            marker={"symbol": SIGNS[kind][0], "color": SIGNS[kind][2], "size": size},
            name=name_of(kind),
            customdata=[shape.value for shape in group],
            hovertemplate=f"{name_of(kind)} (%{{x:.4g}}, %{{y:.4g}}): height %{{customdata:.4g}}<extra></extra>",
        )
        for kind, group in _by_kind(points)
        if (size := (7 if small else 13) - 3 * (kind != "minimum"))
    ]


def in_space(points: Sequence[LocalShape], *, lift: float, top: float) -> list[Trace]:
    """The same points on the ground, as far as the picture reaches up."""
    return [
        unchecked.Scatter3d(
            x=[float(shape.point[0]) for shape in group],
            y=[float(shape.point[1]) for shape in group],
            z=[shape.value + lift for shape in group],
            mode="markers",
            marker={
                "symbol": SIGNS[kind][1],
                "color": SIGNS[kind][2],
                "size": (3 if len(points) > CROWD else 6) + 3 * (kind == "saddle"),  # a thin sign
                "line": {"color": theme.PAPER, "width": 1 if kind == "minimum" else 0},
            },
            name=name_of(kind),
            hovertemplate=f"{name_of(kind)} (%{{x:.4g}}, %{{y:.4g}})<extra></extra>",
        )
        for kind, group in _by_kind([shape for shape in points if shape.value <= top])
    ]


def name_of(kind: str) -> str:
    """What a kind of level point is called."""
    return "undecided" if kind == "degenerate" else kind


def _by_kind(points: Sequence[LocalShape]) -> list[tuple[str, list[LocalShape]]]:
    """The points of each kind that there is, in the order of the signs."""
    groups = ((kind, [shape for shape in points if shape.kind == kind]) for kind in SIGNS)
    return [(kind, group) for kind, group in groups if group]
