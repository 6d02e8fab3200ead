"""View: how well a network reads that has the same size as another, and what a shift of one pixel does to both.

Question: how well does it read, and what if the digit moves?
First ten seconds: two curves that begin together at 98 %. One pixel to the right, and the dense network reads 49 %, the
convolutional one 70 %; at three pixels both are lost. Beside it the confusion matrix, and below the digits read wrong.
"""

import streamlit as st

import ui
from charts.cnn.tested import gallery, matrix_and_shifts
from core.cnn import Cnn, read
from core.network import forward
from core.studies.cnn.tested import (
    DIRECTIONS,
    NETWORKS,
    SHIFTS,
    examine,
    examine_shifts,
    shift_images,
)
from pages.parts.cnn import tested as words

SLUG = "cnn_tested"
MOST = 24  # digits shown
EXPERIMENTS = [
    ui.Experiment(
        "Digits it has never seen",
        "397 held-out digits, and the convolutional network reads 390 of them: 98.2 %. The seven others are shown below, the surest mistake first.",
        {},
    ),
    ui.Experiment(
        "The dense one, too",
        "A dense network of the same 1210 numbers reads 389: where every digit fills the same frame, convolution is not needed to read it.",
        {"network": "dense"},
    ),
    ui.Experiment(
        "One pixel to the right",
        "Hardly any ink is lost, and no reader would notice. The dense network falls to 49.4 %, the convolutional one to 69.8 %: pooling has bought it some tolerance, no more.",
        {"shift": 1},
    ),
    ui.Experiment(
        "Three pixels",
        "Both are near chance, 1 in 10, with three quarters of the ink still there. The kernels still find every stroke; the dense layer behind them has learned each class at one place.",
        {"shift": 3},
    ),
    ui.Experiment(
        "No zero is left",
        "Moved right by one pixel, not one of the 43 zeros is read as a zero: 18 become eights, 17 threes. The framed cell has its digits below. Two is the lucky one: 46 of 51 are still read.",
        {"shift": 1, "one": True, "true": 0, "told": 8},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Both networks have 1210 learned numbers, and both were trained on the same 1400 digits. Which one reads more of the held-out ones?",
        ["The convolutional one, by far", "About the same", "The dense one, by far"],
        "About the same: 390 and 389 of 397. These digits all fill their frame of 8 × 8, so that a weight for each pixel is as good as a kernel that visits all places. Move them by one pixel, and the difference shows: 277 against 196.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A convolutional network does not care where the digit is.”** Convolution and pooling hardly do: shift the input, and the maps shift along. But behind them a dense layer has a weight for every place of the last maps, and it has met digits in one place only. Training on shifted digits, or a global average instead of the dense layer, would help. "
        "**“98 % is how well it will read yours.”** The held-out digits were drawn by lot, so the same people wrote them. On digits of new people it reads less: see *Train it live*, where the file can be split as it stands. "
        "**“The other two percent are chance.”** Look at them: some you would read wrong too."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        network = ui.choose("Whose matrix", NETWORKS, key=f"{SLUG}.network")
        shift = ui.live_slide("Shift by pixels", 0, SHIFTS[-1], 0, key=f"{SLUG}.shift", step=1)
        direction = ui.choose("To the", {key: key for key in DIRECTIONS}, key=f"{SLUG}.direction")
        one = ui.switch("Show one cell only", key=f"{SLUG}.one", help=CELL)
        left, right = st.columns(2)
        with left:
            true = ui.number("True digit", 0, 9, 9, key=f"{SLUG}.true")
        with right:
            told = ui.number("read as", 0, 9, 5, key=f"{SLUG}.told")

    test, shifted = tested(network, direction, shift), under_shifts(direction)
    cell = (true, told) if one else None
    figure = matrix_and_shifts(test, shifted, shift, cell, NETWORKS)
    chosen = test.wrong(*cell) if one else test.wrong()
    pictures = gallery(test, chosen[:MOST])

    def go_to(x, y):
        if x < 9.5:  # the matrix; the curves stand further right
            put = {"one": True, "true": round(y), "told": round(x)}
        else:
            put = {"shift": min(SHIFTS[-1], max(0, round(x - 100)))}
        st.session_state.update({f"{SLUG}.{name}": value for name, value in put.items()})

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.matrix",
            caption=words.tell_test(test, shifted, network, direction, shift),
            on_click=go_to,
        )
        ui.show_figure(
            pictures, key=f"{SLUG}.wrong", caption=words.tell_digits(test, chosen, cell, MOST)
        )
        ui.show_formula(*words.formulas(test, cell))
    ui.show_source(examine, shift_images, read, forward, Cnn, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(test, network, direction, shift),
        tables={
            "confusion": lambda: words.table_of_confusion(test),
            "shifts": lambda: words.table_of_shifts(shifted, SHIFTS),
        },
        figures={"matrix": figure, "digits": pictures},
    )


CELL = "Or click a cell of the matrix: row and column say what the digit was and what it was taken for."


@st.cache_data(max_entries=60, show_spinner=False)
def tested(network, direction, shift):
    """One network on the held-out digits."""
    return examine(network, direction, shift)


@st.cache_data(max_entries=4, show_spinner=False)
def under_shifts(direction):
    """Both networks under all shifts."""
    return examine_shifts(direction)
