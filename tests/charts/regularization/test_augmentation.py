import base64
import io

import numpy as np
import pytest
from PIL import Image

from charts.pictures import png_source
from charts.regularization.augmentation import all_effects, grid_of_samples, sample_at


@pytest.mark.parametrize("channels", [1, 3])
def test_a_picture_comes_back_level_by_level(channels):
    image = np.random.default_rng(0).random((channels, 5, 9))
    data = base64.b64decode(png_source(image).partition(",")[2])
    read = np.asarray(Image.open(io.BytesIO(data))).reshape(5, 9, channels)
    np.testing.assert_array_equal(np.moveaxis(read, 2, 0), np.rint(255 * image))


def test_fifteen_pictures_two_frames_and_a_text_for_each():
    images = np.random.default_rng(0).random((14, 3, 52, 52))
    figure = grid_of_samples(images[0], images, [f"text {k}" for k in range(15)], 4)
    assert [trace.name for trace in figure.data][:2] == ["original", "sample 1"]
    assert len(figure.data) == len(figure.layout.annotations) == 15
    frames = figure.layout.shapes
    for frame, trace in zip(frames, (figure.data[0], figure.data[4]), strict=True):
        assert frame.x0 == pytest.approx(trace.x0 - trace.dx / 2)
        assert frame.y0 == pytest.approx(trace.y0 - trace.dy / 2)


def test_a_click_finds_its_sample():
    images = np.zeros((14, 1, 8, 8))
    figure = grid_of_samples(images[0], images, ["t"] * 15, 1)
    for k, trace in enumerate(figure.data):
        assert sample_at(trace.x0 + 3 * trace.dx, trace.y0 + 5 * trace.dy) == k


def test_where_nothing_was_measured_there_is_no_dot():
    figure = all_effects(["A", "B"], [(0.01, 0.002), (-0.02, 0.001)], [None, (0.1, 0.01)], 1)
    plain, changed = figure.data
    np.testing.assert_allclose(plain.x, [1, -2])
    np.testing.assert_allclose(plain.error_x.array, [0.4, 0.2])
    np.testing.assert_allclose(changed.x, [10])
    assert figure.layout.yaxis.ticktext == ("A", "<b>B</b>")
