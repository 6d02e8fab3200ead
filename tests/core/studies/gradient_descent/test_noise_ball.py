"""The ball in which stochastic descent rattles: theory against many real walks."""

import numpy as np
import pytest
from scipy.linalg import solve_continuous_lyapunov, solve_discrete_lyapunov

from core.linear import normal_equation
from core.studies.gradient_descent.data_per_step import walk_on_batches
from core.studies.gradient_descent.data_tasks import TASKS, Sample
from core.studies.gradient_descent.noise_ball import (
    best_point,
    measured_ball,
    noise_ball,
    outline,
    small_rate_ball,
    spread_of,
)

LINE, ANSWERS = TASKS["line"], TASKS["answers"]


def measured(task, *, lr, batch, replace=True, runs=60, steps=3000):
    data = task.draw(100, seed=0)
    best = best_point(task, data)
    walk = walk_on_batches(
        task, data, batch=batch, steps=steps, lr=lr, seeds=range(runs), replace=replace, start=best
    )
    return measured_ball(walk, best)


def test_four_examples_by_hand():
    # x = 1 and -1, each with y = 1 and -1: the best line is flat, and misses each by 1
    data = Sample(np.array([1.0, -1.0, 1.0, -1.0]), np.array([1.0, 1.0, -1.0, -1.0]))
    spread = spread_of(LINE, data)
    np.testing.assert_allclose(best_point(LINE, data), [0, 0], atol=1e-15)
    np.testing.assert_allclose(spread.curvature, 2 * np.eye(2))  # 2 mean of f f'
    np.testing.assert_allclose(spread.slopes, 4 * np.eye(2), atol=1e-15)  # slopes ±2 f
    # HC + CH = η G: 4 C = 4 η, so each variance is η, and the squared radius 2 η
    np.testing.assert_allclose(small_rate_ball(LINE, data, 0.01, 1).radius ** 2, 0.02)
    # curvatures are 2 ± 2 off the diagonal: C = (1 - 2η)² C + η² (4 C + 4), so C = η / (1 - 2η)
    np.testing.assert_allclose(
        noise_ball(LINE, data, 0.01, 1).covariance, 0.01 / 0.98 * np.eye(2), atol=1e-15
    )


@pytest.mark.parametrize(("lr", "batch"), [(0.02, 1), (0.1, 1), (0.1, 10), (0.3, 10)])
def test_on_the_line_theory_and_measurement_agree_within_four_standard_errors(lr, batch):
    ball, seen = (
        noise_ball(LINE, LINE.draw(100, seed=0), lr, batch),
        measured(LINE, lr=lr, batch=batch),
    )
    assert abs(seen.mean_square - ball.radius**2) < 4 * seen.error
    assert seen.error < 0.1 * seen.mean_square  # so that agreement means something
    assert seen.radius == np.sqrt(seen.mean_square)


@pytest.mark.parametrize(("lr", "batch"), [(0.05, 1), (0.1, 10)])
def test_on_the_answers_the_parabola_is_good_at_small_rates(lr, batch):
    ball, seen = (
        noise_ball(ANSWERS, ANSWERS.draw(100, seed=0), lr, batch),
        measured(ANSWERS, lr=lr, batch=batch),
    )
    np.testing.assert_allclose(seen.mean_square, ball.radius**2, rtol=0.15)


def test_the_square_of_the_radius_is_proportional_to_the_rate():
    data = LINE.draw(100, seed=0)
    exact = [noise_ball(LINE, data, lr, 1).radius ** 2 for lr in (1e-4, 2e-4)]
    np.testing.assert_allclose(exact[1] / exact[0], 2, rtol=1e-3)
    rough = [small_rate_ball(LINE, data, lr, 1).radius for lr in (0.01, 0.04)]
    np.testing.assert_allclose(rough[1] / rough[0], 2, rtol=1e-12)
    seen = [measured(LINE, lr=lr, batch=1, steps=6000).mean_square for lr in (0.01, 0.02)]
    np.testing.assert_allclose(seen[1] / seen[0], 2, rtol=0.2)


def test_larger_batches_make_a_smaller_ball():
    data = LINE.draw(100, seed=0)
    balls = [small_rate_ball(LINE, data, 0.05, batch).radius for batch in (1, 4, 100)]
    np.testing.assert_allclose(balls, balls[0] / np.array([1, 2, 10]), rtol=1e-12)
    exact = [noise_ball(LINE, data, 0.05, batch).radius for batch in (1, 4, 100)]
    assert exact[0] > exact[1] > exact[2] > 0


def test_without_replacement_the_ball_is_smaller():
    together = measured(LINE, lr=0.02, batch=10, replace=False)
    assert together.mean_square < 0.3 * measured(LINE, lr=0.02, batch=10).mean_square


def test_all_data_in_each_batch_make_no_ball_at_all():
    assert measured(LINE, lr=0.1, batch=100, replace=False, runs=2).radius < 1e-12


def test_the_excess_cost_is_the_mean_cost_above_the_lowest():
    data = LINE.draw(100, seed=0)
    best, ball = best_point(LINE, data), noise_ball(LINE, data, 0.1, 1)
    walk = walk_on_batches(
        LINE, data, batch=1, steps=3000, seeds=range(60), replace=True, start=best
    )
    e = walk.path[:, 1000:] - best
    hessian = spread_of(LINE, data).curvature
    seen = np.einsum("rti,ij,rtj->rt", e, hessian, e).mean() / 2
    np.testing.assert_allclose(seen, ball.excess, rtol=0.05)
    late = e.reshape(-1, 2)
    np.testing.assert_allclose(late.T @ late / len(late), ball.covariance, rtol=0.1, atol=0.01)


def test_one_example_a_step_bears_less_of_a_rate_than_the_batch_does():
    data = LINE.draw(100, seed=0)
    limit = 2 / np.linalg.eigvalsh(spread_of(LINE, data).curvature)[-1]
    ball = noise_ball(LINE, data, 0.8 * limit, 1)
    assert ball.radius == ball.excess == np.inf
    assert np.isfinite(noise_ball(LINE, data, 0.8 * limit, 100).radius)
    walk = walk_on_batches(LINE, data, batch=100, steps=300, lr=0.8 * limit)
    np.testing.assert_allclose(walk.path[0, -1], best_point(LINE, data), atol=1e-4)


@pytest.mark.parametrize("task", [LINE, ANSWERS], ids=["line", "answers"])
def test_the_equations_are_those_of_lyapunov(task):
    data, lr, batch = task.draw(100, seed=0), 0.05, 4
    H, G, curvatures = spread_of(task, data)
    rough = solve_continuous_lyapunov(H, lr / batch * G)
    np.testing.assert_allclose(small_rate_ball(task, data, lr, batch).covariance, rough, rtol=1e-9)
    ball = noise_ball(task, data, lr, batch)
    fresh = lr**2 / batch * (G + (curvatures @ ball.covariance.ravel()).reshape(2, 2))
    np.testing.assert_allclose(
        ball.covariance, solve_discrete_lyapunov(np.eye(2) - lr * H, fresh), rtol=1e-9
    )


def test_the_spread_is_that_of_the_examples():
    data = LINE.draw(100, seed=0)
    b, w = normal_equation(data.x[:, None], data.y)
    miss = w * data.x + b - data.y
    slopes = 2 * np.array([miss * data.x, miss])
    np.testing.assert_allclose(spread_of(LINE, data).slopes, np.cov(slopes, bias=True), atol=1e-10)
    curvatures = [
        2 * np.kron(f, f).reshape(2, 2).ravel() for f in np.column_stack([data.x, np.ones(100)])
    ]
    # the covariance of the entries, sorted as the Kronecker product sorts them
    spread = np.cov(np.transpose(curvatures), bias=True).reshape(2, 2, 2, 2)
    np.testing.assert_allclose(
        spread_of(LINE, data).curvatures, spread.transpose(0, 2, 1, 3).reshape(4, 4), atol=1e-10
    )


def test_data_without_one_best_point_are_refused():
    with pytest.raises(ValueError, match="separable"):
        noise_ball(ANSWERS, Sample(np.array([-1.0, 1.0]), np.array([0.0, 1.0])), 0.1, 1)
    with pytest.raises(ValueError, match="valley"):
        noise_ball(LINE, Sample(np.array([1.0, 1.0]), np.array([0.0, 1.0])), 0.1, 1)
    with pytest.raises(ValueError, match="lr"):
        noise_ball(LINE, LINE.draw(100, seed=0), -0.1, 1)
    with pytest.raises(ValueError, match="batch"):
        small_rate_ball(LINE, LINE.draw(100, seed=0), 0.1, 0)


def test_a_ball_can_only_be_measured_where_several_walks_stay():
    alone = walk_on_batches(LINE, LINE.draw(100, seed=0), batch=1, steps=9)
    with pytest.raises(ValueError, match="1 runs"):
        measured_ball(alone, (7.0, 5.0))
    gone = walk_on_batches(LINE, LINE.draw(100, seed=0), batch=100, steps=400, lr=0.6, seeds=(0, 1))
    with pytest.raises(ValueError, match="2 diverged"):
        measured_ball(gone, (7.0, 5.0))
    pair = walk_on_batches(LINE, LINE.draw(100, seed=0), batch=1, steps=9, seeds=(0, 1))
    with pytest.raises(ValueError, match="tail"):
        measured_ball(pair, (7.0, 5.0), tail=0)


def test_with_root_two_deviations_the_semi_axes_have_the_radius_as_root_mean_square():
    ball = noise_ball(LINE, LINE.draw(100, seed=0), 0.1, 1)
    away = np.hypot(*outline(ball, (0.0, 0.0), deviations=2**0.5, n=401).T)
    assert np.hypot(away.min(), away.max()) / 2**0.5 == pytest.approx(ball.radius, rel=1e-3)


def test_there_is_no_ball_where_all_examples_agree():
    assert noise_ball(LINE, LINE.draw(100, seed=0, noise=0.0), 0.1, 1).nothing
    assert not noise_ball(LINE, LINE.draw(100, seed=0, noise=0.1), 0.01, 100).nothing
