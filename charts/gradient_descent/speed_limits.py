"""Learning rate against momentum as a map of speed, the errors of a real walk, and what a long valley costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts import theme, unchecked
from charts.decades import power
from charts.figure import Figure, Trace
from charts.playback import numbers

if TYPE_CHECKING:
    from core.entries import Array
    from core.studies.gradient_descent.convergence import Plane, Tuning
    from core.studies.gradient_descent.speed_limits import Verdict

Lines = Mapping[str, tuple["Array", "Array"]]
DIRECTIONS = (theme.FORWARD, theme.GOLD, theme.VIOLET)  # flattest to steepest
NAMES = ("flattest", "middle", "steepest")
BORDERS = {  # what a line of the map says, and its look
    "limit": ("limit, diverging beyond", "solid"),
    "tie": ("flattest ties steepest", "dashdot"),
    "swings": ("above: all swing", "dot"),
}
FASTEST, SPAN = 0.0, 2.2  # powers of ten: where colors begin at the least, and how many they show
SMALLEST, LARGEST = 1e-16, 1e6  # errors in sight
ROOMY = 0.03  # share of the map from which a region is named in it
SHARE, MAP, HEIGHT = 0.55, 0.46, 480  # shares of the width: both panels, the map alone
SECOND = {"xaxis": "x2", "yaxis": "y2"}
NOW = {"size": 16, "color": theme.INK, "line": {"width": 2.5, "color": theme.PAPER}}
STARS = {"descent": "diamond", "momentum": "star"}
BESTS = {"descent": "best plain descent", "momentum": "best with momentum"}


def speed_and_errors(
    plane: Plane,
    digits: Array,
    borders: Lines,
    errors: Array,
    verdicts: Sequence[Verdict],
    *,
    regimes: Sequence[str],
    now: tuple[float, float],
    best: Mapping[str, Tuning],
) -> Figure:
    """Where in the plane of rate and momentum a setting stands; beside it what the walk did along each direction.

    Parameters
    ----------
    plane : Plane
    digits : (m, n)
        Steps for each digit, infinite where the error does not shrink.
    borders : mapping of name to (lrs, betas)
    errors : (T + 1, k)
        Of the walk, from the flattest to the steepest direction.
    verdicts : sequence of k Verdict
    regimes : sequence of str
        What the regimes of the plane are called.
    now : (lr, beta)
    best : mapping of "descent" and "momentum" to Tuning
    """
    return theme.two_panels(
        _map(plane, digits),
        *_borders(borders),
        _point("now", now, NOW),
        *_bests(best),
        *_errors(errors, verdicts),
        *_promises(errors, verdicts),
        share=SHARE,
        height=HEIGHT,
        titles=("Steps for each digit: the bluer, the faster", "Error along each direction (log)"),
        x=("learning rate η", "step"),
        y=("momentum β", ""),
        layout={
            "meta": {"clicks": "x"},
            "margin": {"l": 56, "r": 12, "t": 34, "b": 40},
            "legend": {"y": -0.2},
            "xaxis": {"range": [0, float(plane.lrs[-1])], "domain": [0, MAP]}
            | {"showgrid": False, "zeroline": False},
            "yaxis": {"range": [-0.02, 1], "showgrid": False, "zeroline": False},
            "yaxis2": _errors_axis(errors),
            "annotations": _names_of(plane, regimes),
        },
        narrow={"data.0.showscale": False, "layout.height": round(2.2 * HEIGHT)},
    )


def _map(plane: Plane, digits: Array) -> Trace:
    """Steps for a digit on a log scale; nothing where the error does not shrink."""
    with np.errstate(divide="ignore"):
        heights = np.log10(digits)
    low = max(FASTEST, float(heights.min()))
    heights = np.where(np.isfinite(digits), heights.clip(low, low + SPAN), np.nan)
    ticks = [tick for tick in range(9) if low <= tick <= low + SPAN]
    bar = {"thickness": 10, "len": 1.0, "x": MAP, "outlinewidth": 0}
    return unchecked.Contour(
        x=plane.lrs.astype(np.float32),
        y=plane.betas.astype(np.float32),
        z=heights.astype(np.float32),
        customdata=plane.rates.astype(np.float32),
        hovertemplate="η = %{x:.3g}, β = %{y:.3g}: %{customdata:.4g} of the error is left after a step<extra></extra>",
        colorscale=theme.LANDSCAPE,
        contours={"start": low, "end": low + SPAN, "size": SPAN / 12},
        zmin=low,
        zmax=low + SPAN,
        line={"width": 0.5, "color": theme.AXIS},
        colorbar=bar | {"tickvals": ticks, "ticktext": [power(tick) for tick in ticks]},
        name="steps for each digit",
    )


def _borders(borders: Lines) -> list[Trace]:
    """The lines between the regimes."""
    return [
        unchecked.Scatter(
            x=numbers(lrs),
            y=numbers(betas),
            mode="lines",
            line={"color": theme.INK, "width": theme.THIN + 0.6, "dash": BORDERS[name][1]},
            name=BORDERS[name][0],
            hoverinfo="skip",
        )
        for name, (lrs, betas) in borders.items()
    ]


def _bests(best: Mapping[str, Tuning]) -> list[Trace]:
    """The two settings that nothing beats."""
    return [
        _point(
            BESTS[key],
            (tuning.lr, tuning.beta),
            {"size": 13, "symbol": STARS[key], "color": theme.TARGET}
            | {"line": {"width": 1, "color": theme.PAPER}},
        )
        for key, tuning in best.items()
    ]


def _point(name: str, place: tuple[float, float], marker: Mapping[str, Any]) -> Trace:
    """One setting in the plane."""
    return unchecked.Scatter(
        x=[place[0]],
        y=[place[1]],
        mode="markers",
        marker=marker,
        name=name,
        hovertemplate=name + ": η = %{x:.6g}, β = %{y:.6g}<extra></extra>",
        cliponaxis=False,
    )


def _names_of(plane: Plane, regimes: Sequence[str]) -> list[dict[str, Any]]:
    """The regimes' names, each inside its region if that is roomy."""
    notes = []
    for i, name in enumerate(regimes):
        mask = plane.regimes == i
        if mask.mean() < ROOMY:
            continue
        rows, columns = np.nonzero(mask)
        column = int(np.median(columns))
        row = int(np.median(rows[columns == column]))
        notes.append(
            {"x": float(plane.lrs[column]), "y": float(plane.betas[row]), "text": name.lower()}
            | {"showarrow": False, "font": {"size": theme.FONT_SIZE, "color": theme.INK}}
        )
    return notes


def _errors(errors: Array, verdicts: Sequence[Verdict]) -> list[Trace]:
    """The size of the error along each direction, as it was measured."""
    return [
        unchecked.Scatter(
            x=list(range(len(errors))),
            y=in_sight(np.abs(errors[:, i])),
            mode="lines",
            line={"color": color, "width": theme.LINE},
            name=f"λ = {verdict.eigenvalue:.3g} ({name})",
            hovertemplate="step %{x}: %{y:.3g}<extra>" + name + "</extra>",
            **SECOND,
        )
        for i, (verdict, color, name) in enumerate(zip(verdicts, DIRECTIONS, NAMES, strict=True))
    ]


def _promises(errors: Array, verdicts: Sequence[Verdict]) -> list[Trace]:
    """The predicted slopes: straight lines on a log scale, from where the walk began."""
    return [
        unchecked.Scatter(
            x=[0, last],
            y=numbers([begin, begin * verdict.predicted**last]),
            mode="lines",
            line={"color": theme.INK, "width": theme.THIN + 0.4, "dash": "dash"},
            name="predicted slope" if i == 0 else f"predicted slope, {NAMES[i]}",
            showlegend=i == 0,
            hoverinfo="skip",
            **SECOND,
        )
        for i, verdict in enumerate(verdicts)
        for begin, last in [(abs(float(errors[0, i])), _last(verdict.predicted, len(errors) - 1))]
    ]


def _last(rate: float, steps: int) -> int:
    """The last step at which a power of the rate is still in sight."""
    deepest = np.log(SMALLEST) / np.log(rate) if 0 < rate < 1 else steps
    return int(min(steps, deepest * 1.2)) if rate else 0


def in_sight(sizes: Array) -> list[float | None]:
    """Sizes that a log axis can show; the rest is left out."""
    return numbers(np.where((sizes > 0) & np.isfinite(sizes), sizes, np.nan))


def _errors_axis(errors: Array) -> dict[str, Any]:
    """Powers of ten, from the smallest error at the end to the largest of all."""
    sizes = np.abs(errors)
    top = np.log10(min(max(sizes.max(), 1.0), LARGEST))
    ends = sizes[-max(1, len(sizes) // 5) :].max(axis=0)
    low = np.log10(min(max(ends.min(), SMALLEST), 0.1))
    span = top - low
    return {
        "type": "log",
        "exponentformat": "power",
        "dtick": max(1, int(np.ceil(span / 7))),
        "range": [float(low - 0.08 * span), float(top + 0.08 * span)],
    }
