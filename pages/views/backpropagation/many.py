"""View: what thousands of updates do to a loss, to every weight, and to a hundred different starts.

Question: where do thousands of small steps end?
First ten seconds: the loss of the worked example falls by nearly four powers of ten over ten thousand updates, slower and
slower; beside it all eight weights, of which those to the outputs do nearly all the moving.
"""

import streamlit as st

import ui
from charts.backpropagation.many_steps import crowd_of, loss_and_weights
from charts.backpropagation.xor_seed import answer_of_seed
from core.activations import ACTIVATIONS
from core.initializers import INITIALIZERS
from core.studies.backpropagation import xor_runs
from core.studies.backpropagation.example_run import MOST, run_example
from core.studies.backpropagation.many_steps import record_updates, spaced
from core.studies.backpropagation.xor_runs import SEEDS, SOLVED, answers_over, diagnose, run_xor
from pages.parts.backpropagation import many as words

SLUG = "backpropagation_many"
PROBLEMS = {"example": "The worked example", "xor": "XOR, 100 starts"}
BENDS = {key: ACTIVATIONS[key] for key in ("tanh", "sigmoid", "relu", "leaky_relu", "identity")}
STARTS = {key: INITIALIZERS[key] for key in ("uniform_half", "glorot", "he", "zeros")}
EXPERIMENTS = [
    ui.Experiment(
        "One update",
        "From 0.298371109 to 0.291027774. Many pages print 0.291027924: their hidden slopes went through output weights that had already moved.",
        {"updates": 1},
    ),
    ui.Experiment(
        "Biases learn too",
        "One more thing that may move: after 10,000 updates the loss is 2.45e-6, a fourteenth of what is left with fixed biases.",
        {"biases": True},
    ),
    ui.Experiment(
        "A hundred starts",
        "XOR, 2-3-1 with tanh, one example at a time: after 1,000 epochs 69 of 100 seeds have an error under 0.01. The other 31 stand at 0.2504 to 0.2505 and answer about ½ to everything: all their hidden units have faded.",
        {"problem": "xor"},
    ),
    ui.Experiment(
        "Larger first weights",
        "The same hundred seeds with Glorot's weights, more than twice as large: 97 end under 0.01. Nothing else was changed.",
        {"problem": "xor", "start": "glorot", "seed": 72},
    ),
    ui.Experiment(
        "Dead ReLUs",
        "With ReLU only about 36 end under 0.01. In seed 2 two of three units answer 0 to all four points: dead, no slope reaches their weights. The one that is left draws a single bend.",
        {"problem": "xor", "function": "relu", "seed": 2},
    ),
    ui.Experiment(
        "More time",
        "Twice as many epochs, and not one seed more: still 69. The 31 are not slow, they are stuck.",
        {"problem": "xor", "epochs": 2000},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A hundred networks learn XOR one example at a time; with η = 0.1, 69 of them end under 0.01. You set η = 0.5. How many now?",
        ["About 70", "Nearly all", "None"],
        "None. The best of them ends above 0.02, and nearly all of their losses still go up and down at the end. Each update looks at one example only, and at this rate it is too long for the four together. With η = 0.2 it is still 69.",
        key=f"{SLUG}.predict",
    )
    ui.beware(words.BEWARE)


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        problem = ui.choose("Problem", PROBLEMS, key=f"{SLUG}.problem")
        settings = set_xor() if problem == "xor" else set_example()
    (show_xor if problem == "xor" else show_example)(picture, *settings)


def set_example():
    """The controls of the 2-2-2 network."""
    updates = ui.live_slide("Updates", 1, MOST, MOST, key=f"{SLUG}.updates", step=1, log=True)
    lr = ui.number("Learning rate η", 0.01, 100.0, 0.5, key=f"{SLUG}.lr", step=0.1, format="%g")
    return updates, lr, ui.switch("Update the biases too", key=f"{SLUG}.biases")


def show_example(picture, updates, lr, biases):
    """Its loss and its weights, up to the chosen update."""
    run = example_of(lr, biases)
    rows = list(spaced(updates))
    figure = loss_and_weights(
        *(rows, run.losses[rows], run.parameters[rows]),
        names=words.example_names(biases),
        kinds=words.EXAMPLE_KINDS,
        unit="update",
        most=max(10, updates),
    )
    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.run", caption=words.tell_example(run, updates, lr, biases)
        )
        ui.show_formula(*words.example_formulas(run, updates, lr))
        with st.container(key="compact-table"):
            st.markdown(words.milestones(run, updates))
    ui.show_source(record_updates, run_example, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.example_script(lr, biases, updates),
        tables={"run": lambda: words.table_of_example(run, updates)},
        figures={"run": figure},
    )


def set_xor():
    """The controls of the hundred networks, and their trainings."""
    epochs = ui.slide("Epochs", 100, 2000, 1000, key=f"{SLUG}.epochs", step=100)
    hidden = ui.slide("Hidden units", 1, 8, 3, key=f"{SLUG}.hidden")
    left, right = st.columns(2)
    with left:
        lr = ui.number(
            "Learning rate η", 0.001, 10.0, 0.1, key=f"{SLUG}.rate", step=0.1, format="%g"
        )
        function = ui.pick("Activation", BENDS, key=f"{SLUG}.function")
    with right:
        start = ui.pick("First weights", STARTS, key=f"{SLUG}.start")
        seed = ui.number("Look at seed", 0, SEEDS - 1, 0, key=f"{SLUG}.seed")
    runs = xor_of(hidden, function.key, start.key, lr, epochs)
    offer_others(runs, seed)
    return runs, seed, lr, function, start


def show_xor(picture, runs, seed, lr, function, start):
    """All their losses, the weights of one seed, and what it answers."""
    network, (hidden, epochs) = runs.network(seed), (runs.sizes[1], int(runs.epochs[-1]))
    found = diagnose(network)
    names, kinds = words.xor_names(hidden)
    figure = loss_and_weights(
        *(runs.epochs, runs.losses[:, seed], runs.path[:, seed]),
        names=names,
        kinds=kinds,
        unit="epoch",
        most=epochs,
        label=f"seed {seed}",
        titles=(f"Loss of {SEEDS} seeds", f"Weights of seed {seed}"),
        crowd=crowd_of(runs.epochs, runs.losses, runs.solved, SOLVED),
        low=1e-4,
    )
    answer = answer_of_seed(*answers_over(network), network, found, xor_runs.X, xor_runs.Y)
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.starts",
            caption=words.tell_starts(runs, seed, lr, function, start),
            on_click=lambda epoch, loss: look_at(runs.nearest(epoch, loss)),
        )
        ui.show_formula(*words.xor_formulas(runs, seed, found))
        ui.show_figure(
            answer, key=f"{SLUG}.answer", caption=words.tell_seed(runs, seed, found, function)
        )
        with st.container(key="compact-table"):
            st.markdown(words.units_table(found))
    ui.show_source(record_updates, run_xor, diagnose, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.xor_script(hidden, function, start, lr, epochs),
        tables={
            "losses": lambda: words.table_of_losses(runs),
            "last": lambda: words.table_of_last(runs),
        },
        figures={"starts": figure, "answer": answer},
    )


def offer_others(runs, seed):
    """Two buttons: the next seed that did not solve it, and the next that did."""
    with st.container(horizontal=True):
        for name, label, wanted in (
            ("stuck", "Next unsolved", False),
            ("fine", "Next solved", True),
        ):
            others = [s for s in range(SEEDS) if bool(runs.solved[s]) == wanted]
            after = [*(s for s in others if s > seed), *others, seed][0]
            st.button(
                label,
                key=f"{SLUG}.{name}",
                on_click=look_at,
                args=(after,),
                disabled=not others,
                width="stretch",
            )


def look_at(seed):
    """Show another seed."""
    st.session_state[f"{SLUG}.seed"] = seed


@st.cache_data(max_entries=40, show_spinner="Updating ten thousand times …")
def example_of(lr, biases):
    """All ten thousand updates, of which the page shows the first few or all."""
    return run_example(lr, learn_biases=biases)


@st.cache_data(max_entries=60, show_spinner="Training a hundred networks …")
def xor_of(hidden, function, initializer, rate, epochs):
    """A hundred trainings: the same for every reader."""
    return run_xor(hidden, function, initializer, lr=rate, epochs=epochs)
