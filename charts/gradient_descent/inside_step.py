"""One step of a walk, opened: its arrows on the ground, and beside them how every number of it changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.gradient_descent.strips import COLORS, Strip, lines_of, rooms, strip_axes
from charts.landscape import contours, minima_marks
from charts.playback import numbers

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid
    from core.optimizers import Trajectory
    from core.studies.gradient_descent.inside_step import OpenStep

NAMES = {
    "slope": "share of the newest slope",
    "memory": "share of the memory",
    "decay": "decay",
    "sign": "sign of the mix",
    "move": "the move",
}
LONGEST = 0.3  # of the window: the longest arrow
SHORTEST = 0.004  # of the window: shorter ones are a dot
LADDER = [float(f"{digit}e{power}") for power in range(5) for digit in (1, 2, 5)]
SHARE, GAP, HEIGHT = 0.52, 0.075, 500


def magnification(step: OpenStep, grid: Grid) -> float:
    """How many times as long as in truth the arrows must be drawn to be seen; never shrunk."""
    sides = np.array([np.ptp(grid.x), np.ptp(grid.y)])
    arrows = [*step.arrows.values(), step.numbers["moved"]]
    longest = max(np.abs(arrow / sides).max() for arrow in arrows)
    return max((k for k in LADDER if k * longest <= LONGEST), default=1.0)


def opened_step(
    grid: Grid,
    walk: Trajectory,
    step: OpenStep,
    strips: Sequence[Strip],
    *,
    minima: Sequence[tuple[float, float]],
    log_scale: bool,
    view: str,
    compared: Trajectory | None = None,
    walker: Array | None = None,
) -> Figure:
    """The walk up to a step and the arrows of that step, beside them its numbers over time.

    Parameters
    ----------
    strips : sequence of Strip
        One above the other, at most five.
    compared : Trajectory, optional
        Another walk, drawn dashed.
    walker : (T + 1, 2), optional
        Where the walker of a walk that looks ahead stands.
    """
    figure = theme.new_figure(
        contours(grid, log_scale=log_scale) | {"showscale": False},
        minima_marks(minima),
        *_paths(walk, compared, walker, step.t),
        *_arrows(step, grid),
        *(trace for i, strip in enumerate(strips) for trace in lines_of(strip, i + 2, step.t)),
        height=HEIGHT,
        view=view,
        layout=_layout(grid, strips, step, magnification(step, grid), len(walk.points) - 1),
        narrow=_stacked(len(strips)),
    )
    return figure


def _paths(
    walk: Trajectory, compared: Trajectory | None, walker: Array | None, t: int
) -> list[Trace]:
    """The way so far and the way to come; what it is compared with; where the step begins."""
    wider = 0 if compared is None else 3  # what is compared may lie on it
    look = {"color": theme.FORWARD, "width": theme.LINE + wider}
    faint = {"color": theme.QUIET, "width": theme.THIN}
    traces = [
        _line(walk.points[t - 1 :], "the way to come", faint, showlegend=False),
        _line(walk.points[:t], walk.label, look),
    ]
    if compared is not None:
        dashed = {"color": theme.INK, "width": theme.LINE, "dash": "dash"}
        way = compared.points[: t + 1]
        end = {"size": [0] * (len(way) - 1) + [10], "color": theme.INK}
        traces.append(_line(way, compared.label, dashed, mode="lines+markers", marker=end))
    if walker is not None:
        green = {"color": theme.TARGET, "width": theme.LINE}
        leap = np.array([walker[t - 1], walk.points[t - 1]])
        stands = {"size": [12, 0], "color": theme.TARGET, "symbol": "diamond"}
        traces += [
            _line(walker[:t], "the walker θ", green),
            _line(
                *(leap, "its leap ahead", green | {"dash": "dot"}),
                mode="lines+markers",
                marker=stands,
            ),
        ]
    here = {"size": 13, "color": theme.FORWARD, "line": {"width": 2, "color": theme.PAPER}}
    traces.append(
        _line(walk.points[t - 1 : t], "here", None, mode="markers", marker=here, showlegend=False)
    )
    return traces


def _line(points: Array, name: str, line: Mapping[str, Any] | None, **more: Any) -> Trace:
    """Points of the map, joined."""
    return unchecked.Scatter(
        **{"mode": "lines", "line": line} | more,
        x=numbers(points[:, 0]),
        y=numbers(points[:, 1]),
        name=name,
        hovertemplate="(%{x:.4g}, %{y:.4g})<extra>" + name + "</extra>",
    )


def _arrows(step: OpenStep, grid: Grid) -> list[Trace]:
    """Straight downhill, then the move, broad, and on it its parts, head to tail."""
    sides = np.array([np.ptp(grid.x), np.ptp(grid.y)])
    times = magnification(step, grid)
    downhill = -step.numbers["gradient"]
    steepest = np.abs(downhill / sides).max()
    traces, place = [], step.before
    if steepest > 0:
        ray = np.array([place, place + downhill * LONGEST / steepest])
        dotted = {"color": theme.GRADIENT, "width": theme.LINE, "dash": "dot"}
        traces.append(_line(ray, "straight downhill, −g", dotted))
    traces += _arrow("move", step.before, step.numbers["moved"], times, sides)
    for kind, arrow in step.arrows.items():
        traces += _arrow(kind, place, arrow, times, sides)
        place = place + times * arrow
    return traces


def _arrow(kind: str, tail: Array, arrow: Array, times: float, sides: Array) -> list[Trace]:
    """One arrow, magnified; none where it would be too short to see."""
    if np.abs(times * arrow / sides).max() < SHORTEST:
        return []
    tip = tail + times * arrow
    width, head = (6, 20) if kind == "move" else (3, 15)
    return [
        unchecked.Scatter(
            x=numbers((tail[0], tip[0])),
            y=numbers((tail[1], tip[1])),
            mode="lines+markers",
            name=NAMES[kind],
            line={"color": COLORS[kind], "width": width},
            marker={
                "symbol": "arrow",
                "size": [0, head],
                "angleref": "previous",
                "color": COLORS[kind],
                "opacity": 1,
            },
            customdata=[numbers(arrow)] * 2,
            hovertemplate=NAMES[kind]
            + ": (%{customdata[0]:.4g}, %{customdata[1]:.4g})<extra></extra>",
        )
    ]


def _layout(
    grid: Grid, strips: Sequence[Strip], step: OpenStep, times: float, last: int
) -> dict[str, Any]:
    """Both panels: the map, and the strips one above the other with one axis of steps."""
    (x_low, x_high), (y_low, y_high) = grid.x[[0, -1]].tolist(), grid.y[[0, -1]].tolist()
    size = "true length" if times == 1 else f"drawn {times:g} times as long"
    right = SHARE + GAP
    layout: dict[str, Any] = {
        "meta": {"clicks": "x"},
        "margin": {"l": 48, "r": 8, "t": 30, "b": 40},
        "legend": {"y": -0.18},
        "xaxis": {"domain": [0, SHARE], "range": [x_low, x_high], "title": {"text": "x"}},
        "yaxis": {"range": [y_low, y_high], "title": {"text": "y"}},
        "xaxis2": {
            "domain": [right, 1],
            "range": [0.5, max(last, 2) + 0.5],
            "title": {"text": "step (lines: x, dots: y)"},
            "anchor": f"y{len(strips) + 1}",
        },
        "annotations": [
            theme.heading(f"Step {step.t}, arrows {size}", 0, 1),
            *(
                theme.heading(strip.heading, right, top) | {"font": {"size": theme.FONT_SIZE - 1}}
                for strip, (_, top) in zip(strips, rooms(len(strips)), strict=True)
            ),
        ],
        "shapes": [
            {"type": "line", "xref": "x2", "yref": f"y{i + 2} domain", "layer": "below"}
            | {"x0": step.t, "x1": step.t, "y0": 0, "y1": 1}
            | {"line": {"color": theme.AXIS, "width": theme.THIN}}
            for i in range(len(strips))
        ],
    }
    layout |= strip_axes(strips)
    return layout


def _stacked(count: int) -> dict[str, Any]:
    """On a phone: the map above, the strips below it."""
    narrow: dict[str, Any] = {
        "layout.height": 940,
        "layout.xaxis.domain": [0, 1],
        "layout.yaxis.domain": [0.62, 1],
        "layout.xaxis2.domain": [0, 1],
        "layout.legend.y": -0.07,
    }
    for i, room in enumerate(rooms(count, 0.53)):
        narrow |= {
            f"layout.yaxis{i + 2}.domain": list(room),
            f"layout.annotations.{i + 1}.x": 0,
            f"layout.annotations.{i + 1}.y": room[1],
        }
    return narrow
