"""A neuron that is sure and wrong, trained under two losses side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import heads, numbers, paced, played, set_player
from charts.quarters import QUARTERS, four_panels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.losses.confident import Unlearning

HEIGHT = 478
FACTOR = theme.GOLD  # the sigmoid's slope, wherever it is spoken of
HIGHEST_FACTOR = 0.25  # of the sigmoid's slope, at z = 0
DASHES = ("dash", "solid")  # the neuron to compare with, and the reader's own
HIDDEN = {"showlegend": False}


@dataclass(frozen=True)
class _Row:
    """Which number of a run is drawn, how it is called, and in which color."""

    field: str
    name: str
    title: str
    color: str


LOSS = _Row("values", "loss", "loss L", theme.LOSS)
BELOW = {
    "slope": _Row("d_z", "slope", "slope ∂L/∂z", theme.GRADIENT),
    "answer": _Row("a", "answer", "answer a (0 is right)", theme.FORWARD),
}


def two_ways_to_unlearn(
    runs: tuple[Unlearning, Unlearning],
    factors: NDArray,
    *,
    names: Sequence[str],
    below: str,
) -> Figure:
    """The losses of two neurons over the epochs, under squares and under cross-entropy, and below them slope or answer.

    Parameters
    ----------
    runs : (squares, cross-entropy)
        Both from the same two starts.
    factors : (epochs + 1, 2)
        The sigmoid's slope under squares, for both starts.
    names : sequence of str
        How the two starts are called.
    below : str
        slope or answer.
    """
    row = BELOW[below]
    epochs = len(runs[0].values) - 1
    traces = []
    for side, run in enumerate(runs):
        traces += _lines(run, LOSS, names, side, legend=side == 0)
        if below == "slope" and side == 0:
            traces.append(_factor(factors[:, 1]))
        traces += _lines(run, row, names, side + 2)
    highest = max(float(getattr(run, row.field).max()) for run in runs)
    steepest = [_steepest(run, side + 2, highest) for side, run in enumerate(runs)]
    figure = four_panels(
        *traces,
        *(steepest if below == "slope" else []),
        height=HEIGHT,
        titles=(
            f"Squares, rate {runs[0].lr:g}: loss",
            f"Cross-entropy, rate {runs[1].lr:g}: loss",
            f"Squares: {row.title}",
            f"Cross-entropy: {row.title}",
        ),
        axes=_axes(epochs, highest, runs),
        split=0.48,
        room=0.18,
        view=below,
        layout={"legend": {"y": -0.13}, "margin": {"t": 30, "b": 40}},
    )
    set_player(figure, epochs, "epoch")
    return figure


def _lines(
    run: Unlearning, row: _Row, names: Sequence[str], panel: int, *, legend: bool = False
) -> list[Trace]:
    """One number of both neurons over the epochs, and where each stands."""
    axes = QUARTERS[panel]
    paths = {
        f"{name}: {row.name}, {run.label}": (
            list(range(len(run.values))),
            numbers(getattr(run, row.field)[:, i]),
        )
        for i, name in enumerate(names)
    }
    lines = [
        played(
            unchecked.Scatter(
                x=x,
                y=y,
                mode="lines",
                name=title,
                line={"color": row.color, "width": theme.LINE, "dash": dash, "simplify": False},
                hovertemplate=f"epoch %{{x}}: {row.name} %{{y:.6~g}}<extra>{name}</extra>",
                **HIDDEN,
                **axes,
            ),
            "grow",
        )
        for (title, (x, y)), name, dash in zip(paths.items(), names, DASHES, strict=True)
    ]
    marks = heads(
        paths,
        sent=True,
        name=f"stands at: {row.name}, {run.label}",
        marker={"size": 9, "color": row.color},
        **axes,
    )
    explained = [_explained(name, dash) for name, dash in zip(names, DASHES, strict=True)]
    return [*lines, marks, *(reversed(explained) if legend else [])]


def _explained(name: str, dash: str) -> Trace:
    """What a dash means, for the legend: the color says which number it is."""
    line = {"color": theme.QUIET, "width": theme.LINE, "dash": dash}
    return unchecked.Scatter(x=[None], y=[None], mode="lines", line=line, name=name)


def _factor(factors: NDArray) -> Trace:
    """The sigmoid's slope, by which squares multiply the miss."""
    return played(
        unchecked.Scatter(
            x=list(range(len(factors))),
            y=numbers(factors),
            mode="lines",
            name="σ′(z) of yours, a factor under squares",
            line={"color": FACTOR, "width": theme.LINE, "dash": "dot", "simplify": False},
            hovertemplate="epoch %{x}: σ′(z) = %{y:.6~g}<extra></extra>",
            **QUARTERS[2],
        ),
        "grow",
    )


def _steepest(run: Unlearning, panel: int, highest: float) -> Trace:
    """The largest slope of the reader's own neuron, from the epoch on that has it; the words stand above all curves."""
    slopes = run.d_z[:, 1]
    epoch = int(slopes.argmax())
    late = epoch > len(slopes) / 2
    words = max(float(run.d_z.max()), HIGHEST_FACTOR if panel == 2 else 0.0) + 0.14 * highest
    return paced(
        unchecked.Scatter(
            x=[None, epoch, epoch],
            y=[None, *numbers([slopes[epoch], words])],
            mode="markers+text",
            marker={"symbol": "diamond", "size": [0, 11, 0], "color": theme.GRADIENT, "opacity": 1},
            text=["", "", f"largest: epoch {epoch}"],
            textposition="middle left" if late else "middle right",
            textfont={"size": 13},
            cliponaxis=False,
            hoverinfo="skip",
            name=f"largest slope, {run.label}",
            **HIDDEN,
            **QUARTERS[panel],
        ),
        [0] * epoch + [2] * (len(slopes) - epoch),
    )


def _axes(
    epochs: int, highest: float, runs: tuple[Unlearning, Unlearning]
) -> dict[str, dict[str, Any]]:
    """Losses have scales of their own; slopes, and answers, one for both sides."""
    across = {"range": [-0.02 * epochs, 1.03 * epochs]}
    upper = {
        f"yaxis{number}": {"range": [0, 1.1 * float(run.values.max()) or 1.0]}
        for number, run in zip(("", "2"), runs, strict=True)
    }
    lower = {"range": [0, 1.25 * highest or 1.0]}
    named = {"title": {"text": "epoch", "standoff": 2}}
    return {
        **upper,
        "xaxis": across,
        "xaxis2": across,
        "xaxis3": across | named,
        "xaxis4": across | named,
        "yaxis3": lower,
        "yaxis4": lower,
    }
