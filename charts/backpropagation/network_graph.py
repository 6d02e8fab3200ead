"""A small network as a graph: values on their way forward in blue, slopes on their way back in orange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from charts import theme
from charts.backpropagation.network_notes import notes
from charts.backpropagation.network_scene import (
    PHASE_COLORS,
    PLACES,
    Scene,
    four_digits,
    scene_of,
    subscripted,
)

if TYPE_CHECKING:
    from core.studies.backpropagation.walkthrough import Walk

UP, DOWN = theme.GRADIENT, theme.SIGNED[0][1]  # more weight, more loss; more weight, less loss
HEIGHT, TALL = 450, 640
THICKEST = 9.0


def network_graph(walk: Walk, step: int) -> go.Figure:
    """Everything that is known after so many steps, on the graph; what the last one touched stands out.

    Parameters
    ----------
    walk : Walk
    step : int
        From 1 to the number of steps.
    """
    now = walk.steps[step - 1]
    wide, tall = (scene_of(walk, step, tall=tall) for tall in (False, True))
    hidden = {"visible": False, "fixedrange": True}
    return theme.new_figure(
        *_edges(wide),
        _nodes(wide),
        *_legend(),
        height=HEIGHT,
        title=f"Step {step} of {len(walk.steps)}: {now.title}",
        layout={
            "xaxis": {**hidden, "range": [-0.28, 3.58]},
            "yaxis": {**hidden, "range": [-0.47, 1.47]},
            "annotations": notes(wide),
            "margin": {"l": 8, "r": 8, "t": 40, "b": 8},
            "legend": {"y": -0.02},
            "hovermode": "closest",
        },
        narrow=_narrow(tall),
    )


def _narrow(tall: Scene) -> dict[str, Any]:
    """What changes on a phone: the same graph from top to bottom."""
    traces = [*_edges(tall), _nodes(tall)]
    changes: dict[str, Any] = {}
    for i, trace in enumerate(traces):
        changes[f"data.{i}.x"], changes[f"data.{i}.y"] = list(trace.x), list(trace.y)
    changes[f"data.{len(traces) - 1}.textfont.size"] = tall.size
    changes[f"data.{len(traces) - 1}.marker.size"] = 50
    return changes | {
        "layout.height": TALL,
        "layout.annotations": notes(tall),
        "layout.xaxis.range": [-0.42, 1.42],
        "layout.yaxis.range": [-3.6, 0.35],
    }


def _edges(scene: Scene) -> list[go.Scatter]:
    """A line a weight, as thick as its slope is large; and two from the answers to the loss."""
    lines = []
    for weight, (start, end) in scene.wires.items():
        slope = scene.known.get(f"slope_{weight}")
        color = (UP if slope > 0 else DOWN) if slope else theme.AXIS
        share = abs(slope) / scene.thickest if slope and scene.thickest else 0
        lines.append(_line(scene, weight, start, end, color, 1.5 + (THICKEST - 1.5) * share))
    for name in ("o1", "o2"):
        lit = "loss" in scene.step.lit and name in scene.step.lit
        color = PHASE_COLORS[scene.step.phase] if lit else theme.AXIS
        lines.append(_line(scene, f"{name} loss", name, "loss", color, theme.LINE if lit else 1.5))
    return lines


def _line(scene: Scene, name: str, start: str, end: str, color: str, width: float) -> go.Scatter:
    (x0, y0), (x1, y1) = (scene.place(*PLACES[node]) for node in (start, end))
    quiet = name in scene.wires and name not in scene.step.lit and color != theme.AXIS
    return go.Scatter(
        x=[x0, x1],
        y=[y0, y1],
        mode="lines",
        line={"width": width, "color": color},
        opacity=0.6 if quiet else 1,
        name=name,
        hoverinfo="skip",
        showlegend=False,
    )


def _nodes(scene: Scene) -> go.Scatter:
    """A disc a unit, with its value inside."""
    places = [scene.place(*place) for place in PLACES.values()]
    lit = [name in scene.step.lit for name in PLACES]
    rims = [_rim(scene, name) for name in PLACES]
    return go.Scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers+text",
        marker={
            "size": 62,
            "color": theme.SHADE,
            "opacity": 1,
            "line": {"color": rims, "width": [5 if on else 1.5 for on in lit]},
        },
        text=[_inside(scene, name) for name in PLACES],
        textfont={
            "size": scene.size,
            "color": [theme.LOSS if name == "loss" else theme.FORWARD for name in PLACES],
        },
        hovertext=[_in_full(scene, name) for name in PLACES],
        hoverinfo="text",
        name="units",
        showlegend=False,
    )


def _rim(scene: Scene, name: str) -> str:
    if name in scene.step.lit:
        return PHASE_COLORS[scene.step.phase]
    if name not in scene.known:
        return theme.AXIS
    return theme.LOSS if name == "loss" else theme.FORWARD


def _inside(scene: Scene, name: str) -> str:
    """The name, and the value once it is known; after the update the new one."""
    label = {"loss": "L", "o1": "ŷ<sub>1</sub>", "o2": "ŷ<sub>2</sub>"}.get(name, subscripted(name))
    if f"new_{name}" in scene.known:
        return f"{label}⁺<br>{four_digits(scene.known[f'new_{name}'])}"
    if name in scene.known:
        return f"{label}<br>{four_digits(scene.known[name])}"
    return f"{label}<br>?"


def _in_full(scene: Scene, name: str) -> str:
    """All that is known of a unit, with nine digits."""
    kinds = {"": "value", "z_": "z", "delta_": "δ", "new_": "value after the update"}
    known = [
        f"{what} {scene.known[kind + name]:.9g}"
        for kind, what in kinds.items()
        if kind + name in scene.known
    ]
    title = "loss" if name == "loss" else name
    return "<br>".join([title, *known])


def _legend() -> list[go.Scatter]:
    """What the colors of the edges say."""
    looks = {
        "slope above 0: more weight, more loss": {"color": UP, "width": 5},
        "slope below 0: more weight, less loss": {"color": DOWN, "width": 5},
    }
    return [
        go.Scatter(x=[None], y=[None], mode="lines", line=look, name=name)
        for name, look in looks.items()
    ]
