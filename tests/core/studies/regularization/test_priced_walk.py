"""Walks under a price: by hand, never rising, and to the exact solution; strengths at which a weight becomes 0."""

import numpy as np
import pytest

from core.studies.regularization.priced_walk import (
    changes,
    shrink_towards_zero,
    solutions,
    walk_down,
)
from core.studies.regularization.two_weights import bowl, prices, solution

RATIOS = [0.0, 0.4, 1.0]


def grounds(count=8, seed=0):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield bowl(rng.uniform(-3, 3, 2), rng.uniform(-90, 90), rng.choice([1.0, 3.0, 20.0]))


def test_two_steps_by_hand():
    # H = diag(1, 3), L = 3, half a step: lr = 1/6. From (0, 2): slopes -1.6 and 1.8, then shrunk by 1/6.
    ground = bowl((1.6, 1.4), 0.0, 3.0)
    walk = walk_down(ground, (0.0, 2.0), 1.0, 1.0, share=0.5, steps=1)
    np.testing.assert_allclose(walk.lr, 1 / 6)
    np.testing.assert_allclose(walk.points[1], [(1.6 - 1) / 6, 2 - (1.8 + 1) / 6])
    np.testing.assert_allclose(walk.objectives[0], (1.6**2 + 3 * 0.6**2) / 2 + 2)
    # Sub-gradient: the sign of 0 is 0, so the first weight feels no price yet.
    other = walk_down(ground, (0.0, 2.0), 1.0, 1.0, share=0.5, steps=1, method="subgradient")
    np.testing.assert_allclose(other.points[1], [1.6 / 6, 2 - (1.8 + 1) / 6])


def test_shrinking_by_hand():
    np.testing.assert_array_equal(
        shrink_towards_zero(np.array([3.0, -3.0, 0.5, -1.0, 0.0]), 1.0), [2, -2, 0, 0, 0]
    )


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("share", [0.05, 0.5, 1.0, 1.95])
def test_the_objective_of_a_proximal_walk_never_rises(share, ratio):
    rng = np.random.default_rng(7)
    for ground in grounds():
        for alpha in (0.01, 1.0, 30.0):
            walk = walk_down(ground, rng.uniform(-3, 3, 2), alpha, ratio, share=share, steps=80)
            assert np.all(np.diff(walk.objectives) <= 1e-12 * walk.objectives[:-1])


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_long_walk_ends_at_the_exact_solution_zeros_included(ratio):
    for ground in grounds(5):
        for alpha in (0.5, 3.0):
            walk = walk_down(ground, (-1.0, 2.0), alpha, ratio, share=1.0, steps=500)
            goal = solution(ground, *(np.array([p]) for p in prices(alpha, ratio)))[0]
            np.testing.assert_allclose(walk.points[-1], goal, atol=1e-9)
            np.testing.assert_array_equal(walk.points[-1] == 0, goal == 0)


def test_for_ridge_both_kinds_of_step_are_gradient_descent():
    ground = bowl((1.6, 1.4), -70.0, 5.0)
    walks = [
        walk_down(ground, (-1.5, 2.5), 2.0, 0.0, share=0.5, steps=20, method=method)
        for method in ("proximal", "subgradient")
    ]
    np.testing.assert_allclose(walks[0].points, walks[1].points)
    first = walks[0].points[0] - walks[0].lr * (
        ground.hessian @ (walks[0].points[0] - ground.best) + 2.0 * walks[0].points[0]
    )
    np.testing.assert_allclose(walks[0].points[1], first)


def test_changes_by_hand_for_uncorrelated_features():
    # H = diag(1, 3): a weight is 0 from alpha = h |best| on
    found = changes(bowl((1.6, -1.4), 0.0, 3.0), 1.0)
    np.testing.assert_allclose([change.alpha for change in found], [1.6, 4.2], rtol=1e-8)
    assert [(change.weight, change.becomes_zero) for change in found] == [(0, True), (1, True)]


@pytest.mark.parametrize("ratio", [0.4, 1.0])
def test_on_either_side_of_a_change_the_weight_is_zero_and_is_not(ratio):
    for ground in grounds(seed=2):
        for change in changes(ground, ratio):
            near = change.alpha * np.array([1 - 1e-6, 1 + 1e-6])
            zero = solution(ground, *prices(near, ratio))[:, change.weight] == 0
            assert list(zero) == [not change.becomes_zero, change.becomes_zero]


def test_a_weight_may_leave_zero_again_under_a_rising_price_with_the_other_sign():
    ground = bowl((-0.3, 2.0), -70.0, 20.0)
    found = [change for change in changes(ground, 1.0) if change.weight == 0]
    assert [change.becomes_zero for change in found] == [True, False, True]
    between = np.array([found[0].alpha / 2, (found[1].alpha + found[2].alpha) / 2])
    assert list(np.sign(solution(ground, between, 0 * between)[:, 0])) == [-1, 1]


def test_ridge_has_no_changes_and_its_weights_fade():
    ground = bowl((1.6, 1.4), -70.0, 5.0)
    assert changes(ground, 0.0) == []
    alphas, weights = solutions(ground, 0.0)
    assert np.all(weights != 0)
    assert np.all(np.diff(np.linalg.norm(weights, axis=1)) < 0)
    assert np.linalg.norm(weights[-1]) < 0.1
    assert len(alphas) == len(weights)


def test_bad_walks_are_refused_by_name():
    ground = bowl((1.0, 1.0), 0.0, 2.0)
    for bad in ({"share": 2.0}, {"steps": -1}, {"method": "leap"}):
        with pytest.raises(ValueError, match=next(iter(bad))):
            walk_down(ground, (0.0, 0.0), 1.0, 1.0, **({"share": 1.0, "steps": 5} | bad))
