"""A penalty at every strength: what it leaves of the weights, and what the models miss."""

import numpy as np
import pytest

from core.gradcheck import numerical_gradient
from core.linear import PENALTIES, mean_squared_error, predict
from core.studies.regularization.paths import (
    STRENGTHS,
    STRONGEST,
    WEAKEST,
    fit_task,
    follow,
    misses,
    pulls,
    silent_from,
)
from core.studies.regularization.polynomial import fit_curve, sample_curve, split
from core.studies.regularization.tasks import powers_of_x, two_thermometers


@pytest.mark.parametrize("ratio", [0.0, 0.5, 1.0])
def test_a_path_holds_the_fits_and_the_errors_of_its_strengths(ratio):
    task = powers_of_x(15, 1.0, 16)
    path = follow(task, ratio)
    assert len(path.alphas) == STRENGTHS
    np.testing.assert_allclose(path.alphas[[0, -1]], [WEAKEST, STRONGEST])
    for i in (0, 37, 80):
        fit = fit_task(task, "elastic_net", alpha=path.alphas[i], l1_ratio=ratio)
        np.testing.assert_allclose(path.thetas[i], fit.theta, rtol=1e-6, atol=1e-8)
        np.testing.assert_allclose(path.train_errors[i], fit.train_error, rtol=1e-8)
        np.testing.assert_allclose(path.validation_errors[i], fit.validation_error, rtol=1e-6)
        assert path.nonzero[i] == np.sum(fit.theta[1:] != 0)
    assert path.validation_errors[path.best] == path.validation_errors.min()


def test_a_fit_of_powers_is_the_fitted_curve():
    train, validation = split(*sample_curve(40, 1.0, 16), 0.6, 16)
    for penalty in PENALTIES:
        ours = fit_task(powers_of_x(5, 1.0, 16), penalty)
        theirs = fit_curve(train, validation, 5, penalty)
        np.testing.assert_array_equal(ours.theta, theirs.theta)
        assert (ours.train_error, ours.objective) == (theirs.train_error, theirs.objective)
        assert ours.validation_error == pytest.approx(theirs.validation_error, rel=1e-12)


def test_errors_of_many_models_are_those_of_each():
    task = two_thermometers(0.1, 1.0, 0)
    thetas = np.random.default_rng(0).normal(size=(3, 5))
    X, y = task.validation
    expected = [mean_squared_error(y, predict(X, theta)) for theta in thetas]
    np.testing.assert_allclose(misses(task.validation, thetas), expected)


def test_a_pull_is_the_slope_of_the_error_downhill():
    train = two_thermometers(0.1, 1.0, 0).train
    theta = np.array([2.0, 1.0, -0.5, 0.3, 0.2])
    slope = numerical_gradient(lambda t: mean_squared_error(train.y, predict(train.X, t)), theta)
    np.testing.assert_allclose(pulls(train, theta), -slope[1:], rtol=1e-6)


@pytest.mark.parametrize("ratio", [0.25, 1.0])
@pytest.mark.parametrize("seed", range(4))
def test_from_the_silent_strength_on_all_weights_are_zero_and_not_before(ratio, seed):
    task = powers_of_x(10, 1.0, seed)
    end = silent_from(task.train, ratio)
    above = fit_task(task, "elastic_net", alpha=1.0001 * end, l1_ratio=ratio)
    below = fit_task(task, "elastic_net", alpha=0.9999 * end, l1_ratio=ratio)
    assert not above.theta[1:].any()
    assert above.theta[0] == task.train.y.mean()
    assert below.theta[1:].any()
    assert silent_from(task.train, 0.0) == np.inf


@pytest.mark.parametrize(
    "make", [lambda s: powers_of_x(15, 1.0, s), lambda s: two_thermometers(0.05, 1.0, s)]
)
@pytest.mark.parametrize("seed", range(5))
def test_a_stronger_penalty_never_lowers_the_training_error(make, seed):
    for ratio in (0.0, 0.5, 1.0):
        assert np.all(np.diff(follow(make(seed), ratio).train_errors) > -1e-9)
