"""The learning rules, one step at a time."""

import json
from pathlib import Path

import numpy as np
import pytest

from core.adam_rules import adam_init, adam_step, amsgrad_init, amsgrad_step, lion_init, lion_step
from core.adaptive_rules import (
    AdadeltaState,
    adadelta_init,
    adadelta_step,
    adagrad_init,
    adagrad_step,
    rmsprop_init,
    rmsprop_step,
)
from core.momentum_rules import momentum_step, nesterov_step, velocity_init
from core.optimizers import OPTIMIZERS
from core.surfaces import SURFACES

REFERENCE = json.loads((Path(__file__).parent / "reference" / "optimizers.json").read_text())


def walk(rule, start, slope, steps, **knobs):
    """Every point of a walk, (steps + 1, ...), and the last state."""
    params = np.array(start, dtype=float)
    state, points = rule.init(params), [params]
    for t in range(steps):
        params, state = rule.step(params, slope(params, t), state, **knobs)
        points.append(params)
    return np.array(points), state


def test_two_adam_steps_by_hand():
    params, state = np.array([1.0]), adam_init(np.array([1.0]))
    for gradient in (np.array([2.0]), np.array([-1.0])):
        params, state = adam_step(params, gradient, state, lr=0.1, beta1=0.5, beta2=0.5, eps=1e-12)
    # m: 1, then 0, so only the first step moves: 1 - 0.1 * 2 / 2
    np.testing.assert_allclose(params, [0.9])
    np.testing.assert_allclose([state.t, *state.m, *state.v], [2, 0.0, 1.5])


def test_two_steps_with_momentum_by_hand():
    params, state = np.array([1.0]), velocity_init(np.array([1.0]))
    params, state = momentum_step(params, np.array([2.0]), state, lr=0.1, beta=0.5)
    np.testing.assert_allclose(params, [0.8])  # v = 2
    params, state = momentum_step(params, np.array([1.0]), state, lr=0.1, beta=0.5)
    np.testing.assert_allclose([*params, *state.v], [0.6, 2.0])  # v = 0.5 * 2 + 1


def test_a_nesterov_step_by_hand():
    start = np.array([1.0])
    params, state = nesterov_step(start, np.array([2.0]), velocity_init(start), lr=0.1, beta=0.5)
    np.testing.assert_allclose([*params, *state.v], [0.7, 2.0])  # 1 - 0.1 * (2 + 0.5 * 2)


def test_two_adagrad_steps_by_hand():
    params, state = np.array([1.0]), adagrad_init(np.array([1.0]))
    params, state = adagrad_step(params, np.array([3.0]), state, lr=0.1)
    np.testing.assert_allclose(params, [0.9])  # 3 / sqrt(9)
    params, state = adagrad_step(params, np.array([4.0]), state, lr=0.1)
    np.testing.assert_allclose([*params, *state.total], [0.82, 25.0])  # 4 / sqrt(9 + 16)


def test_an_rmsprop_step_by_hand():
    start = np.array([1.0])
    params, state = rmsprop_step(start, np.array([4.0]), rmsprop_init(start), lr=0.1, rho=0.75)
    np.testing.assert_allclose([*params, *state.v], [0.8, 4.0])  # 1 - 0.1 * 4 / sqrt(16 / 4)


def test_an_adadelta_step_by_hand():
    start, half = np.array([1.0]), 0.5
    params, state = adadelta_step(start, np.array([2.0]), adadelta_init(start), rho=half, eps=2.0)
    # v = 2, move = sqrt(2) / sqrt(4) * 2 = sqrt(2), u = 1
    np.testing.assert_allclose(params, 1 - np.sqrt(2))
    np.testing.assert_allclose(state, AdadeltaState(np.array([2.0]), np.array([1.0])))


def test_two_lion_steps_by_hand():
    params, state = np.array([1.0]), lion_init(np.array([1.0]))
    params, state = lion_step(params, np.array([8.0]), state, lr=0.1, beta1=0.5, beta2=0.75)
    np.testing.assert_allclose([*params, *state.m], [0.9, 2.0])
    params, state = lion_step(
        params, np.array([-3.0]), state, lr=0.1, beta1=0.5, beta2=0.75, weight_decay=0.5
    )
    # c = 1 - 1.5 < 0: up again; 0.9 - 0.1 * (-1 + 0.5 * 0.9)
    np.testing.assert_allclose([*params, *state.m], [0.955, 0.75])


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("key", ["adam", "amsgrad"])
def test_the_first_step_of_adam_has_length_lr_whatever_the_gradient(key, scale):
    params, gradient = np.zeros(2), scale * np.array([3.0, -0.5])
    moved, _ = OPTIMIZERS[key].step(params, gradient, OPTIMIZERS[key].init(params), lr=0.1)
    np.testing.assert_allclose(moved, [-0.1, 0.1], rtol=1e-4)


def test_the_first_step_of_rmsprop_is_ten_times_lr():
    moved, _ = rmsprop_step(np.zeros(2), np.array([3.0, -0.5]), rmsprop_init(np.zeros(2)), lr=0.1)
    np.testing.assert_allclose(moved, [-1.0, 1.0], rtol=1e-6)


def test_the_first_move_of_adadelta_is_set_by_eps():
    moved, _ = adadelta_step(np.zeros(1), np.array([1e6]), adadelta_init(np.zeros(1)))
    np.testing.assert_allclose(moved, -np.sqrt(1e-6 / 0.1), rtol=1e-6)


def test_the_effective_step_of_adagrad_only_shrinks_and_that_of_rmsprop_grows_again():
    slopes = np.concatenate([np.full(20, 10.0), np.full(400, 0.1)])[:, None]
    adagrad, rmsprop = adagrad_init(slopes[0]), rmsprop_init(slopes[0])
    totals, means = [], []
    for slope in slopes:
        _, adagrad = adagrad_step(np.zeros(1), slope, adagrad)
        _, rmsprop = rmsprop_step(np.zeros(1), slope, rmsprop)
        totals.append(adagrad.total[0])
        means.append(rmsprop.v[0])
    assert np.diff(1 / np.sqrt(totals)).max() < 0
    assert np.diff(1 / np.sqrt(means)).max() > 0


@pytest.mark.parametrize(("factor", "converges"), [(0.01, True), (0.99, True), (1.01, False)])
def test_plain_descent_on_a_quadratic_converges_only_below_two_over_lambda_max(factor, converges):
    eigenvalues = np.array([0.1, 1.0, 7.0])
    lr = factor * 2 / eigenvalues.max()
    points, _ = walk(OPTIMIZERS["sgd"], np.ones(3), lambda w, _: eigenvalues * w, 3000, lr=lr)
    assert (np.abs(points[-1]).max() < 1) == converges


def test_exactly_at_two_over_lambda_max_descent_swings_for_ever():
    points, _ = walk(OPTIMIZERS["sgd"], [1.0], lambda w, _: 4 * w, 100, lr=0.5)
    np.testing.assert_array_equal(np.abs(points), 1)


def test_the_best_rate_of_plain_descent_is_the_published_one():
    eigenvalues = np.array([0.01, 0.1, 1.0])
    lr = 2 / (eigenvalues.min() + eigenvalues.max())
    points, _ = walk(OPTIMIZERS["sgd"], np.ones(3), lambda w, _: eigenvalues * w, 100, lr=lr)
    np.testing.assert_allclose(lr, 1.980198, atol=1e-6)
    norm = np.abs(points).max(axis=1)
    np.testing.assert_allclose(norm[100] / norm[99], 99 / 101, rtol=1e-6)  # (κ - 1) / (κ + 1)


def momentum_map(eigenvalue, lr, beta):
    """One step of `momentum_step` as a 2 × 2 matrix on (w, v), measured column by column."""
    columns = []
    for w, v in ((1.0, 0.0), (0.0, 1.0)):
        state = velocity_init(np.zeros(1))._replace(v=np.array([v]))
        moved, state = momentum_step(
            np.array([w]), eigenvalue * np.array([w]), state, lr=lr, beta=beta
        )
        columns.append([moved[0], state.v[0]])
    return np.array(columns).T


def test_the_best_rate_of_momentum_is_the_published_one_along_every_eigenvector():
    low, high = 0.01, 1.0
    lr = (2 / (np.sqrt(low) + np.sqrt(high))) ** 2
    beta = ((np.sqrt(high) - np.sqrt(low)) / (np.sqrt(high) + np.sqrt(low))) ** 2
    np.testing.assert_allclose([lr, beta], [3.305785, 0.669421], atol=1e-6)
    for eigenvalue in (low, 0.1, high):
        rate = np.abs(np.linalg.eigvals(momentum_map(eigenvalue, lr, beta))).max()
        np.testing.assert_allclose(rate, 9 / 11, atol=1e-6)  # (√κ - 1) / (√κ + 1)


def test_a_walk_with_the_best_momentum_shrinks_at_that_rate():
    eigenvalues = np.array([0.01, 0.1, 1.0])
    lr, beta = (2 / 1.1) ** 2, (0.9 / 1.1) ** 2
    slope = lambda w, _: eigenvalues * w  # noqa: E731
    points, _ = walk(OPTIMIZERS["momentum"], np.ones(3), slope, 400, lr=lr, beta=beta)
    norm = np.abs(points).max(axis=1)
    # at the best setting the error is t ρ^t, so t must be divided out
    rate = (norm[400] / 400 / (norm[200] / 200)) ** (1 / 200)
    np.testing.assert_allclose(rate, 9 / 11, rtol=1e-3)


def test_momentum_that_swings_shrinks_by_the_root_of_beta():
    rate = np.abs(np.linalg.eigvals(momentum_map(1.0, 0.5, 0.64))).max()
    np.testing.assert_allclose(rate, 0.8, rtol=1e-12)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_limits_of_momentum_and_nesterov_are_the_stated_ones(beta):
    for key, limit in (("momentum", 2 + 2 * beta), ("nesterov", (2 + 2 * beta) / (1 + 2 * beta))):
        for factor, stays in ((0.98, True), (1.02, False)):
            knobs = {"lr": factor * limit, "beta": beta}
            points, _ = walk(OPTIMIZERS[key], [1.0], lambda w, _: w, 3000, **knobs)
            assert (abs(points[-1, 0]) < 1) == stays


@pytest.mark.parametrize("key", ["momentum", "nesterov"])
def test_without_memory_momentum_is_plain_descent(key):
    slope = SURFACES["himmelblau"].gradient
    plain, _ = walk(OPTIMIZERS["sgd"], [0, 0], lambda w, _: slope(*w), 50, lr=0.005)
    heavy, _ = walk(OPTIMIZERS[key], [0, 0], lambda w, _: slope(*w), 50, lr=0.005, beta=0.0)
    np.testing.assert_array_equal(heavy, plain)


def test_without_decay_adamw_is_adam_and_with_it_shrinks_even_on_level_ground():
    slope = SURFACES["himmelblau"].gradient
    adam, _ = walk(OPTIMIZERS["adam"], [0, 0], lambda w, _: slope(*w), 50)
    adamw, _ = walk(OPTIMIZERS["adamw"], [0, 0], lambda w, _: slope(*w), 50, weight_decay=0.0)
    np.testing.assert_array_equal(adamw, adam)
    still, _ = walk(OPTIMIZERS["adamw"], [2.0], lambda w, _: 0 * w, 1, lr=0.1, weight_decay=0.5)
    np.testing.assert_allclose(still[1], 2 * (1 - 0.05))


def test_amsgrad_is_adam_while_the_slopes_grow_and_steps_less_after():
    params = np.zeros(1)
    adam, amsgrad = adam_init(params), amsgrad_init(params)
    for slope in np.array([[1.0], [2.0], [3.0], [4.0]]):
        a, adam = adam_step(params, slope, adam)
        b, amsgrad = amsgrad_step(params, slope, amsgrad)
        np.testing.assert_array_equal(a, b)
    for slope in np.full((5, 1), 0.1):
        a, adam = adam_step(params, slope, adam, beta2=0.5)
        b, amsgrad = amsgrad_step(params, slope, amsgrad, beta2=0.5)
    assert abs(b[0]) < abs(a[0])


@pytest.mark.parametrize("key", REFERENCE["walks"])
def test_a_hundred_noisy_steps_agree_with_pytorch(key):
    hessian, noise = np.array(REFERENCE["hessian"]), np.array(REFERENCE["noise"])
    frozen = REFERENCE["walks"][key]
    expected = np.array(frozen["points"])
    slope = lambda w, t: hessian @ w + noise[t]  # noqa: E731
    points, _ = walk(OPTIMIZERS[key], expected[0], slope, 100, **frozen["knobs"])
    np.testing.assert_allclose(points, expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("key", REFERENCE["rosenbrock"])
def test_a_hundred_steps_down_rosenbrock_agree_with_pytorch(key):
    frozen = REFERENCE["rosenbrock"][key]
    expected = np.array(frozen["points"])
    slope = SURFACES["rosenbrock"].gradient
    points, _ = walk(OPTIMIZERS[key], expected[0], lambda w, _: slope(*w), 100, **frozen["knobs"])
    np.testing.assert_allclose(points, expected, rtol=1e-10, atol=1e-10)
