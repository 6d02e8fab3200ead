"""The best two parameters, and the data sets that have none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.linear_model import LinearRegression, LogisticRegression

from core.best_fit import best_line, best_logistic, normal_sums, separating_direction
from core.data_cost_formulas import logistic_cost, logistic_cost_gradient, squared_cost_gradient
from core.data_costs import DATA_COSTS, best_fit, features_of
from core.linear import normal_equation


def test_a_line_through_three_points_by_hand():
    best = best_line(features_of([0.0, 1.0, 2.0]), np.array([1.0, 0.0, 2.0]))
    # about the means (1, 1): (-1 · 0 + 0 · -1 + 1 · 1) / (1 + 0 + 1) = 1/2, then through the means
    assert (best.outcome, best.direction) == ("one point", None)
    np.testing.assert_allclose(best.point, [0.5, 0.5], atol=1e-14)


def test_one_doubtful_question_by_hand():
    # at x = 0 one of two passed, at x = 1 two of three: p = 1/2 and 2/3, so b = 0 and w = log 2
    best = best_logistic(features_of([0.0, 0, 1, 1, 1]), np.array([0.0, 1, 0, 1, 1]))
    np.testing.assert_allclose(best.point, [np.log(2), 0], atol=1e-14)


def test_the_line_is_that_of_the_normal_equation():
    rng = np.random.default_rng(0)
    x, y = rng.normal(3, 2, 30), rng.normal(size=30)
    bias, weight = normal_equation(x[:, None], y)
    np.testing.assert_allclose(best_line(features_of(x), y).point, [weight, bias], rtol=1e-12)
    pair = rng.normal(size=(30, 2))
    peer = LinearRegression(fit_intercept=False).fit(pair, y).coef_
    np.testing.assert_allclose(best_line(pair, y).point, peer, rtol=1e-11)


@pytest.mark.parametrize("key", ["logistic", "logistic_pair"])
def test_the_logistic_point_is_that_of_scikit_learn(key):
    cost = DATA_COSTS[key]
    features = features_of(cost.x)
    peer = LogisticRegression(C=1e12, fit_intercept=False, tol=1e-10, max_iter=10_000)
    peer.fit(features, cost.targets)
    np.testing.assert_allclose(best_fit(cost).point, peer.coef_[0], rtol=1e-5)


def test_a_clean_cut_between_hours_has_no_best_point():
    features, passed = features_of([1.0, 2.0, 3.0, 5.0]), np.array([0.0, 0.0, 1.0, 1.0])
    best = best_logistic(features, passed)
    assert (best.outcome, best.point) == ("separable", None)
    w, b = best.direction
    assert 2 < -b / w < 3  # the line of doubt lies in the gap
    np.testing.assert_allclose(w**2 + b**2, 1)
    costs = [logistic_cost(s * w, s * b, features=features, targets=passed) for s in (1, 10, 100)]
    assert costs[0] > costs[1] > costs[2] > 0


def test_a_tie_at_the_cut_is_separable_too_but_its_cost_does_not_fall_to_zero():
    features, passed = features_of([1.0, 2.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0, 1.0])
    best = best_logistic(features, passed)
    w, b = best.direction
    np.testing.assert_allclose(-b / w, 2)
    far = logistic_cost(1e4 * w, 1e4 * b, features=features, targets=passed)
    np.testing.assert_allclose(far, np.log(2) / 2)  # two of the four stay in doubt


@pytest.mark.parametrize("answer", [0.0, 1.0])
def test_when_all_answers_are_the_same_there_is_no_best_point(answer):
    best = best_logistic(features_of([1.0, 2.0, 5.0]), np.full(3, answer))
    assert best.outcome == "separable"


def test_the_same_input_for_all_makes_a_valley():
    features, targets = features_of([2.0, 2.0, 2.0]), np.array([1.0, 0.0, 1.0])
    for best, gradient in (
        (best_line(features, targets), squared_cost_gradient),
        (best_logistic(features, targets), logistic_cost_gradient),
    ):
        assert best.outcome == "valley"
        np.testing.assert_allclose(features @ best.direction, 0, atol=1e-15)
        np.testing.assert_allclose(np.array(best.point) @ best.direction, 0, atol=1e-15)
        for s in (0, 3, -7):
            place = best.point + s * best.direction
            slope = gradient(*place, features=features, targets=targets)
            np.testing.assert_allclose(slope, 0, atol=1e-14)


def test_years_instead_of_hours_do_not_spoil_the_digits():
    rng = np.random.default_rng(3)
    x, label = rng.normal(size=40), rng.integers(0, 2, 40).astype(float)
    w, b = best_logistic(features_of(x), label).point
    far_w, far_b = best_logistic(features_of(2000 + 5 * x), label).point
    np.testing.assert_allclose(far_w, w / 5, rtol=1e-9)
    np.testing.assert_allclose(far_b, b - 2000 * w / 5, rtol=1e-9)


def test_an_example_of_zeros_has_no_say():
    features, labels = np.array([[0.0, 0.0], [1.0, 0.0], [-1.0, 1.0]]), np.array([1.0, 0.0, 0.0])
    direction = separating_direction(features, labels)
    np.testing.assert_allclose(direction, separating_direction(features[1:], labels[1:]))


whole_data = st.lists(
    st.tuples(st.integers(-4, 4), st.integers(-4, 4), st.integers(0, 1)), min_size=1, max_size=12
).filter(lambda rows: any(a or b for a, b, _ in rows))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(whole_data)
def test_separable_is_what_linear_programming_calls_so(rows):
    features, labels = np.array(rows, float)[:, :2], np.array(rows, float)[:, 2]
    turned = features * (2 * labels - 1)[:, None]
    # the most that a direction within a box can please, while nobody objects
    most = -linprog(-turned.sum(axis=0), -turned, np.zeros(len(turned)), bounds=[(-1, 1)] * 2).fun
    direction = separating_direction(features, labels)
    assert (direction is not None) == (most > 1e-9)
    if direction is not None:
        assert (turned @ direction).min() > -1e-12
        assert (turned @ direction).max() > 0


@settings(max_examples=300, deadline=None, derandomize=True)
@given(whole_data)
def test_a_point_that_is_given_is_level(rows):
    features, labels = np.array(rows, float)[:, :2], np.array(rows, float)[:, 2]
    for best, gradient in (
        (best_line(features, labels), squared_cost_gradient),
        (best_logistic(features, labels), logistic_cost_gradient),
    ):
        if best.point is not None:
            slope = gradient(*best.point, features=features, targets=labels)
            np.testing.assert_allclose(slope, 0, atol=1e-12)


def test_the_normal_equation_by_hand_and_solved():
    matrix, side = normal_sums(features_of([0.0, 1.0, 2.0]), np.array([1.0, 0.0, 2.0]))
    np.testing.assert_array_equal(matrix, [[5, 3], [3, 3]])  # Σx², Σx, n
    np.testing.assert_array_equal(side, [4, 3])  # Σxy, Σy
    np.testing.assert_allclose(np.linalg.solve(matrix, side), [0.5, 0.5])
