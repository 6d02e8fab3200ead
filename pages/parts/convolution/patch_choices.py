"""Kernel, border and cell of the sweep, as the reader chooses them."""

from typing import Any, NamedTuple

import streamlit as st

import ui
from core.convolution import flip
from core.kernels import KERNELS, LARGEST_WEIGHT, parse_kernel, write_kernel
from core.studies.convolution.reading import read_image
from pages.parts.convolution.images import Choice, same

CUSTOM = Choice("custom", "Your own")
LINES = "-1, 2, -1, -1, 2, -1, -1, 2, -1"
MODES = {
    "zero": Choice("zero", "zeros"),
    "reflect": Choice("reflect", "mirror"),
    "replicate": Choice("replicate", "edge pixels"),
}
PADS = "valid: no border. same: the map is as large as the image. full: every overlap of at least one pixel. p: as many pixels on each side as you say."
FLIPPED = "Turns the kernel by half a turn first: the convolution of signal processing. Networks do not flip."
CELL = "Of the map, counted from 0; behind the last one, the last one is shown. Or click on the map or on the image."


class Stepping(NamedTuple):
    """How a kernel steps over an image, as `read_image` takes it."""

    stride: int
    padding: Any
    dilation: int
    padding_mode: str


def choose_kernel(slug, default="sobel_x", lines=LINES):
    """The weights as they are used, what they are called, and whether they were turned."""
    menu, grid = st.columns([1, 1.2], gap="small")
    with menu:
        kernels = {**KERNELS, CUSTOM.key: CUSTOM}
        chosen = ui.pick("Kernel", kernels, key=f"{slug}.kernel", default=default)
        flipped = ui.switch("Flip it", key=f"{slug}.flip", help=FLIPPED)
    own = chosen.key == CUSTOM.key
    label = "Its weights, row after row"
    text = ui.text(label, lines, key=f"{slug}.weights", longest=400, hidden=not own)
    weights, name = chosen.weights, chosen.label
    if own:
        try:
            weights, name = parse_kernel(text), "your kernel"
        except ValueError as problem:
            ui.warn(f"{problem} Until then, Sobel x is used.")
            weights, name = KERNELS["sobel_x"].weights, "Sobel x"

    def edited(rows):
        st.session_state[f"{slug}.kernel"] = CUSTOM.key
        st.session_state[f"{slug}.weights"] = write_kernel(rows)

    with grid:
        ui.edit_grid(
            weights.tolist(),
            key=f"{slug}.grid",
            on_edit=edited,
            limit=LARGEST_WEIGHT,
            label="The weights of the kernel, to edit",
        )
    return (flip(weights), f"{name}, flipped", True) if flipped else (weights, name, False)


def choose_stepping(slug):
    """Border, stride and dilation."""
    padding = ui.choose(
        "Padding", same(("valid", "same", "full", "p")), key=f"{slug}.padding", help=PADS
    )
    left, right = st.columns(2)
    with left:
        stride = int(ui.choose("Stride", same("123"), key=f"{slug}.stride"))
        mode = ui.pick("Border of", MODES, key=f"{slug}.mode").key
    with right:
        dilation = int(ui.choose("Dilation", same("123"), key=f"{slug}.dilation"))
        if padding == "p":
            padding = ui.number("Pixels p a side", 0, 8, 1, key=f"{slug}.p")
    return Stepping(stride, padding, dilation, mode)


def choose_cell(slug):
    """Row and column of the cell whose arithmetic is shown; a click on a picture sets them."""
    row, column = st.columns(2)
    with row:
        i = ui.number("Look at row", 0, 110, 17, key=f"{slug}.row", help=CELL)
    with column:
        j = ui.number("and column", 0, 110, 10, key=f"{slug}.column", help=CELL)
    return i, j


def read_or_say(image, kernel, stepping, **after):
    """The reading, and how it was stepped: with a full border of zeros where what was asked cannot be done."""
    try:
        return read_image(image, kernel, **stepping._asdict(), **after), stepping
    except ValueError as problem:
        ui.warn(f"That does not fit: {problem}. Shown instead: stride 1, a full border of zeros.")
        stepping = stepping._replace(stride=1, padding="full", padding_mode="zero")
        return read_image(image, kernel, **stepping._asdict(), **after), stepping
