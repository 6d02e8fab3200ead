"""A kernel that steps over an image and fills in a map: image, kernel and map side by side.

One pixel is one unit of both axes, row 0 at the top. The panels of one figure share no axes, but a click tells only x
and y: so the map begins at x = `MAP` and the pooled map at x = `POOLED`, and `place_at` knows which was meant.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.bar_texts import printed
from charts.convolution.pixel_panels import arranged
from charts.convolution.sweep_marks import borders, chosen, edges, holes, moving
from charts.figure import Figure, Trace
from charts.playback import numbers, played, set_player

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.convolution.reading import Reading

MAP, POOLED = 1000, 2000  # where these panels begin along x
WRITTEN = 10  # up to so many cells a side have their number written in
EXPLAINED = 39_600  # up to so many products the cells of the map tell their arithmetic when they are pointed at
HEIGHT = 418
# Left and right end of each panel: image, kernel, map, and the pooled map where there is one.
THREE = ((0.0, 0.42), (0.44, 0.56), (0.58, 1.0))
FOUR = ((0.0, 0.3), (0.32, 0.42), (0.44, 0.74), (0.76, 1.0))


def sweep(
    reading: Reading,
    *,
    most: int,
    place: tuple[int, int],
    map_title: str = "Map",
    pooled_title: str = "Pooled",
    view: str,
) -> Figure:
    """Image, kernel and map, the window of one chosen cell marked; played, the window visits every place.

    Parameters
    ----------
    most : int
        The brightest a pixel can be: white.
    place : (int, int)
        Row and column of the chosen cell of the map.
    view : str
        While it stays the same, the reader's zoom does too.
    """
    signed, low, high = map_range(reading, most)
    padded, pooled = reading.seen.padded, reading.pooled
    rows, columns = reading.activated.shape
    kh, kw = reading.span
    look = _scale(signed, low, high)
    panels = FOUR if pooled is not None else THREE
    traces = [
        _image(padded, most, name="image"),
        _kernel(reading.kernel),
        _map(reading, look, panels[2]),
        *borders(reading),
    ]
    if pooled is not None:
        traces.append(_pooled(pooled, look))
    stride = reading.seen.stride
    cells = edges(columns, 1, 1, MAP), edges(rows, 1, 1)
    places = edges(columns, stride, kw), edges(rows, stride, kh)
    line = {"width": theme.LINE if rows <= WRITTEN else theme.THIN}  # a cell must stay in sight
    traces += [
        moving(*places, "window"),
        moving(*cells, "cell", axes="3", **line),
        chosen(*places, place, "chosen window"),
        *holes(reading, place),
        chosen(*cells, place, "chosen cell", axes="3", **line),
    ]
    sizes = [padded.shape, reading.kernel.shape, reading.activated.shape]
    titles = [
        f"Image {_size(reading.image)}{_border(reading)}",
        f"∗ kernel<br>{_size(reading.kernel)}",
        f"= {map_title} {_size(reading.activated)}",
    ]
    if pooled is not None:
        sizes.append(pooled.shape)
        titles.append(f"{pooled_title} {_size(pooled)}")
    layout, narrow = arranged(sizes, titles, panels, (0, 0, MAP, POOLED))
    figure = theme.new_figure(*traces, height=HEIGHT, view=view, layout=layout, narrow=narrow)
    set_player(figure, rows * columns, "cell")
    return figure


def map_range(reading: Reading, most: int) -> tuple[bool, float, float]:
    """Whether the map is drawn around 0 in two colors, and the lowest and highest number that has a color of its own.

    A kernel whose weights sum to more than 0 keeps brightness: its map is a picture, in gray. Any other one compares:
    its map is signed.
    """
    keeps = float(reading.kernel.sum())
    if keeps > 1e-9:
        return False, 0.0, most * keeps
    top = float(np.abs(reading.answers).max()) or 1.0
    return True, -top, top


def place_at(x: float, y: float, reading: Reading) -> tuple[int, int] | None:
    """The cell of the map that a click means: that cell, or the one whose window has the clicked pixel in its middle."""
    if x >= POOLED:
        return None
    if x >= MAP:
        return reading.nearest(int(y), int(x - MAP))
    kh, kw = reading.span
    stride = reading.seen.stride
    row, column = int(y) - (kh - 1) // 2, int(x) - (kw - 1) // 2
    return reading.nearest(round(row / stride), round(column / stride))


def _border(reading: Reading) -> str:
    """How wide the border is, small, where there is one."""
    before, after = reading.seen.margins[0]
    wide = f"{before}" if before == after else f"{before} and {after}"
    return f" <sup>+ border {wide}</sup>" if after else ""


def _size(cells: NDArray) -> str:
    """Rows and columns, small, behind a title."""
    return f"<sup>{cells.shape[0]} × {cells.shape[1]}</sup>"


def _scale(signed: bool, low: float, high: float) -> dict[str, Any]:
    """Color scale and range of the map, shared by the pooled one."""
    scale = theme.SIGNED if signed else theme.GRAY
    return {"colorscale": scale, "zmin": low, "zmax": high}


def _image(padded: NDArray, most: int, **more: Any) -> Trace:
    """The image with its border of zeros, in gray."""
    return unchecked.Heatmap(
        z=padded.astype(np.uint8),
        x0=0.5,
        y0=0.5,
        colorscale=theme.GRAY,
        zmin=0,
        zmax=most,
        showscale=False,
        hovertemplate="pixel of brightness %{z}<extra></extra>",
        **_written(padded),
        **more,
    )


def _kernel(kernel: NDArray) -> Trace:
    """The weights, written out."""
    top = float(np.abs(kernel).max()) or 1.0
    texts = [[written(weight) for weight in row] for row in kernel]
    longest = max(len(text) for row in texts for text in row)
    return unchecked.Heatmap(
        z=[numbers(row) for row in kernel],
        text=texts,
        x0=0.5,
        y0=0.5,
        xaxis="x2",
        yaxis="y2",
        colorscale=theme.SIGNED,
        zmin=-top,
        zmax=top,
        showscale=False,
        texttemplate="%{text}",
        textfont={"size": 14 if longest < 4 else 11},
        hoverinfo="skip",
        name="kernel",
    )


def _map(reading: Reading, look: dict[str, Any], panel: tuple[float, float]) -> Trace:
    """What the kernel answers, cell after cell, with the arithmetic of each."""
    cells = reading.activated
    explained = reading.seen.patches.size <= EXPLAINED
    bar = {
        "orientation": "h",
        "x": sum(panel) / 2,
        "y": -0.02,
        "yanchor": "top",
        "len": (panel[1] - panel[0]) * 0.85,
        "thickness": 8,
        "nticks": 5,
        "outlinewidth": 0,
        "tickfont": {"size": 12},
    }
    trace = unchecked.Heatmap(
        z=[numbers(row) for row in cells],
        x0=MAP + 0.5,
        y0=0.5,
        xaxis="x3",
        yaxis="y3",
        customdata=_patches(reading) if explained else None,
        hovertemplate=_arithmetic(reading) if explained else "%{z:.6~g}<extra></extra>",
        colorbar=bar,
        name="map",
        **look,
        **_written(cells),
    )
    return played(trace, "fill")


def _pooled(pooled: NDArray, look: dict[str, Any]) -> Trace:
    return unchecked.Heatmap(
        z=pooled.astype(np.float32),
        x0=POOLED + 0.5,
        y0=0.5,
        xaxis="x4",
        yaxis="y4",
        showscale=False,
        hovertemplate="%{z:.6~g}<extra></extra>",
        name="pooled",
        **look,
        **_written(pooled),
    )


def _written(cells: NDArray) -> dict[str, Any]:
    """Small grids have their numbers written in."""
    if max(cells.shape) > WRITTEN:
        return {}
    texts = [[printed(value, 4) for value in row] for row in cells]
    return {"text": texts, "texttemplate": "%{text}", "textfont": {"size": 13}}


def _patches(reading: Reading) -> NDArray:
    """What each cell of the map looks at, and where it stands: (oh, ow, kh * kw + 2)."""
    rows, columns = reading.activated.shape
    patches = reading.seen.patches.reshape(rows, columns, -1)
    places = np.moveaxis(np.indices((rows, columns)), 0, -1)
    return np.concatenate([patches, places], axis=2).astype(np.uint8)


def _arithmetic(reading: Reading) -> str:
    """The products and their sum, as Plotly writes them for the cell under the pointer; the weights are always the same."""
    kernel = reading.kernel
    k, width = kernel.size, kernel.shape[1]
    bent = "" if reading.activated is reading.answers else "after ReLU "
    terms = [f"%{{customdata[{i}]}}·{_factor(w)}" for i, w in enumerate(kernel.flat)]
    lines = [" + ".join(terms[i : i + width]) for i in range(0, k, width)]
    return (
        f"row %{{customdata[{k}]}}, column %{{customdata[{k + 1}]}}<br>"
        + " +<br>".join(lines)
        + f"<br>→ {bent}<b>%{{z:.6~g}}</b><extra></extra>"
    )


def written(weight: float) -> str:
    """A weight as one writes it by hand: whole, as a fraction, or with three digits."""
    fraction = Fraction(float(weight)).limit_denominator(16)
    text = str(fraction) if abs(fraction - weight) <= 1e-12 * abs(weight) else f"{weight:.3g}"
    return text.replace("-", "−")


def _factor(weight: float) -> str:
    return f"({written(weight)})" if weight < 0 else written(weight)
