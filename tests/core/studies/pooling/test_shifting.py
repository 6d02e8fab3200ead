"""What shifts change: by hand, and the laws that hold whatever the image."""

import numpy as np
import pytest

from core.convolution import pool
from core.kernels import KERNELS
from core.studies.pooling.shifting import (
    SEEN_BY,
    SHIFTS,
    many_images,
    map_of,
    measure_shifts,
    shift_image,
)

SOBEL = KERNELS["sobel_x"].weights


def test_shifts_by_hand():
    row = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_array_equal(shift_image(row, 1, True), [[3, 1, 2]])
    np.testing.assert_array_equal(shift_image(row, 1, False), [[0, 1, 2]])
    np.testing.assert_array_equal(shift_image(row, 0, False), row)
    np.testing.assert_array_equal(row, [[1, 2, 3]])


def test_one_lone_pixel_by_hand():
    """A pixel that moves away from its place changes the input by √2 of its length; a pool that holds it still, not."""
    image = np.zeros((1, 8, 8))
    image[0, 2, 2] = 4.0
    identity = KERNELS["identity"].weights
    found = measure_shifts(image, identity)
    np.testing.assert_allclose(found.changes["input"][:, 0], [0, *[np.sqrt(2)] * 4])
    np.testing.assert_allclose(found.changes["map"], found.changes["input"])
    np.testing.assert_allclose(found.changes["pooled"][:, 0], [0, 0, *[np.sqrt(2)] * 3])
    assert found.changed["map"][1, 0] == 2 / 64
    assert found.changed["pooled"][1, 0] == 0
    assert found.changed["pooled"][2, 0] == 2 / 16


def test_convolution_and_shift_go_in_either_order_when_pixels_go_round():
    images = many_images("digits")[:5, None]
    for pixels in SHIFTS:
        np.testing.assert_allclose(
            map_of(shift_image(images, pixels, True), SOBEL, True),
            shift_image(map_of(images, SOBEL, True), pixels, True),
        )


@pytest.mark.parametrize(("size", "stride"), [(2, 2), (4, 4), (2, 4)])
def test_a_shift_by_a_stride_moves_the_pooled_map_by_one_cell(size, stride):
    maps = map_of(many_images("digits")[:5, None], SOBEL, True)
    moved = pool(shift_image(maps, stride, True), "max", size, stride)
    np.testing.assert_array_equal(moved, shift_image(pool(maps, "max", size, stride), 1, True))


def test_the_global_average_does_not_change_when_pixels_go_round():
    for which in ("digits", "photos"):
        found = measure_shifts(many_images(which), SOBEL)
        assert found.changes["global"].max() < 1e-13
        assert (
            measure_shifts(many_images(which), SOBEL, circular=False).changes["global"].max() > 0.05
        )


def test_what_the_lesson_says_over_200_digits():
    digits = many_images("digits")
    assert digits.shape == (200, 8, 8)
    found = measure_shifts(digits, SOBEL)
    means = {key: found.changes[key].mean(axis=1) for key in SEEN_BY}
    assert means["input"][1] == pytest.approx(0.809, abs=5e-4)
    assert means["map"][1] == pytest.approx(0.946, abs=5e-4)
    assert means["pooled"][1] == pytest.approx(0.689, abs=5e-4)
    assert means["pooled"][3] == pytest.approx(1.226, abs=5e-4)
    assert means["map"][3] == pytest.approx(1.367, abs=5e-4)
    assert found.changed["pooled"][1].mean() == pytest.approx(0.574, abs=5e-4)
    assert found.changed["map"][1].mean() == pytest.approx(0.580, abs=5e-4)
    wide = measure_shifts(digits, SOBEL, size=4, stride=4)
    assert wide.changes["pooled"][1].mean() == pytest.approx(0.383, abs=5e-4)


@pytest.mark.parametrize("seed", range(4))
def test_a_dense_layer_changes_more_than_the_pooled_map_on_digits_and_like_its_input_on_photos(
    seed,
):
    on_digits = measure_shifts(many_images("digits"), SOBEL, seed=seed).changes
    assert on_digits["dense"][1].mean() > 1.05 * on_digits["pooled"][1].mean()
    on_photos = measure_shifts(many_images("photos"), SOBEL, seed=seed).changes
    ratio = on_photos["dense"][1:].mean() / on_photos["input"][1:].mean()
    assert 0.7 < ratio < 1.4
    assert on_photos["dense"][1].mean() < 0.5 * on_photos["pooled"][1].mean()
    assert on_photos["pooled"][1].mean() < on_photos["map"][1].mean()


def test_a_black_image_does_not_change():
    for values in measure_shifts(np.zeros((1, 8, 8)), SOBEL).changes.values():
        np.testing.assert_array_equal(values, 0)


def test_the_inputs_stay_as_they_were():
    images = many_images("digits")[:2]
    copy = images.copy()
    measure_shifts(images, SOBEL, circular=False)
    np.testing.assert_array_equal(images, copy)
