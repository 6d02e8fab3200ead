"""Sizes, borders and windows: by hand, and against published tables."""

import numpy as np
import pytest

from core.convolution import convolve
from core.windows import PADDING_MODES, margins, output_size, pad, products, windows

IMAGE = np.array([[1, 2, 1, 0], [0, 1, 2, 1], [1, 2, 2, 2], [2, 2, 1, 0]])
KERNEL = np.array([[1, 0], [0, -1]])


@pytest.mark.parametrize(
    ("n", "k", "stride", "padding", "dilation", "o"),
    [
        (4, 3, 1, 0, 1, 2),
        (5, 4, 1, 2, 1, 6),
        (5, 3, 1, 1, 1, 5),
        (5, 3, 1, 2, 1, 7),
        (5, 3, 2, 0, 1, 2),
        (5, 3, 2, 1, 1, 3),
        (6, 3, 2, 1, 1, 3),
        (7, 3, 1, 0, 2, 3),
    ],
)
def test_output_sizes_of_dumoulin_and_visin(n, k, stride, padding, dilation, o):
    assert output_size(n, k, stride=stride, padding=padding, dilation=dilation) == o
    x = np.zeros((1, n, n))
    z = convolve(x, np.zeros((1, 1, k, k)), stride=stride, padding=padding, dilation=dilation)
    assert z.shape == (1, o, o)


def test_output_size_counts_the_places_one_by_one():
    for n in range(1, 9):
        for k in range(1, n + 1):
            for stride in (1, 2, 3):
                places = [at for at in range(0, n, stride) if at + k <= n]
                assert output_size(n, k, stride=stride) == len(places)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n": 2, "k": 3}, "spans 3 pixels"),
        ({"n": 4, "k": 3, "dilation": 2}, "spans 5 pixels"),
        ({"n": 0, "k": 1}, "n is 0"),
        ({"n": 4, "k": 0}, "k is 0"),
        ({"n": 4, "k": 2, "stride": 0}, "stride is 0"),
        ({"n": 4, "k": 2, "padding": -1}, "padding is -1"),
        ({"n": 4, "k": 2, "dilation": 1.5}, "dilation is 1.5"),
    ],
)
def test_windows_that_do_not_fit_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        output_size(**arguments)


@pytest.mark.parametrize(
    ("padding", "k", "dilation", "expected"),
    [
        ("valid", 3, 1, (0, 0)),
        ("same", 3, 1, (1, 1)),
        ("same", 4, 1, (1, 2)),
        ("same", 3, 2, (2, 2)),
        ("full", 3, 1, (2, 2)),
        (3, 5, 1, (3, 3)),
    ],
)
def test_margins_by_hand(padding, k, dilation, expected):
    assert margins(k, padding, dilation=dilation) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("zero", [0, 0, 1, 2, 3, 0, 0]),
        ("reflect", [3, 2, 1, 2, 3, 2, 1]),
        ("replicate", [1, 1, 1, 2, 3, 3, 3]),
    ],
)
def test_borders_by_hand(mode, expected):
    padded = pad(np.array([[1.0, 2.0, 3.0]]), (0, 0), (2, 2), mode)
    np.testing.assert_array_equal(padded, [expected])


def test_every_mode_keeps_the_image_inside():
    x = np.random.default_rng(0).normal(size=(2, 4, 5))
    for mode in PADDING_MODES:
        padded = pad(x, (1, 2), (3, 0), mode)
        assert padded.shape == (2, 7, 8)
        np.testing.assert_array_equal(padded[:, 1:5, 3:], x)


def test_too_small_an_image_cannot_be_reflected():
    with pytest.raises(ValueError, match="too few pixels to reflect"):
        pad(np.zeros((2, 4)), (2, 2), (0, 0), "reflect")


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"padding": "half"}, "padding is 'half'"),
        ({"padding": -1}, "padding is -1"),
        ({"padding": "same", "stride": 2}, "needs stride 1"),
        ({"padding_mode": "wrap"}, "padding_mode is 'wrap'"),
        ({"stride": 0}, "stride is 0"),
        ({"dilation": 4}, "spans 5 pixels"),
    ],
)
def test_bad_settings_are_refused_by_name(keywords, message):
    with pytest.raises(ValueError, match=message):
        windows(IMAGE, (2, 2), **keywords)
    with pytest.raises(ValueError, match=message):
        convolve(IMAGE[None], KERNEL[None, None], **keywords)


def test_one_window_its_products_and_their_sum_by_hand():
    seen = windows(IMAGE, (2, 2))
    np.testing.assert_array_equal(seen.patches[1, 0], [[0, 1], [1, 2]])
    np.testing.assert_array_equal(products(seen, KERNEL)[1, 0], [[0, 0], [0, -2]])
    expected = [[0, 0, 0], [-2, -1, 0], [-1, 1, 2]]
    np.testing.assert_array_equal(products(seen, KERNEL).sum((2, 3)), expected)


@pytest.mark.parametrize("padding_mode", PADDING_MODES)
@pytest.mark.parametrize("padding", [0, 1, "valid", "same", "full"])
@pytest.mark.parametrize(("stride", "dilation"), [(1, 1), (2, 1), (1, 2)])
def test_summed_products_are_the_convolution(padding, padding_mode, stride, dilation):
    if padding == "same" and stride > 1:
        stride = 1
    rng = np.random.default_rng(3)
    image, kernel = rng.normal(size=(7, 8)), rng.normal(size=(3, 2))
    settings = {"padding": padding, "padding_mode": padding_mode}
    seen = windows(image, kernel.shape, stride, dilation, **settings)
    z = convolve(image[None], kernel[None, None], stride=stride, dilation=dilation, **settings)
    np.testing.assert_allclose(products(seen, kernel).sum((2, 3)), z[0], rtol=0, atol=1e-13)


def test_the_record_says_where_the_image_lies_in_its_border():
    seen = windows(IMAGE, (3, 2), padding="same")
    assert seen.margins == ((1, 1), (0, 1))
    np.testing.assert_array_equal(seen.padded[1:-1, :-1], IMAGE)
    assert seen.patches.shape == (4, 4, 3, 2)


def test_windows_want_one_channel_and_a_kernel_of_their_size():
    with pytest.raises(ValueError, match=r"must be \(h, w\)"):
        windows(IMAGE[None], (2, 2))
    with pytest.raises(ValueError, match="as large as"):
        products(windows(IMAGE, (2, 2)), np.ones((3, 3)))
