"""Every color, font, width and margin of the pictures, for both light and dark.

The colors that carry meaning are mid-tones of the Okabe-Ito palette, with a contrast of at least 3.5 to 1
on the white and on the dark page, so one set serves both. What must change with the page (ink, grid,
landscape) is listed in `DARK`: whoever draws a figure on a dark page swaps the light value for the dark one.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import plotly.graph_objects as go

# One meaning, one color, in every lesson.
FORWARD = "#1580C4"  # values, the forward pass
GRADIENT = "#D55E00"  # slopes, the backward pass
TARGET = "#0A8F68"  # what should come out
LOSS = "#A9609C"  # how wrong it is
QUIET = "#7B8794"  # helpers, the past, the unchosen
GOLD = "#9A7B00"
VIOLET = "#7A6BC8"
BROWN = "#996633"

INK, PAPER, GRID, AXIS = "#1B2530", "#FEFEFE", "#DDE3E9", "#9AA5B1"
SHADE = "#EEF2F6"
DARK = {INK: "#E8EDF2", PAPER: "#11161D", GRID: "#2A3340", AXIS: "#66727F", SHADE: "#1D2530"}

# Landscapes are pale, so that paths stand out on them; low ground is the deepest.
_LANDSCAPE = ("#8FA8C0", "#AFC1D3", "#C8D5E2", "#DCE5ED", "#EDF2F6", "#FAFBFC")
_LANDSCAPE_DARK = ("#4F6982", "#40566C", "#324456", "#273544", "#1D2733", "#141A22")
DARK |= dict(zip(_LANDSCAPE, _LANDSCAPE_DARK, strict=True))
LANDSCAPE = [[i / 5, color] for i, color in enumerate(_LANDSCAPE)]
# A surface in space shows its shape by color and light (cividis: even for color-blind readers).
SURFACE = "Cividis"
# Signed numbers: blue below zero, white at zero, orange above.
SIGNED = [
    [0.0, "#0B5C96"],
    [0.25, "#7FB2D9"],
    [0.5, "#FFFFFF"],
    [0.75, "#F2A97A"],
    [1.0, "#B84F00"],
]
GRAY = [[0.0, "#000000"], [1.0, "#FFFFFF"]]

LINE, THIN = 2.5, 1.2
FONT_SIZE = 14
MARGIN = {"l": 56, "r": 16, "t": 40, "b": 48}
HEIGHT = 430

# Families of lines: hue first, dash second, so that fourteen stay apart without red against green.
_HUES = (FORWARD, GRADIENT, TARGET, LOSS, GOLD, VIOLET, BROWN)
_DASHES = ("solid", "dash", "dot")


def _styles(*keys: str) -> dict[str, dict[str, Any]]:
    return {
        key: {"color": _HUES[i % len(_HUES)], "dash": _DASHES[i // len(_HUES)]}
        for i, key in enumerate(keys)
    }


# Stable whatever is chosen beside it: the style belongs to the key, never to the position.
STYLES: dict[str, dict[str, Any]] = (
    _styles(
        *("sigmoid", "relu", "tanh", "gelu", "leaky_relu", "elu", "silu"),
        *("softplus", "step", "identity", "selu", "mish", "hard_sigmoid", "hard_tanh"),
    )
    | _styles(
        *("sgd", "momentum", "nesterov", "adam", "rmsprop", "adagrad", "adadelta"),
        *("amsgrad", "adamw", "nadam", "lion"),
    )
    | _styles("none", "ridge", "lasso", "elastic_net")
)


def style(key: str) -> dict[str, Any]:
    """Color and dash of a registry entry: ``{"color": …, "dash": …}``, ready for a line.

    Raises
    ------
    KeyError
        If the key has no style yet: add it to `STYLES`.
    """
    return dict(STYLES[key])


def new_figure(
    *traces: Any,
    height: int = HEIGHT,
    title: str = "",
    x: str = "",
    y: str = "",
    view: Hashable = "same",
) -> go.Figure:
    """An empty picture in the house's look; every chart starts here.

    Parameters
    ----------
    *traces
        Plotly traces.
    height : int
        Pixels; fixed, so that nothing below jumps.
    title, x, y : str
        What is seen, and the axes with their units.
    view : hashable
        While it stays the same, zoom, camera and legend stay as the reader set them.
    """
    figure = go.Figure(data=list(traces))
    dress(figure, height=height, title=title, view=view)
    figure.update_xaxes(title_text=x)
    figure.update_yaxes(title_text=y)
    return figure


def dress(
    figure: go.Figure, *, height: int = HEIGHT, title: str = "", view: Hashable = "same"
) -> None:
    """Give a figure, subplots included, the fonts, colors and margins of the house."""
    axis = {
        "gridcolor": GRID,
        "zerolinecolor": AXIS,
        "linecolor": AXIS,
        "tickcolor": AXIS,
        "automargin": True,
    }
    figure.update_layout(
        template=None,
        height=height,
        margin=MARGIN,
        title={"text": title, "x": 0.0, "xref": "paper", "font": {"size": FONT_SIZE + 1}},
        font={
            "family": "Source Sans, Source Sans Pro, sans-serif",
            "size": FONT_SIZE,
            "color": INK,
        },
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        hoverlabel={"bgcolor": PAPER, "font": {"color": INK}, "bordercolor": AXIS},
        legend={"orientation": "h", "y": -0.2, "x": 0, "yanchor": "top"},
        uirevision=str(view),
        meta={"dark": DARK},
    )
    figure.update_xaxes(**axis, title_standoff=6)
    figure.update_yaxes(**axis, title_standoff=6)
    for scene in figure.select_scenes():
        for name in ("xaxis", "yaxis", "zaxis"):
            scene[name].update(gridcolor=GRID, zerolinecolor=AXIS, backgroundcolor=SHADE, color=INK)


def two_panels(
    *traces: Any,
    share: float = 0.6,
    height: int = HEIGHT,
    titles: tuple[str, str] = ("", ""),
    x: tuple[str, str] = ("", ""),
    y: tuple[str, str] = ("", ""),
    view: Hashable = "same",
) -> go.Figure:
    """Two pictures side by side in one figure, one above the other on a phone.

    Traces of the second panel name their axes: ``xaxis="x2", yaxis="y2"``. One figure means one
    player for both, and one legend.

    Parameters
    ----------
    share : float
        Width of the first panel, a share of the whole.
    titles, x, y : pairs of str
        For the first and for the second panel.
    """
    figure = go.Figure(data=list(traces))
    gap = 0.12
    first, second = [0.0, share - gap / 2], [share + gap / 2, 1.0]
    figure.update_layout(
        xaxis={"domain": first, "title": {"text": x[0]}},
        yaxis={"title": {"text": y[0]}},
        xaxis2={"domain": second, "title": {"text": x[1]}, "anchor": "y2"},
        yaxis2={"title": {"text": y[1]}, "anchor": "x2"},
        annotations=[_heading(titles[0], first[0], 1.0), _heading(titles[1], second[0], 1.0)],
    )
    dress(figure, height=height, view=view)
    figure.layout.meta = figure.layout.meta | {"narrow": _stacked(height)}
    return figure


def _heading(text: str, x: float, y: float) -> dict[str, Any]:
    """The title of one panel, above its upper left corner."""
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"size": FONT_SIZE + 1},
    } | corner


def _stacked(height: int) -> dict[str, Any]:
    """What changes in the figure when its two panels stand one above the other: value by path."""
    return {
        "layout.height": round(1.6 * height),
        "layout.xaxis.domain": [0.0, 1.0],
        "layout.xaxis2.domain": [0.0, 1.0],
        "layout.yaxis.domain": [0.56, 1.0],
        "layout.yaxis2.domain": [0.0, 0.4],
        "layout.annotations.1.x": 0.0,
        "layout.annotations.1.y": 0.4,
    }
