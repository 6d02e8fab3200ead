"""View: where a walk ends, and what decides it.

Question: where does a walk end, and what decides it?
First ten seconds: a landscape with four valleys in four colors. Every point is a start, its color the valley that
momentum carries it to: the borders curl, and neighbors end in different valleys. One walk is drawn. Bars count.
"""

import streamlit as st

import ui
from charts.gradient_descent.basins import map_of_starts
from charts.gradient_descent.ridge import leaving_the_ridge
from charts.gradient_descent.tries import best_of_tries
from core.entries import Knob
from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.basins import NEAR, basin_map, found_lowest
from core.studies.gradient_descent.nudges import NUDGES, SADDLE, START, foretold, walk_off
from core.studies.gradient_descent.restarts import (
    chance_of_success,
    measured_success,
    restarts,
    success_error,
)
from core.studies.gradient_descent.saddle import growth, steps_to_leave
from core.surfaces import SURFACES, sample
from pages.parts.gradient_descent import basins as words
from pages.parts.gradient_descent import ridge

SLUG = "gradient_descent_escape"
MANY, MOST = 4000, 30  # chance starts that measure a chance; tries on offer
LANDSCAPES = {key: surface for key, surface in SURFACES.items() if surface.minima}
BY_SLOPE = ("sgd", "momentum", "nesterov")  # a rate that is safe depends on the landscape
NUDGE_SIZES = (1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-3, 1e-2, 0.1)
BESIDE = Knob("beside", r"\delta", 1e-6, NUDGE_SIZES, "distance from the ridge at the start")
NOISE = Knob(
    "noise",
    r"\sigma",
    1e-6,
    NUDGE_SIZES,
    "standard deviation of the normal noise on each slope, fresh at every step",
)
RATE = Knob("lr", r"\eta", 0.05, (0.01, 0.02, 0.05, 0.1, 0.2), "learning rate, the same for all")
BETA = next(knob for knob in OPTIMIZERS["momentum"].knobs if knob.name == "beta")
EXPERIMENTS = [
    ui.Experiment(
        "Curled borders",
        "Momentum overshoots, so the valley where you start need not be the one where you stay: the colors curl into each other, and near the edges 12 % of all starts diverge. Click near a border, then right beside it.",
        {},
    ),
    ui.Experiment(
        "Plain borders",
        "Plain descent with a small rate follows the slope: inside, four basins with smooth borders, and not one start is lost. Only near the edges, where the slope is huge, is a step long enough to cross into another valley: those strips.",
        {"rule": "sgd"},
    ),
    ui.Experiment(
        "A poor minimum",
        "From here plain descent comes to rest at height 2.10, though two minima are lower, at −1.03. It cannot know: the slope is 0. Start again elsewhere: 59 % of the window leads to one of the lowest, so of five chance starts one succeeds in 99 % of cases.",
        {"landscape": "camel", "rule": "sgd", "camel_x": -1.9, "camel_y": -0.9, "tries": 5},
    ),
    ui.Experiment(
        "Egg carton",
        "Rastrigin's window holds 121 minima, and plain descent stays in whichever hollow it starts: only 1 % of the starts find the lowest. Even thirty tries succeed only about every fourth time.",
        {"landscape": "rastrigin", "rule": "sgd", "tries": 30, "seed": 1},
    ),
    ui.Experiment(
        "Too flat to move",
        "Far from the hollow of the plateau the slope is nearly 0, and so is every step of plain descent: after 300 steps 28 % of the starts are nowhere yet. Adam divides by the size of the slope and brings all of them home: try it.",
        {"landscape": "plateau", "rule": "sgd", "plateau_x": 4.0, "plateau_y": 4.0},
    ),
    ui.Experiment(
        "Off the ridge",
        "On the exact ridge the slope across is 0, and no rule ever leaves, neither momentum nor Adam. A millionth beside it is enough: each step of plain descent multiplies the distance by 1.1, a straight line on this scale, and after 145 steps it is past 1. Momentum takes 52, Adam 20.",
        {"what": "saddle"},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Plain descent starts exactly on the ridge of the saddle x² − y², and you give it momentum. Does it get away?",
        ["Yes, momentum carries it off", "Only with β above 0.9", "No, never"],
        "No, never: across the ridge the slope is exactly 0 at every step, and momentum only adds up slopes, 0 + 0 + … = 0. What takes a walk off is anything that is not exactly 0: a start a hair beside, noise in the slopes, in a real network even rounding. From then on momentum helps: its distance grows faster.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Momentum leaves the saddle.”** Only beside the ridge, see above. **“Descent gets stuck at saddles.”** Almost never for good: the starts that do so fill no area. But it is *slow* there: begin ten times closer to the ridge, and plain descent needs ln 10 / ln(1 + 2η) more steps, again and again. "
        "**“A walk ends in the nearest minimum.”** It ends where its rule carries it: the same start ends elsewhere with another rule, or with another rate. "
        "**“Ten times the noise leaves ten times sooner.”** It saves that same constant number of steps, no more. The noise here is added, with the σ you choose; the noise of mini-batches is not the same in all directions."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        what = ui.choose(
            "Where does it end?",
            {"basins": "Among minima", "saddle": "At a saddle"},
            key=f"{SLUG}.what",
            show_label=False,
        )
    (at_a_saddle if what == "saddle" else among_minima)(controls, picture)


def among_minima(controls, picture):
    """The map of starts, one walk on it, and what starting again brings."""
    with controls:
        left, right = st.columns(2)
        with left:
            surface = ui.pick(
                "Landscape", LANDSCAPES, key=f"{SLUG}.landscape", default="himmelblau"
            )
        with right:
            rule = ui.pick("Rule", OPTIMIZERS, key=f"{SLUG}.rule", default="momentum")
        knobs = knobs_of(surface, rule)
        start, go_to = ui.point("Start", surface.window, surface.start, slug=SLUG, name=surface.key)
        steps = ui.slide("Steps", 50, 500, 300, key=f"{SLUG}.steps", step=50)
        left, right = st.columns(2)
        with left:
            tries = ui.slide("Tries", 1, MOST, 10, key=f"{SLUG}.tries")
        with right:
            seed = ui.number("Seed of the tries", 0, 999, 0, key=f"{SLUG}.seed")
        basins = explored(surface.key, rule.key, steps, knobs)
        walks = tried(surface.key, rule.key, steps, seed, knobs)
    walk = descend(surface, rule, start, steps=steps, **knobs)
    figure = map_of_starts(
        basins, sample(surface, 60), walk, log_scale=surface.log_scale, view=surface.key
    )
    few = walks.first(tries)
    chances = [chance_of_success(min(basins.chance, 1.0), k + 1) for k in range(tries)]
    found = found_lowest(surface, basins, walks)
    measured = measured_success(found, tries)
    errors = success_error(found.mean(), MANY, tries)
    again = best_of_tries(few, chances, measured, errors)

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.map",
            caption=words.tell_map(basins, walk, start),
            on_click=go_to,
        )
        ui.show_figure(
            again,
            key=f"{SLUG}.again",
            caption=words.tell_tries(few, basins, chances[-1], (measured[-1], errors[-1])),
        )
        ui.show_formula(
            (rule.equation, told(rule, knobs, walk)),
            words.chance_formula(basins.chance, tries, chances[-1]),
        )
    ui.show_source(rule.step, basin_map, restarts, chance_of_success, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.map_script(surface, rule, knobs, start, steps, basins, NEAR),
        tables={
            "starts": lambda: words.table_of_map(basins),
            "tries": lambda: words.table_of_tries(few),
        },
        figures={"map": figure, "tries": again},
    )


def knobs_of(surface, rule):
    """All knobs of the rule; where a rate that is safe depends on the landscape, each has its own."""
    knob = rule.knobs[0]
    own = rule.key in BY_SLOPE
    lr = ui.turn(
        knob,
        key=f"{SLUG}.{f'{surface.key}_' if own else ''}{rule.key}_lr",
        label=rf"Learning rate ${knob.symbol}$",
        default=surface.lr if own else knob.default,
    )
    return {"lr": lr} | ui.turn_others([rule], slug=SLUG, but=("lr", "eps"))[rule.key]


@st.cache_data(max_entries=60, show_spinner="Walking from 10,000 starts …")
def explored(surface, rule, steps, knobs):
    """The map of starts."""
    return basin_map(SURFACES[surface], OPTIMIZERS[rule], steps=steps, **knobs)


@st.cache_data(max_entries=60, show_spinner=f"Walking from {MANY:,} starts …")
def tried(surface, rule, steps, seed, knobs):
    """Walks from chance starts: the first of them are the tries, all of them measure the chance."""
    return restarts(
        SURFACES[surface], OPTIMIZERS[rule], tries=MANY, steps=steps, seed=seed, **knobs
    )


def told(rule, knobs, walk):
    """The knobs, and the whole walk in two points."""
    numbers = ",\\;".join(
        rf"{knob.symbol}={ui.tex(knobs.get(knob.name, knob.default))}" for knob in rule.knobs
    )
    (x, y), (u, v) = walk.points[0] + 0.0, walk.points[-1] + 0.0
    return rf"{numbers}: \quad ({x:.4g},\, {y:.4g}) \to \cdots \to ({u:.4g},\, {v:.4g})"


def at_a_saddle(controls, picture):
    """Walks on the ridge, beside it and shaken, and the distance that theory promises."""
    with controls:
        nudges = ui.pick_some("Start", NUDGES, key=f"{SLUG}.nudges", default=tuple(NUDGES))
        left, right = st.columns(2)
        with left:
            beside = ui.turn(BESIDE, key=f"{SLUG}.beside", label=r"Beside by $\delta$")
            lr = ui.turn(RATE, key=f"{SLUG}.saddle_lr", label=r"Learning rate $\eta$")
        with right:
            noise = ui.turn(NOISE, key=f"{SLUG}.noise", label=r"Noise $\sigma$")
            beta = ui.turn(BETA, key=f"{SLUG}.saddle_beta", label=r"Momentum $\beta$")
        steps = ui.slide("Steps", 20, 400, 200, key=f"{SLUG}.saddle_steps", step=20)
        seed = ui.number("Seed of the noise", 0, 999, 0, key=f"{SLUG}.noise_seed")
    setting = {"beside": beside, "noise": noise, "steps": steps}
    walks = {n.key: (n, walk_off(n, seed=seed, lr=lr, beta=beta, **setting)) for n in nudges}
    promised = {n.key: foretold(n, lr=lr, beta=beta, **setting) for n in nudges}
    left_after = {
        key: float(steps_to_leave(walk.points[:, 1], 1.0)) for key, (_, walk) in walks.items()
    }
    figure = leaving_the_ridge(sample(SADDLE, 50), walks, promised, steps=steps)

    rules = {n.key: OPTIMIZERS[n.rule] for n in nudges}
    knobs = {
        key: {"lr": lr} | ({"beta": beta} if rule.key == "momentum" else {})
        for key, rule in rules.items()
    }
    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.ridge", caption=ridge.tell_ridge(walks, left_after, lr, steps)
        )
        ui.show_formula(
            *ridge.growth_formulas(walks, {"with_momentum": growth(lr, beta=beta)}, lr, beta, noise)
        )
    ui.show_source(walk_off, *{rule.step for rule in rules.values()}, growth, foretold, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: ridge.ridge_script(
            SADDLE, walks, rules, knobs, setting | {"x": START, "seed": seed}
        ),
        tables={"walks": lambda: ridge.table_of_distances(walks)},
        figures={"ridge": figure},
    )
