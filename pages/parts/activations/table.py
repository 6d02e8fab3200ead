"""What can be said of each activation: in a sentence, in tables, in one that sorts itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import starmap
from math import isclose
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui.numerals import short

if TYPE_CHECKING:
    from core.activations import Activation
    from core.studies.activations.activation_facts import Facts
    from core.studies.activations.curves import Curve
    from core.studies.activations.depth import ChainRun

Stretches = Sequence[tuple[float, float]]
EDGE = float("inf")
COST = "Elementary operations for one number, counted along the equation: exp, log, tanh, erf, comparisons, additions, products, quotients."
HELP = {
    "Range": "Values reached or approached.",
    "Zero-centered": "f(0) = 0, and values of both signs occur. They need not balance: GELU, SiLU and Mish hardly dip below 0.",
    "Monotone": "Never falls.",
    "Flat": "Where |f′| < 0.01: there hardly any slope comes through.",
    "Cost of f": COST,
    "Cost of f′": COST,
    "f is made of": "What the cost of f is made of, where sides differ on the costlier one.",
}


def stretches_in_words(stretches: Stretches) -> str:
    """The stretches without slope, as `flat_where` found them, in a few signs."""
    if not stretches:
        return "nowhere"
    (low, high), *_ = stretches
    if (low, high) == (-EDGE, EDGE):
        return "everywhere"
    if len(stretches) == 2 and isclose(high, -stretches[1][0]):
        return f"|z| ≥ {short(-high, 3)}"
    return " or ".join(starmap(_one_stretch, stretches))


def _one_stretch(low: float, high: float) -> str:
    if low == -EDGE:
        return f"z ≤ {short(high, 3)}"
    return f"z ≥ {short(low, 3)}" if high == EDGE else f"{short(low, 3)} to {short(high, 3)}"


def exact_table(z: float, rows: Sequence[tuple[str, float, float, Stretches]]) -> str:
    """Label, value and slope at z to seven digits, and where the function is flat, in Markdown."""
    at = short(z, 7)
    lines = [
        f"| {label} | {short(value, 7)} | {short(slope, 7)} | {stretches_in_words(stretches)} |".replace(
            "|z|", r"\|z\|"
        )
        for label, value, slope, stretches in rows
    ]
    return "\n".join([f"| | f({at}) | f′({at}) | flat |", "|---|---:|---:|---|", *lines])


def property_table(
    entries: Sequence[Activation], facts: Mapping[str, Facts], flat: Mapping[str, Stretches]
) -> dict[str, list[Any]]:
    """Columns by name, a row an activation, all at the defaults of their knobs.

    Parameters
    ----------
    entries : sequence of Activation
    facts, flat : mapping of activation key to Facts, and to what `flat_where` found
    """
    rows = []
    for f in entries:
        fact, (low, high) = facts[f.key], f.range
        row = (
            *(f.label, f"{short(low, 3)} to {short(high, 3)}"),
            *(fact.zero_centered, fact.monotone, stretches_in_words(flat[f.key])),
            *(fact.value_cost.total, fact.slope_cost.total, f.author, f.year),
            *(fact.used_where, str(fact.value_cost)),
        )
        rows.append(row)
    names = ("Function", "Range", "Zero-centered", "Monotone", "Flat", "Cost of f", "Cost of f′")
    names = (*names, "Author", "Year", "Used where", "f is made of")
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def show_properties(columns: Mapping[str, Sequence[Any]]) -> None:
    """The table, sorted by a click on the head of a column."""
    config: dict[str, Any] = {
        name: st.column_config.Column(help=text) for name, text in HELP.items()
    }
    config["Year"] = st.column_config.NumberColumn(format="%d")
    st.dataframe(
        columns,
        hide_index=True,
        row_height=28,
        height=28 * (len(columns["Function"]) + 1) + 12,
        column_config=config,
    )


def say_whose(told: Sequence[Activation], chosen: Sequence[Activation]) -> None:
    """Say whose formulas are shown, where they are not everybody's: those of many would bury the page."""
    if len(told) < len(chosen):
        st.caption(
            f"The formulas above are those of {told[0].label}, the first one chosen. "
            "With four functions or fewer you see all of theirs."
        )


def named(numbers: Mapping[str, float]) -> str:
    """Numbers by name; of many only the smallest and the largest."""
    if len(numbers) > 5:
        low, high = (end(numbers, key=numbers.get) for end in (min, max))
        return f"from {short(numbers[low], 3)} ({low}) to {short(numbers[high], 3)} ({high})"
    return ", ".join(f"{name} {short(number, 3)}" for name, number in numbers.items())


def table_of_curves(curves: Mapping[str, Curve]) -> dict[str, Sequence[Any]]:
    """All curves as one table, a row a place."""
    rows = [
        (curve.label, *row)
        for curve in curves.values()
        for row in zip(curve.z, curve.values, curve.slopes, strict=True)
    ]
    return dict(zip(("function", "z", "value", "slope"), zip(*rows, strict=True), strict=True))


def table_of_layers(
    curves: Mapping[str, Curve], runs: Mapping[str, ChainRun]
) -> dict[str, Sequence[Any]]:
    """All chains as one table, a row a layer."""
    rows = [
        (curves[key].label, layer, *row)
        for key, run in runs.items()
        for layer, row in enumerate(zip(run.z, run.a, run.slopes, run.products, strict=True), 1)
    ]
    names = ("function", "layer", "z", "value", "slope", "slope_through")
    return dict(zip(names, zip(*rows, strict=True), strict=True))
