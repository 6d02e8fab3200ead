"""Maxout of two planes: whose land is whose, seen from above and in a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.activations.maxout import MaxoutCut, MaxoutMap
    from core.studies.activations.neuron import Place

HEIGHT = 470
SHARE = 0.52
CUT = {"xaxis": "x2", "yaxis": "y2"}
HIDDEN = {"showlegend": False}
COLORS = (theme.FORWARD, theme.GOLD)  # of the two planes
CREASE = theme.VIOLET


def higher_plane(
    seen: MaxoutMap,
    cut: MaxoutCut,
    x: Place,
    value: float,
    *,
    crease: tuple[Place, Place] | None = None,
) -> Figure:
    """The higher of two planes as a map, with the crease on which they meet; beside it a cut through the point.

    Clicks count on the map alone.

    Parameters
    ----------
    cut : MaxoutCut
        Along x1, at the x2 of the point.
    x : (x1, x2)
        The point, and ``value`` what maxout answers there.
    crease : two places or None
        Ends of the line on which both planes are equally high, where it is in sight.
    """
    figure = theme.two_panels(
        *_map(seen, crease, x, cut),
        *_cut(cut, x, value),
        share=SHARE,
        height=HEIGHT,
        titles=("Height of the higher plane", f"Cut at x₂ = {x[1]:.4g}".replace("-", "−")),
        x=("x₁", "x₁"),
        y=("x₂", "z"),
        view="maxout",
        layout={
            "xaxis": {"range": [float(seen.x1[0]), float(seen.x1[-1])]},
            "yaxis": {"range": [float(seen.x2[0]), float(seen.x2[-1])]},
            "xaxis2": {"range": [float(cut.x1[0]), float(cut.x1[-1])]},
            "yaxis2": {"range": _around(cut)},
            "annotations": _owners(seen),
            "legend": {"y": -0.14},
            "margin": {"t": 30, "b": 44},
        },
    )
    figure.add_meta(clicks="x")
    return figure


def _map(
    seen: MaxoutMap, crease: tuple[Place, Place] | None, x: Place, cut: MaxoutCut
) -> list[Any]:
    """Levels of the answer, the crease, and where the cut goes."""
    ends = crease or ((None, None), (None, None))
    return [
        unchecked.Contour(
            x=seen.x1.astype(np.float32),
            y=seen.x2.astype(np.float32),
            z=seen.value.astype(np.float32),
            colorscale=theme.LANDSCAPE,
            ncontours=14,
            contours={"showlabels": True, "labelfont": {"size": 12, "color": theme.INK}},
            line={"width": 1, "color": theme.AXIS},
            showscale=False,
            name="maxout",
            hovertemplate="max = %{z:.4g} at (%{x:.2f}, %{y:.2f})<extra></extra>",
        ),
        unchecked.Scatter(
            x=[end[0] for end in ends],
            y=[end[1] for end in ends],
            mode="lines",
            line={"color": CREASE, "width": 4},
            name="crease: both equally high",
            hoverinfo="skip",
            showlegend=crease is not None,
        ),
        unchecked.Scatter(
            x=[float(cut.x1[0]), float(cut.x1[-1])],
            y=[x[1], x[1]],
            mode="lines",
            line={"color": theme.INK, "width": theme.THIN, "dash": "dash"},
            name="cut",
            hoverinfo="skip",
            **HIDDEN,
        ),
        _point(x, "point"),
    ]


def _cut(cut: MaxoutCut, x: Place, value: float) -> list[Trace]:
    """Both lines, and over them their upper edge."""
    x1 = cut.x1.astype(np.float32)
    lines = [
        unchecked.Scatter(
            x=x1,
            y=height.astype(np.float32),
            mode="lines",
            line={"color": color, "width": theme.LINE, "dash": "dash"},
            name=f"plane {i}",
            hovertemplate=f"plane {i}: %{{y:.4g}} at x₁ = %{{x:.3g}}<extra></extra>",
            **CUT,
        )
        for i, (height, color) in enumerate(zip(cut.planes.T, COLORS, strict=True), 1)
    ]
    edge = unchecked.Scatter(
        x=x1,
        y=cut.value.astype(np.float32),
        mode="lines",
        line={"color": CREASE, "width": 7},
        opacity=0.35,
        name="maxout",
        hovertemplate="max = %{y:.4g} at x₁ = %{x:.3g}<extra></extra>",
        **CUT,
    )
    return [edge, *lines, _point((x[0], value), "answer", **CUT)]


def _point(place: Place, name: str, **axes: str) -> Trace:
    """Where the reader stands."""
    ring = {"size": 13, "color": theme.INK, "line": {"width": 2, "color": theme.PAPER}}
    x, y = numbers(place)
    return unchecked.Scatter(
        x=[x], y=[y], mode="markers", marker=ring, name=name, hoverinfo="skip", **HIDDEN, **axes
    )


def _owners(seen: MaxoutMap) -> list[dict[str, Any]]:
    """Whose land it is, written in the middle of it."""
    notes = []
    for i, color in enumerate(COLORS):
        rows, columns = np.nonzero(seen.winner == i)
        if len(rows) < 0.01 * seen.winner.size:
            continue
        x, y = float(seen.x1[columns].mean()), float(seen.x2[rows].mean())
        notes.append(
            {
                "text": f"<b>plane {i + 1}</b>",
                "x": x,
                "y": y,
                "showarrow": False,
                "bgcolor": theme.PAPER,
                "bordercolor": color,
                "font": {"size": theme.FONT_SIZE, "color": color},
            }
        )
    return notes


def _around(cut: MaxoutCut) -> list[float]:
    """A range with some room on both sides."""
    low, high = float(cut.planes.min()), float(cut.planes.max())
    room = 0.1 * max(high - low, 0.5)
    return [low - room, high + room]
