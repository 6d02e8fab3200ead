"""A photograph before and after a kernel, and what the kernel makes of waves of every frequency."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers
from charts.png import palette_of, png, to_levels

HEIGHT = 385
PANELS = ((0.0, 0.37), (0.395, 0.765), (0.83, 1.0))  # before, after, response
MARGIN = {"l": 8, "r": 8, "t": 34, "b": 44}
QUIET_AXIS = {
    **{"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""},
    **{"showline": True, "mirror": True, "linecolor": theme.AXIS, "constrain": "domain"},
}


def before_and_after(
    before: tuple[NDArray, tuple[float, float]],
    after: tuple[NDArray, tuple[float, float]],
    response: NDArray,
    *,
    titles: tuple[str, str, str],
) -> Figure:
    """Two pictures side by side, and the response of the kernel between them.

    Parameters
    ----------
    before, after : (picture (h, w), (low, high))
        What is drawn darkest and brightest; around 0 in two colors where ``low`` is below 0.
    response : (n, n)
        As `core.studies.convolution.filtering.frequency_response` gives it.
    titles : three of str
    """
    n = len(response)
    ticks = numbers(np.linspace(-0.5, 0.5, n), 4)
    traces = [
        _picture(*before, "before", ""),
        _picture(*after, "after", "2"),
        _scale_of(after[1]),
        unchecked.Heatmap(
            z=np.round(response, 4).astype(np.float32),
            x=ticks,
            y=ticks,
            xaxis="x3",
            yaxis="y3",
            colorscale=theme.SURFACE,
            zmin=0,
            colorbar=_bar(PANELS[2], nticks=4),
            hovertemplate="%{x:.3f} waves a pixel across, %{y:.3f} down: factor %{z:.4~g}<extra></extra>",
            name="response",
        ),
    ]
    layout: dict[str, Any] = {"margin": MARGIN, "annotations": []}
    for i, (picture, panel) in enumerate(zip((before[0], after[0]), PANELS, strict=False), 1):
        mark = "" if i == 1 else str(i)
        h, w = picture.shape
        layout[f"xaxis{mark}"] = QUIET_AXIS | {
            **{"domain": panel, "anchor": f"y{mark}", "range": [-0.5, w - 0.5]},
        }
        layout[f"yaxis{mark}"] = QUIET_AXIS | {
            **{"anchor": f"x{mark}", "range": [h - 0.5, -0.5], "scaleanchor": f"x{mark}"},
            "constraintoward": "top",
        }
    axis = {"tickvals": [-0.5, 0, 0.5], "ticktext": ["−½", "0", "½"], "constrain": "domain"}
    layout["xaxis3"] = axis | {
        "domain": PANELS[2],
        "anchor": "y3",
        "title": {"text": "waves a pixel"},
    }
    layout["yaxis3"] = axis | {"anchor": "x3", "scaleanchor": "x3", "constraintoward": "top"}
    for i, title in enumerate(titles):
        mark = "" if i == 0 else str(i + 1)
        layout["annotations"].append(
            theme.heading(title, 0.0, 1.0)
            | {"xref": f"x{mark} domain", "yref": f"y{mark} domain", "align": "left"}
        )
    return theme.new_figure(
        *traces,
        height=HEIGHT,
        view=f"{before[0].shape}",
        layout=layout,
        narrow=_one_above_the_other(),
    )


def _picture(values: NDArray, ends: tuple[float, float], name: str, axes: str) -> Trace:
    low, high = ends
    palette = palette_of(theme.SIGNED if low < 0 else theme.GRAY)
    return unchecked.Image(
        source=png(to_levels(values, low, high), palette),
        xaxis=f"x{axes}",
        yaxis=f"y{axes}",
        hoverinfo="skip",
        name=name,
    )


def _scale_of(ends: tuple[float, float]) -> Trace:
    """The color scale of the second picture; a picture of its own has none."""
    low, high = ends
    return unchecked.Scatter(
        x=[None],
        y=[None],
        xaxis="x2",
        yaxis="y2",
        mode="markers",
        marker={
            "color": [low],
            "cmin": low,
            "cmax": high,
            "colorscale": theme.SIGNED if low < 0 else theme.GRAY,
            "showscale": True,
            "colorbar": _bar(PANELS[1]),
        },
        hoverinfo="skip",
        showlegend=False,
        name="scale",
    )


def _bar(panel: tuple[float, float], nticks: int = 5) -> dict[str, Any]:
    """A color scale below a panel."""
    return {
        **{"orientation": "h", "x": sum(panel) / 2, "y": -0.02, "yanchor": "top"},
        **{"len": (panel[1] - panel[0]) * 0.85, "thickness": 8, "nticks": nticks},
        **{"outlinewidth": 0, "tickfont": {"size": 12}},
    }


def _one_above_the_other() -> dict[str, Any]:
    """What changes on a phone."""
    return {
        "layout.height": 1000,
        "data.2.marker.showscale": False,
        "data.3.showscale": False,
        "layout.xaxis.domain": [0.0, 1.0],
        "layout.xaxis2.domain": [0.0, 1.0],
        "layout.xaxis3.domain": [0.0, 0.5],
        "layout.yaxis.domain": [0.68, 1.0],
        "layout.yaxis2.domain": [0.3, 0.62],
        "layout.yaxis3.domain": [0.0, 0.24],
    }
