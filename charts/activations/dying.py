"""Units that die while a network learns, beside units that do not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers
from charts.quarters import QUARTERS, four_panels

if TYPE_CHECKING:
    from core.studies.activations.dying import DyingRun

HEIGHT = 490
UPPER, COUNT, LOWER, LOSS = QUARTERS
GUESSING = np.log(10)  # the loss of ten equal chances
TICKS = [
    float(f"{digit}e{power}") for power in range(-9, 12) for digit in (1, 3)
]  # as far as a loss may get
HIDDEN = {"showlegend": False}


def living_and_dead(
    runs: Sequence[DyingRun], *, keys: Sequence[str], names: Sequence[str], titles: Sequence[str]
) -> Figure:
    """Unit by unit and epoch by epoch, who is dead in two networks; how many; and how well both learn.

    Parameters
    ----------
    runs : two DyingRuns
    keys : two activation keys
        Whose colors the lines have; the second line is dashed if both are the same.
    names, titles : two each
        For the legend, and above the maps.
    """
    traces: list[Any] = []
    epochs = max(len(run.loss) for run in runs) - 1
    for run, key, name, place in zip(runs, keys, names, (UPPER, LOWER), strict=True):
        second = place is LOWER
        look = theme.style(key) | {"width": theme.LINE}
        if second and keys[0] == keys[1]:
            look["dash"] = "dash"
        traces += [_map(run, name, place), *_lines(run, name, look)]
    losses = np.concatenate([run.loss[np.isfinite(run.loss)] for run in runs])
    across = {"range": [0, epochs * 1.02], "title": {"text": "epoch"}}
    units = {"title": {"text": "units"}, "showticklabels": False, "ticks": "", "showgrid": False}
    return four_panels(
        *traces,
        _guessing(epochs),
        *_explained(),
        height=HEIGHT,
        titles=(titles[0], "Dead units", titles[1], "Loss (nats, log)"),
        axes={
            "xaxis": {"range": [-0.5, epochs + 0.5], "nticks": 6},
            "xaxis2": {"range": across["range"], "nticks": 6},
            "xaxis3": {"range": [-0.5, epochs + 0.5], "title": across["title"], "nticks": 6},
            "xaxis4": across | {"nticks": 6},
            "yaxis": units,
            "yaxis2": {"range": [-1, runs[0].dead.shape[1] + 1], "nticks": 5},
            "yaxis3": units,
            "yaxis4": {"type": "log", "tickvals": TICKS, "range": _around(losses)},
        },
        room=0.2,
        view=("dying", epochs),
        layout={"legend": {"y": -0.13}, "margin": {"t": 32, "b": 40}},
    )


def _around(losses: Any) -> list[float]:
    """All losses and that of guessing, with some room: powers of ten."""
    seen = [*losses[losses > 1e-12], GUESSING]
    low, high = np.log10(min(seen)), np.log10(max(seen))
    return [float(low - 0.1), float(high + 0.15)]


def _map(run: DyingRun, name: str, place: dict[str, str]) -> Trace:
    """A row for each unit, those that die first on top; blue while it lives, gray when dead."""
    order = np.argsort(run.dead.sum(axis=0), kind="stable")
    return unchecked.Heatmap(
        z=run.dead.T[order].astype(np.uint8),
        text=np.repeat((order + 1)[:, None], len(run.dead), axis=1).tolist(),
        colorscale=[[0.0, theme.FORWARD], [1.0, theme.SHADE]],
        zmin=0,
        zmax=1,
        ygap=1,
        showscale=False,
        hovertemplate="unit %{text}, epoch %{x}<extra></extra>",
        name=f"{name}: units",
        **place,
    )


def _lines(run: DyingRun, name: str, look: dict[str, Any]) -> list[Trace]:
    """How many are dead, and the loss."""
    epochs = list(range(len(run.loss)))
    line = {"mode": "lines", "line": look, "x": epochs, "legendgroup": name}
    return [
        unchecked.Scatter(
            y=run.dead.sum(axis=1).tolist(),
            name=name,
            hovertemplate=f"epoch %{{x}}: %{{y}} dead<extra>{name}</extra>",
            **line,
            **COUNT,
        ),
        unchecked.Scatter(
            y=[value or None for value in numbers(run.loss)],
            name=f"{name}: loss",
            customdata=numbers(run.accuracy),
            hovertemplate=f"epoch %{{x}}: loss %{{y:.4g}}, %{{customdata:.1%}} right<extra>{name}</extra>",
            **line,
            **HIDDEN,
            **LOSS,
        ),
    ]


def _guessing(epochs: int) -> Trace:
    """The loss of a network that has no idea."""
    return unchecked.Scatter(
        x=[0, epochs],
        y=[float(GUESSING)] * 2,
        mode="lines",
        line={"color": theme.QUIET, "width": theme.THIN, "dash": "dot"},
        name="guessing: ln 10 = 2.30",
        hoverinfo="skip",
        **LOSS,
    )


def _explained() -> list[Trace]:
    """What the colors of the maps mean, for the legend."""
    square = {"symbol": "square", "size": 12, "line": {"width": 1, "color": theme.AXIS}}
    return [
        unchecked.Scatter(
            x=[None], y=[None], mode="markers", marker=square | {"color": color}, name=name
        )
        for color, name in ((theme.FORWARD, "alive"), (theme.SHADE, "dead"))
    ]
