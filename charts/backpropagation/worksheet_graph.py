"""A worksheet's picture on the screen: the numbers that are known, and a question mark for each that is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from charts import theme, unchecked
from charts.backpropagation.worksheet_scene import Line, Scene, Spot, Wire
from charts.figure import Figure, Trace

DISC = 56
PITCH, ALONG = 150, 150  # pixels from lane to lane, and on a phone from layer to layer
LEAST = 330


def worksheet_graph(
    scene: Scene, title: str, *, short: str, view: str, pitch: int = PITCH
) -> Figure:
    """The scene from left to right; on a phone from top to bottom.

    Parameters
    ----------
    title, short : str
        The second one where there is little room.
    view : str
        While it stays the same, zoom stays.
    pitch : int
        Pixels from lane to lane.
    """
    low, high = scene.lanes
    hidden = {"visible": False, "fixedrange": True}
    room = 62 / pitch + 0.2  # for what stands above the first lane and below the last
    return theme.new_figure(
        *map(_wire, scene.wires),
        _discs(scene.spots),
        height=max(LEAST, round(pitch * (high - low) + 200)),
        title=title,
        view=view,
        layout={
            "xaxis": {**hidden, "range": [-0.42, scene.length + 0.42]},
            "yaxis": {**hidden, "range": [-high - room, -low + room]},
            "annotations": _notes(scene, tall=False),
            "margin": {"l": 8, "r": 8, "t": 36, "b": 8},
            "showlegend": False,
            "hovermode": False,
        },
        narrow=_narrow(scene) | {"layout.title.text": short},
    )


def _narrow(scene: Scene) -> dict[str, Any]:
    low, high = scene.lanes
    changes: dict[str, Any] = {}
    ways = [*(wire.way for wire in scene.wires), [(s.along, s.lane) for s in scene.spots]]
    for i, way in enumerate(ways):
        changes[f"data.{i}.x"], changes[f"data.{i}.y"] = _through(way, tall=True)
    return changes | {
        f"data.{len(scene.wires)}.textfont.size": theme.FONT_SIZE - 2,
        "layout.height": round(ALONG * (scene.length + 1) + 60),
        "layout.annotations": _notes(scene, tall=True),
        "layout.xaxis.range": [low - 0.5, high + 0.5],
        "layout.yaxis.range": [-scene.length - 0.55, 0.5],
    }


def _at(along: float, lane: float, tall: bool) -> tuple[float, float]:
    return (lane, -along) if tall else (along, -lane)


def _through(spots: Iterable[tuple[float, float]], *, tall: bool) -> tuple[list, list]:
    """Their x and their y."""
    places = [_at(*spot, tall) for spot in spots]
    return [x for x, _ in places], [y for _, y in places]


def _wire(wire: Wire) -> Trace:
    x, y = _through(wire.way, tall=False)
    return unchecked.Scatter(
        x=x,
        y=y,
        mode="lines",
        line={"width": 3 if wire.open else 1.5, "color": theme.AXIS, "shape": "spline"},
        hoverinfo="skip",
    )


def _discs(spots: Sequence[Spot]) -> Trace:
    x, y = _through(((spot.along, spot.lane) for spot in spots), tall=False)
    return unchecked.Scatter(
        x=x,
        y=y,
        mode="markers+text",
        marker={
            "size": DISC,
            "color": theme.SHADE,
            "opacity": 1,
            "line": {
                "color": [theme.INK if spot.open else theme.AXIS for spot in spots],
                "width": [2.5 if spot.open else 1.5 for spot in spots],
            },
        },
        text=[_joined(spot.inside) for spot in spots],
        textfont={"size": theme.FONT_SIZE - 1},
        hoverinfo="skip",
        name="nodes",
    )


def _notes(scene: Scene, *, tall: bool) -> list[dict[str, Any]]:
    notes = [_words(wire, tall) for wire in scene.wires if wire.words]
    for spot in scene.spots:
        notes += _beside(spot, tall)
    return notes


def _words(wire: Wire, tall: bool) -> dict[str, Any]:
    (a0, l0), (a1, l1) = wire.way[0], wire.way[-1]
    share = 0.27 if tall and wire.share < 0.5 else wire.share  # away from where edges cross
    spot = _at(a0 + share * (a1 - a0), l0 + share * (l1 - l0), tall)
    return _note(spot, wire.words, tall) | {"bgcolor": theme.PAPER, "borderpad": 1}


def _beside(spot: Spot, tall: bool) -> list[dict[str, Any]]:
    """Above and below a disc, two in a line; on a phone, where edges come from there, close to it as well."""
    notes = []
    at = _at(spot.along, spot.lane, tall)
    for lines, side in ((spot.above, 1), (spot.below, -1)):
        if lines:
            shift = {
                "yshift": side * round(0.65 * DISC),
                "yanchor": "bottom" if side > 0 else "top",
            }
            notes.append(_note(at, lines, tall) | shift | {"bgcolor": theme.PAPER, "borderpad": 0})
    return notes


def _note(spot: tuple[float, float], lines: Sequence[Line], tall: bool) -> dict[str, Any]:
    return {
        "x": spot[0],
        "y": spot[1],
        "text": _joined(lines),
        "showarrow": False,
        "align": "center",
        "font": {"size": theme.FONT_SIZE - (3 if tall else 1), "color": theme.INK},
    }


def _joined(lines: Sequence[Line]) -> str:
    return "<br>".join(
        f'<span style="color:{color}">{f"<b>{text}</b>" if text.endswith("?") else text}</span>'
        for text, color in lines
    )
