"""View: each window of an image becomes one number.

Question: what does pooling keep, and what does it lose?
First ten seconds: a digit of 64 pixels, the largest of each 2 × 2 marked, and the 16 that are left. Beside them the
digit rebuilt, once with the maxima back at their places and once without knowing them. Below, lines: how much a shift
by some pixels changes for a dense layer, for a map, for the pooled map, and for its mean.
"""

from functools import partial

import streamlit as st

import ui
from charts.pooling.shifts import change_against_shift
from charts.pooling.windows import cell_at, pooled_and_rebuilt
from core.convolution import global_average, pool
from core.kernels import KERNELS
from core.pooling import switches
from core.studies.pooling.pooled import distance, pool_image, spread, unpool
from core.studies.pooling.shifting import (
    SHIFTS,
    many_images,
    map_of,
    measure_shifts,
    shift_image,
)
from pages.parts.convolution.images import choose_image, same
from pages.parts.pooling import pool_words as words

SLUG = "pooling_pool"
KINDS = {"max": "max", "average": "average", "global": "global"}
AROUND = {"circular": "go round", "border": "come in black"}
ON = {"digits": "200 digits", "photos": "3 photos"}
EXPERIMENTS = [
    ui.Experiment(
        "Three quarters gone",
        "Of each 2 × 2 pixels the largest stays, marked blue: 16 of 64 numbers, 75 % are gone. With the recorded places (switches) the maxima go back to where they were, and the strokes are in place again; without them every window becomes one gray block.",
        {},
    ),
    ui.Experiment(
        "By hand",
        "Sixteen pixels, four windows, and every maximum is 2. Where several are equal the first one counts, row by row: so the mark of the lower left window is on its upper right pixel. Now choose average: 1, 1, 1.75 and 1.25.",
        {"image": "example", "row": 1, "column": 0},
    ),
    ui.Experiment(
        "One pixel to the right",
        "The digit moves by one pixel, and 12 of its 16 maxima change (orange). Over 200 digits the map changes by 94.6 %, the pooled map by 68.9 %: less, but far from nothing. And 57.4 % of its cells have another value, hardly fewer than in the map, 58 %.",
        {"shift": 1},
    ),
    ui.Experiment(
        "A larger window",
        "With windows of 4 × 4 the same step of one pixel changes the pooled map by 38.3 %. The price: 4 of 64 numbers are left, and where in its window a stroke was is forgotten.",
        {"shift": 1, "size": "4", "stride": "4"},
    ),
    ui.Experiment(
        "One number a map",
        "A global average forgets every place. If what leaves on the right comes back on the left, the mean of the map is the same to the last digit, whatever the shift: 0 %. Let black come in instead, and it changes as soon as ink is lost.",
        {"kind": "global", "shift": 3},
    ),
    ui.Experiment(
        "Brighter than it was",
        "The tower, 64 × 64 pixels, windows of 3 × 3 at stride 2, as in AlexNet: 31 × 31 are left. A maximum never falls below the mean of its window: the picture gets brighter. Choose average, and it blurs instead.",
        {"image": "palace", "size": "3", "stride": "2", "on": "photos", "row": 8, "column": 12},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A digit moves by one pixel. Of the maxima over its 2 × 2 windows, taken after a convolution and ReLU, how many keep their value?",
        ["Nearly all", "About half", "None"],
        "About half: over 200 digits 57.4 % of the pooled cells get another value. Pooling makes the change smaller, from 94.6 % of the map's length to 68.9 %; it does not make it go away. At three pixels little is left of that: 122.6 % against 136.7 %.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Max pooling makes a network blind to shifts.”** It tolerates some of a shift smaller than its window, as measured above, and at a shift by whole strides the pooled map moves along by whole cells. Only an average over the whole map does not care at all, and that only as long as nothing leaves the picture. "
        "**“A dense layer always suffers more.”** On digits it does. On photographs it changes about as little as its input, since most of what it sees is even brightness, and the map of edges changes most: ask what is compared. "
        "**“A strong edge is kept, whatever its sign.”** Not behind ReLU: it does not take absolute values, it sets negative answers to 0, and a maximum over zeros is 0. "
        "**“Equal maxima share the gradient.”** Here, as in the usual libraries, the first one in the window takes it all. Under an average all pixels share alike."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        subject = choose_image(SLUG, default="digit")
        kind = ui.choose("Keep", KINDS, key=f"{SLUG}.kind")
        left, right = st.columns([3, 4])
        with left:
            size = int(ui.choose("Window", same("234"), key=f"{SLUG}.size"))
        with right:
            stride = int(ui.choose("Stride", same("1234"), key=f"{SLUG}.stride", default="2"))
        shift = ui.live_slide("Shift right by", 0, SHIFTS[-1], 0, key=f"{SLUG}.shift", step=1)
        circular = ui.choose("Pixels", AROUND, key=f"{SLUG}.around", help=WHERE) == "circular"
        row, column = st.columns(2)
        with row:
            i = ui.number("Look at row", 0, 83, 1, key=f"{SLUG}.row", help=CELL)
        with column:
            j = ui.number("and column", 0, 83, 2, key=f"{SLUG}.column", help=CELL)
        on = ui.choose("Measure shifts on", ON, key=f"{SLUG}.on")
        st.caption(subject.credit)

    if min(subject.pixels.shape) < size and kind != "global":
        with controls:
            st.warning(f"The picture has fewer than {size} pixels a side: a mean of all is shown.")
        kind = "global"
    before = pool_image(subject.pixels, kind, size, stride)
    pooled = pool_image(shift_image(subject.pixels, shift, circular), kind, size, stride)
    rebuilt, place = rebuild(pooled), pooled.nearest(i, j)
    changed = abs(pooled.values - before.values) > 1e-9 * subject.most
    name = "global average" if kind == "global" else f"{kind} {size} × {size}"
    figure = pooled_and_rebuilt(
        pooled,
        [(title, cells) for title, _, cells in rebuilt],
        most=subject.most,
        place=place,
        changed=changed,
        title=name,
    )
    shifts = measured(on, kind, size, stride, circular)
    lines = change_against_shift(
        shifts,
        shift,
        title=f"What a shift changes, mean over {words.ON[on]} (Sobel x, ReLU, then pooled)",
        pooled_name="" if kind == "global" else name,
    )

    def look_there(x, y):
        st.session_state[f"{SLUG}.row"], st.session_state[f"{SLUG}.column"] = cell_at(x, y, pooled)

    offs = [(how, distance(cells, pooled.image)) for _, how, cells in rebuilt]
    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.windows",
            caption=words.tell(pooled, subject, offs, place, shift, circular, changed),
            on_click=look_there,
        )
        ui.show_figure(
            lines,
            key=f"{SLUG}.shifts",
            caption=words.tell_shifts(shifts, on, kind, name, shift, circular),
        )
        ui.show_formula(*words.formulas(pooled, place))
    ui.show_source(
        *(pool_image, pool, switches, global_average, unpool, spread),
        *(shift_image, map_of, measure_shifts),
        slug=SLUG,
    )
    ui.take_with_you(
        SLUG,
        script=lambda: words.script(
            subject.pixels, pooled, size, shift, circular, many_images(on), kernel()
        ),
        tables={
            "pooled": partial(words.table_of, pooled.values),
            "shifts": lambda: words.table_of_shifts(shifts),
        },
        figures={"windows": figure, "shifts": lines},
    )


CELL = "Of the pooled map, counted from 0; behind the last one, the last one is shown. Or click on the pooled map or on the image."
WHERE = "What leaves on the right comes back on the left; or it is lost, and black comes in."


def rebuild(pooled):
    """Title, words and pixels of what can be rebuilt: with the places of the maxima, if there are any, and without."""
    shape, found = pooled.image.shape, []
    if pooled.cells is not None:
        back = unpool(pooled.values, pooled.cells, shape, pooled.window[0], pooled.stride)
        found.append(("with switches", "with the places of the maxima", back))
    flat = spread(pooled.values, shape, pooled.window, pooled.stride)
    how = "without" if found else "from the means"
    return [*found, ("without" if found else "spread out", how, flat)]


def kernel():
    """The one fixed kernel of the map."""
    return KERNELS["sobel_x"].weights


@st.cache_data(max_entries=120, show_spinner=False)
def measured(on, kind, size, stride, circular):
    """The shifts, measured on all images of a kind."""
    return measure_shifts(
        many_images(on), kernel(), kind=kind, size=size, stride=stride, circular=circular
    )
