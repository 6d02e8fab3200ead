"""k-fold cross-validation: who is held out when, the fit of each fold, and its error."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from charts import theme, unchecked
from charts.figure import Figure, Trace
from charts.one_column import one_column
from charts.overfitting.marks import MARKS, TRUTH
from charts.playback import numbers

if TYPE_CHECKING:
    from core.polynomials import Points

Array = NDArray[np.floating]
HEIGHT = 490
SHARE = 0.54
SECOND = {"xaxis": "x2", "yaxis": "y2"}
THIRD = {"xaxis": "x3", "yaxis": "y3"}
HELD = MARKS["v"][2]["color"]


def fold_by_fold(
    points: Points,
    fold_of: Array,
    curves: Sequence[Points],
    truth: Points,
    errors: Array,
    *,
    fold: int,
) -> Figure:
    """The fit without one fold among all points; beside it, who is held out in which fold, and the folds' errors.

    Parameters
    ----------
    points : Points
    fold_of : (n,)
        From 0.
    curves : sequence of Points
        The fit of each fold.
    truth : Points
    errors : (k,)
    fold : int
        Today's.
    """
    margin = 0.2 * max(float(np.ptp(points.y)), 1.0)
    left = SHARE + 0.06
    ticks = [0.4, len(errors) + 0.6]
    return theme.two_panels(
        *_curves(curves, truth, fold),
        *_points(points, fold_of == fold),
        _table(points, fold_of),
        *_bars(errors, fold),
        share=SHARE,
        height=HEIGHT,
        titles=(
            f"Fit without fold {fold + 1}, and all others",
            "Held out: a row a fold, a column a point",
        ),
        x=("x", ""),
        y=("y", "fold"),
        view=(len(errors), margin),
        layout={
            "xaxis": {"range": [-3.15, 3.15]},
            "yaxis": {"range": [float(points.y.min()) - margin, float(points.y.max()) + margin]},
            "xaxis2": {"showticklabels": False, "showgrid": False},
            "yaxis2": {"domain": [0.56, 1.0], "range": ticks[::-1], "dtick": _step(errors)},
            "xaxis3": {
                "domain": [left, 1.0],
                "anchor": "y3",
                "range": ticks,
                "dtick": _step(errors),
                "title": {"text": "fold"},
            },
            "yaxis3": {
                "domain": [0.0, 0.36],
                "anchor": "x3",
                "type": "log",
                "exponentformat": "power",
                "dtick": _decade(errors),
            },
            "annotations": [theme.heading("RMSE on the points held out (log)", left, 0.36)],
        },
        narrow=_STACKED,
    )


def _step(errors: Array) -> int:
    return 1 if len(errors) <= 10 else 5


def _decade(errors: Array) -> Any:
    """Powers of ten where the errors span some; fewer otherwise."""
    return 1 if errors.max() > 20 * max(errors.min(), 1e-12) else "D2"


def _curves(curves: Sequence[Points], truth: Points, fold: int) -> list[Trace]:
    """The truth, the other folds' fits in one pale trace, today's on top."""
    others = [curve for i, curve in enumerate(curves) if i != fold]
    break_line = [np.nan]
    return [
        unchecked.Scatter(
            x=truth.x.astype(np.float32),
            y=truth.y.astype(np.float32),
            mode="lines",
            line=TRUTH,
            name="true curve",
            hoverinfo="skip",
        ),
        unchecked.Scatter(
            x=np.concatenate([[*curve.x, *break_line] for curve in others]).astype(np.float32),
            y=np.concatenate([[*curve.y, *break_line] for curve in others]).astype(np.float32),
            mode="lines",
            line={"color": theme.FORWARD, "width": theme.THIN},
            opacity=0.45,
            name="fits of the other folds",
            hoverinfo="skip",
        ),
        unchecked.Scatter(
            x=curves[fold].x.astype(np.float32),
            y=curves[fold].y.astype(np.float32),
            mode="lines",
            line={"color": theme.FORWARD, "width": theme.LINE + 1},
            name="fit of this fold",
            hoverinfo="skip",
        ),
    ]


def _points(points: Points, held: Array) -> list[Trace]:
    """Filled to learn from, hollow to be judged by."""
    looks = (
        (~held, "circle", theme.INK, "training points"),
        (held, "circle-open", HELD, "held out"),
    )
    return [
        unchecked.Scatter(
            x=numbers(points.x[chosen]),
            y=numbers(points.y[chosen]),
            mode="markers",
            marker={
                "symbol": symbol,
                "size": 10,
                "color": color,
                "line": {"width": 2.4, "color": color},
            },
            name=name,
            hovertemplate=f"{name} (%{{x:.3g}}, %{{y:.3g}})<extra></extra>",
        )
        for chosen, symbol, color, name in looks
    ]


def _table(points: Points, fold_of: Array) -> Trace:
    """A column a point, from left to right in x; purple where it is held out."""
    order = np.argsort(points.x)
    k = int(fold_of.max()) + 1
    held = (fold_of[order] == np.arange(k)[:, None]).astype(int)  # (k, n)
    return unchecked.Heatmap(
        z=held.tolist(),
        x=list(range(1, len(order) + 1)),
        y=list(range(1, k + 1)),
        colorscale=[[0, theme.SHADE], [1, HELD]],
        zmin=0,
        zmax=1,
        xgap=1,
        ygap=1,
        showscale=False,
        name="held out in",
        customdata=[[f"{x:.3g}" for x in points.x[order]]] * k,
        hovertemplate="fold %{y}, point at x = %{customdata}<extra></extra>",
        **SECOND,
    )


def _bars(errors: Array, fold: int) -> list[Any]:
    """An error a fold, today's in full color, and their mean."""
    colors = [HELD if i == fold else theme.pale(HELD, 0.6) for i in range(len(errors))]
    mean = float(errors.mean())
    return [
        unchecked.Scatter(
            x=list(range(1, len(errors) + 1)),
            y=numbers(errors),
            mode="markers",
            marker={"color": colors, "size": [15 if i == fold else 10 for i in range(len(errors))]},
            name="error of the fold",
            showlegend=False,
            hovertemplate="fold %{x}: %{y:.4g}<extra></extra>",
            **THIRD,
        ),
        unchecked.Scatter(
            x=[0.4, len(errors) + 0.6],
            y=numbers([mean, mean]),
            mode="lines",
            line={"color": theme.INK, "width": theme.LINE, "dash": "dash"},
            name="mean of the folds",
            hovertemplate=f"mean {mean:.4g}<extra></extra>",
            **THIRD,
        ),
    ]


# On a phone all three stand in one column.
_STACKED = one_column((0.7, 1.0), (0.36, 0.57), (0.0, 0.24), height=2.1 * HEIGHT, legend=-0.1)
