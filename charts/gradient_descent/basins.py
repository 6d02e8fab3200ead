"""The map of starts, colored by the minimum that a walk from there ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import heads, numbers, played, set_player

if TYPE_CHECKING:
    from core.landscape import Grid
    from core.optimizers import Trajectory
    from core.studies.gradient_descent.basins import BasinMap

NOT_YET, DIVERGED = -1, -2  # as in core.studies.gradient_descent.basins
ALL_NAMED = 7  # so many minima have a letter and a color each; more are told apart by height
BANDS = 5
HUES = (
    *(theme.TARGET, theme.FORWARD, theme.GOLD, theme.LOSS),
    *(theme.GRADIENT, theme.VIOLET, theme.BROWN),
)
SHARE = 0.66


@dataclass(frozen=True)
class Group:
    """Starts of one color: those that reach these minima."""

    label: str
    color: str
    indices: tuple[int, ...]


def groups(heights: Sequence[float]) -> list[Group]:
    """The colors of the map: one for every minimum, or, of many, one for the lowest and for bands of height.

    Parameters
    ----------
    heights : (k,)
        Of the minima, the lowest first.
    """
    if len(heights) <= ALL_NAMED:
        named = [
            Group(f"{ascii_uppercase[i]}: {signed(h)}", HUES[i], (i,))
            for i, h in enumerate(np.round(heights, 9))
        ]
    else:
        named = [Group("lowest", theme.TARGET, (0,)), *_bands(np.asarray(heights))]
    return [
        *named,
        Group("not yet", theme.SHADE, (NOT_YET,)),
        Group("diverged", theme.QUIET, (DIVERGED,)),
    ]


def signed(height: float) -> str:
    """Three digits, with a printer's minus."""
    return f"{height + 0.0:.3g}".replace("-", "−")


def _bands(heights: Any) -> list[Group]:
    """The minima above the lowest, in bands of height, the darker the lower."""
    spread = (heights[-1] - heights[0]) / BANDS
    size = 10.0 ** np.floor(np.log10(spread))
    width = next(n * size for n in (1, 2, 5, 10) if n * size >= spread)
    band = np.ceil((heights[1:] - heights[0]) / width).astype(int)
    return [
        Group(
            f"to {signed(heights[0] + b * width)}",
            theme.LANDSCAPE[min(b, BANDS) - 1][1],
            tuple((1 + np.flatnonzero(band == b)).tolist()),
        )
        for b in np.unique(band).tolist()
    ]


def map_of_starts(
    basins: BasinMap, grid: Grid, walk: Trajectory, *, log_scale: bool, view: str
) -> Figure:
    """Where walks from everywhere end, one of them drawn, and beside it how many end where.

    Parameters
    ----------
    basins : BasinMap
    grid : Grid
        The heights, drawn as thin contour lines.
    walk : Trajectory
        From one start, to be played.
    log_scale : bool
        Whether contour lines are even in the logarithm of the height.
    view : str
        While it stays the same, the reader's zoom does too.
    """
    colors = groups(basins.heights.tolist())
    bars = _bars(basins, colors)
    names = basins.minima if len(basins.minima) <= ALL_NAMED else basins.minima[:1]
    figure = theme.two_panels(
        _map(basins, colors),
        _lines(grid, log_scale),
        *_walk(walk),
        _minima(names, walk.points, 0.1 * float(np.ptp(basins.x))),
        bars,
        share=SHARE,
        height=470,
        titles=("Every point is a start", "Share, by height reached"),
        x=("x", "%"),
        y=("y", ""),
        view=view,
        layout={
            "xaxis": {"range": list(map(float, basins.x[[0, -1]])), "constrain": "domain"},
            "yaxis": {"range": list(map(float, basins.y[[0, -1]]))},
            "xaxis2": {"range": [0, 1.4 * max(bars["x"])]},
            "yaxis2": {"autorange": "reversed"},
            "showlegend": False,
            "meta": {"clicks": "x"},
        },
    )
    set_player(figure, len(walk.values) - 1)
    return figure


def _map(basins: BasinMap, colors: Sequence[Group]) -> Trace:
    """The starts, each in the color of its end."""
    at = {index: i for i, group in enumerate(colors) for index in group.indices}
    lookup = np.array([at[index] for index in range(DIVERGED, len(basins.minima))], dtype=np.int8)
    edges = np.linspace(0, 1, len(colors) + 1).tolist()
    steps = [[edge, g.color] for i, g in enumerate(colors) for edge in (edges[i], edges[i + 1])]
    return unchecked.Heatmap(
        x=basins.x.astype(np.float32),
        y=basins.y.astype(np.float32),
        z=lookup[basins.reached - DIVERGED],
        zmin=-0.5,
        zmax=len(colors) - 0.5,
        colorscale=steps,
        showscale=False,
        opacity=0.75,
        name="starts",
        hovertemplate="start (%{x:.3g}, %{y:.3g})<extra></extra>",
    )


def _lines(grid: Grid, log_scale: bool) -> Trace:
    """The ground, in thin lines."""
    heights = grid.values
    if log_scale:
        above = heights - heights.min()
        heights = np.log10(np.maximum(above, 1e-3 * above.max()))
    return unchecked.Contour(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=heights.astype(np.float32),
        contours={"coloring": "none"},
        ncontours=14,
        line={"width": 0.7, "color": theme.PAPER},
        showscale=False,
        hoverinfo="skip",
        name="ground",
    )


def _minima(places: Any, path: Any, near: float) -> Trace:
    """The minima that have a color of their own, with their letters where the walk does not run."""
    return unchecked.Scatter(
        x=numbers(places[:, 0]),
        y=numbers(places[:, 1]),
        mode="markers+text",
        marker={"symbol": "star", "size": 13, "color": theme.PAPER},
        text=list(ascii_uppercase[: len(places)]) if len(places) > 1 else None,
        textposition=[_beside(place, path, near) for place in places],
        textfont={"size": theme.FONT_SIZE + 2, "color": theme.PAPER},
        name="minima",
        hovertemplate="minimum (%{x:.4g}, %{y:.4g})<extra></extra>",
    )


def _beside(place: Any, path: Any, near: float) -> str:
    """The corner of a place that least of the path runs through."""
    between = np.linspace(0, 1, 20)[:, None, None]  # on the lines that are drawn
    away = (path[:-1] + between * np.diff(path, axis=0)).reshape(-1, 2) - place
    away = away[np.abs(away).max(axis=1, initial=0) < near]
    counts = {
        f"{up} {side}": int(((v * away[:, 1] > 0) & (u * away[:, 0] > 0)).sum())
        for up, v in (("top", 1), ("bottom", -1))
        for side, u in (("right", 1), ("left", -1))
    }
    return min(counts, key=counts.__getitem__)


def _walk(walk: Trajectory) -> list[Trace]:
    """One walk, its start and where it has got to."""
    x, y = numbers(walk.points[:, 0]), numbers(walk.points[:, 1])
    line = {"color": theme.INK, "width": theme.LINE}
    trail = unchecked.Scatter(x=x, y=y, mode="lines", line=line, name="walk", hoverinfo="skip")
    marker = {"size": 12, "color": theme.INK}
    ring = {"symbol": "circle-open", "size": 13, "color": theme.INK, "line": {"width": 3}}
    return [
        played(trail, "grow"),
        unchecked.Scatter(
            x=x[:1], y=y[:1], mode="markers", marker=ring, name="start", hoverinfo="skip"
        ),
        heads({"walk": (x, y)}, sent=True, name="stands at", marker=marker),
    ]


def _bars(basins: BasinMap, colors: Sequence[Group]) -> Trace:
    """How many starts end in each color."""
    shares = [100 * sum(basins.share(index) for index in group.indices) for group in colors]
    return unchecked.Bar(
        x=shares,
        y=[group.label for group in colors],
        orientation="h",
        marker={"color": [group.color for group in colors], "opacity": 0.75},
        text=[f"{share:.1f} %" for share in shares],
        textposition="outside",
        cliponaxis=False,
        name="shares",
        hoverinfo="skip",
        xaxis="x2",
        yaxis="y2",
    )
