"""One neuron at work: the numbers on its way from the inputs to the answer, and its answers beside it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from charts import theme, unchecked
from charts.activations.neuron_answers import along_line, over_plane
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from core.studies.activations.neuron import NeuronMap, NeuronRun, Place
    from core.studies.activations.neuron_line import NeuronLine

HEIGHT, SHARE = 470, 0.53
THINNEST, THICKEST = 1.5, 7.0
DASHES = "7px,5px"
SUM, BEND = (0.68, 0.5), (1.0, 0.5)  # places of the two discs that work; the inputs stand at 0
SMALL = theme.FONT_SIZE - 1


def neuron_and_answers(
    run: NeuronRun,
    label: str,
    *,
    line: NeuronLine | None = None,
    plane: NeuronMap | None = None,
    tips: Sequence[Place] | None = None,
    foot: Place | None = None,
    corners: Mapping[Place, float] | None = None,
    span: tuple[float, float] = (-math.inf, math.inf),
) -> Figure:
    """The neuron with today's numbers on its edges; beside it, what it answers to other inputs.

    Clicks count in the second panel alone.

    Parameters
    ----------
    run : NeuronRun
        With one to three inputs.
    label : str
        Of the activation.
    line, plane : NeuronLine, NeuronMap
        The first for one input, the second for two, or for three as a slice at today's third.
    tips : two places, or none
        Ends of the line on which z = 0, where it is in sight.
    foot : place or None
        The nearest place on that line; drawn for two inputs only.
    corners : mapping of place to answer, optional
        The inputs of a logic gate, and what the neuron makes of each.
    span : (low, high)
        Between what the activation's values lie: the colors of the map fit it.
    """
    if line:
        beside = along_line(run, line)
    else:
        beside = over_plane(run, plane, tips, foot, corners or {}, span)
    titles = ("Its answer, along x₁", "Its answer, all over the plane", "Its answer where x₃ = ")
    title = titles[len(run.x) - 1] + (digits(run.x[2]) if len(run.x) == 3 else "")
    hidden = {"visible": False, "fixedrange": True}
    second = dict(beside.axes)
    annotations = [*_notes(run, label), *second.pop("annotations", [])]
    return theme.two_panels(
        *_edges(run),
        _discs(run),
        *beside.traces,
        share=SHARE,
        height=HEIGHT,
        titles=("The neuron, at today's input", title),
        view=len(run.x),
        layout={
            "xaxis": hidden | {"range": [-0.08, 1.12]},
            "yaxis": hidden | {"range": [-0.1, 1.19]},
            "annotations": annotations,
            "margin": {"l": 8, "r": 8, "t": 36, "b": 40},
            "legend": {"y": -0.1},
            "hovermode": "closest",
            "meta": {"clicks": "x2"},
            **second,
        },
        narrow={
            "layout.height": 880,
            "layout.legend.y": -0.08,
            "layout.xaxis.range": [-0.14, 1.18],
            **({} if line else {f"data.{len(run.x) + 4}.showscale": False}),
        },
    )


def digits(value: float, count: int = 4) -> str:
    """A few digits, with a printer's minus, and powers of ten as one writes them."""
    text = f"{value + 0.0:.{count}g}"
    if "e" in text:
        mantissa, power = f"{value:.{count - 2}g}".split("e")
        text = f"{mantissa}·10<sup>{int(power)}</sup>"
    return text.replace("-", "−")


def places_of(count: int) -> list[tuple[float, float]]:
    """Where the inputs stand, and below them the 1 that the bias weighs."""
    gap = 1 / max(count, 2)
    return [(0.0, 1 - i * gap) for i in range(count)] + [(0.0, 0.0)]


def _edges(run: NeuronRun) -> list[Trace]:
    """A line for every product, as thick as it is large, broken where it pulls z down; then the way to the answer."""
    parts = [*run.terms, run.b]
    most = max((abs(part) for part in parts), default=0) or 1
    lines = [
        _line(
            place,
            SUM,
            THINNEST + (THICKEST - THINNEST) * abs(part) / most,
            DASHES if part < 0 else "solid",
        )
        for place, part in zip(places_of(len(run.x)), parts, strict=True)
    ]
    downwards = {"color": theme.FORWARD, "width": THINNEST, "dash": DASHES}
    told = unchecked.Scatter(x=[None], y=[None], mode="lines", line=downwards, name="pulls z down")
    return [*lines, _line(SUM, BEND, theme.LINE, "solid"), told]


def _line(start: Place, end: Place, width: float, dash: str) -> Trace:
    return unchecked.Scatter(
        x=[start[0], end[0]],
        y=[start[1], end[1]],
        mode="lines",
        line={"width": width, "dash": dash, "color": theme.FORWARD},
        opacity=0.55,
        hoverinfo="skip",
        showlegend=False,
        name="edge",
    )


def _discs(run: NeuronRun) -> Trace:
    """The inputs, the sum and the answer, each with its number inside."""
    places = [*places_of(len(run.x)), SUM, BEND]
    inside = [*map(digits, run.x), "1", digits(run.z), digits(run.a)]
    return unchecked.Scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="markers+text",
        text=inside,
        textfont={"size": SMALL, "color": theme.INK},
        marker={
            "size": [44] * (len(run.x) + 1) + [68, 68],
            "color": theme.SHADE,
            "opacity": 1,
            "line": {"color": theme.FORWARD, "width": 2},
        },
        hoverinfo="skip",
        showlegend=False,
        name="neuron",
    )


def _notes(run: NeuronRun, label: str) -> list[dict[str, Any]]:
    """What stands at the edges and discs: products in blue, slopes of the answer in orange."""
    notes = []
    for i, (x, w, term, slope) in enumerate(
        zip(run.x, run.w, run.terms, run.along_w, strict=True), 1
    ):
        name = f"<sub>{i}</sub>"
        place = places_of(len(run.x))[i - 1]
        text = f"w{name}x{name} = {digits(w)} · {bracketed(x)} = <b>{digits(term)}</b>"
        notes += [_on_edge(place, text, f"∂a/∂w{name} = {digits(slope)}")]
        notes += [_note(*place, f"x{name}", theme.FORWARD, yshift=31)]
    bias = f"b = <b>{digits(run.b)}</b>"
    notes += [_on_edge((0.0, 0.0), bias, f"∂a/∂b = {digits(run.along_b)}")]
    return [
        *notes,
        _note(*SUM, "sum z", theme.FORWARD, yshift=42),
        _note(*BEND, f"a = f(z)<br>{label}", theme.FORWARD, yshift=50),
        _note(*BEND, f"f′(z) =<br>{digits(run.slope)}", theme.GRADIENT, yshift=-50),
    ]


def bracketed(value: float) -> str:
    """A factor: in brackets where it begins with a minus."""
    return f"({digits(value)})" if value < 0 else digits(value)


def _on_edge(place: tuple[float, float], value: str, slope: str) -> dict[str, Any]:
    """Two lines on the way from an input to the sum."""
    x, y = (start + 0.47 * (end - start) for start, end in zip(place, SUM, strict=True))
    orange = f"<span style='color:{theme.GRADIENT}'>{slope}</span>"
    return _note(x, y, f"{value}<br>{orange}", theme.FORWARD) | {"bgcolor": theme.PAPER}


def _note(x: float, y: float, text: str, color: str, yshift: float = 0) -> dict[str, Any]:
    font = {"size": SMALL, "color": color}
    return {"x": x, "y": y, "text": text, "font": font, "showarrow": False, "yshift": yshift}
