"""View: which pixels a unit deep in a network can see.

Question: which pixels can a unit deep down see?
First ten seconds: a tower, of which a window of 16 × 16 pixels is in clear view and all else pale; beside it the six maps
of TinyVGG, and in each of them the part that the one unit at the end looks at. Below, a bell: pixels in the middle of
the window count most.
"""

import streamlit as st

import ui
from charts.pooling.bell import share_by_column
from charts.pooling.depth import fields_through_depth, unit_at
from core.convolution import convolve, pool
from core.images import square
from core.studies.pooling.field import influence, light_up, run_stack, seen_by
from core.studies.pooling.looking import look_down
from core.studies.pooling.stack import MOST_LAYERS, STACKS, parse_stack, reaches
from pages.parts.convolution.images import Choice, choose_image
from pages.parts.pooling import field_words as words

SLUG = "pooling_field"
MENU = {**STACKS, "custom": Choice("custom", "Your own")}
TINY = STACKS["tiny_vgg"].layers
SHOW = {"field": "what it sees", "shares": "how much each counts"}
EXPERIMENTS = [
    ui.Experiment(
        "TinyVGG",
        "The six layers of CNN Explainer: 64 × 64 pixels become 13 × 13 units, and each of them sees 16 × 16 pixels: fields of 3, 5, 6, 10, 14 and 16. Behind the first pool every step of a window is two pixels wide. Click on any map to choose another unit.",
        {},
    ),
    ui.Experiment(
        "Two make a five",
        "Two 3 × 3 kernels in a row see 5 × 5 pixels, with 18 weights instead of 25, and room for a bend between them. The column in the middle counts most: more paths lead through it.",
        {"stack": "two", "row": 30, "column": 30, "image": "coffee"},
    ),
    ui.Experiment(
        "Twice as far each time",
        "Dilation 1, 2, 4: with three layers and 27 weights the field is 15 × 15, without a hole and without shrinking the map by strides.",
        {"stack": "dilated", "row": 24, "column": 24, "image": "coffee"},
    ),
    ui.Experiment(
        "Full of holes",
        "Dilation 2 twice: the formula says 9 × 9, but the unit sees only 25 of these 81 pixels, every other one. Its neighbor sees the others: two nets that never meet.",
        {
            "stack": "custom",
            "layers": "conv3d2, conv3d2",
            "row": 28,
            "column": 28,
            "image": "cat",
        },
    ),
    ui.Experiment(
        "A bell, not a box",
        "Eight 3 × 3 kernels in a row: the field is 17 × 17, but the 9 columns in the middle have 95.5 % of the weight. The rim can be seen, and hardly counts.",
        {
            "stack": "custom",
            "layers": "conv3, conv3, conv3, conv3, conv3, conv3, conv3, conv3",
            "layer": 8,
            "row": 24,
            "column": 24,
            "show": "shares",
        },
    ),
    ui.Experiment(
        "More than there is",
        "VGG-16: a unit behind the fifth pool has a field of 212 × 212 pixels. Of a picture of 64 × 64 it sees all, and its field is mostly border: made for pictures of 224.",
        {"stack": "vgg", "layer": 18, "row": 1, "column": 1},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "Put one 2 × 2 pool in front of three 3 × 3 convolutions. Without it the field is 7 × 7. And with it?",
        ["8 × 8", "9 × 9", "14 × 14"],
        "14 × 14. The pool sees 2 pixels, and from then on each step is 2 pixels wide: 2 + 2·2 + 2·2 + 2·2 = 14. Put it behind them instead, and it adds one step only: 8. That is why networks shrink early. Try both: *Your own*, pool2, conv3, conv3, conv3.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“A unit looks at its whole field.”** It can, but with weights that are all alike the middle is reached on many paths and the corner on one: what counts is a bell, much smaller than the box. Training can change that. "
        "**“The formula counts pixels.”** It tells from where to where. With dilation or strides larger than the window there may be holes, and at the edge of the picture a part of the field is border. "
        "**“A large field sees details.”** It only says what may play a role; what the layers before have averaged away is gone."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        layers = choose_stack()
        deep = ui.number("Unit of layer", 1, MOST_LAYERS, 6, key=f"{SLUG}.layer", help=DEEP)
        row, column = st.columns(2)
        with row:
            i = ui.number("Its row", 0, 84, 6, key=f"{SLUG}.row", help=CLICK)
        with column:
            j = ui.number("and column", 0, 84, 6, key=f"{SLUG}.column", help=CLICK)
        mode = ui.choose("Show", SHOW, key=f"{SLUG}.show")
        subject = choose_image(SLUG)
        seed = ui.number("Seed of the weights", 0, 999, 0, key=f"{SLUG}.seed")
        st.caption(subject.credit)

    image = square(subject.pixels)
    looked = look_or_say(image, layers, deep, i, j, seed)
    figure = fields_through_depth(
        looked.maps,
        looked.seen,
        [layer.name for layer in looked.layers],
        most=subject.most,
        weights=looked.shares if mode == "shares" else None,
    )
    bell = share_by_column(
        looked.shares.sum(axis=0), looked.answered, row=looked.row, ends=words.ends(looked)
    )

    def look_there(x, y):
        if unit := unit_at(x, y, looked.sizes):
            for name, value in zip(("layer", "row", "column"), unit, strict=True):
                st.session_state[f"{SLUG}.{name}"] = value

    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.fields", caption=words.tell(subject, looked), on_click=look_there
        )
        ui.show_figure(bell, key=f"{SLUG}.shares", caption=words.tell_shares(looked))
        ui.show_formula(*words.formulas(looked))
        st.dataframe(words.table(looked), hide_index=True)
    ui.show_source(
        *(parse_stack, reaches, seen_by, run_stack, influence, light_up, convolve, pool), slug=SLUG
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(looked),
        tables={
            "layers": lambda: words.table(looked),
            "shares": lambda: words.table_of_shares(looked),
        },
        figures={"fields": figure, "shares": bell},
    )


DEEP = "Counted from the picture; behind the last layer, the last one is meant."
CLICK = "Counted from 0; behind the last one, the last one is meant. Or click on a map."


def choose_stack():
    """The layers, by the name of a stack or as the reader writes them."""
    chosen = ui.pick("Stack", MENU, key=f"{SLUG}.stack")
    own = chosen.key == "custom"
    text = ui.text("Its layers", TINY, key=f"{SLUG}.layers", longest=300, hidden=not own)
    if not own:
        st.caption(chosen.meaning)
        return parse_stack(chosen.layers)
    try:
        return parse_stack(text)
    except ValueError as problem:
        ui.warn(f"{problem} Until then, TinyVGG is used.")
        return parse_stack(TINY)


def look_or_say(image, layers, deep, i, j, seed):
    """What the unit sees; with as many layers as fit over the picture, and a sentence where not all do."""
    fit = len(reaches(layers, len(image))) - 1
    if fit < len(layers):
        name, few = layers[fit].name, f"{len(image)} × {len(image)} pixels"
        if fit:
            ui.warn(
                f"Over {few}, layer {fit + 1} ({name}) finds too little to look at: the first {fit} are shown."
            )
        else:
            ui.warn(f"{name} does not fit over {few}: one kernel of 1 × 1 is shown instead.")
            layers = parse_stack("conv1")
    return looked_at(image, layers, deep, i, j, seed)


@st.cache_data(max_entries=60, show_spinner=False)
def looked_at(image, layers, deep, i, j, seed):
    """The unit with all that it sees, kept: a click back costs nothing."""
    return look_down(image, layers, deep, i, j, seed=seed)
