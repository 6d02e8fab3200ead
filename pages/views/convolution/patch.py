"""View: a small kernel reads a large picture.

Question: how does a network read a picture, patch by patch?
First ten seconds: a tower before a bright sky, nine weights beside it, and the map of their answers: the edge at which
it gets darker is blue, the one at which it gets brighter orange, the even sky white. One window is framed, and below
stand its nine products and their sum.
"""

from functools import partial

import streamlit as st

import ui
from charts.convolution.sweep import place_at, sweep
from core.convolution import convolve, flip, output_size
from core.pooling import POOLINGS
from core.studies.convolution.reading import read_image
from core.windows import products, windows
from pages.parts.convolution import patch_choices as choices
from pages.parts.convolution import patch_words as words
from pages.parts.convolution.images import choose_image

SLUG = "convolution_patch"
EXPERIMENTS = [
    ui.Experiment(
        "Upright edges",
        "Sobel x subtracts what is left from what is right: blue where the picture gets darker to the right, orange where it gets brighter, near 0 where it is even. Press Play and watch the window fill the map.",
        {},
    ),
    ui.Experiment(
        "By hand",
        "Four numbers over a picture of sixteen: the window takes its upper left pixel and subtracts its lower right one. Nine windows fit. Compute one yourself, then click its cell.",
        {"image": "example", "kernel": "custom", "weights": "1, 0, 0, -1", "row": 1, "column": 0},
    ),
    ui.Experiment(
        "Half the size",
        "Stride 2 skips every other window: 31 × 31 cells are left of 62 × 62, each the same number as before. The last row and column of the picture are no longer looked at (hatched): that is the floor in the formula.",
        {"stride": "2", "row": 8, "column": 5},
    ),
    ui.Experiment(
        "Holes in the window",
        "Dilation 3: the same nine weights, three pixels apart, now span 7 × 7 pixels. The map shrinks to 58 × 58, and coarser edges answer. Nine weights still, and nine products.",
        {"dilation": "3", "row": 15, "column": 8},
    ),
    ui.Experiment(
        "A digit in numbers",
        "An 8 × 8 digit, small enough to read. A border of zeros keeps the map at 8 × 8. Let the border mirror the image instead: the answers along the edge change, all others stay.",
        {
            "image": "digit",
            "digit": 7,
            "padding": "same",
            "kernel": "sobel_y",
            "row": 2,
            "column": 3,
        },
    ),
    ui.Experiment(
        "Rectify and pool",
        "ReLU sets every negative answer to 0: the blue edges are gone, not turned orange. Max pooling then keeps the strongest of each 2 × 2 cells: a quarter of the numbers, and every strong orange edge is still there.",
        {"relu": True, "pooling": "max", "row": 21, "column": 40},
    ),
]


POOLS = {"none": "none", "max": "max", "average": "mean"}


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "The picture becomes ten times as wide and ten times as high. How many weights does the kernel need now?",
        ["100 times as many", "10 times as many", "As many as before"],
        "The same nine numbers visit every place: the weights are shared. A unit that sees the whole picture at once would need one weight a pixel: 4,096 for 64 × 64, and 409,600 after the change. And what the kernel has learned to find in one corner, it finds in all others.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“ReLU takes the absolute value.”** No: it sets negative answers to 0. An edge that Sobel x answers with −600 is gone afterwards; a network that needs it learns a second kernel with the opposite signs.\n\n"
        "**“This is convolution.”** Libraries call it so; strictly it is *cross-correlation*. Convolution turns the kernel by half a turn first (*Flip it*). For Sobel that changes only the sign of every answer, for the blurs and the Laplacian nothing at all; and where weights are learned, it does not matter."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        image, most, name, credit = choose_image(SLUG)
        kernel, kernel_name, _ = choices.choose_kernel(SLUG)
        stepping = choices.choose_stepping(SLUG)
        row, column = choices.choose_cell(SLUG)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            rectify = ui.switch("ReLU", key=f"{SLUG}.relu")
            pooling = ui.choose("Pool 2 × 2", POOLS, key=f"{SLUG}.pooling")
        st.caption(credit)

    with picture:
        reading, stepping = choices.read_or_say(
            image,
            kernel,
            stepping,
            rectify=rectify,
            pooling=None if pooling == "none" else pooling,
        )
        place = reading.nearest(row, column)
        figure = sweep(
            reading,
            most=most,
            place=place,
            map_title="map after ReLU" if rectify else "map",
            pooled_title=POOLINGS[pooling].label if pooling != "none" else "",
            view=f"{image.shape} {reading.answers.shape} {pooling}",
        )

        def look_there(x, y):
            if cell := place_at(x, y, reading):
                st.session_state[f"{SLUG}.row"], st.session_state[f"{SLUG}.column"] = cell

        ui.show_figure(
            figure,
            key=f"{SLUG}.sweep",
            caption=words.tell(reading, name, kernel_name, most, rectify, pooling, place),
            on_click=look_there,
        )
        ui.show_formula(*words.formulas(reading, place, rectify))
    pooled = {"pooled": reading.pooled} if reading.pooled is not None else {}
    grids = {"image": reading.image, "map": reading.activated, **pooled}
    ui.show_source(read_image, convolve, flip, windows, products, output_size, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(reading, stepping, rectify, pooling, place),
        tables={key: partial(words.table_of, cells) for key, cells in grids.items()},
        figures={"sweep": figure},
    )
