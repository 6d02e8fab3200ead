"""A small network as a graph: values on their way forward in blue, slopes on their way back in orange."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from charts import theme

if TYPE_CHECKING:
    from core.walkthrough import Step, Walk

UP, DOWN = theme.GRADIENT, theme.SIGNED[0][1]  # more weight, more loss; more weight, less loss
PHASE_COLORS = {
    "forward": theme.FORWARD,
    "loss": theme.LOSS,
    "backward": theme.GRADIENT,
    "update": theme.INK,
}
HEIGHT, TALL = 450, 640
RADIUS = 0.17  # of a node, in units of the wide picture
THICKEST = 9.0

# Where the nodes stand: how far along the way of the data, and in which of the two lanes (1 is the first).
PLACES = {
    "x1": (0.0, 1.0),
    "x2": (0.0, 0.0),
    "h1": (1.25, 1.0),
    "h2": (1.25, 0.0),
    "o1": (2.5, 1.0),
    "o2": (2.5, 0.0),
    "loss": (3.3, 0.5),
}


@dataclass(frozen=True)
class _Scene:
    """What is drawn, and which way up: the data runs to the right, or down where there is little room."""

    known: Mapping[str, float]
    step: Step
    wires: Mapping[str, tuple[str, str]]
    biases: Mapping[str, str]
    thickest: float
    tall: bool = False

    def place(self, along: float, lane: float) -> tuple[float, float]:
        return (1 - lane, -along) if self.tall else (along, lane)

    @property
    def size(self) -> int:
        return theme.FONT_SIZE - 3 if self.tall else theme.FONT_SIZE


def network_graph(walk: Walk, step: int) -> go.Figure:
    """Everything that is known after so many steps, on the graph; what the last one touched stands out.

    Parameters
    ----------
    walk : Walk
    step : int
        From 1 to the number of steps.
    """
    now = walk.steps[step - 1]
    wide, tall = (_scene(walk, step, tall=tall) for tall in (False, True))
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
            "annotations": _notes(wide),
            "margin": {"l": 8, "r": 8, "t": 40, "b": 8},
            "legend": {"y": -0.02},
            "hovermode": "closest",
        },
        narrow=_narrow(tall),
    )


def _scene(walk: Walk, step: int, *, tall: bool) -> _Scene:
    wires = {
        weight: (source, name)
        for name, unit in walk.units.items()
        for weight, source in zip(unit.weights, unit.inputs, strict=True)
    }
    biases = {name: unit.bias for name, unit in walk.units.items()}
    everything = walk.known(len(walk.steps))
    thickest = max(abs(everything[f"slope_{weight}"]) for weight in wires)
    return _Scene(walk.known(step), walk.steps[step - 1], wires, biases, thickest, tall)


def _narrow(tall: _Scene) -> dict[str, Any]:
    """What changes on a phone: the same graph from top to bottom."""
    traces = [*_edges(tall), _nodes(tall)]
    changes: dict[str, Any] = {}
    for i, trace in enumerate(traces):
        changes[f"data.{i}.x"], changes[f"data.{i}.y"] = list(trace.x), list(trace.y)
    changes[f"data.{len(traces) - 1}.textfont.size"] = tall.size
    changes[f"data.{len(traces) - 1}.marker.size"] = 50
    return changes | {
        "layout.height": TALL,
        "layout.annotations": _notes(tall),
        "layout.xaxis.range": [-0.42, 1.42],
        "layout.yaxis.range": [-3.6, 0.35],
    }


def _edges(scene: _Scene) -> list[go.Scatter]:
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


def _line(scene: _Scene, name: str, start: str, end: str, color: str, width: float) -> go.Scatter:
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


def _nodes(scene: _Scene) -> go.Scatter:
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


def _rim(scene: _Scene, name: str) -> str:
    if name in scene.step.lit:
        return PHASE_COLORS[scene.step.phase]
    if name not in scene.known:
        return theme.AXIS
    return theme.LOSS if name == "loss" else theme.FORWARD


def _inside(scene: _Scene, name: str) -> str:
    """The name, and the value once it is known; after the update the new one."""
    label = {"loss": "L", "o1": "ŷ<sub>1</sub>", "o2": "ŷ<sub>2</sub>"}.get(name, _sub(name))
    if f"new_{name}" in scene.known:
        return f"{label}⁺<br>{_number(scene.known[f'new_{name}'])}"
    if name in scene.known:
        return f"{label}<br>{_number(scene.known[name])}"
    return f"{label}<br>?"


def _in_full(scene: _Scene, name: str) -> str:
    """All that is known of a unit, with nine digits."""
    kinds = {"": "value", "z_": "z", "delta_": "δ", "new_": "value after the update"}
    known = [
        f"{what} {scene.known[kind + name]:.9g}"
        for kind, what in kinds.items()
        if kind + name in scene.known
    ]
    title = "loss" if name == "loss" else name
    return "<br>".join([title, *known])


def _notes(scene: _Scene) -> list[dict[str, Any]]:
    """The words beside nodes and on edges, and arrows where something flows."""
    flowing = scene.step.phase in ("forward", "backward")
    lit = [weight for weight in scene.wires if flowing and weight in scene.step.lit]
    return [
        *(_arrow(scene, weight) for weight in lit),
        *(_edge_note(scene, weight) for weight in scene.wires),
        *(_unit_note(scene, name) for name in scene.biases),
        *(_target_note(scene, name) for name in ("o1", "o2")),
    ]


def _edge_note(scene: _Scene, weight: str) -> dict[str, Any]:
    """The weight, its slope once it is known, its new value once it has moved."""
    start, end = (PLACES[name] for name in scene.wires[weight])
    if start[1] == end[1]:
        share = 0.66 if scene.tall else 0.5
    else:
        share = {0.0: 0.48, 1.0: 0.3}[start[1]] if scene.tall else 0.32
    x, y = scene.place(*(a + share * (b - a) for a, b in zip(start, end, strict=True)))
    lines = [_weight_text(scene, weight)]
    slope = scene.known.get(f"slope_{weight}")
    if slope is not None:
        lines.append(f"∂L/∂{_sub(weight)} {_number(slope)}")
        lines[-1] = f'<span style="color:{theme.GRADIENT}">{lines[-1]}</span>'
    lit = weight in scene.step.lit
    return _note(scene, x, y, lines) | {
        "bgcolor": theme.PAPER,
        "bordercolor": PHASE_COLORS[scene.step.phase] if lit else theme.PAPER,
        "borderwidth": 1,
        "borderpad": 1,
        "hovertext": _weight_in_full(scene, weight),
    }


def _weight_text(scene: _Scene, weight: str) -> str:
    text = f"{_sub(weight)} {_number(scene.known[weight])}"
    if f"new_{weight}" in scene.known:
        text += f" → {_number(scene.known[f'new_{weight}'])}"
    return text


def _weight_in_full(scene: _Scene, weight: str) -> str:
    kinds = {"": weight, "slope_": "slope", "new_": "after the update"}
    return "<br>".join(
        f"{what} {scene.known[kind + weight]:.9g}"
        for kind, what in kinds.items()
        if kind + weight in scene.known
    )


def _unit_note(scene: _Scene, name: str) -> dict[str, Any]:
    """Bias, z and δ of a unit, on the outside of the graph."""
    lines = [_weight_text(scene, scene.biases[name])]
    if f"z_{name}" in scene.known:
        age = "new_" if f"new_z_{name}" in scene.known else ""
        z = f"z{'⁺' if age else ''} {_number(scene.known[f'{age}z_{name}'])}"
        lines.append(f'<span style="color:{theme.FORWARD}">{z}</span>')
    if f"delta_{name}" in scene.known:
        delta = f"δ {_number(scene.known[f'delta_{name}'])}"
        lines.append(f'<span style="color:{theme.GRADIENT}">{delta}</span>')
    along, lane = PLACES[name]
    if scene.tall:
        x, y = scene.place(along + 0.24, lane)
        side = {"xanchor": "right" if lane else "left", "yanchor": "top"}
        return _note(scene, x - 0.03 if lane else x + 0.03, y, lines) | side
    if len(lines) > 2:
        lines = [f"{lines[0]}, {lines[1]}", lines[2]]
    outside = lane + 0.21 if lane else lane - 0.21
    x, y = scene.place(along, outside)
    return _note(scene, x, y, lines) | {"yanchor": "bottom" if lane else "top"}


def _target_note(scene: _Scene, name: str) -> dict[str, Any]:
    """What should come out, and how far the answer is from it."""
    (a0, l0), (a1, l1) = PLACES[name], PLACES["loss"]
    x, y = scene.place(a0 + 0.5 * (a1 - a0), l0 + (0.5 if scene.tall else 0.42) * (l1 - l0))
    target = f"y{name[1]}"
    lines = [
        f'<span style="color:{theme.TARGET}">{_sub(target)} {_number(scene.known[target])}</span>'
    ]
    if f"d_{name}" in scene.known and f"new_{name}" not in scene.known:
        miss = f"ŷ<sub>{name[1]}</sub>−{_sub(target)} {_number(scene.known[f'd_{name}'])}"
        lines.append(f'<span style="color:{theme.GRADIENT}">{miss}</span>')
    return _note(scene, x, y, lines) | {"bgcolor": theme.PAPER}


def _note(scene: _Scene, x: float, y: float, lines: list[str]) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": "<br>".join(lines),
        "showarrow": False,
        "font": {"size": scene.size, "color": theme.INK},
        "align": "center",
    }


def _arrow(scene: _Scene, weight: str) -> dict[str, Any]:
    """A head at the end that the flow reaches: forward at the unit, backward at what it came from."""
    start, end = (PLACES[name] for name in scene.wires[weight])
    if scene.step.phase == "backward" and not scene.step.lit[0].startswith("w"):
        start, end = end, start
    length = sum((b - a) ** 2 for a, b in zip(start, end, strict=True)) ** 0.5
    tip, tail = 1 - RADIUS / length, 1 - (RADIUS + 0.12) / length

    def at(share: float) -> tuple[float, float]:
        return scene.place(*(a + share * (b - a) for a, b in zip(start, end, strict=True)))

    (x, y), (ax, ay) = at(tip), at(tail)
    return {
        **{"x": x, "y": y, "ax": ax, "ay": ay, "axref": "x", "ayref": "y", "text": ""},
        **{"showarrow": True, "arrowhead": 2, "arrowsize": 1.1, "arrowwidth": 3},
        "arrowcolor": PHASE_COLORS[scene.step.phase],
    }


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


def _sub(name: str) -> str:
    return f"{name[0]}<sub>{name[1:]}</sub>"


def _number(value: float) -> str:
    """Four digits, with a proper minus; more where four would say 1 of what is less, as no sigmoid answers 1."""
    text = f"{value:.4g}"
    return (f"{value:.8f}".rstrip("0") if text == "1" and value < 1 else text).replace("-", "−")
