"""Before, after, and the response to waves: the figure holds what it was given."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

from charts.convolution.filtered import before_and_after

LEVELS = np.arange(20.0).reshape(4, 5) * 13


@pytest.mark.parametrize(("ends", "colored"), [((0.0, 255.0), False), ((-255.0, 255.0), True)])
def test_pictures_are_gray_or_in_two_colors_around_zero(ends, colored):
    response = np.eye(5)
    figure = before_and_after(
        (LEVELS, (0.0, 255.0)), (LEVELS, ends), response, titles=("a", "b", "c")
    )
    before, after, scale, waves = figure.data
    pixels = [
        np.asarray(
            Image.open(io.BytesIO(base64.b64decode(t.source.partition(",")[2]))).convert("RGB")
        )
        for t in (before, after)
    ]
    np.testing.assert_array_equal(pixels[0][..., 0], LEVELS)
    assert bool(np.ptp(pixels[1].astype(int), axis=2).any()) == colored
    assert (scale.marker.cmin, scale.marker.cmax) == ends
    np.testing.assert_array_equal(waves.z, response)
    assert [note.text for note in figure.layout.annotations] == ["a", "b", "c"]
