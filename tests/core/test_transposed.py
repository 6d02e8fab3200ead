"""Transposed convolution: by hand, by its published sizes, and as the slope of a convolution."""

import numpy as np
import pytest

from core.convolution import convolve, convolve_gradients
from core.transposed import convolve_transposed, transposed_size
from core.windows import output_size


def test_each_pixel_paints_the_kernel_by_hand():
    z, kernel = np.array([[[1.0, 2.0]]]), np.array([[[[1.0, 10.0, 100.0]]]])
    np.testing.assert_array_equal(convolve_transposed(z, kernel), [[[1, 12, 120, 200]]])
    np.testing.assert_array_equal(
        convolve_transposed(z, kernel, stride=2), [[[1, 10, 102, 20, 200]]]
    )


@pytest.mark.parametrize(
    ("n", "k", "stride", "padding", "dilation"),
    [
        (4, 3, 1, 0, 1),
        (5, 4, 1, 2, 1),
        (5, 3, 1, 1, 1),
        (5, 3, 1, 2, 1),
        (5, 3, 2, 0, 1),
        (5, 3, 2, 1, 1),
        (6, 3, 2, 1, 1),
        (7, 3, 1, 0, 2),
    ],
)
def test_the_eight_published_cases_come_back_to_their_size(n, k, stride, padding, dilation):
    settings = {"stride": stride, "padding": padding, "dilation": dilation}
    o = output_size(n, k, **settings)
    extra = (n + 2 * padding - dilation * (k - 1) - 1) % stride
    assert extra == (1 if n == 6 else 0)
    assert transposed_size(o, k, extra=extra, **settings) == n
    x = convolve_transposed(np.ones((1, o, o)), np.ones((1, 1, k, k)), extra=extra, **settings)
    assert x.shape == (1, n, n)


@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("groups", [1, 2])
def test_it_is_the_way_back_of_a_convolution(stride, groups):
    rng = np.random.default_rng(0)
    x, kernels = rng.normal(size=(4, 8, 8)), rng.normal(size=(6, 4 // groups, 3, 3))
    settings = {"stride": stride, "padding": 1, "groups": groups}
    d_out = rng.normal(size=convolve(x, kernels, **settings).shape)
    ours = convolve_transposed(d_out, kernels, extra=7 % stride, **settings)
    np.testing.assert_allclose(ours, convolve_gradients(x, kernels, d_out, **settings).d_x)


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6])
@pytest.mark.parametrize("stride", [1, 2, 3])
def test_overlaps_are_even_if_and_only_if_the_stride_divides_the_kernel(k, stride):
    overlaps = convolve_transposed(np.ones((1, 9, 9)), np.ones((1, 1, k, k)), stride=stride)[0]
    inner = overlaps[k:-k, k:-k]
    assert (inner.min() == inner.max()) == (k % stride == 0)


def test_stride_two_under_a_kernel_of_three_lights_some_pixels_four_times():
    overlaps = convolve_transposed(np.ones((1, 9, 9)), np.ones((1, 1, 3, 3)), stride=2)[0]
    assert set(np.unique(overlaps[3:-3, 3:-3])) == {1, 2, 4}


@pytest.mark.parametrize(
    ("shape", "kernels", "keywords", "message"),
    [
        ((2, 3), (1, 1, 2, 2), {}, r"must be \(c, h, w\)"),
        ((2, 3, 3), (1, 1, 2, 2), {}, "do not match"),
        ((3, 3, 3), (3, 1, 2, 2), {"groups": 2}, "do not match"),
        ((1, 3, 3), (1, 1, 2, 2), {"extra": 1}, "extra is 1"),
        ((1, 1, 1), (1, 1, 2, 2), {"padding": 1}, "leaves none"),
    ],
)
def test_bad_arguments_are_refused_by_name(shape, kernels, keywords, message):
    with pytest.raises(ValueError, match=message):
        convolve_transposed(np.ones(shape), np.ones(kernels), **keywords)
