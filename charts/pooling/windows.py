"""An image, what pooling leaves of it, and what can be rebuilt from that, side by side.

One pixel is one unit of both axes, row 0 at the top; the pooled map begins at x = `POOLED`, so that a click tells
which grid was meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.convolution.sweep_marks import chosen, edges, moving
from charts.figure import Figure, Trace
from charts.playback import numbers, played, set_player

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.pooling.pooled import PooledImage

POOLED = 1000  # where the pooled map begins along x
WRITTEN = 8  # up to so many cells a side have their number written in
HEIGHT = 240
PANELS = ((0.0, 0.235), (0.255, 0.49), (0.51, 0.745), (0.765, 1.0))
EXPLAINED = 16  # windows of up to so many pixels are told one by one


def pooled_and_rebuilt(
    pooled: PooledImage,
    rebuilt: Sequence[tuple[str, NDArray]],
    *,
    most: int,
    place: tuple[int, int],
    changed: NDArray,
    title: str,
) -> Figure:
    """Image, pooled map, and one or two pictures rebuilt from it; played, the window visits every place.

    Parameters
    ----------
    rebuilt : sequence of (title, picture (h, w))
    most : int
        The brightest a pixel can be: white.
    place : (int, int)
        Row and column of the pooled cell that is framed.
    changed : (oh, ow)
        True where the pooled map differs from that of the image before its shift.
    title : str
        Of the pooled map.
    """
    (h, w), (rows, columns) = pooled.image.shape, pooled.values.shape
    kh, kw = pooled.window
    places = edges(columns, pooled.stride, kw), edges(rows, pooled.stride, kh)
    cells = edges(columns, 1, 1, POOLED), edges(rows, 1, 1)
    line = {"width": theme.LINE if rows <= WRITTEN else theme.THIN}
    traces = [
        _grid(pooled.image, most, "", name="image", hovertemplate="pixel %{z}<extra></extra>"),
        _pooled(pooled, most),
        *(
            _grid(picture, most, str(3 + i), name=name, hovertemplate="%{z:.4~g}<extra></extra>")
            for i, (name, picture) in enumerate(rebuilt)
        ),
    ]
    if pooled.cells is not None:
        traces.append(_kept(pooled))
    traces += [
        moving(*places, "window"),
        moving(*cells, "cell", axes="2", **line),
        chosen(*places, place, "chosen window"),
        chosen(*cells, place, "chosen cell", axes="2", **line),
        _changed(changed),
    ]
    sizes = [(h, w), (rows, columns), *((h, w) for _ in rebuilt)]
    titles = ["Image", title, *(name for name, _ in rebuilt)]
    layout, narrow = _side_by_side(sizes, titles)
    view = f"{pooled.image.shape} {pooled.values.shape} {len(rebuilt)}"
    figure = theme.new_figure(*traces, height=HEIGHT, view=view, layout=layout, narrow=narrow)
    set_player(figure, rows * columns, "cell")
    return figure


def cell_at(x: float, y: float, pooled: PooledImage) -> tuple[int, int]:
    """The pooled cell that a click means: that cell, or the one whose window begins nearest before the clicked pixel."""
    if x >= POOLED:
        return pooled.nearest(int(y), int(x - POOLED))
    return pooled.nearest(int(y) // pooled.stride, int(x) // pooled.stride)


def _grid(values: NDArray, most: int, axes: str, first: int = 0, **more: Any) -> Trace:
    """Numbers in gray, written in where there are few."""
    whole = np.array_equal(values, np.rint(values)) and values.max(initial=0) <= 255
    small = max(values.shape) <= WRITTEN
    written = (
        {"texttemplate": "%{z:.3~g}", "textfont": {"size": 12 if whole else 9}} if small else {}
    )
    compact = {"z": values.astype(np.uint8 if whole else np.float32)}
    return unchecked.Heatmap(
        **{"x0": first + 0.5, "y0": 0.5, "xaxis": f"x{axes}", "yaxis": f"y{axes}"},
        **{"colorscale": theme.GRAY, "zmin": 0, "zmax": most, "showscale": False},
        **(compact | written | more),
    )


def _pooled(pooled: PooledImage, most: int) -> Trace:
    """What is kept, with the window of each cell under the pointer."""
    kh, kw = pooled.window
    told = kh * kw <= EXPLAINED
    trace = _grid(
        *(pooled.values, most, "2", POOLED),
        z=[numbers(row) for row in pooled.values],  # as the browser plays them
        customdata=_windows(pooled) if told else None,
        hovertemplate=_arithmetic(pooled)
        if told
        else "mean of all → <b>%{z:.6~g}</b><extra></extra>",
        name="pooled",
    )
    return played(trace, "fill")


def _windows(pooled: PooledImage) -> NDArray:
    """The pixels of each window, where it begins, and where its maximum is: (oh, ow, k² + 4)."""
    rows, columns = pooled.values.shape
    patches = pooled.patches.reshape(rows, columns, -1)
    first = pooled.stride * np.moveaxis(np.indices((rows, columns)), 0, -1)
    kept = np.stack(pooled.places(), axis=-1) if pooled.cells is not None else first
    return np.concatenate([patches, first, kept], axis=2).astype(np.uint8)


def _arithmetic(pooled: PooledImage) -> str:
    """The window row by row, and what is kept of it, as Plotly writes it for the cell under the pointer."""
    kh, kw = pooled.window
    k, at = kh * kw, "%{{customdata[{}]}}".format
    if pooled.kind == "max":
        lines = ["   ".join(at(i) for i in range(j, j + kw)) for j in range(0, k, kw)]
        end = f"<br>largest, the first of equals: <b>%{{z:.6~g}}</b><br>at row {at(k + 2)}, column {at(k + 3)}"
    else:
        lines = [" + ".join(at(i) for i in range(j, j + kw)) for j in range(0, k, kw)]
        lines[:-1] = [line + " +" for line in lines[:-1]]
        end = f"<br>over {k} → <b>%{{z:.6~g}}</b>"
    head = f"window from row {at(k)}, column {at(k + 1)}<br>"
    return head + "<br>".join(lines) + end + "<extra></extra>"


def _kept(pooled: PooledImage) -> Trace:
    """A mark in the corner of every pixel that is the maximum of a window."""
    places = np.unique(np.stack([p.ravel() for p in pooled.places()]), axis=1)
    small = max(pooled.image.shape) > 2 * WRITTEN
    corner = 0.5 if small else 0.2
    rows, columns = places.astype(np.float32) + np.float32(corner)
    return unchecked.Scatter(
        x=columns,
        y=rows,
        mode="markers",
        marker={"color": theme.FORWARD, "size": 3 if small else 7, "symbol": "square"},
        hoverinfo="skip",
        showlegend=False,
        name="kept",
    )


def _changed(changed: NDArray) -> Trace:
    """A mark in every pooled cell that the shift has changed."""
    rows, columns = np.nonzero(changed)
    small = max(changed.shape) > WRITTEN
    corner = 0.5 if small else 0.2
    return unchecked.Scatter(
        x=(columns + POOLED + corner).tolist(),
        y=(rows + corner).tolist(),
        xaxis="x2",
        yaxis="y2",
        mode="markers",
        marker={"color": theme.GRADIENT, "size": 3 if small else 7, "symbol": "diamond"},
        hoverinfo="skip",
        showlegend=False,
        name="changed",
    )


def _side_by_side(
    sizes: Sequence[tuple[int, int]], titles: Sequence[str]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The layout of up to four grids, and what changes on a phone, where they stand two by two."""
    layout: dict[str, Any] = {"margin": {"l": 6, "r": 6, "t": 30, "b": 8}, "annotations": []}
    narrow: dict[str, Any] = {"layout.height": 410}
    quiet = {
        **{"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": ""},
        **{"showline": True, "mirror": True, "linecolor": theme.AXIS, "constrain": "domain"},
    }
    for i, ((h, w), title) in enumerate(zip(sizes, titles, strict=True)):
        n = "" if i == 0 else str(i + 1)
        first = POOLED if i == 1 else 0
        layout |= {
            f"xaxis{n}": quiet
            | {"domain": PANELS[i], "anchor": f"y{n}", "range": [first, first + w]},
            f"yaxis{n}": quiet
            | {
                "anchor": f"x{n}",
                "range": [h, 0],
                "scaleanchor": f"x{n}",
                "constraintoward": "top",
            },
        }
        layout["annotations"].append(
            theme.heading(f"{title} <sup>{h} × {w}</sup>", 0.0, 1.0)
            | {"xref": f"x{n} domain", "yref": f"y{n} domain", "font": {"size": theme.FONT_SIZE}}
        )
        narrow |= {
            f"layout.xaxis{n}.domain": [0.0, 0.48] if i % 2 == 0 else [0.52, 1.0],
            f"layout.yaxis{n}.domain": [0.55, 1.0] if i < 2 else [0.0, 0.45],
            f"layout.annotations.{i}.font.size": 12,
        }
    return layout, narrow
