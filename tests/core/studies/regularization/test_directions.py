"""Along its own directions, descent from 0 and ridge can be written down: held against both as they are computed."""

import numpy as np
import pytest

from core.linear import ridge
from core.studies.regularization.directions import (
    best_penalty,
    curve,
    errors_along,
    largest_gap,
    look_along,
    noisy_task,
    published_task,
)
from core.studies.regularization.early_stopping import learned_by_ridge, learned_by_steps

SEEDS = range(12)


def walked(task, lr, steps):
    """The weights after so many steps of plain descent."""
    w = np.zeros(task.Z.shape[1])
    for _ in range(steps):
        w = w - lr * task.scale * task.Z.T @ (task.Z @ w - task.targets)
    return w


def test_the_published_curvatures():
    found = look_along(published_task()).curvatures
    published = [10.7033, 2.75998, 0.0597976, 0.0147104, 1.36507e-4, 3.30797e-5]
    np.testing.assert_allclose(found, published, rtol=5e-6)
    assert found[0] / found[-1] == pytest.approx(3.2356e5, rel=5e-5)


@pytest.mark.parametrize("task", [published_task(), noisy_task(0), noisy_task(3, degree=4)])
def test_along_its_directions_descent_has_come_as_far_as_it_walks(task):
    directions = look_along(task)
    for share in (0.3, 1.0, 1.9):
        lr = share / directions.curvatures[0]
        learned = learned_by_steps(directions.curvatures, lr, 40)
        np.testing.assert_allclose(directions.weights(learned), walked(task, lr, 40), atol=1e-9)


@pytest.mark.parametrize("alpha", [1e-3, 0.1, 5.0])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_along_its_directions_ridge_has_come_as_far_as_its_closed_form(seed, alpha):
    task = noisy_task(seed)
    directions = look_along(task)
    weights = directions.weights(learned_by_ridge(directions.curvatures, alpha))
    powers = (task.points.x[:, None] / 3) ** np.arange(1, 10)
    theta = ridge(powers, task.points.y, alpha)  # bias first, unpenalized
    np.testing.assert_allclose(weights, theta[1:], rtol=1e-6, atol=1e-8)
    at = np.linspace(-3, 3, 7)
    np.testing.assert_allclose(
        curve(task, weights, at),
        theta[0] + (at[:, None] / 3) ** np.arange(1, 10) @ theta[1:],
        rtol=1e-7,
    )


def test_ridge_of_the_published_points_penalizes_every_weight():
    task = published_task()
    directions = look_along(task)
    weights = directions.weights(learned_by_ridge(directions.curvatures, 0.3))
    np.testing.assert_allclose(
        weights, np.linalg.solve(task.Z.T @ task.Z + 0.3 * np.eye(6), task.Z.T @ task.targets)
    )


@pytest.mark.parametrize("seed", [0, 7])
def test_errors_without_walking_are_those_of_the_walk(seed):
    task = noisy_task(seed)
    directions = look_along(task)
    lr = 1 / directions.curvatures[0]
    training, validation = errors_along(task, directions, lr, np.array([1, 30]))
    for i, k in enumerate((1, 30)):
        weights = walked(task, lr, k)
        for errors, points in ((training, task.points), (validation, task.held_out)):
            miss = curve(task, weights, points.x) - points.y
            assert errors[i] == pytest.approx(np.sqrt(np.mean(miss**2)), rel=1e-9)
    assert not len(errors_along(published_task(), look_along(published_task()), 0.1, [1])[1])


@pytest.mark.parametrize("seed", [0, 4])
@pytest.mark.parametrize("steps", [1, 20, 5000])
def test_no_other_penalty_matches_better(seed, steps):
    curvatures = look_along(noisy_task(seed)).curvatures
    learned = learned_by_steps(curvatures, 1 / curvatures[0], steps)
    best = best_penalty(curvatures, learned)
    gap = largest_gap(curvatures, learned, best)
    others = best * np.geomspace(1e-4, 1e4, 2001)
    assert gap <= min(largest_gap(curvatures, learned, float(p)) for p in others) + 1e-6


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_match_is_never_off_by_much_more_than_a_tenth_and_has_about_half_of_one_over_eta_k(
    seed,
):
    curvatures = look_along(noisy_task(seed)).curvatures
    lr = 1 / curvatures[0]
    for steps in (10, 30, 300, 3000, 30_000):
        learned = learned_by_steps(curvatures, lr, steps)
        best = best_penalty(curvatures, learned)
        assert largest_gap(curvatures, learned, best) < 0.12
        assert 0.35 < best * lr * steps < 0.7


@pytest.mark.parametrize("seed", SEEDS)
def test_half_the_rate_and_twice_the_steps_match_nearly_the_same_penalty(seed):
    curvatures = look_along(noisy_task(seed)).curvatures
    lr = 0.3 / curvatures[0]
    for steps in (40, 400):
        one, two = (
            best_penalty(curvatures, learned_by_steps(curvatures, lr / m, m * steps))
            for m in (1, 2)
        )
        longer = best_penalty(curvatures, learned_by_steps(curvatures, lr, 2 * steps))
        assert two == pytest.approx(one, rel=0.1)
        assert longer == pytest.approx(one / 2, rel=0.35)
