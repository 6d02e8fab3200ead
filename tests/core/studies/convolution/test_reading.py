"""A kernel's way over an image: the record that the lesson draws."""

import numpy as np
import pytest

from core.images import EXAMPLE, PICTURES, from_bytes, in_levels, shrink, square
from core.kernels import KERNELS, parse_kernel, write_kernel
from core.studies.convolution.reading import read_image

IMAGE = np.array(EXAMPLE, dtype=float)
DIAGONAL = np.array([[1.0, 0.0], [0.0, -1.0]])


def test_the_worked_example_by_hand():
    reading = read_image(IMAGE, DIAGONAL)
    np.testing.assert_array_equal(reading.answers, [[0, 0, 0], [-2, -1, 0], [-1, 1, 2]])
    np.testing.assert_array_equal(reading.patch(1, 0), [[0, 1], [1, 2]])
    np.testing.assert_array_equal(reading.products(1, 0), [[0, 0], [0, -2]])


def test_rectified_and_pooled_by_hand():
    reading = read_image(IMAGE, DIAGONAL, padding=1, rectify=True, pooling="max")
    # Answers 5 x 5: -1 -2 -1 0 0 | 0 0 0 0 1 | -1 -2 -1 0 0 ... ; the last row and column fall away.
    np.testing.assert_array_equal(reading.answers[0], [-1, -2, -1, 0, 0])
    np.testing.assert_array_equal(
        reading.activated, np.where(reading.answers > 0, reading.answers, 0)
    )
    assert reading.pooled.shape == (2, 2)
    for i in range(2):
        for j in range(2):
            cells = reading.activated[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            assert reading.pooled[i, j] == cells.max()


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", [0, 1, 2])
@pytest.mark.parametrize("side", [2, 3])
def test_products_of_a_patch_sum_to_its_answer_and_the_rest_is_left_over(stride, padding, side):
    rng = np.random.default_rng(1)
    image, kernel = rng.normal(size=(9, 8)), rng.normal(size=(side, side))
    reading = read_image(image, kernel, stride=stride, padding=padding)
    rows, columns = reading.answers.shape
    for i in range(rows):
        for j in range(columns):
            assert reading.products(i, j).sum() == pytest.approx(reading.answers[i, j])
    for n, places, left in zip((9, 8), (rows, columns), reading.left_over, strict=True):
        assert stride * (places - 1) + side + left == n + 2 * padding
        assert 0 <= left < stride


def test_a_map_of_one_cell_is_not_pooled():
    assert read_image(IMAGE, KERNELS["box"].weights, stride=3, pooling="max").pooled is None


def test_a_place_outside_the_map_means_the_nearest_inside():
    reading = read_image(IMAGE, DIAGONAL)
    assert reading.nearest(86, -3) == (2, 0)
    assert reading.nearest(1, 2) == (1, 2)


def test_bytes_become_brightness():
    np.testing.assert_allclose(from_bytes(2, 1, bytes([0, 51])), [[0.0, 0.2]])
    with pytest.raises(ValueError, match="3 bytes"):
        from_bytes(2, 2, bytes(3))


def test_the_square_lies_where_the_focus_is():
    image = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(square(image, 0.0), [[0, 1], [3, 4]])
    np.testing.assert_array_equal(square(image, 1.0), [[1, 2], [4, 5]])
    assert square(PICTURES["palace"].gray()).shape == (85, 85)


def test_shrinking_by_a_whole_factor_takes_means_of_blocks():
    image = np.random.default_rng(2).normal(size=(8, 6))
    blocks = image.reshape(4, 2, 6).mean(axis=1)
    np.testing.assert_allclose(shrink(image, 4)[:, 0], (blocks[:, 0] + 0.5 * blocks[:, 1]) / 1.5)
    np.testing.assert_allclose(
        shrink(image[:, :4].repeat(2, 1), 4), image[:, :4].reshape(4, 2, 4).mean(1)
    )


@pytest.mark.parametrize("side", [1, 3, 5, 7, 20])
def test_shrinking_keeps_the_mean_and_an_even_image_and_never_enlarges(side):
    image = np.random.default_rng(3).uniform(size=(7, 7))
    small = shrink(image, side)
    assert small.shape == (min(7, side),) * 2
    assert small.mean() == pytest.approx(image.mean())
    np.testing.assert_allclose(shrink(np.full((7, 7), 0.3), side), 0.3)


def test_levels_are_whole():
    np.testing.assert_array_equal(in_levels(np.array([0.0, 0.5, 1.0]), 16), [0, 8, 16])


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS)
def test_a_kernel_survives_being_written_and_read(kernel):
    text = write_kernel(kernel.weights)
    assert len(text) <= 200
    np.testing.assert_array_equal(parse_kernel(text), kernel.weights)


def test_kernels_are_typed_in_many_ways():
    np.testing.assert_array_equal(parse_kernel("1 0; 0 \u22121"), DIAGONAL)
    np.testing.assert_array_equal(parse_kernel("1,0,0,-1"), DIAGONAL)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "a,b,c,d",
        "nan,1,1,1",
        "1e308,0,0,0",
        "101,0,0,0",
        "1," * 15,
        "1," * 36,
        "inf 1 1 1",
    ],
)
def test_what_is_no_kernel_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"kernel.*\.$"):
        parse_kernel(text)
