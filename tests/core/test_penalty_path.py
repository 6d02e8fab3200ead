"""The path of the weights: at every strength the same as the fit at that strength, whatever the others are."""

import numpy as np
import pytest
from sklearn.linear_model import enet_path

from core.coordinate_descent import descend_by_coordinate
from core.linear import elastic_net, lasso, predict, ridge
from core.penalty_path import penalty_path

ALPHAS = np.geomspace(1e-3, 30, 25)


def examples(n, d, seed=0, twin=0.0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) + rng.normal(size=d)
    if twin:
        X[:, 1] = X[:, 0] + twin * rng.normal(size=n)
    return X, X @ rng.normal(size=d) + 3 + rng.normal(size=n)


def test_a_path_by_hand():
    # x = -1, 1 and y = 1, 5: J = (w - 2)^2 + alpha |w| is lowest at 2 - alpha / 2, at least 0
    X, y = np.array([[-1.0], [1.0]]), np.array([1.0, 5.0])
    thetas = penalty_path(X, y, np.array([1.0, 2.0, 4.0, 9.0]), 1.0)
    np.testing.assert_allclose(thetas, [[3, 1.5], [3, 1], [3, 0], [3, 0]], atol=1e-12)
    # J = (w - 2)^2 + alpha w^2 / 2 is lowest at 4 / (2 + alpha)
    thetas = penalty_path(X, y, np.array([2.0, 6.0]), 0.0)
    np.testing.assert_allclose(thetas, [[3, 1], [3, 0.5]], atol=1e-12)


@pytest.mark.parametrize("ratio", [0.0, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("shape", [(30, 6), (8, 15)])
@pytest.mark.parametrize("twin", [0.0, 0.01])
def test_every_row_is_the_fit_at_its_strength(shape, ratio, twin):
    X, y = examples(*shape, twin=twin)
    thetas = penalty_path(X, y, ALPHAS, ratio)
    for alpha, theta in zip(ALPHAS, thetas, strict=True):
        alone = elastic_net(X, y, alpha, ratio)
        np.testing.assert_allclose(theta, alone, rtol=1e-7, atol=1e-8)
        np.testing.assert_array_equal(theta == 0, alone == 0)


def test_at_its_ends_the_mixture_is_ridge_and_lasso():
    X, y = examples(30, 6)
    for ratio, fit in ((0.0, ridge), (1.0, lasso)):
        expected = [fit(X, y, alpha) for alpha in ALPHAS]
        np.testing.assert_allclose(penalty_path(X, y, ALPHAS, ratio), expected, atol=1e-8)


@pytest.mark.parametrize("ratio", [0.3, 1.0])
@pytest.mark.parametrize("shape", [(40, 15), (9, 15)])
def test_scikit_learns_path_agrees(shape, ratio):
    """Theirs has alpha / 2, wants centered data, and goes down."""
    X, y = examples(*shape, seed=3)
    falling = np.sort(ALPHAS)[::-1]
    _, weights, _ = enet_path(
        *(X - X.mean(0), y - y.mean()),
        alphas=falling / 2,
        l1_ratio=ratio,
        tol=1e-13,
        max_iter=1_000_000,
    )
    np.testing.assert_allclose(
        penalty_path(X, y, falling, ratio)[:, 1:], weights.T, rtol=1e-6, atol=1e-6
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_lasso_meets_the_conditions_of_a_minimum_all_along_its_path(seed):
    X, y = examples(20, 15, seed, twin=0.05)
    for alpha, theta in zip(ALPHAS, penalty_path(X, y, ALPHAS, 1.0), strict=True):
        pull, weights = 2 * X.T @ (y - predict(X, theta)) / len(y), theta[1:]
        on = weights != 0
        np.testing.assert_allclose(pull[on], alpha * np.sign(weights[on]), rtol=0, atol=1e-8)
        assert np.all(np.abs(pull[~on]) <= alpha + 1e-8)


def test_the_order_of_the_strengths_does_not_matter():
    X, y = examples(20, 8)
    order = np.random.default_rng(0).permutation(len(ALPHAS))
    for ratio in (0.0, 1.0):
        np.testing.assert_allclose(
            penalty_path(X, y, ALPHAS[order], ratio),
            penalty_path(X, y, ALPHAS, ratio)[order],
            atol=1e-12,
        )


def test_a_start_near_or_far_leads_to_the_same_minimum_and_is_left_alone():
    X, y = examples(20, 8)
    spread = X - X.mean(0)
    gram, pull = spread.T @ spread / 20, spread.T @ (y - y.mean()) / 20
    cold = descend_by_coordinate(gram, pull, 0.3, 0.1)
    for start in (cold, np.zeros(8), 100 * np.random.default_rng(1).normal(size=8)):
        before = start.copy()
        warm = descend_by_coordinate(gram, pull, 0.3, 0.1, start)
        np.testing.assert_allclose(warm, cold, atol=1e-9)
        np.testing.assert_array_equal(start, before)


def test_without_columns_or_strengths_there_is_still_a_table():
    y = np.array([1.0, 2.0, 6.0])
    for ratio in (0.0, 0.5):
        np.testing.assert_allclose(penalty_path(np.empty((3, 0)), y, ALPHAS[:2], ratio), [[3], [3]])
        assert penalty_path(np.ones((3, 2)), y, np.empty(0), ratio).shape == (0, 3)


@pytest.mark.parametrize("alphas", [[0.0], [-1.0, 1.0], [[1.0]], 1.0, [1e101], [np.nan]])
def test_strengths_out_of_range_are_refused_by_name(alphas):
    with pytest.raises(ValueError, match="alphas"):
        penalty_path(np.ones((3, 2)), np.arange(3.0), np.array(alphas), 0.5)


@pytest.mark.parametrize("ratio", [-0.1, 1.1, np.nan])
def test_a_ratio_out_of_range_is_refused(ratio):
    with pytest.raises(ValueError, match="l1_ratio is"):
        penalty_path(np.ones((3, 2)), np.arange(3.0), ALPHAS, ratio)
