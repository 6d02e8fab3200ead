"""View: the same small network on noisy points, twice, under any two cures against over-fitting.

Question: what keeps a real network from learning the noise?
First ten seconds: two maps. On the left a network without a cure has bent its boundary around single points; on the
right, with a price on large weights, it passes between the clouds. Below, the validation loss of the first climbs after
a hundred epochs while its training loss falls on; those of the second stay level.
"""

import streamlit as st

import ui
from charts.regularization.thinned import thinned_networks
from charts.regularization.two_networks import two_networks
from charts.regularization.weights import two_histograms
from core.batch_norm import folded, normalized_forward, normalized_slopes
from core.cure_rules import (
    draw_jitter,
    draw_units,
    jittered,
    masks_of,
    shorten,
    smoothed,
    soften,
    stop_early,
    thinned_slopes,
)
from core.cures import CURES
from core.entries import Knob
from core.passes import gradients_many
from core.studies.regularization import on_network as study
from core.studies.regularization.best_answer import best_map
from core.training import learn
from pages.parts.regularization import network_script
from pages.parts.regularization import network_words as words

SLUG = "regularization_network"
NOISE = Knob(
    "noise", r"\sigma", 1.0, (0.5, 1.0, 1.5), "standard deviation of the points around their moon"
)  # fmt: skip
BATCH = Knob(
    "batch", "B", 50.0, (25.0, 50.0, 100.0), "points a step; 100 are all: then no chance is in the step"
)  # fmt: skip
LEFT, RIGHT = "none", "l2"
# What each cure does, beside the step that all share.
BEHIND = {
    "none": (),
    "l2": (),
    "l1": (soften,),
    "dropout": (draw_units, masks_of, thinned_slopes),
    "early_stopping": (stop_early,),
    "input_noise": (draw_jitter, jittered),
    "max_norm": (shorten,),
    "label_smoothing": (smoothed,),
    "batch_norm": (normalized_forward, normalized_slopes, folded),
}
EXPERIMENTS = [
    ui.Experiment(
        "No cure, or L2",
        "Left, all five networks learn single points: their training losses fall to 0.13 to 0.19, while the validation losses are lowest after 54 to 74 epochs and then climb to almost twice that. Right, with a price on squared weights, both losses stay close: on fresh points 0.29 to 0.31 instead of 0.46 to 0.50. Press Play.",
        {},
    ),
    ui.Experiment(
        "Exact zeros",
        "L2 shrinks every weight and makes none 0. L1 moves each by ηλ towards 0 after every step, and stops it there: between 238 and 257 of the 304 weights are exactly 0. Look at the two histograms.",
        {"left": "l2", "right": "l1"},
    ),
    ui.Experiment(
        "Dropout",
        "Each hidden unit sits out with chance 0.2, anew for each example of each step: see three of the thinned networks below. No unit can lean on a certain other one, and fresh losses are 0.29 to 0.32 instead of 0.46 to 0.50.",
        {"right": "dropout"},
    ),
    ui.Experiment(
        "Stop early",
        "The same five trainings twice, to the last bit. The right ones wait 40 epochs for a new best validation loss, then stop and go back to the weights of epochs 54 to 74 (star): fresh losses of 0.29 to 0.31. The dotted line is what they were spared.",
        {"right": "early_stopping"},
    ),
    ui.Experiment(
        "Too much of it",
        "Five times the price: weights so small that the boundary is almost straight. Now the training loss is high too, 0.37, and fresh losses rise from 0.29 to 0.31 again to 0.37 to 0.38. This is under-fitting.",
        {"left": "l2", "right": "l2", "right_l2": 0.1},
    ),
    ui.Experiment(
        "Batch norm over-fits",
        "All 100 points in every step. With batch norm the validation losses fall to 0.20 to 0.22, and then climb to 0.26 to 0.31 all the same: it does not rule out over-fitting. Now set B to 25: each point is measured beside others in every step, and this noise holds it back.",
        {"right": "batch_norm", "batch": 100.0},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Batch normalization, and all 100 training points in every step. Does the validation loss still climb in the end?",
        ["Yes", "No, it stays level"],
        "Yes, in all five networks: from 0.20 to 0.22 at the best to 0.26 to 0.31 at the end (the mean of the last 20 epochs). Normalization keeps the scale of each unit in order; it does not stop a boundary from bending around single points. What looks like a cure at smaller batches is their chance: the mean and the spread that a point is measured by change with its company. With all points in every step this chance is gone.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Batch normalization is a regularizer.”** It was made to ease the training of deep networks; holding back is a side effect of small batches, and it does not rule out over-fitting. On this shallow network it does not even learn faster. It stands before the activation here; in use, running averages take the place of the batch's, and it folds into the weights. "
        "**“Dropout must be scaled when the network is used.”** Only in its classic form. Here it is inverted: outputs are multiplied by 1/(1 − p) *in training*, and in use nothing is dropped and nothing scaled. Never both. "
        "**“L1 sets weights to 0.”** A plain subgradient step does not: it jumps over 0 and back. The proximal step used here stops at 0. "
        "**“The best validation loss is what to expect.”** The epoch was chosen by it, so it flatters. That is why 2,000 fresh points judge, which nothing was chosen by. "
        "Penalties and max-norm never touch biases. Both losses are those of the network as it would be used: true labels, no noise, all units. The five networks share the points and differ in first weights, order and luck; another sample gives other numbers."
    )


def train_sides(sides, task):
    """The five networks of both sides; a bar shows how far it is while the reader waits for what is new to them."""
    seen, outcomes = st.session_state.setdefault(f"{SLUG}.trained", set()), []
    with st.empty():
        for k, (cure, strength) in enumerate(sides):
            key = (cure.key, strength, task)
            if key not in seen:
                st.progress(k / len(sides), f"Training five networks: {cure.label.lower()} …")
            outcomes.append(train_once(*key, study.EPOCHS))
            seen.add(key)
        st.empty()
    return outcomes


@st.cache_data(max_entries=40, show_spinner=False)
def train_once(cure, strength, task, epochs):
    """The five networks under one cure."""
    return study.train_with(cure, strength, task, epochs=epochs)


@st.cache_data(max_entries=80, show_spinner=False)
def maps_once(cure, strength, task, run, epochs):
    """A network's maps at all shots as bytes, and the last one."""
    axes = study.axes_of(study.points_of(task))
    outcome = train_once(cure, strength, task, epochs)
    frames = study.in_bytes(study.maps_of(outcome.shots_of(run), *axes))
    return frames, study.maps_of(outcome.used.part(run, run + 1), *axes)[0]


@st.cache_data(max_entries=40, show_spinner=False)
def best_once(noise, sample):
    """The best answer that there is: on the map, and its loss and accuracy on the fresh points."""
    task = study.Task(noise, sample, "tanh", 50)
    return best_map(noise, *study.axes_of(study.points_of(task))), study.best_scores(task)


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        sides = [choose_side(*side) for side in (("left", "Left", LEFT), ("right", "Right", RIGHT))]
        task, run = choose_task()
        outcomes = train_sides(sides, task)

    points, shots = study.points_of(task), range(0, study.EPOCHS + 1, study.EVERY)
    best, floor = best_once(task.noise, task.sample)
    views = [
        words.side_of(
            *(cure, strength, outcome, run),
            maps_once(cure.key, strength, task, run, study.EPOCHS),
        )
        for (cure, strength), outcome in zip(sides, outcomes, strict=True)
    ]
    figure = two_networks(
        views,
        points[:2],
        study.axes_of(points),
        best,
        shots,
        view=f"{task.noise:g} {task.sample}",
    )
    weights = [study.all_weights(outcome.used, run) for outcome in outcomes]
    histograms = two_histograms(weights, words.weight_titles(sides, weights), view="weights")
    figures = {"networks": figure, "weights": histograms}

    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.networks", caption=words.tell(sides, outcomes, run, floor)
        )
        with st.container(key="compact-table-of-cures"):
            st.markdown(words.table(sides, outcomes, floor))
        ui.show_formula(
            *(
                words.formula(cure, strength, outcome, task, run)
                for (cure, strength), outcome in zip(sides, outcomes, strict=True)
            )
        )
        ui.show_figure(
            histograms, key=f"{SLUG}.weights", caption=words.tell_weights(sides, weights)
        )
        figures |= show_thinned(sides, task, run)
    behind = dict.fromkeys(part for cure, _ in sides for part in BEHIND[cure.key])
    ui.show_source(study.train_with, learn, gradients_many, *behind, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: network_script.script(sides, task, run, study.EPOCHS),
        tables={
            "points": lambda: words.table_of_points(points),
            "losses": lambda: words.table_of_losses(outcomes),
            "weights": lambda: {"left": weights[0], "right": weights[1]},
        },
        figures=figures,
    )


def choose_side(name, label, default):
    """A cure and its strength."""
    left, right = st.columns(2)
    with left:
        cure = ui.pick(label, CURES, key=f"{SLUG}.{name}", default=default)
    strength = None
    with right:
        for knob in cure.knobs:
            symbol = knob.symbol if knob.symbol != r"\text{patience}" else ""
            said = f"Strength ${symbol}$" if symbol else "Patience, epochs"
            strength = ui.turn(knob, key=f"{SLUG}.{name}_{knob.name}", label=said)
    return cure, strength


def choose_task():
    """Points, units and steps that both sides share, and the network of five that is drawn."""
    left, right = st.columns(2)
    with left:
        noise = ui.turn(NOISE, key=f"{SLUG}.noise", label=r"Noise of the points $\sigma$")
        batch = ui.turn(BATCH, key=f"{SLUG}.batch", label="Points a step $B$")
    with right:
        sample = ui.number(
            "Sample", 0, 99, 0, key=f"{SLUG}.sample", help="Another number draws other points."
        )
        activation = ui.pick("Hidden units", study.HIDDEN, key=f"{SLUG}.activation")
    names = {str(i): str(i + 1) for i in range(study.RUNS)}
    run = int(ui.choose("Network drawn, of five", names, key=f"{SLUG}.run"))
    return study.Task(noise, sample, activation.key, int(batch)), run


def show_thinned(sides, task, run):
    """The networks that dropout trained in one step, where there is dropout."""
    dropped = [(i, strength) for i, (cure, strength) in enumerate(sides) if cure.key == "dropout"]
    if not dropped:
        return {}
    side, p = dropped[-1]
    epoch = ui.live_slide(
        "Thinned networks: first step of epoch", 1, study.EPOCHS, 1, key=f"{SLUG}.epoch", step=1
    )
    kept = study.kept_units(task, run, epoch, p)
    figure = thinned_networks(kept, study.SIZES, words.thinned_titles(kept))
    ui.show_figure(figure, key=f"{SLUG}.thinned", caption=words.tell_thinned(kept, p, epoch, side))
    return {"thinned": figure}
