"""The computational graph of an expression: values forward in blue, gradients back in orange, slopes on the edges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import plotly.graph_objects as go

from charts import theme
from charts.backpropagation.layered import Place, Placed, place

if TYPE_CHECKING:
    from core.expressions import Node
    from core.studies.backpropagation.scalar_steps import ScalarStory

THICKEST = 9.0
DISC, PITCH = 54, 84  # pixels: a node, and from lane to lane
LEAST, MOST = 300, 560
SIGNS = {
    **{"add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "power": "^", "negate": "−( )"},
    **{"exp": "exp", "log": "log", "tanh": "tanh", "sigmoid": "σ", "relu": "relu"},
}


@dataclass(frozen=True)
class _Scene:
    """What is drawn at one step, and which way up."""

    story: ScalarStory
    step: int
    placed: Placed
    on_path: frozenset[tuple[int, int, int]]
    tall: bool = False

    def at(self, spot: Place) -> Place:
        along, lane = spot
        return (lane, -along) if self.tall else (along, -lane)

    def through(self, spots: Iterable[Place]) -> tuple[list[float], list[float]]:
        """Their x and their y."""
        places = [self.at(spot) for spot in spots]
        return [x for x, _ in places], [y for _, y in places]

    @property
    def size(self) -> int:
        crowded = self.tall or self.placed.length > 8
        return theme.FONT_SIZE - (3 if crowded else 1)

    @property
    def disc(self) -> int:
        return DISC - 10 if self.tall or self.placed.length > 8 else DISC


def scalar_graph(
    story: ScalarStory,
    step: int,
    *,
    through: str = "",
    title: str = "",
) -> go.Figure:
    """Everything that is known after so many steps; what the last one touched stands out.

    Parameters
    ----------
    story : ScalarStory
    step : int
        From 0, when only what is given is known, to the number of steps.
    through : str
        Once all is known, the paths of this variable stand out.
    title : str
    """
    expression = story.run.expression
    drawn = [node.op != "number" for node in expression.nodes]
    placed = place([node.args for node in expression.nodes], drawn)
    done = step >= len(story.steps)
    path = _edges_through(expression, through) if through and done else placed.edges
    wide, tall = (_Scene(story, step, placed, frozenset(path), tall) for tall in (False, True))
    low, high = placed.lanes
    height = round(min(MOST, max(LEAST, PITCH * (high - low + 1) + 84)))
    hidden = {"visible": False, "fixedrange": True}
    return theme.new_figure(
        *_edges(wide),
        _nodes(wide),
        *_legend(),
        height=height,
        title=title,
        view=expression.text,
        layout={
            "xaxis": {**hidden, "range": [-0.45, placed.length + 0.45]},
            "yaxis": {**hidden, "range": [-high - 0.62, -low + 0.55]},
            "annotations": _notes(wide),
            "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
            "legend": {"y": -0.01},
            "hovermode": "closest",
        },
        narrow=_narrow(tall),
    )


def _narrow(tall: _Scene) -> dict[str, Any]:
    """What changes on a phone: the same graph from top to bottom."""
    ways = [*tall.placed.edges.values(), tall.placed.nodes.values()]
    low, high = tall.placed.lanes
    changes: dict[str, Any] = {}
    for i, way in enumerate(ways):
        changes[f"data.{i}.x"], changes[f"data.{i}.y"] = tall.through(way)
    last = len(ways) - 1
    return changes | {
        f"data.{last}.textfont.size": tall.size,
        f"data.{last}.marker.size": tall.disc,
        "layout.height": round(92 * (tall.placed.length + 1) + 110),
        "layout.annotations": _notes(tall),
        "layout.title.font.size": theme.FONT_SIZE - 1,
        "layout.xaxis.range": [low - 0.55, high + 0.55],
        "layout.yaxis.range": [-tall.placed.length - 0.62, 0.45],
    }


def _edges_through(expression, variable: str) -> set[tuple[int, int, int]]:
    """Every edge on some path from the variable to the result: all lead there."""
    reached = {i for i, node in enumerate(expression.nodes) if node.name == variable}
    edges = set()
    for j, node in enumerate(expression.nodes):
        for k, a in enumerate(node.args):
            if a in reached:
                reached.add(j)
                edges.add((a, j, k))
    return edges


def _flow(scene: _Scene, key: tuple[int, int, int]) -> float:
    """What comes back over an edge, once it is known: gradient times local derivative."""
    a, j, k = key
    run = scene.story.run
    known = a in scene.story.gradients_known(scene.step)
    return run.gradients[j] * run.slopes[j][k] if known and run.moving[a] else 0.0


def _edges(scene: _Scene) -> list[go.Scatter]:
    """A line an edge: as thick as what comes back over it, dashed where that is below 0."""
    flows = {key: _flow(scene, key) for key in scene.placed.edges}
    largest = max(map(abs, flows.values()), default=0.0)
    return [_edge(scene, key, flow, largest) for key, flow in flows.items()]


def _edge(scene: _Scene, key: tuple[int, int, int], flow: float, largest: float) -> go.Scatter:
    x, y = scene.through(scene.placed.edges[key])
    lit = _lit(scene, key)
    color = lit or (theme.GRADIENT if flow else theme.AXIS)
    width = 1.5 + (THICKEST - 1.5) * abs(flow) / largest if largest else 1.5
    return go.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={
            "width": max(width, 4.0) if lit else width,
            "color": color,
            "shape": "spline",
            "dash": "4px,3px" if flow < 0 else "solid",
        },
        opacity=1 if lit or key in scene.on_path else 0.3,
        name=" ".join(map(str, key)),
        hoverinfo="skip",
        showlegend=False,
    )


def _lit(scene: _Scene, key: tuple[int, int, int]) -> str:
    """The color of an edge that this step works on; none otherwise."""
    if not 0 < scene.step <= len(scene.story.steps):
        return ""
    now = scene.story.steps[scene.step - 1]
    if now.phase == "forward" and key[1] == now.node:
        return theme.FORWARD
    return theme.GRADIENT if now.phase == "backward" and key[0] == now.node else ""


def _nodes(scene: _Scene) -> go.Scatter:
    """A disc a node: its name or its operation, and its value."""
    story, shown = scene.story, list(scene.placed.nodes)
    now = story.steps[scene.step - 1] if scene.step > 0 else None
    x, y = scene.through(scene.placed.nodes.values())
    known = story.values_known(scene.step)
    rims = {"forward": theme.FORWARD, "backward": theme.GRADIENT}
    lit = [now is not None and i == now.node for i in shown]
    return go.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        marker={
            "size": scene.disc,
            "color": theme.SHADE,
            "opacity": 1,
            "line": {
                "color": [
                    rims[now.phase] if on else theme.FORWARD if i in known else theme.AXIS
                    for i, on in zip(shown, lit, strict=True)
                ],
                "width": [5 if on else 1.5 for on in lit],
            },
        },
        text=[_inside(scene, i, known) for i in shown],
        textfont={"size": scene.size, "color": theme.FORWARD},
        hovertext=[_in_full(scene, i, known) for i in shown],
        hoverinfo="text",
        name="nodes",
        showlegend=False,
    )


def _inside(scene: _Scene, i: int, known: Collection[int]) -> str:
    run = scene.story.run
    node = run.expression.nodes[i]
    head = (
        f"<i>{indexed(node.name)}</i>"
        if node.op == "variable"
        else sign_of(run.expression.nodes, i)
    )
    value = brief(run.values[i]) if i in known else "?"
    return f'<span style="color:{theme.INK}">{head}</span><br>{value}'


def sign_of(nodes: Sequence[Node], i: int) -> str:
    """The sign of an operation, with the number that it brings along, such as ^ 2."""
    sign, args = SIGNS[nodes[i].op], nodes[i].args
    parts = [f"{nodes[a].number:.4g}" if nodes[a].op == "number" else "" for a in args]
    text = f"{parts[0]} {sign} {parts[1]}" if len(parts) == 2 else sign
    return text.strip().replace("-", "−")


def _in_full(scene: _Scene, i: int, known: Collection[int]) -> str:
    story = scene.story
    lines = [story.names[i]]
    if i in known:
        lines.append(f"value {story.run.values[i]:.9g}")
    if i in story.gradients_known(scene.step):
        lines.append(f"gradient {story.run.gradients[i]:.9g}")
    return "<br>".join(lines)


def _notes(scene: _Scene) -> list[dict[str, Any]]:
    """Names above the nodes in between, gradients below all, local derivatives on the edges."""
    story, notes = scene.story, []
    values = story.values_known(scene.step)
    for key, way in scene.placed.edges.items():
        a, j, k = key
        if j in values and story.run.moving[a]:
            faded = key not in scene.on_path
            notes.append(_slope_note(scene, way, story.run.slopes[j][k], faded))
    gradients = story.gradients_known(scene.step)
    for i, spot in scene.placed.nodes.items():
        if story.run.expression.nodes[i].args:
            notes.append(_tag(scene, spot, story.names[i]))
        if i in gradients:
            notes.append(_gradient_note(scene, spot, brief(story.run.gradients[i])))
    return notes


def _slope_note(scene: _Scene, way: list[Place], slope: float, faded: bool) -> dict[str, Any]:
    (x0, y0), (x1, y1) = scene.at(way[0]), scene.at(way[1])
    x, y = ((x0 + x1) / 2, (y0 + y1) / 2) if len(way) != 3 or way[1][0] % 1 == 0 else (x1, y1)
    note = _note(x, y, brief(slope), scene.size - 1, theme.QUIET if faded else theme.INK)
    return note | {"bgcolor": theme.PAPER, "borderpad": 0}


def _tag(scene: _Scene, spot: Place, name: str) -> dict[str, Any]:
    x, y = scene.at(spot)
    shift = {"yshift": scene.disc // 2 + 8, "xshift": -scene.disc // 3}
    return _note(x, y, f"<i>{indexed(name)}</i>", scene.size - 1, theme.QUIET) | shift


def _gradient_note(scene: _Scene, spot: Place, text: str) -> dict[str, Any]:
    x, y = scene.at(spot)
    note = _note(x, y, text, scene.size, theme.GRADIENT) | {"yshift": -scene.disc // 2 - 12}
    return note | {"bgcolor": theme.PAPER, "borderpad": 0}


def _note(x: float, y: float, text: str, size: int, color: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": size, "color": color},
    }


def _legend() -> list[go.Scatter]:
    looks = {
        "comes back over the edge: above 0": {"color": theme.GRADIENT, "width": 5},
        "below 0": {"color": theme.GRADIENT, "width": 5, "dash": "4px,3px"},
    }
    return [
        go.Scatter(x=[None], y=[None], mode="lines", line=look, name=name)
        for name, look in looks.items()
    ]


def indexed(name: str) -> str:
    """A name with its number as an index: w1 and w_1."""
    letter, digits = name[0], name[1:].lstrip("_")
    return f"{letter}<sub>{digits}</sub>" if digits.isdigit() else name


def brief(value: float) -> str:
    """A number that fits into a disc."""
    size = abs(value)
    if size == 0 or 1e-3 <= size < 1e4:
        text = f"{value:.4g}" if size < 1e3 else f"{value:.0f}"
    else:
        mantissa, _, power = f"{value:.1e}".partition("e")
        text = f"{mantissa}e{int(power)}"
    return ("0" if text == "-0" else text).replace("-", "−")
