"""View: units that sleep, units that are dead, and what wakes them.

Question: which units have stopped learning, and can they be woken?
First ten seconds: a layer of 64 units reads 1797 handwritten digits, with a bias of −2. As ReLUs 58 of them are crossed
out: no digit finds a slope there. The same units as leaky ReLUs are all awake.
"""

import streamlit as st

import ui
from core.activations import ACTIVATIONS
from pages.parts.activations.sleeping_bell import on_bell
from pages.parts.activations.sleeping_layer import on_digits
from pages.parts.activations.sleeping_training import in_training

SLUG = "activations_asleep"
SOURCES = {"digits": "Digits", "bell": "Bell curve", "training": "Training"}
SHOW = {"digits": on_digits, "bell": on_bell, "training": in_training}
EXPERIMENTS = [
    ui.Experiment(
        "Asleep is not dead",
        "At bias 0 the ReLUs sleep on about half of all digits, each on its own half: that is how they tell digits apart. Dead are only the few that no digit at all wakes.",
        {"bias": 0.0},
    ),
    ui.Experiment(
        "Bias −5",
        "The same without pictures: z from a bell curve around −5. About 99.4 % of it lies left of 0, where the ReLU's slope is exactly 0. The leaky ReLU passes on 0.01 there: little, but never nothing.",
        {"batch": "bell"},
    ),
    ui.Experiment(
        "Saturated, not dead",
        "Weights eight times He's: more than a third of the sigmoid's slopes and more than half of tanh's are under 0.01. But none is 0: with patience, and smaller weights, all can be woken.",
        {"upper": "sigmoid", "lower": "tanh", "bias": 0.0, "gain": 8.0},
    ),
    ui.Experiment(
        "A rate that kills",
        "Really trained, with a rate of 2: one epoch leaves most of the 32 ReLUs dead, and none ever comes back. The loss stays at that of guessing. The leaky ones have a rough ride too, but all of them live, and learn.",
        {"batch": "training"},
    ),
    ui.Experiment(
        "A smaller rate",
        "The same ReLUs, the same digits in the same order, a quarter of the rate: hardly one dies, and 99 of 100 digits are named right. The rate was the poison.",
        {"batch": "training", "lower": "relu", "rate_lower": 0.5},
    ),
    ui.Experiment(
        "Born dead",
        "All biases at −5 at the start. Every ReLU is dead before the first step, its gradient is exactly 0, and it stays dead for good. A leaky ReLU still gets a hundredth, and climbs out.",
        {"batch": "training", "start": -5.0, "rate_upper": 1.0, "rate_lower": 1.0, "epochs": 30},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A ReLU of the first layer is dead: z < 0 for every digit. You go on with plain descent for a thousand epochs, on the same digits. What becomes of it?",
        ["It wakes up in the end", "It stays dead", "It wakes if the rate is raised"],
        "It stays dead. Its weights and its bias have a gradient of exactly 0 for each digit, and any rate times 0 is 0. Only a change from outside could wake it: other inputs (in a deeper layer, when the layers below go on learning), or a penalty that shrinks the weights.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A ReLU that puts out 0 is dead.”** It is asleep, for this one example; half of them are, and should be. Dead is a unit that *no* example wakes. "
        "**“Dead and saturated are the same.”** A saturated sigmoid has a tiny slope, here under 0.01, and creeps on. A dead ReLU's is 0, and it does not. "
        "**“Leaky ReLUs cure everything.”** They cannot die, but a rate that kills ReLUs makes them stumble: see their loss. The first cure is a smaller rate. "
        "A leaky ReLU's slope of 0.01 sits exactly on the limit drawn here, and does not count as under it."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        source = ui.choose("Where z comes from", SOURCES, key=f"{SLUG}.batch", default="digits")
        left, right = st.columns(2)
        with left:
            upper = ui.pick("Above", ACTIVATIONS, key=f"{SLUG}.upper", default="relu")
        with right:
            lower = ui.pick("Below", ACTIVATIONS, key=f"{SLUG}.lower", default="leaky_relu")
        part = SHOW[source](SLUG, (upper, lower), picture)
    with picture:
        ui.show_figure(part.figure, key=f"{SLUG}.{source}", caption=part.caption)
        ui.show_formula(*part.formulas)
    ui.show_source(*part.code, slug=SLUG)
    ui.take_with_you(SLUG, script=part.script, tables=part.tables, figures={source: part.figure})
