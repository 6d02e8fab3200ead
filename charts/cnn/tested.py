"""A classifier put to the test: its confusion matrix, its accuracy under shifts, and the digits themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.cnn.mosaic import INK, PITCH, bare_axes, frames, label, mosaic
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.cnn.tested import Shifted, Tested

FIRST = 100  # where the shifts begin along x, so that a click tells them from the matrix
WIDE = 12  # digits beside each other
FEW = 7  # on a phone, where there are no more: they are larger
LOOKS = {
    "cnn": {"color": theme.FORWARD, "dash": "solid"},
    "dense": {"color": theme.GOLD, "dash": "dash"},
}


def matrix_and_shifts(
    test: Tested,
    shifted: Shifted,
    shift: int,
    cell: tuple[int, int] | None,
    labels: Mapping[str, str],
) -> Figure:
    """The confusion matrix, and beside it both accuracies over the shift, and how much ink is left.

    Parameters
    ----------
    test : Tested
        Of the matrix.
    shifted : Shifted
    shift : int
        Today's.
    cell : (int, int), optional
        True and read class of the cell to frame.
    labels : mapping
        What to call each network.
    """
    traces: list = [_matrix(test.confusion)]
    if cell:
        true, told = cell
        traces.append(
            frames([(told - 0.5, true - 0.5, told + 0.5, true + 0.5)], theme.GOLD, "chosen")
        )
    steps = [FIRST + i for i in range(len(shifted.ink))]
    panel = {"x": steps, "xaxis": "x2", "yaxis": "y2", "customdata": list(range(len(steps)))}
    for key, values in shifted.accuracies.items():
        traces.append(
            unchecked.Scatter(
                y=values,
                mode="lines+markers",
                line=LOOKS[key] | {"width": theme.LINE},
                marker={"size": 8},
                name=labels[key],
                hovertemplate="%{customdata} pixels: %{y:.1%}",
                **panel,
            )
        )
    traces += [
        unchecked.Scatter(
            y=shifted.ink,
            mode="lines",
            line={"color": theme.QUIET, "dash": "dot", "width": theme.THIN},
            name="ink left",
            hovertemplate="%{customdata} pixels: %{y:.0%} of the ink",
            **panel,
        ),
        unchecked.Scatter(
            x=[FIRST + shift] * 2,
            y=[0, 1],
            mode="lines",
            line={"color": theme.VIOLET, "width": theme.THIN},
            name="now",
            showlegend=False,
            hoverinfo="skip",
            xaxis="x2",
            yaxis="y2",
        ),
    ]
    digits = list(range(10))
    layout = {
        "xaxis": {
            "tickvals": digits,
            "range": [-0.5, 9.5],
            "constrain": "domain",
            "showgrid": False,
            "zeroline": False,
        },
        "yaxis": {
            "tickvals": digits,
            "range": [9.5, -0.5],
            "scaleanchor": "x",
            "constrain": "domain",
            "showgrid": False,
            "zeroline": False,
        },
        "xaxis2": {"tickvals": steps, "ticktext": [str(i) for i in digits[: len(steps)]]},
        "yaxis2": {"range": [0, 1.04], "tickformat": ".0%"},
        "legend": {"x": 0.56},
    }
    return theme.two_panels(
        *traces,
        share=0.53,
        titles=("Confusion: how many", "Read right, over the shift"),
        x=("read as", "pixels"),
        y=("true digit", ""),
        layout=layout,
        narrow={"layout.legend.x": 0},
    )


def _matrix(confusion: NDArray) -> Trace:
    """Counts, written in where there are any; the color follows their root, so that single mistakes are seen."""
    return unchecked.Heatmap(
        z=np.sqrt(confusion).astype(np.float32),
        text=[[str(n) if n else "" for n in row] for row in confusion.tolist()],
        customdata=confusion.astype(np.int16),
        texttemplate="%{text}",
        colorscale=theme.COUNTS,
        zmin=0,
        showscale=False,
        xgap=1,
        ygap=1,
        name="confusion",
        hovertemplate="a %{y} read as %{x}: %{customdata} times<extra></extra>",
    )


def gallery(test: Tested, chosen: NDArray) -> Figure:
    """The chosen digits as the network saw them; above each what it is, and what it was taken for.

    Parameters
    ----------
    test : Tested
    chosen : (k,)
        Which, in their order; there may be none.
    """
    rows = max(1, -(-len(chosen) // WIDE))
    few = max(FEW, min(WIDE, len(chosen)))
    pitch = PITCH + 0.45
    traces, notes = [], []
    for row in range(rows):
        some = chosen[row * WIDE : (row + 1) * WIDE]
        if not len(some):
            traces.append(unchecked.Scatter(x=[], y=[], name="none"))
            notes.append(label("none", 0.0, 0.9, font={"size": 15}))
            continue
        numbers = np.broadcast_to(some[:, None, None, None], (len(some), 8, 8, 1))
        top = 0.45 + pitch * row
        traces.append(
            mosaic(
                test.images[some],
                0.0,
                top,
                tall=1,
                look=INK,
                cells=numbers,
                name="digits",
                hovertemplate="held-out digit %{customdata[0]}<extra></extra>",
            )
        )
        for i, n in enumerate(some.tolist()):
            true, told = int(test.labels[n]), int(test.told[n])
            words = f"{true} → {told} <sup>{test.shares[n, told]:.2f}</sup>"
            notes.append(label(words, PITCH * i, top - 0.02, font={"size": 13}))
    return theme.new_figure(
        *traces,
        height=16 + 100 * rows,
        view=rows,
        layout={
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "annotations": notes,
            "showlegend": False,
        }
        | bare_axes(WIDE * PITCH, 0.45 + pitch * rows - 0.4),
        narrow={f"layout.annotations.{i}.font.size": 84 // few for i in range(len(notes))}
        | {"layout.xaxis.range": [0, few * PITCH]},
    )
