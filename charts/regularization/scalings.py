"""Right and wrong scaling of dropout: answers beside the right ones, and the signal against p."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace

Array = NDArray[np.floating]
HEIGHT = 450
WIDE = {
    "inverted": 9.0
}  # drawn first and wide, so that another line on top of it leaves it in sight
SIGNAL = {"xaxis": "x2", "yaxis": "y2"}


def answers_and_signal(
    right: Array,
    answers: Mapping[str, Array],
    labels: Mapping[str, str],
    *,
    p: Array,
    signals: Mapping[str, Array],
    now: float,
) -> Figure:
    """Every held-out point's logit under each scaling beside the right one; and each scaling's signal for every p.

    Parameters
    ----------
    right : (n,)
        Logits of the network as it was trained.
    answers, signals : mapping of key to (n,) and (len(p),)
        Logits under each scaling, and mean activation at inference over that in training.
    now : float
        Today's p, at which a dot stands on every line.
    """
    order = np.argsort(right)
    right = right[order]
    low, high = float(right.min()), float(right.max())
    room = 0.05 * (high - low) + 0.01
    given = np.concatenate(list(answers.values()))
    bottom, top = float(given.min()), float(given.max())
    tall = 0.05 * (top - bottom) + 0.01
    layout: dict[str, Any] = {
        "xaxis": {"range": [low - room, high + room]},
        "yaxis": {"range": [bottom - tall, top + tall]},
        "xaxis2": {"range": [0, 0.95], "dtick": 0.25},
        "yaxis2": {
            "type": "log",
            "range": [-1.1, 1.1],
            "tickvals": [0.1, 0.2, 0.5, 1, 2, 5, 10],
        },
        "legend": {"y": -0.16},
        "hovermode": "closest",
    }
    traces = []
    for key, name in labels.items():
        traces += _one(key, name, (right, answers[key][order]), (p, signals[key]), now)
    return theme.two_panels(
        *traces,
        share=0.56,
        height=HEIGHT,
        titles=("Logit at inference, held-out points", "Signal at inference ÷ in training"),
        x=("right logit", "drop probability p"),
        y=("logit given", "factor (log)"),
        view="scalings",
        layout=layout,
    )


def _one(
    key: str, name: str, pairs: tuple[Array, Array], signal: tuple[Array, Array], now: float
) -> list[Trace]:
    """One scaling in both panels."""
    look = theme.style(f"dropout_{key}")
    line = {"color": look["color"], "dash": look["dash"], "width": WIDE.get(key, theme.LINE)}
    faint = 0.4 if key in WIDE else 1.0
    x, y = (values.astype(np.float32) for values in pairs)
    ps, factors = signal
    at = float(np.interp(now, ps, factors))
    return [
        unchecked.Scatter(
            x=x,
            y=y,
            mode="lines+markers" if key not in WIDE else "lines",
            line=line,
            marker={"size": 3.5},
            opacity=faint,
            name=name,
            hovertemplate=f"{name}: %{{y:.4g}}, right %{{x:.4g}}<extra></extra>",
        ),
        unchecked.Scatter(
            x=ps.astype(np.float32),
            y=factors.astype(np.float32),
            mode="lines",
            line=line,
            opacity=faint,
            name=f"{name} signal",
            showlegend=False,
            hovertemplate=f"{name}: × %{{y:.4g}} at p = %{{x:.2f}}<extra></extra>",
            **SIGNAL,
        ),
        unchecked.Scatter(
            x=[now],
            y=[at],
            mode="markers",
            marker={"size": 11 if key not in WIDE else 16, "color": look["color"]},
            opacity=faint,
            name=f"{name} now",
            showlegend=False,
            hoverinfo="skip",
            **SIGNAL,
        ),
    ]
