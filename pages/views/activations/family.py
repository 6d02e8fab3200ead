"""View: what a bend does to a signal, and to the slope that must come back through it.

Question: what does a bend do to a signal, and to the slope that must come back?
First ten seconds: three curves with their slopes below them, one z on all of them, and bars where they are flat. On
the right the same slopes multiplied through thirty layers: the sigmoid's is lost, twenty decades down, the ReLU's is
still 1.
"""

import streamlit as st

import ui
from charts import theme
from charts.activations.family import bends_and_depth
from charts.activations.gelu_gap import gap_between_forms
from core.activations import ACTIVATIONS
from core.entries import Knob
from core.studies.activations.activation_facts import FACTS
from core.studies.activations.activation_variants import (
    ACTIVATION_VARIANTS,
    gelu_gap,
    widest_gelu_gap,
)
from core.studies.activations.asleep import flat_where
from core.studies.activations.curves import sample
from core.studies.activations.depth import run_chain, sigmoid_bound
from pages.parts.activations import table as about

SLUG = "activations_family"
REACH = 8.0
FEW = 4  # functions, all of whose formulas are shown
MEMBERS = {**ACTIVATIONS, **ACTIVATION_VARIANTS}
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
        "GELU without erf",
        "The tanh form lies so close to the exact GELU that no eye tells them apart. Below, their difference on a scale of its own: at most 0.00047, at z = ±2.70. GPT-2 runs on it: it needs no error function.",
        {"functions": ["gelu"], "tanh_form": True, "z": 2.7},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    with st.expander("The whole family, to sort by any column", expanded=True):
        about.show_properties(properties())
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
        "Where α is learned along with the weights, the leaky ReLU is called **PReLU**: the slope along α is min(0, z), so α moves only on what is negative. "
        "And at a kink or a jump there is no slope, only an agreement: here 0 for the step, the ReLU and the hard ones, and the slope of the left side for the leaky ReLU, ELU and SELU."
    )


@ui.fragment
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
        both = ui.switch(
            "GELU and its tanh form",
            key=f"{SLUG}.tanh_form",
            help="Draws both, and their difference on a scale of its own.",
        )
        if both:
            chosen = with_both_forms(chosen)
        numbers = st.container(key="compact-table")
    told = chosen if len(chosen) <= FEW else chosen[:1]
    knobs = {f.key: {"alpha": leaks[f.key]} if f.key in leaks else {} for f in chosen}

    curves = {f.key: sample(f, -REACH, REACH, **knobs[f.key]) for f in chosen}
    sleep = {f.key: flat(f.key, **knobs[f.key]) for f in chosen}
    runs = {f.key: run_chain(f, z / weight, layers, weight=weight, **knobs[f.key]) for f in chosen}
    bound = sigmoid_bound(layers, weight=weight) if "sigmoid" in runs else None
    figure = bends_and_depth(curves, runs, flat=sleep, bound=bound)

    with numbers:
        rows = [(f.label, runs[f.key].a[0], runs[f.key].slopes[0], sleep[f.key]) for f in chosen]
        st.markdown(about.exact_table(z, rows))
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.bends", caption=tell(curves, runs), on_click=put)
        if "gelu_tanh" in curves:
            show_gap(z, curves["gelu"])
        ui.show_formula(
            *(pair for f in told for pair in formulas(f, runs[f.key], knobs[f.key])),
            chain_formula({f.key: runs[f.key] for f in told}, weight),
        )
        about.say_whose(told, chosen)
    ui.show_source(*(g for f in chosen for g in (f.value, f.derivative)), run_chain, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(chosen, knobs, z, layers, weight),
        tables={
            "curves": lambda: about.table_of_curves(curves),
            "layers": lambda: about.table_of_layers(curves, runs),
        },
        figures={"bends": figure},
    )


def with_both_forms(chosen):
    """The chosen functions, GELU among them in both of its forms."""
    keys = {"gelu", *(f.key for f in chosen)}
    return [*(f for f in ACTIVATIONS.values() if f.key in keys), MEMBERS["gelu_tanh"]]


def put(z, _):
    """Set z, from a click on a curve."""
    st.session_state[f"{SLUG}.z"] = min(REACH, max(-REACH, round(z, 2)))


def show_gap(z, gelu):
    """What the tanh form of GELU does not get right, along z."""
    (place, most), now = widest(), float(gelu_gap(z))
    figure = gap_between_forms(gelu.z, gelu_gap(gelu.z), widest=(place, most), now=(z, now))
    ui.show_figure(
        figure,
        key=f"{SLUG}.gap",
        caption=f"At z = {ui.short(z, 7)} the exact GELU minus its tanh form is {ui.short(now, 3)}. "
        f"They differ most at z = ±{place:.4f}: by {ui.short(most, 5)}.",
    )


@st.cache_data(max_entries=1, show_spinner=False)
def properties():
    """The columns of the table of all functions, at the defaults of their knobs."""
    return about.property_table(list(MEMBERS.values()), FACTS, {key: flat(key) for key in MEMBERS})


@st.cache_data(max_entries=200, show_spinner=False)
def flat(key, **knobs):
    """Where a function is flat."""
    return flat_where(MEMBERS[key], **knobs)


@st.cache_data(max_entries=1, show_spinner=False)
def widest():
    """Where the two forms of GELU differ most, and by how much."""
    return widest_gelu_gap()


def tell(curves, runs):
    """The slopes at z, the ones used at kinks, and what is left at the end of the chain."""
    first = next(iter(runs.values()))
    slopes = about.named({curves[key].label: run.slopes[0] for key, run in runs.items()})
    ends = about.named({curves[key].label: run.products[-1] for key, run in runs.items()})
    kinks = "; ".join(
        f"{curve.label} {' and '.join(ui.short(slope, 3) for slope in dict.fromkeys(curve.kink_slopes))}"
        for curve in curves.values()
        if curve.kinks.size
    )
    told = f" At a kink or a jump there is no slope; used there (◆): {kinks}." if kinks else ""
    return (
        f"Slope at z = {ui.short(first.z[0], 7)}: {slopes}. "
        f"Slope of layer {len(first.z)}'s output along the chain's input: {ends}.{told}"
    )


def formulas(f, run, knobs):
    """Value and slope of one activation: in symbols in the color of its curve, and with numbers."""
    paint = rf"\color{{{theme.style(f.key)['color']}}}"
    z = float(run.z[0])
    return (
        (f"{paint}{{{f.equation}}}", ui.with_numbers(f.equation, z, run.a[0], knobs)),
        (
            f"{paint}{{{f.derivative_equation}}}",
            ui.with_numbers(f.derivative_equation, z, run.slopes[0], knobs),
        ),
    )


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
