"""What a training step keeps in memory, layer by layer, and how much it multiplies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from charts import theme, unchecked
from charts.decades import power
from charts.figure import Figure

if TYPE_CHECKING:
    from core.studies.backpropagation.costs import Costs, Kept

HEIGHT = 330
UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B"))
LOG = {"type": "log", "dtick": "D1", "exponentformat": "power"}


def kept_and_multiplied(kept: Sequence[Kept], costs: Costs, widths: Mapping[str, int]) -> Figure:
    """Bars of bytes for every array kept, and of multiply-adds for three ways to the gradient.

    Parameters
    ----------
    kept : sequence of Kept
    costs : Costs
    widths : mapping
        Bytes of a number by the name of its type, the wider one first.
    """
    names = [array.name for array in kept]
    bars = [
        unchecked.Bar(
            x=names,
            y=[array.size(width) for array in kept],
            name=name,
            marker={"color": theme.FORWARD if i == 0 else theme.pale(theme.FORWARD, 0.55)},
            text=[sized(array.size(width)) for array in kept] if len(kept) < 8 and i == 0 else None,
            textposition="outside",
            textfont={"size": 11},
            textangle=0,
            cliponaxis=False,
            constraintext="none",
            customdata=[sized(array.size(width)) for array in kept],
            hovertemplate=f"%{{x}} in {name}: %{{customdata}}<extra></extra>",
        )
        for i, (name, width) in enumerate(widths.items())
    ]
    ways = {
        "forward": (costs.forward, theme.FORWARD),
        "backward": (costs.backward, theme.GRADIENT),
        "small steps": (costs.numerical, theme.QUIET),
    }
    counted = unchecked.Bar(
        x=list(ways),
        y=[count for count, _ in ways.values()],
        name="multiply-adds",
        marker={"color": [color for _, color in ways.values()]},
        text=[counted_as(count) for count, _ in ways.values()],
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{x}: %{y:,} multiply-adds<extra></extra>",
        showlegend=False,
        **{"xaxis": "x2", "yaxis": "y2"},
    )
    most = max(array.size(max(widths.values())) for array in kept)
    ticks = _decades(costs.numerical)
    return theme.two_panels(
        *bars,
        counted,
        share=0.62,
        height=HEIGHT,
        titles=("Kept from the way forward", "Multiply-adds for one gradient"),
        y=("", ""),
        view=tuple(names),
        layout={
            "yaxis": {"range": [0, 1.15 * most], **_byte_ticks(most)},
            "yaxis2": {
                "type": "log",
                "range": [0, ticks[-1] + 0.6],
                "tickvals": [10.0**t for t in ticks],
            }
            | {"ticktext": [power(t) for t in ticks]},
            "barmode": "group",
            "bargap": 0.25,
            "legend": {"y": -0.12},
        },
    )


def sized(size: float) -> str:
    """Bytes as they are said: 1.61 MB."""
    scale, unit = next(pair for pair in UNITS if size >= pair[0])
    return f"{size / scale:.3g} {unit}"


def counted_as(count: int) -> str:
    """A large number on a bar."""
    if count < 100_000:
        return f"{count:,}"
    exponent = len(str(count)) - 1
    return f"{count / 10**exponent:.2f} · 10<sup>{exponent}</sup>"


def _byte_ticks(most: float) -> dict:
    """Four or five round sizes."""
    scale, unit = next(pair for pair in UNITS if most >= pair[0])
    top = most / scale
    step = next(s for s in (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if top / s <= 5)
    values = [i * step for i in range(int(top / step) + 2)]
    return {"tickvals": [v * scale for v in values], "ticktext": [f"{v:g} {unit}" for v in values]}


def _decades(most: int) -> list[int]:
    """A few powers of ten up to the largest number."""
    high = len(str(most))
    step = next(s for s in (1, 2, 3, 5, 10) if high / s <= 6)
    return list(range(0, high + 1, step))
