"""From scores to shares, to the loss, to what every score is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.playback import numbers
from charts.quarters import QUARTERS, four_panels

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.softmax_loss import Scored

HEIGHT = 470
SCORES, SHARES, LOSS, SLOPES = QUARTERS
HIDDEN = {"showlegend": False}


def scores_to_loss(
    scored: Scored,
    curve: tuple[NDArray, NDArray],
    *,
    classes: Sequence[str],
    naive: Scored | None = None,
) -> Figure:
    """Scores, shares, loss and slopes of one example.

    Parameters
    ----------
    curve : (p, losses)
        The loss over the true class's share, its last one the highest that is drawn.
    naive : Scored, optional
        What the formulas give as they stand: drawn beside, written out where it is no number.
    """
    truth = int(np.argmax(scored.target))
    traces = [
        _bars(classes, scored.logits, "score z", theme.FORWARD, SCORES),
        *_shares(scored, classes, naive),
        *_loss(scored, curve, truth, naive),
        _bars(classes, scored.d_z, "slope p − y", theme.GRADIENT, SLOPES, naive is not None),
    ]
    if naive is not None:
        traces.append(_naive(classes, naive.d_z, scored.d_z, "slope", SLOPES))
    figure = four_panels(
        *traces,
        height=HEIGHT,
        titles=(
            "1  Scores z",
            "2  Shares p = softmax(z)",
            f"3  Loss −ln p over the share p of the {classes[truth]}",
            "4  Slope along each score: p − y (sum 0)",
        ),
        axes=_axes(scored, float(curve[1][-1])),
        room=0.2,
        view=len(classes),
        layout={
            "legend": {"y": -0.13},
            "margin": {"t": 30, "b": 40},
            "bargap": 0.3,
            "barmode": "group",
        },
    )
    return figure


def _bars(
    classes: Sequence[str],
    values: NDArray,
    name: str,
    color: str,
    axes: dict[str, str],
    shared: bool = False,
) -> Trace:
    """A bar a class with its number at its end, a shorter one where it shares its place with another bar."""
    texts = [short(value, 2 * len(classes) if shared else len(classes)) for value in values]
    return unchecked.Bar(
        x=list(classes),
        y=numbers(values),
        name=name,
        marker={"color": color},
        text=texts,
        textposition="outside",
        textangle=0,
        textfont={"size": 11 if shared and len(classes) > 4 else 13},
        cliponaxis=False,
        constraintext="none",
        hovertemplate=f"%{{x}}: {name} %{{customdata:.6~g}}<extra></extra>",
        customdata=[float(value) for value in values],
        **HIDDEN,
        **axes,
    )


def _shares(scored: Scored, classes: Sequence[str], naive: Scored | None) -> list[Any]:
    """Shares, and the target as an outline: 1 at the true class, 0 elsewhere."""
    p = scored.steps.shares
    bars = [_bars(classes, p, "share p", theme.FORWARD, SHARES, naive is not None)]
    if naive is not None:
        bars.append(_naive(classes, naive.steps.shares, p, "share", SHARES))
    target = unchecked.Scatter(
        x=list(classes),
        y=numbers(scored.target),
        mode="markers",
        name="target y",
        marker={
            "symbol": "line-ew",
            "color": theme.TARGET,
            "size": 150 // len(classes),
            "line": {"color": theme.TARGET, "width": theme.LINE + 1},
        },
        hovertemplate="%{x}: target %{y}<extra></extra>",
        **SHARES,
    )
    return [*bars, target]


def _naive(
    classes: Sequence[str], values: NDArray, right: NDArray, name: str, axes: dict[str, str]
) -> Trace:
    """What the formulas give as they stand, in numbers where it is wrong; what is no number has no bar but a name."""
    told = [short(v, 4) if np.isfinite(v) else f"<b>{wording(v)}</b>" for v in values]
    same = np.isclose(values, right, rtol=1e-6, atol=1e-12)
    texts = ["" if agrees else text for text, agrees in zip(told, same, strict=True)]
    return unchecked.Bar(
        x=list(classes),
        y=[0.0 if shown is None else shown for shown in numbers(values)],
        name="by the naive formulas",
        marker={"color": theme.QUIET},
        text=texts,
        textposition="outside",
        textangle=-90 if len(classes) > 4 else 0,
        textfont={"size": 13},
        cliponaxis=False,
        constraintext="none",
        customdata=told,
        hovertemplate=f"%{{x}}: naive {name} %{{customdata}}<extra></extra>",
        showlegend=axes is SHARES,
        **axes,
    )


def _loss(
    scored: Scored, curve: tuple[NDArray, NDArray], truth: int, naive: Scored | None
) -> list[Trace]:
    """The curve of surprise, and where the true class stands on it."""
    p, losses = curve
    share = float(scored.steps.shares[truth])
    label = f"L = {short(scored.loss, 1)}"
    if naive is not None:
        found = short(naive.loss, 1) if np.isfinite(naive.loss) else wording(naive.loss)
        label += f"<br>naively: <b>{found}</b>"
    return [
        unchecked.Scatter(
            x=p.astype(np.float32),
            y=losses.astype(np.float32),
            mode="lines",
            name="−ln p",
            line={"color": theme.LOSS, "width": theme.LINE},
            hovertemplate="p = %{x:.4g}: loss %{y:.4g}<extra></extra>",
            **HIDDEN,
            **LOSS,
        ),
        unchecked.Scatter(
            x=[share],
            y=numbers([scored.loss]),
            mode="markers+text",
            name="loss",
            marker={"size": 13, "color": theme.LOSS},
            text=label,
            textposition=_beside(share, scored.loss / float(losses[-1])),
            cliponaxis=False,
            hoverinfo="skip",
            **HIDDEN,
            **LOSS,
        ),
    ]


def _beside(share: float, height: float) -> str:
    """Where the label of the point keeps clear of the falling curve."""
    if height > 0.6:
        return "middle right"
    return "top right" if share < 0.6 else "top center"


def short(value: float, count: int) -> str:
    """A number at a bar: the more bars, the fewer digits."""
    digits = 6 if count <= 3 else 3 if count <= 8 else 2
    small = value != 0 and abs(value) < 0.5 * 10.0**-digits
    text = f"{value:.1e}" if small else f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return raised(text).replace("-", "−")


def raised(text: str) -> str:
    """A power of ten as it is printed."""
    mantissa, e, power = text.partition("e")
    return f"{mantissa}·10<sup>{int(power)}</sup>" if e else text


def wording(value: float) -> str:
    """What is no number, as it is called."""
    return "nan" if np.isnan(value) else ("∞" if value > 0 else "−∞")


def _axes(scored: Scored, highest: float) -> dict[str, dict[str, Any]]:
    """Room above and below the bars for their numbers."""
    low, high = min(0.0, float(scored.logits.min())), max(0.0, float(scored.logits.max()))
    room = 0.22 * max(high - low, 1e-9) if high > low else 1.0
    return {
        "yaxis": {"range": [low - room * (low < 0), high + room], "nticks": 5},
        "yaxis2": {"range": [0, 1.18], "tickvals": [0, 0.5, 1]},
        "yaxis3": {"range": [0, highest], "nticks": 5},
        "yaxis4": {"range": [-1.45, 1.45], "tickvals": [-1, 0, 1]},
        "xaxis3": {"range": [-0.03, 1.05]},
    }
