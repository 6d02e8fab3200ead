"""The kernels: their published weights, and what each promises to find."""

import numpy as np
import pytest

from core.convolution import convolve
from core.kernels import KERNELS

SMOOTHING = ["identity", "box", "gaussian", "sharpen"]
EDGES = ["sobel_x", "sobel_y", "laplacian", "outline"]


def seen(image, key):
    return convolve(image[None], KERNELS[key].weights[None, None])[0]


@pytest.mark.parametrize(
    ("key", "weights"),
    [
        ("identity", [[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
        ("box", np.full((3, 3), 1 / 9)),
        ("gaussian", [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]]),
        ("sharpen", [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
        ("sobel_x", np.fliplr([[1, 0, -1], [2, 0, -2], [1, 0, -1]])),  # published as left Sobel
        ("sobel_y", [[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
        ("laplacian", [[0, 1, 0], [1, -4, 1], [0, 1, 0]]),
        ("outline", [[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
        ("emboss", [[-2, -1, 0], [-1, 1, 1], [0, 1, 2]]),
    ],
)
def test_weights_are_the_published_ones(key, weights):
    np.testing.assert_array_equal(KERNELS[key].weights, weights)


@pytest.mark.parametrize("key", [*SMOOTHING, "emboss"])
def test_flat_ground_keeps_its_brightness(key):
    np.testing.assert_allclose(seen(np.full((5, 5), 0.7), key), 0.7, rtol=1e-14)


@pytest.mark.parametrize("key", EDGES)
def test_edge_finders_see_nothing_on_flat_ground(key):
    np.testing.assert_allclose(seen(np.full((5, 5), 0.7), key), 0, atol=1e-14)


def test_identity_leaves_the_image():
    image = np.random.default_rng(0).uniform(size=(6, 7))
    np.testing.assert_array_equal(seen(image, "identity"), image[1:-1, 1:-1])


def test_sobel_answers_the_direction_of_rising_brightness():
    ramp = np.tile(np.arange(6.0), (6, 1))  # brighter to the right by 1 a pixel
    np.testing.assert_array_equal(seen(ramp, "sobel_x"), np.full((4, 4), 8.0))
    np.testing.assert_array_equal(seen(ramp, "sobel_y"), np.zeros((4, 4)))
    np.testing.assert_array_equal(seen(ramp.T, "sobel_y"), np.full((4, 4), 8.0))


@pytest.mark.parametrize("key", ["laplacian", "outline"])
def test_even_slopes_are_no_edges(key):
    np.testing.assert_array_equal(seen(np.tile(np.arange(6.0), (6, 1)), key), np.zeros((4, 4)))


def test_sharpen_is_the_image_minus_its_laplacian():
    difference = KERNELS["identity"].weights - KERNELS["laplacian"].weights
    np.testing.assert_array_equal(KERNELS["sharpen"].weights, difference)


@pytest.mark.parametrize("kernel", KERNELS.values(), ids=KERNELS)
def test_entries_are_complete_and_read_only(kernel):
    assert kernel.label
    assert kernel.meaning
    assert kernel.source
    assert kernel.equation.startswith("W = ")
    assert kernel.weights.shape == (3, 3)
    with pytest.raises(ValueError, match="read-only"):
        kernel.weights[0, 0] = 1


def test_labels_are_unique():
    assert len({kernel.label for kernel in KERNELS.values()}) == len(KERNELS)
