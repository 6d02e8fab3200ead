"""The words on the graph of an expression: names, gradients, and local derivatives on the edges."""

from __future__ import annotations

from typing import Any

from charts import theme
from charts.backpropagation.layered import Place
from charts.backpropagation.scalar_scene import Scene, brief, indexed


def notes(scene: Scene) -> list[dict[str, Any]]:
    """Names above the nodes in between, gradients below all, local derivatives on the edges."""
    story, found = scene.story, []
    values = story.values_known(scene.step)
    for key, way in scene.placed.edges.items():
        a, j, k = key
        if j in values and story.run.moving[a]:
            faded = key not in scene.on_path
            found.append(_slope_note(scene, way, story.run.slopes[j][k], faded))
    gradients = story.gradients_known(scene.step)
    for i, spot in scene.placed.nodes.items():
        if story.run.expression.nodes[i].args:
            found.append(_tag(scene, spot, story.names[i]))
        if i in gradients:
            found.append(_gradient_note(scene, spot, brief(story.run.gradients[i])))
    return found


def _slope_note(scene: Scene, way: list[Place], slope: float, faded: bool) -> dict[str, Any]:
    (x0, y0), (x1, y1) = scene.at(way[0]), scene.at(way[1])
    t = 0.6 if scene.tall else 0.5  # from top to bottom, the gradient stands in the first half
    between = (x0 + t * (x1 - x0), y0 + t * (y1 - y0))
    x, y = between if len(way) != 3 or way[1][0] % 1 == 0 else (x1, y1)
    note = _note(x, y, brief(slope), scene.size - 1, theme.QUIET if faded else theme.INK)
    if scene.crowded and not scene.tall and abs(way[0][1] - way[1][1]) < 0.05:
        return note | {"yshift": 10}  # above a level edge that is hardly longer than the number
    return note | {"bgcolor": theme.PAPER, "borderpad": 0}


def _tag(scene: Scene, spot: Place, name: str) -> dict[str, Any]:
    x, y = scene.at(spot)
    shift = {"yshift": scene.disc // 2 + 3, "xshift": scene.outside + 1}
    return _note(x, y, f"<i>{indexed(name)}</i>", scene.size - 1, theme.QUIET) | shift


def _gradient_note(scene: Scene, spot: Place, text: str) -> dict[str, Any]:
    x, y = scene.at(spot)
    below = {"yshift": -scene.outside, "yanchor": "top", "bgcolor": theme.PAPER, "borderpad": 0}
    return _note(x, y, text, scene.size, theme.GRADIENT) | below


def _note(x: float, y: float, text: str, size: int, color: str) -> dict[str, Any]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "showarrow": False,
        "font": {"size": size, "color": color},
    }
