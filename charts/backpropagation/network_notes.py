"""The words on a network's graph: beside its units and on its edges, and the arrows of what flows."""

from __future__ import annotations

from typing import Any

from charts import theme
from charts.backpropagation.network_scene import (
    PHASE_COLORS,
    PLACES,
    RADIUS,
    Scene,
    four_digits,
    subscripted,
)


def notes(scene: Scene) -> list[dict[str, Any]]:
    """The words beside nodes and on edges, and arrows where something flows."""
    flowing = scene.step.phase in ("forward", "backward")
    lit = [weight for weight in scene.wires if flowing and weight in scene.step.lit]
    return [
        *(_arrow(scene, weight) for weight in lit),
        *(_edge_note(scene, weight) for weight in scene.wires),
        *(_unit_note(scene, name) for name in scene.biases),
        *(_target_note(scene, name) for name in ("o1", "o2")),
    ]


def _edge_note(scene: Scene, weight: str) -> dict[str, Any]:
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
        lines.append(f"∂L/∂{subscripted(weight)} {four_digits(slope)}")
        lines[-1] = f'<span style="color:{theme.GRADIENT}">{lines[-1]}</span>'
    lit = weight in scene.step.lit
    return _note(scene, x, y, lines) | {
        "bgcolor": theme.PAPER,
        "bordercolor": PHASE_COLORS[scene.step.phase] if lit else theme.PAPER,
        "borderwidth": 1,
        "borderpad": 1,
        "hovertext": _weight_in_full(scene, weight),
    }


def _weight_text(scene: Scene, weight: str) -> str:
    text = f"{subscripted(weight)} {four_digits(scene.known[weight])}"
    if f"new_{weight}" in scene.known:
        text += f" → {four_digits(scene.known[f'new_{weight}'])}"
    return text


def _weight_in_full(scene: Scene, weight: str) -> str:
    kinds = {"": weight, "slope_": "slope", "new_": "after the update"}
    return "<br>".join(
        f"{what} {scene.known[kind + weight]:.9g}"
        for kind, what in kinds.items()
        if kind + weight in scene.known
    )


def _unit_note(scene: Scene, name: str) -> dict[str, Any]:
    """Bias, z and δ of a unit, on the outside of the graph."""
    lines = [_weight_text(scene, scene.biases[name])]
    if f"z_{name}" in scene.known:
        age = "new_" if f"new_z_{name}" in scene.known else ""
        z = f"z{'⁺' if age else ''} {four_digits(scene.known[f'{age}z_{name}'])}"
        lines.append(f'<span style="color:{theme.FORWARD}">{z}</span>')
    if f"delta_{name}" in scene.known:
        delta = f"δ {four_digits(scene.known[f'delta_{name}'])}"
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


def _target_note(scene: Scene, name: str) -> dict[str, Any]:
    """What should come out, and how far the answer is from it."""
    (a0, l0), (a1, l1) = PLACES[name], PLACES["loss"]
    x, y = scene.place(a0 + 0.5 * (a1 - a0), l0 + (0.5 if scene.tall else 0.42) * (l1 - l0))
    target = f"y{name[1]}"
    lines = [
        f'<span style="color:{theme.TARGET}">{subscripted(target)} {four_digits(scene.known[target])}</span>'
    ]
    if f"d_{name}" in scene.known and f"new_{name}" not in scene.known:
        miss = (
            f"ŷ<sub>{name[1]}</sub>−{subscripted(target)} {four_digits(scene.known[f'd_{name}'])}"
        )
        lines.append(f'<span style="color:{theme.GRADIENT}">{miss}</span>')
    return _note(scene, x, y, lines) | {"bgcolor": theme.PAPER}


def _note(scene: Scene, x: float, y: float, lines: list[str]) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": "<br>".join(lines),
        "showarrow": False,
        "font": {"size": scene.size, "color": theme.INK},
        "align": "center",
    }


def _arrow(scene: Scene, weight: str) -> dict[str, Any]:
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
