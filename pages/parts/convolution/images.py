"""The pictures that a kernel reads: photographs, digits, the worked example, and the reader's own."""

from typing import Any, NamedTuple

import streamlit as st

import ui
from core.images import EXAMPLE, PICTURES, digits, from_bytes, in_levels, shrink, square


class Choice(NamedTuple):
    """A line of a menu that is no entry of a table in `core`."""

    key: str
    label: str
    weights: None = None


class Subject(NamedTuple):
    """What is read: pixels in whole levels (h, w), the brightest level, a name, and whom to thank."""

    pixels: Any
    most: int
    name: str
    credit: str


IMAGES = {key: PICTURES[key] for key in ("palace", "cat", "coffee")} | {
    "digit": Choice("digit", "Handwritten digit"),
    "example": Choice("example", "Worked example, 4 × 4"),
    "upload": Choice("upload", "A picture of your own"),
}
DIGITS = "Handwritten digits: Alpaydin & Kaynak 1998, UCI Machine Learning Repository, CC BY 4.0."


def same(options):
    """Options that are their own labels."""
    return {option: option for option in options}


def choose_image(slug, default="palace"):
    """Let the reader choose what is read."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = ui.pick("Image", IMAGES, key=f"{slug}.image", default=default).key
        if chosen in ("palace", "cat", "coffee", "upload"):
            pixels = int(
                ui.choose(
                    "Pixels a side", same(("32", "64", "85")), key=f"{slug}.pixels", default="64"
                )
            )
    if chosen == "example":
        return Subject(
            example(), 2, "The worked example", "The image is 1 2 1 0, 0 1 2 1, 1 2 2 2, 2 2 1 0."
        )
    if chosen == "digit":
        index = ui.live_slide("Digit", 0, 1796, 7, key=f"{slug}.digit", step=1)
        name = f"Digit {index}, a handwritten {digits().labels[index]}"
        return Subject(in_levels(digits().images[index], 16), 16, name, DIGITS)
    if chosen == "upload":
        own = ui.upload_image("Your picture (it stays in this session)", key=f"{slug}.upload")
        if own:
            gray = from_bytes(own.width, own.height, own.levels)
            return Subject(
                in_levels(shrink(gray, pixels)), 255, "Your picture", "In gray, scaled down."
            )
        st.caption("Until you choose one, the tower stays.")
    photo = PICTURES["palace" if chosen == "upload" else chosen]
    gray = square(photo.gray(), photo.focus)
    credit = f"{photo.credit}, {photo.license}; {photo.source}, cropped and in gray."
    return Subject(in_levels(shrink(gray, pixels)), 255, photo.label, credit)


def example():
    """The picture of sixteen pixels."""
    return in_levels(from_bytes(4, 4, bytes(v for row in EXAMPLE for v in row)), 255)
