"""The fast ways to convolve against the readable one."""

import numpy as np
import pytest
from scipy import ndimage

from core import patches
from core.bands import answers_in_bands
from core.convolution import convolve


def random(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


@pytest.mark.parametrize("shape", [(1, 1), (3, 9), (7, 5), (8, 8), (9, 8), (17, 30), (40, 3)])
@pytest.mark.parametrize("size", [(1, 1), (3, 3), (2, 5), (7, 7)])
def test_bands_of_rows_give_what_patches_give(shape, size):
    image, kernel = random(shape[0] + size[0] - 1, shape[1] + size[1] - 1), random(*size, seed=1)
    expected = patches.answers_of_all(image[None], kernel[None, None], 1, 1, 1)[0]
    np.testing.assert_allclose(answers_in_bands(image, kernel), expected, atol=1e-12)


@pytest.mark.parametrize("padding", [1, 3, 100, "full"])
@pytest.mark.parametrize("shape", [(1, 2), (40, 30)])
def test_bands_in_a_border_of_zeros(padding, shape):
    image, kernel = random(*shape), random(3, 2, seed=1)
    twice = np.stack([image, image])[None].swapaxes(0, 1)  # a batch takes the readable way
    ours = convolve(image[None], kernel[None, None], padding=padding)
    expected = convolve(twice, kernel[None, None], padding=padding)
    np.testing.assert_allclose(np.stack([ours, ours]), expected, atol=1e-12)


def test_a_view_that_is_not_contiguous_is_read_as_it_is():
    image, kernel = random(20, 30)[::2, ::-1], random(3, 3, seed=1)
    expected = ndimage.correlate(image, kernel, mode="constant")
    np.testing.assert_allclose(
        convolve(image[None], kernel[None, None], padding="same")[0], expected, atol=1e-12
    )


@pytest.mark.parametrize("size", [3, 7])
def test_scipy_agrees_on_a_large_image(size):
    image, kernel = random(200, 150), random(size, size, seed=1)
    z = convolve(image[None], kernel[None, None], padding="same")[0]
    np.testing.assert_allclose(z, ndimage.correlate(image, kernel, mode="constant"), atol=1e-12)
    mirrored = convolve(image[None], kernel[None, None], padding="same", padding_mode="reflect")[0]
    np.testing.assert_allclose(
        mirrored, ndimage.correlate(image, kernel, mode="mirror"), atol=1e-12
    )


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("dilation", [1, 2])
def test_a_few_rows_at_a_time_give_what_all_at_once_give(monkeypatch, stride, dilation):
    x, kernels = random(2, 4, 13, 11), random(6, 2, 3, 2, seed=1)
    whole = patches.answers_of_all(x, kernels, stride, dilation, 2)
    monkeypatch.setattr(patches, "CACHED", 1)
    rows = patches.answers_of_all(x, kernels, stride, dilation, 2)
    np.testing.assert_allclose(rows, whole, atol=1e-13)


def test_columns_and_back_are_each_others_transpose():
    x = random(2, 3, 7, 6)
    columns = patches.as_columns(x, (3, 2), 2, 2, 3)
    d_seen = random(*columns.shape, seed=1)
    back = patches.from_columns(d_seen, x.shape, (3, 2), 2, 2)
    np.testing.assert_allclose(np.sum(columns * d_seen), np.sum(x * back), rtol=1e-12)
