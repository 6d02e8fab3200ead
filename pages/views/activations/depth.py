"""View: a signal on its way through many layers, and its gradient on the way back.

Question: what is left of a signal, and of its gradient, after many layers?
First ten seconds: thirty layers of sigmoids. The gradient's hills drift to the left with every layer on the way up
and leave the picture: fifteen decades are lost. The signal fares no better on its way down: its size stays, yet all
inputs look the same. In gray the same weights with ReLUs, which keep most of both.
"""

import math
from types import SimpleNamespace

import streamlit as st

import ui
from charts import theme
from charts.activations.through_depth import layers_as_ridges
from core.activations import ACTIVATIONS
from core.entries import Knob
from core.studies.activations.deep_notes import mean_factor
from core.studies.activations.deep_signal import STARTS, go_back, go_forward, send_through
from core.studies.activations.depth import sigmoid_bound
from pages.parts.activations.depth_take_away import script, table_of_layers, table_of_ridges

SLUG = "activations_depth"
GAIN = Knob("gain", "g", 1.0, (0.25, 0.5, 0.8, 1.0, 1.25, 1.5, 2.0, 4.0), "multiplies all weights")
WIDTH = Knob("width", "n", 64, (8, 16, 32, 64, 128), "units in every layer")
RUNS = Knob("runs", "r", 8, (1, 4, 8, 16), "networks with weights of their own, side by side")
BATCH = Knob("batch", "m", 64, (16, 32, 64, 128), "inputs, drawn from N(0, 1)")
NOBODY = {"none": SimpleNamespace(key="none", label="Nothing", knobs=())}
EXPERIMENTS = [
    ui.Experiment(
        "Glorot is no help",
        "Glorot's start was made for units with slope 1 at 0. A sigmoid's is 1/4 at best, and its outputs never center on 0: the gradient is under a millionth ten layers after it set out, with twenty more to go. The signal is lost as soon: from layer 10 on, a unit tells inputs apart by less than a millionth.",
        {"start": "glorot"},
    ),
    ui.Experiment(
        "ReLU with He",
        "Half of all units are silent in every layer, and He's doubled variance makes up for exactly that: 64 · 2/64 · 1/2 = 1. The gradient arrives about as large as it was sent. The signal arrives too, yet inputs grow alike: after 50 layers, a tenth to a fifth of their spread is left.",
        {"activation": "relu", "compare": "none", "layers": 50},
    ),
    ui.Experiment(
        "Half the weights",
        "All weights halved, so every layer halves the signal on its way down and the gradient on its way up: both are under a millionth about twenty layers on, the signal a little earlier, as ReLUs make inputs alike besides.",
        {"activation": "relu", "compare": "none", "gain": 0.5},
    ),
    ui.Experiment(
        "1.5 to the ninth",
        "No bend, and weights that only turn, made 1.5 times as large: each layer multiplies by exactly 1.5. Nine steps back the gradient is 1.5⁹ = 38.44 times as large; with 50 layers it would be 4 · 10⁸ times.",
        {
            "activation": "identity",
            "compare": "none",
            "layers": 10,
            "start": "orthogonal",
            "gain": 1.5,
        },
    ),
    ui.Experiment(
        "One spread for all",
        "Weights from N(0, 1), whatever the width: a sum of 64 terms is 8 times as large as one. ReLUs explode, both ways. Tanh caps the signal at 1, so all looks well on the way down and inputs stay apart, yet its gradient explodes as well.",
        {"activation": "tanh", "compare": "relu", "start": "plain"},
    ),
    ui.Experiment(
        "Tanh with Glorot",
        "The pair that Glorot and Bengio made for each other: after 50 layers neither signal nor gradient is lost. Both shrink slowly: tanh is a little flatter than slope 1 wherever z is not 0.",
        {"activation": "tanh", "compare": "sigmoid", "start": "glorot", "layers": 50},
    ),
]

sent = st.cache_data(
    send_through, max_entries=64, show_spinner="Sending a batch through all layers and back …"
)


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "In a ReLU network with He's start, half of all units are silent in every layer. So of a billion paths through 30 layers about one is open all the way. How much of the gradient arrives at the first layer?",
        ["About a billionth", "About half", "About all of it"],
        "About all of it, as “ReLU with He” shows. There are many more paths than a billion, 64³⁰, and He's weights are larger by just as much as is needed: in every layer 64 terms, each of variance 2/64, half of them silent: 64 · 2/64 · 1/2 = 1. A product of slopes along one path is not yet a gradient: the weights belong to it.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“The gradient vanishes because 0.25ᴸ is small.”** That is half of it: each layer also multiplies by its weights. Sigmoids vanish because with usual weights n · Var(W) · E[σ′²] is far below 1. "
        "**“Glorot's variance is 1/(n_in + n_out)”, “He's is 1/n_in”, “Xavier suits ReLU.”** Glorot (Xavier) is 2/(n_in + n_out), He is 2/n_in, and ReLU needs He's: with Glorot's its gradient loses a factor √2 a layer. "
        "**“Zeros fail because the gradient vanishes.”** Choose Zeros here, and nothing gets below the last layer. But any constant fails, also where gradients flow: all units of a layer stay twins for ever. And from zeros, the last layer still learns: sigmoids put out ½, so its weights do; only where f(0) = 0, as with tanh, is it left to its biases alone. **“The activations are as large as ever, so the signal is well.”** Sigmoids keep their size at any depth, but with He's start a unit of layer 12 puts out the same for every input, to a millionth. A signal is what tells inputs apart. "
        "GELU, SiLU and Mish with He's start sit near a balance that tips over: narrow networks differ there by powers of ten, and the line for infinite width speaks for wide ones."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        f, other = choose_functions()
        leaks = ui.turn_each(
            [g for g in {f.key: f, other.key: other}.values() if g.knobs], "alpha", slug=SLUG
        )
        start, settings = choose_settings()
    with picture, st.empty():  # a place of its own: what is waited for moves nothing
        runs = [
            sent(g.key, **settings, **knobs_of(g, leaks))
            for g in ([f] if other.key in ("none", f.key) else [f, other])
        ]
    run, compared = runs[0], runs[1] if len(runs) > 1 else None
    bound = sigmoid_bound(settings["depth"])[::-1] if f.key == "sigmoid" else None
    figure = layers_as_ridges(run, other=compared, other_label=other.label, bound=bound)

    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.ridges", caption=tell(f, start, settings, run, other, compared)
        )
        ui.show_formula(*formulas(f, start, settings, run, bound))
    ui.show_source(send_through, go_forward, go_back, start.draw, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(f, knobs_of(f, leaks), start, settings),
        tables={
            "layers": lambda: table_of_layers(run),
            "activations": lambda: table_of_ridges(run.activations, "activation"),
            "gradients": lambda: table_of_ridges(run.gradients, "log10_gradient"),
        },
        figures={"ridges": figure},
    )


def choose_functions():
    """The activation, and another one to hold against it."""
    left, right = st.columns(2)
    with left:
        f = ui.pick("Activation", ACTIVATIONS, key=f"{SLUG}.activation", default="sigmoid")
    with right:
        choices = NOBODY | dict(ACTIVATIONS)
        return f, ui.pick("Compare with", choices, key=f"{SLUG}.compare", default="relu")


def choose_settings():
    """The start, and all that both networks share."""
    left, right = st.columns(2)
    with left:
        start = ui.pick("Start", STARTS, key=f"{SLUG}.start", default="he")
        layers = ui.slide("Layers", 1, 50, 30, key=f"{SLUG}.layers")
        runs = ui.turn(RUNS, key=f"{SLUG}.runs", label="Runs")
    with right:
        gain = ui.turn(GAIN, key=f"{SLUG}.gain", label="Gain $g$")
        width = ui.turn(WIDTH, key=f"{SLUG}.width", label="Width $n$")
        batch = ui.turn(BATCH, key=f"{SLUG}.batch", label="Batch")
    seed = ui.number("Seed of the first run", 0, 999, 0, key=f"{SLUG}.seed")
    return start, {
        "depth": layers,
        "width": width,
        "batch": batch,
        "runs": runs,
        "initializer": start.key,
        "gain": gain,
        "seed": seed,
    }


def knobs_of(f, leaks):
    """What the sliders say for this function."""
    return {"alpha": leaks[f.key]} if f.key in leaks else {}


def tell(f, start, settings, run, other, compared):
    """Both ways in one sentence, and what the other function makes of them."""
    depth, count = settings["depth"], settings["runs"]
    gain = f", gain {settings['gain']:g}" if settings["gain"] != 1 else ""
    layers = "1 layer" if depth == 1 else f"{depth} layers"
    text = (
        f"{f.label}, {layers} of {settings['width']} units, {start.label} start{gain}, {of_runs(count)}: "
        f"a gradient of 1 sent back from the output is {size(run.gradient_typical[-1])} in layer {depth} and "
        f"{size(run.gradient_typical[0])} in layer 1{between(run.gradient_rms[0])} ({fate(run.gradient)}). "
        f"The signal, how far apart a unit puts the inputs, is 1 at first, {size(run.spread_typical[0])} in layer 1 and "
        f"{size(run.spread_typical[-1])} in layer {depth}{between(run.spread[-1])} ({fate(run.signal)}{alike(run)})."
    )
    if compared is None:
        return text
    return f"{text} With {other.label}, same start and inputs, {size(compared.gradient_typical[0])} of the gradient arrives at layer 1."


def of_runs(count):
    """How many runs the numbers are of."""
    return "one run" if count == 1 else f"median of {count} runs"


def between(levels):
    """The lowest and the highest run, where there are several."""
    if len(levels) == 1:
        return ""
    low, high = levels.min(), levels.max()
    return f", runs from {size(low)} to {size(high)}"


def alike(run):
    """Where the size of the activations hides that the signal is lost."""
    left, level = run.spread_typical[-1], run.a_typical[-1]
    if run.signal.kind != "vanishing" or left > 1e-6 * level:
        return ""
    same = f"to {int(-math.log10(left / level))} digits" if left else "exactly"
    return f": activations of size {size(level)}, {same} the same for every input"


def fate(verdict):
    """What a verdict says in words."""
    if verdict.kind == "healthy":
        return "healthy"
    limit = "vanishing: under 10⁻⁶" if verdict.kind == "vanishing" else "exploding: over 10⁶"
    return f"{limit} at layer {verdict.layer}"


def size(value):
    """A size with three digits; what no float can hold is said in words."""
    return f"{value:.3g}" if value < float("inf") else "too large for a float"


def formulas(f, start, settings, run, bound):
    """Forward, back and the product of slopes: each in symbols, then with today's numbers."""
    depth, n, g = settings["depth"], settings["width"], settings["gain"]
    variance = start.variance(n, n)
    forward, back = (rf"\color{{{color}}}" for color in (theme.FORWARD, theme.GRADIENT))
    sizes = run.gradient_typical
    q = mean_factor(sizes[-1], sizes[0], depth - 1)
    shrinking = (
        rf"{ui.tex(sizes[-1], 3)} \cdot {ui.tex(q, 3)}^{{{depth - 1}}} = {ui.tex(sizes[0], 3)}"
        if q == q
        else rf"\text{{{size(sizes[-1])} in layer {depth}, {size(sizes[0])} in layer 1}}"
    )
    most = (
        rf" \le \left(\tfrac14\right)^{{{depth}}} = {ui.tex(bound[0], 3)}"
        if bound is not None
        else ""
    )
    return (
        (
            rf"{forward}{{z_l = a_{{l-1}} W_l, \quad a_l = f(z_l), \quad \operatorname{{Var}} z_l = n\, g^2 \operatorname{{Var}}(W_{{ij}})\, \overline{{a_{{l-1}}^2}}}}",
            rf"n\, g^2 \operatorname{{Var}}(W_{{ij}}) = {n} \cdot {g:g}^2 \cdot {ui.tex(variance)} = {ui.tex(n * g * g * variance)}",
        ),
        (
            rf"{back}{{\delta_l = f'(z_l) \odot \delta_{{l+1}} W_{{l+1}}^\top, \quad \text{{RMS }} \delta_1 = \text{{RMS }} \delta_L \cdot q^{{L-1}}}}",
            shrinking,
        ),
        (
            rf"\color{{{theme.GOLD}}}{{\textstyle\prod_{{l=1}}^{{{depth}}} |f'(z_l)|}}",
            rf"\text{{along the steepest path measured: }} {ui.tex(run.path_largest[0].max(), 3)}{most}",
        ),
    )
