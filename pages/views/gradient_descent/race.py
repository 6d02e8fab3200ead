"""View: the same slope, several ways down.

Question: all of them feel the same slope, so why do some get there first?
First ten seconds: a long ravine from above. Plain descent drops to its floor and then creeps along it, momentum
swings and arrives, Adam walks beside both; on the right the heights fall, each in its color.
"""

import streamlit as st

import ui
from charts import theme
from charts.gradient_descent.rates import rates_and_ends
from charts.landscape import race
from core.entries import Knob
from core.optimizers import OPTIMIZERS
from core.schedules import SCHEDULES, planned
from core.studies.gradient_descent.arrival import EPSILON, floor
from core.studies.gradient_descent.fair_search import RATES, fair_search
from core.studies.gradient_descent.race import RACERS, run, standings
from core.surfaces import SURFACES, sample
from pages.parts.gradient_descent import race as words

SLUG = "gradient_descent_race"
NEAR = Knob(
    "epsilon",
    r"\varepsilon",
    EPSILON,
    (1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0),
    "height above the lowest minimum within which a walk must stay, to its end, to have arrived",
)
EXPERIMENTS = [
    ui.Experiment(
        "Zigzag",
        "Plain descent crosses the floor of the ravine at every step: across, the rate is nearly too large, and along it is so small that a step takes off only 2 % of the way. Momentum adds such steps up: it swings wider, and gets there.",
        {},
    ),
    ui.Experiment(
        "Over the edge",
        "The steepest curvature here is 150, so plain descent needs η < 2/150 ≈ 0.0133. At 0.02 every step overshoots by more than the last: it diverges, and is drawn leaving.",
        {"rules": ["sgd"], "sgd_lr": 0.02},
    ),
    ui.Experiment(
        "Valley of bananas",
        "On Rosenbrock's curved valley both fall to the valley floor at once. Along the floor the slope is tiny: plain descent is still far from (1, 1) after 200 steps.",
        {
            "surface": "rosenbrock",
            "rules": ["sgd", "adam"],
            "sgd_lr": 0.001,
            "adam_lr": 0.2,
            "steps": 200,
        },
    ),
    ui.Experiment(
        "Fair rates",
        "Each rule races with the best of 64 rates, tried from this start. RMSprop is now down for good after 4 steps, though its first one leaves the window, and AdaGrad after 5, where Nesterov needs 54, Adam 78 and momentum 82: the steep direction happens to be a coordinate, and the first two scale every coordinate by itself. Below: what is best for one rule makes another diverge.",
        {
            "rules": ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam"],
            "tuned": True,
            "steps": 100,
        },
    ),
    ui.Experiment(
        "How good can it be?",
        "In the curved valley the best rate of 64 brings momentum home in 224 steps and Adam in 247. Newton, which sees the curvature, needs 18; L-BFGS, which guesses it from earlier slopes, 30. But each of their steps costs more.",
        {
            "surface": "rosenbrock",
            "rules": ["momentum", "adam", "newton", "lbfgs"],
            "tuned": True,
            "steps": 300,
        },
    ),
    ui.Experiment(
        "Landing",
        "Every step of Lion is η long in each coordinate, however flat the ground: with a constant rate of 0.1 it hops across the floor for ever, 0.75 high at every other step. The cosine brings the rate down to 0, and Lion lands. Set the schedule to Constant to see it hop.",
        {
            "rules": ["lion"],
            "lion_lr": 0.1,
            "schedule": "cosine",
            "steps": 300,
        },
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A ravine is 75 times steeper across than along. You raise plain descent's rate until the zigzag across is as large as it can be without growing. How much of the way along the ravine does a step then take off?",
        ["All of it", "About half", "Less than 3 %"],
        "Less than 3 %: the largest rate that does not diverge is 2/150, set by the steep direction; along the ravine the curvature is 2, so a step takes off 2 · 2/150 of the way. That ratio of curvatures, the condition number, is why memory of earlier slopes pays.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“SGD is slow because it uses one record at a time.”** No: per example it makes *more* progress early, and is noisy near the minimum. What is slow on this page is something else: one rate for directions of very different curvature. "
        "**“Adam beat momentum, so Adam is better.”** At which rates? Every learning rule here has a rate with which it loses (Newton and L-BFGS find the length of a step themselves): tune each, and the order changes. To try 64 rates costs 64 races, and the other knobs, such as β, are still not tuned. "
        "**“Newton needs 18 steps, so it is the fastest.”** Newton needs all second derivatives and solves a system at every step; with a million weights that is a million times a million numbers. "
        "And momentum here is v ← βv + g; books that write v ← βv + (1 − β)g need a rate 1/(1 − β) times larger for the same path."
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
            schedule = ui.pick("Schedule", SCHEDULES, key=f"{SLUG}.schedule")
        racers = ui.pick_some(
            "Rules", RACERS, key=f"{SLUG}.rules", default=("sgd", "momentum", "adam")
        )
        rules = [racer for racer in racers if racer.key in OPTIMIZERS]
        tuned = ui.switch(
            "Tune each",
            key=f"{SLUG}.tuned",
            help=f"Tries {len(RATES)} rates from {RATES[0]:g} to {RATES[-1]:g} for every rule, from this start, and races with the best. Best is who ends within ε of the minimum and is there to stay after the fewest steps; if no rate gets there, the one that ends lowest. Walks that diverge are out. Only rates are tuned: β and the other knobs stay as they are. On ground without a minimum this finds the rate that falls deepest before it counts as diverged.",
        )
        rates = {} if tuned else ui.turn_each(rules, "lr", slug=SLUG)
        steps = ui.slide("Steps", 10, 300, 80, key=f"{SLUG}.steps", step=10)
        start, go_to = ui.point("Start", surface.window, surface.start, slug=SLUG, name=surface.key)
        with st.expander("More knobs"):
            epsilon = ui.turn(NEAR, key=f"{SLUG}.epsilon", label=r"Arrived within $\varepsilon$")
            plan = plan_of(schedule, steps)
            knobs = ui.turn_others(racers, slug=SLUG, but=("lr",))

    searches = (
        search(surface.key, keys_of(rules), start, steps, epsilon, plan, knobs) if tuned else {}
    )
    rates |= {key: found.best_rate for key, found in searches.items()}
    knobs = {r.key: ({"lr": rates[r.key]} if r in rules else {}) | knobs[r.key] for r in racers}
    changing = changes(plan, steps)
    walks = {r.key: walk(surface.key, r.key, start, steps, plan, knobs[r.key]) for r in racers}
    bottom = floor(surface)
    figure = race(
        sample(surface, 80),
        walks,
        minima=surface.minima,
        floor=bottom,
        log_scale=surface.log_scale,
        view=surface.key,
    )

    figures, tables = {"race": figure}, {"walks": lambda: words.table_of_walks(walks)}
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.race",
            caption=words.tell_race(surface, start, walks),
            on_click=go_to,
        )
        with st.container(key="compact-table"):
            st.markdown(
                words.standings_table(
                    standings(surface, walks, epsilon=epsilon), rates, epsilon, bottom is not None
                )
            )
        if searches:
            figures["rates"] = rates_and_ends(searches, floor=bottom, steps=steps, epsilon=epsilon)
            tables["rates"] = lambda: words.table_of_rates(searches)
            ui.show_figure(
                figures["rates"],
                key=f"{SLUG}.rates",
                caption=words.tell_search(searches, steps, len(RATES), bottom is not None),
            )
        ui.show_formula(
            *([schedule_formula(schedule, changing, steps)] if changing else []),
            *(second_step(racer, knobs[racer.key], walks[racer.key], changing) for racer in racers),
        )
    ui.show_source(
        *(racer.step for racer in racers), run, *([fair_search] if searches else []), slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.race_script(
            surface, racers, knobs, start, steps, plan and (schedule, plan[1])
        ),
        tables=tables,
        figures=figures,
    )


def keys_of(rules):
    """Names that a cache can remember."""
    return tuple(rule.key for rule in rules)


def plan_of(schedule, steps):
    """The schedule's key and its knobs; None while the rate stays. It ends where the race ends."""
    if schedule.key == "constant":
        return None
    own = ui.turn_others([schedule], slug=SLUG, but=("steps",))[schedule.key]
    ends = {"steps": steps} if any(knob.name == "steps" for knob in schedule.knobs) else {}
    return schedule.key, own | ends


def changes(plan, steps):
    """How the rate changes, as the walks take it."""
    return plan and planned(SCHEDULES[plan[0]], steps, **plan[1])


@st.cache_resource(max_entries=128, show_spinner=False)  # whoever gets a walk only reads it
def walk(surface, racer, start, steps, plan, knobs):
    """One walk of the race."""
    changing = changes(plan, steps)
    return run(SURFACES[surface], RACERS[racer], start, steps=steps, schedule=changing, **knobs)


@st.cache_data(max_entries=200, show_spinner=False)
def search(surface, rules, start, steps, epsilon, plan, knobs):
    """The best of all rates, for every rule."""
    return fair_search(
        SURFACES[surface],
        [OPTIMIZERS[key] for key in rules],
        start,
        steps=steps,
        epsilon=epsilon,
        schedule=changes(plan, steps),
        knobs=knobs,
    )


def schedule_formula(schedule, changing, steps):
    """The schedule in symbols, and the share of the rate that it leaves at the start, halfway and at the end."""
    shown = (
        rf"\eta_{{{t}}} = {ui.tex(changing(t, 1.0), 3)}\,\eta" for t in (0, steps // 2, steps - 1)
    )
    return schedule.equation, r",\quad ".join(shown)


def second_step(racer, knobs, walk, changing):
    """A rule in symbols, and its second step in numbers: the first in which memory counts."""
    t = min(1, len(walk.points) - 1)
    now = knobs | ({"lr": changing(t, knobs["lr"])} if changing and "lr" in knobs else {})
    names = {"lr": rf"\eta_{{{t}}}"} if changing else {}
    told = ",\\;".join(
        f"{names.get(knob.name, knob.symbol)}={ui.tex(now[knob.name])}" for knob in racer.knobs
    )
    told += r": \quad " if told else ""
    places = rf"{pair(walk.points[t])} \to {pair(walk.points[min(t + 1, len(walk.points) - 1)])}"
    return (
        rf"\color{{{theme.style(racer.key)['color']}}}{{{racer.equation}}}",
        rf"{told}g_{t}={pair(walk.gradients[t])}, \quad {places}",
    )


def pair(numbers):
    """Two coordinates in LaTeX."""
    return rf"({numbers[0] + 0.0:.4g},\, {numbers[1] + 0.0:.4g})"
