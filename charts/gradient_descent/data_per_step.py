"""Batches of several sizes on their way: over the contours, by their cost, and among the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.data_cost import line, mark
from charts.figure import Figure, Trace
from charts.gradient_descent.data_per_step_below import COLORS, Below, dashed
from charts.ground import quiet_contours
from charts.playback import heads, numbers, paced, set_player

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid, Point
    from core.studies.gradient_descent.data_race import Paced

HEIGHT = 480
COST = {"xaxis": "x2", "yaxis": "y2"}
LEFT, RIGHT = [0.0, 0.5], [0.6, 1.0]
UPPER, LOWER = [0.63, 1.0], [0.0, 0.33]
LOWEST = 1e-9  # of the costs that are drawn


def on_their_way(
    grid: Grid,
    walks: Mapping[str, Paced],
    reached: Mapping[str, Array],
    *,
    labels: Mapping[str, str],
    moments: Sequence[str],
    budget: float,
    unit: str,
    best: Point,
    truth: Point,
    chosen: str,
    rims: Sequence[Array],
    cloud: Array,
    expected: float,
    below: Below,
    view: str,
) -> Figure:
    """Three pictures, one player: the map of the cost, the cost of each walk, and one of `models` or `radii`.

    Parameters
    ----------
    walks : mapping of "one", "some", "all" to Paced
    reached : mapping of the same to (frames,)
        How far each walk has come at each moment of the player.
    labels : mapping of the same to str
    moments : sequence of str
        What the player says at each moment.
    budget : float
        Where the axis of what is spent ends, in ``unit``.
    chosen : "one", "some" or "all"
        The walk that ``cloud`` and ``expected`` belong to.
    rims : sequence of (n, 2)
        The edges of the balls that theory promises.
    cloud : (n, 2)
        Where other walks of the chosen kind ended; maybe empty.
    expected : float
        Mean cost above the lowest in the chosen one's ball; 0 for none.
    below : traces and axes
        Of the third picture.
    view : str
        While it stays the same, the reader's zoom does too.
    """
    trails = {key: _trail(key, walk, reached[key], labels[key]) for key, walk in walks.items()}
    first = min(float(walk.spent[1]) if len(walk.spent) > 1 else budget for walk in walks.values())
    costs = {key: _cost(key, walk, reached[key], labels[key], first) for key, walk in walks.items()}
    look = {"size": 11, "color": [COLORS[key] for key in walks]}
    look |= {"symbol": ["x" if walk.diverged else "circle" for walk in walks.values()]}
    look |= {"line": {"color": theme.PAPER, "width": 1.5}}
    figure = theme.new_figure(
        quiet_contours(grid, log_scale=True),
        *trails.values(),
        *_balls(rims, cloud, COLORS[chosen]),
        *costs.values(),
        *_promised(expected, [first / 2, budget], COLORS[chosen]),
        mark(truth, "the truth", "diamond-open", 13),
        mark(best, "best fit", "star", 14),
        *below[0],
        heads(_ends(trails), sent=True, name="stands at", marker=look),
        heads(_ends(costs), sent=True, name="costs", marker=look | {"size": 8}, **COST),
        height=HEIGHT,
        view=view,
        layout=_layout(grid, walks, first, budget, unit, below[1]),
        narrow=_stacked(),
    )
    set_player(figure, len(moments) - 1, labels=moments)
    return figure


def _trail(key: str, walk: Paced, reached: Array, label: str) -> Trace:
    """One walk over the map; a walk on one example is so restless that its line must be thin."""
    trace = unchecked.Scatter(
        x=_as_they_are(numbers(walk.path[:, 0], 5)),
        y=_as_they_are(numbers(walk.path[:, 1], 5)),
        mode="lines",
        line={"color": COLORS[key], "width": theme.THIN if key == "one" else theme.LINE},
        name=label + (" (diverged)" if walk.diverged else ""),
        legendgroup=key,
        opacity=0.8 if key == "one" else 1.0,
        hovertemplate=f"{label}: w = %{{x:.4g}}, b = %{{y:.4g}}<extra></extra>",
    )
    return paced(trace, reached)


def _cost(key: str, walk: Paced, reached: Array, label: str, first: float) -> Trace:
    """What one walk costs above the lowest; between two steps it stays what it was."""
    trace = unchecked.Scatter(
        x=_as_they_are([first / 2, *walk.spent[1:].astype(int).tolist()]),
        y=_as_they_are(numbers(np.where(walk.excess > LOWEST / 10, walk.excess, np.nan), 4)),
        mode="lines",
        line={"color": COLORS[key], "width": theme.THIN if key == "one" else theme.LINE}
        | {"shape": "hv"},
        name=f"{label}: cost",
        legendgroup=key,
        showlegend=False,
        hovertemplate=f"{label}, after %{{x}}: %{{y:.3g}} above the lowest<extra></extra>",
        **COST,
    )
    return paced(trace, reached)


def _as_they_are(values: list[Any]) -> np.ndarray:
    """A long list as Plotly takes it fastest: as objects, that it sends on unchanged."""
    return np.array(values, dtype=object)


def _balls(rims: Sequence[Array], cloud: Array, color: str) -> list[Trace]:
    """The balls in theory, and where walks have ended in one of them."""
    traces = []
    if len(cloud):
        dots = unchecked.Scatter(
            x=numbers(cloud[:, 0], 5),
            y=numbers(cloud[:, 1], 5),
            mode="markers",
            marker={"size": 6.5, "color": color, "line": {"color": theme.PAPER, "width": 1}},
            name="others, at last",
            hoverinfo="skip",
        )
        traces.append(dots)
    if len(rims):
        gap = np.full((1, 2), np.nan)
        edges = np.concatenate([part for rim in rims for part in (rim, gap)])
        look = dashed(theme.INK)  # seen over the scribble of its own walk
        name = "ball in theory"
        traces.append(line(numbers(edges[:, 0], 5), numbers(edges[:, 1], 5), name, look))
    return traces


def _promised(expected: float, ends: list[float], color: str) -> list[Trace]:
    """The mean cost in the ball."""
    if not LOWEST < expected < np.inf:
        return []
    level = line(ends, numbers([expected] * 2), "mean in the ball", dashed(color))
    return [level | COST]


def _ends(traces: Mapping[str, Trace]) -> dict[str, Any]:
    """The paths of traces that are sent, by name."""
    return {trace["name"]: (trace["x"], trace["y"]) for trace in traces.values()}


def _layout(
    grid: Grid,
    walks: Mapping[str, Paced],
    first: float,
    budget: float,
    unit: str,
    below: Mapping[str, Any],
) -> dict[str, Any]:
    """Three panels: a large one, and two beside it."""
    powers = range(int(np.log10(first)), int(np.log10(budget)) + 1)
    ticks = [10**power for power in powers if 10**power >= first / 1.01]
    return {
        "margin": {"l": 48, "r": 10, "t": 28, "b": 100},
        "legend": {"yref": "container", "y": 0, "yanchor": "bottom"},
        "annotations": [
            theme.heading("Where they walk (log colors)", LEFT[0], 1.0),
            theme.heading("Cost above the lowest (log)", RIGHT[0], 1.0),
            theme.heading(below["title"], RIGHT[0], LOWER[1]),
            *below.get("notes", ()),
        ],
        "xaxis": {"domain": LEFT, "range": grid.x[[0, -1]].tolist(), "title": {"text": "w"}},
        "yaxis": {"range": grid.y[[0, -1]].tolist(), "title": {"text": "b"}},
        "xaxis2": {
            "domain": RIGHT,
            "anchor": "y2",
            "type": "log",
            "title": {"text": unit},
            "range": [float(np.log10(first / 2)), float(np.log10(budget)) + 0.06],
            "tickvals": [first / 2, *ticks],
            "ticktext": ["0", *(f"{tick:,}" for tick in ticks)],
        },
        "yaxis2": {"domain": UPPER, "anchor": "x2", "type": "log", "exponentformat": "power"}
        | _heights(walks),
        "xaxis3": {"domain": RIGHT, "anchor": "y3"} | below["xaxis3"],
        "yaxis3": {"domain": LOWER, "anchor": "x3"} | below["yaxis3"],
    }


def _heights(walks: Mapping[str, Paced]) -> dict[str, Any]:
    """Room for all costs, except where a walk diverges: it is seen leaving."""
    start = max(max(float(walk.excess[0]) for walk in walks.values()), LOWEST)
    sizes = np.concatenate([walk.excess for walk in walks.values()])
    sizes = sizes[(sizes > LOWEST) & (sizes < 1e3 * max(start, 1.0))]
    low, high = (np.log10(sizes.min()), np.log10(sizes.max())) if len(sizes) else (-2.0, 0.0)
    low, high = float(low) - 0.2, float(high) + 0.3
    return {"range": [low, high], "dtick": 1 + (high - low) // 5}


def _stacked() -> dict[str, Any]:
    """What changes in the figure where all three stand one above the other: value by path."""
    whole = [0.0, 1.0]
    return {
        "layout.height": 1000,
        "layout.legend.y": 0,
        "layout.margin.b": 150,
        "layout.xaxis.domain": whole,
        "layout.yaxis.domain": [0.62, 1.0],
        "layout.xaxis2.domain": whole,
        "layout.yaxis2.domain": [0.31, 0.51],
        "layout.annotations.1.x": 0.0,
        "layout.annotations.1.y": 0.51,
        "layout.xaxis3.domain": whole,
        "layout.yaxis3.domain": [0.0, 0.2],
        "layout.annotations.2.x": 0.0,
        "layout.annotations.2.y": 0.2,
    }
