"""View: the loss surface of a real network, cut by a plane, and the training's walk on it.

Question: is this the surface that a real network walks on?
First ten seconds: a walk comes down a slope into a hollow; beside it two loss curves that should be one and are not:
at the start the network's own loss is more than twice what the slice says, and below stands why, its distance from
the plane.
"""

from typing import Any, NamedTuple

import streamlit as st

import ui
from charts import theme
from charts.loss_surfaces import slices
from charts.loss_surfaces.between import BARRIER, line_and_nudges
from charts.loss_surfaces.slices import walk_on_a_slice
from core.batches import orders
from core.data_sets import DATA_SETS, split
from core.entries import Knob
from core.initializers import glorot
from core.optimizers import OPTIMIZERS
from core.smooth_activations import sigmoid, tanh, tanh_derivative
from core.stacked import Stack
from core.studies.loss_surfaces.between import barrier, line_between, reordered
from core.studies.loss_surfaces.planes import PLANES, draw_filters
from core.studies.loss_surfaces.sharpness import network_hessian, nudged, steepest_bend
from core.studies.loss_surfaces.slices import aimless_share, project, slice_through
from core.studies.loss_surfaces.small_training import (
    EXAMPLES,
    LOSS,
    NOISE,
    Recipe,
    examples_of,
    other_end,
    other_recipe,
    trained,
)
from pages.parts.loss_surfaces import slice_script
from pages.parts.loss_surfaces import slices as words

SLUG = "loss_surfaces_network"
POINTS, HEIGHT = 151, 452
NUDGES = [i / 20 for i in range(11)]
SETS = {key: DATA_SETS[key] for key in NOISE}
START = {"sgd": 0.1, "momentum": 0.03, "adam": 0.01}  # rates that get there
RULES = {key: OPTIMIZERS[key] for key in START}
RATE = Knob("lr", r"\eta", 0.01, (0.003, 0.01, 0.03, 0.1, 0.3, 1.0), "learning rate")
BATCH = Knob("batch", "B", 20, (5, 10, 20, 50, 200), "examples a step; 200 are all of them")
REACH = "half the width of the window: in lengths of the network, or in windows that hold the walk"
LOOKS = {
    "main": "Main plane (PCA)",
    "random": "Random plane",
    "filters": "Filter-normalized plane",
    "seeds": "Line to next seed",
    "twin": "Line to its twin",
    "batch": "Line to other batch size",
}
EXPERIMENTS = [
    ui.Experiment(
        "The walk's own plane",
        "No plane through its end lies nearer to this walk: 98.2 % of its squared distance from the end is here. Still the slice says 0.37 where the untrained network's loss is 0.84. And 98.2 % is less of a wonder than it sounds: a walk of the same steps without any aim has 79 % in its own main plane.",
        {},
    ),
    ui.Experiment(
        "Two random directions",
        "The same walk, a knot in the middle: 1.7 % of it lies in this plane. The true loss falls from 0.84 to 0.15; by the slice it never was above 0.18. A walk drawn on such a slice tells nothing of the way.",
        {"look": "random"},
    ),
    ui.Experiment(
        "Filter-normalized",
        "Each unit's share of the direction is as long as its own weights. Of the walk it shows even less, 0.4 %; that is not what it is for. It shows how wide the hollow is: here the loss rises to 1.5 at most, in the random plane to 3.6. The width that you see depends on how directions are scaled.",
        {"look": "filters"},
    ),
    ui.Experiment(
        "Two seeds",
        "Both ends are good: 0.147 and 0.154. Near the middle the loss is 1.06, higher than either had before it learned anything (0.84 and 0.77): the mean of two good networks is a bad one.",
        {"look": "seeds"},
    ),
    ui.Experiment(
        "Its own twin",
        "The same network with its hidden units in another order: all answers alike, the same loss, the same bends, and still a barrier of 0.7 between them. This hill says that the two number their units differently, no more.",
        {"look": "twin"},
    ),
    ui.Experiment(
        "Sharp or flat?",
        "Batch 5 against all 200 at once, both near 0.04. By its steepest bend the first is three times flatter, λ = 3.7 against 11.6. Nudged by half its weights its loss rises to 0.95, the other's to 0.79; and on the test it is worse, 0.13 against 0.09. Flat is a matter of the ruler.",
        {
            "look": "batch",
            "data": "circles",
            "batch": 5,
            "epochs": 200,
        },
    ),
]


train_once = st.cache_data(trained, max_entries=64, show_spinner="Training…")


class Part(NamedTuple):
    """What a picture leaves for the boxes below it."""

    figure: Any
    code: tuple
    script: Any
    tables: dict


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A walk of 100 steps in a space of 105 dimensions, every step in a direction by lot: no slope, no aim. How much of it lies in its own main plane?",
        ["2 of 105, about 2 %", "About half", "Most of it"],
        "Most of it, about 90 %. Where a walk is after 50 steps depends on all steps before: slow drifts hold nearly all of its length, and two of them most of that. So a main plane that holds 95 % of a training proves little; compare it with the share of the aimless walk, in the sentence below the picture.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“This is the loss surface, and that is the path on it.”** It is one plane out of a space of 105 dimensions, and the walk is beside it everywhere but at its end: what is drawn is the walk's shadow, and the height under the shadow is not the walker's. "
        "**“The slice is smooth, so training is easy.”** A slice cannot show what bends in the other 103 directions. "
        "**“Flat minima generalize.”** First say by which ruler: curvature depends on how large the weights are (Dinh et al. 2017), and so does the width of a valley on a straight line. "
        "And no end here is exactly a minimum: training stopped, the slope is small and not zero."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        data, seed = choose_start()
        look = ui.choose("Look at", LOOKS, key=f"{SLUG}.look")
        window = choose_window(PLANES[look].drawn) if look in PLANES else ()
        recipe = Recipe(data, seed, *choose_training())
        run = train_once(recipe)
        st.caption(ui.typeset(words.tell_network(run.path.parameters.shape[1], run)))
    with picture:
        part = (show_slice if look in PLANES else show_line)(recipe, look, *window)
    ui.show_source(*part.code, slug=SLUG)
    ui.take_with_you(SLUG, script=part.script, tables=part.tables, figures={look: part.figure})


def choose_start():
    """The points, and the seed of the first weights."""
    left, right = st.columns([3, 2])
    with left:
        data = ui.pick("Data", SETS, key=f"{SLUG}.data").key
    with right:
        return data, ui.number("Seed", 0, 99, 0, key=f"{SLUG}.seed")


def choose_window(drawn):
    """How far the plane is shown, and which draw of its directions."""
    left, right = st.columns(2)
    with left:
        reach = ui.slide("Reach", 0.25, 4.0, 1.0, key=f"{SLUG}.reach", step=0.25, help=REACH)
    with right:
        return reach, ui.number("Draw", 0, 99, 0, key=f"{SLUG}.draw") if drawn else 0


def choose_training():
    """The rule, its rate, the batch and the epochs."""
    left, right = st.columns(2)
    with left:
        rule = ui.pick("Rule", RULES, key=f"{SLUG}.rule", default="adam").key
        batch = ui.turn(BATCH, key=f"{SLUG}.batch", label="Batch")
    with right:
        lr = ui.turn(RATE, key=f"{SLUG}.{rule}_lr", label=r"Rate $\eta$", default=START[rule])
        epochs = ui.slide("Epochs", 20, 200, 40, key=f"{SLUG}.epochs", step=20)
    return rule, lr, batch, epochs


@st.cache_data(max_entries=64, show_spinner=False)
def cut_through(recipe, plane, reach, draw):
    """The loss over a plane, and what an aimless walk would have in its own."""
    run, data = train_once(recipe), examples_of(recipe)
    cut = slice_through(run, data.train, PLANES[plane], loss=LOSS, seed=draw, reach=reach)
    return cut, None if PLANES[plane].drawn else aimless_share(run.path)


@st.cache_data(max_entries=64, show_spinner=False)
def compare(recipe, kind):
    """The line to another network, how sharply the ground bends at both ends, and what nudges do there."""
    data, other = examples_of(recipe), train_once(other_recipe(recipe, kind))
    ends = train_once(recipe).path.network(-1), other_end(other, kind, recipe.seed)
    line = line_between(*ends, data.train, data.test, loss=LOSS, points=POINTS)
    bends = [steepest_bend(end, data.train, loss=LOSS) for end in ends]
    return line, bends, [nudged(end, data.train, NUDGES, loss=LOSS) for end in ends]


def show_slice(recipe, look, reach, draw):
    """The loss over a plane, the walk on it, and what the plane hides."""
    plane = PLANES[look]
    cut, aimless = cut_through(recipe, look, reach, draw)
    unit = ", in lengths of the network" if plane.unit == "network" else ", as a distance"
    figure = walk_on_a_slice(
        cut,
        units=(f"along d<sub>1</sub>{unit}", f"along d<sub>2</sub>{unit}"),
        height=HEIGHT,
        view=f"{recipe} {look} {reach} {draw}",
    )
    ui.show_figure(figure, key=f"{SLUG}.slice", caption=words.tell_slice(plane, cut, aimless))
    colors = {"true": theme.LOSS, "shadow": slices.SHADOW, "off": slices.OFF}
    ui.show_formula(*words.slice_formulas(plane, cut, **colors))
    return Part(
        figure,
        (plane.lay, project, slice_through, *(() if plane.drawn else (aimless_share,))),
        lambda: script_of_slice(recipe, plane, draw),
        {
            "walk": lambda: words.table_of_walk(cut),
            "ground": lambda: words.table_of_ground(cut),
        },
    )


def show_line(recipe, kind):
    """The loss on the way to another network, and around both."""
    line, bends, around = compare(recipe, kind)
    names = words.names_of(kind, recipe, other_recipe(recipe, kind))
    figure = line_and_nudges(
        line, NUDGES, around, names=names, height=HEIGHT, view=f"{recipe} {kind}"
    )
    ui.show_figure(figure, key=f"{SLUG}.line", caption=words.tell_line(names, line, bends))
    ui.show_formula(*words.line_formulas(line, bends, loss=theme.LOSS, rise=BARRIER))
    return Part(
        figure,
        (line_between, barrier, reordered, network_hessian, steepest_bend, nudged, draw_filters),
        lambda: script_of_line(recipe, kind),
        {
            "line": lambda: words.table_of_line(line),
            "nudges": lambda: words.table_of_nudges(NUDGES, names, around),
        },
    )


def script_of_slice(recipe, plane, draw):
    """Today's training and its shadow on the plane, as a script that needs NumPy alone."""
    main = slice_script.slice_main(facts(recipe), plane.lay.__name__, draw if plane.drawn else None)
    return ui.stand_alone(*parts(recipe), plane.lay, project, aimless_share, main=main)


def script_of_line(recipe, kind):
    """Today's two networks and the line between them, as a script that needs NumPy alone."""
    other = other_recipe(recipe, kind)._asdict()
    main = slice_script.line_main(facts(recipe), kind, other, POINTS, NUDGES)
    return ui.stand_alone(*parts(recipe), reordered, barrier, draw_filters, main=main)


def parts(recipe):
    """The functions of `core` that a training needs."""
    rule = OPTIMIZERS[recipe.rule]
    bends = sigmoid, tanh, tanh_derivative
    return SETS[recipe.data].draw, split, glorot, orders, *bends, rule.init, rule.step, Stack


def facts(recipe):
    """A training in names and numbers."""
    rule = OPTIMIZERS[recipe.rule]
    names = {"draw": SETS[recipe.data].draw, "init": rule.init, "step": rule.step}
    return (
        recipe._asdict()
        | {"n": EXAMPLES, "noise": NOISE[recipe.data]}
        | {name: function.__name__ for name, function in names.items()}
    )
