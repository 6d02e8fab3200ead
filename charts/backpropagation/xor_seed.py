"""One network on XOR: its answer everywhere, and how its hidden units put it together at the four points."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.backpropagation.grids import Block, frame, heatmap, labels, sign, square_axes
from charts.figure import Figure, Trace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.network import Network
    from core.studies.backpropagation.xor_runs import Diagnosis

HEIGHT = 380
LINES = {"working": "solid", "flat": "dash", "faint": "dot", "dead": "dot"}
ROWS = ("0 0", "0 1", "1 0", "1 1")


def answer_of_seed(
    places: NDArray,
    heights: NDArray,
    network: Network,
    found: Diagnosis,
    points: NDArray,
    targets: NDArray,
) -> Figure:
    """A map of the answer with every unit's line, and beside it the hidden layer as a matrix.

    Parameters
    ----------
    places : (n,)
        Along both axes.
    heights : (n, n)
        Answers, rows upwards; colors end at 0 and 1.
    network : Network
        2-k-1.
    points, targets : (4, 2), (4, 1)
    """
    blocks = _blocks(network, found, targets)
    x2, y2 = square_axes(blocks, room=(1.6, 1.8))
    ground = unchecked.Contour(
        **{"x": rounded(places), "y": rounded(places), "z": heights.astype(np.float32)},
        colorscale=theme.SIGNED_PALE,
        contours={"start": 0.1, "end": 0.9, "size": 0.1, "showlines": False},
        zmin=0,
        zmax=1,
        name="answer",
        colorbar={"thickness": 10, "x": 0.535, "xanchor": "left", "tickvals": [0, 0.5, 1]},
        hovertemplate="x₁ %{x:.2f}, x₂ %{y:.2f}: answers %{z:.3f}<extra></extra>",
    )
    dots = unchecked.Scatter(
        x=points[:, 0].tolist(),
        y=points[:, 1].tolist(),
        mode="markers+text",
        name="points",
        marker={
            "size": 15,
            "color": [theme.TARGET if t else theme.PAPER for t in targets[:, 0]],
            "line": {"color": theme.TARGET, "width": 3},
        },
        text=[
            f"{round(float(a), 2) + 0.0:.2f}".replace("-", "−") if np.isfinite(a) else "?"
            for a in found.answers
        ],
        textposition=["top center" if y else "bottom center" for y in points[:, 1]],
        textfont={"size": 14, "color": theme.ON_MAP},
        hoverinfo="skip",
    )
    axis = {"range": [float(places[0]), float(places[-1])], "tickvals": [0, 1], "showgrid": False}
    font = 11 if len(found.units) < 6 else 9
    return theme.two_panels(
        ground,
        *_turning_lines(network, found, places),
        dots,
        *(
            heatmap(block, font=font, narrow=True, xaxis="x2", yaxis="y2")
            for block in blocks
            if block.values is not None
        ),
        share=0.56,
        height=HEIGHT,
        titles=(
            "Its answer everywhere (● wants 1, ○ wants 0)",
            "Hidden units, and what becomes of them",
        ),
        x=("x₁", ""),
        y=("x₂", ""),
        view=("xor", len(found.units)),
        layout={
            "xaxis": axis | {"constrain": "domain"},
            "yaxis": axis | {"scaleanchor": "x", "constrain": "domain", "zeroline": False},
            "xaxis2": x2,
            "yaxis2": y2 | {"scaleanchor": "x2"},
            "annotations": [
                *(n for b in blocks for n in labels(b, size=12, x="x2", y="y2")),
                *_row_names(blocks[0]),
                sign("→", blocks[-2].x - 0.2, 2.5) | {"xref": "x2", "yref": "y2"},
            ],
            "shapes": [frame(block, x="x2", y="y2") for block in blocks],
            "showlegend": False,
            "margin": {"t": 34, "b": 40},
        },
    )


def rounded(values: NDArray) -> list[float]:
    """Places with as many digits as are seen."""
    return [round(float(v), 4) for v in values]


def _blocks(network: Network, found: Diagnosis, targets: NDArray) -> list[Block]:
    """Hidden outputs (4, k), above them the output weights (1, k), beside them answers and targets."""
    h = np.stack([unit.outputs for unit in found.units], axis=1)
    k = h.shape[1]
    h, v, answers = (_finite(a) for a in (h, network.weights[1].T, found.answers[:, None]))
    return [
        Block("h", (4, k), 0, 0, values=h, scale=max(1.0, float(np.abs(h).max()))),
        Block("v", (1, k), 0, -2.6, values=v, scale=max(1.0, float(np.abs(v).max()))),
        Block("ŷ", (4, 1), k + 1.4, 0, values=answers, strong=True, scale=1.0),
        Block("y", (4, 1), k + 3, 0, "target", values=targets, scale=1.0),
    ]


def _finite(values: NDArray) -> NDArray:
    """What is no number is drawn as 0: the caption says that the run was lost."""
    return np.where(np.isfinite(values), values, 0.0)


def _row_names(block: Block) -> list[dict]:
    """The inputs of every row."""
    return [
        sign(name, block.x + 0.4, block.y + 1 + i, 12)
        | {"xref": "x2", "yref": "y2", "xanchor": "right"}
        for i, name in enumerate(ROWS)
    ]


def _turning_lines(network: Network, found: Diagnosis, places: NDArray) -> list[Trace]:
    """Where each hidden unit's z is 0, as far as it crosses the map: solid where it works, dotted where not."""
    low, high = float(places[0]), float(places[-1])
    lines = []
    for k, unit in enumerate(found.units):
        ends = _crossing(*network.weights[0][:, k], network.biases[0][k], low, high)
        if len(ends) == 2:
            lines.append(
                unchecked.Scatter(
                    x=[e[0] for e in ends],
                    y=[e[1] for e in ends],
                    mode="lines+text",
                    name=f"unit {k + 1}",
                    text=["", f"{k + 1}"],
                    textposition="middle left",
                    textfont={"color": theme.ON_MAP},
                    line={"color": theme.ON_MAP, "width": 2, "dash": LINES[unit.kind]},
                    hoverinfo="skip",
                )
            )
    return lines


def _crossing(w1: float, w2: float, b: float, low: float, high: float) -> list[tuple[float, float]]:
    """Both ends of the line w₁x₁ + w₂x₂ + b = 0 inside the square."""
    if not np.isfinite([w1, w2, b]).all():
        return []
    ends = []
    for edge in (low, high):
        if w2 and low <= (y := (-b - w1 * edge) / w2) <= high:
            ends.append((edge, float(y)))
        if w1 and low <= (x := (-b - w2 * edge) / w1) <= high:
            ends.append((float(x), edge))
    return sorted(set(ends))[:: max(1, len(set(ends)) - 1)][:2]
