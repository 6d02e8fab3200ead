"""The axis for weights of any size."""

import numpy as np
import pytest

from charts.regularization.squeezed import EVEN, placed, squeezed, weight_axis, with_power


def test_the_squeezed_axis_is_even_and_grows_by_one_a_power_of_ten():
    np.testing.assert_allclose(squeezed(np.array([-5.0, 0.0])), [-squeezed(np.array(5.0)), 0])
    steps = np.diff(squeezed(10.0 ** np.arange(2, 9)))
    np.testing.assert_allclose(steps, 1, atol=1e-4)


@pytest.mark.parametrize("largest", [0.0, 1e-9, 1.0, 4.5, EVEN, 13.0, 101.0, 90586.0, 1.8e7, 1e12])
def test_the_weights_axis_has_room_for_the_largest_and_ticks_to_read_it_by(largest):
    axis = weight_axis(largest)
    assert axis["range"][0] == -axis["range"][1]
    assert placed(np.array(largest), largest) < axis["range"][1]
    if largest > EVEN:
        seen = [tick for tick in axis["tickvals"] if abs(tick) < axis["range"][1]]
        assert len(set(seen)) == len(seen) == 5


def test_small_weights_are_drawn_to_scale():
    np.testing.assert_array_equal(placed(np.array([1.0, -12.0]), EVEN), [1, -12])


def test_powers_of_ten_are_written_as_such():
    assert [with_power(n) for n in (0.0, -1.0, 393.2, 1e4, -1e4, 1.53e6)] == [
        "0",
        "−1",
        "393",
        "10<sup>4</sup>",
        "−10<sup>4</sup>",
        "1.5 · 10<sup>6</sup>",
    ]
