import numpy as np
import pytest

from charts.regularization.augmentation import all_effects, grid_of_samples, sample_at


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
