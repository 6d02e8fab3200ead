"""What is accepted and what is refused, and that the refusal says why."""

import numpy as np
import pytest

from core.bounds import bounded, whole, within


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_limit_is_the_cube_root_of_the_largest_float(dtype):
    limit = np.cbrt(np.finfo(dtype).max)
    np.testing.assert_array_equal(bounded("x", np.array([-limit, limit])), [-limit, limit])
    with pytest.raises(ValueError, match="x holds"):
        bounded("x", np.array([0, np.nextafter(limit, dtype(np.inf))], dtype))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_worst_value_is_named(bad):
    with pytest.raises(ValueError, match=f"x holds {bad}"):
        bounded("x", np.array([1.0, bad, 2.0]))


def test_floats_keep_their_type_and_integers_become_float64():
    assert bounded("x", np.ones(2, np.float32)).dtype == np.float32
    assert bounded("x", [1, 2]).dtype == np.float64
    assert bounded("x", np.empty((0, 3))).shape == (0, 3)


@pytest.mark.parametrize("bad", [0, -1, 1.0, True, "2", None, np.nan])
def test_only_whole_numbers_from_the_least_up_pass(bad):
    assert whole("k", np.int64(1), 1) == 1
    with pytest.raises(ValueError, match="k is"):
        whole("k", bad, 1)


@pytest.mark.parametrize("bad", [-0.1, 1.1, np.nan, np.inf, True, "1", None, 1j])
def test_only_numbers_in_the_range_pass(bad):
    assert within("r", 1, 0, 1) == 1.0
    with pytest.raises(ValueError, match="r is"):
        within("r", bad, 0, 1)
