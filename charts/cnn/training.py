"""A training as it goes: loss and accuracy over the epochs, and what became of the kernels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.cnn.mosaic import PITCH, bare_axes, label, mosaic, signed
from charts.figure import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.cnn_training import Point

# What is drawn, by name: panel, color, dash and what it is called.
CURVES = {
    "loss": ("", theme.LOSS, "solid", "loss, learned from"),
    "held_out_loss": ("", theme.LOSS, "dash", "loss, held out"),
    "accuracy": ("2", theme.FORWARD, "solid", "accuracy, learned from"),
    "held_out_accuracy": ("2", theme.FORWARD, "dash", "accuracy, held out"),
}


def curves(points: Sequence[Point], epochs: int) -> Figure:
    """Loss on the left, on a log scale, accuracy on the right.

    Parameters
    ----------
    points : sequence of Point
        From before the first epoch on.
    epochs : int
        How far both axes reach.
    """
    x = [point.epoch for point in points]
    traces = [
        unchecked.Scatter(
            x=x,
            y=[float(f"{getattr(point, name):.6g}") for point in points],
            mode="lines+markers",
            line={"color": color, "dash": dash, "width": theme.LINE},
            marker={"size": 6},
            name=title,
            xaxis=f"x{panel}",
            yaxis=f"y{panel}",
        )
        for name, (panel, color, dash, title) in CURVES.items()
    ]
    losses = [loss for point in points for loss in (point.loss, point.held_out_loss)]
    ends = [
        math.log10(min(losses) / 2),
        math.log10(max(losses) * 2),
    ]  # so far apart that a tick is between
    reach = {"range": [-0.02 * epochs - 0.1, max(1, epochs) + 0.1], "nticks": 7}
    return theme.two_panels(
        *traces,
        share=0.5,
        height=330,
        titles=("Loss, nats (log scale)", "Share of digits read right"),
        x=("epochs", "epochs"),
        view=epochs,
        layout={
            "xaxis": reach,
            "xaxis2": reach,
            "yaxis": {
                "type": "log",
                "range": ends,
                "tickvals": [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
            },
            "yaxis2": {"range": [0, 1.04], "tickformat": ".0%"},
            "legend": {"y": -0.22},
            "margin": {"t": 34},
        },
        narrow={"layout.height": 640, "layout.xaxis.title.text": ""},
    )


def kernels_before_and_after(before: NDArray, after: NDArray) -> Figure:
    """The kernels of the first convolution as chance made them, and as they are now.

    Parameters
    ----------
    before, after : (maps, 3, 3)
    """
    peak = float(max(np.abs(before).max(), np.abs(after).max()))
    left, step = 1.2, PITCH + 0.1
    traces, notes = [], []
    for i, (name, kernels) in enumerate((("by chance", before), ("now", after))):
        traces.append(
            mosaic(
                kernels,
                left,
                step * i,
                tall=1,
                look=signed(peak),
                name=name,
                hovertemplate="%{z:.3~f}<extra></extra>",
            )
        )
        notes.append(label(name, 0.0, step * i + 0.5, yanchor="middle", font={"size": 14}))
    return theme.new_figure(
        *traces,
        height=170,
        layout={
            "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
            "annotations": notes,
            "showlegend": False,
        }
        | bare_axes(left + len(before) * PITCH, 2 * step),
        narrow={
            "layout.height": 110,
            "layout.annotations.0.font.size": 9,
            "layout.annotations.1.font.size": 9,
        },
    )
