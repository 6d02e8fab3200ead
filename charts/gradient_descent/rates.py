"""What every learning rate was good for, rule by rule, and which rate is best for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.landscape import LOWEST
from charts.playback import numbers

if TYPE_CHECKING:
    from core.studies.gradient_descent.fair_search import RateSearch

SECOND = {"xaxis": "x2", "yaxis": "y2"}
STRIP = 0.045  # height that one rule takes in the strip of the diverged, a share of the picture


def rates_and_ends(
    searches: Mapping[str, RateSearch], *, floor: float | None, steps: int, epsilon: float
) -> Figure:
    """How high every rate ends, how soon it arrives, and, in a strip above, the rates that diverge.

    Parameters
    ----------
    searches : mapping of rule key to RateSearch
    floor : float or None
        The lowest height; where there is none no rate arrives, and one panel is enough.
    steps : int
        That every walk had.
    epsilon : float
        Height above the minimum that counts as arrived.
    """
    strip = STRIP * (1 + len(searches))
    traces = [*_ends(searches, floor), *_diverged(searches)]
    rate_axis = {"type": "log", "exponentformat": "power", "dtick": 1, "range": [-4.1, 1.1]}
    strip_axis = {"visible": False, "anchor": "x"}
    layout: dict[str, Any] = {
        "xaxis": rate_axis,
        "yaxis": {"domain": [0.0, 0.98 - strip]} | _height_axis(searches, floor),
        "yaxis3": strip_axis | {"domain": [1 - strip, 1.0], "range": [-1, len(searches)]},
    }
    if floor is None:
        return theme.new_figure(
            *traces,
            height=HEIGHT,
            x="learning rate η",
            y=f"height after {steps} steps",
            layout=layout,
        )
    return theme.two_panels(
        *traces,
        *_arrivals(searches),
        share=0.55,
        height=HEIGHT,
        titles=(
            f"Height left after {steps} steps (× diverged)",
            f"Steps until within {epsilon:g} for good",
        ),
        x=("learning rate η", "learning rate η"),
        layout=layout
        | {"legend": {"y": -0.28}, "xaxis2": rate_axis, "yaxis2": {"rangemode": "tozero"}},
        narrow={
            "layout.height": 2 * HEIGHT,
            "layout.xaxis.title.text": "",
            "layout.yaxis.domain": [0.56, 0.98 - 0.5 * strip],
            "layout.yaxis3.domain": [1 - 0.5 * strip, 1.0],
        },
    )


HEIGHT = 360
CROWD = 6  # with more rules than these the rings are small


def _height_axis(searches: Mapping[str, RateSearch], floor: float | None) -> dict[str, Any]:
    """A log scale of the heights that are left, where there is a lowest height."""
    if floor is None:
        return {}
    left = np.concatenate([s.final[~s.diverged] - floor for s in searches.values()])
    left = left[left > 0]
    low, high = left.min(initial=1.0), left.max(initial=LOWEST)
    ends = [np.log10(max(low, LOWEST)) - 0.5, np.log10(max(high, 10 * LOWEST)) + 0.5]
    step = 1 + (ends[1] - ends[0]) // 8
    return {"type": "log", "exponentformat": "power", "dtick": step, "range": ends}


def _ends(searches: Mapping[str, RateSearch], floor: float | None) -> list[Trace]:
    """Height at the end against the rate, with the best rate of each marked."""
    lines, places = [], []
    for key, search in searches.items():
        left = search.final - (floor or 0.0)
        hidden = search.diverged if floor is None else search.diverged | (left <= 0)
        left = np.where(hidden, np.nan, left)
        lines.append(_line(key, search, left, name=search.label))
        places.append((search.best_rate, left[search.best]))
    return [*lines, _best(searches, places, name="best rate", showlegend=True)]


def _arrivals(searches: Mapping[str, RateSearch]) -> list[Trace]:
    """Steps to arrive against the rate; nothing where a rate does not arrive."""
    lines, places = [], []
    for key, search in searches.items():
        steps = np.where(np.isfinite(search.arrived), search.arrived, np.nan)
        lines.append(
            _line(key, search, steps, name=f"{search.label} steps", showlegend=False, **SECOND)
        )
        places.append((search.best_rate, steps[search.best]))
    return [*lines, _best(searches, places, name="best steps", showlegend=False, **SECOND)]


def _line(key: str, search: RateSearch, heights: Any, **more: Any) -> Trace:
    """One rule along the rates; the same rule hides and shows in both panels."""
    return unchecked.Scatter(
        x=numbers(search.rates),
        y=numbers(heights),
        mode="lines+markers",
        line=theme.style(key) | {"width": theme.LINE},
        marker={"size": 4},
        legendgroup=key,
        hovertemplate=f"{search.label}, η = %{{x:.3g}}: %{{y:.4g}}<extra></extra>",
        **more,
    )


def _best(searches: Mapping[str, RateSearch], places: Any, **more: Any) -> Trace:
    """The best rate of every rule, ringed."""
    rates, heights = zip(*places, strict=True)
    colors = [theme.style(key)["color"] for key in searches]
    return unchecked.Scatter(
        x=numbers(rates),
        y=numbers(heights),
        mode="markers",
        marker={
            "size": 15 if len(colors) <= CROWD else 9,
            "symbol": "circle-open",
            "color": colors,
            "line": {"width": 3 if len(colors) <= CROWD else 2, "color": colors},
        },
        hoverinfo="skip",
        **more,
    )


def _diverged(searches: Mapping[str, RateSearch]) -> list[Trace]:
    """A row of crosses for every rule: the rates at which it left."""
    rows = {
        "x": [float(r) for s in searches.values() for r in s.rates[s.diverged]],
        "y": [i for i, s in enumerate(searches.values()) for _ in range(s.diverged.sum())],
        "text": [s.label for s in searches.values() for _ in range(s.diverged.sum())],
    }
    colors = [theme.style(k)["color"] for k, s in searches.items() for _ in range(s.diverged.sum())]
    return [
        unchecked.Scatter(
            **rows,
            mode="markers",
            marker={"symbol": "x", "size": 6, "color": colors},
            name="diverged",
            showlegend=False,
            hovertemplate="%{text}, η = %{x:.3g}: diverged<extra></extra>",
            yaxis="y3",
        )
    ]
