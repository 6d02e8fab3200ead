"""View: what a bend does to a signal, and to the slope that must come back through it.

Question: what does a bend do to a signal, and to the slope that must come back?
First ten seconds: three curves with their slopes below them, one z on all of them. On the right the same slopes
multiplied through thirty layers: the sigmoid's is lost, twenty decades down, the ReLU's is still 1.
"""

import re

import streamlit as st

import ui
from charts import theme
from charts.activations import bends_and_depth
from core.activations import ACTIVATIONS
from core.curves import sample
from core.depth import run_chain, sigmoid_bound
from core.entries import Knob

SLUG = "activations_family"
REACH = 8.0
WEIGHT = Knob(
    "weight",
    "w",
    1.0,
    (0.25, 0.5, 1.0, 2.0, 4.0),
    "weight of every neuron in the chain; powers of two, so that the first layer's z is exactly yours",
)
EXPERIMENTS = [
    ui.Experiment(
        "Thirty layers",
        "Each sigmoid passes on less than a quarter of the slope: after 30 layers about 3 · 10⁻²⁰ is left. Tanh still passes about 1 %, ReLU all of it.",
        {},
    ),
    ui.Experiment(
        "A quarter at most",
        "At z = 0 the sigmoid is steepest: exactly 1/4, and nowhere more. Tanh is the same curve read twice as fast and made twice as tall, tanh z = 2σ(2z) − 1: four times as steep there, 1.",
        {"functions": ["sigmoid", "tanh"], "z": 0.0},
    ),
    ui.Experiment(
        "Asleep at −6",
        "Saturated: σ(−6) = 0.002472623 has a slope of only 0.002466509, and tanh, 0.00002 steep there, sleeps a hundred times deeper. Whatever the error says, almost nothing comes through this one layer.",
        {"functions": ["sigmoid", "tanh"], "z": -6.0, "layers": 1},
    ),
    ui.Experiment(
        "Dying ReLU",
        "At z = −5 the ReLU puts out 0 and its slope is exactly 0: no error reaches what lies below. The leaky ReLU survives with 0.01 a layer, which is 10⁻¹⁰ after five.",
        {"functions": ["relu", "leaky_relu"], "z": -5.0, "layers": 5},
    ),
    ui.Experiment(
        "Larger weights?",
        "With w = 4 a layer passes 4σ′(z), at best 1. But a sigmoid's output is never negative, so z climbs to 3.92, where 4σ′ is only 0.08: the slope vanishes faster than with w = 1.",
        {"functions": ["sigmoid"], "z": 0.0, "weight": 4.0},
    ),
    ui.Experiment(
        "No bend at all",
        "Thirty linear layers are one: here every input is multiplied by 2³⁰ = 1,073,741,824, wherever z stands. Depth without a bend draws nothing but a straight line.",
        {"functions": ["identity"], "weight": 2.0},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "At z = 1 the ReLU passes the slope whole, through any number of layers with w = 1. What does it pass at z = −1?",
        ["All of it: |−1| = 1", "One hundredth", "Exactly nothing"],
        "Nothing: for z < 0 the ReLU is flat, max(0, −1) = 0, and its slope is exactly 0. It does not take absolute values. One hundredth is what a leaky ReLU with α = 0.01 would pass.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Tanh is a compressed sigmoid.”** It is a stretched one: tanh z = 2σ(2z) − 1 reaches from −1 to 1, is centered on 0, and is four times as steep in the middle. "
        "**“The sigmoid squashes, so does softmax: feed it numbers from 0 to 1.”** Only the *outputs* of softmax lie between 0 and 1 and sum to 1; its inputs may be any numbers. "
        "**“A leaky ReLU with α = 0.01 returns 0.001 z.”** It returns 0.01 z for z < 0. "
        "And at a kink there is no slope, only an agreement: here 0 for the step, the ReLU and the hard ones, and the slope of the left side for the leaky ReLU, ELU and SELU."
    )


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        z = ui.live_slide("Pre-activation z", -REACH, REACH, 1.0, key=f"{SLUG}.z", step=0.01)
        chosen = ui.pick_some(
            "Functions", ACTIVATIONS, key=f"{SLUG}.functions", default=("sigmoid", "tanh", "relu")
        )
        left, right = st.columns(2)
        with left:
            layers = ui.slide("Layers", 1, 50, 30, key=f"{SLUG}.layers")
        with right:
            weight = ui.turn(WEIGHT, key=f"{SLUG}.weight", label="Weight $w$")
        leaks = ui.turn_each([f for f in chosen if f.knobs], "alpha", slug=SLUG)
        numbers = st.container()
    knobs = {f.key: {"alpha": leaks[f.key]} if f.key in leaks else {} for f in chosen}

    curves = {f.key: sample(f, -REACH, REACH, **knobs[f.key]) for f in chosen}
    runs = {f.key: run_chain(f, z / weight, layers, weight=weight, **knobs[f.key]) for f in chosen}
    bound = sigmoid_bound(layers, weight=weight) if "sigmoid" in runs else None
    figure = bends_and_depth(curves, runs, bound=bound)

    with numbers:
        st.markdown(exact_table(curves, runs))
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.bends", caption=tell(curves, runs))
        ui.show_formula(
            *(pair for f in chosen for pair in formulas(f, runs[f.key], knobs[f.key])),
            chain_formula(runs, weight),
        )
    ui.show_source(*(g for f in chosen for g in (f.value, f.derivative)), run_chain, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(chosen, knobs, z, layers, weight),
        tables={
            "curves": lambda: table_of_curves(curves),
            "layers": lambda: table_of_layers(curves, runs),
        },
        figures={"bends": figure},
    )


def tell(curves, runs):
    """The slopes at z, and what is left of them at the end of the chain, in one sentence."""
    slopes = ", ".join(f"{curves[key].label} {short(run.slopes[0])}" for key, run in runs.items())
    ends = ", ".join(f"{curves[key].label} {short(run.products[-1])}" for key, run in runs.items())
    first = next(iter(runs.values()))
    return f"Slope at z = {plain(first.z[0])}: {slopes}. Slope of layer {len(first.z)}'s output along the chain's input: {ends}."


def exact_table(curves, runs):
    """Value and slope at z, to seven digits."""
    z = plain(next(iter(runs.values())).z[0])
    rows = [
        f"| {curves[key].label} | {plain(run.a[0])} | {plain(run.slopes[0])} |"
        for key, run in runs.items()
    ]
    return "\n".join([f"| | f({z}) | f′({z}) |", "|---|---:|---:|", *rows])


def plain(value):
    """Seven digits."""
    return short(value, 7)


def short(value, digits=3):
    """A few digits; powers of ten as one writes them."""
    return ui.typeset(f"{value + 0.0:.{digits}g}")


def formulas(f, run, knobs):
    """Value and slope of one activation: in symbols in the color of its curve, then with today's numbers."""
    paint = rf"\color{{{theme.style(f.key)['color']}}}"
    z = float(run.z[0])
    return (
        (f"{paint}{{{f.equation}}}", with_numbers(f.equation, z, run.a[0], knobs)),
        (
            f"{paint}{{{f.derivative_equation}}}",
            with_numbers(f.derivative_equation, z, run.slopes[0], knobs),
        ),
    )


def with_numbers(equation, z, result, knobs):
    """An equation in z with the number in its place, and what comes out."""
    number = f"{z + 0.0:.7g}"

    def put(match):
        before = match[1]
        free = before in ("(", "{", "|", "^", "& ", ", ")
        clash = before.isdigit() or (z < 0 and not free)
        return f"{before}{{({number})}}" if clash else f"{before}{{{number}}}"

    filled = re.sub(r"(& |, |[^a-zA-Z])z(?![a-zA-Z])", put, equation)
    if knobs:
        filled = re.sub(r"\\alpha (?=[{(e])", r"\\alpha \\cdot ", filled)
        filled = filled.replace(r"\alpha", f"{knobs['alpha']:g}")
    main, comma, where = filled.partition(r", \quad")
    outcome = f" = {ui.tex(result, 7)}"
    told = main.removesuffix(outcome).removesuffix(
        f" = {{{number}}}"
    )  # z itself may be the outcome
    return f"{told}{outcome}{comma}{where}"


def chain_formula(runs, weight):
    """The chain rule through all layers, and its first factors."""
    depth = len(next(iter(runs.values())).z)
    rows = []
    for key, run in runs.items():
        factors = r" \cdot ".join(ui.tex(weight * slope, 4) for slope in run.slopes[:4])
        rest = r" \cdots" if depth > 4 else ""
        row = f"{factors}{rest} = {ui.tex(run.products[-1], 4)}"
        rows.append(rf"\color{{{theme.style(key)['color']}}}{{{row}}}")
    symbols = rf"\frac{{\partial a_L}}{{\partial x}} = \prod_{{l=1}}^{{L}} w\,f'(z_l), \quad z_1 = w x, \quad z_{{l+1}} = w\,f(z_l), \quad w = {weight:g},\ L = {depth}"
    return symbols, r"\\[3pt]".join(rows)


def table_of_curves(curves):
    """All curves as one table, a row a place."""
    rows = [
        (curve.label, *row)
        for curve in curves.values()
        for row in zip(curve.z, curve.values, curve.slopes, strict=True)
    ]
    return dict(zip(("function", "z", "value", "slope"), zip(*rows, strict=True), strict=True))


def table_of_layers(curves, runs):
    """All chains as one table, a row a layer."""
    rows = [
        (curves[key].label, layer, *row)
        for key, run in runs.items()
        for layer, row in enumerate(zip(run.z, run.a, run.slopes, run.products, strict=True), 1)
    ]
    names = ("function", "layer", "z", "value", "slope", "slope_through")
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def script(chosen, knobs, z, layers, weight):
    """Today's curves and chains as a script that needs NumPy alone."""
    calls = "\n".join(
        f'chain("{f.label}", {f.value.__name__}, {f.derivative.__name__}'
        + "".join(f", {name}={value!r}" for name, value in knobs[f.key].items())
        + ")"
        for f in chosen
    )
    main = f"""
def chain(name, value, derivative, **knobs):
    a, product = np.float64({z / weight!r}), 1.0
    for layer in range(1, {layers} + 1):
        z = {weight!r} * a
        a, slope = value(z, **knobs), derivative(z, **knobs)
        product = product * ({weight!r} * slope)
        print(name, layer, *(float(number) for number in (z, a, slope, product)))


print("name layer z value slope slope-through-all-layers-so-far")
{calls}
"""
    return ui.stand_alone(*(g for f in chosen for g in (f.value, f.derivative)), main=main)
