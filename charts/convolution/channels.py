"""How one map comes about: each channel, its slice of the kernel, what it brings, and the sum."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.clickable import ground
from charts.convolution.filtered import QUIET_AXIS
from charts.figure import Figure, Trace
from charts.playback import numbers
from charts.png import palette_of, png, to_levels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.convolution.channels import ChannelReading

HEIGHT = 440
SLICE = (
    1000  # where the slices begin along x: a click tells only x and y, and means a pixel below that
)
NAMES = ("red", "green", "blue")
BRIGHT = ("#E8402A", "#2EAD4B", "#2F6FE0")  # what a channel shows is light of this color
COLUMNS = ((0.0, 0.17), (0.2, 0.31), (0.345, 0.515), (0.6, 1.0))
ROWS = ((0.69, 1.0), (0.345, 0.655), (0.0, 0.31))


def channel_sum(
    x: NDArray, reading: ChannelReading, *, place: tuple[int, int], title: str, view: str
) -> Figure:
    """Three rows, one a channel, and their sum beside them; the chosen window framed in all.

    Parameters
    ----------
    x : (3, h, w)
        Levels from 0 to 255.
    place : (int, int)
        Row and column of the chosen pixel.
    title : str
        Of the sum.
    """
    shown = [part for part in (*reading.parts, reading.answers) if part is not None]
    low, high = min(part.min() for part in shown), max(part.max() for part in shown)
    top = max(abs(low), abs(high)) or 1.0
    ends = (-top, top) if low < 0 else (0.0, top)
    traces, layout = [], {"margin": {"l": 8, "r": 8, "t": 34, "b": 40}, "annotations": []}
    h, w = reading.answers.shape
    for c in range(3):
        part, kernel = reading.parts[c], reading.slices[c]
        n = [3 * c + i + 1 for i in range(3)]
        palette = palette_of([[0.0, "#000000"], [1.0, BRIGHT[c]]])
        traces.append(_image(to_levels(x[c], 0, 255), palette, n[0], NAMES[c]))
        layout |= _axes(n[0], COLUMNS[0], ROWS[c], (h, w)) | _axes(
            n[2], COLUMNS[2], ROWS[c], (h, w)
        )
        k = (3, 3) if kernel is None else kernel.shape
        layout |= _axes(n[1], COLUMNS[1], ROWS[c], k, first=(SLICE, 0.0))
        if part is None:
            layout["annotations"].append(_not_seen(n[2]))
            traces += [_blank(n[1]), _blank(n[2])]
            continue
        traces += [
            _kernel(kernel, n[1]),
            _image(_map(part, ends), _palette(ends), n[2], f"{NAMES[c]} part"),
        ]
        traces += [_window(place, kernel.shape, n[0]), _window(place, (1, 1), n[2])]
        traces.append(_ground(n[2], (h, w)))
    traces += [_ground(n, (h, w)) for n in (1, 4, 7, 10)]
    layout |= _axes(10, COLUMNS[3], (0.0, 1.0), (h, w))
    traces += [
        _image(_map(reading.answers, ends), _palette(ends), 10, "sum"),
        _window(place, (1, 1), 10),
        _scale(ends),
    ]
    heads = zip((1, 2, 3, 10), ("channel", "its slice", "what it brings", title), strict=True)
    layout["annotations"][:0] = [_head(n, text) for n, text in heads]  # first, as `_narrow` counts
    return theme.new_figure(
        *traces, height=HEIGHT, view=view, layout=layout, narrow=_narrow(len(traces) - 1)
    )


def _map(part: NDArray, ends: tuple[float, float]) -> NDArray:
    return to_levels(part, *ends)


def _palette(ends: tuple[float, float]) -> NDArray:
    return palette_of(theme.SIGNED if ends[0] < 0 else theme.GRAY)


def _image(levels: NDArray, palette: NDArray, n: int, name: str) -> Trace:
    mark = "" if n == 1 else str(n)
    return unchecked.Image(
        source=png(levels, palette), xaxis=f"x{mark}", yaxis=f"y{mark}", hoverinfo="skip", name=name
    )


def _kernel(kernel: NDArray, n: int) -> Trace:
    top = float(np.abs(kernel).max()) or 1.0
    texts = [[_short(weight) for weight in row] for row in kernel]
    longest = max(len(text) for row in texts for text in row)
    return unchecked.Heatmap(
        z=[numbers(row) for row in kernel],
        x0=SLICE + 0.5,
        y0=0.5,
        text=texts,
        texttemplate="%{text}",
        textfont={"size": 13 if longest < 4 else 10},
        xaxis=f"x{n}",
        yaxis=f"y{n}",
        colorscale=theme.SIGNED_PALE,
        zmin=-top,
        zmax=top,
        showscale=False,
        hovertemplate="weight %{z:.4~g}<extra></extra>",
        name="slice",
    )


def _short(weight: float) -> str:
    """A weight as a fraction where it is a simple one, or with two digits."""
    fraction = Fraction(float(weight)).limit_denominator(18)
    simple = abs(fraction - weight) <= 1e-12
    return (str(fraction) if simple else f"{weight:.2g}").replace("-", "−")


def _blank(n: int) -> Trace:
    """Nothing, for a channel that is not seen; but without a trace there would be no panel."""
    return unchecked.Scatter(
        x=[None], y=[None], xaxis=f"x{n}", yaxis=f"y{n}", showlegend=False, name="not seen"
    )


def _head(n: int, text: str) -> dict[str, Any]:
    mark = "" if n == 1 else str(n)
    return theme.heading(text, 0.0, 1.0) | {"xref": f"x{mark} domain", "yref": f"y{mark} domain"}


def _not_seen(n: int) -> dict[str, Any]:
    return {
        **{"text": "not seen", "x": 0.5, "y": 0.5, "showarrow": False},
        **{"xref": f"x{n} domain", "yref": f"y{n} domain", "font": {"color": theme.QUIET}},
    }


def pixel_at(x: float, y: float, size: tuple[int, int]) -> tuple[int, int] | None:
    """Row and column of the pixel that a click on any picture means; None for a click on a slice."""
    if x >= SLICE - 0.5:
        return None
    return min(max(round(y), 0), size[0] - 1), min(max(round(x), 0), size[1] - 1)


def _ground(n: int, size: tuple[int, int]) -> Trace:
    """Catches clicks on one picture."""
    (h, w), mark = size, "" if n == 1 else str(n)
    return ground((-0.5, w - 0.5), (-0.5, h - 0.5), xaxis=f"x{mark}", yaxis=f"y{mark}")


def _window(place: tuple[int, int], size: tuple[int, int], n: int) -> Trace:
    """The frame around what the chosen pixel looks at."""
    (i, j), (kh, kw), mark = place, size, "" if n == 1 else str(n)
    top, left = i - (kh - 1) / 2 - 0.5, j - (kw - 1) / 2 - 0.5
    return unchecked.Scatter(
        x=[left, left + kw, left + kw, left, left],
        y=[top, top, top + kh, top + kh, top],
        mode="lines",
        line={"color": theme.GOLD, "width": theme.LINE},
        xaxis=f"x{mark}",
        yaxis=f"y{mark}",
        hoverinfo="skip",
        showlegend=False,
        name="chosen",
    )


def _scale(ends: tuple[float, float]) -> Trace:
    """The color scale of all maps."""
    low, high = ends
    bar = {
        **{"orientation": "h", "x": sum(COLUMNS[3]) / 2, "y": -0.02, "yanchor": "top"},
        **{"len": 0.32, "thickness": 8, "nticks": 5, "outlinewidth": 0, "tickfont": {"size": 12}},
    }
    marker = {
        **{"color": [low], "cmin": low, "cmax": high, "showscale": True, "colorbar": bar},
        "colorscale": theme.SIGNED if low < 0 else theme.GRAY,
    }
    return unchecked.Scatter(
        x=[None],
        y=[None],
        xaxis="x10",
        yaxis="y10",
        mode="markers",
        marker=marker,
        hoverinfo="skip",
        showlegend=False,
        name="scale",
    )


def _axes(
    n: int,
    across: tuple[float, float],
    up: tuple[float, float],
    size: tuple[int, int],
    first: tuple[float, float] = (-0.5, -0.5),
) -> dict[str, Any]:
    """Both axes of one panel, from ``first`` (x, y) on: square pixels, rows downwards."""
    h, w = size
    mark = "" if n == 1 else str(n)
    return {
        f"xaxis{mark}": QUIET_AXIS
        | {"domain": across, "anchor": f"y{mark}", "range": [first[0], first[0] + w]},
        f"yaxis{mark}": QUIET_AXIS
        | {
            **{"domain": up, "anchor": f"x{mark}", "range": [first[1] + h, first[1]]},
            **{"scaleanchor": f"x{mark}", "constraintoward": "top"},
        },
    }


def _narrow(last: int) -> dict[str, Any]:
    """What changes on a phone: the sum below the three rows, without its scale (the last trace)."""
    changes: dict[str, Any] = {"layout.height": 780, f"data.{last}.marker.showscale": False}
    for c, (bottom, top) in enumerate(((0.84, 1.0), (0.66, 0.82), (0.48, 0.64))):
        for i, across in enumerate(((0.0, 0.3), (0.36, 0.6), (0.68, 0.98))):
            n = 3 * c + i + 1
            mark = "" if n == 1 else str(n)
            changes[f"layout.xaxis{mark}.domain"] = list(across)
            changes[f"layout.yaxis{mark}.domain"] = [bottom, top]
    changes |= {"layout.xaxis10.domain": [0.0, 1.0], "layout.yaxis10.domain": [0.0, 0.42]}
    for i in (0, 1, 2):
        changes[f"layout.annotations.{i}.font.size"] = 12
    return changes
