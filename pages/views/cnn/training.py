"""View: the network that reads, trained before the reader's eyes.

Question: how does a network come to read, epoch by epoch?
First ten seconds: after four times through 1400 digits, a second's work, a network that began by guessing reads more
than nine of ten digits that it has never seen. Below, its six kernels as chance made them, and as they are now.
"""

import streamlit as st

import ui
from charts.cnn.training import curves, kernels_before_and_after
from core.cnn import Cnn, read
from core.cnn_backward import blame
from core.cnn_training import begin, one_epoch, split_digits
from core.convolution import convolve_gradients
from core.entries import Knob
from core.pooling import pool_gradient
from pages.parts.cnn import training as words

SLUG = "cnn_training"
MOST = 8
RATE = Knob("lr", r"\eta", 0.01, (0.001, 0.01, 0.1), "learning rate of Adam")
BATCHES = {"32": "32", "128": "128"}
SPLITS = {"lot": "Drawn by lot", "file": "As in the file"}
EXPERIMENTS = [
    ui.Experiment(
        "Four epochs",
        "It begins by guessing, about 1 in 10. After four times through the 1400 digits, 176 steps, it reads more than 90 % of 397 others.",
        {},
    ),
    ui.Experiment(
        "Eight",
        "Above 94 % of the held-out digits. The loss on those that it learns from has fallen well below that on the others: the curves part.",
        {"epochs": 8},
    ),
    ui.Experiment(
        "Too small a step",
        "With a tenth of the rate it is on its way, and slow: after four epochs the loss is still more than five times as large.",
        {"lr": 0.001},
    ),
    ui.Experiment(
        "Too large a step",
        "Ten times the rate, and a seed with bad luck: the first steps throw the weights so far that every unit of the second stage sleeps on every digit. All get the same scores, the loss stays at ln 10 = 2.303, and no slope is left to wake anything. Other seeds recover, to a loss about twice as large as before or more.",
        {"lr": 0.1, "seed": 3},
    ),
    ui.Experiment(
        "Fewer steps",
        "128 digits a step instead of 32: an epoch is 11 steps, not 44, and after as many epochs it reads fewer digits.",
        {"batch": "128"},
    ),
    ui.Experiment(
        "Other hands",
        "Not drawn by lot but as the file has them, where neighbors are often by one hand, so that most of the last 397 digits are by people whom it has never met. Eight epochs, and it stays below 95 %: at least two digits in a hundred fewer than by lot.",
        {"split": "file", "epochs": 8},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "You train twice from other seeds. Do the six kernels of the first convolution come out the same?",
        ["Yes, the data decide", "The same six, in another order", "No, but both networks read"],
        "No. Each run finds kernels of its own, and reads about as well: what has to be learned is the whole chain, not six fixed patterns. Change the seed and compare the kernels below the curves.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“One more epoch is always better.”** On the digits it learns from, nearly. On the held-out ones the loss may rise again while accuracy hardly moves: it becomes too sure of its mistakes. "
        "**“Accuracy on held-out digits is what it will reach in the world.”** Only if the world writes as those who were drawn. See *Other hands*. "
        "**“An epoch is a step.”** It is 44 steps of 32 digits each: all slopes of a batch are found by one walk back, then every weight moves at once."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        lr = ui.turn(RATE, key=f"{SLUG}.lr", label=r"Learning rate $\eta$")
        batch = int(ui.choose("Digits a step", BATCHES, key=f"{SLUG}.batch"))
        split = ui.choose("Held-out digits", SPLITS, key=f"{SLUG}.split")
        seed = ui.number("Seed", 0, 99, 1, key=f"{SLUG}.seed")
        epochs = ui.live_slide("Epochs", 0, MOST, 4, key=f"{SLUG}.epochs", step=1)
        place = st.empty()

    settings = (lr, batch, split, seed)
    points = watched(epochs, settings, place)
    first, last = points[0].network, points[-1].network
    figure = curves(points, epochs)
    kernels = kernels_before_and_after(first.kernels[0][:, 0], last.kernels[0][:, 0])
    with picture:
        ui.show_figure(figure, key=f"{SLUG}.curves", caption=words.tell_training(points, lr, batch))
        ui.show_figure(
            kernels, key=f"{SLUG}.kernels", caption=words.tell_kernels(first, last, seed)
        )
        ui.show_formula(*words.formulas(points, lr, batch))
    ui.show_source(one_epoch, blame, convolve_gradients, pool_gradient, read, Cnn, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(epochs, *settings, split_digits(shuffled=split == "lot")),
        tables={
            "curves": lambda: words.table_of_points(points),
            "kernels": lambda: words.table_of_kernels(first, last),
        },
        figures={"curves": figure, "kernels": kernels},
    )


def watched(epochs, settings, place):
    """Every point of the training, with a bar that fills while epochs are trained for the first time."""
    points = []
    for epoch in range(epochs + 1):
        points.append(after(epoch, *settings))
        if epochs:
            place.progress(epoch / epochs, f"epoch {epoch} of {epochs}")
    return points


@st.cache_data(max_entries=300, show_spinner=False)
def after(epoch, lr, batch, split, seed):
    """Where training stands after so many epochs: one more than it stood before."""
    digits = split_digits(shuffled=split == "lot")
    if epoch == 0:
        return begin(digits, seed=seed)
    before = after(epoch - 1, lr, batch, split, seed)
    return one_epoch(before, digits, seed=seed, batch=batch, lr=lr)
