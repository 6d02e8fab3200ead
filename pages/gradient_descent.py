"""Lesson: the same slope, several ways down.

Question: all of them feel the same slope, so why do some get there first?
First ten seconds: a long ravine from above. Plain descent drops to its floor and then creeps along it, momentum
swings and arrives, Adam walks beside both; on the right the heights fall, each in its color.
"""

import streamlit as st

import ui
from charts import theme
from charts.landscape import race
from core.optimizers import OPTIMIZERS, descend
from core.surfaces import SURFACES, sample

SLUG = "gradient_descent"
EXPERIMENTS = [
    ui.Experiment(
        "Zigzag",
        "Plain descent crosses the floor of the ravine at every step: across, the rate is nearly too large, and along it is so small that a step takes off only 2 % of the way. Momentum adds such steps up: it swings wider, and gets there.",
        {"rules": ["sgd", "momentum"]},
    ),
    ui.Experiment(
        "Over the edge",
        "The steepest curvature here is 150, so plain descent needs η < 2/150 ≈ 0.0133. At 0.02 every step overshoots by more than the last: it diverges, and is drawn leaving.",
        {"rules": ["sgd"], "sgd_lr": 0.02},
    ),
    ui.Experiment(
        "Valley of bananas",
        "On Rosenbrock's curved valley every rule falls to the valley floor at once. Along the floor the slope is tiny: plain descent is still far from (1, 1) after 200 steps.",
        {
            "surface": "rosenbrock",
            "rules": ["sgd", "adam"],
            "sgd_lr": 0.001,
            "adam_lr": 0.2,
            "steps": 200,
        },
    ),
    ui.Experiment(
        "Stuck on the ridge",
        "Started exactly on the saddle's ridge, the slope across it is exactly 0: plain descent walks to the saddle and stays, for ever. Any nudge would have saved it.",
        {"surface": "saddle", "rules": ["sgd"], "sgd_lr": 0.1, "saddle_y": 0.0},
    ),
    ui.Experiment("Start again", "Everything as it was.", {}),
]

ui.open_lesson(SLUG)


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        surface = ui.pick("Landscape", SURFACES, key=f"{SLUG}.surface", default="ravine")
        rules = ui.pick_some(
            "Rules", OPTIMIZERS, key=f"{SLUG}.rules", default=("sgd", "momentum", "adam")
        )
        rates = ui.turn_each(rules, "lr", slug=SLUG)
        steps = ui.slide("Steps", 10, 300, 80, key=f"{SLUG}.steps", step=10)
        start, go_to = ui.point("Start", surface.window, surface.start, slug=SLUG, name=surface.key)

    walks = {
        rule.key: descend(surface, rule, start, steps=steps, lr=rates[rule.key]) for rule in rules
    }
    floor = min((float(surface.value(*place)) for place in surface.minima), default=None)
    figure = race(
        sample(surface, 80),
        walks,
        minima=surface.minima,
        floor=floor,
        log_scale=surface.log_scale,
        view=surface.key,
    )

    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.race", caption=tell(surface, start, walks), on_click=go_to
        )
        ui.show_formula(*(second_step(rule, rates[rule.key], walks[rule.key]) for rule in rules))
    ui.show_source(*(rule.step for rule in rules), descend, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(surface, rules, rates, start, steps),
        tables={"walks": lambda: table_of(walks)},
        figures={"race": figure},
    )


def tell(surface, start, walks):
    """The race in one sentence."""
    ends = [
        f"{walk.label} diverges after step {len(walk.values) - 1}"
        if walk.outcome == "diverged"
        else f"{walk.label} stands at height {walk.values[-1]:.3g} after {len(walk.values) - 1} steps"
        for walk in walks.values()
    ]
    return f"{surface.label}, from ({start[0]:.4g}, {start[1]:.4g}) at height {surface.value(*start):.3g}: {'; '.join(ends)}."


def second_step(rule, rate, walk):
    """A rule in symbols, and its second step in numbers: the first in which memory counts."""
    t = min(1, len(walk.points) - 1)
    knobs = ",\\;".join(
        rf"{knob.symbol}={rate if knob.name == 'lr' else knob.default:g}" for knob in rule.knobs
    )
    places = rf"{pair(walk.points[t])} \to {pair(walk.points[min(t + 1, len(walk.points) - 1)])}"
    return (
        rf"\color{{{theme.style(rule.key)['color']}}}{{{rule.equation}}}",
        rf"{knobs}: \quad g_{t}={pair(walk.gradients[t])}, \quad {places}",
    )


def pair(numbers):
    """Two coordinates in LaTeX."""
    return rf"({numbers[0] + 0.0:.4g},\, {numbers[1] + 0.0:.4g})"


def table_of(walks):
    """All walks as one table, a row a step."""
    rows = [
        (walk.label, t, *walk.points[t], walk.values[t])
        for walk in walks.values()
        for t in range(len(walk.values))
    ]
    return dict(zip(("rule", "step", "x", "y", "height"), zip(*rows, strict=True), strict=True))


def script(surface, rules, rates, start, steps):
    """Today's race as a script that needs NumPy alone."""
    runs = "\n".join(
        f'walk("{rule.label}", {rule.init.__name__}, {rule.step.__name__}, lr={rates[rule.key]!r})'
        for rule in rules
    )
    main = f"""
value, gradient = {surface.value.__name__}, {surface.gradient.__name__}
np.seterr(over="ignore", invalid="ignore")  # a walk that diverges says so by its numbers


def walk(name, init, step, **knobs):
    point = np.array({start!r})
    state = init(point)
    for t in range({steps}):
        print(name, t, *point, value(*point))
        point, state = step(point, gradient(*point), state, **knobs)
    print(name, {steps}, *point, value(*point))


{runs}
"""
    parts = [function for rule in rules for function in (rule.init, rule.step)]
    return ui.stand_alone(surface.value, surface.gradient, *parts, main=main)


laboratory()
ui.predict(
    "A ravine is 75 times steeper across than along. You raise plain descent's rate until the zigzag across is as large as it can be without growing. How much of the way along the ravine does a step then take off?",
    ["All of it", "About half", "Less than 3 %"],
    "Less than 3 %: the largest rate that does not diverge is 2/150, set by the steep direction; along the ravine the curvature is 2, so a step takes off 2 · 2/150 of the way. That ratio of curvatures, the condition number, is why memory of earlier slopes pays.",
    key=f"{SLUG}.predict",
)
ui.beware(
    "**“SGD is slow because it uses one record at a time.”** No: per example it makes *more* progress early, and is noisy near the minimum. What is slow on this page is something else: one rate for directions of very different curvature. "
    "And momentum here is v ← βv + g; books that write v ← βv + (1 − β)g need a rate 1/(1 − β) times larger for the same path."
)
