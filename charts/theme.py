"""Every color, font, width and margin of the pictures, for both light and dark.

The colors that carry meaning are mid-tones of the Okabe-Ito palette, with a contrast of at least 3.5 to 1
on the white and on the dark page, so one set serves both. What must change with the page (ink, grid,
landscape) is listed in `DARK`: whoever draws a figure on a dark page swaps the light value for the dark one.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from charts.figure import Figure
from charts.one_column import one_column

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
VEILED = (
    "#6B7580",
    "#A7B0B9",
)  # black and white of a picture behind a veil: what a unit does not see
DARK = {INK: "#E8EDF2", PAPER: "#11161D", GRID: "#2A3340", AXIS: "#66727F", SHADE: "#1D2530"}

# Landscapes are pale, so that paths stand out on them; low ground is the deepest.
_LANDSCAPE = ("#8FA8C0", "#AFC1D3", "#C8D5E2", "#DCE5ED", "#EDF2F6", "#FAFBFC")
_LANDSCAPE_DARK = ("#4F6982", "#40566C", "#324456", "#273544", "#1D2733", "#141A22")
DARK |= dict(zip(_LANDSCAPE, _LANDSCAPE_DARK, strict=True))
# Counts: from the page itself, where there are none, to the full color; all opaque, so that Plotly finds the letters' color.
FORWARD_PALE = "#DBEBF5"
DARK[FORWARD_PALE] = "#122636"
COUNTS = [[0.0, PAPER], [0.001, FORWARD_PALE], [1.0, FORWARD]]
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
SIGNED_PALE = [[i / 2, color] for i, (_, color) in enumerate(SIGNED[1:4])]  # letters stand on it
GRAY = [[0.0, "#000000"], [1.0, "#FFFFFF"]]
ON_MAP = "#14202C"  # lines and letters on a map of signed numbers, which stays pale on a dark page

LINE, THIN = 2.5, 1.2
FONT_SIZE = 14
MARGIN = {"l": 56, "r": 16, "t": 40, "b": 48}
HEIGHT = 430
FONT = "Source Sans, Source Sans Pro, sans-serif"
AXIS_LOOK = {
    "gridcolor": GRID,
    "zerolinecolor": AXIS,
    "linecolor": AXIS,
    "tickcolor": AXIS,
    "automargin": True,
    "title": {"standoff": 6},
}
_SPACE_AXIS = {"gridcolor": GRID, "zerolinecolor": AXIS, "backgroundcolor": SHADE, "color": INK}
SCENE_LOOK = {"xaxis": _SPACE_AXIS, "yaxis": _SPACE_AXIS, "zaxis": _SPACE_AXIS}

# What a property is where a figure says nothing; Plotly's own template would be sent with every figure, 7 kB of it.
_BAR = {"colorbar": {"outlinewidth": 0, "ticks": ""}}
_TICKS = {"ticks": "", "zerolinewidth": 2}
_BOX = {"ticks": "", "gridwidth": 2, "showbackground": True}
TEMPLATE = {
    "layout": {
        "autotypenumbers": "strict",
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "xaxis": _TICKS,
        "yaxis": _TICKS,
        "scene": {"xaxis": _BOX, "yaxis": _BOX, "zaxis": _BOX},
        "annotationdefaults": {"arrowhead": 0, "arrowwidth": 1},
    },
    "data": {kind: [{"type": kind} | _BAR] for kind in ("contour", "heatmap", "surface", "mesh3d")}
    | {"scatter3d": [{"type": "scatter3d", "marker": _BAR}]}
    # Points of many sizes have a rim: Plotly's white one would glare on a dark page.
    | {"scatter": [{"type": "scatter", "marker": {"line": {"color": PAPER}}}]},
}

# Families of lines: hue first, dash second, so that fourteen stay apart without red against green.
_HUES = (FORWARD, GRADIENT, TARGET, LOSS, GOLD, VIOLET, BROWN)
CLASSES = _HUES[:6]  # of a classifier, in their order
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
    | {"gelu_tanh": {"color": GOLD, "dash": "dot"}, "prelu": {"color": VIOLET, "dash": "dot"}}
    | _styles(
        *("sgd", "momentum", "nesterov", "adam", "rmsprop", "adagrad", "adadelta"),
        *("amsgrad", "adamw", "nadam", "lion"),
    )
    | {
        "newton": {"color": QUIET, "dash": "solid"},
        "lbfgs": {"color": QUIET, "dash": "dash"},
        "on_ridge": {"color": QUIET, "dash": "solid"},
        "on_with_momentum": {"color": BROWN, "dash": "solid"},
        "on_with_adam": {"color": VIOLET, "dash": "solid"},
        "beside_ridge": {"color": FORWARD, "dash": "solid"},
        "with_noise": {"color": GOLD, "dash": "solid"},
        "with_momentum": {"color": GRADIENT, "dash": "solid"},
        "with_adam": {"color": LOSS, "dash": "solid"},
        "one_a_step": {"color": GRADIENT, "dash": "solid"},  # of the examples
        "some_a_step": {"color": LOSS, "dash": "solid"},
        "all_a_step": {"color": FORWARD, "dash": "solid"},
    }
    | _styles("none", "ridge", "lasso", "elastic_net")
    | _styles(
        *("mse", "mae", "huber", "log_cosh", "hinge", "squared_hinge", "binary_cross_entropy"),
        *("half_sse", "cross_entropy"),
    )
    | {
        "kl_divergence": {"color": TARGET, "dash": "dot"},
        "binary_cross_entropy_with_logits": {"color": LOSS, "dash": "dash"},
        "cross_entropy_with_logits": {"color": GOLD, "dash": "dot"},
        "naive_cross_entropy": {"color": QUIET, "dash": "solid"},
    }
    | {
        "dropout_inverted": {"color": FORWARD, "dash": "solid"},
        "dropout_classic": {"color": GOLD, "dash": "solid"},
        "dropout_both": {"color": GRADIENT, "dash": "solid"},
        "dropout_neither": {"color": LOSS, "dash": "dash"},
        "dropout_drop_probability": {"color": VIOLET, "dash": "dot"},
    }
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
    layout: Mapping[str, Any] | None = None,
    narrow: Mapping[str, Any] | None = None,
) -> Figure:
    """A picture in the house's look; every chart is made here.

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
    layout : mapping, optional
        Whatever the layout has beside or instead of the house's. Given here it costs little; every later
        ``update_layout`` is checked by Plotly for a millisecond or more.
    narrow : mapping, optional
        What changes in the figure where there is little room, on a phone: value by path, such as
        ``{"layout.height": 800}``.
    """
    ours: dict[str, Any] = {
        "xaxis": {"title": {"text": x}},
        "yaxis": {"title": {"text": y}},
        "height": height,
        "margin": MARGIN,
        "title": {"text": title, "x": 0.0, "xref": "paper", "font": {"size": FONT_SIZE + 1}},
        "font": {"family": FONT, "size": FONT_SIZE, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {"bgcolor": PAPER, "font": {"color": INK}, "bordercolor": AXIS},
        "legend": {"orientation": "h", "y": -0.2, "x": 0, "yanchor": "top"},
        "uirevision": str(view),
        "meta": {"dark": DARK} | ({"narrow": dict(narrow)} if narrow else {}),
    }
    asked = _merged(ours, layout or {})
    looks = {
        name: _merged({"xaxis": AXIS_LOOK, "yaxis": AXIS_LOOK, "scene": SCENE_LOOK}[kind], part)
        for name, part in asked.items()
        if (kind := name.rstrip("0123456789")) in ("xaxis", "yaxis", "scene")
    }
    return Figure(traces, {"template": TEMPLATE} | asked | looks)


def two_panels(
    *traces: Any,
    share: float = 0.6,
    height: int = HEIGHT,
    titles: tuple[str, str] = ("", ""),
    x: tuple[str, str] = ("", ""),
    y: tuple[str, str] = ("", ""),
    view: Hashable = "same",
    layout: Mapping[str, Any] | None = None,
    narrow: Mapping[str, Any] | None = None,
) -> Figure:
    """Two pictures side by side in one figure, one above the other on a phone.

    Traces of the second panel name their axes: ``xaxis="x2", yaxis="y2"``. One figure means one
    player for both, and one legend.

    Parameters
    ----------
    share : float
        Width of the first panel, a share of the whole.
    titles, x, y : pairs of str
        For the first and for the second panel.
    layout, narrow : mapping, optional
        As in `new_figure`. Annotations given here are added to the two titles.
    """
    gap = 0.12
    first, second = [0.0, share - gap / 2], [share + gap / 2, 1.0]
    more = dict(layout or {})
    headings = [heading(titles[0], first[0], 1.0), heading(titles[1], second[0], 1.0)]
    panels = {
        "xaxis": {"domain": first, "title": {"text": x[0]}},
        "yaxis": {"title": {"text": y[0]}},
        "xaxis2": {"domain": second, "title": {"text": x[1]}, "anchor": "y2"},
        "yaxis2": {"title": {"text": y[1]}, "anchor": "x2"},
        "annotations": headings + list(more.pop("annotations", [])),
    }
    return new_figure(
        *traces,
        height=height,
        view=view,
        layout=_merged(panels, more),
        narrow=one_column((0.56, 1.0), (0.0, 0.4), height=1.6 * height) | dict(narrow or {}),
    )


def _merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """Both, parts within parts included; where they differ, ``more`` counts."""
    nested = {
        name: _merged(base[name], part)
        for name, part in more.items()
        if isinstance(part, Mapping) and isinstance(base.get(name), Mapping)
    }
    return {**base, **more, **nested}


def pale(color: str, strength: float) -> str:
    """The color, seen through: ``strength`` from 0 to 1; on dark pages it changes as the color does."""
    return f"{color}{round(255 * strength):02X}"


def heading(text: str, x: float, y: float) -> dict[str, Any]:
    """The title of one panel, above its upper left corner."""
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": {"size": FONT_SIZE + 1},
    } | corner
