"""The way back through a kernel: by hand, as correlations, and against small steps."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from core.images import EXAMPLE
from core.studies.convolution.backward import check_back, go_back, inside, overlap
from core.studies.convolution.slopes import BEHIND, slopes_from_behind
from core.windows import output_size

X = np.array(EXAMPLE, dtype=float)
DIAGONAL = np.array([[1.0, 0.0], [0.0, -1.0]])
RNG = np.random.default_rng(4)
SETTINGS = [
    (n, k, s, p)
    for n, k in ((4, 2), (8, 3), (7, 1), (9, 4))
    for s in (1, 2, 3)
    for p in (0, 1, 2)
    if p < k
]


def way_of(n, k, stride, padding):
    x, kernel = RNG.normal(size=(n, n)), RNG.normal(size=(k, k))
    size = output_size(n, k, stride=stride, padding=padding)
    return go_back(x, kernel, RNG.normal(size=(size, size)), stride=stride, padding=padding)


def test_by_hand_one_slope_alone_brings_its_patch_and_paints_the_kernel():
    way = go_back(X, DIAGONAL, slopes_from_behind("one", 3))
    np.testing.assert_array_equal(way.d_kernel, 2 * X[1:3, 1:3])
    painted = np.zeros((4, 4))
    painted[1:3, 1:3] = 2 * DIAGONAL
    np.testing.assert_array_equal(way.d_x, painted)


@pytest.mark.parametrize(("n", "k", "stride", "padding"), SETTINGS)
def test_both_gradients_are_the_correlations_that_the_picture_shows(n, k, stride, padding):
    way = way_of(n, k, stride, padding)
    along_kernel = correlate2d(way.padded, way.spread, mode="valid")[:k, :k]
    np.testing.assert_allclose(way.d_kernel, along_kernel, atol=1e-12)
    along_x = correlate2d(way.framed, way.kernel[::-1, ::-1], mode="valid")
    np.testing.assert_allclose(way.d_x, along_x, atol=1e-12)


@pytest.mark.parametrize(("n", "k", "stride", "padding"), SETTINGS)
def test_the_terms_of_every_cell_add_up_to_its_slope_and_small_steps_agree(n, k, stride, padding):
    way = way_of(n, k, stride, padding)
    for cell, slope in np.ndenumerate(way.d_kernel):
        assert sum(a * b for a, b in way.behind_weight(*cell)) == pytest.approx(slope, abs=1e-12)
    for cell, slope in np.ndenumerate(way.d_x):
        assert sum(a * b for a, b in way.behind_pixel(*cell)) == pytest.approx(slope, abs=1e-12)
    assert max(check_back(way)) < 1e-7


def test_a_pixel_in_the_middle_had_a_part_in_four_answers_and_a_corner_in_one():
    way = go_back(X, DIAGONAL, slopes_from_behind("ones", 3))
    assert len(way.behind_pixel(1, 1)) == 4
    assert len(way.behind_pixel(0, 0)) == 1
    assert len(way.behind_weight(0, 1)) == 9


def test_pixels_that_no_window_looked_at_get_nothing():
    way = way_of(8, 3, 2, 0)
    assert not way.d_x[7].any()
    assert way.behind_pixel(7, 7) == []


def test_a_border_as_wide_as_the_kernel_is_refused():
    with pytest.raises(ValueError, match="padding is 2"):
        go_back(X, DIAGONAL, np.zeros((7, 7)), padding=2)


@pytest.mark.parametrize("k", range(1, 8))
@pytest.mark.parametrize("stride", range(1, 5))
def test_paint_is_even_away_from_the_rim_if_and_only_if_the_stride_divides_the_kernel(k, stride):
    counts = overlap(5, k, stride)
    assert counts.shape == (stride * 4 + k,) * 2
    middle = inside(overlap(9, k, stride), k)
    assert (middle.min() == middle.max()) == (k % stride == 0)
    assert (middle.min(), middle.max()) == ((k // stride) ** 2, (-(-k // stride)) ** 2)


def test_a_kernel_of_three_and_stride_two_paint_in_the_ratio_of_one_to_four():
    row = overlap(5, 3, 2)[5]
    np.testing.assert_array_equal(row, [1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1])
    middle = inside(overlap(5, 3, 2), 3)
    assert set(np.unique(middle)) == {1, 2, 4}


@pytest.mark.parametrize("kind", BEHIND)
def test_slopes_from_behind_are_small_whole_numbers(kind):
    slopes = slopes_from_behind(kind, 6, seed=3)
    np.testing.assert_array_equal(slopes, np.rint(slopes))
    assert 0 < np.abs(slopes).max() <= 3
    with pytest.raises(ValueError, match="kind is 'x'"):
        slopes_from_behind("x", 3)
