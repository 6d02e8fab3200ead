"""A signal on its way down through many layers, and its gradient on the way back up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme
from charts.activations.depth_sizes import size_panel
from charts.activations.ridgeline import TOLD, apart, ridgeline
from charts.decades import power
from charts.figure import Figure
from charts.one_column import one_column

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.activations.deep_notes import Verdict
    from core.studies.activations.deep_signal import DeepRun
    from core.studies.activations.ridges import Ridges

HEIGHT = 500
RIDGES = 16  # at most so many are drawn: more would be too low to read
BACK = {"xaxis": "x2", "yaxis": "y2"}  # the second panel
DOMAINS = ([0.0, 0.27], [0.32, 0.59], [0.64, 1.0])
LIMIT = -6  # a millionth of what was sent: vanished
SENT = {
    "vanishing": "vanishes: under 10<sup>−6</sup>",
    "exploding": "explodes: over 10<sup>6</sup>",
}


def layers_as_ridges(
    run: DeepRun,
    *,
    other: DeepRun | None = None,
    other_label: str = "",
    bound: Sequence[float] | None = None,
) -> Figure:
    """Distributions of activations and gradients layer by layer, and beside them how large both are.

    Parameters
    ----------
    run : DeepRun
    other : DeepRun, optional
        Of the same depth; only its sizes are drawn, in gray.
    other_label : str
        What it is called.
    bound : (L,), optional
        The most that a path from each layer to the last can pass of the slopes.
    """
    depth = len(run.a_rms)
    shown = np.arange(1, depth + 1, -(-depth // RIDGES))
    sizes, axis, notes = size_panel(run, other, other_label, bound)
    traces = [
        *ridgeline(run.activations, shown, theme.FORWARD, "activations", {}),
        *ridgeline(run.gradients, shown, theme.GRADIENT, "gradients", BACK),
        *sizes,
    ]
    verdicts = (
        f"<span style='color:{theme.FORWARD}'>↓ {say('Signal', run.signal)}</span>",
        f"<span style='color:{theme.GRADIENT}'>↑ {say('Gradient', run.gradient)}</span>",
    )
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        view="depth",
        layout=_layout(run, shown, axis)
        | {"annotations": _headings(depth, shown, verdicts) + notes},
        narrow=_STACKED | {"layout.annotations.3.text": _bold(verdicts, "<br>")},
    )


def say(name: str, verdict: Verdict) -> str:
    """How a signal fared: a heading."""
    if verdict.kind == "healthy":
        return f"{name} healthy"
    return f"{name} {SENT[verdict.kind]} at layer {verdict.layer}"


def _bold(verdicts: Sequence[str], between: str) -> str:
    return f"<b>{between.join(verdicts)}</b>"


def _headings(depth: int, shown: NDArray, verdicts: Sequence[str]) -> list[dict[str, Any]]:
    """A title for each panel, and the verdicts above them."""
    some = f" <sup>{len(shown)} of {depth} layers</sup>" if len(shown) < depth else ""
    titles = (f"Activations{some}", f"|Gradients|, log{some}", "How much is left, log")
    above = theme.heading(_bold(verdicts, " &nbsp;&nbsp; "), 0.0, 1.0) | {"yshift": 28}
    return [
        *(theme.heading(title, x[0], 1.0) for title, x in zip(titles, DOMAINS, strict=True)),
        above | {"align": "left"},
    ]


def _layout(run: DeepRun, shown: NDArray, axis: dict[str, Any]) -> dict[str, Any]:
    """Three panels with one row a layer, the first on top."""
    ends = run.gradients.edges[[0, -1]] + (-0.5, 0.5)
    powers = list(range(-12, 7, 6))
    decades = {"tickvals": powers, "ticktext": [power(p) for p in powers]}
    low, high = run.activations.edges[[0, -1]]
    margin = 0.03 * (high - low)
    off = "; 0: off the scale" if axis["ticktext"][0] == "0" else ""
    across = (
        {"range": [low - margin, high + margin], "title": {"text": _beyond("a", run.activations)}},
        {
            "range": ends.tolist(),
            "title": {"text": _beyond("|∂/∂z|", run.gradients, "0 or smaller")},
        }
        | decades,
        axis | {"title": {"text": "both start at 1" + off}},
    )
    rows = _rows(len(run.a_rms), apart(shown))
    layout: dict[str, Any] = {"margin": {"t": 68, "l": 44, "b": 40}, "legend": {"y": -0.2}}
    for i, (own, domain) in enumerate(zip(across, DOMAINS, strict=True), 1):
        number = "" if i == 1 else str(i)
        layout[f"xaxis{number}"] = own | {
            "domain": domain,
            "anchor": f"y{number}",
            "zeroline": False,
        }
        layout[f"yaxis{number}"] = rows | {"anchor": f"x{number}", "showticklabels": i == 1}
    layout["yaxis"] |= {"title": {"text": "layer"}}
    return layout | {"shapes": [_limit("x2", LIMIT), _limit("x3", 10.0**LIMIT)]}


def _beyond(what: str, ridges: Ridges, smaller: str = "smaller") -> str:
    """The title of an axis, and what triangles at its ends stand for where there are any."""
    below, above = ((shares >= TOLD).any() for shares in (ridges.below, ridges.above))
    return f"{f'◂ {smaller}  ' if below else ''}{what}{'  larger ▸' if above else ''}"


def _rows(depth: int, room: int) -> dict[str, Any]:
    """The axis of layers, downward, with room above the first; ticks there and at round ones."""
    step = next(step for step in (1, 2, 5, 10) if depth <= 10 * step)
    ticks = sorted({1, *range(step, depth + 1, step)} - ({2} if step > 2 else set()))
    span = [1.01 * depth + 0.1, 1 - max(room, 0.09 * depth)]
    return {"range": span, "zeroline": False, "tickvals": ticks, "ticktext": list(map(str, ticks))}


def _limit(axis: str, x: float) -> dict[str, Any]:
    """A line from top to bottom where a signal counts as vanished."""
    line = {"color": theme.AXIS, "width": theme.THIN, "dash": "dash"}
    return {"type": "line", "xref": axis, "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line} | {
        "yref": f"y{axis[1:]} domain",
        "layer": "below",
    }


# On a phone: one panel above the other, each with its own layers.
_STACKED = one_column((0.74, 1.0), (0.38, 0.64), (0.0, 0.28), height=1150, legend=-0.06) | {
    "layout.margin.t": 84,
    "layout.yaxis2.showticklabels": True,
    "layout.yaxis3.showticklabels": True,
}
