"""Where the panels of softmax stand, and what is written over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme
from charts.bar_texts import label

if TYPE_CHECKING:
    from core.softmax_steps import SoftmaxSteps, TemperatureSweep

THIRDS, HALVES = ([0.0, 0.29], [0.355, 0.645], [0.71, 1.0]), ([0.0, 0.4], [0.5, 1.0])
UP, DOWN = [0.6, 1.0], [0.0, 0.4]
UPPER, LOWER = [0.83, 1.0], [0.6, 0.75]  # of two rows in the place of one


def layout_of(
    z: Sequence[float],
    steps: SoftmaxSteps,
    naive: SoftmaxSteps | None,
    sweep: TemperatureSweep,
    temperature: float,
) -> dict[str, Any]:
    """Five panels: three above, two below."""
    power = "(z − max) / T" if temperature != 1 else "z − max"
    titles = (
        ("1  Scores z", THIRDS[0][0], UP[1]),
        (f"2  e<sup>{power}</sup>, sum {steps.total:.4g}", THIRDS[1][0], UP[1]),
        ("3  Shares p, sum 1", THIRDS[2][0], UP[1]),
        ("Slope of p along z: rows sum to 0", HALVES[0][0], DOWN[1]),
        ("Shares at every temperature T (log)", HALVES[1][0], DOWN[1]),
    )
    line = {"color": theme.AXIS, "width": theme.THIN, "dash": "dot"}
    return _rows(steps, naive) | {
        "xaxis": {"domain": THIRDS[0], "anchor": "y"},
        "yaxis": {"domain": UP, "range": _room(z), "nticks": 4},
        "xaxis4": {"domain": HALVES[0], "anchor": "y4", "showgrid": False},
        "yaxis4": {"domain": DOWN, "anchor": "x4", "autorange": "reversed", "showgrid": False},
        "xaxis5": {
            "domain": HALVES[1],
            "anchor": "y5",
            "type": "log",
            "range": np.log10(sweep.temperatures[[0, -1]]).tolist(),
            "tickvals": [0.01, 0.1, 1, 10, 100],
            "ticktext": ["0.01", "0.1", "1", "10", "100"],
        },
        "yaxis5": {"domain": DOWN, "anchor": "x5", "range": [-0.04, 1.06], "tickvals": [0, 0.5, 1]},
        "annotations": [
            theme.heading(*title) for title in (*titles, *_naive_titles(naive, temperature))
        ],
        "shapes": [
            {"type": "line", "xref": "x5", "x0": temperature, "x1": temperature, "layer": "below"}
            | {"yref": "y5 domain", "y0": 0, "y1": 1, "line": line}
        ],
        "legend": {"y": -0.09},
        "margin": {"t": 30, "b": 36},
        "bargap": 0.3,
    }


def _rows(steps: SoftmaxSteps, naive: SoftmaxSteps | None) -> dict[str, Any]:
    """Axes of exponentials and shares; the naive ones get the lower half."""
    place, foot = (UP, ("y2", "y3")) if naive is None else (UPPER, ("y6", "y7"))
    top = 1.22 if naive is None else 1.7  # low rows need more room for their numbers
    shares = {"range": [0, top], "tickvals": [0, 0.5, 1] if naive is None else [0, 1]}
    rows = {
        "xaxis2": {"domain": THIRDS[1], "anchor": foot[0]},
        "yaxis2": {"domain": place, "anchor": "x2"} | shares,
        "xaxis3": {"domain": THIRDS[2], "anchor": foot[1]},
        "yaxis3": {"domain": place, "anchor": "x3"} | shares,
    }
    if naive is not None:
        most = max([value for value in naive.exponentials if np.isfinite(value)], default=0.0)
        rows["yaxis6"] = {"domain": LOWER, "anchor": "x2", "showticklabels": False}
        rows["yaxis6"] |= {"range": [0, min(top * (most or 1.0), 1.7e308)]}
        rows["yaxis7"] = {"domain": LOWER, "anchor": "x3"} | shares
    return rows


def _naive_titles(naive: SoftmaxSteps | None, temperature: float) -> list[tuple[str, float, float]]:
    """What stands above the row of the naive form."""
    if naive is None:
        return []
    power, height = "z" if temperature == 1 else "z / T", LOWER[1]
    total = label(naive.total, 2)
    return [
        (f"naive: e<sup>{power}</sup>, sum {total}", THIRDS[1][0], height),
        ("naive: divided by that sum", THIRDS[2][0], height),
    ]


def _room(values: Sequence[float]) -> list[float]:
    """A range from 0 with room for the numbers at the ends of the bars."""
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.24 * (high - low) if high > low else 1.0
    return [low - room * (low < 0), high + room * (high > 0 or low == 0)]


_TOPS = (1.0, 0.79, 0.58, 0.365, 0.14)
STACKED = {  # on a phone: one above the other
    "layout.height": 1150,
    "layout.legend.y": -0.035,
    **{f"layout.xaxis{number}.domain": [0.0, 1.0] for number in ("", "2", "3", "5")},
    "layout.xaxis4.domain": [0.1, 1.0],
    **{
        f"layout.yaxis{i or ''}.domain": [top - 0.14, top]
        for i, top in zip((0, 2, 3, 4, 5), _TOPS, strict=True)
    },
    **{f"layout.annotations.{i}.x": 0.0 for i in range(5)},
    **{f"layout.annotations.{i}.y": top for i, top in enumerate(_TOPS)},
}
STACKED_ROWS = {
    f"layout.yaxis{i}.domain": [top - low, top - high]
    for i, top, low, high in (
        (2, _TOPS[1], 0.055, 0.0),
        (6, _TOPS[1], 0.14, 0.085),
        (3, _TOPS[2], 0.055, 0.0),
        (7, _TOPS[2], 0.14, 0.085),
    )
} | {
    path: value
    for i, top in ((5, _TOPS[1]), (6, _TOPS[2]))
    for path, value in (
        (f"layout.annotations.{i}.x", 0.0),
        (f"layout.annotations.{i}.y", top - 0.085),
    )
}
