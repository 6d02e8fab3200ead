"""A batch from a bell curve, and what share of it sleeps by the curve itself."""

from __future__ import annotations

import math

import ui
from charts.activations.asleep import asleep_and_awake
from core.studies.activations.asleep import (
    NEARLY,
    flat_where,
    is_flat,
    share_of_bell,
    sleep_of_bell,
)
from pages.parts.activations.sleeping import Part, percent, sleeper, slopes


def on_bell(slug, pair, _picture):
    """Where the bell stands and how wide it is, and what sleeps."""
    mean = ui.live_slide("Mean μ", -6.0, 6.0, -5.0, key=f"{slug}.mean", step=0.1)
    spread = ui.slide("Spread σ", 0.25, 3.0, 2.0, key=f"{slug}.spread", step=0.25)
    sleeps = [sleep_of_bell(f, mean, spread) for f in pair]
    z = sleeps[0].z
    rows = [sleeper(f, f"<b>{f.label}</b>: {shares(s)}") for f, s in zip(pair, sleeps, strict=True)]
    told = "; ".join(f"{f.label}: {shares(s)}" for f, s in zip(pair, sleeps, strict=True))
    return Part(
        figure=asleep_and_awake(z, rows),
        caption=f"{len(z):,} numbers z from a bell curve around {mean:g} with spread {spread:g}. {told}.",
        formulas=[*slopes(pair), chance(pair, sleeps, mean, spread)],
        code=(sleep_of_bell, share_of_bell, *(f.derivative for f in dict.fromkeys(pair))),
        script=lambda: script(pair, mean, spread, len(z)),
        tables={"batch": lambda: {"z": z}},
    )


def shares(sleep):
    """Measured, and in brackets what infinitely many z would give."""
    return (
        f"slope 0 for {percent(sleep.flat)} of z (in theory {percent(sleep.flat_exact)}), "
        f"below 1/100 for {percent(sleep.nearly_flat)} ({percent(sleep.nearly_flat_exact)})"
    )


def chance(pair, sleeps, mean, spread):
    """The bell's share of the flat stretches."""
    rows = r"\\[3pt]".join(
        rf"\text{{{f.label}: }} {terms(s.flat_stretches, mean, spread)}{ui.tex(s.flat_exact, 6)}"
        for f, s in zip(pair, sleeps, strict=True)
    )
    return (
        r"P(f'(z) = 0) = \sum_{\text{flat from } a \text{ to } b} \Phi\left(\tfrac{b - \mu}{\sigma}\right) - \Phi\left(\tfrac{a - \mu}{\sigma}\right)",
        rows,
    )


def terms(stretches, mean, spread):
    """One difference of two Φ a stretch."""
    return "".join(
        ("" if i == 0 else " + ")
        + rf"\Phi({place(high, mean, spread)}) - \Phi({place(low, mean, spread)})"
        for i, (low, high) in enumerate(stretches)
    ) + (" = " if stretches else r"\text{flat nowhere, } ")


def place(z, mean, spread):
    """How many spreads z lies above the mean, in LaTeX."""
    if math.isinf(z):
        return r"\infty" if z > 0 else r"-\infty"
    return ui.tex((z - mean) / spread)


def script(pair, mean, spread, n):
    """Today's batch as a script that needs NumPy alone."""
    calls = "\n".join(
        f'show("{f.label}", {f.derivative.__name__}, {flat_where(f, 0)!r}, {flat_where(f)!r})'
        for f in pair
    )
    main = f"""
inf = np.inf
z = {mean!r} + {spread!r} * np.random.default_rng(0).standard_normal({n})


def show(name, derivative, flat, nearly):
    for limit, stretches in ((0, flat), ({NEARLY}, nearly)):
        measured = 100 * float(np.mean(is_flat(derivative(z), limit)))
        exact = 100 * share_of_bell(stretches, {mean!r}, {spread!r})
        print(name, "slope under" if limit else "slope", limit, "in % of z: measured", measured, "exact", exact)


{calls}
"""
    return ui.stand_alone(*(f.derivative for f in pair), is_flat, share_of_bell, main=main)
