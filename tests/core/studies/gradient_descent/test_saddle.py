"""Leaving a saddle: the ridge, noise, momentum."""

import numpy as np
import pytest

from core.momentum_rules import momentum_step, velocity_init
from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.many_walks import last_moment, moments
from core.studies.gradient_descent.saddle import growth, spread, steps_to_leave
from core.surfaces import SURFACES

SADDLE, SGD = SURFACES["saddle"], OPTIMIZERS["sgd"]
every_rule = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)


def test_steps_to_leave_by_hand():
    distances = np.array([[0.0, 0.0], [0.5, -2.0], [1.5, 0.0]])
    np.testing.assert_array_equal(steps_to_leave(distances, 1.0), [2, 1])
    np.testing.assert_array_equal(steps_to_leave(distances, 2.0), [np.inf, np.inf])


def test_growth_and_spread_by_hand():
    np.testing.assert_allclose(growth(0.1), 1.2)  # 1 + 0.1 · 2
    np.testing.assert_allclose(growth(0.25, curvature=-1.0, beta=0.25), (1.5 + 5**0.5 / 2) / 2)
    np.testing.assert_allclose(spread(0, lr=0.1, noise=3.0), 0)
    np.testing.assert_allclose(spread(1, lr=0.1, noise=3.0), 0.3)
    np.testing.assert_allclose(spread(2, lr=0.5, noise=1.0), 0.5 * np.sqrt(1 + 4))


@every_rule
def test_no_rule_leaves_the_exact_ridge_not_even_with_momentum(rule):
    walk = descend(SADDLE, rule, (1.0, 0.0), steps=300, lr=0.01)
    np.testing.assert_array_equal(walk.points[:, 1], 0)
    assert walk.outcome == "finished"


@every_rule
def test_a_little_noise_takes_every_rule_off_the_ridge(rule):
    walk = descend(SADDLE, rule, (1.0, 0.0), steps=300, lr=0.05, noise=0.01, seed=1)
    assert abs(walk.points[-1, 1]) > 0.1


def test_without_noise_no_seed_moves_a_walk_off_the_ridge():
    walk = descend(SADDLE, SGD, (1.0, 0.0), steps=300, lr=0.05, noise=0.0, seed=1)
    np.testing.assert_array_equal(walk.points[:, 1], 0)


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_a_walk_beside_the_ridge_grows_by_the_stated_factor(beta):
    walk = descend(SADDLE, OPTIMIZERS["momentum"], (1.0, 1e-12), steps=60, lr=0.05, beta=beta)
    y = walk.points[:, 1]
    np.testing.assert_allclose(y[60] / y[59], growth(0.05, beta=beta), rtol=1e-6)


def test_the_growth_is_the_largest_eigenvalue_of_a_step_of_momentum():
    columns = []
    for y, v in ((1.0, 0.0), (0.0, 1.0)):
        state = velocity_init(np.zeros(1))._replace(v=np.array([v]))
        moved, state = momentum_step(np.array([y]), np.array([-3 * y]), state, lr=0.1, beta=0.7)
        columns.append([moved[0], state.v[0]])
    largest = np.abs(np.linalg.eigvals(np.array(columns).T)).max()
    np.testing.assert_allclose(growth(0.1, curvature=-3.0, beta=0.7), largest, rtol=1e-12)


def test_beside_the_ridge_momentum_and_adam_leave_sooner_than_plain_descent():
    left = {}
    for key in ("sgd", "momentum", "adam"):
        walk = descend(SADDLE, OPTIMIZERS[key], (1.0, 1e-4), steps=300, lr=0.02)
        left[key] = float(steps_to_leave(walk.points[:, 1], 1.0))
    assert left["adam"] < left["sgd"] < np.inf
    assert left["momentum"] < left["sgd"] / 2


def test_the_spread_of_many_noisy_walks_is_the_stated_one():
    starts = np.tile((0.0, 0.0), (4000, 1))
    for t in (1, 10, 40):
        last = last_moment(SADDLE, SGD, starts, steps=t, lr=0.02, noise=0.1, seed=5)
        expected = spread(t, lr=0.02, noise=0.1)
        np.testing.assert_allclose(last.points[:, 1].std(), expected, rtol=4 / np.sqrt(8000))


def test_more_noise_leaves_sooner_but_only_by_a_few_steps():
    starts = np.tile((0.0, 0.0), (400, 1))
    medians = []
    for noise in (1e-3, 1e-2, 1e-1):
        walked = moments(SADDLE, SGD, starts, steps=300, lr=0.05, noise=noise, seed=6)
        distances = np.array([moment.points[:, 1] for moment in walked])
        medians.append(np.median(steps_to_leave(distances, 1.0)))
    # ten times the noise saves ln 10 / ln 1.1 = 24 steps, whatever it was before
    np.testing.assert_allclose(np.diff(medians), -np.log(10) / np.log(1.1), atol=3)


def test_a_spread_that_no_float_can_hold_is_infinite():
    assert spread(100_000, lr=0.1, noise=1.0) == np.inf


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="limit must be positive"):
        steps_to_leave(np.zeros(3), 0)
    with pytest.raises(ValueError, match="lr must be positive"):
        growth(0)
    with pytest.raises(ValueError, match="curvature must be negative"):
        growth(0.1, curvature=2.0)
    with pytest.raises(ValueError, match="beta is 1"):
        growth(0.1, beta=1)
    with pytest.raises(ValueError, match="noise is -1"):
        spread(3, lr=0.1, noise=-1)
    with pytest.raises(ValueError, match="t is -1"):
        spread(-1, lr=0.1, noise=1)
