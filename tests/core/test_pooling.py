"""Pooling: by hand, window by window, and what it does to a shifted image."""

import numpy as np
import pytest

from core.convolution import pool as pool_of_convolution
from core.gradcheck import numerical_gradient
from core.pooling import POOLINGS, global_average, pool, pool_gradient, switches
from core.windows import view

IMAGE = np.array([[[1.0, 2, 5, 6], [3, 4, 7, 8], [-1, 0, -5, -6], [-2, -3, -7, -8]]])
NUMPY = {"max": np.max, "average": np.mean}
poolings = pytest.mark.parametrize("kind", POOLINGS)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("max", [[4, 8], [0, -5]]), ("average", [[2.5, 6.5], [-1.5, -6.5]])],
)
def test_two_by_two_by_hand(kind, expected):
    np.testing.assert_array_equal(pool(IMAGE, kind, 2), [expected])


def test_global_average_by_hand():
    np.testing.assert_array_equal(global_average(IMAGE), [0.25])
    np.testing.assert_array_equal(global_average(np.ones((3, 2, 5)) * 2), [2, 2, 2])


def test_padding_by_hand():
    # minus infinity never wins, even among negative pixels; zeros count in the mean
    x = -np.ones((1, 2, 2))
    np.testing.assert_array_equal(pool(x, "max", 2, padding=1), -np.ones((1, 2, 2)))
    np.testing.assert_array_equal(pool(x, "average", 2, padding=1), -np.ones((1, 2, 2)) / 4)


@poolings
@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("stride", [None, 1, 2, 3])
@pytest.mark.parametrize("shape", [(1, 5, 5), (3, 6, 7)])
def test_every_pooling_is_its_window_by_window_meaning(kind, size, stride, shape):
    x = np.random.default_rng(0).normal(size=shape)
    expected = NUMPY[kind](view(x, (size, size), stride or size), axis=(-2, -1))
    np.testing.assert_allclose(pool(x, kind, size, stride), expected, rtol=0, atol=1e-14)


def test_three_by_three_with_stride_one_on_five_by_five_is_three_by_three():
    assert pool(np.zeros((1, 5, 5)), "max", 3, 1).shape == (1, 3, 3)


def test_two_by_two_discards_three_pixels_of_four():
    assert pool(np.zeros((10, 60, 60)), "max", 2).size == 10 * 60 * 60 // 4


def test_a_bright_spot_moved_inside_its_window_leaves_the_maxima_unchanged():
    here, there = np.zeros((1, 6, 6)), np.zeros((1, 6, 6))
    here[0, 2, 2] = there[0, 3, 3] = 1.0
    np.testing.assert_array_equal(pool(here, "max", 2), pool(there, "max", 2))


@poolings
def test_size_one_is_the_identity(kind):
    np.testing.assert_array_equal(pool(IMAGE, kind, 1), IMAGE)


@poolings
def test_float32_stays_and_inputs_are_left_alone(kind):
    x = IMAGE.astype(np.float32)
    x.setflags(write=False)
    assert pool(x, kind, 3, 1, 1).dtype == np.float32
    assert pool(IMAGE.astype(int), kind, 2).dtype == np.float64


@poolings
def test_entries_are_complete(kind):
    entry = POOLINGS[kind]
    assert entry.label
    assert entry.equation
    assert entry.source


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((IMAGE[0], "max", 2), r"must be \(c, h, w\)"),
        ((IMAGE, "median", 2), "kind is 'median'"),
        ((IMAGE, "max", 5), "spans 5 pixels"),
        ((IMAGE, "max", 0), "k is 0"),
        ((IMAGE, "max", 2, 0), "stride is 0"),
        ((IMAGE, "max", 2, 2, 2), "at most half"),
        ((IMAGE, "max", 2, 2, -1), "padding is -1"),
        ((np.full((1, 2, 2), np.nan), "max", 2), "x holds nan"),
        ((np.full((1, 2, 2), 1e308), "average", 2), "x holds"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments, message):
    with pytest.raises(ValueError, match=message):
        pool(*arguments)


def test_convolution_offers_the_same_pool():
    assert pool_of_convolution is pool


def test_slopes_go_to_the_largest_alone_or_to_all_alike_by_hand():
    slopes = np.array([[[1.0, 2], [3, 4]]])
    expected = [[[0, 0, 0, 0], [0, 1, 0, 2], [0, 3, 4, 0], [0, 0, 0, 0]]]
    np.testing.assert_array_equal(pool_gradient(IMAGE, "max", slopes, 2), expected)
    shared = np.kron(slopes, np.ones((2, 2))) / 4
    np.testing.assert_array_equal(pool_gradient(IMAGE, "average", slopes, 2), shared)


def test_the_first_of_equal_pixels_takes_the_slope():
    even = np.zeros((1, 2, 2))
    d_x = pool_gradient(even, "max", np.ones((1, 1, 1)), 2)
    np.testing.assert_array_equal(d_x, [[[1, 0], [0, 0]]])
    np.testing.assert_array_equal(switches(even, 2), [[[0]]])


@poolings
@pytest.mark.parametrize(
    ("size", "stride", "padding"), [(2, 2, 0), (3, 1, 1), (3, 2, 0), (2, 3, 1)]
)
def test_slopes_agree_with_central_differences(kind, size, stride, padding):
    rng = np.random.default_rng(3)
    x = rng.permutation(2 * 3 * 6 * 7).reshape(2, 3, 6, 7) / 10  # no two alike
    d_pooled = rng.normal(size=pool(x, kind, size, stride, padding).shape)
    slopes = numerical_gradient(
        lambda image: np.sum(d_pooled * pool(image, kind, size, stride, padding)), x
    )
    ours = pool_gradient(x, kind, d_pooled, size, stride, padding)
    np.testing.assert_allclose(ours, slopes, atol=1e-6)


def test_switches_say_where_the_largest_stood():
    np.testing.assert_array_equal(switches(IMAGE, 2), [[[3, 3], [1, 0]]])
    x = np.random.default_rng(4).normal(size=(2, 3, 7, 8))
    seen = view(x, (3, 3), 2).reshape(2, 3, 3, 3, 9)
    np.testing.assert_array_equal(switches(x, 3, 2), seen.argmax(axis=-1))


@poolings
def test_a_batch_is_pooled_image_by_image(kind):
    x = np.random.default_rng(5).normal(size=(4, 2, 6, 7))
    np.testing.assert_array_equal(pool(x, kind, 3, 2, 1), [pool(one, kind, 3, 2, 1) for one in x])
    np.testing.assert_allclose(global_average(x), x.mean(axis=(2, 3)))


def test_slopes_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match=r"d_pooled \(1, 1, 1\) must be \(1, 2, 2\)"):
        pool_gradient(IMAGE, "max", np.ones((1, 1, 1)), 2)
