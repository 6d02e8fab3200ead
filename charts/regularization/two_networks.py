"""Two networks side by side: what each says of the plane, and how its losses went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import framed, heads, numbers, set_player

if TYPE_CHECKING:
    from core.data_recipes import Sample
    from core.entries import Array

HEIGHT = 500
ACROSS = ([0.0, 0.47], [0.53, 1.0])
UP, DOWN = [0.42, 1.0], [0.0, 0.29]
TRAINING, VALIDATION = theme.FORWARD, theme.LOSS
CLASSES = (theme.SIGNED[0][1], theme.SIGNED[-1][1])
LIMIT = {"start": 0.5, "end": 0.5, "size": 1}


class Side(NamedTuple):
    """One of the two."""

    title: str
    frames: bytes  # a map for every shot, a byte a place
    last: Array  # (up, across), the map of the network that is left
    loss: Array  # (runs, T + 1)
    validation_loss: Array  # (runs, T + 1)
    run: int  # the network drawn
    ended: int  # the epoch in which its training stopped
    kept: int  # the epoch whose weights are left


def two_networks(
    sides: Sequence[Side],
    points: tuple[Sample, Sample],
    axes: tuple[Array, Array],
    best: Array,
    shots: Sequence[int],
    *,
    view: str,
) -> Figure:
    """Maps above, losses below; the player walks both networks through their training.

    Parameters
    ----------
    sides : two Sides
    points : (training, validation)
    axes : x (across,) and y (up,) of the maps
    best : (up, across)
        The best answer that there is.
    shots : sequence of int
        Epochs of the frames.
    view : str
        While it stays the same, the reader's zoom does too.
    """
    traces: list[Any] = []
    for i, side in enumerate(sides):
        traces += _map(side, axes, i)
        traces.append(_best(best, axes, i))
        traces += _points(points, i)
        traces += _curves(side, i)
        traces.append(_here(side, shots, i))
    top = max(float(_highest(side)) for side in sides)
    figure = theme.new_figure(
        *traces,
        height=HEIGHT,
        view=view,
        layout=_layout(sides, axes, top, len(sides[0].loss[0]) - 1),
        narrow=_stacked(),
    )
    labels = [f"epoch {shot}" for shot in shots]
    set_player(figure, len(shots) - 1, "shot", labels=labels)
    return figure


def _places(i: int, *, below: bool = False) -> dict[str, str]:
    """Axes of a panel: 1 and 2 above, 3 and 4 below."""
    number = i + 1 + (2 if below else 0)
    end = "" if number == 1 else str(number)
    return {"xaxis": f"x{end}", "yaxis": f"y{end}"}


def _map(side: Side, axes: tuple[Array, Array], i: int) -> list[Any]:
    """Probabilities in color, and the line where they are even."""
    x, y = (numbers(axis, 5) for axis in axes)
    ground = unchecked.Contour(
        x=x,
        y=y,
        z=side.last.astype(np.float32),
        zmin=0,
        zmax=1,
        zauto=False,
        autocontour=False,
        colorscale=theme.SIGNED_PALE,
        contours=LIMIT | {"coloring": "heatmap"},
        line={"color": theme.ON_MAP, "width": theme.LINE},
        showscale=False,
        name=f"map {i + 1}",
        hovertemplate="p(orange) = %{z:.3f}<extra></extra>",
        **_places(i),
    )
    return [framed(ground, side.frames, side.last.shape)]


def _best(best: Array, axes: tuple[Array, Array], i: int) -> Trace:
    """The line that the best answer of all draws."""
    x, y = (numbers(axis, 5) for axis in axes)
    return unchecked.Contour(
        x=x,
        y=y,
        z=best.astype(np.float32),
        autocontour=False,
        contours=LIMIT | {"coloring": "none"},
        line={"color": theme.TARGET, "width": theme.LINE, "dash": "dash"},
        showscale=False,
        showlegend=i == 0,
        legendgroup="best",
        name="best there is",
        hoverinfo="skip",
        **_places(i),
    )


def _points(points: tuple[Sample, Sample], i: int) -> list[Trace]:
    """Training points filled; validation points hollow, on demand."""
    training, validation = points
    colors = np.array(CLASSES)
    shared = {"mode": "markers", "hoverinfo": "skip", "showlegend": i == 0} | _places(i)
    return [
        unchecked.Scatter(
            x=sample.x[:, 0].astype(np.float32),
            y=sample.x[:, 1].astype(np.float32),
            marker=look | {"color": colors[sample.y[:, 0].astype(int)].tolist()},
            name=name,
            legendgroup=name,
            visible=True if filled else "legendonly",
            **shared,
        )
        for sample, name, filled, look in (
            (
                training,
                "training points",
                True,
                {"size": 6.5, "line": {"color": "#FFFFFF", "width": 1}},
            ),
            (
                validation,
                "validation points",
                False,
                {"size": 6.5, "symbol": "circle-open", "line": {"width": 1.5}},
            ),
        )
    ]


def _curves(side: Side, i: int) -> list[Trace]:
    """The losses of the network drawn, in the band of all five; pale after its training has stopped."""
    traces = []
    for losses, color, name in (
        (side.loss, TRAINING, "training loss"),
        (side.validation_loss, VALIDATION, "validation loss"),
    ):
        shared = {"x0": 0, "dx": 1, "hoverinfo": "skip", "legendgroup": name} | _places(
            i, below=True
        )
        bare = {"mode": "lines", "line": {"color": color, "width": 0}, "showlegend": False}
        traces.append(
            unchecked.Scatter(
                y=_small(losses.min(axis=0)), name=f"least {name} {i + 1}", **shared | bare
            )
        )
        band = {"fill": "tonexty", "fillcolor": theme.pale(color, 0.2)}
        traces.append(
            unchecked.Scatter(
                y=_small(losses.max(axis=0)), name=f"most {name} {i + 1}", **shared | bare | band
            )
        )
        mine = losses[side.run]
        line = {"color": color, "width": theme.LINE}
        solid = unchecked.Scatter(
            y=_small(mine[: side.ended + 1]), name=name, line=line, mode="lines", showlegend=i == 0,
            **shared | {"hoverinfo": "y+x+name"},
        )  # fmt: skip
        traces.append(solid)
        if side.ended < len(mine) - 1:
            rest = shared | {"x0": side.ended}
            line = {"color": color, "width": theme.THIN, "dash": "dot"}
            traces.append(
                unchecked.Scatter(y=_small(mine[side.ended :]), line=line, mode="lines", showlegend=False,
                           name=f"{name} if it had gone on", **rest)
            )  # fmt: skip
    if side.kept < side.ended:
        traces.append(_kept(side, i))
    return traces


def _kept(side: Side, i: int) -> Trace:
    """The epoch that training goes back to."""
    return unchecked.Scatter(
        x=[side.kept],
        y=[float(side.validation_loss[side.run][side.kept])],
        mode="markers+text",
        marker={
            "symbol": "star",
            "size": 15,
            "color": VALIDATION,
            "line": {"color": theme.PAPER, "width": 1.5},
        },
        text=[f"epoch {side.kept}"],
        textposition="bottom center",
        textfont={"color": VALIDATION},
        name=f"kept {i + 1}",
        showlegend=False,
        hoverinfo="skip",
        **_places(i, below=True),
    )


def _here(side: Side, shots: Sequence[int], i: int) -> dict[str, Any]:
    """Two dots: where the losses are at the moment of the map; after the stop, at the epoch kept."""
    x = [side.kept if shot >= side.ended else shot for shot in shots]
    paths = {
        name: (x, numbers(losses[side.run][x], 4))
        for name, losses in (("training", side.loss), ("validation", side.validation_loss))
    }
    look = {
        "size": 9,
        "color": [TRAINING, VALIDATION],
        "line": {"color": theme.PAPER, "width": 1.5},
    }
    return heads(paths, sent=False, marker=look, name=f"now {i + 1}", **_places(i, below=True))


def _small(values: Array) -> Array:
    return values.astype(np.float32)


def _highest(side: Side) -> float:
    """The highest loss drawn, but for what the first epochs bring."""
    return max(losses[:, 5:].max() for losses in (side.loss, side.validation_loss))


def _layout(
    sides: Sequence[Side], axes: tuple[Array, Array], top: float, epochs: int
) -> dict[str, Any]:
    """Four panels: maps on one scale, losses on one scale."""
    layout: dict[str, Any] = {"annotations": [], "margin": {"t": 28, "b": 40}}
    layout["legend"] = {"y": -0.16, "traceorder": "normal"}
    (left, right), (low, high) = ((float(a[0]), float(a[-1])) for a in axes)
    for i, side in enumerate(sides):
        end, under = ("" if i == 0 else "2"), str(i + 3)
        layout[f"xaxis{end}"] = {
            "domain": ACROSS[i],
            "anchor": f"y{end}",
            "range": [left, right],
            "title": {"text": "x₁", "standoff": 0},
        }
        layout[f"yaxis{end}"] = {
            "domain": UP,
            "anchor": f"x{end}",
            "range": [low, high],
            "title": {"text": "x₂" if i == 0 else ""},
        }
        layout[f"xaxis{under}"] = {
            "domain": ACROSS[i],
            "anchor": f"y{under}",
            "range": [-0.01 * epochs, 1.01 * epochs],
            "title": {"text": "epoch"},
        }
        layout[f"yaxis{under}"] = {
            "domain": DOWN,
            "anchor": f"x{under}",
            "range": [0, 1.06 * top],
            "nticks": 5,
            "title": {"text": "loss" if i == 0 else ""},
        }
        layout["annotations"].append(theme.heading(side.title, ACROSS[i][0], UP[1]))
    return layout


def _stacked() -> dict[str, Any]:
    """On a phone: a map, its losses, the other map, its losses."""
    ups = {"": [0.78, 1.0], "3": [0.58, 0.71], "2": [0.24, 0.47], "4": [0.03, 0.16]}
    narrow: dict[str, Any] = {"layout.height": 980, "layout.legend.y": -0.06}
    for axis, up in ups.items():
        narrow[f"layout.xaxis{axis}.domain"] = [0.0, 1.0]
        narrow[f"layout.yaxis{axis}.domain"] = up
    return narrow | {
        "layout.annotations.1.x": 0.0,
        "layout.annotations.1.y": ups["2"][1],
    }
