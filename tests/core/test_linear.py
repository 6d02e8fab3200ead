"""Penalized straight lines: by hand, against the conditions of a minimum, against scikit-learn."""

import inspect

import numpy as np
import pytest
from sklearn.linear_model import ElasticNet, Lasso, LinearRegression, Ridge

from core.coordinate_descent import soft_threshold
from core.linear import (
    PENALTIES,
    elastic_net,
    lasso,
    mean_squared_error,
    normal_equation,
    objective,
    predict,
    ridge,
)

ALPHAS = [1e-4, 0.01, 0.1, 1.0, 10.0]
TINY = 1e-12


def examples(n=40, d=6, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, d)) + rng.normal(size=d)
    return X, X @ rng.normal(size=d) + 3 + rng.normal(size=n)


def powers(degree, n=60, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, n)
    return x[:, None] ** np.arange(1, degree + 1), 4.5 * x**2 + 3 * x + 2 + rng.normal(size=n)


def smooth_slope(X, y, theta, l2):
    """Slope of MSE + (l2 / 2) sum theta^2 along the weights."""
    return 2 * X.T @ (predict(X, theta) - y) / len(y) + l2 * theta[1:]


def assert_minimum(X, y, theta, l1, l2, atol=1e-8):
    """The conditions of Karush, Kuhn and Tucker, and a bias that leaves no mean residual."""
    slope, weights = smooth_slope(X, y, theta, l2), theta[1:]
    moving = weights != 0
    np.testing.assert_allclose(slope[moving], -l1 * np.sign(weights[moving]), rtol=0, atol=atol)
    assert np.all(np.abs(slope[~moving]) <= l1 + atol)
    np.testing.assert_allclose(np.mean(predict(X, theta) - y), 0, atol=1e-9)


# By hand: x = -1, 1 and y = 1, 5, so MSE = (w - 2)^2 with the bias at its best, 3.
X_HAND, Y_HAND = np.array([[-1.0], [1.0]]), np.array([1.0, 5.0])


def test_a_line_through_two_points_by_hand():
    np.testing.assert_allclose(normal_equation(X_HAND, Y_HAND), [3, 2], atol=TINY)


def test_ridge_by_hand():
    # (w - 2)^2 + w^2 / 2 * alpha, alpha = 2: 2 (w - 2) + 2 w = 0
    np.testing.assert_allclose(ridge(X_HAND, Y_HAND, 2.0), [3, 1], atol=TINY)


def test_lasso_by_hand():
    # (w - 2)^2 + alpha |w|, alpha = 1: 2 (w - 2) + 1 = 0; from alpha = 4 on, w = 0
    np.testing.assert_allclose(lasso(X_HAND, Y_HAND, 1.0), [3, 1.5], atol=TINY)
    np.testing.assert_array_equal(lasso(X_HAND, Y_HAND, 4.0), [3, 0])


def test_elastic_net_by_hand():
    # (w - 2)^2 + |w| + w^2 / 2, alpha = 2, r = 1/2: 2 (w - 2) + 1 + w = 0
    np.testing.assert_allclose(elastic_net(X_HAND, Y_HAND, 2.0, 0.5), [3, 1], atol=TINY)


def test_objective_by_hand():
    theta = np.array([3.0, 1.0])  # residuals 1 and -1, so MSE = 1
    assert mean_squared_error(Y_HAND, predict(X_HAND, theta)) == 1.0
    assert objective(X_HAND, Y_HAND, theta, "none") == 1.0
    assert objective(X_HAND, Y_HAND, theta, "ridge", alpha=2.0) == 2.0
    assert objective(X_HAND, Y_HAND, theta, "lasso", alpha=2.0) == 3.0
    assert objective(X_HAND, Y_HAND, theta, "elastic_net", alpha=2.0, l1_ratio=0.5) == 2.5


@pytest.mark.parametrize(("value", "moved"), [(3.0, 2.0), (-3.0, -2.0), (0.5, 0.0), (-1.0, 0.0)])
def test_soft_threshold_by_hand(value, moved):
    assert soft_threshold(value, 1.0) == moved


@pytest.mark.parametrize("alpha", ALPHAS)
def test_ridge_is_the_closed_form_of_its_scaling(alpha):
    X, y = examples()
    ones = np.column_stack([np.ones(len(y)), X])
    A = np.eye(X.shape[1] + 1)
    A[0, 0] = 0
    closed = np.linalg.solve(ones.T @ ones + len(y) * alpha / 2 * A, ones.T @ y)
    np.testing.assert_allclose(ridge(X, y, alpha), closed, rtol=1e-9, atol=1e-10)


@pytest.mark.parametrize("alpha", ALPHAS)
@pytest.mark.parametrize("degree", [3, 15, 90])
def test_ridge_leaves_no_slope(degree, alpha):
    X, y = powers(degree)
    assert_minimum(X, y, ridge(X, y, alpha), 0.0, alpha)


@pytest.mark.parametrize("l1_ratio", [1.0, 0.5, 0.1])
@pytest.mark.parametrize("alpha", [1e-7, *ALPHAS])
@pytest.mark.parametrize("degree", [3, 15, 40, 90])
def test_lasso_and_elastic_net_meet_the_conditions_of_a_minimum(degree, alpha, l1_ratio):
    X, y = powers(degree)
    theta = elastic_net(X, y, alpha, l1_ratio)
    assert_minimum(X, y, theta, l1_ratio * alpha, (1 - l1_ratio) * alpha)


@pytest.mark.parametrize("alpha", [1e-6, 1e-3, 0.3])
@pytest.mark.parametrize("seed", range(8))
def test_lasso_copes_with_twins_mirror_images_constants_and_few_rows(seed, alpha):
    X, y = examples(n=5 + seed, d=9, seed=seed)
    X = np.hstack([X, X[:, :3], -X[:, :2], np.full((len(y), 1), 7.0)])
    theta = lasso(X, y, alpha)
    assert_minimum(X, y, theta, alpha, 0.0)
    assert theta[-1] == 0  # a constant explains nothing that the bias does not


def test_lasso_copes_with_columns_of_very_different_size():
    X, y = examples(n=30, d=8)
    X = X * 10.0 ** np.arange(-4, 4)
    assert_minimum(X, y, lasso(X, y, 1e-3), 1e-3, 0.0, atol=1e-6)


def test_lasso_gives_exact_zeros_and_ridge_does_not():
    X, y = powers(15)
    assert np.sum(lasso(X, y, 0.1) == 0) >= 10
    assert np.all(ridge(X, y, 0.1) != 0)


def test_lasso_is_zero_from_the_largest_slope_on_and_not_before():
    X, y = examples()
    last = np.max(np.abs(smooth_slope(X, y, np.array([y.mean(), *np.zeros(6)]), 0.0)))
    slope_at_mean = np.max(np.abs(2 * (X - X.mean(0)).T @ (y - y.mean()) / len(y)))
    np.testing.assert_allclose(last, slope_at_mean, rtol=1e-12)
    assert not np.any(lasso(X, y, last * 1.0001)[1:])
    assert np.any(lasso(X, y, last * 0.9999)[1:])


def test_elastic_net_lets_twins_share_and_so_does_ridge():
    X, y = examples(d=1)
    twins = np.hstack([X, X])
    for theta in (elastic_net(twins, y, 0.1, 0.5), ridge(twins, y, 0.1)):
        np.testing.assert_allclose(theta[1], theta[2], rtol=1e-8)


@pytest.mark.parametrize("shape", [(40, 6), (5, 9)])
def test_without_penalty_all_are_the_normal_equation(shape):
    X, y = examples(*shape)
    expected = normal_equation(X, y)
    for theta in (ridge(X, y, 0.0), lasso(X, y, 0.0), elastic_net(X, y, 0.0, 0.5)):
        np.testing.assert_allclose(theta, expected, rtol=1e-9, atol=1e-10)


def test_normal_equation_is_the_limit_of_ridge_where_many_weights_fit():
    X, y = examples(5, 9)
    np.testing.assert_allclose(ridge(X, y, 1e-10), normal_equation(X, y), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("alpha", ALPHAS)
def test_elastic_net_at_its_ends_is_ridge_and_lasso(alpha):
    X, y = examples()
    np.testing.assert_array_equal(elastic_net(X, y, alpha, 0.0), ridge(X, y, alpha))
    np.testing.assert_array_equal(elastic_net(X, y, alpha, 1.0), lasso(X, y, alpha))
    nearly = elastic_net(X, y, alpha, 1e-12)
    np.testing.assert_allclose(nearly, ridge(X, y, alpha), rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize("fit", [ridge, lasso, elastic_net])
def test_under_an_endless_penalty_only_the_mean_is_left(fit):
    X, y = examples()
    np.testing.assert_allclose(fit(X, y, 1e100), [y.mean(), *np.zeros(6)], atol=1e-12)


penalties = pytest.mark.parametrize("penalty", PENALTIES.values(), ids=PENALTIES)


@penalties
def test_no_step_away_from_the_fit_lowers_the_objective(penalty):
    X, y = examples()
    theta = penalty.fit(X, y)
    best = objective(X, y, theta, penalty.key)
    rng = np.random.default_rng(2)
    for size in (1e-3, 0.1, 1.0):
        for step in size * rng.normal(size=(50, len(theta))):
            assert objective(X, y, theta + step, penalty.key) > best


@penalties
def test_the_bias_is_free(penalty):
    X, y = examples()
    shifted = penalty.fit(X, y + 1000)
    np.testing.assert_allclose(shifted - penalty.fit(X, y), [1000, *np.zeros(6)], atol=1e-8)
    assert penalty.cost(np.array([5.0, 0.0, 0.0])) == 0


@penalties
def test_without_columns_the_fit_is_the_mean(penalty):
    y = np.array([1.0, 2.0, 6.0])
    np.testing.assert_allclose(penalty.fit(np.empty((3, 0)), y), [3.0], rtol=1e-15)


@penalties
def test_one_row_is_answered_by_its_own_value(penalty):
    np.testing.assert_array_equal(penalty.fit(np.array([[2.0, 3.0]]), np.array([4.0])), [4, 0, 0])


@penalties
def test_inputs_are_left_alone(penalty):
    X, y = examples()
    X.setflags(write=False)
    y.setflags(write=False)
    penalty.fit(X, y)


@penalties
def test_entries_are_complete_and_knobs_match_keywords(penalty):
    assert penalty.label
    assert penalty.equation
    assert penalty.source
    for function in (penalty.fit, penalty.cost):
        keywords = inspect.signature(function).parameters
        defaults = {k: p.default for k, p in keywords.items() if p.default is not p.empty}
        assert defaults == {knob.name: knob.default for knob in penalty.knobs}
    for knob in penalty.knobs:
        assert knob.default in knob.ticks
        assert list(knob.ticks) == sorted(set(knob.ticks))


@penalties
def test_every_tick_of_every_knob_gives_a_fit(penalty):
    X, y = powers(15)
    for knob in penalty.knobs:
        for tick in knob.ticks:
            assert np.all(np.isfinite(penalty.fit(X, y, **{knob.name: tick})))


@penalties
@pytest.mark.parametrize("scale", [1e-160, 1e-30, 1e30, 1e101])
def test_huge_and_tiny_numbers_neither_overflow_nor_warn(penalty, scale):
    X, y = examples()
    assert np.all(np.isfinite(penalty.fit(X * scale, y)))
    assert np.all(np.isfinite(penalty.fit(X, y * scale)))


@penalties
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e308, -1e308])
def test_numbers_out_of_range_are_refused_by_name(penalty, bad):
    X, y = examples()
    X[3, 2] = bad
    with pytest.raises(ValueError, match="X holds"):
        penalty.fit(X, y)
    with pytest.raises(ValueError, match="y holds"):
        penalty.fit(np.zeros((2, 1)), np.array([1.0, bad]))


@penalties
@pytest.mark.parametrize(
    ("X", "y"),
    [
        (np.zeros(3), np.zeros(3)),
        (np.zeros((3, 2)), np.zeros(4)),
        (np.zeros((3, 2)), np.zeros((3, 1))),
        (np.zeros((0, 2)), np.zeros(0)),
    ],
)
def test_shapes_that_do_not_match_are_refused(penalty, X, y):
    with pytest.raises(ValueError, match=r"must be \(n, d\)"):
        penalty.fit(X, y)


@pytest.mark.parametrize("fit", [ridge, lasso, elastic_net])
@pytest.mark.parametrize("alpha", [-0.1, np.nan, np.inf, "1", None, True])
def test_a_wrong_alpha_is_refused(fit, alpha):
    with pytest.raises(ValueError, match="alpha is"):
        fit(X_HAND, Y_HAND, alpha)


@pytest.mark.parametrize("ratio", [-0.1, 1.1, np.nan])
def test_a_wrong_ratio_is_refused(ratio):
    with pytest.raises(ValueError, match="l1_ratio is"):
        elastic_net(X_HAND, Y_HAND, 1.0, ratio)


def test_predictions_and_errors_refuse_shapes_that_do_not_match():
    with pytest.raises(ValueError, match="theta"):
        predict(X_HAND, np.zeros(3))
    with pytest.raises(ValueError, match="y_hat"):
        mean_squared_error(Y_HAND, np.zeros(3))
    with pytest.raises(ValueError, match="penalty is 'bridge'"):
        objective(X_HAND, Y_HAND, np.zeros(2), "bridge")


def tall(seed):
    return examples(40, 6, seed)


def wide(seed):
    return examples(8, 15, seed)


def nearly_collinear(seed):
    X, y = examples(30, 5, seed)
    rng = np.random.default_rng(100 + seed)
    return np.hstack([X, X[:, :2] + 0.01 * rng.normal(size=(30, 2))]), y


def twins_and_a_constant(seed):
    X, y = examples(20, 4, seed)
    return np.hstack([X, X[:, :1], np.ones((20, 1))]), y


def rivals(y, alpha, ratio):
    """scikit-learn's models of the same J. Ridge: n/2 J = SSE/2 + n alpha/4 |w|^2, theirs SSE + a |w|^2, so a = n alpha/2.

    Lasso and elastic net: theirs is SSE/(2n) + a (r |w| + (1 - r)/2 |w|^2) = J / 2 for a = alpha / 2.
    """
    tight = {"tol": 1e-13, "max_iter": 1_000_000}
    return {
        "ridge": (ridge, (alpha,), Ridge(alpha=len(y) * alpha / 2)),
        "lasso": (lasso, (alpha,), Lasso(alpha=alpha / 2, **tight)),
        "elastic_net": (
            *(elastic_net, (alpha, ratio)),
            ElasticNet(alpha=alpha / 2, l1_ratio=ratio, **tight),
        ),
    }


@pytest.mark.parametrize("alpha", [0.003, 0.1, 2.0])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("design", [tall, wide, nearly_collinear])
@pytest.mark.parametrize("key", ["ridge", "lasso", "elastic_net"])
def test_scikit_learn_agrees(key, design, seed, alpha):
    X, y = design(seed)
    fit, knobs, model = rivals(y, alpha, 0.3)[key]
    model.fit(X, y)
    np.testing.assert_allclose(
        fit(X, y, *knobs), [model.intercept_, *model.coef_], rtol=1e-6, atol=1e-6
    )


@pytest.mark.parametrize("alpha", [0.01, 0.5])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("key", ["ridge", "lasso", "elastic_net"])
def test_scikit_learn_agrees_on_twins_in_prediction_and_objective(key, seed, alpha):
    """Under the lasso twins may share in any way, so the weights may differ; what they say may not."""
    X, y = twins_and_a_constant(seed)
    fit, knobs, model = rivals(y, alpha, 0.3)[key]
    theta = fit(X, y, *knobs)
    model.fit(X, y)
    np.testing.assert_allclose(predict(X, theta), model.predict(X), rtol=1e-6, atol=1e-6)
    theirs = np.array([model.intercept_, *model.coef_])
    settings = dict(zip(("alpha", "l1_ratio"), knobs, strict=False))
    ours = objective(X, y, theta, key, **settings)
    np.testing.assert_allclose(ours, objective(X, y, theirs, key, **settings), rtol=1e-9)


@pytest.mark.parametrize("shape", [(40, 6), (5, 9)])
def test_scikit_learn_agrees_without_a_penalty(shape):
    X, y = examples(*shape)
    model = LinearRegression().fit(X, y)
    np.testing.assert_allclose(
        normal_equation(X, y), [model.intercept_, *model.coef_], rtol=1e-6, atol=1e-6
    )
