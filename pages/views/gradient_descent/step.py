"""View: a single step of a learning rule, taken apart.

Question: what does the rule remember, and what does it do with the slope?
First ten seconds: Adam in the ravine. Straight downhill, dotted, leads almost across; the share of the newest slope is
small and turned, the share of the memory is long and points along the ravine, and the move is the sum of both.
On the right every number of the step, as it changed from step to step.
"""

import streamlit as st

import ui
from charts import theme
from charts.gradient_descent.inside_step import opened_step
from charts.gradient_descent.strips import Strip
from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.inside_step import formulas_of, open_step, quantity_of
from core.studies.gradient_descent.rule_variants import RULE_VARIANTS, without_look_ahead
from core.studies.gradient_descent.step_history import (
    farthest_apart,
    numbers_over_time,
    worth_watching,
)
from core.studies.gradient_descent.watching import watched
from core.surfaces import SURFACES, sample
from pages.parts.gradient_descent import inside_step as words

SLUG = "gradient_descent_step"
STEPS = 60
BY_SLOPE = ("sgd", "momentum", "nesterov")  # a rate that is safe depends on the landscape
VARIANTS = {  # what may be done differently in a rule: labels by key of the variant
    "momentum": {"momentum_mean": "v is a mean: (1 − β) g"},
    "nesterov": {"nesterov_ahead": "Look ahead, not rewritten"},
    "rmsprop": {"rmsprop_inside": "ε inside the root"},
    "adam": {"adam_uncorrected": "No bias correction", "adam_inside": "ε inside the root"},
    "adamw": {"adam_l2": "L2 in the slope, not decoupled"},
}
EXPERIMENTS = [
    ui.Experiment(
        "Whatever the slope",
        "Adam's first step: the slope is 12.5 times steeper across than along, yet the step is 0.1 long in both coordinates, exactly η. Nothing is remembered yet, so Adam divides each slope by its own size. Start elsewhere: still 0.1 and 0.1.",
        {"t": 1},
    ),
    ui.Experiment(
        "Without correction",
        "m and v start at 0 and are still far too small, but v counts under a root: the first step is (1 − β₁) / √(1 − β₂) = 3.16 times too long, 0.316 instead of 0.1. Bias correction undoes just that.",
        {"t": 1, "adam_uncorrected": True},
    ),
    ui.Experiment(
        "Only ever shrinks",
        "AdaGrad adds up all squared slopes and forgets none: look at the effective rate, which falls in both coordinates and never rises. Here it does no harm: it has all but arrived before the rate is used up.",
        {"rule": "adagrad", "t": 4},
    ),
    ui.Experiment(
        "Forgets, and recovers",
        "RMSprop's mean of squared slopes forgets. Across the ravine the slope is gone after a few steps, and the effective rate, the lower dotted line, rises again: at step 60 it is a third higher than at step 3.",
        {"rule": "rmsprop", "t": 60},
    ),
    ui.Experiment(
        "Ten slopes deep",
        "On a slope that hardly changes the velocity grows to about 1 / (1 − β) = 10 slopes, so each move is ten times as long as plain descent's. A velocity that is a mean is one slope long: switch it on, then let η make up for it.",
        {"surface": "bowl", "rule": "momentum", "bowl_momentum_lr": 0.0001, "t": 50},
    ),
    ui.Experiment(
        "Two Nesterovs, one path",
        "Looking ahead: the walker (green) first leaps along its velocity to the blue point, feels the slope there, and only then steps. The rewritten form, as in libraries, keeps the blue point alone: dashes on the same path, to the last digit or two.",
        {"rule": "nesterov", "nesterov_ahead": True, "t": 5},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "The ravine is far steeper across than along. Adam takes its very first step. Where does it lead?",
        ["Straight downhill, across", "As far across as along", "Along the ravine"],
        "As far across as along: η in both coordinates. At the first step m̂ = g and v̂ = g², so each coordinate moves by η g/|g|: the size of the slope cancels, only its sign is left. “Whatever the slope” shows it. Later steps differ, since m̂ is then a mean of slopes that may have opposite signs.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“v is the velocity.”** In momentum it is; in RMSprop and Adam the same letter is a mean of squared slopes. "
        "**“Momentum is v ← βv + (1 − β)g.”** In some books; here, as in PyTorch, it is v ← βv + g. The paths are the same if η is 1/(1 − β) times larger there: a rate means nothing without the convention. "
        "**“The correction divides by (1 − β)ᵗ.”** By 1 − βᵗ, and it divides: a well-known demo multiplied, for years. "
        "**“Adam's steps are always η long.”** Only the first. Later they shrink where slopes change sign, and can be longer after a long calm. "
        "**“AdaGrad's shrinking rate is the vanishing gradient.”** No: its slopes are as large as ever, it is the rule that counts them less. "
        "**“L2 and weight decay are one.”** In plain descent; Adam divides the L2 pull by the size of the slopes, AdamW does not."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        left, right = st.columns(2)
        with left:
            surface = ui.pick("Landscape", SURFACES, key=f"{SLUG}.surface", default="ravine")
        with right:
            rule = ui.pick("Rule", OPTIMIZERS, key=f"{SLUG}.rule", default="adam")
        asked = ui.live_slide("Step", 1, STEPS, 8, key=f"{SLUG}.t", step=1, play=True)
        buttons = st.container()
        variant = choose_variant(rule)
        lr, more = choose_rate(surface, rule, variant)
        start, go_to = ui.point("Start", surface.window, surface.start, slug=SLUG, name=surface.key)
        coordinate = ui.choose(
            "Formulas for", {"x": "x", "y": "y"}, key=f"{SLUG}.coordinate", default="x"
        )
        with st.expander("More knobs"):
            others = ui.turn_others([rule], slug=SLUG, but=("lr",))[rule.key]

    opened = variant or rule
    knobs = {"lr": lr} | others
    original, own = knobs, knobs | ({"lr": lr / (1 - others["beta"])} if more else {})
    walk = descend(surface, opened, start, steps=STEPS, **own)
    compared = variant and descend(surface, rule, start, steps=STEPS, **original)
    step = opening(opened, walk, asked, own)
    with buttons:
        ui.back_and_next(step.t, 1, len(walk.points) - 1, key=f"{SLUG}.t")
    over_time = numbers_over_time(opened, walk, **own)
    beside = numbers_over_time(rule, compared, **original) if variant else {}
    strips = [
        Strip(*words.strip_of(name, step), over_time[name], beside.get(name))
        for name in worth_watching(opened.key)
    ]
    ahead = variant and variant.key == "nesterov_ahead"
    figure = opened_step(
        sample(surface, 70),
        walk,
        step,
        strips,
        minima=surface.minima,
        log_scale=surface.log_scale,
        view=f"{surface.key} {len(strips)}",
        compared=compared,
        walker=without_look_ahead(compared, **original) if ahead else None,
    )

    apart = (compared.label, *farthest_apart(walk, compared)) if variant else None
    other = opening(rule, compared, asked, original) if variant else None
    names = [*dict.fromkeys(("gradient", *formulas_of(step, 0)))]
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.step",
            caption=words.tell_step(surface, walk, step, asked, apart),
            on_click=go_to,
        )
        lines = formulas_of(step, "xy".index(coordinate)).values()
        ui.show_formula(*(tuple(map(painted, line)) for line in lines))
        with st.container(key="compact-table-of-numbers"):
            st.markdown(
                words.numbers_table(
                    step,
                    other,
                    [name for name in names if name in over_time],
                    lambda name: quantity_of(step, name),
                    painted,
                    (opened.label, rule.label),
                )
            )
    ui.show_source(opened.step, *([rule.step] if variant else []), open_step, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.step_script(surface, opened, own, start, step.t, watched),
        tables={"steps": lambda: words.table_of_steps(walk, over_time)},
        figures={"step": figure},
    )


def choose_variant(rule):
    """What the reader does differently in the rule, one thing at a time; None where nothing is."""
    for key, label in VARIANTS.get(rule.key, {}).items():
        if ui.switch(label, key=f"{SLUG}.{key}", help=RULE_VARIANTS[key].differs):
            return RULE_VARIANTS[key]
    return None


def choose_rate(surface, rule, variant):
    """The learning rate, and whether a velocity that is a mean gets a rate that makes up for it."""
    knob, key = rule.knobs[0], f"{rule.key}_lr"
    default = knob.default
    if rule.key in BY_SLOPE:  # Nesterov's rule bears about half the rate of the other two
        most = surface.lr / (2 if rule.key == "nesterov" else 1)
        key, default = f"{surface.key}_{key}", max(tick for tick in knob.ticks if tick <= most)
    lr = ui.turn(
        knob, key=f"{SLUG}.{key}", label=rf"Learning rate ${knob.symbol}$", default=default
    )
    mean = variant is not None and variant.key == "momentum_mean"
    return lr, mean and ui.switch("Make up for it: η / (1 − β)", key=f"{SLUG}.made_up")


def opening(rule, walk, asked, knobs):
    """The step that the reader asked for; the last one of a walk that ended before."""
    return open_step(rule, walk, min(asked, len(walk.points) - 1), **knobs)


def painted(formula):
    """A formula in which slopes have their color; the empty group keeps the space before them."""
    return formula.replace(r"\slope{", rf"{{}}\textcolor{{{theme.GRADIENT}}}{{")
