"""The weights against the strength of a penalty: a line a weight, those that matter in color."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Trace
from charts.regularization.squeezed import placed

if TYPE_CHECKING:
    from core.entries import Array
    from core.studies.regularization.paths import Path

COLORS = (
    theme.FORWARD,
    theme.GOLD,
    theme.VIOLET,
    theme.QUIET,
)  # of the weights with a name of their own
STRENGTH = {"type": "log", "exponentformat": "power", "dtick": 1}


def weight_lines(
    path: Path, names: Sequence[str], largest: float, *, brief: bool = False, **more: Any
) -> list[Trace]:
    """A line for each weight, and dotted the bias, which has no price.

    Parameters
    ----------
    path : Path
    names : sequence of str
        Of the first weights, at most four; all others are drawn thin.
    largest : float
        As given to `weight_axis`.
    brief : bool
        Whether to leave out the bias, and what the thin lines tell: a smaller figure.
    **more
        For every trace: its axes, say.
    """
    weights = path.thetas[:, 1:].T  # (d, m)
    named = [
        _scatter(path.alphas, line, name, largest, color=color, width=theme.LINE + 0.5, **more)
        for line, name, color in zip(weights, names, COLORS, strict=False)
    ]
    thin = _thin_lines(path.alphas, weights[len(names) :], len(names), largest, not brief, more)
    if brief:
        return [*thin, *named]
    look = {"color": theme.INK, "width": theme.LINE - 0.5, "dash": "dot"}
    free = _scatter(path.alphas, path.thetas[:, 0], "bias θ₀, free", largest, **look, **more)
    return [*thin, *named, free]


def todays_weights(
    theta: Array, alpha: float, names: Sequence[str], largest: float, **more: Any
) -> Trace:
    """A dot for each weight at today's strength, a ring where it is exactly 0."""
    weights = theta[1:]
    colors = [COLORS[k] if k < len(names) else theme.QUIET for k in range(len(weights))]
    return unchecked.Scatter(
        x=[alpha] * len(weights),
        y=placed(weights, largest).astype(np.float32),
        customdata=np.column_stack([np.arange(1, len(theta)), weights]).astype(np.float32),
        mode="markers",
        marker={
            "color": colors,
            "size": [9 if k < len(names) else 6 for k in range(len(weights))],
            "symbol": ["circle-open" if weight == 0 else "circle" for weight in weights],
            "line": {"width": 2, "color": colors},
        },
        name="weights now",
        showlegend=False,
        hovertemplate="θ<sub>%{customdata[0]}</sub> = %{customdata[1]:.4g}<extra>now</extra>",
        **more,
    )


def _thin_lines(
    alphas: Array, weights: Array, before: int, largest: float, told: bool, more: dict[str, Any]
) -> list[Trace]:
    """All weights without a name of their own, in one trace with gaps."""
    count, m = weights.shape
    if not count:
        return []
    gapped = np.pad(weights, ((0, 0), (0, 1)), constant_values=np.nan)  # (count, m + 1)
    x = np.broadcast_to(np.append(alphas, np.nan), gapped.shape)
    which = np.repeat(np.arange(before + 1, before + count + 1), m + 1)
    last = before + count
    numbers = {
        "customdata": np.column_stack([which, gapped.ravel()]).astype(np.float32),
        "hovertemplate": "α = %{x:.3g}: %{customdata[1]:.4g}<extra>θ<sub>%{customdata[0]}</sub></extra>",
    }
    return [
        unchecked.Scatter(
            x=x.ravel().astype(np.float32),
            y=placed(gapped, largest).ravel().astype(np.float32),
            mode="lines",
            line={"color": theme.QUIET, "width": theme.THIN},
            name=subscripted(last)
            if count == 1
            else f"{subscripted(before + 1)} to {subscripted(last)}",
            **(numbers if told else {"hoverinfo": "skip"}),
            **more,
        )
    ]


def subscripted(k: int) -> str:
    """The weight of column k, such as θ₁₂."""
    return "θ" + str(k).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def _scatter(
    alphas: Array,
    weights: Array,
    name: str,
    largest: float,
    *,
    color: str,
    width: float,
    dash: str = "solid",
    **more: Any,
) -> Trace:
    return unchecked.Scatter(
        x=alphas.astype(np.float32),
        y=placed(weights, largest).astype(np.float32),
        customdata=weights.astype(np.float32),
        mode="lines",
        line={"color": color, "width": width, "dash": dash},
        name=name,
        hovertemplate=f"α = %{{x:.3g}}: %{{customdata:.4g}}<extra>{name}</extra>",
        **more,
    )
