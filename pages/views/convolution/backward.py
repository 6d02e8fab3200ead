"""View: the way back through a kernel.

Question: which weight, and which pixel, is to blame for the error?
First ten seconds: an image of sixteen numbers, the slopes that came from behind, and the slope of each weight: the
image correlated with the slopes. The framed weight met the framed pixels; point at it, and read the products.
"""

from functools import partial

import streamlit as st

import ui
from charts import theme
from charts.convolution.grids import RESULT, Grid, cell_at, grids_in_a_row
from core.convolution import convolve_gradients, flip, output_size
from core.images import digits
from core.kernels import parse_kernel
from core.studies.convolution.backward import (
    cells_to_paint,
    check_back,
    go_back,
    inside,
    overlap,
    spread_out,
)
from core.studies.convolution.slopes import BEHIND, slopes_from_behind
from core.transposed import convolve_transposed
from pages.parts.convolution import backward_words as words
from pages.parts.convolution.images import Choice, example, same
from pages.parts.convolution.patch_choices import choose_kernel

SLUG = "convolution_backward"
WHAT = {"kernel": "∂L/∂W", "image": "∂L/∂x", "overlap": "Transposed"}
IMAGES = {
    "example": Choice("example", "Worked example, 4 × 4"),
    "digit": Choice("digit", "Handwritten digit, 8 × 8"),
}
DIAGONAL = {"kernel": "custom", "weights": "1, 0, 0, -1"}
CLICKED = "The row and column that are looked at; or click a cell of the grid on the right."
EXPERIMENTS = [
    ui.Experiment(
        "Blame for a weight",
        "A weight meets nine pixels on its way over the image, and takes a share of the slope behind each answer. Laid over the image like a kernel, the slopes give all four sums: a correlation once more.",
        DIAGONAL,
    ),
    ui.Experiment(
        "Blame for a pixel",
        "A pixel in the middle had a part in four answers, a corner in one. The kernel, flipped, slides over the slopes inside a frame of zeros: the full convolution.",
        {**DIAGONAL, "what": "image", "row": 1, "column": 1},
    ),
    ui.Experiment(
        "One slope alone",
        "Only one answer was wrong. Then ∂L/∂W is the patch under its window, times that slope; ∂L/∂x would be the kernel, painted there.",
        {**DIAGONAL, "behind": "one"},
    ),
    ui.Experiment(
        "Stride 2",
        "Between the slopes stand zeros, and pixels that no window looked at get nothing: the floor, on the way back.",
        {
            "image": "digit",
            "kernel": "sobel_x",
            "what": "image",
            "stride": "2",
            "row": 7,
            "column": 3,
        },
    ),
    ui.Experiment(
        "A checkerboard",
        "Painted back with a kernel of 3 and stride 2, pixels are reached by 1, 2 or 4 windows: with nine equal weights that is a checkerboard. Weights that balance it exist (1, 2, 1 down times 1, 2, 1 across); training has to find them.",
        {"what": "overlap", "k": 3, "step": 2},
    ),
    ui.Experiment(
        "Evenly",
        "A kernel of 4 and stride 2: every pixel away from the rim is reached by exactly 4. The stride divides the kernel.",
        {"what": "overlap", "k": 4, "step": 2},
    ),
]


def show():
    """Draw this view."""
    laboratory()
    ui.predict(
        "A 3 × 3 kernel over 100 × 100 pixels, stride 1. How many products are in the slope of a single weight?",
        ["9", "98 × 98", "100 × 100"],
        "98 × 98 = 9,604: the weight was used in every window, so every answer sends a share of its blame back to it. All shares are summed. That is what sharing weights means on the way back.",
        key=f"{SLUG}.predict",
    )
    ui.beware(
        "**“Backward, the kernel is used as it is.”** It is flipped: what was to the right of the pixel on the way there is to its left on the way back. "
        "**“A transposed convolution undoes a convolution.”** It has the right shape, not the right numbers: it is the way back of the slopes, not the inverse. "
        "**“Deconvolution blurs because it was badly trained.”** Where the stride does not divide the kernel, pixels are painted by different numbers of windows from the start; training must work against that."
    )


@ui.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        what = ui.choose("Slope along", WHAT, key=f"{SLUG}.what")
        if what == "overlap":
            k = ui.slide("Kernel k", 1, 7, 3, key=f"{SLUG}.k")
            step = ui.slide("Stride s", 1, 4, 2, key=f"{SLUG}.step")
        else:
            way, place = choose_way(what)
    if what == "overlap":
        show_overlap(picture, k, step)
    else:
        show_way(picture, what, way, place)


def choose_way(what):
    """What the kernel was laid on, what came from behind, and the cell to look at."""
    image = ui.pick("Image", IMAGES, key=f"{SLUG}.image").key
    x = example() if image == "example" else digits().images[7] * 16
    kernel, _, _ = choose_kernel(SLUG, default="custom", lines=DIAGONAL["weights"])
    left, right = st.columns(2)
    with left:
        stride = int(ui.choose("Stride", same("123"), key=f"{SLUG}.stride"))
    with right:
        padding = int(ui.choose("Padding", same("012"), key=f"{SLUG}.padding"))
    behind = ui.choose("Slopes from behind", BEHIND, key=f"{SLUG}.behind")
    seed = ui.number("Seed", 0, 999, 0, key=f"{SLUG}.seed") if behind == "random" else 0
    left, right = st.columns(2)
    with left:
        row = ui.number("Look at row", 0, 7, 0, key=f"{SLUG}.row", help=CLICKED)
    with right:
        column = ui.number("and column", 0, 7, 1, key=f"{SLUG}.column", help=CLICKED)
    if padding >= len(kernel) or len(kernel) > len(x) + 2 * padding:
        padding, kernel = 0, parse_kernel(DIAGONAL["weights"]) if len(kernel) > len(x) else kernel
        ui.warn(
            "That does not fit: the border must be narrower than the kernel, and the kernel no larger than the image. Shown instead: no border, and where the kernel is too large, the weights 1, 0, 0, −1."
        )
    size = output_size(len(x), len(kernel), stride=stride, padding=padding)
    way = go_back(x, kernel, slopes_from_behind(behind, size, seed), stride=stride, padding=padding)
    rows, columns = way.d_kernel.shape if what == "kernel" else x.shape
    return way, (min(row, rows - 1), min(column, columns - 1))


def show_way(picture, what, way, place):
    """One gradient as a correlation of two grids."""
    terms = way.behind_weight if what == "kernel" else way.behind_pixel
    result = way.d_kernel if what == "kernel" else way.d_x
    told = [
        [words.arithmetic(terms(i, j)) for j in range(result.shape[1])]
        for i in range(result.shape[0])
    ]
    (i, j), color = place, theme.GOLD
    if what == "kernel":
        over, laid = way.padded, way.spread
        titles = ("the image", "slopes from behind", "∂L/∂W")
    else:
        over, laid = way.framed, flip(way.kernel)
        titles = ("slopes, framed by zeros", "the kernel, flipped", "∂L/∂x")
    figure = grids_in_a_row(
        Grid(over, size_of(titles[0], over), boxes=(((i, j, *laid.shape), color),)),
        Grid(laid, size_of(titles[1], laid)),
        Grid(result, size_of(titles[2], result), told, (((i, j, 1, 1), color),), RESULT),
        shares=shares_of(over, laid, result),
        view=f"{what} {over.shape} {laid.shape}",
    )
    errors = check_back(way)

    def look_there(x, y):
        if cell := cell_at(x, y, result):
            st.session_state[f"{SLUG}.row"], st.session_state[f"{SLUG}.column"] = cell

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.grids",
            caption=words.tell_gradient(what, way, place, terms(*place), errors),
            on_click=look_there,
        )
        ui.show_formula(*words.gradient_formulas(what, way, place, terms(*place)))
    ui.show_source(go_back, convolve_gradients, check_back, spread_out, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.gradient_script(way),
        tables={
            "kernel": partial(words.table_of, way.d_kernel),
            "image": partial(words.table_of, way.d_x),
        },
        figures={"grids": figure},
    )


def show_overlap(picture, k, step):
    """How often a transposed convolution paints each pixel."""
    cells = cells_to_paint(k, step)
    counts = overlap(cells, k, step)
    middle = inside(counts, k)
    figure = grids_in_a_row(
        Grid(counts, size_of("windows that paint each pixel", counts)),
        Grid(counts[len(counts) // 2][None], "along the middle row"),
        shares=(1.0, 1.0),
        view=f"overlap {counts.shape}",
    )
    with picture:
        ui.show_figure(
            figure, key=f"{SLUG}.grids", caption=words.tell_overlap(k, step, counts, middle)
        )
        ui.show_formula(*words.overlap_formulas(k, step, middle))
    ui.show_source(overlap, convolve_transposed, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: words.overlap_script(cells, k, step),
        tables={"overlap": partial(words.table_of, counts)},
        figures={"grids": figure},
    )


def size_of(title, cells):
    """A title, and the size of its grid behind it."""
    return f"{title} <sup>{cells.shape[0]} × {cells.shape[1]}</sup>"


def shares_of(*grids):
    """Widths in proportion to the cells, none too narrow for its title."""
    most = max(grid.shape[1] for grid in grids)
    return [max(grid.shape[1] / most, 0.55) for grid in grids]
