"""View: every map of a network that reads a digit, and the arithmetic of each of its numbers.

Question: what does a network see in a digit, layer by layer?
First ten seconds: a handwritten 5 on the left, fifty-four small maps of it, blue and orange, getting coarser to the right, and
ten bars, of which one is long. One number is framed in gold; below stand what it was made of and its sum.
"""

import streamlit as st

import ui
from charts.cnn.apart import taken_apart
from charts.cnn.overview import overview, place_at
from core.cnn import Cnn, read
from core.cnn_training import split_digits
from core.convolution import convolve
from core.images import from_bytes
from core.pooling import max_pool, pool
from core.softmax import softmax
from core.straight_activations import relu
from core.studies.cnn.drawing import digit_from_gray, parse_drawing
from core.studies.cnn.looking import LAYERS, arithmetic, look_at, maps_of
from core.trained import trained_cnn
from pages.parts.cnn import reads as words

SLUG = "cnn_reads"
SOURCES = {"digit": "Held-out digit", "draw": "Draw one", "upload": "Upload"}
# A seven, drawn by hand on the pad.
SEVEN = "0CGGGGG0048888GA000000G400000AC00000AG400004G800000CG000000CC000"
EXPERIMENTS = [
    ui.Experiment(
        "A five, read",
        "The network has never seen this 5, and gives it a probability of 0.999 or more. Follow the framed number: nine pixels times nine weights, summed, plus a bias. Click any map to take another one apart.",
        {},
    ),
    ui.Experiment(
        "Six maps, one number",
        "In the second convolution each number looks at all six maps before it, through six kernels of its own: 54 products and a bias.",
        {"layer": "conv2", "map": 3, "row": 1, "column": 2},
    ),
    ui.Experiment(
        "Negative is gone",
        "ReLU leaves what is above 0 and sets the rest to 0: nothing is blue from here on, and no blue cell has turned orange.",
        {"layer": "relu1", "map": 2, "row": 2, "column": 4},
    ),
    ui.Experiment(
        "The score of a class",
        "The score of 5: 48 numbers of the last maps, each times a weight, plus a bias. Softmax makes shares of the ten scores.",
        {"layer": "scores", "map": 5},
    ),
    ui.Experiment(
        "Surely wrong",
        "Held-out digit 73 is a 9, says who wrote it. The network says 5, with a probability above 0.99: a high share is no promise.",
        {"number": 73, "layer": "scores", "map": 5},
    ),
    ui.Experiment(
        "Your own hand",
        "Draw on the pad. This 7 is read as 7. Clear it, and draw one much smaller or off to a side: the network has only met digits that fill the frame.",
        {"from": "draw"},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "The network has 1210 learned numbers. Where are most of them?",
        ["In the first convolution", "In the second convolution", "In the last, dense layer"],
        "In the second convolution: 12 maps look at 6 maps through 3 × 3 windows, 12 · 6 · 9 + 12 = 660. The first has 6 · 9 + 6 = 60, the dense layer 48 · 10 + 10 = 490. In networks for large pictures the first dense layer usually has the most: here pooling has left only 48 numbers for it.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Each map finds something that has a name.”** Nobody told the six kernels what to look for; some look like edge finders, others have no name. They only had to be of use together. "
        "**“The bars say how sure it should be.”** They say how it shares out one whole among ten digits. Scribble on the pad: it has no way to say “none of them”, and is at times quite sure. "
        "**“It is convolution.”** As everywhere in such networks the kernels are not flipped: it is cross-correlation."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    network = trained_cnn()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        image, name, true = choose_image()
        layer, which, row, column = choose_number()

    seen = read(network, image[None])
    look = look_at(network, seen, layer, which, row, column)
    figure = overview(seen, look, maps_of, true=true)
    is_convolution = layer.startswith("conv")
    apart = taken_apart(look, arithmetic(look) if is_convolution else None)
    sides = {key: maps_of(seen, key).shape[:2] for key in LAYERS}

    def go_to(x, y):
        if found := place_at(x, y, sides):
            put = zip(("layer", "map", "row", "column"), found, strict=True)
            st.session_state.update({f"{SLUG}.{key}": value for key, value in put})

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.maps",
            caption=words.tell_reading(seen, name, true),
            on_click=go_to,
        )
        ui.show_figure(apart, key=f"{SLUG}.apart", caption=words.tell_number(look))
        ui.show_formula(*words.formulas(look, seen))
    ui.show_source(read, convolve, relu, pool, max_pool, softmax, Cnn, look_at, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(network, image, look),
        tables={
            "maps": lambda: words.table_of_maps(seen),
            "probabilities": lambda: words.table_of_shares(seen),
        },
        figures={"maps": figure, "taken apart": apart},
    )


def choose_image():
    """The digit to read, what to call it, and what it truly is, where that is known."""
    source = ui.choose("Digit", SOURCES, key=f"{SLUG}.from", show_label=False)
    if source == "digit":
        held_out = split_digits().held_out
        number = ui.live_slide("Held-out digit", 0, 396, 1, key=f"{SLUG}.number", step=1)
        true = int(held_out.labels[number])
        return held_out.images[number], f"Held-out digit {number}, a {true}", true
    if source == "draw":
        return parse_drawing(ui.draw_digit(SEVEN, key=f"{SLUG}.drawing")), "Your drawing", None
    own = ui.upload_image("A picture of one digit (it stays in this session)", key=f"{SLUG}.upload")
    if own:
        ink = digit_from_gray(from_bytes(own.width, own.height, own.levels))
        st.caption("Its ink was cut out, scaled to 8 × 8 and put in the middle.")
        return ink, "Your picture", None
    st.caption("Until you choose one, the drawn seven is read.")
    return parse_drawing(SEVEN), "The drawn seven", None


def choose_number():
    """Layer, map, row and column of the number that is taken apart; a click on a map sets them."""
    titles = {key: title for key, (title, _) in LAYERS.items()}
    layer = ui.choose("Take apart", titles, key=f"{SLUG}.layer")
    columns = st.columns(3)
    found = []
    for place, (label, name, most, start) in zip(
        columns,
        (("Map", "map", 11, 0), ("Row", "row", 7, 3), ("Column", "column", 7, 2)),
        strict=True,
    ):
        with place:
            found.append(ui.number(label, 0, most, start, key=f"{SLUG}.{name}", help=WHERE))
    return layer, *found


WHERE = "Counted from 0; beyond the last one, the last one is shown. For scores the map is the class. Or click on a map or a bar."
