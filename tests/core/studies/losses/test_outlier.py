import numpy as np
import pytest

from core.studies.losses.outlier import HOURS, POINTS, WILD, heights, others, students, sweep
from core.studies.losses.robust_fit import fit_line


def test_only_the_wild_student_moves():
    x, y = students(3.0, 16.0)
    assert (x[WILD], y[WILD]) == (3.0, 16.0)
    kept = np.arange(len(HOURS)) != WILD
    np.testing.assert_array_equal(x[kept], np.array(HOURS)[kept])
    np.testing.assert_array_equal(others(), (x[kept], np.array(POINTS)[kept]))


def test_squares_follow_without_end_and_sizes_stop():
    tried = heights(-6.0, 18.0)
    assert (tried[0], tried[-1], tried[1] - tried[0]) == (-6.0, 18.0, 1.0)
    squares, sizes = sweep(7.0, tried, "mse"), sweep(7.0, tried, "mae")
    steps = np.diff(squares)
    np.testing.assert_allclose(steps, steps[0], rtol=1e-9)
    assert steps[0] > 0.02
    assert np.ptp(sizes[tried > 8]) == pytest.approx(0, abs=1e-12)
    assert np.ptp(sweep(7.0, tried, "huber", delta=1.0)[tried > 10]) == pytest.approx(0, abs=1e-9)


def test_a_sweep_is_made_of_fits():
    assert (
        sweep(20.0, [-6.0], "huber", delta=0.5)[0]
        == fit_line(*students(20.0, -6.0), "huber", delta=0.5).w
    )
