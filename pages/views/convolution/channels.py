"""View: several channels in, several maps out.

Question: how do three colors become one map?
First ten seconds: the red, the green and the blue of a cup of coffee, each with its own slice of one kernel and what
it brings; beside them the sum. Where the cup is red and not green, the map lights up.
"""

from functools import partial

import streamlit as st

import ui
from charts.convolution.channels import channel_sum, pixel_at
from charts.convolution.costs import costs
from core.convolution import convolve, parameter_count
from core.images import PICTURES
from core.studies.convolution.channels import (
    BANKS,
    dense_cost,
    layer_cost,
    read_channels,
    separable_cost,
    vgg16,
)
from pages.parts.convolution import channel_words as words
from pages.parts.convolution.images import same

SLUG = "convolution_channels"
CLICKED = "Counted from 0. Or click a picture."
EXPERIMENTS = [
    ui.Experiment(
        "One sum",
        "Red counts in full, half of green and half of blue are taken away. The three parts add up, pixel by pixel, to one map: high where there is more red than the mean of the other two.",
        {},
    ),
    ui.Experiment(
        "Edges of brightness",
        "The same Sobel slice for all three, weighed as the eye weighs colors: green brings most, blue least. The sum is what Sobel finds in the gray picture.",
        {"map": 0},
    ),
    ui.Experiment(
        "Depthwise",
        "Each channel by itself: this map sees green and nothing else. Three kernels of nine weights and three biases: 30 parameters, where three ordinary maps take 84.",
        {"bank": "depthwise", "map": 1, "row": 29, "column": 86},
    ),
    ui.Experiment(
        "One by one",
        "A kernel of a single pixel sees no neighbors; it mixes colors. Three weights and a bias make the brightness of every pixel.",
        {"bank": "pointwise", "map": 0},
    ),
    ui.Experiment(
        "What sharing saves",
        "From 64 maps to 64 maps at 56 × 56: 36,928 parameters. A dense layer between the same pixels would need 40 billion; depthwise and then 1 × 1 does with 4,800.",
        {"c_in": 64, "c_out": 64, "side": 56},
    ),
    ui.Experiment(
        "Where VGG-16 is heavy",
        "Its 13 convolutions hold 14,714,688 parameters. One dense layer of 512 behind them adds 12,845,568: nearly as many again.",
        {"vgg": True},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A layer takes 64 maps in and puts 128 out, with kernels of 3 × 3. How many weights does one of its kernels have?",
        ["9", "576", "73,728"],
        "576: a kernel has a slice of nine weights for each of the 64 maps that come in, and all slices are summed into one map. 128 such kernels are 73,728 weights, and 128 biases.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A 3 × 3 kernel has nine weights.”** Over one channel. Over c channels it has 9c, and one bias, not one a channel. "
        "**“1 × 1 does nothing.”** It sees no neighbors, but it mixes channels: it is a dense layer applied to every pixel alike. "
        "**“Fewer parameters are less work.”** The parameters of a convolution do not depend on the size of the picture; its multiply–adds do. "
        "**“Most of VGG's work is in its dense layers.”** Most of its parameters, with the head of 1,000 classes; most of its multiply–adds are in the convolutions."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        photo = ui.pick("Image", PICTURES, key=f"{SLUG}.image", default="coffee")
        bank = ui.pick("Kernels", BANKS, key=f"{SLUG}.bank", help="How maps see channels.")
        which = ui.slide("Map", 0, 2, 1, key=f"{SLUG}.map")
        bias = ui.number("Bias b", -500.0, 500.0, 0.0, key=f"{SLUG}.bias", step=10.0, format="%g")
        left, right = st.columns(2)
        x = words.channels_of(photo)
        h, w = x.shape[1:]
        with left:
            row = ui.number("Look at row", 0, h - 1, 50, key=f"{SLUG}.row", help=CLICKED)
        with right:
            column = ui.number("and column", 0, w - 1, 60, key=f"{SLUG}.column", help=CLICKED)
        st.caption(f"{photo.credit}, {photo.license}; {photo.source}.")

    reading = read_channels(x, bank, which, bias)
    place = (int(row), int(column))
    figure = channel_sum(
        x, reading, place=place, title=f"the sum: {bank.maps[which]}", view=photo.key
    )

    def look_there(x, y):
        if pixel := pixel_at(x, y, (h, w)):
            st.session_state[f"{SLUG}.row"], st.session_state[f"{SLUG}.column"] = pixel

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.sum",
            on_click=look_there,
            caption=words.tell(photo, bank, which, reading, place),
        )
        ui.show_formula(*words.formulas(x, bank, which, reading, place))
        priced = price()
    ui.show_source(
        *(read_channels, convolve, layer_cost, separable_cost, dense_cost, parameter_count, vgg16),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(x, bank, which, reading, place),
        tables={
            "map": partial(words.table_of, reading.answers),
            "vgg16": lambda: words.vgg_table(vgg16(head=(512, 10))),
        },
        figures={"sum": figure, "costs": priced},
    )


def price():
    """What one layer costs, as an ordinary one, in other ways, and as a dense one; VGG-16 if it is asked for."""
    st.markdown("**What a layer costs**")
    a, b, c, d, e = st.columns(5)
    with a:
        side = ui.number("Pixels a side", 1, 512, 224, key=f"{SLUG}.side")
    with b:
        c_in = ui.number("Channels in", 1, 1024, 3, key=f"{SLUG}.c_in")
    with c:
        c_out = ui.number("Maps out", 1, 1024, 64, key=f"{SLUG}.c_out")
    with d:
        k = int(ui.choose("Kernel", same("1357"), key=f"{SLUG}.k", default="3"))
    with e:
        whole = words.divisors(c_in, c_out)
        asked = ui.number("Groups", 1, 1024, 1, key=f"{SLUG}.groups", help=words.GROUPS)
        groups = max(g for g in whole if g <= asked)
    names = [
        "ordinary",
        f"in {groups} group{'s' if groups > 1 else ''}",
        "depthwise, then 1 × 1",
        "dense",
    ]
    layers = [
        layer_cost(side, c_in, c_out, k),
        layer_cost(side, c_in, c_out, k, groups),
        separable_cost(side, c_in, c_out, k),
        dense_cost(side, c_in, c_out),
    ]
    figure = costs(
        names, [cost.parameters for cost in layers], [cost.multiply_adds for cost in layers]
    )
    ui.show_figure(
        figure,
        key=f"{SLUG}.costs",
        caption=words.tell_costs(side, c_in, c_out, k, names, layers, asked != groups),
    )
    if ui.switch("VGG-16, layer by layer", key=f"{SLUG}.vgg"):
        st.markdown(words.vgg_in_words(vgg16(head=(512, 10))))
    return figure
