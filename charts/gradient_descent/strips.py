"""Small panels, one above the other over one axis of steps: a number each, with an x and a y of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.decades import power
from charts.figure import Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.entries import Array

COLORS = {
    "slope": theme.GRADIENT,
    "memory": theme.VIOLET,
    "decay": theme.BROWN,
    "sign": theme.GOLD,
    "squares": theme.BROWN,
    "rate": theme.GOLD,
    "move": theme.INK,
}


@dataclass(frozen=True, eq=False)
class Strip:
    """One number of the step over time, an x and a y of it; ``heading`` says what it is today.

    ``kind`` gives the color. Sizes, which are never negative, are drawn on a log scale.
    """

    kind: str
    heading: str
    values: Array  # (T, 2)
    others: Array | None  # (T', 2), of the walk that is compared

    @property
    def log(self) -> bool:
        """Whether powers of ten count."""
        return self.kind in ("squares", "rate")


def lines_of(strip: Strip, panel: int, t: int) -> list[Trace]:
    """Both coordinates of one number over time, marked at today's step, on the axis ``y<panel>``."""
    axes = {"xaxis": "x2", "yaxis": f"y{panel}", "showlegend": False}
    traces = []
    for values, color, width, whose in (
        (strip.others, theme.QUIET, theme.THIN, ", compared"),
        (strip.values, COLORS[strip.kind], theme.LINE, ""),
    ):
        for i, dash in enumerate(("solid", "dot")):
            if values is not None:
                traces.append(
                    unchecked.Scatter(
                        x=list(range(1, len(values) + 1)),
                        y=_drawn(values[:, i], strip.log),
                        mode="lines",
                        line={"color": color, "width": width, "dash": dash},
                        name=f"{strip.heading.partition(' (')[0]}, {'xy'[i]}{whose}",
                        hovertemplate=f"{'xy'[i]}, step %{{x}}: %{{y:.4g}}<extra></extra>",
                        **axes,
                    )
                )
    dots = unchecked.Scatter(
        x=[t, t],
        y=_drawn(strip.values[t - 1], strip.log),
        mode="markers",
        marker={"size": 8, "color": COLORS[strip.kind], "symbol": ["circle", "circle-open"]},
        name=f"today {panel}",
        hoverinfo="skip",
        **axes,
    )
    return [*traces, dots]


def _drawn(values: Array, log: bool) -> list[float | None]:
    """The numbers as an axis can show them: no log of 0."""
    return numbers(np.where(values > 0, values, np.nan) if log else values)


def strip_axes(strips: Sequence[Strip]) -> dict[str, Any]:
    """The y axes from the second on, one for each strip."""
    return {
        f"yaxis{i + 2}": {"domain": list(room), "anchor": "x2", "nticks": 4, "automargin": False}
        | {"tickfont": {"size": theme.FONT_SIZE - 3}, "range": _range(strip)}
        | (_log_axis(strip) if strip.log else {"exponentformat": "power"})
        for i, (strip, room) in enumerate(zip(strips, rooms(len(strips)), strict=True))
    }


def _range(strip: Strip) -> list[float]:
    """Both walks' numbers, with a little air; powers of ten on a log scale."""
    values = np.concatenate([v.ravel() for v in (strip.values, strip.others) if v is not None])
    values = values[np.isfinite(values)]
    if strip.log:
        values = np.log10(values[values > 0])
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 1.0)
    air = 0.12 * (high - low) or (0.5 if strip.log else 0.1 * abs(high) or 1.0)
    return [low - air, high + air]


def _log_axis(strip: Strip) -> dict[str, Any]:
    """Powers of ten, the few ticks that a low strip has room for."""
    ticks = _ticks(strip)
    texts = [f"{tick:g}" if 1e-3 <= tick < 1e4 else power(round(np.log10(tick))) for tick in ticks]
    return {"type": "log", "tickvals": ticks, "ticktext": texts}


def _ticks(strip: Strip) -> list[float]:
    """Two or three numbers on a log scale: powers of ten, or between them 2 and 5."""
    low, high = _range(strip)
    powers = list(range(int(np.ceil(low)), int(np.floor(high)) + 1))
    if len(powers) > 1:
        return [10.0**p for p in powers[:: -(-len(powers) // 3)]]
    finer = [
        float(f"{digit}e{p}") for p in range(int(low) - 1, int(high) + 2) for digit in (1, 2, 5)
    ]
    inside = [tick for tick in finer if low <= np.log10(tick) <= high]
    return inside[::2] if len(inside) > 3 else inside


def rooms(count: int, top: float = 1.0) -> list[tuple[float, float]]:
    """Bottom and top of each strip, in shares of the height; a heading fits between."""
    air = 0.065 * top
    height = (top - (count - 1) * air) / count
    tops = [top - i * (height + air) for i in range(count)]
    return [(max(0.0, t - height), t) for t in tops]
