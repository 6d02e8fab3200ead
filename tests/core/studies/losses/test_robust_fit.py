import numpy as np
import pytest
from scipy import optimize, special

from core.linear import normal_equation
from core.losses import LOSSES
from core.studies.losses.line_solvers import SOLVERS
from core.studies.losses.robust_fit import fit_line, influence, moved
from core.surfaces import REGRESSION_X as X
from core.surfaces import REGRESSION_Y as Y

KNOBS = {"mse": {}, "mae": {}, "huber": {"delta": 0.5}, "log_cosh": {}}
every_solver = pytest.mark.parametrize("loss", KNOBS)
SEEDS = range(6)


def scattered(seed, n=15):
    """Points about a line, some of them far off."""
    rng = np.random.default_rng(seed)
    x = rng.uniform(-2, 2, n)
    return x, 1.5 * x - 0.5 + 0.3 * rng.standard_t(1.5, n)


def mean_loss(loss, x, y, line):
    """The mean loss of the line (w, b), from the table."""
    return LOSSES[loss].value(line[0] * x + line[1], y, **KNOBS[loss])


def test_four_points_by_hand():
    x, y = [0.0, 1.0, 2.0, 3.0], [0.0, 1.0, 2.0, 13.0]
    squares, absolutes = fit_line(x, y, "mse"), fit_line(x, y, "mae")
    assert (squares.w, squares.b) == (pytest.approx(4), pytest.approx(-2))
    np.testing.assert_allclose(squares.misses, [-2, 1, 4, -3], atol=1e-14)
    np.testing.assert_allclose(squares.costs, [4, 1, 16, 9])
    np.testing.assert_allclose(squares.pulls, [-4, 2, 8, -6])
    assert squares.value == pytest.approx(7.5)
    assert (absolutes.w, absolutes.b) == (pytest.approx(1), pytest.approx(0, abs=1e-15))
    np.testing.assert_allclose(absolutes.misses, [0, 0, 0, -10], atol=1e-14)
    assert absolutes.value == pytest.approx(2.5)
    assert (absolutes.loss, absolutes.label) == ("mae", "Mean absolute error")


@every_solver
def test_points_on_a_line_give_that_line_and_nobody_pulls(loss):
    x = np.linspace(-3, 5, 11)
    fit = fit_line(x, 0.75 * x - 2, loss, **KNOBS[loss])
    assert (fit.w, fit.b) == (pytest.approx(0.75), pytest.approx(-2))
    assert fit.value == 0
    assert not fit.misses.any()
    assert not fit.pulls.any()
    assert fit.unique


@every_solver
@pytest.mark.parametrize("seed", SEEDS)
def test_the_pulls_are_in_balance_so_no_line_nearby_is_better(loss, seed):
    x, y = scattered(seed)
    fit = fit_line(x, y, loss, **KNOBS[loss])
    assert abs(fit.pulls.sum()) < 1e-12
    assert abs(fit.pulls @ x) < 1e-12
    limit = {"mse": np.inf, "mae": 1, "huber": 0.5, "log_cosh": 1}[loss]
    assert np.abs(fit.pulls).max() <= limit
    np.testing.assert_allclose(fit.misses, fit.w * x + fit.b - y, atol=1e-12)
    slopes = LOSSES[loss].slopes(fit.misses, np.zeros_like(y), **KNOBS[loss])
    away = fit.misses != 0
    np.testing.assert_array_equal(fit.pulls[away], slopes[away])
    assert fit.value == pytest.approx(mean_loss(loss, x, y, (fit.w, fit.b)), rel=1e-12)
    assert fit.value == fit.costs.mean()


@every_solver
@pytest.mark.parametrize("seed", SEEDS)
def test_no_search_finds_a_better_line(loss, seed):
    x, y = scattered(seed)
    fit = fit_line(x, y, loss, **KNOBS[loss])
    search = optimize.minimize(
        lambda line: mean_loss(loss, x, y, line),
        [1.0, 0.0],
        method="Nelder-Mead",
        options={"xatol": 1e-9, "fatol": 1e-14, "maxiter": 4000},
    )
    assert fit.value <= search.fun + 1e-14
    assert fit.unique
    np.testing.assert_allclose([fit.w, fit.b], search.x, atol=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_absolute_errors_line_is_that_of_a_linear_program(seed):
    x, y = scattered(seed)
    n = len(x)
    ways = np.column_stack([x, np.ones(n)])
    program = optimize.linprog(
        np.r_[0, 0, np.ones(n) / n],  # w, b and a bound on each miss
        A_ub=np.block([[ways, -np.eye(n)], [-ways, -np.eye(n)]]),
        b_ub=np.r_[y, -y],
        bounds=[(None, None)] * 2 + [(0, None)] * n,
    )
    fit = fit_line(x, y, "mae")
    assert fit.value == pytest.approx(program.fun, rel=1e-12)
    np.testing.assert_allclose([fit.w, fit.b], program.x[:2], atol=1e-9)
    assert (fit.misses == 0).sum() == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_huber_and_log_cosh_agree_with_scipys_robust_least_squares(seed):
    x, y = scattered(seed)
    for loss in ("huber", "log_cosh"):
        fit = fit_line(x, y, loss, **KNOBS[loss])
        pull = {
            "huber": lambda r: np.clip(r, -0.5, 0.5),
            "log_cosh": np.tanh,
        }[loss]
        root = optimize.root(
            lambda line, pull=pull, x=x, y=y: [
                pull(line[0] * x + line[1] - y).sum(),
                pull(line[0] * x + line[1] - y) @ x,
            ],
            [fit.w + 1e-3, fit.b - 1e-3],
            tol=1e-14,
        )
        np.testing.assert_allclose([fit.w, fit.b], root.x, atol=1e-10)
    best = optimize.least_squares(
        lambda line: line[0] * x + line[1] - y, [1.0, 0.0], loss="huber", f_scale=0.5, xtol=1e-15
    )  # scipy's cost is half of rho(e²), which is e² / 2, then delta (|e| - delta / 2)
    huber = fit_line(x, y, "huber", delta=0.5)
    assert best.cost == pytest.approx(special.huber(0.5, huber.misses).sum(), rel=1e-9)
    np.testing.assert_allclose([huber.w, huber.b], best.x, atol=1e-4)


def test_mse_is_the_normal_equation():
    fit = fit_line(X, Y, "mse")
    b, w = normal_equation(X[:, None], Y)
    np.testing.assert_allclose([fit.w, fit.b], [w, b], rtol=1e-13)


@pytest.mark.parametrize("seed", SEEDS)
def test_huber_is_mse_when_delta_is_large_and_mae_when_it_is_small(seed):
    x, y = scattered(seed)
    squares, absolutes = fit_line(x, y, "mse"), fit_line(x, y, "mae")
    large, small = fit_line(x, y, "huber", delta=1e5), fit_line(x, y, "huber", delta=1e-6)
    np.testing.assert_allclose([large.w, large.b], [squares.w, squares.b], rtol=1e-12)
    np.testing.assert_allclose([small.w, small.b], [absolutes.w, absolutes.b], atol=1e-5)
    assert large.value == pytest.approx(squares.value / 2)
    assert small.value / 1e-6 == pytest.approx(absolutes.value, rel=1e-5)
    np.testing.assert_allclose(small.pulls / 1e-6, absolutes.pulls, atol=1e-4)


def test_log_cosh_is_mse_for_small_misses_and_mae_for_large_ones():
    x, y = scattered(0)
    small, large = fit_line(x, y / 1e4, "log_cosh"), fit_line(x, y * 1e4, "log_cosh")
    assert small.w * 1e4 == pytest.approx(fit_line(x, y, "mse").w, rel=1e-6)
    assert large.w / 1e4 == pytest.approx(fit_line(x, y, "mae").w, abs=1e-3)


def test_one_outlier_drags_the_squares_without_limit_and_the_others_only_so_far():
    slopes = {}
    for loss, knobs in KNOBS.items():
        fits = [fit_line(*moved(X, Y, 9, (2.1, up)), loss, **knobs) for up in (10.0, 100.0, 1e4)]
        slopes[loss] = [fit.w for fit in fits]
    assert slopes["mse"][2] > 100 * slopes["mse"][0]
    for loss in ("mae", "huber", "log_cosh"):
        assert slopes[loss][2] == pytest.approx(slopes[loss][0], rel=1e-5)
        assert slopes[loss][0] < 2


def test_influence_is_the_difference_that_one_point_makes():
    x, y = moved(X, Y, 9, (2.1, 8.0))
    for loss, knobs in KNOBS.items():
        d_w, d_b = influence(x, y, 9, loss, **knobs)
        with_it, without = fit_line(x, y, loss, **knobs), fit_line(x[:9], y[:9], loss, **knobs)
        assert (d_w, d_b) == (with_it.w - without.w, with_it.b - without.b)
    assert influence(x, y, 9, "mse")[0] > 3 * influence(x, y, 9, "mae")[0] > 0


def test_under_squares_the_line_follows_the_outlier_by_its_leverage():
    leverage = 1 / 10 + (2.1 - X.mean()) ** 2 / ((X - X.mean()) ** 2).sum()
    low, high = (fit_line(*moved(X, Y, 9, (2.1, up)), "mse") for up in (5.0, 6.0))
    assert (high.w - low.w) * 2.1 + high.b - low.b == pytest.approx(leverage)


def test_moving_a_point_leaves_the_given_arrays_alone():
    x, y = moved(X, Y, 0, (-1.0, 9.0))
    assert (x[0], y[0]) == (-1, 9)
    np.testing.assert_array_equal(x[1:], X[1:])
    assert (X[0], Y[0]) == (0.1, 0.79)
    frozen = X.copy(), Y.copy()
    for loss, knobs in KNOBS.items():
        fit_line(X, Y, loss, **knobs)
    np.testing.assert_array_equal((X, Y), frozen)


def test_where_several_lines_are_best_the_fit_says_so():
    square = [0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]
    assert not fit_line(*square, "mae").unique
    assert fit_line(*square, "mae").value == 0.5
    assert fit_line(*square, "mse").unique
    assert fit_line(*square, "huber", delta=1.0).unique
    assert not fit_line(*square, "huber", delta=0.1).unique
    assert fit_line(*square, "log_cosh").unique


@pytest.mark.parametrize("seed", range(40))
def test_on_a_coarse_grid_where_many_points_share_a_line_the_pulls_still_balance(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.integers(-3, 4, (2, 9)).astype(float)
    for loss, knobs in KNOBS.items():
        fit = fit_line(x, y, loss, **knobs)
        assert abs(fit.pulls.sum()) < 1e-12
        assert abs(fit.pulls @ x) < 1e-12
    assert np.abs(fit_line(x, y, "mae").pulls).max() <= 1 + 1e-12


@pytest.mark.parametrize("seed", [*range(30), 704, 761, 999, 1428])  # the last need shorter steps
def test_newton_finds_the_balance_of_wild_points_too(seed):
    rng = np.random.default_rng(seed)
    n = rng.integers(3, 20)
    x, y = rng.normal(size=n), 10 * rng.standard_t(1, n)
    for loss, knobs in (("huber", {"delta": 0.1}), ("huber", {"delta": 5.0}), ("log_cosh", {})):
        fit = fit_line(x, y, loss, **knobs)
        assert abs(fit.pulls.sum()) < 1e-10
        assert abs(fit.pulls @ x) < 1e-10


@every_solver
@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e5])
def test_units_do_not_matter_to_x(loss, scale):
    x, y = scattered(3)
    fit, same = (fit_line(s * x, y, loss, **KNOBS[loss]) for s in (1.0, scale))
    assert same.w * scale == pytest.approx(fit.w, rel=1e-9)
    assert same.b == pytest.approx(fit.b, rel=1e-9)


@every_solver
def test_the_widest_points_are_silent(loss):
    x, y = [-1e6, 0.0, 5e-324, 1e6, 1.0], [1e6, -1e6, 1e6, 0.0, 1e-300]
    fit = fit_line(x, y, loss, **KNOBS[loss])
    assert np.isfinite([fit.w, fit.b, fit.value]).all()
    assert abs(fit.pulls.sum()) < 1e-6 * np.abs(fit.pulls).max()


def test_what_is_no_set_of_points_is_refused():
    for x, y in (([1.0], [1.0]), ([1.0, 2.0], [1.0]), ([[1.0, 2.0]], [[1.0, 2.0]])):
        with pytest.raises(ValueError, match=r"must both be \(n,\)"):
            fit_line(x, y, "mse")
    with pytest.raises(ValueError, match="x must span"):
        fit_line([2.0, 2.0], [1.0, 3.0], "mae")
    with pytest.raises(ValueError, match="1e\\+06"):
        fit_line([0.0, 1.0], [0.0, 1e7], "mse")
    with pytest.raises(ValueError, match="nan"):
        moved(X, Y, 0, (0.0, np.nan))
    with pytest.raises(ValueError, match=r"'hinge'.*mse, mae, huber, log_cosh"):
        fit_line(X, Y, "hinge")
    with pytest.raises(ValueError, match="delta"):
        fit_line(X, Y, "huber", delta=0.0)


def test_the_solvers_are_those_of_the_regression_losses():
    assert list(SOLVERS) == [key for key, loss in LOSSES.items() if loss.takes == "predictions"]
