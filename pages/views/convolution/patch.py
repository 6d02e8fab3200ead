"""View: a small kernel reads a large picture.

Question: how does a network read a picture, patch by patch?
First ten seconds: a tower before a bright sky, nine weights beside it, and the map of their answers: the edge at which
it gets darker is blue, the one at which it gets brighter orange, the even sky white. One window is framed, and below
stand its nine products and their sum.
"""

from typing import NamedTuple

import streamlit as st

import ui
from charts import theme
from charts.convolution.sweep import map_range, place_at, sweep, written
from core.convolution import convolve, output_size
from core.images import EXAMPLE, PICTURES, digits, from_bytes, in_levels, shrink, square
from core.kernels import KERNELS, LARGEST_WEIGHT, parse_kernel, write_kernel
from core.pooling import POOLINGS
from core.straight_activations import relu
from core.studies.convolution.reading import read_image
from core.windows import products, windows

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
        "Blur",
        "Nine equal weights that sum to 1: each cell is the mean of nine pixels. Hard edges become soft, and no cell is brighter than the brightest pixel.",
        {"image": "coffee", "kernel": "box"},
    ),
    ui.Experiment(
        "Half the size",
        "Stride 2 skips every other window: 31 × 31 cells are left of 62 × 62, each the same number as before. The last row and column of the picture are no longer looked at (gray).",
        {"stride": "2", "row": 8, "column": 5},
    ),
    ui.Experiment(
        "Rectify and pool",
        "ReLU sets every negative answer to 0: the blue edges are gone, not turned orange. Max pooling then keeps the strongest of each 2 × 2 cells: a quarter of the numbers, and every strong orange edge is still there.",
        {"relu": True, "pooling": "max", "row": 21, "column": 40},
    ),
    ui.Experiment(
        "A digit in numbers",
        "An 8 × 8 digit, small enough to read. A border of zeros, one pixel wide, keeps the map at 8 × 8.",
        {"image": "digit", "digit": 7, "padding": "1", "kernel": "sobel_y", "row": 2, "column": 3},
    ),
]


class Choice(NamedTuple):
    """A line of a menu that is no entry of a table in `core`."""

    key: str
    label: str
    weights: None = None


IMAGES = {key: PICTURES[key] for key in ("palace", "cat", "coffee")} | {
    "digit": Choice("digit", "Handwritten digit"),
    "example": Choice("example", "Worked example, 4 × 4"),
    "upload": Choice("upload", "A picture of your own"),
}
POOLS = {"none": "none", "max": "max", "average": "mean"}
CUSTOM = Choice("custom", "Your own")
LINES = "-1, 2, -1, -1, 2, -1, -1, 2, -1"


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
        "**“This is convolution.”** Libraries call it so; strictly it is *cross-correlation*. Convolution turns the kernel by half a turn first. For Sobel that changes only the sign of every answer, for the blurs and the Laplacian nothing at all; and where weights are learned, it does not matter."
    )


@st.fragment
def laboratory():
    controls, picture = ui.workbench()
    with controls:
        ui.try_this(SLUG, EXPERIMENTS)
        image, most, name, credit = choose_image()
        kernel, kernel_name, padding = choose_kernel()
        with st.container(horizontal=True, vertical_alignment="bottom"):
            stride = int(ui.choose("Stride", _same("123"), key=f"{SLUG}.stride"))
            rectify = ui.switch("ReLU", key=f"{SLUG}.relu")
            pooling = ui.choose("Pool 2 × 2", POOLS, key=f"{SLUG}.pooling")
        row, column = choose_cell()
        st.caption(credit)

    reading = read_image(
        image,
        kernel,
        stride=stride,
        padding=padding,
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

    with picture:
        ui.show_figure(
            figure,
            key=f"{SLUG}.sweep",
            caption=tell(reading, name, kernel_name, most, rectify, pooling, place),
            on_click=look_there,
        )
        ui.show_formula(*formulas(reading, place, padding, rectify))
    ui.show_source(read_image, convolve, windows, products, output_size, slug=SLUG)
    ui.take_with_you(
        SLUG,
        script=lambda: script(reading, padding, rectify, pooling, place),
        tables={
            "image": lambda: table_of(reading.image),
            "map": lambda: table_of(reading.activated),
            "pooled": lambda: table_of(reading.pooled),
        }
        if reading.pooled is not None
        else {
            "image": lambda: table_of(reading.image),
            "map": lambda: table_of(reading.activated),
        },
        figures={"sweep": figure},
    )


PADS = "Pixels of value 0 added on every side. Under a 3 × 3 kernel, 0 is called valid, 1 same (the map is as large as the image), 2 full."


def _same(options):
    """Options that are their own labels."""
    return {option: option for option in options}


def choose_image():
    """The image in whole levels, its brightest level, its name, and whom to thank for it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = ui.pick("Image", IMAGES, key=f"{SLUG}.image", default="palace").key
        if chosen in ("palace", "cat", "coffee", "upload"):
            pixels = int(
                ui.choose(
                    "Pixels a side", _same(("32", "64", "85")), key=f"{SLUG}.pixels", default="64"
                )
            )
    if chosen == "example":
        return (
            example(),
            2,
            "The worked example",
            "The image is 1 2 1 0, 0 1 2 1, 1 2 2 2, 2 2 1 0.",
        )
    if chosen == "digit":
        index = ui.live_slide("Digit", 0, 1796, 7, key=f"{SLUG}.digit", step=1)
        name = f"Digit {index}, a handwritten {digits().labels[index]}"
        return in_levels(digits().images[index], 16), 16, name, DIGITS
    if chosen == "upload":
        own = ui.upload_image("Your picture (it stays in this session)", key=f"{SLUG}.upload")
        if own:
            gray = from_bytes(own.width, own.height, own.levels)
            return in_levels(shrink(gray, pixels)), 255, "Your picture", "In gray, scaled down."
        st.caption("Until you choose one, the tower stays.")
    photo = PICTURES["palace" if chosen == "upload" else chosen]
    gray = square(photo.gray(), photo.focus)
    credit = f"{photo.credit}, {photo.license}; {photo.source}, cropped and in gray."
    return in_levels(shrink(gray, pixels)), 255, photo.label, credit


DIGITS = "Handwritten digits: Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0."


def choose_kernel():
    """The weights, what they are called, and the border of zeros around the image."""
    menu, grid = st.columns([1, 1.2], gap="small")
    with menu:
        kernels = {**KERNELS, CUSTOM.key: CUSTOM}
        chosen = ui.pick("Kernel", kernels, key=f"{SLUG}.kernel", default="sobel_x")
        padding = int(ui.choose("Padding", _same("012"), key=f"{SLUG}.padding", help=PADS))
    own = chosen.key == CUSTOM.key
    label = "Its weights, row after row"
    text = ui.text(label, LINES, key=f"{SLUG}.weights", longest=200, hidden=not own)
    weights, name = chosen.weights, chosen.label
    if own:
        try:
            weights, name = parse_kernel(text), "your kernel"
        except ValueError as problem:
            st.warning(f"{problem} Until then, Sobel x is used.")
            weights, name = KERNELS["sobel_x"].weights, "Sobel x"

    def edited(rows):
        st.session_state[f"{SLUG}.kernel"] = CUSTOM.key
        st.session_state[f"{SLUG}.weights"] = write_kernel(rows)

    with grid:
        ui.edit_grid(
            weights.tolist(),
            key=f"{SLUG}.grid",
            on_edit=edited,
            limit=LARGEST_WEIGHT,
            label="The weights of the kernel, to edit",
        )
    return weights, name, padding


def choose_cell():
    """Row and column of the cell whose arithmetic is shown; a click on a picture sets them."""
    row, column = st.columns(2)
    with row:
        i = ui.number("Look at row", 0, 86, 17, key=f"{SLUG}.row", help=CELL)
    with column:
        j = ui.number("and column", 0, 86, 10, key=f"{SLUG}.column", help=CELL)
    return i, j


CELL = "Of the map, counted from 0; behind the last one, the last one is shown. Or click on the map or on the image."


def example():
    """The picture of sixteen pixels."""
    return in_levels(from_bytes(4, 4, bytes(v for row in EXAMPLE for v in row)), 255)


def tell(reading, name, kernel_name, most, rectify, pooling, place):
    """The picture in a few words, with its key numbers."""
    answers, shown = reading.answers, reading.activated
    h, w = reading.image.shape
    rows, columns = shown.shape
    negative = int((answers < 0).sum())
    parts = [
        f"{name}, {h} × {w} pixels from 0 to {most}, under {kernel_name}: "
        f"{rows} × {columns} answers from {answers.min():.5g} to {answers.max():.5g}, "
        f"{negative} of them negative{' and set to 0 by ReLU' if rectify and negative else ''}"
    ]
    if reading.pooled is not None:
        kept = "the largest" if pooling == "max" else "the mean"
        parts.append(
            f"of each 2 × 2 {kept} stays, {' × '.join(str(n) for n in reading.pooled.shape)} in all"
        )
    elif pooling != "none":
        parts.append("the map is too small for pooling")
    signed, low, high = map_range(reading, most)
    beyond = int(((shown < low - 1e-9) | (shown > high + 1e-9)).sum())
    if not signed and beyond:
        parts.append(
            f"the gray scale ends at 0 and {high:.4g}, {beyond} cells lie beyond and are drawn black or white"
        )
    parts.append(f"framed: row {place[0]}, column {place[1]}, {shown[place]:.5g}")
    return "; ".join(parts) + "."


def formulas(reading, place, padding, rectify):
    """One answer, and how many there are: in symbols, and with the numbers of this moment."""
    i, j = place
    answer = reading.answers[place]
    z = rf"\textcolor{{{theme.FORWARD}}}{{"
    bent = rf" \;\to\; \mathrm{{ReLU}} = {reading.activated[place]:.5g}" if rectify else ""
    n, k, stride = reading.image.shape[0], reading.kernel.shape[0], reading.seen.stride
    size = output_size(n, k, stride=stride, padding=padding)
    return (
        (
            rf"{z}z_{{ij}}}} = \textstyle\sum_u \sum_v W_{{uv}}\, x_{{si+u,\,sj+v}}",
            rf"{z}z_{{{i},{j}}}}} = \textstyle\sum {matrix(reading.kernel, written)} \odot {matrix(reading.patch(i, j))} = "
            rf"\sum {matrix(reading.products(i, j))} = {z}{answer:.5g}}}{bent}",
        ),
        (
            r"\text{places along a side} = \left\lfloor \frac{n + 2p - d(k-1) - 1}{s} \right\rfloor + 1"
            rf" = \left\lfloor \frac{{{n} + 2\cdot{padding} - 1\cdot({k}-1) - 1}}{{{stride}}} \right\rfloor + 1 = {size}",
            r"\text{weights to learn: } k^2 + 1 = "
            rf"{reading.kernel.size + 1} \text{{ with the bias, whatever the size of the image}}",
        ),
    )


def matrix(rows, write="{:.4g}".format):
    """Numbers in brackets."""
    lines = (" & ".join(write(v) for v in row) for row in rows.tolist())
    return r"\begin{bmatrix}" + r"\\".join(lines) + r"\end{bmatrix}"


def table_of(cells):
    """A grid as a table, a row a cell."""
    rows = [(i, j, v) for i, line in enumerate(cells.tolist()) for j, v in enumerate(line)]
    return dict(zip(("row", "column", "value"), zip(*rows, strict=True), strict=True))


def script(reading, padding, rectify, pooling, place):
    """Today's map as a script that needs NumPy alone."""
    parts, steps = [convolve], ""
    if rectify:
        parts.append(relu)
        steps += "answers = relu(answers)\n"
    if reading.pooled is not None:
        reduce_cells = POOLINGS[pooling].value
        parts.append(reduce_cells)
        steps += f"pooled = {reduce_cells.__name__}(answers[None], 2, 2)[0]\nprint('pooled', *pooled.shape)\nprint(pooled)\n"
    image = [[int(v) for v in row] for row in reading.image.tolist()]
    main = f"""
PADDING_MODES = {{"zero": "constant"}}
np.set_printoptions(threshold=100_000, linewidth=1_000, suppress=True)
image = np.array({image}, dtype=float)
kernel = np.array({reading.kernel.tolist()})
answers = convolve(image[None], kernel[None, None], stride={reading.seen.stride}, padding={padding})[0]
print("answers from", answers.min(), "to", answers.max(), "negative:", int((answers < 0).sum()))
{steps}print("map", *answers.shape)
print(answers)
print("framed", answers[{place[0]}, {place[1]}])
"""
    return ui.stand_alone(*parts, main=main)
