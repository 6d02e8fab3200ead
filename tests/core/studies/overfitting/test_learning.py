"""Learning curves: every error is that of a fit, and their limits are those of the theory."""

import numpy as np
import pytest

from core.polynomials import draw_points, fit_polynomial, parabola, rmse, value_at
from core.studies.overfitting.learning import (
    expected_training_error,
    learning_curves,
    limit_of,
    spread,
)


def test_each_error_is_that_of_a_single_fit():
    curves = learning_curves(1.0, 5, degree=4, runs=3, sizes=(3, 8))
    x, y = draw_points((3, 108), 1.0, 5)
    fit = fit_polynomial(x[1, :8], y[1, :8], 4)
    assert curves.training[4, 1, 1] == pytest.approx(rmse(y[1, :8], value_at(fit, x[1, :8])))
    new = value_at(fit, x[1, -100:])
    assert curves.validation[4, 1, 1] == pytest.approx(rmse(y[1, -100:], new))


def test_too_few_points_fix_no_curve():
    curves = learning_curves(1.0, 0, degree=4, runs=2, sizes=(3, 5))
    assert np.isnan(curves.training[3:, 0]).all()
    assert np.isfinite(curves.training[:3, 0]).all()
    np.testing.assert_allclose(curves.training[4, 1], 0, atol=1e-9)  # through all five points


def test_the_spread_is_low_median_high_and_nothing_where_nothing_is_known():
    errors = np.array([[*range(11)], [np.nan] * 11], dtype=float)
    np.testing.assert_allclose(spread(errors)[:, 0], [1, 5, 9])
    assert np.isnan(spread(errors)[:, 1]).all()


@pytest.mark.parametrize("degree", [0, 1, 2, 5])
def test_endless_data_leave_the_noise_and_what_the_degree_cannot_draw(degree):
    x = np.linspace(-3, 3, 200_001)
    best = value_at(fit_polynomial(x, parabola(x), degree), x)
    expected = np.sqrt(0.7**2 + np.mean((best - parabola(x)) ** 2))
    assert limit_of(degree, 0.7) == pytest.approx(expected, rel=1e-4)


def test_the_limit_by_hand():
    assert limit_of(1, 1.0) == pytest.approx(np.sqrt(1 + 9 / 5))
    assert limit_of(0, 0.0) == pytest.approx(np.sqrt(9 / 3 + 9 / 5))


@pytest.mark.parametrize("seed", range(4))
def test_what_the_view_says_holds_for_every_seed(seed):
    sizes = (12, 24, 100)
    curves = learning_curves(1.0, seed, degree=15, runs=100, sizes=sizes)
    training, validation = (np.median(e, axis=-1) for e in (curves.training, curves.validation))
    assert validation[1, 2] / training[1, 2] < 1.1  # too stiff: close
    assert training[1, 2] == pytest.approx(limit_of(1, 1.0), rel=0.03)  # and high
    assert validation[15, 1] > 50 * training[15, 1]  # too eager: a gap
    assert validation[15, 2] < 1.2  # that closes
    assert validation[2, 0] < 1.2  # about right from the start
    for degree in (2, 9):  # the mean square, not the median, is what theory speaks of
        measured = np.sqrt(np.mean(curves.training[degree, 2] ** 2))
        assert measured == pytest.approx(expected_training_error(degree, 100, 1.0), rel=0.03)
