"""The words on a network's graph: beside its units and on its lines, and the arrows of what flows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from charts import theme
from charts.backpropagation.network_places import FEW, Box, Point, spread
from charts.backpropagation.network_scene import PHASE_COLORS, Scene, digits, spoken

MOST_ARROWS = 8
TIP = 14  # pixels that the head of an arrow takes before a unit
STRAIGHT, STRAIGHT_TALL = (0.5, 0.62, 0.38), (0.5, 0.42, 0.74, 0.66, 0.34)
SLANTED = (0.32, 0.68, 0.26, 0.74, 0.4, 0.6, 0.5)
SLANTED_TALL = (0.34, 0.6, 0.26, 0.68, 0.44, 0.52, 0.76)
FROM_START, FROM_END = (0.38, 0.32, 0.44), (0.6, 0.66, 0.54)


def notes(scene: Scene) -> list[dict[str, Any]]:
    """The words beside units and on lines, and arrows where something flows."""
    return [
        *_arrows(scene),
        *_edge_notes(scene),
        *(_unit_note(scene, unit) for units in scene.walk.labels.units[1:] for unit in units),
        *(_target_note(scene, name) for name in scene.walk.labels.units[-1]),
        *_objective_note(scene),
    ]


def _edge_notes(scene: Scene) -> Iterator[dict[str, Any]]:
    """The words of every line that has some: weight, slope once it is known, new value once it has moved."""
    words = {weight: scene.wires[weight] for weight in scene.worded}
    size = (scene.places.font * 7.6, scene.places.font * 2.7)
    shares = {weight: _shares(scene, weight) for weight in words}
    spots = spread(scene.places, words, size, list(_taken(scene)), shares)
    for weight, (x, y) in spots.items():
        lit = weight in scene.step.lit
        yield _note(scene, x, y, edge_words(scene, weight)) | {
            "bgcolor": theme.PAPER,
            "bordercolor": PHASE_COLORS[scene.step.phase] if lit else theme.PAPER,
            "borderwidth": 1,
            "borderpad": 1,
            "hovertext": edge_in_full(scene, weight),
        }


def _shares(scene: Scene, weight: str) -> Sequence[float]:
    """Where on its line the words of a weight may stand, best first."""
    start, end = scene.wires[weight]
    (x0, y0), (x1, y1) = scene.places.units[start], scene.places.units[end]
    if scene.sparse:
        straight = abs(x0 - x1) < 1 if scene.tall else abs(y0 - y1) < 1
        if scene.tall:
            return STRAIGHT_TALL if straight else SLANTED_TALL
        return STRAIGHT if straight else SLANTED
    fan_out = scene.step.phase == "backward" and start in scene.step.lit
    return FROM_END if fan_out else FROM_START  # away from where the lit lines meet


def _taken(scene: Scene) -> Iterator[Box]:
    """The units, and the room of the words beside them."""
    half, font = scene.places.node / 2, scene.places.font
    for name, (x, y) in scene.places.units.items():
        yield (x, y, half + TIP, half + TIP)
        if name[0] in "ho":
            (at, anchor), lines = _beside(scene, name), 2 if scene.sparse and not scene.tall else 3
            wide, high = (2.6 if scene.tall else 3.4) * font, 0.65 * font * lines
            aside = {"left": wide, "right": -wide}.get(anchor.get("xanchor", ""), 0.0)
            below = {"bottom": high, "top": -high}.get(anchor["yanchor"], 0.0)
            yield (at[0] + aside, at[1] + below, wide, high)


def edge_words(scene: Scene, weight: str) -> list[str]:
    """What stands on a line."""
    lines = [_moved(scene, weight)]
    for kind in ("slope_", "share_"):
        slope = scene.known.get(kind + weight)
        if slope is not None:
            letter = "J" if scene.walk.problem.l2 > 0 and kind == "slope_" else "L"
            name = spoken(weight) if scene.sparse else "w"
            lines.append(_orange(f"∂{letter}/∂{name} {digits(slope, scene.places.digits)}"))
            break
    return lines


def _moved(scene: Scene, key: str) -> str:
    """A weight or a bias, and what it has become."""
    text = f"{spoken(key)} {digits(scene.known[key])}"
    if f"new_{key}" in scene.known:
        text += f" → {digits(scene.known[f'new_{key}'])}"
    return text


def edge_in_full(scene: Scene, weight: str) -> str:
    """All that is known of a weight, with nine digits."""
    kinds = {
        "": spoken(weight),
        "share_": "slope of the loss",
        "slope_": "slope",
        "new_": "after the update",
    }
    start, end = scene.wires[weight]
    known = [
        f"{what} {digits(scene.known[kind + weight], 9)}"
        for kind, what in kinds.items()
        if kind + weight in scene.known
    ]
    return "<br>".join([f"from {spoken(start)} to {spoken(end)}", *known])


def _unit_note(scene: Scene, name: str) -> dict[str, Any]:
    """Bias, z and δ of a unit, beside it."""
    count = scene.places.digits
    bias = scene.walk.labels.bias_of(name)
    lines = [f"b {digits(_now(scene, bias), count)}"]
    if scene.sparse:
        lines = _moved(scene, bias).split(" → ") if scene.tall else [_moved(scene, bias)]
        lines[1:] = [f"→ {line}" for line in lines[1:]]
    if f"z_{name}" in scene.known:
        age = "new_" if f"new_z_{name}" in scene.known else ""
        z = digits(scene.known[f"{age}z_{name}"], count)
        lines.append(f'<span style="color:{theme.FORWARD}">z{"⁺" if age else ""} {z}</span>')
    if f"delta_{name}" in scene.known:
        lines.append(_orange(f"δ {digits(scene.known[f'delta_{name}'], count)}"))
    if not scene.tall and len(lines) > 1 and (scene.sparse or scene.places.cell > 70):
        lines = [", ".join(lines[:2]), *lines[2:]]
    (x, y), anchor = _beside(scene, name)
    note = _note(scene, x, y, lines) | anchor
    crossed = scene.tall or not scene.sparse  # by lines
    return note | ({"bgcolor": theme.PAPER, "borderpad": 0} if crossed else {})


def _now(scene: Scene, key: str) -> float:
    return scene.known.get(f"new_{key}", scene.known[key])


def _beside(scene: Scene, name: str) -> tuple[Point, dict[str, str]]:
    """Where the words of a unit stand: outside, if it is one of a few; below it in a crowd."""
    (x, y), half = scene.places.units[name], scene.places.node / 2
    layer, place = scene.walk.labels.layer_of(name)
    units = scene.walk.labels.units[layer + 1]
    if scene.tall and len(units) <= 2:  # outside, where no lines run
        left = place == 0 and len(units) == 2
        return (x + (-half - 4 if left else half + 4), y), {
            "xanchor": "right" if left else "left",
            "yanchor": "middle",
        }
    if scene.tall:
        return (x, y - half - 2), {"xanchor": "center", "yanchor": "top"}
    above = scene.sparse and (place < (len(units) - 1) / 2 or len(units) == 1)
    if above:
        return (x, y + half + 3), {"yanchor": "bottom"}
    return (x, y - half - 3), {"yanchor": "top"}


def _target_note(scene: Scene, name: str) -> dict[str, Any]:
    """What should come out, and how far the answer is from it."""
    target = f"y{name[1:]}"
    outputs = len(scene.walk.labels.units[-1])
    share = 0.5 if scene.tall else 0.4 if outputs <= FEW else 0.56
    x, y = scene.places.between(name, "loss", share)
    words = f"{spoken(target)} {digits(scene.known[target], scene.places.digits)}"
    lines = [f'<span style="color:{theme.TARGET}">{words}</span>']
    narrow = scene.tall and outputs > 2
    if f"d_{name}" in scene.known and f"new_{name}" not in scene.known and not narrow:
        miss = scene.known[name] - scene.known[target]
        lines.append(_orange(f"ŷ−y {digits(miss, scene.places.digits)}"))
    return _note(scene, x, y, lines) | {"bgcolor": theme.PAPER}


def _objective_note(scene: Scene) -> Iterator[dict[str, Any]]:
    """With a penalty: what it adds to the loss."""
    if scene.walk.problem.l2 == 0 or "objective" not in scene.known:
        return
    age, plus = ("new_", "⁺") if "new_objective" in scene.known else ("", "")
    whole = scene.known[f"{age}objective"]
    penalty = whole - scene.known[f"{age}loss"]
    (x, y), half = scene.places.units["loss"], scene.places.node / 2
    text = f"+ ½λ∑w² {digits(penalty, 3)}<br>J{plus} {digits(whole)}"
    yield _note(scene, x, y - half - 3, [f'<span style="color:{theme.LOSS}">{text}</span>']) | {
        "yanchor": "top"
    }


def _orange(text: str) -> str:
    return f'<span style="color:{theme.GRADIENT}">{text}</span>'


def _note(scene: Scene, x: float, y: float, lines: list[str]) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": "<br>".join(lines),
        "showarrow": False,
        "font": {"size": scene.places.font, "color": theme.INK},
        "align": "center",
    }


def _arrows(scene: Scene) -> Iterator[dict[str, Any]]:
    """A head at the end that the flow reaches: forward at the unit, backward at what it came from."""
    flowing = scene.step.phase in ("forward", "backward")
    lit = [weight for weight in scene.wires if flowing and weight in scene.step.lit]
    if len(lit) > MOST_ARROWS:
        return
    for weight in lit:
        start, end = scene.wires[weight]
        if scene.step.kind == "hidden_delta":
            start, end = end, start
        length = scene.places.distance(start, end)
        back = (scene.places.node / 2 + 2) / length
        (x, y), (ax, ay) = (
            scene.places.between(start, end, 1 - back - more) for more in (0, 22 / length)
        )
        yield {
            **{"x": x, "y": y, "ax": ax, "ay": ay, "axref": "x", "ayref": "y", "text": ""},
            **{"showarrow": True, "arrowhead": 2, "arrowsize": 1.1, "arrowwidth": 3},
            "arrowcolor": PHASE_COLORS[scene.step.phase],
        }
