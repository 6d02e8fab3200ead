"""How large the weights of two networks have become."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure

if TYPE_CHECKING:
    from core.entries import Array

HEIGHT, BINS = 260, 61  # an odd number, so that one bin stands around 0
LEAST = 0.7  # where bars begin: a count of 1 must show on a log scale


def two_histograms(weights: Sequence[Array], titles: tuple[str, str], *, view: str) -> Figure:
    """Counts of weights by their value, two networks on the same scales.

    Parameters
    ----------
    weights : two of (n,)
    titles : for each
    """
    reach = max(max(float(np.abs(w).max()) for w in weights), 1e-3)
    edges = np.linspace(-reach, reach, BINS + 1)
    middles = ((edges[1:] + edges[:-1]) / 2).astype(np.float32)
    counts = [np.histogram(w, edges)[0] for w in weights]
    bars = [
        unchecked.Bar(
            x=middles,
            y=np.where(count > 0, count, np.nan).astype(np.float32),
            marker={"color": theme.FORWARD, "line": {"width": 0}},
            name=f"weights {i + 1}",
            showlegend=False,
            hovertemplate="%{y} weights about %{x:.3g}<extra></extra>",
            xaxis=f"x{i + 1}" if i else "x",
            yaxis=f"y{i + 1}" if i else "y",
        )
        for i, count in enumerate(counts)
    ]
    top = max(int(count.max()) for count in counts)
    scale = {"type": "log", "range": [float(np.log10(LEAST)), float(np.log10(2 * top))]}
    scale |= {"tickvals": [1, 10, 100]}
    across = {"range": [-1.03 * reach, 1.03 * reach]}
    return theme.two_panels(
        *bars,
        share=0.5,
        height=HEIGHT,
        titles=titles,
        x=("weight", "weight"),
        y=("count (log)", ""),
        view=view,
        layout={
            "bargap": 0.08,
            "yaxis": scale,
            "yaxis2": scale,
            "xaxis": across,
            "xaxis2": across,
            "margin": {"t": 32, "b": 44},
        },
    )
