"""Slopes held against measured ones: how far each is off, and each beside its twin."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from charts import theme, unchecked
from charts.backpropagation.network_scene import spoken

if TYPE_CHECKING:
    from charts.figure import Figure, Trace
    from core.studies.backpropagation.slope_check import Check

HEIGHT = 400
FLOOR = 1e-13  # drawn lowest: no error at all has no place on a log scale
VERDICTS = {
    "agrees": {"color": theme.FORWARD, "symbol": "circle"},
    "differs": {"color": theme.GRADIENT, "symbol": "x"},
    "no slope there": {"color": theme.QUIET, "symbol": "circle-open"},
}


def verdicts_of(check: Check) -> list[str]:
    """What is said of every slope."""
    return [
        "no slope there" if kinked else "differs" if off else "agrees"
        for kinked, off in zip(check.kinked, check.differs, strict=True)
    ]


def errors_and_twins(check: Check) -> Figure:
    """Left the relative error of every slope, layer by layer, on a log scale; right derived against measured."""
    verdicts, names = verdicts_of(check), [spoken(name) for name in check.names]
    places = np.arange(len(names))
    errors = np.maximum(check.errors, FLOOR)
    traces = [
        trace
        for verdict, look in VERDICTS.items()
        if (chosen := [i for i, said in enumerate(verdicts) if said == verdict])
        for trace in _both(check, chosen, names, errors, verdict, look)
    ]
    few = len(names) <= 26
    return theme.two_panels(
        _limit(check, places),
        _diagonal(check),
        *traces,
        share=0.62,
        height=HEIGHT,
        titles=("How far each slope is off", "Derived against measured"),
        x=("weight or bias, layer by layer", "measured, share of its layer's largest"),
        y=("relative error", "from the backward pass, likewise"),
        view=len(names),
        layout={
            "xaxis": {
                "tickmode": "array",
                "tickvals": places.tolist() if few else [],
                "ticktext": names if few else [],
                "range": [-0.8, len(names) - 0.2],
                "showgrid": False,
                "zeroline": False,
            },
            "yaxis": {
                "type": "log",
                "range": [np.log10(FLOOR) - 0.3, 0.6],
                "exponentformat": "power",
                "dtick": 2,
            },
            "xaxis2": {"nticks": 5},
            "legend": {"y": -0.24},
            "hovermode": "closest",
        },
        narrow={"layout.xaxis.tickangle": -90, "layout.legend.y": -0.12} if few else {},
    )


def _both(
    check: Check,
    chosen: list[int],
    names: list[str],
    errors: np.ndarray,
    verdict: str,
    look: dict[str, str],
) -> list[Trace]:
    """The slopes with one verdict, in both panels."""
    words = [
        f"{names[i]}<br>derived {check.derived[i]:.9g}<br>measured {check.measured[i]:.9g}"
        f"<br>relative error {check.errors[i]:.1e}"
        for i in chosen
    ]
    shared = unchecked.Scatter(
        mode="markers",
        marker={**look, "size": 10 if len(names) <= 40 else 7},
        hovertext=words,
        hoverinfo="text",
        legendgroup=verdict,
    )
    left = {"x": chosen, "y": errors[chosen].tolist(), "name": verdict}
    right = {
        "x": _of_layer(check, check.measured)[chosen].tolist(),
        "y": _of_layer(check, check.derived)[chosen].tolist(),
        "name": f"{verdict}, twins",
        "showlegend": False,
        "xaxis": "x2",
        "yaxis": "y2",
    }
    return [shared | left, shared | right]


def _of_layer(check: Check, slopes: np.ndarray) -> np.ndarray:
    """Slopes as shares of the largest of their layer: those of early layers are small, but not less right."""
    return slopes / np.where(check.largest > 0, check.largest, 1.0)


def _limit(check: Check, places: np.ndarray) -> Trace:
    """Above it a slope counts as wrong: a step for each, since small slopes are measured less exactly."""
    x = np.ravel(np.column_stack([places - 0.5, places + 0.5]))
    y = np.repeat(np.clip(check.limits, FLOOR, 4.0), 2)
    return unchecked.Scatter(
        x=x.tolist(),
        y=y.tolist(),
        mode="lines",
        line={"color": theme.INK, "width": theme.THIN},
        name="what small steps can tell",
        hoverinfo="skip",
    )


def _diagonal(check: Check) -> Trace:
    """Where twins agree."""
    both = np.concatenate([_of_layer(check, slopes) for slopes in (check.measured, check.derived)])
    both = both[np.isfinite(both)]
    low, high = (float(both.min()), float(both.max())) if both.size else (-1.0, 1.0)
    return unchecked.Scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        line={"color": theme.AXIS, "width": theme.THIN},
        name="where both are the same",
        hoverinfo="skip",
        showlegend=False,
        xaxis="x2",
        yaxis="y2",
    )
