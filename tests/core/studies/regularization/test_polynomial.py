"""The noisy curve: what is drawn, how it is split, and which degree is too eager."""

import numpy as np
import pytest

from core.linear import PENALTIES
from core.polynomials import parabola
from core.studies.regularization.polynomial import (
    drawn,
    errors_by_degree,
    evaluate,
    features,
    fit_curve,
    sample_curve,
    split,
)


def halves(n=40, noise=1.0, seed=0):
    return split(*sample_curve(n, noise, seed), share=0.5, seed=seed)


def test_the_curve_by_hand():
    np.testing.assert_allclose(parabola([-3.0, -1.0, 0.0, 2.0]), [3.5, 1.5, 2.0, 6.0])


def test_the_features_by_hand():
    expected = [[1.0, 1.0, 1.0], [-0.5, 0.25, -0.125]]
    np.testing.assert_allclose(features([3.0, -1.5], 3), expected, rtol=1e-15)


def test_degree_zero_has_no_columns_and_predicts_the_mean():
    assert features([1.0, 2.0], 0).shape == (2, 0)
    train, validation = halves()
    fit = fit_curve(train, validation, 0)
    np.testing.assert_allclose(fit.theta, [train.y.mean()], rtol=1e-14)
    np.testing.assert_allclose(fit.train_error, np.var(train.y), rtol=1e-12)


def test_without_noise_the_parabola_is_found():
    # x^2 / 2 + x + 2 = 4.5 (x/3)^2 + 3 (x/3) + 2
    train, validation = halves(noise=0.0)
    fit = fit_curve(train, validation, 2)
    np.testing.assert_allclose(fit.theta, [2, 3, 4.5], rtol=1e-12)
    assert fit.validation_error < 1e-24
    x = np.array([-3.0, 0.5, 3.0])
    np.testing.assert_allclose(evaluate(fit.theta, x), parabola(x), rtol=1e-12)


@pytest.mark.parametrize("degree", [1, 15, 90])
def test_no_column_leaves_minus_one_to_one(degree):
    columns = features(np.linspace(-3, 3, 101), degree)
    assert columns.shape == (101, degree)
    assert np.max(np.abs(columns)) == 1.0


@pytest.mark.parametrize("seed", range(5))
def test_training_error_never_rises_with_the_degree(seed):
    train_error, _ = errors_by_degree(*halves(seed=seed), range(16))
    assert np.all(np.diff(train_error) <= 1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_degree_two_is_better_on_new_points_than_one_or_fifteen(seed):
    _, validation_error = errors_by_degree(*halves(seed=seed), range(16))
    assert validation_error[2] < validation_error[1]
    assert validation_error[2] < validation_error[15]


@pytest.mark.parametrize("seed", range(5))
def test_ridge_tames_degree_fifteen(seed):
    train, validation = halves(seed=seed)
    free = fit_curve(train, validation, 15)
    held = fit_curve(train, validation, 15, "ridge", alpha=0.01)
    assert held.validation_error < free.validation_error
    assert held.train_error > free.train_error


def test_the_objective_is_training_error_plus_penalty():
    fit = fit_curve(*halves(), 5, "lasso", alpha=0.2)
    expected = fit.train_error + 0.2 * np.sum(np.abs(fit.theta[1:]))
    np.testing.assert_allclose(fit.objective, expected, rtol=1e-14)
    plain = fit_curve(*halves(), 5)
    assert plain.objective == plain.train_error


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("degree", [0, 1, 15, 90])
def test_every_penalty_fits_every_degree(penalty, degree):
    fit = fit_curve(*halves(), degree, penalty)
    assert fit.theta.shape == (degree + 1,)
    assert np.isfinite([fit.train_error, fit.validation_error, fit.objective]).all()


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    first, again, other = (sample_curve(20, 1.0, seed) for seed in (7, 7, 8))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_more_noise_moves_the_same_points_further():
    still, calm, wild = (sample_curve(20, noise, 3) for noise in (0.0, 1.0, 2.0))
    np.testing.assert_array_equal(calm.x, wild.x)
    np.testing.assert_allclose(wild.y - still.y, 2 * (calm.y - still.y), atol=1e-12)
    np.testing.assert_array_equal(still.y, parabola(still.x))


def test_points_lie_from_left_to_right_within_three():
    x, y = sample_curve(500, 1.0, 0)
    assert np.all(np.diff(x) > 0)
    assert -3 <= x[0] < -2.9
    assert 2.9 < x[-1] <= 3
    np.testing.assert_allclose(np.std(y - parabola(x)), 1.0, atol=0.1)


def test_a_split_loses_no_point_and_doubles_none():
    sample = sample_curve(21, 1.0, 0)
    train, validation = split(*sample, share=0.7, seed=1)
    assert len(train.x) == 15
    np.testing.assert_array_equal(np.sort([*train.x, *validation.x]), sample.x)
    np.testing.assert_array_equal(np.sort([*train.y, *validation.y]), np.sort(sample.y))
    assert np.all(np.diff(train.x) > 0)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.999, 1.0])
def test_both_parts_of_a_split_get_at_least_one_point(share):
    train, validation = split([0.0, 1.0, 2.0], [1.0, 2.0, 3.0], share, 0)
    assert 1 <= len(train.x) <= 2
    assert len(train.x) + len(validation.x) == 3


@pytest.mark.parametrize(
    ("call", "named"),
    [
        (lambda: sample_curve(0, 1.0, 0), "n is 0"),
        (lambda: sample_curve(5.5, 1.0, 0), "n is 5.5"),
        (lambda: sample_curve(5, -1.0, 0), "noise is"),
        (lambda: sample_curve(5, np.inf, 0), "noise is"),
        (lambda: sample_curve(5, 1.0, -1), "seed is"),
        (lambda: features([1.0], -1), "degree is"),
        (lambda: features([1.0], 91), "degree is"),
        (lambda: features([31.0], 2), r"must be \(n,\)"),
        (lambda: features([[1.0]], 2), r"must be \(n,\)"),
        (lambda: features([np.nan], 2), "x holds nan"),
        (lambda: split([1.0], [1.0], 0.5, 0), "at least 2"),
        (lambda: split([1.0, 2.0], [1.0], 0.5, 0), "must both be"),
        (lambda: split([1.0, 2.0], [1.0, 2.0], 1.5, 0), "share is"),
        (lambda: fit_curve(*halves(), 2, "none of these"), "penalty is"),
    ],
)
def test_bad_arguments_are_refused_by_name(call, named):
    with pytest.raises(ValueError, match=named):
        call()


def test_a_drawn_curve_spans_the_window_and_goes_through_the_fit():
    x, y = drawn([2.0, 3.0, 4.5], 7)
    np.testing.assert_allclose(x, [-3, -2, -1, 0, 1, 2, 3])
    np.testing.assert_allclose(y, parabola(x), rtol=1e-14)
    with pytest.raises(ValueError, match="count is 1"):
        drawn([2.0], 1)
