"""The computational graph of an expression: values forward in blue, gradients back in orange, slopes on the edges."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from charts import theme, unchecked
from charts.backpropagation.layered import place
from charts.backpropagation.scalar_notes import notes
from charts.backpropagation.scalar_scene import Scene, brief, edges_through, indexed, sign_of
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.studies.backpropagation.scalar_steps import ScalarStory

THICKEST = 9.0
PITCH = 88  # pixels from lane to lane
LEAST, MOST = 300, 560


def scalar_graph(
    story: ScalarStory,
    step: int,
    *,
    through: str = "",
    title: str = "",
) -> Figure:
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
    path = edges_through(expression, through) if through and done else placed.edges
    wide, tall = (Scene(story, step, placed, frozenset(path), tall) for tall in (False, True))
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
            "annotations": notes(wide),
            "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
            "legend": {"y": -0.01},
            "hovermode": "closest",
        },
        narrow=_narrow(tall),
    )


def _narrow(tall: Scene) -> dict[str, Any]:
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
        "layout.annotations": notes(tall),
        "layout.title.font.size": theme.FONT_SIZE - 1,
        "layout.xaxis.range": [low - 0.55, high + 0.55],
        "layout.yaxis.range": [-tall.placed.length - 0.62, 0.45],
    }


def _flow(scene: Scene, key: tuple[int, int, int]) -> float:
    """What comes back over an edge, once it is known: gradient times local derivative."""
    a, j, k = key
    run = scene.story.run
    known = a in scene.story.gradients_known(scene.step)
    return run.gradients[j] * run.slopes[j][k] if known and run.moving[a] else 0.0


def _edges(scene: Scene) -> list[Trace]:
    """A line an edge: as thick as what comes back over it, dashed where that is below 0."""
    flows = {key: _flow(scene, key) for key in scene.placed.edges}
    largest = max(map(abs, flows.values()), default=0.0)
    return [_edge(scene, key, flow, largest) for key, flow in flows.items()]


def _edge(scene: Scene, key: tuple[int, int, int], flow: float, largest: float) -> Trace:
    x, y = scene.through(scene.placed.edges[key])
    lit = _lit(scene, key)
    color = lit or (theme.GRADIENT if flow else theme.AXIS)
    width = 1.5 + (THICKEST - 1.5) * abs(flow) / largest if largest else 1.5
    return unchecked.Scatter(
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


def _lit(scene: Scene, key: tuple[int, int, int]) -> str:
    """The color of an edge that this step works on; none otherwise."""
    if not 0 < scene.step <= len(scene.story.steps):
        return ""
    now = scene.story.steps[scene.step - 1]
    if now.phase == "forward" and key[1] == now.node:
        return theme.FORWARD
    return theme.GRADIENT if now.phase == "backward" and key[0] == now.node else ""


def _nodes(scene: Scene) -> Trace:
    """A disc a node: its name or its operation, and its value."""
    story, shown = scene.story, list(scene.placed.nodes)
    now = story.steps[scene.step - 1] if scene.step > 0 else None
    x, y = scene.through(scene.placed.nodes.values())
    known = story.values_known(scene.step)
    rims = {"forward": theme.FORWARD, "backward": theme.GRADIENT}
    lit = [now is not None and i == now.node for i in shown]
    return unchecked.Scatter(
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


def _inside(scene: Scene, i: int, known: Collection[int]) -> str:
    run = scene.story.run
    node = run.expression.nodes[i]
    head = (
        f"<i>{indexed(node.name)}</i>"
        if node.op == "variable"
        else sign_of(run.expression.nodes, i)
    )
    value = brief(run.values[i]) if i in known else "?"
    return f'<span style="color:{theme.INK}">{head}</span><br>{value}'


def _in_full(scene: Scene, i: int, known: Collection[int]) -> str:
    story = scene.story
    lines = [story.names[i]]
    if i in known:
        lines.append(f"value {story.run.values[i]:.9g}")
    if i in story.gradients_known(scene.step):
        lines.append(f"gradient {story.run.gradients[i]:.9g}")
    return "<br>".join(lines)


def _legend() -> list[Trace]:
    looks = {
        "comes back over the edge: above 0": {"color": theme.GRADIENT, "width": 5},
        "below 0": {"color": theme.GRADIENT, "width": 5, "dash": "4px,3px"},
    }
    return [
        unchecked.Scatter(x=[None], y=[None], mode="lines", line=look, name=name)
        for name, look in looks.items()
    ]
