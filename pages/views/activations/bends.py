"""View: what a few hidden units can draw, and what each of them adds.

Question: what can k bends draw that no straight line can?
First ten seconds: a sine, and six straight strokes that follow it. Below, the six ReLUs they are made of, each flat and
then straight; every bend above stands over the kink of one of them.
"""

import streamlit as st

import ui
from charts import theme
from charts.activations.bends import fit_and_units
from core.activations import ACTIVATIONS
from core.least_squares import levenberg_marquardt
from core.studies.activations.bends import SHOWN, count_bends, fit_bends, predict
from core.studies.activations.collapse import collapse, one_layer
from core.studies.activations.targets import TARGETS

SLUG = "activations_bends"
MOST = 16
EXPERIMENTS = [
    ui.Experiment(
        "Six bends, a sine",
        "Six ReLUs, six kinks, six bends: seven straight strokes follow the sine to an RMS error of 0.115. Press Play: large pieces cancel to a small sum.",
        {},
    ),
    ui.Experiment(
        "One corner, two ReLUs",
        "|x| has a single bend, yet with one ReLU, flat on one side, an error of 0.241 is left. Two of them back to back draw it exactly.",
        {"target": "corner", "k": 2},
    ),
    ui.Experiment(
        "Buy more bends",
        "The error for every k: 0.329 with 4 ReLUs, 0.0703 with 8, 0.0263 with 16. At 12 it is above that at 11: what k bends can draw and what training finds are two things.",
        {"k": 8, "errors": True},
    ),
    ui.Experiment(
        "Sixteen, and no bend",
        "Sixteen units without a bend draw one straight line: two layers collapse into one, with slope W₁W₂ = 0.3099. The error is 0.681, the same as with a single unit.",
        {"function": "identity", "k": 16},
    ),
    ui.Experiment(
        "Without a corner",
        "Tanh bends everywhere a little and nowhere sharply: four units come to 0.00637, where four ReLUs left 0.329.",
        {"function": "tanh", "k": 4},
    ),
    ui.Experiment(
        "Stairs",
        "Sixteen steps, sixteen jumps. The step's slope is 0, so nothing tells an edge which way to move: w and b stay as chance put them, only the heights v and c are learned. An error of 0.276 is left.",
        {"function": "step", "k": 16},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "The zigzag has five corners. How many ReLUs draw it exactly?",
        ["Five", "Six", "Ten"],
        "Six. Five can stand at the five corners, but each ReLU is flat on one side, so the slope at the left end is the sum of what those that rise to the left bring. Every corner changes the slope by 12, so that sum would be a multiple of 12, and the zigzag begins with 6. The sixth supplies what is missing.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“k ReLUs draw k bends.”** *At most* k: kinks may coincide, cancel, or lie outside the picture. "
        "**“More units never do worse.”** They *can* always do as well. What training from random starts finds is another matter: here the best of 24 starts is shown, and the error may still rise with k. "
        "**“Deep is powerful, whatever is in the layers.”** Without a bend between them, two layers are one: (x W₁ + b₁) W₂ + b₂ = x (W₁W₂) + (b₁W₂ + b₂). "
        "**“An exact fit is the curve itself.”** It is exact at the 121 points shown: two ReLUs hit the jump at all of them, and draw a steep ramp between two neighbors."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        k = ui.live_slide("Hidden units k", 1, MOST, 6, key=f"{SLUG}.k", step=1)
        left, right = st.columns(2)
        with left:
            target = ui.pick("To be drawn", TARGETS, key=f"{SLUG}.target", default="wave")
        with right:
            f = ui.pick("Activation", ACTIVATIONS, key=f"{SLUG}.function", default="relu")
        leak = ui.turn_each([f], "alpha", slug=SLUG) if f.knobs else {}
        left, right = st.columns(2, vertical_alignment="bottom")
        with left:
            seed = ui.number("Seed of the starts", 0, 99, 0, key=f"{SLUG}.seed")
        with right:
            sweep = ui.switch("Error over k", key=f"{SLUG}.errors")
        settings = (target.key, f.key, leak.get(f.key), seed)
        errors = errors_of(*settings) if sweep else None  # who trains them says so here

    with picture:
        fit = trained(k, *settings)
        figure = fit_and_units(fit, errors=errors)
        ui.show_figure(figure, key=f"{SLUG}.fit", caption=tell(f, fit, errors), on_click=choose_k)
        ui.show_formula(*formulas(f, fit))
        st.markdown(table_in_words(fit))
    ui.show_source(
        *(target.value, f.value, f.derivative, predict, levenberg_marquardt),
        *(fit_bends, count_bends, collapse),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: script(target, f, k, leak.get(f.key), seed),
        tables={"curves": lambda: table_of_curves(fit), "units": lambda: table_of_units(fit)},
        figures={"fit": figure},
    )


@st.cache_data(max_entries=300, show_spinner=False)
def trained(k, target, function, alpha, seed):
    """The best network of k units."""
    knobs = {} if alpha is None else {"alpha": alpha}
    return fit_bends(target, function, k, seed=seed, **knobs)


@st.cache_data(max_entries=300, show_spinner="Training networks of 1 to 16 units …")
def errors_of(target, function, alpha, seed):
    """The error of the best network of every size."""
    return [trained(k, target, function, alpha, seed).rmse for k in range(1, MOST + 1)]


def choose_k(x, y):
    """The number of units that was clicked."""
    st.session_state[f"{SLUG}.k"] = min(MOST, max(1, round(x)))


def tell(f, fit, errors=None):
    """Bends allowed and counted, and the error, in a sentence or two."""
    k = len(fit.w)
    units = f"{k} {f.label} unit{'s' if k > 1 else ''}"
    if fit.bends is None:
        said = f"{units}: the curve bends smoothly, there are no straight pieces to count"
    elif not f.kinks:
        slope, bias = one_layer(fit)
        height = f" {'−' if bias < 0 else '+'} {number(abs(bias))}" if abs(bias) > 1e-9 else ""
        said = f"{units}: no bend at all, the straight line ŷ = {number(slope)} x{height}"
    else:
        name = "jump" if f.key == "step" else "bend"
        allowed = f"{fit.most_bends} {name}{'s' if fit.most_bends > 1 else ''}"
        said = f"{units}: at most {allowed}, here {fit.bends}"
    tail = " (w and b as chance put them)" if f.key == "step" else ""
    click = "" if errors is None else " Click an error to choose its k."
    return f"{said}{tail}. RMS error {number(fit.rmse)} at the {SHOWN} points shown.{click}"


def number(value):
    """Four digits; what is only rounding is 0."""
    return ui.typeset(f"{value:.4g}") if abs(value) > 1e-9 else "0"


def formulas(f, fit):
    """The curve with its first units, the bends that it may have, or the line that it is."""
    shown = 3
    terms = [
        unit_term(*row, first=i == 0)
        for i, row in enumerate(zip(fit.v, fit.w, fit.b, strict=True))
        if i < shown
    ]
    rest = r" + \cdots" if len(fit.w) > shown else ""
    y = rf"\textcolor{{{theme.FORWARD}}}{{\hat y}}"
    pairs = [
        (
            rf"{y} = \sum_{{i=1}}^{{k}} v_i\, f(w_i x + b_i) + c, \quad {f.equation}",
            rf"{y} = {''.join(terms)}{rest} {signed(fit.c)}",
        )
    ]
    if not f.kinks and fit.bends == 0:
        slope, bias = one_layer(fit)
        pairs.append(
            (
                rf"{y} = (x W_1 + b_1) W_2 + b_2 = x\,(W_1 W_2) + (b_1 W_2 + b_2), \quad W_1 W_2 = \sum_i w_i v_i",
                rf"{y} = {ui.tex(slope)}\,x {signed(bias)}",
            )
        )
    elif fit.bends is not None:
        pairs.append(
            (
                r"\text{bends} \le k \cdot \text{kinks of } f",
                rf"{fit.bends} \le {len(fit.w)} \cdot {len(f.kinks)} = {fit.most_bends}",
            )
        )
    return pairs


def unit_term(v, w, b, *, first):
    """What one unit adds, in LaTeX."""
    height = ui.tex(v) if first else signed(v)
    return rf"{height}\, f({ui.tex(w)}\,x {signed(b)})"


def signed(value):
    """A number with its sign in front, in LaTeX; what is only rounding is 0."""
    if abs(value) <= 1e-9:
        return "+ 0"
    return f"{'-' if value < 0 else '+'} {ui.tex(abs(value))}"


def table_in_words(fit):
    """Each unit's three numbers, and where it turns."""
    rows = [
        f"| {i} | {number(w)} | {number(b)} | {number(v)} | {number(-b / w) if w else 'nowhere'} |"
        for i, (w, b, v) in enumerate(zip(fit.w, fit.b, fit.v, strict=True), 1)
    ]
    head = ["| unit | w | b | v | wx + b = 0 at x = |", "|---|---:|---:|---:|---:|"]
    return "\n".join([*head, *rows])


def table_of_curves(fit):
    """Target, fit and every unit's share, a row a place."""
    units = {f"unit_{i}": row for i, row in enumerate(fit.units, 1)}
    return {"x": fit.x, "target": fit.target, "fit": fit.fit} | units


def table_of_units(fit):
    """Parameters of the units; c is the same for all."""
    return {"w": fit.w, "b": fit.b, "v": fit.v, "c": [fit.c] * len(fit.w)}


def script(target, f, k, alpha, seed):
    """Today's training as a script that needs NumPy alone."""
    knob = "" if alpha is None else f", alpha={alpha!r}"
    main = f"""
from types import SimpleNamespace

TARGETS = ACTIVATIONS = {{}}  # the two chosen ones are here already
target = SimpleNamespace(value={target.value.__name__})
activation = SimpleNamespace(value={f.value.__name__}, derivative={f.derivative.__name__}, kinks={f.kinks!r})
fit = fit_bends(target, activation, {k}, seed={seed}{knob})
print("unit w b v")
for unit, row in enumerate(zip(fit.w, fit.b, fit.v), 1):
    print(unit, *map(float, row))
print("c", fit.c)
print("bends", fit.bends, "at most", fit.most_bends)
print("rmse", fit.rmse, "at", SHOWN, "points")
"""
    parts = [target.value, f.value, f.derivative, fit_bends]
    if f.key == "identity":
        parts.append(one_layer)
        main += 'print("one layer", *one_layer(fit))\n'
    return ui.stand_alone(*parts, main=main)
