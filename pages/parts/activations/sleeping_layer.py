"""A layer that has learned nothing yet, on real digits."""

from __future__ import annotations

import ui
from charts import theme
from charts.activations.asleep import asleep_and_awake
from core.entries import Knob
from core.initializers import he
from core.packed import unpack
from core.studies.activations.asleep import NEARLY, digit_layer, is_flat, sleep_of_layer
from pages.parts.activations.sleeping import Part, carried_digits, percent, sleeper, slopes

UNITS = 64
SCALE = Knob("gain", "g", 1.0, (0.25, 0.5, 1.0, 2.0, 4.0, 8.0), "multiplies He's weights")
PULL = r"\frac{\partial J}{\partial w_j} = \frac{1}{m} \sum_{i=1}^{m} x_i\, f'(z_{ij})\, \delta_{ij}, \quad z_{ij} = x_i w_j + b"


def on_digits(slug, pair, _picture):
    """Bias and weights of the layer, and who sleeps."""
    bias = ui.live_slide("Bias b", -6.0, 6.0, -2.0, key=f"{slug}.bias", step=0.1)
    gain = ui.turn(SCALE, key=f"{slug}.gain", label="Weights, times He's")
    seed = ui.number("Seed", 0, 999, 0, key=f"{slug}.seed")
    z = digit_layer(UNITS, gain=gain, bias=bias, seed=seed)
    sleeps = [sleep_of_layer(f, z) for f in pair]
    rows = [
        sleeper(f, f"<b>{f.label}</b>: slope 0 for {percent(s.flat.mean())} of z", s, count(s))
        for f, s in zip(pair, sleeps, strict=True)
    ]
    return Part(
        figure=asleep_and_awake(z, rows, of=f" of {UNITS} units on {len(z)} digits"),
        caption=f"One layer on {len(z)} digits, bias {bias:g}, {'' if gain == 1 else f'{gain:g} times '}He's weights: {tell(pair, sleeps)}.",
        formulas=[*slopes(pair), pull(pair, sleeps, bias, len(z))],
        code=(digit_layer, sleep_of_layer, is_flat, *(f.derivative for f in dict.fromkeys(pair))),
        script=lambda: script(pair, bias, gain, seed),
        tables={"units": lambda: table_of(sleeps)},
    )


def count(sleep):
    """How many units are dead, and how many more only nearly."""
    drowsy = int(sleep.asleep.sum() - sleep.dead.sum())
    more = f", {drowsy} nearly" if drowsy else ""
    return f"<b>{sleep.dead.sum()} of {UNITS} dead</b>{more}"


def tell(pair, sleeps):
    """What both make of the same layer."""
    return "; ".join(
        f"as {f.label} {s.dead.sum()} of {UNITS} units are dead, slopes are exactly 0 for {percent(s.flat.mean())} of all z "
        f"and below 1/100 for {percent(s.nearly_flat.mean())}"
        for f, s in zip(pair, sleeps, strict=True)
    )


def pull(pair, sleeps, bias, examples):
    """What moves a unit, and how many nothing moves."""
    counts = r",\ ".join(
        rf"\text{{{f.label} }} {s.dead.sum()} \text{{ of }} {UNITS}"
        for f, s in zip(pair, sleeps, strict=True)
    )
    return (
        rf"\color{{{theme.GRADIENT}}}{{{PULL}}}",
        rf"m = {examples},\ b = {bias:g}\\[3pt] f'(z_{{ij}}) = 0 \text{{ for all }} i\text{{: }} {counts}",
    )


def table_of(sleeps):
    """A row a unit."""
    upper, lower = sleeps
    return {
        "unit": range(1, UNITS + 1),
        "above_slope_0": upper.flat,
        "above_slope_under_0.01": upper.nearly_flat,
        "below_slope_0": lower.flat,
        "below_slope_under_0.01": lower.nearly_flat,
    }


def script(pair, bias, gain, seed):
    """Today's layer as a script that needs NumPy alone; the digits come along."""
    calls = "\n".join(f'count("{f.label}", {f.derivative.__name__})' for f in pair)
    main = f"""{carried_digits()}
z = x @ ({gain!r} * he(np.random.default_rng({seed}), 64, {UNITS})) + {bias!r}


def count(name, derivative):
    flat, nearly = (is_flat(derivative(z), limit) for limit in (0, {NEARLY}))
    dead, shares = int(flat.all(axis=0).sum()), (100 * float(s.mean()) for s in (flat, nearly))
    print(name, "dead", dead, "slope 0 in % of z", next(shares), "under {NEARLY}", next(shares))


{calls}
"""
    return ui.stand_alone(*(f.derivative for f in pair), he, is_flat, unpack, main=main)
