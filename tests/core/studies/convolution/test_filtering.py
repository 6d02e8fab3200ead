"""Whole pictures through kernels, against SciPy and by hand."""

import numpy as np
import pytest
from scipy.ndimage import correlate

from core.kernels import KERNELS
from core.large_photos import PICTURES_LARGE
from core.studies.convolution.filtering import (
    edge_strength,
    filter_image,
    frequency_response,
    in_a_row,
    separate,
)

RNG = np.random.default_rng(8)
IMAGE = RNG.uniform(0, 255, (20, 17))
PAIRS = [("gaussian", "laplacian"), ("sobel_x", "gaussian"), ("emboss", "outline")]


@pytest.mark.parametrize("key", KERNELS)
def test_a_filtered_picture_is_scipys_and_as_large_as_it_was(key):
    kernel = KERNELS[key].weights
    (answers,) = filter_image(IMAGE, kernel).stages
    np.testing.assert_allclose(answers, correlate(IMAGE, kernel, mode="nearest"), atol=1e-9)


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_in_a_row_are_one_inside_and_in_either_order(first, second):
    a, b = KERNELS[first].weights, KERNELS[second].weights
    one = in_a_row(a, b)
    np.testing.assert_allclose(one, in_a_row(b, a), atol=1e-12)
    two_steps, one_step = filter_image(IMAGE, a, b), filter_image(IMAGE, one)
    np.testing.assert_array_equal(two_steps.kernel, one)
    inside = np.s_[2:-2, 2:-2]
    np.testing.assert_allclose(
        two_steps.stages[-1][inside], one_step.stages[0][inside], rtol=1e-9, atol=1e-7
    )


def test_two_gaussians_in_a_row_are_the_binomial_of_five():
    one = in_a_row(KERNELS["gaussian"].weights, KERNELS["gaussian"].weights)
    np.testing.assert_allclose(one, np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256)


def test_a_slope_of_three_a_pixel_has_edges_of_twenty_four_in_every_direction():
    across, down = np.meshgrid(np.arange(9.0), np.arange(9.0))
    for slope, expected in ((3 * across, (24, 0)), (3 * down, (0, 24))):
        gx, gy, strength = (part[4, 4] for part in edge_strength(slope))
        assert (gx, gy, strength) == (*expected, 24)
    turned = edge_strength(3 * (across + down) / np.sqrt(2))[2]
    np.testing.assert_allclose(turned[4, 4], 24)


@pytest.mark.parametrize("key", KERNELS)
def test_the_response_is_what_waves_are_multiplied_by(key):
    kernel = KERNELS[key].weights
    response = frequency_response(kernel, 9)
    u, v = np.meshgrid(np.arange(24), np.arange(24), indexing="ij")
    for i, j in ((4, 4), (0, 8), (4, 8), (6, 3)):
        fy, fx = (np.linspace(-0.5, 0.5, 9)[n] for n in (i, j))
        wave = np.exp(2j * np.pi * (fy * u + fx * v))
        both = correlate(wave.real, kernel) + 1j * correlate(wave.imag, kernel)
        np.testing.assert_allclose(np.abs(both[5:-5, 5:-5]), response[i, j], atol=1e-12)


def test_the_response_by_hand():
    middle, rim = (4, 4), (0, 8)
    for key, even, fast in (("gaussian", 1, 0), ("sharpen", 1, 9), ("laplacian", 0, 8)):
        response = frequency_response(KERNELS[key].weights, 9)
        np.testing.assert_allclose((response[middle], response[rim]), (even, fast), atol=1e-15)


@pytest.mark.parametrize("key", KERNELS)
def test_a_kernel_is_split_where_its_rank_is_one_and_nowhere_else(key):
    kernel = KERNELS[key].weights
    parts = separate(kernel)
    assert (parts is not None) == (np.linalg.matrix_rank(kernel) == 1)
    if parts:
        np.testing.assert_allclose(np.outer(*parts), kernel, atol=1e-12)


def test_a_kernel_of_zeros_cannot_be_split():
    assert separate(np.zeros((3, 3))) is None


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        filter_image(IMAGE)
    with pytest.raises(ValueError, match="odd"):
        frequency_response(KERNELS["box"].weights, 8)


@pytest.mark.parametrize("photo", PICTURES_LARGE.values(), ids=PICTURES_LARGE)
def test_the_large_photographs_are_gray_squares_of_whole_levels(photo):
    levels = photo.levels()
    assert levels.shape == (256, 256)
    assert levels.min() >= 0
    assert 200 < levels.max() <= 255
    np.testing.assert_array_equal(levels, np.rint(levels))
