"""Walks down a surface: what is recorded, and how they end."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core.momentum_rules import SgdState
from core.optimizers import DIVERGED_AT, OPTIMIZERS, STRAYED_AT, descend
from core.schedules import SCHEDULES
from core.surfaces import SURFACES

every_rule = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)
SGD = OPTIMIZERS["sgd"]


def test_two_steps_on_the_bowl_by_hand():
    walk = descend(SURFACES["bowl"], SGD, (1.0, -2.0), steps=2, lr=0.25)
    np.testing.assert_array_equal(walk.points, [[1, -2], [0.5, -1], [0.25, -0.5]])
    np.testing.assert_array_equal(walk.values, [5, 1.25, 0.3125])
    np.testing.assert_array_equal(walk.gradients, [[2, -4], [1, -2], [0.5, -1]])
    assert walk.states == (SgdState(),) * 3
    assert (walk.label, walk.outcome) == ("SGD", "finished")


def test_descent_started_on_the_ridge_of_a_saddle_stays_on_it():
    ridge = descend(SURFACES["saddle"], SGD, (1.0, 0.0), steps=300, lr=0.05)
    np.testing.assert_array_equal(ridge.points[:, 1], 0)
    assert ridge.outcome == "finished"
    beside = descend(SURFACES["saddle"], SGD, (1.0, 1e-6), steps=300, lr=0.05)
    assert abs(beside.points[-1, 1]) > 1


@pytest.mark.parametrize(("lr", "outcome"), [(0.013, "finished"), (0.014, "diverged")])
def test_the_ravine_lets_descent_go_just_over_two_over_lambda_max(lr, outcome):
    walk = descend(SURFACES["ravine"], SGD, SURFACES["ravine"].start, steps=300, lr=lr)
    assert 0.013 < 2 / 150 < 0.014
    assert walk.outcome == outcome


def test_a_walk_that_diverges_is_cut_short_and_its_last_row_shows_it_leaving():
    surface = SURFACES["ravine"]
    walk = descend(surface, SGD, surface.start, steps=10_000, lr=0.014)
    assert len(walk.points) == len(walk.values) == len(walk.gradients) == len(walk.states) < 200
    away = np.hypot(*(walk.points - walk.points[0]).T)
    reach = STRAYED_AT * np.hypot(4, 1)  # the window is 4 wide and 1 high
    gone = (away > reach) | (walk.values > DIVERGED_AT * walk.values[0])
    assert gone.nonzero()[0].tolist() == [len(gone) - 1]
    assert np.isfinite(walk.points).all()
    assert np.isfinite(walk.values).all()


def test_a_height_too_great_ends_a_walk_that_is_still_near():
    walk = descend(SURFACES["rosenbrock"], OPTIMIZERS["lion"], (1.0, 1.1), steps=50, lr=20.0)
    np.testing.assert_allclose(walk.points, [[1, 1.1], [21, -18.9]], rtol=1e-14)  # reach: 56
    assert walk.outcome == "diverged"
    assert walk.values[1] > DIVERGED_AT * max(1, walk.values[0])


def test_a_depth_too_great_ends_a_walk_too():
    wide = replace(SURFACES["monkey_saddle"], window=((-1e3, 1e3), (-1e3, 1e3)))
    walk = descend(wide, OPTIMIZERS["lion"], (0.1, 0.0), steps=50, lr=200.0)
    assert len(walk.values) == 2
    assert (walk.outcome, walk.values[1] < -DIVERGED_AT) == ("diverged", True)


def test_a_point_that_no_float_can_hold_is_not_recorded():
    walk = descend(SURFACES["camel"], SGD, (-1.9, -0.9), steps=5, lr=1e300)
    assert walk.outcome == "diverged"
    assert walk.points.shape == (1, 2)


def test_two_rates_for_two_coordinates_walk_side_by_side():
    walk = descend(SURFACES["bowl"], SGD, (1.0, 1.0), steps=1, lr=np.array([0.1, 0.2]))
    np.testing.assert_allclose(walk.points[1], [0.8, 0.6])


@every_rule
def test_a_walk_is_the_rule_applied_again_and_again(rule):
    surface = SURFACES["himmelblau"]
    walk = descend(surface, rule, surface.start, steps=20)
    params, state = np.array(surface.start), rule.init(np.array(surface.start))
    for t in range(21):
        np.testing.assert_array_equal(walk.points[t], params)
        np.testing.assert_array_equal(walk.gradients[t], surface.gradient(*params))
        assert walk.values[t] == surface.value(*params)
        for kept, own in zip(walk.states[t], state, strict=True):
            np.testing.assert_array_equal(kept, own)
        params, state = rule.step(params, surface.gradient(*params), state)


@every_rule
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
@pytest.mark.parametrize("end", [0, -1])
def test_no_rate_on_offer_breaks_a_walk(surface, rule, end):
    walk = descend(surface, rule, surface.start, steps=15, lr=rule.knobs[0].ticks[end])
    assert walk.points.shape == (len(walk.values), 2) == walk.gradients.shape
    for numbers in (walk.points, walk.values, walk.gradients):
        assert np.isfinite(numbers).all()
    assert walk.outcome == "diverged" or len(walk.values) == 16


@every_rule
def test_every_rule_has_a_default_that_gets_down_the_ravine(rule):
    ravine = SURFACES["ravine"]
    walk = descend(ravine, rule, ravine.start, steps=300)
    assert walk.outcome == "finished"
    assert walk.values[-1] < walk.values[0] / 10


@every_rule
def test_every_rule_gets_down_rosenbrock_with_the_rate_of_the_surface_where_slopes_set_the_step(
    rule,
):
    surface = SURFACES["rosenbrock"]
    knobs = {"lr": surface.lr} if rule.key in ("sgd", "momentum", "nesterov") else {}
    walk = descend(surface, rule, surface.start, steps=300, **knobs)
    assert walk.outcome == "finished"
    assert walk.values[-1] < walk.values[0] / 5


def test_no_steps_leave_the_start_alone():
    walk = descend(SURFACES["bowl"], SGD, (1, 1), steps=0)
    np.testing.assert_array_equal(walk.points, [[1.0, 1.0]])
    assert walk.outcome == "finished"


def test_bad_input_is_refused_by_name():
    bowl = SURFACES["bowl"]
    for steps in (-1, 2.5, "ten"):
        with pytest.raises(ValueError, match="steps must be a whole number"):
            descend(bowl, SGD, (1, 1), steps=steps)
    for start in ((np.nan, 0), (np.inf, 0), (1e200, 0)):
        with pytest.raises(ValueError, match="start must be a point where bowl is finite"):
            descend(bowl, SGD, start, steps=3)
    with pytest.raises(ValueError, match="start must be two numbers"):
        descend(bowl, SGD, (1, 2, 3), steps=3)
    with pytest.raises(ValueError, match="sgd has no knob 'beta'"):
        descend(bowl, SGD, (1, 1), steps=3, beta=0.9)
    with pytest.raises(ValueError, match="lr must be positive"):
        descend(bowl, SGD, (1, 1), steps=3, lr=-1.0)


def test_two_steps_on_a_schedule_by_hand():
    halving = partial(SCHEDULES["step"], drop=0.5, every=1)
    walk = descend(SURFACES["bowl"], SGD, (1.0, -2.0), steps=2, lr=0.25, schedule=halving)
    np.testing.assert_array_equal(walk.points, [[1, -2], [0.5, -1], [0.375, -0.75]])


@every_rule
def test_a_walk_on_a_schedule_is_the_rule_at_the_rate_of_each_step(rule):
    surface, cosine = SURFACES["himmelblau"], partial(SCHEDULES["cosine"], steps=25)
    walk = descend(surface, rule, surface.start, steps=20, schedule=cosine)
    params, state = np.array(surface.start), rule.init(np.array(surface.start))
    for t in range(20):
        np.testing.assert_array_equal(walk.points[t], params)
        rate = cosine(t, rule.knobs[0].default)
        params, state = rule.step(params, surface.gradient(*params), state, lr=rate)


@every_rule
@pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)
def test_every_schedule_carries_every_rule_and_the_constant_one_changes_nothing(schedule, rule):
    ravine = SURFACES["ravine"]
    walk = descend(ravine, rule, ravine.start, steps=120, schedule=schedule)
    assert walk.outcome == "finished"
    plain = descend(ravine, rule, ravine.start, steps=120)
    assert np.array_equal(walk.points, plain.points) == (schedule.key == "constant")


@every_rule
def test_a_schedule_that_has_come_down_to_zero_leaves_the_walk_where_it_is(rule):
    surface, ended = SURFACES["bowl"], partial(SCHEDULES["cosine"], steps=5)
    walk = descend(surface, rule, surface.start, steps=20, schedule=ended)
    assert len(np.unique(walk.points[:6], axis=0)) == 6
    np.testing.assert_array_equal(walk.points[5:], np.tile(walk.points[5], (16, 1)))


def test_noise_is_normal_has_the_stated_size_and_comes_from_its_seed():
    level = replace(SURFACES["bowl"], gradient=lambda x, y: np.zeros((2, *np.shape(x))))
    walk = descend(level, SGD, (0.0, 0.0), steps=4000, lr=1e-3, noise=0.5, seed=3)
    assert abs(walk.gradients.mean()) < 4 * 0.5 / np.sqrt(8000)
    np.testing.assert_allclose(walk.gradients.std(), 0.5, rtol=4 / np.sqrt(2 * 8000))
    np.testing.assert_allclose(np.diff(walk.points, axis=0), -1e-3 * walk.gradients[:-1])
    again = descend(level, SGD, (0.0, 0.0), steps=4000, lr=1e-3, noise=0.5, seed=3)
    np.testing.assert_array_equal(again.points, walk.points)
    other = descend(level, SGD, (0.0, 0.0), steps=4000, lr=1e-3, noise=0.5, seed=4)
    assert not np.array_equal(other.points, walk.points)


def test_bad_noise_is_refused_by_name():
    for noise in (-1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="noise must be 0 or more"):
            descend(SURFACES["bowl"], SGD, (1, 1), steps=3, noise=noise)
