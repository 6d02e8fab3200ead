"""What the penalties are tried on."""

import numpy as np
import pytest

from core.studies.regularization.polynomial import sample_curve, split
from core.studies.regularization.tasks import powers_of_x, two_thermometers


def test_powers_are_those_of_a_third_of_x():
    task = powers_of_x(3, 1.0, 16)
    train, validation = split(*sample_curve(40, 1.0, 16), 0.6, 16)
    np.testing.assert_allclose(task.train.X[:, 2], (train.x / 3) ** 3)
    np.testing.assert_array_equal(task.validation.y, validation.y)
    assert task.train.X.shape == (24, 3)
    assert task.validation.X.shape == (16, 3)


def test_without_a_gap_the_thermometers_are_twins_and_without_noise_sales_follow_them():
    task = two_thermometers(0.0, 0.0, 3)
    X, y = task.train
    np.testing.assert_array_equal(X[:, 0], X[:, 1])
    np.testing.assert_allclose(y, 2 + 3 * X[:, 0] - X[:, 2])
    assert X.shape == (24, 4)
    assert task.validation.X.shape == (16, 4)


@pytest.mark.parametrize("seed", range(5))
def test_with_a_small_gap_the_thermometers_are_nearly_twins(seed):
    X = two_thermometers(0.05, 1.0, seed).train.X
    assert 0.99 < np.corrcoef(X[:, 0], X[:, 1])[0, 1] < 1


def test_the_same_seed_gives_the_same_days_and_more_noise_moves_them_further_the_same_way():
    still, calm, wild = (two_thermometers(0.1, noise, 5).train for noise in (0.0, 1.0, 2.0))
    np.testing.assert_array_equal(calm.X, wild.X)
    np.testing.assert_allclose(wild.y - still.y, 2 * (calm.y - still.y))


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: two_thermometers(-0.1, 1.0, 0), "gap is"),
        (lambda: two_thermometers(0.1, np.nan, 0), "noise is"),
        (lambda: two_thermometers(0.1, 1.0, -1), "seed is"),
        (lambda: powers_of_x(91, 1.0, 0), "degree is"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()
