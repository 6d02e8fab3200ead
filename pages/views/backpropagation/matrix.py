"""View: one layer forward and back, on whole matrices.

Question: how do all examples and all weights of a layer go through at once?
First ten seconds: Xᵀ beside dZ, and between them dW: the highlighted row times the highlighted column is the
highlighted cell. On the right the whole layer, where every slope has the shape of what it belongs to.
"""

import streamlit as st

import ui
from charts.backpropagation.costs import kept_and_multiplied
from charts.backpropagation.matrix_steps import step_and_layer
from charts.backpropagation.outer_products import shares_of_examples
from core.activations import ACTIVATIONS
from core.network import trace
from core.studies.backpropagation.costs import count_costs, kept_by
from core.studies.backpropagation.layer_check import by_layer, error_of
from core.studies.backpropagation.matrix_steps import (
    LAST,
    matrices_of,
    matrix_steps,
    outer_products,
)
from core.studies.backpropagation.sizes import read_sizes
from core.studies.backpropagation.slope_check import check, objectives_of
from core.studies.backpropagation.small_batch import draw_batch
from pages.parts.backpropagation import costs as in_words
from pages.parts.backpropagation import matrix as words

SLUG = "backpropagation_matrix"
LAYERS, UNITS, EXAMPLES = 4, 6, 8  # the most that can be read
SIZES, BIG = "3-4-2", "784-512-512-10"
BENDS = {key: ACTIVATIONS[key] for key in ("tanh", "relu", "sigmoid", "gelu", "identity")}
LOSSES = {
    "cross_entropy": "softmax, cross-entropy",
    "binary_cross_entropy": "sigmoid, cross-entropy",
    "mse": "identity, squared error",
}
WIDTHS = {"float64": 8, "float32": 4}
EXPERIMENTS = [
    ui.Experiment(
        "One example",
        "A batch of one: dW is one column times one row, so every row of dW is a multiple of the same dZ. Add examples, and their outer products are added.",
        {"batch": 1},
    ),
    ui.Experiment(
        "Forgot the transpose",
        "X dZ instead of Xᵀ dZ: 3 columns meet 5 rows, and NumPy refuses. That is the friendly outcome.",
        {"mistake": True},
    ),
    ui.Experiment(
        "It fits, and is wrong",
        "The same mistake with 3 examples of 3 inputs: all shapes fit, dW has the right shape and the wrong numbers, and nobody complains but the check by small steps.",
        {"mistake": True, "batch": 3},
    ),
    ui.Experiment(
        "A silent unit",
        "ReLU number 3 answers 0 to all five examples. φ′(Z) is 0 in its whole column, so its columns of dZ, of dW and of db are 0 as well: nothing tells it how to move.",
        {"function": "relu", "step": 5, "seed": 7, "column": 3},
    ),
    ui.Experiment(
        "Softmax’s rows",
        "The last layer: dZ = (A − Y)/5, and each of its rows sums to 0: what one class gains the others lose. Its columns sum to db.",
        {"layer": 2, "step": 5},
    ),
    ui.Experiment(
        "One at a time",
        "The large network below, with a batch of 1: the numbers kept shrink 256-fold to 22.8 kB, while the weights stay at 5.36 MB.",
        {"big_batch": 1},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A layer takes 3 inputs to 4 units. You double the batch. Which matrices get larger?",
        ["All of them", "X, Z, A and their slopes", "Only dW and db"],
        "X, Z, A, dZ and dX: they have a row for each example. W and dW stay 3×4, b and db 1×4: there the batch is the *inner* dimension, the one that is summed away. So twice the batch needs twice the memory for what is kept, and not a byte more for the weights.",
        key=f"{SLUG}.predict",
    )
    ui.beware(words.BEWARE)


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        number = ui.live_slide("Step", 1, LAST, 6, key=f"{SLUG}.step", step=1, play=True)
        ui.back_and_next(number, 1, LAST, key=f"{SLUG}.step")
        rows = ui.live_slide("Examples", 1, EXAMPLES, 5, key=f"{SLUG}.batch", step=1)
        left, right = st.columns(2)
        with left:
            sizes = ask_sizes("Sizes", SIZES, f"{SLUG}.sizes", layers=LAYERS, units=UNITS)
            function = ui.pick("Hidden activation", BENDS, key=f"{SLUG}.function")
            row = ui.number("Look at row", 1, EXAMPLES, 1, key=f"{SLUG}.row")
        with right:
            layer = ui.number("Layer", 1, LAYERS, 1, key=f"{SLUG}.layer")
            seed = ui.number("Seed", 0, 999, 0, key=f"{SLUG}.seed")
            column = ui.number("… and column", 1, EXAMPLES, 1, key=f"{SLUG}.column")
        loss = ui.choose("Output and loss", LOSSES, key=f"{SLUG}.loss")
        mistake = ui.switch(
            "Forget the transpose (wrong)",
            key=f"{SLUG}.mistake",
            help="In steps 1, 6 and 8: X Wᵀ, X dZ, dZ W. Where the shapes do not fit, NumPy's own sentence appears.",
        )

    batch = draw_batch(sizes, function.key, loss, batch=rows, seed=seed)
    run, layer = trace(batch.network, batch.x, batch.y, loss), min(layer, len(sizes) - 1)
    step = matrix_steps(batch, run, layer, mistake=mistake)[number - 1]
    own = matrices_of(batch, run, layer)
    cell = words.inside(step, row, column)
    figure = step_and_layer(step, number, own, cell=cell)
    checked = check(batch, run)
    wrong = step.title.startswith("dW") and mistake and step.result is not None
    off = error_of(checked, layer, step.result.values) if wrong else 0.0
    shares = outer_products(batch, run, layer)
    inside_dw = words.within(own["dW"].shape, row, column)
    parts = shares_of_examples(shares, own["X"].values, own["dZ"].values, own["dW"], cell=inside_dw)

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.step_drawn",
            caption=words.tell(step, number, layer, len(sizes) - 1, cell, run.loss),
            on_click=look_at,
        )
        if step.complaint:
            st.error(f"NumPy: `{step.complaint}`")
        elif mistake:
            st.warning(words.tell_mistake(step, number, off))
        ui.show_formula(*words.formulas(step, cell, function, loss))
        st.markdown(words.verdict(by_layer(checked)))
        ui.show_figure(
            parts,
            key=f"{SLUG}.shares",
            caption=words.tell_shares(shares, own["dW"].values, inside_dw, loss, sizes[-1]),
        )
    costs = memory()
    ui.show_source(draw_batch, trace, matrix_steps, outer_products, check, objectives_of, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(batch, function, layer),
        tables={
            "matrices": lambda: words.table_of(own),
            "shares": lambda: words.table_of_shares(shares),
        },
        figures={"step": figure, "shares": parts, "costs": costs},
    )


def memory():
    """What the same steps cost in a network of the reader's sizes; the figure of it."""
    controls, picture = st.columns([1, 2.4], gap="large")
    with controls:
        st.markdown("**What it costs**")
        sizes = ask_sizes("Sizes of a large network", BIG, f"{SLUG}.big", layers=8, units=100_000)
        batch = ui.number("Examples at once", 1, 100_000, 256, key=f"{SLUG}.big_batch")
    kept, costs = kept_by(sizes, batch), count_costs(sizes, batch)
    figure = kept_and_multiplied(kept, costs, WIDTHS)
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.costs",
            caption=in_words.tell_costs(kept, costs, batch, WIDTHS),
        )
        with st.container(key="compact-table-of-costs"):
            st.markdown(in_words.table_of_memory(sizes, kept, batch, WIDTHS))
        ui.show_formula(*in_words.cost_formulas(sizes, batch, costs))
    return figure


def ask_sizes(label, default, key, *, layers, units):
    """Sizes as a text; those of the example, and a sentence that says why, where it says none."""
    line = ui.text(
        label,
        default,
        key=key,
        longest=60,
        help=f"Inputs, then the units of each layer: up to {layers} layers, {units:,} units each.",
    )
    try:
        return read_sizes(line, layers=layers, units=units)
    except ValueError as error:
        ui.warn(f"{error} {default} stays.")
        return read_sizes(default, layers=layers, units=units)


def look_at(x, y):
    """The cell of the result that was clicked."""
    if x >= 1 and y >= 1:
        st.session_state[f"{SLUG}.row"] = min(EXAMPLES, round(y))
        st.session_state[f"{SLUG}.column"] = min(EXAMPLES, round(x))
