import numpy as np
import pytest

from charts.decades import log_axis, on_log_axis, power


def test_the_axis_holds_all_sizes_and_names_few_powers():
    ends, axis = log_axis(np.array([3e-17, 0.2, 40.0]))
    low, high = axis["range"]
    assert low < np.log10(3e-17)
    assert np.log10(40) < high
    assert 2 <= len(axis["tickvals"]) <= 7
    assert axis["ticktext"][-1] == "10<sup>5</sup>" or axis["tickvals"][-1] <= 100
    np.testing.assert_array_equal(on_log_axis(np.array([3e-17, 40.0]), ends), [3e-17, 40.0])


def test_zero_and_infinity_have_places_of_their_own():
    ends, axis = log_axis(np.array([0.0, 1e-3, 1.0, np.inf, np.nan]))
    assert (axis["ticktext"][0], axis["ticktext"][-1]) == ("0", "∞")
    placed = on_log_axis(np.array([0.0, np.inf, np.nan]), ends)
    assert placed[0] < 1e-3 < 1 < placed[1] == placed[2]
    assert axis["range"][0] < np.log10(placed[0]) < np.log10(placed[1]) < axis["range"][1]


@pytest.mark.parametrize("size", [5e-324, 1e-300, 1.0, 1e300, 1.7e308])
def test_no_size_is_too_small_or_too_large_to_have_ticks(size):
    ends, axis = log_axis(np.array([0.0, size, np.inf]))
    assert 0 < ends[0] < ends[1] < np.inf
    assert np.isfinite(axis["tickvals"]).all()
    assert (np.diff(axis["tickvals"]) > 0).all()
    assert min(axis["tickvals"]) > 0


def test_powers_are_written_as_in_books():
    assert [power(p) for p in (0, 2, -6)] == ["1", "10<sup>2</sup>", "10<sup>−6</sup>"]
