"""Pictures large enough to filter: two photographs, a digit, and the reader's own, from a file or a camera."""

import streamlit as st

import ui
from core.images import digits, from_bytes, in_levels, shrink
from core.large_photos import PICTURES_LARGE, SIDE
from pages.parts.convolution.images import DIGITS, Choice, Subject

LARGE = {
    **PICTURES_LARGE,
    "digit": Choice("digit", "Handwritten digit"),
    "upload": Choice("upload", "A picture of your own"),
    "camera": Choice("camera", "Your camera"),
}


def choose_large(slug):
    """Let the reader choose a picture of up to 256 pixels a side."""
    chosen = ui.pick("Image", LARGE, key=f"{slug}.image").key
    if chosen == "digit":
        index = ui.live_slide("Digit", 0, 1796, 7, key=f"{slug}.digit", step=1)
        name = f"Digit {index}, a handwritten {digits().labels[index]}"
        return Subject(in_levels(digits().images[index], 16), 16, name, DIGITS)
    if chosen in ("upload", "camera"):
        label = "Your picture (it stays in this session)"
        own = ui.upload_image(label, key=f"{slug}.{chosen}", camera=chosen == "camera")
        if own:
            gray = from_bytes(own.width, own.height, own.levels)
            return Subject(
                in_levels(shrink(gray, SIDE)),
                255,
                "Your picture",
                "In gray, at most 256 pixels a side.",
            )
        st.caption("Until there is one, the tower stays.")
    photo = PICTURES_LARGE.get(chosen, PICTURES_LARGE["palace"])
    return Subject(
        photo.levels(), 255, photo.label, f"{photo.credit}, {photo.license}; {photo.source}."
    )
