"""A loss over thousands of updates, and every weight beside it, to be played."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import clickable, theme, unchecked
from charts.decades import power
from charts.figure import Figure, Trace
from charts.playback import numbers, played, set_player

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT = 440
ZERO = 0.4  # where step 0 stands on an axis of powers of ten
FLOOR = 1e-12  # the smallest loss drawn
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
RIGHT = {"xaxis": "x2", "yaxis": "y2"}
KINDS = {"hidden": theme.FORWARD, "output": theme.VIOLET, "bias": theme.QUIET}
NAMES = {
    "hidden": "to hidden units",
    "output": "to outputs",
    "bias": "biases",
}


def loss_and_weights(
    steps: Sequence[int],
    losses: NDArray,
    parameters: NDArray,
    *,
    names: Sequence[str],
    kinds: Sequence[str],
    unit: str,
    most: int,
    label: str = "loss",
    crowd: Sequence[Any] = (),
    low: float = 0.1,
    titles: tuple[str, str] = ("Loss", "Every weight"),
) -> Figure:
    """Both over the number of steps, on axes of powers of ten; the player walks through the rows.

    Parameters
    ----------
    steps, losses : (T,)
        The first step is 0; losses may be infinite.
    parameters : (T, P)
        Only those that ``names`` names are drawn, empty names are not.
    names, kinds : sequence of str
        Of every parameter; kinds as in `KINDS`.
    unit : str
        What a step is called, such as update.
    most : int
        Where the axis ends.
    crowd : sequence of traces
        Curves behind the loss, and a ground for clicks.
    low : float
        Where the axis of losses begins, at the latest.
    titles : (str, str)
    """
    x = places(steps)
    drawn = [i for i, name in enumerate(names) if name]
    first_of = {kinds[i]: i for i in reversed(drawn)}
    lines = [
        played(
            unchecked.Scatter(
                x=x,
                y=numbers(parameters[:, i]),
                mode="lines",
                name=names[i],
                showlegend=False,
                line={"color": KINDS[kinds[i]], "width": 1.8}
                | ({"dash": "dot"} if kinds[i] == "bias" else {}),
                hovertemplate=f"{names[i]} = %{{y:.4f}}<extra></extra>",
                **RIGHT,
            ),
            "grow",
        )
        for i in drawn
    ]
    loss = unchecked.Scatter(
        x=x,
        y=numbers(np.maximum(losses, FLOOR)),
        mode="lines",
        name=label,
        line={"color": theme.LOSS, "width": theme.LINE + 0.5},
        hovertemplate=f"{label} %{{y:.4~g}}<extra></extra>",
    )
    figure = theme.two_panels(
        *crowd,
        played(loss, "grow"),
        *lines,
        *(_legend(kind) for kind in KINDS if kind in first_of),
        share=0.54,
        height=HEIGHT,
        titles=titles,
        x=(f"{unit}s", f"{unit}s"),
        view=(unit, len(drawn)),
        layout={
            "xaxis": _steps_axis(most),
            "xaxis2": _steps_axis(most),
            "yaxis": _loss_axis(
                [losses, *(np.array(t["y"], dtype=float) for t in crowd if t["type"] == "scatter")],
                low,
            ),
            "annotations": _names(parameters[-1], drawn, names) if len(drawn) <= 12 else [],
            "legend": {"y": -0.22},
            "margin": {"r": 34},
        },
        narrow={"layout.legend.y": -0.1},
    )
    said = [f"{unit} {t:,}: L = {_short(v)}" for t, v in zip(steps, losses, strict=True)]
    figure.add_meta(clicks="x")
    set_player(figure, len(steps) - 1, unit, said)
    return figure


def crowd_of(epochs: Sequence[int], losses: NDArray, solved: NDArray, limit: float) -> list[Any]:
    """All runs in two groups, and the line that parts them.

    Parameters
    ----------
    epochs : (T,)
    losses : (T, runs)
    solved : (runs,)
    limit : float
        Below it a run counts as solved.
    """
    x = places(epochs)
    groups = (
        ("solved", solved, theme.pale(theme.FORWARD, 0.35)),
        ("not solved", ~solved, theme.pale(theme.GRADIENT, 0.45)),
    )
    gap = np.full((1, losses.shape[1]), np.nan)  # between one curve and the next
    curves = np.concatenate([np.where(np.isfinite(losses), losses, np.nan), gap])
    curves = np.maximum(curves, FLOOR).astype(np.float32)
    traces = [
        unchecked.Scatter(
            x=np.tile(np.array([*x, np.nan], dtype=np.float32), int(which.sum())),
            y=curves[:, which].T.ravel(),
            mode="lines",
            name=f"{int(which.sum())} {name}",
            line={"color": color, "width": 1},
            hoverinfo="skip",
        )
        for name, which, color in groups
        if which.any()
    ]
    line = unchecked.Scatter(
        x=[ZERO, float(x[-1])],
        y=[limit, limit],
        mode="lines",
        name=f"{limit:g}",
        line={"color": theme.TARGET, "width": 1.5, "dash": "dash"},
        hoverinfo="skip",
    )
    ground = clickable.ground((ZERO, float(x[-1])), (FLOOR, 100.0))
    return [ground, *traces, line]


def places(steps: Sequence[int]) -> list[float]:
    """Where steps stand on the axis: 0 a little before 1."""
    return [ZERO if step == 0 else float(step) for step in steps]


def _steps_axis(most: int) -> dict[str, Any]:
    """Powers of ten, with a place for 0."""
    powers = range(len(str(most)))
    return {
        "type": "log",
        "range": [np.log10(ZERO) - 0.1, max(0.3, np.log10(most)) + 0.06],
        "tickvals": [ZERO, *(10.0**p for p in powers)],
        "ticktext": ["0", *map(power, powers)],
    }


def _loss_axis(curves: Sequence[NDArray], low: float) -> dict[str, Any]:
    """Powers of ten around all that is drawn."""
    finite = np.concatenate([c[np.isfinite(c)] for c in curves])
    finite = finite[finite > 0]
    if not finite.size:
        finite = np.array([1.0])
    bottom = int(np.floor(np.log10(max(FLOOR, min(low, finite.min())))))
    top = int(np.ceil(np.log10(max(finite.max(), 1.0))))
    step = max(1, -(-(top - bottom) // 7))
    ticks = range(bottom, top + 1, step)
    return {
        "type": "log",
        "range": [bottom, np.log10(max(finite.max(), 0.4)) + 0.15],
        "tickvals": [10.0**p for p in ticks],
        "ticktext": [power(p) for p in ticks],
    }


def _legend(kind: str) -> Trace:
    """What a color of the lines means."""
    look = {"color": KINDS[kind], "width": theme.LINE} | ({"dash": "dot"} if kind == "bias" else {})
    return unchecked.Scatter(x=[None], y=[None], mode="lines", name=NAMES[kind], line=look)


def _names(ends: NDArray, drawn: Sequence[int], names: Sequence[str]) -> list[dict[str, Any]]:
    """The name of every line at its end, moved apart where they would overlap."""
    values = np.array([ends[i] for i in drawn], dtype=float)
    if not np.isfinite(values).all():
        return []
    order, gap = np.argsort(values), 0.055 * max(float(np.ptp(values)), 1e-9)
    heights = values.copy()
    for before, after in pairwise(order):
        heights[after] = max(heights[after], heights[before] + gap)
    return [
        {
            **{"text": names[i], "x": 1.005, "xref": "paper", "xanchor": "left"},
            **{"y": float(heights[k]), "yref": "y2", "yanchor": "middle", "showarrow": False},
            "font": {"size": 12},
        }
        for k, i in enumerate(drawn)
    ]


def _short(value: float) -> str:
    """A loss for the player's label."""
    if not np.isfinite(value):
        return "∞"
    mantissa, e, exponent = f"{value:.4g}".partition("e")
    return f"{mantissa} · 10{str(int(exponent)).translate(RAISED)}" if e else mantissa
