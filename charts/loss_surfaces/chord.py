"""A chord from above, and from the side: does it ever dip under the ground?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.data_cost import LEGEND, MARGIN, line
from charts.figure import Figure, Trace
from charts.ground import quiet_contours

if TYPE_CHECKING:
    from core.entries import Array
    from core.landscape import Grid
    from core.studies.loss_surfaces.chord import Chord, Profile

HEIGHT = 430
CHORD = theme.GOLD
BENT_DOWN = "bends down"
CLEAR, PALE = "rgba(0,0,0,0)", theme.pale(theme.LOSS, 0.22)


def chord_from_above(
    grid: Grid,
    curvature: Array,
    chord: Chord,
    *,
    names: tuple[str, str],
    log_scale: bool,
    square: bool,
    view: str,
) -> Figure:
    """The chord on the map, and shaded, where the ground bends down some way.

    Parameters
    ----------
    curvature : (m, n)
        The smaller eigenvalue of the Hessian over the grid.
    square : bool
        Whether both axes have one scale.
    """
    traces = [quiet_contours(grid, log_scale=log_scale)]
    if (curvature < 0).any():
        traces.append(_shade(grid, curvature))
    (x0, y0), (x1, y1) = chord.b.tolist(), chord.a.tolist()
    place = chord.t * chord.a + (1 - chord.t) * chord.b
    ends = line([x0, x1], [y0, y1], "chord", {"color": CHORD, "width": theme.LINE + 1})
    ends |= {
        "mode": "lines+markers+text",
        "marker": {"size": 11, "color": CHORD, "line": {"color": theme.PAPER, "width": 1.5}},
        "text": ["<b>b</b>", "<b>a</b>"],
        "textposition": "top center",
        "textfont": {"size": theme.FONT_SIZE + 2},
    }
    deepest = unchecked.Scatter(
        x=[float(place[0])],
        y=[float(place[1])],
        mode="markers",
        marker={"size": 11, "symbol": "diamond", "color": theme.LOSS},
        name="widest gap" if chord.gap > 0 else "halfway",
        hovertemplate="(%{x:.4g}, %{y:.4g})<extra>the place beside</extra>",
    )
    scale = {"scaleanchor": "x", "constrain": "domain"} if square else {}
    return theme.new_figure(
        *traces,
        ends,
        deepest,
        height=HEIGHT,
        title="From above" + (" (log colors)" if log_scale else ""),
        x=names[0],
        y=names[1],
        view=view,
        layout={
            "margin": MARGIN,
            "legend": LEGEND,
            "xaxis": {"range": grid.x[[0, -1]].tolist(), "constrain": "domain"},
            "yaxis": {"range": grid.y[[0, -1]].tolist()} | scale,
        },
    )


def chord_from_the_side(profile: Profile, chord: Chord, *, view: str) -> Figure:
    """The ground over the chord's way, the chord, and the gap between them where it is told."""
    t = profile.t.astype(np.float32)
    ground, straight = (v.astype(np.float32) for v in (profile.ground, profile.chord))
    below = np.maximum(ground, straight)  # the same as the chord where that is above
    room = 0.12 * float(np.ptp(np.concatenate([ground, straight]))) or 1.0
    low, high = float(min(ground.min(), straight.min())), float(max(ground.max(), straight.max()))
    flip = bool(chord.b[0] > chord.a[0])  # what is left on the map is left here
    name = "gap" if chord.gap > 0 else "room"
    traces = [
        line(t, straight, "chord", {"color": CHORD, "width": theme.LINE + 1}),
        line(t, below, "ground above chord", {"width": 0, "color": theme.LOSS})
        | {"fill": "tonexty", "fillcolor": PALE, "showlegend": False},
        line(t, ground, "ground", {"color": theme.FORWARD, "width": theme.LINE}),
        line(
            [chord.t, chord.t],
            [chord.chord, chord.ground],
            f"{name} {abs(chord.gap):.4g}",
            {"color": theme.LOSS, "width": theme.LINE + 1},
        )
        | {
            "mode": "lines+markers",
            "marker": {"size": [0, 11], "symbol": "diamond", "color": theme.LOSS},
        },
    ]
    for i in (0, 2):
        traces[i]["hoverinfo"] = "y+name"
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        title="From the side",
        x="t, from a (1) to b (0)" if flip else "t, from b (0) to a (1)",
        y="height",
        view=f"{view} {flip}",
        layout={
            "margin": MARGIN,
            "legend": LEGEND,
            "xaxis": {"range": [1.03, -0.03] if flip else [-0.03, 1.03]},
            "yaxis": {"range": [low - room, high + room]},
        },
    )


def _shade(grid: Grid, curvature: Array) -> Trace:
    """Where the smaller eigenvalue is negative: above the only line of this contour, at 0, since z is turned round."""
    return unchecked.Contour(
        x=grid.x.astype(np.float32),
        y=grid.y.astype(np.float32),
        z=(-curvature / np.abs(curvature).max()).astype(np.float32),
        contours={"start": 0, "end": 0, "size": 1},
        colorscale=[[0, CLEAR], [0.49, CLEAR], [0.51, theme.LOSS], [1, theme.LOSS]],
        opacity=0.25,
        line={"width": 1, "color": theme.LOSS},
        showscale=False,
        showlegend=True,
        name=BENT_DOWN,
        hoverinfo="skip",
    )
