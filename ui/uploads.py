"""A picture of the reader's own: checked before it is decoded, never trusted, never kept on a disk."""

from __future__ import annotations

import io
import threading
import warnings
from dataclasses import dataclass

import streamlit as st
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
ENDINGS = ("png", "jpg", "jpeg", "webp", "gif", "bmp")
MOST_BYTES = 5 * 1024**2
MOST_PIXELS = 20_000_000
SMALLEST_SIDE = 8
LARGEST_SIDE = 512  # more is scaled down at once: the lessons show far less
ACCEPTED = "PNG, JPEG, WebP, GIF and BMP up to 5 MB and 20 megapixels, at least 8 pixels a side"
_DEEP = ("I", "I;16", "I;16B", "I;16L", "I;16N")
_PIXELS_AT_ONCE = 1_000_000
# One picture at a time: a class that uploads at once needs no more memory than one of it.
_ONE_AT_A_TIME = threading.Lock()

# Pillow refuses by the head of a file, frames of an animation included, before it makes room for the pixels.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True)
class GrayPicture:
    """The middle square of a picture in gray: one byte a pixel, row after row."""

    width: int
    height: int
    levels: bytes
    note: str  # what was done to it, in whole sentences


class UnreadablePictureError(ValueError):
    """Says in one sentence why a file is no picture for us, and what would be."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why} Accepted: {ACCEPTED}.")


def upload_image(label: str, *, key: str, camera: bool = False) -> GrayPicture | None:
    """Let the reader choose a picture, or take one: the last good one of this session, None before there is one."""
    if camera:
        file = st.camera_input(label, key=f"{key}.shot")
    else:
        file = st.file_uploader(
            label,
            type=list(ENDINGS),
            key=f"{key}.file",
            max_upload_size=5,
            help=f"Accepted: {ACCEPTED}.",
        )
    memory = st.session_state.setdefault(f"{key}.memory", {"file": "", "said": "", "picture": None})
    if file is not None:
        if memory["file"] != file.file_id:  # once a file, not at every move of a control
            memory |= {"file": file.file_id, "said": ""}
            try:
                memory["picture"] = read_image(file.getvalue())
            except UnreadablePictureError as problem:
                memory["said"] = str(problem)
        if memory["said"]:
            st.warning(memory["said"])
    picture = memory["picture"]
    if picture and picture.note:
        st.caption(picture.note)
    return picture


def read_image(data: bytes) -> GrayPicture:
    """The picture in a file, from its bytes alone.

    Raises
    ------
    UnreadablePictureError
        If it is empty, too large, too small, broken, or not a picture at all.
    """
    if not data:
        raise UnreadablePictureError("This file is empty.")
    if len(data) > MOST_BYTES:
        raise UnreadablePictureError("This file is larger than 5 MB.")
    too_many = UnreadablePictureError("This picture has more than 20 megapixels.")
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)  # reads the head only
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_many from None
    except Exception:  # whatever a hostile file makes a decoder raise
        raise UnreadablePictureError("This file is not a picture that can be read.") from None
    if image.width * image.height > MOST_PIXELS:
        raise too_many
    if min(image.size) < SMALLEST_SIDE:
        raise UnreadablePictureError(
            f"This picture is too small: {image.width} × {image.height} pixels."
        )
    try:
        with _ONE_AT_A_TIME:
            return _in_gray(image)
    except Exception:
        raise UnreadablePictureError("This picture is broken, or cut off.") from None


def _in_gray(image: Image.Image) -> GrayPicture:
    """Decode, and bring every kind of picture down to the same: gray, square, small."""
    image.draft(None, (LARGEST_SIDE, LARGEST_SIDE))  # of a JPEG no more is decoded than is needed
    notes = []
    if getattr(image, "is_animated", False):
        notes.append("It moves: its first frame is used.")
        image.seek(0)
    image.load()
    if image.mode in _DEEP:
        notes.append("It has 16 bits a pixel: the upper 8 are used.")
    if image.mode == "CMYK":
        notes.append("It is mixed for print (CMYK): it was turned into light.")
    if image.has_transparency_data:
        notes.append("It is transparent in places: white lies behind it.")
    gray = Image.new("L", image.size)
    rows = max(1, _PIXELS_AT_ONCE // image.width)  # in strips, since copies of the whole take room
    for top in range(0, image.height, rows):
        box = (0, top, image.width, min(top + rows, image.height))
        gray.paste(_strip_in_gray(image.crop(box)), box)
    gray.info = image.info  # which way up the camera was held
    gray = ImageOps.exif_transpose(gray)
    if gray.width != gray.height:
        notes.append("Its middle square is used.")
    side = min(*gray.size, LARGEST_SIDE)
    gray = ImageOps.fit(gray, (side, side), Image.Resampling.BOX)
    return GrayPicture(side, side, gray.tobytes(), " ".join(notes))


def _strip_in_gray(strip: Image.Image) -> Image.Image:
    """One byte a pixel, whatever there was."""
    if strip.mode in _DEEP:
        strip = strip.convert("I").point(lambda level: level * (1 / 256))
    if strip.mode == "CMYK":
        strip = strip.convert("RGB")
    if strip.has_transparency_data:
        strip = strip.convert("RGBA")
        strip = Image.alpha_composite(Image.new("RGBA", strip.size, "white"), strip)
    return strip.convert("L")
