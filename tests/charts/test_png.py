"""Pictures as data links, read back by Pillow."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from charts import theme
from charts.png import palette_of, png, png_of_channels, to_levels


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (64, 64)])
def test_a_png_read_back_has_the_colors_of_its_palette(shape):
    levels = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    palette = palette_of(theme.SIGNED)
    data = base64.b64decode(png(levels, palette).partition(",")[2])
    read = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    np.testing.assert_array_equal(read, palette[levels])


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_comes_back_level_by_level(channels):
    image = np.random.default_rng(0).random((channels, 5, 9))
    data = base64.b64decode(png_of_channels(image).partition(",")[2])
    read = np.asarray(Image.open(io.BytesIO(data))).reshape(5, 9, channels)
    np.testing.assert_array_equal(np.moveaxis(read, 2, 0), np.rint(255 * image))


def test_a_palette_begins_passes_and_ends_with_its_colors():
    palette = palette_of(theme.SIGNED)
    assert palette[0].tolist() == [0x0B, 0x5C, 0x96]
    assert palette[-1].tolist() == [0xB8, 0x4F, 0x00]
    assert palette[127:129].min() > 250


def test_values_beyond_the_ends_take_the_color_of_the_end():
    np.testing.assert_array_equal(
        to_levels(np.array([[-5.0, 0.0, 5.0, 10.0, 11.0]]), 0.0, 10.0), [[0, 0, 128, 255, 255]]
    )
    assert to_levels(np.zeros((2, 2)), 0.0, 0.0).max() == 0
