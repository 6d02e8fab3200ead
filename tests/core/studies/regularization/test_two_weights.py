"""Two weights under a price: the exact lowest point, by hand, by its conditions and by a rival."""

import numpy as np
import pytest

from core.coordinate_descent import descend_by_coordinate
from core.gradcheck import numerical_gradient
from core.studies.regularization.touch import map_of, slopes_allowed, touch
from core.studies.regularization.two_weights import (
    ball,
    bowl,
    contour,
    correlation,
    half_axes,
    height,
    price,
    prices,
    pull,
    solution,
)

RATIOS = [0.0, 0.3, 1.0]


def grounds(count=12, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield bowl(rng.uniform(-3, 3, 2), rng.uniform(-90, 90), rng.choice([1.0, 3.0, 20.0, 50.0]))


def size_of(weights, ratio):
    return ratio * np.abs(weights).sum(-1) + (1 - ratio) / 2 * np.square(weights).sum(-1)


def test_soft_threshold_and_shrinkage_by_hand():
    # condition 3, angle 0: H = diag(1, 3). Lasso moves by alpha / h, ridge divides by 1 + alpha / h.
    ground = bowl((1.6, 1.4), 0.0, 3.0)
    np.testing.assert_array_equal(ground.hessian, np.diag([1.0, 3.0]))
    one = np.array([1.0])
    np.testing.assert_allclose(solution(ground, one, 0 * one), [[0.6, 1.4 - 1 / 3]])
    np.testing.assert_allclose(solution(ground, 2 * one, 0 * one), [[0, 1.4 - 2 / 3]])
    np.testing.assert_allclose(solution(ground, 0 * one, one), [[0.8, 1.05]])
    np.testing.assert_array_equal(solution(ground, 5 * one, 0 * one), [[0, 0]])


def test_two_standard_features_lie_at_45_degrees_and_are_as_correlated_as_the_condition_says():
    for condition in (1.0, 3.0, 9.0):
        ground = bowl((0.0, 0.0), -45.0, condition)
        np.testing.assert_allclose(np.diagonal(ground.hessian), 2)
        np.testing.assert_allclose(
            correlation(ground), (condition - 1) / (condition + 1), atol=1e-12
        )
    assert correlation(bowl((0.0, 0.0), 90.0, 9.0)) == 0


@pytest.mark.parametrize("ratio", RATIOS)
def test_coordinate_descent_and_a_closed_form_find_the_same(ratio):
    alphas = np.array([0.01, 0.3, 1.0, 3.0, 20.0])
    for ground in grounds():
        found = solution(ground, *prices(alphas, ratio))
        for alpha, weights in zip(alphas, found, strict=True):
            if ratio == 0:
                other = np.linalg.solve(
                    ground.hessian + alpha * np.eye(2), ground.hessian @ ground.best
                )
            else:
                half, l1 = ground.hessian / 2, ratio * alpha
                other = descend_by_coordinate(half, half @ ground.best, l1, alpha - l1)
            np.testing.assert_allclose(weights, other, atol=1e-9)
            np.testing.assert_array_equal(weights == 0, other == 0)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("alpha", [0.05, 1.0, 4.0])
def test_at_the_solution_the_pull_is_among_the_slopes_of_the_price(alpha, ratio):
    for ground in grounds(seed=1):
        found = touch(ground, alpha, ratio)
        low, high = found.allowed.T
        assert np.all((low - 1e-9 <= found.pulls) & (found.pulls <= high + 1e-9))
        np.testing.assert_array_equal(low < high, (found.weights == 0) & (ratio > 0))


@pytest.mark.parametrize("ratio", RATIOS)
def test_no_other_weights_have_a_lower_objective(ratio):
    around = np.random.default_rng(2).normal(size=(200, 2))
    for ground in grounds(5, seed=3):
        l1, l2 = prices(1.3, ratio)
        best = solution(ground, np.array([l1]), np.array([l2]))[0]
        lowest = height(ground, best) + price(best, l1, l2)
        for reach in (1e-3, 0.1, 2.0):
            there = best + reach * around
            assert np.all(height(ground, there) + price(there, l1, l2) > lowest)


@pytest.mark.parametrize("ratio", RATIOS)
def test_the_contour_touches_the_ball_and_does_not_cross_it(ratio):
    for ground in grounds(seed=4):
        found = touch(ground, 1.5, ratio)
        np.testing.assert_allclose(height(ground, found.contour), found.error, atol=1e-9)
        np.testing.assert_allclose(size_of(found.ball, ratio), found.size, atol=1e-9)
        np.testing.assert_allclose(size_of(found.weights, ratio), found.size, atol=1e-9)
        assert np.all(height(ground, found.ball) >= found.error - 1e-9)
        assert np.all(size_of(found.contour, ratio) >= found.size - 1e-9)


def test_a_diamond_is_straight_a_disc_is_round_and_both_have_their_corners_on_the_axes():
    diamond, disc = ball(1.0, 1.0), ball(0.5, 0.0)
    np.testing.assert_allclose(np.abs(diamond).sum(1), 1)
    np.testing.assert_allclose(np.linalg.norm(disc, axis=1), 1)
    for edge in (diamond, disc, ball(0.7, 0.4)):
        assert sum((edge == 0).any(axis=1)) == 5  # the first corner is the last, too
    np.testing.assert_array_equal(ball(0.0, 1.0), np.zeros((161, 2)))
    np.testing.assert_array_equal(ball(0.0, 0.0), np.zeros((161, 2)))


def test_the_straight_way_pays_the_same_price_for_a_larger_error_and_meets_no_corner():
    for ground in grounds(20, seed=5):
        found = touch(ground, 1.5, 1.0)
        if found.size == 0 or min(abs(ground.best)) < 0.05:
            continue
        np.testing.assert_allclose(size_of(found.straight, 1.0), found.size)
        assert np.all(found.straight != 0)
        assert found.straight_error >= found.error - 1e-12
        np.testing.assert_allclose(
            np.cross(np.append(found.straight, 0), np.append(ground.best, 0)), 0, atol=1e-12
        )


def test_half_axes_lie_along_eigenvectors_and_end_on_the_contour():
    ground = bowl((1.0, -0.5), 30.0, 7.0)
    eigenvalues, axes = half_axes(ground, 2.0)
    np.testing.assert_allclose(eigenvalues, [0.5, 3.5])
    np.testing.assert_allclose(ground.hessian @ axes.T, axes.T * eigenvalues)
    np.testing.assert_allclose(height(ground, ground.best + axes), 2)
    np.testing.assert_allclose(np.abs(axes[0, 1] / axes[0, 0]), np.tan(np.pi / 6))
    np.testing.assert_allclose(contour(ground, 2.0)[0], contour(ground, 2.0)[-1])


def test_a_pull_is_the_slope_downhill():
    ground, weights = bowl((1.0, -0.5), 30.0, 7.0), np.array([0.4, 2.0])
    slope = numerical_gradient(lambda w: float(height(ground, w)), weights)
    np.testing.assert_allclose(pull(ground, weights), -slope, rtol=1e-6)


def test_slopes_of_a_price_by_hand():
    allowed = slopes_allowed(np.array([2.0, 0.0]), 1.0, 0.5)
    np.testing.assert_allclose(allowed, [[2, 2], [-1, 1]])
    np.testing.assert_allclose(slopes_allowed(np.array([-2.0, 0.0]), 1.0, 0.5)[0], [-2, -2])


def test_the_map_is_the_height_at_its_places():
    ground = bowl((1.0, -0.5), 30.0, 7.0)
    grid = map_of(ground, 5)
    assert grid.values[1, 3] == pytest.approx(height(ground, np.array([grid.x[3], grid.y[1]])))


def test_least_squares_at_zero_needs_no_price():
    found = touch(bowl((0.0, 0.0), -45.0, 1.0), 1.0, 1.0)
    assert found.error == found.price == found.size == 0
    np.testing.assert_array_equal(found.straight, [0, 0])


@pytest.mark.parametrize("bad", [{"angle": 91.0}, {"condition": 0.5}, {"best": (np.nan, 0.0)}])
def test_bad_bowls_are_refused_by_name(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        bowl(**({"best": (1.0, 1.0), "angle": 0.0, "condition": 2.0} | bad))
