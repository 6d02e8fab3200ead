"""What one neuron answers to all inputs: a curve along one of them, a map over two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.activations.neuron import NeuronMap, NeuronRun, Place
    from core.studies.activations.neuron_line import NeuronLine

SECOND = {"xaxis": "x2", "yaxis": "y2"}
ARROW = 1.2  # length of the normal, in units of the inputs, whatever the size of the weights
ONE_SIDED = [[0.0, "#FFFFFF"], [1.0, theme.FORWARD]]  # values that are never negative
POINT = {"size": 15, "color": theme.FORWARD, "line": {"width": 2.5, "color": theme.PAPER}}


@dataclass(frozen=True, eq=False)
class Beside:
    """The traces of the second panel, and what the layout says of it."""

    traces: list[Any]
    axes: dict[str, Any]


def along_line(run: NeuronRun, line: NeuronLine) -> Beside:
    """The answer along the only input, its slope, and where z = 0."""
    x = line.x.astype(np.float32)
    smooth = ~np.isin(line.x, line.kinks)
    (w,) = run.w
    w, b = float(w), run.b
    steep = line.slope * w
    values, slopes = (np.where(smooth, y, np.nan).astype(np.float32) for y in (line.a, steep))
    look = {"mode": "lines", **SECOND}
    tip = "x₁ = %{x:.3g}: %{y:.5g}<extra></extra>"
    blue, orange = (
        {"color": color, "width": theme.LINE} for color in (theme.FORWARD, theme.GRADIENT)
    )
    traces = [
        unchecked.Scatter(x=x, y=values, name="answer a", line=blue, hovertemplate=tip, **look),
        unchecked.Scatter(
            x=x,
            y=slopes,
            name="slope ∂a/∂x₁ = f′(z) w₁",
            line=orange | {"dash": "dash"},
            hovertemplate=tip,
            **look,
        ),
        _today(run.x[0], run.a),
    ]
    low, high = float(line.x[0]), float(line.x[-1])
    return Beside(
        traces,
        {
            "xaxis2": {"range": [low, high], "title": {"text": "x₁"}},
            "yaxis2": {"automargin": True},
            **_tip_of(w, b, low, high),
        },
    )


def _tip_of(w: float, b: float, low: float, high: float) -> dict[str, Any]:
    """An upright line where the sum is 0, if that is in sight."""
    if w == 0 or not abs(w) * max(abs(low), abs(high)) >= abs(b):
        return {}
    place = -b / w
    line = {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1, "layer": "below"}
    refs = {"xref": "x2", "yref": "y2 domain"}
    name = {"x": place, "y": 1, "text": "z = 0", "showarrow": False, "xanchor": "left"}
    return {
        "shapes": [refs | line | {"line": {"color": theme.INK, "width": theme.THIN}}],
        "annotations": [refs | name],
    }


def over_plane(
    run: NeuronRun,
    plane: NeuronMap,
    tips: Sequence[Place] | None,
    foot: Place | None,
    corners: Mapping[Place, float],
    span: tuple[float, float],
) -> Beside:
    """The answer as a map, the line on which z = 0, the weights as its normal, and today's point."""
    traces = [_map(plane, span), *_boundary(tips), *_corners(corners)]
    if foot is not None:
        traces.append(_way_to(run.x, foot))
    traces.append(_today(*run.x[:2]))
    sides = [(float(axis[0]), float(axis[-1])) for axis in (plane.x1, plane.x2)]
    square = {"scaleanchor": "x2", "constrain": "domain", "showgrid": False, "zeroline": False}
    notes = [*_normal(run.w, tips), _name_of(tips)] if tips else []
    return Beside(
        traces,
        {
            "xaxis2": {"range": list(sides[0]), "title": {"text": "x₁"}, "showgrid": False}
            | {"constrain": "domain", "zeroline": False},
            "yaxis2": {"range": list(sides[1]), "title": {"text": "x₂"}} | square,
            "annotations": notes,
        },
    )


def _map(plane: NeuronMap, span: tuple[float, float]) -> Trace:
    """White is what lies between: one half from 0 to 1, and else 0. Who is never negative has blue alone."""
    a = plane.a.astype(np.float32)
    most = float(np.abs(a).max()) or 1.0
    low, high, scale = -most, most, theme.SIGNED_PALE
    if span == (0, 1):
        low, high = span
    elif span[0] == 0:
        low, scale = 0.0, ONE_SIDED
    return unchecked.Contour(
        x=plane.x1.astype(np.float32),
        y=plane.x2.astype(np.float32),
        z=a,
        zmin=low,
        zmax=high,
        colorscale=scale,
        contours={"coloring": "heatmap", "showlines": False},
        line={"width": 0},
        colorbar={"thickness": 10, "outlinewidth": 0, "x": 1.0, "title": {"text": "a"}},
        hovertemplate="(%{x:.3g}, %{y:.3g}): a = %{z:.4g}<extra></extra>",
        name="answer",
        **SECOND,
    )


def _boundary(tips: Sequence[Place] | None) -> list[Trace]:
    """The line on which the sum is 0; nothing where it is out of sight."""
    if not tips:
        return []
    x, y = map(list, zip(*tips, strict=True))
    look = {"mode": "lines", "hoverinfo": "skip", "showlegend": False, **SECOND}
    line = {"color": theme.ON_MAP, "width": theme.LINE}
    return [unchecked.Scatter(x=x, y=y, line=line, name="boundary", **look)]


def _name_of(tips: Sequence[Place]) -> dict[str, Any]:
    """What the line is called, on the line, far from the arrow."""
    x, y = (0.12 * start + 0.88 * end for start, end in zip(*tips, strict=True))
    font = {"color": theme.ON_MAP, "size": theme.FONT_SIZE}
    look = {"xref": "x2", "yref": "y2", "showarrow": False, "bgcolor": "#FFFFFFD0"}
    return look | {"x": x, "y": y, "text": "z = 0", "font": font}


def _way_to(x: Sequence[float], foot: Place) -> Trace:
    """From today's point straight to the line."""
    return unchecked.Scatter(
        x=numbers([x[0], foot[0]]),
        y=numbers([x[1], foot[1]]),
        mode="lines",
        line={"color": theme.ON_MAP, "width": theme.THIN, "dash": "dot"},
        name="distance",
        hoverinfo="skip",
        showlegend=False,
        **SECOND,
    )


def _corners(corners: Mapping[Place, float]) -> list[Trace]:
    """The four inputs of a gate, each with its answer: full where the neuron fires."""
    if not corners:
        return []
    return [
        unchecked.Scatter(
            x=[x for x, _ in corners],
            y=[y for _, y in corners],
            mode="markers+text",
            text=["1" if a > 0.5 else "0" for a in corners.values()],
            textposition="top right",
            textfont={"size": theme.FONT_SIZE, "color": theme.ON_MAP},
            marker={
                "size": 12,
                "symbol": ["square" if a > 0.5 else "square-open" for a in corners.values()],
                "color": theme.ON_MAP,
                "line": {"width": 2, "color": theme.ON_MAP},
            },
            name="corners",
            showlegend=False,
            customdata=list(corners.values()),
            hovertemplate="(%{x}, %{y}) → %{customdata:.4g}<extra></extra>",
            **SECOND,
        )
    ]


def _today(x: float, y: float) -> Trace:
    """Where today's input stands."""
    return unchecked.Scatter(
        x=numbers([x]),
        y=numbers([y]),
        mode="markers",
        marker=POINT,
        name="today's input",
        hoverinfo="skip",
        **SECOND,
    )


def _normal(w: Sequence[float], tips: Sequence[Place]) -> list[dict[str, Any]]:
    """The direction of the weights, standing on the line; the length of the arrow says nothing."""
    foot = [0.75 * start + 0.25 * end for start, end in zip(*tips, strict=True)]
    size = float(np.hypot(w[0], w[1]))
    head = [place + ARROW * float(part) / size for place, part in zip(foot, w[:2], strict=True)]
    refs = {"xref": "x2", "yref": "y2"}
    arrow = refs | {"axref": "x2", "ayref": "y2", "x": head[0], "y": head[1]}
    arrow |= {"ax": foot[0], "ay": foot[1], "showarrow": True, "text": "", "arrowhead": 2}
    far = [place + 1.3 * (tip - place) for place, tip in zip(foot, head, strict=True)]
    name = refs | {"x": far[0], "y": far[1], "text": "<b>w</b>", "showarrow": False}
    return [
        arrow | {"arrowwidth": theme.LINE, "arrowcolor": theme.ON_MAP},
        name | {"font": {"color": theme.ON_MAP, "size": theme.FONT_SIZE + 1}},
    ]
