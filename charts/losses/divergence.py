"""Two distributions, and what each thinks of the other."""

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

    from core.studies.losses.divergence import Comparison

HEIGHT = 470
SHARES, WHOLE, THERE, BACK = QUARTERS
HIDDEN = {"showlegend": False}
REACH = 1.5  # of the longest stacked bar: room for a number behind it


def there_and_back(seen: Comparison, *, outcomes: Sequence[str]) -> Figure:
    """Both distributions; what each outcome adds to both divergences; and cross-entropies as entropy and divergence.

    Parameters
    ----------
    outcomes : sequence of str
        Their names, in order.
    """
    terms = np.concatenate([seen.p_terms, seen.q_terms])
    low, high = _reach(terms)
    widest = _widest(seen)
    return four_panels(
        _bars(outcomes, seen.p, "p, what happens", theme.TARGET),
        _bars(outcomes, seen.q, "q, what is believed", theme.FORWARD),
        *_stacked(seen, widest),
        _terms(outcomes, seen.p_terms, "p ln(p/q)", high, THERE),
        _terms(outcomes, seen.q_terms, "q ln(q/p)", high, BACK),
        height=HEIGHT,
        titles=(
            "Two distributions",
            "Cross-entropy = entropy + divergence (nats)",
            f"p ln(p/q), sum: <b>KL(p‖q) = {written(seen.kl_pq)}</b>",
            f"q ln(q/p), sum: <b>KL(q‖p) = {written(seen.kl_qp)}</b>",
        ),
        axes={
            "yaxis": {"range": [0, 1.12 * max(seen.p.max(), seen.q.max())], "nticks": 5},
            "xaxis2": {"range": [0, REACH * widest], "nticks": 6},
            "yaxis2": {"range": [-0.45, 1.75], "visible": False},
            "yaxis3": {"range": [low, high], "nticks": 5},
            "yaxis4": {"range": [low, high], "nticks": 5},
        },
        room=0.2,
        view=len(outcomes),
        layout={
            "barmode": "relative",
            "bargap": 0.25,
            "legend": {"y": -0.1, "traceorder": "normal"},
            "margin": {"t": 30, "b": 36},
            "annotations": [
                _above(1, f"H(p, q) = −Σ p ln q = {written(seen.cross_pq)}"),
                _above(0, f"H(q, p) = −Σ q ln p = {written(seen.cross_qp)}"),
                _behind(1, seen.cross_pq, f"KL(p‖q) = {written(seen.kl_pq)}", widest),
                _behind(0, seen.cross_qp, f"KL(q‖p) = {written(seen.kl_qp)}", widest),
            ],
        },
    )


def _bars(outcomes: Sequence[str], shares: NDArray, name: str, color: str) -> Trace:
    """One distribution, beside the other."""
    return unchecked.Bar(
        x=list(outcomes),
        y=numbers(shares),
        offsetgroup=name,
        name=name,
        marker={"color": color},
        hovertemplate=f"%{{x}}: {name[0]} = %{{y:.6~g}}<extra></extra>",
        **SHARES,
    )


def _stacked(seen: Comparison, widest: float) -> list[Trace]:
    """Both cross-entropies, each as the entropy that nobody can save and the divergence on top of it."""
    entropies, extra = (seen.entropy_q, seen.entropy_p), (seen.kl_qp, seen.kl_pq)
    edge = REACH * widest
    drawn = [
        value if np.isfinite(value) else edge - h for value, h in zip(extra, entropies, strict=True)
    ]
    look = {
        "y": [0, 1],
        "orientation": "h",
        "textangle": 0,
        "width": 0.5,
        "hoverinfo": "text",
    }
    return [
        unchecked.Bar(
            x=numbers(entropies),
            name="entropy",
            marker={"color": theme.QUIET},
            text=[f"H(q) = {written(seen.entropy_q)}", f"H(p) = {written(seen.entropy_p)}"],
            textposition="inside",
            insidetextanchor="middle",
            **look,
            **WHOLE,
        ),
        unchecked.Bar(
            x=numbers(drawn),
            name="divergence",
            marker={"color": theme.LOSS},
            hovertext=[f"KL(q‖p) = {written(extra[0])}", f"KL(p‖q) = {written(extra[1])}"],
            **look,
            **WHOLE,
        ),
    ]


def _above(row: int, text: str) -> dict[str, Any]:
    """The name of a stacked bar, over its left end."""
    place = {"x": 0, "y": row + 0.27, "xref": "x2", "yref": "y2"}
    corner = {"xanchor": "left", "yanchor": "bottom", "showarrow": False}
    return {"text": text, "font": {"size": theme.FONT_SIZE}} | place | corner


def _behind(row: int, end: float, text: str, widest: float) -> dict[str, Any]:
    """The divergence in numbers, behind its end of the bar; inside where that end is out of the picture."""
    gone = not np.isfinite(end)
    return {
        "text": f" {text} →" if gone else f" {text} ",
        "x": REACH * widest if gone else end,
        "y": row,
        "xref": "x2",
        "yref": "y2",
        "xanchor": "right" if gone else "left",
        "showarrow": False,
        "font": {"size": theme.FONT_SIZE} | ({"color": "white"} if gone else {}),
    }


def _terms(
    outcomes: Sequence[str], terms: NDArray, name: str, high: float, axes: dict[str, str]
) -> Trace:
    """What each outcome adds; an infinite one leaves the picture at the top, and says so."""
    drawn = np.where(np.isfinite(terms), terms, high)
    return unchecked.Bar(
        x=list(outcomes),
        y=numbers(drawn),
        name=name,
        marker={"color": theme.LOSS},
        text=[written(term, 3) if np.isfinite(term) else "↑ ∞" for term in terms],
        textposition=["outside" if np.isfinite(term) else "inside" for term in terms],
        textangle=0,
        textfont={"size": 13},
        constraintext="none",
        cliponaxis=False,
        hovertemplate=f"%{{x}}: {name} = %{{text}}<extra></extra>",
        **HIDDEN,
        **axes,
    )


def written(value: float, digits: int = 4) -> str:
    """A number as it is printed, infinity included."""
    if np.isinf(value):
        return "∞"
    text = f"{value + 0.0:.{digits}f}"
    return (text if float(text) else "0").replace("-", "−")


def _reach(terms: NDArray) -> tuple[float, float]:
    """A scale for the terms with room for their numbers."""
    finite = terms[np.isfinite(terms)]
    low, high = min(0.0, float(finite.min(initial=0))), max(0.0, float(finite.max(initial=0)))
    room = 0.25 * max(high - low, 0.1)
    return low - room * (low < 0), high + room


def _widest(seen: Comparison) -> float:
    """The longest of the finite stacked bars; some room beyond the entropy where none is finite."""
    finite = [h for h in (seen.cross_pq, seen.cross_qp) if np.isfinite(h)]
    return max([1.5 * max(seen.entropy_p, seen.entropy_q), *finite, 0.1])
