"""A network as a graph: values on their way forward in blue, slopes on their way back in orange."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from charts import theme, unchecked
from charts.backpropagation.network_notes import edge_in_full, notes
from charts.backpropagation.network_places import ROOM
from charts.backpropagation.network_scene import (
    DOWN,
    PHASE_COLORS,
    UP,
    Scene,
    digits,
    scene_of,
    spoken,
)
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.studies.backpropagation.walk import Walk

HOVER_AT = (0.3, 0.7)  # shares of a line at which it answers the pointer


def network_graph(walk: Walk, step: int) -> Figure:
    """Everything that is known after so many steps, on the graph; what the last one touched stands out.

    Parameters
    ----------
    walk : Walk
    step : int
        From 1 to the number of steps.
    """
    wide, tall = (scene_of(walk, step, tall=tall) for tall in (False, True))
    hidden = {"visible": False, "fixedrange": True}
    return theme.new_figure(
        *_traces(wide),
        *_legend(wide),
        height=round(wide.places.height),
        title=f"Step {step} of {len(walk.steps)}: {wide.step.title}",
        view=walk.problem.sizes,
        layout={
            "xaxis": {**hidden, "range": [0, wide.places.width]},
            "yaxis": {**hidden, "range": [0, wide.places.height - ROOM]},
            "annotations": notes(wide),
            "margin": {"l": 8, "r": 8, "t": 40, "b": 8},
            "legend": {"y": -0.02},
            "hovermode": "closest",
        },
        narrow=_narrow(tall),
    )


def _traces(scene: Scene) -> list[Trace]:
    return [*_edges(scene), *_to_loss(scene), _nodes(scene), _touchable(scene)]


def _narrow(tall: Scene) -> dict[str, Any]:
    """What changes on a phone: the same graph from top to bottom."""
    traces = _traces(tall)
    changes: dict[str, Any] = {}
    for i, trace in enumerate(traces):
        changes[f"data.{i}.x"], changes[f"data.{i}.y"] = list(trace["x"]), list(trace["y"])
    nodes = len(traces) - 2
    return changes | {
        f"data.{nodes}.textfont.size": tall.places.font,
        f"data.{nodes}.marker.size": tall.places.node,
        "layout.height": round(tall.places.height),
        "layout.annotations": notes(tall),
        "layout.xaxis.range": [0, tall.places.width],
        "layout.yaxis.range": [ROOM - tall.places.height, 0],
    }


def _edges(scene: Scene) -> Iterator[Trace]:
    """A line a weight, as thick as its slope is large; those that look alike are one trace."""
    alike: dict[tuple, list[str]] = {}
    for weight in scene.wires:
        lit = weight in scene.step.lit
        alike.setdefault((*scene.look(weight), lit), []).append(weight)
    for (color, width, dash, lit), weights in sorted(alike.items(), key=lambda item: item[0][3]):
        places = [[scene.places.units[end] for end in scene.wires[w]] for w in weights]
        yield unchecked.Scatter(
            x=[x for (x0, _), (x1, _) in places for x in (x0, x1, None)],
            y=[y for (_, y0), (_, y1) in places for y in (y0, y1, None)],
            mode="lines",
            line={"width": width, "color": color, "dash": dash},
            opacity=1 if lit else 0.6 if scene.sparse else 0.3,
            name=" ".join(weights),
            hoverinfo="skip",
            showlegend=False,
        )


def _to_loss(scene: Scene) -> Iterator[Trace]:
    """Lines from the answers to the loss."""
    for name in scene.walk.labels.units[-1]:
        lit = "loss" in scene.step.lit and name in scene.step.lit
        (x0, y0), (x1, y1) = (scene.places.units[end] for end in (name, "loss"))
        yield unchecked.Scatter(
            x=[x0, x1],
            y=[y0, y1],
            mode="lines",
            line={
                "width": theme.LINE if lit else 1.5,
                "color": PHASE_COLORS[scene.step.phase] if lit else theme.AXIS,
            },
            name=f"{name} loss",
            hoverinfo="skip",
            showlegend=False,
        )


def _nodes(scene: Scene) -> Trace:
    """A disc a unit, with its value inside."""
    units = scene.places.units
    lit = [name in scene.step.lit for name in units]
    return unchecked.Scatter(
        x=[x for x, _ in units.values()],
        y=[y for _, y in units.values()],
        mode="markers+text",
        marker={
            "size": scene.places.node,
            "color": theme.SHADE,
            "opacity": 1,
            "line": {
                "color": [_rim(scene, name) for name in units],
                "width": [5 if on and scene.places.node > 50 else 3.5 if on else 1.5 for on in lit],
            },
        },
        text=[_inside(scene, name) for name in units],
        textfont={
            "size": scene.places.font,
            "color": [theme.LOSS if name == "loss" else theme.FORWARD for name in units],
        },
        hovertext=[_in_full(scene, name) for name in units],
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
    label, count = "L" if name == "loss" else spoken(name), scene.places.digits
    if f"new_{name}" in scene.known:
        return f"{label}⁺<br>{digits(scene.known[f'new_{name}'], count)}"
    if name in scene.known:
        return f"{label}<br>{digits(scene.known[name], count)}"
    return f"{label}<br>?"


def _in_full(scene: Scene, name: str) -> str:
    """All that is known of a unit, with nine digits."""
    kinds = {"": "value", "z_": "z", "delta_": "δ", "new_": "value after the update"}
    known = [
        f"{what} {digits(scene.known[kind + name], 9)}"
        for kind, what in kinds.items()
        if kind + name in scene.known
    ]
    if name[0] in "ho" and name in scene.places.units:
        bias = scene.walk.labels.bias_of(name)
        known.append(f"{spoken(bias)} {digits(scene.known[bias], 9)}")
    return "<br>".join(["loss" if name == "loss" else spoken(name), *known])


def _touchable(scene: Scene) -> Trace:
    """What the pointer finds on the lines: all that is known of their weights."""
    spots = [
        (*scene.places.between(*scene.wires[weight], share), edge_in_full(scene, weight))
        for weight in scene.wires
        for share in HOVER_AT
    ]
    x, y, words = zip(*spots, strict=True)
    return unchecked.Scatter(
        x=x,
        y=y,
        mode="markers",
        marker={"size": 16, "opacity": 0, "color": theme.AXIS},
        hovertext=words,
        hoverinfo="text",
        name="weights",
        showlegend=False,
    )


def _legend(scene: Scene) -> list[Trace]:
    """What the colors of the lines say."""
    letter = "objective" if scene.walk.problem.l2 > 0 else "loss"
    looks: dict[str, dict[str, Any]] = {
        f"slope above 0: more weight, more {letter}": {"color": UP, "width": 5},
        f"slope below 0: more weight, less {letter}": {"color": DOWN, "width": 5},
    }
    if any(scene.look(weight)[2] == "dash" for weight in scene.wires):
        looks["weight below 0"] = {"color": theme.AXIS, "width": 3, "dash": "dash"}
    return [
        unchecked.Scatter(x=[None], y=[None], mode="lines", line=look, name=name)
        for name, look in looks.items()
    ]
