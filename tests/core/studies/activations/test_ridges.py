import numpy as np
import pytest

from core.studies.activations.ridges import count_into, ridges


def test_counts_by_hand():
    values = np.array([[-5.0, 0.0, 0.4], [0.5, 1.0, 1.1]])
    np.testing.assert_array_equal(count_into(values, 0.0, 1.0, 2), [1, 2, 2, 1])


def test_infinities_lie_outside_and_what_is_no_number_counts_as_above():
    values = np.array([-np.inf, np.inf, np.nan, 1e308, -1e308, 0.5])
    np.testing.assert_array_equal(count_into(values, 0.0, 1.0, 4), [2, 0, 0, 1, 0, 3])


def test_inside_the_window_they_are_the_counts_of_numpy():
    values = np.random.default_rng(0).normal(size=(7, 300))
    counts = count_into(values, -2.0, 2.0, 40)
    np.testing.assert_array_equal(counts[1:-1], np.histogram(values, 40, (-2, 2))[0])
    assert counts.sum() == values.size
    assert counts[0] == np.sum(values < -2)


def test_shares_of_a_row_and_its_outsiders_sum_to_one():
    shown = ridges(np.array([[1, 2, 5, 2], [0, 4, 0, 0]]), 0.0, 1.0)
    np.testing.assert_array_equal(shown.edges, [0, 0.5, 1])
    np.testing.assert_array_equal(shown.shares, [[0.2, 0.5], [1, 0]])
    np.testing.assert_array_equal(shown.below, [0.1, 0])
    np.testing.assert_array_equal(shown.above, [0.2, 0])


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (2.0, 1.0), (0.0, np.inf), (np.nan, 1.0)])
def test_a_window_that_is_none_is_refused(low, high):
    with pytest.raises(ValueError, match="low"):
        count_into(np.zeros(3), low, high, 4)


def test_no_bins_are_refused():
    with pytest.raises(ValueError, match="bins"):
        count_into(np.zeros(3), 0.0, 1.0, 0)
