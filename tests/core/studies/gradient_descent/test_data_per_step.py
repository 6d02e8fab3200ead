"""Batch, mini-batch and stochastic descent on two small tasks."""

import numpy as np
import pytest

from core.data_costs import cost_surface, features_of
from core.linear import normal_equation
from core.optimizers import OPTIMIZERS, descend
from core.schedules import SCHEDULES, rates_of
from core.studies.gradient_descent.data_per_step import (
    FAR,
    drawn,
    losses_along,
    modeled_time,
    walk_on_batches,
)
from core.studies.gradient_descent.data_tasks import (
    TASKS,
    Sample,
    accumulated_gradient,
    batch_gradient,
)
from core.studies.gradient_descent.noise_ball import best_point

LINE = TASKS["line"]
DATA = LINE.draw(100, seed=0)
every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


def test_a_step_on_one_example_by_hand():
    data = Sample(np.array([2.0, 2.0]), np.array([5.0, 5.0]))
    walk = walk_on_batches(LINE, data, batch=1, steps=2, lr=0.05)
    # from (0, 0) the miss is -5, the slope 2 * -5 * (2, 1); then the miss is -2.5
    np.testing.assert_allclose(walk.path[0], [[0, 0], [1, 0.5], [1.5, 0.75]])
    np.testing.assert_array_equal(walk.examples, [0, 1, 2])


def test_batch_descent_meets_the_normal_equation_to_four_decimals():
    b, w = normal_equation(DATA.x[:, None], DATA.y)
    walk = walk_on_batches(LINE, DATA, batch=100, steps=1000, lr=0.1)
    np.testing.assert_allclose(walk.path[0, -1], [w, b], rtol=0, atol=5e-5)
    np.testing.assert_allclose(best_point(LINE, DATA), [w, b], atol=1e-12)
    np.testing.assert_allclose([w, b], LINE.truth, atol=0.5)  # 100 noisy points say no more


@pytest.mark.parametrize("replace", [False, True])
def test_the_schedule_comes_close_in_fifty_epochs_but_keeps_jittering(replace):
    rates = SCHEDULES["one_over_t"](np.arange(5000), 0.1, t0=50)
    np.testing.assert_allclose(rates, 5 / (np.arange(5000) + 50))
    walk = walk_on_batches(
        LINE, DATA, batch=1, steps=5000, lr=rates, seeds=range(20), replace=replace
    )
    misses = walk.path - best_point(LINE, DATA)
    assert np.abs(misses[:, -1]).max() < 0.1
    assert np.median(np.abs(misses[:, -1])) > 1e-4  # not four decimals
    assert np.abs(np.diff(walk.path[:, -100:], axis=1)).max(axis=(1, 2)).min() > 1e-3


def test_per_example_stochastic_descent_is_the_quicker_one_at_first():
    stochastic = walk_on_batches(LINE, DATA, batch=1, steps=100, seeds=range(20))
    batch = walk_on_batches(LINE, DATA, batch=100, steps=1)
    one_epoch = losses_along(LINE, DATA, stochastic.path[:, -1])
    assert stochastic.examples[-1] == batch.examples[-1] == 100
    assert one_epoch.max() < losses_along(LINE, DATA, batch.path[0, -1])


@every_task
def test_with_all_data_in_each_batch_it_is_the_descent_of_the_other_pages(task):
    data = task.draw(40, seed=3)
    surface = cost_surface(task.cost, data.x, data.y)
    other = descend(surface, OPTIMIZERS["sgd"], (0.0, 0.0), steps=60, lr=task.lr)
    walk = walk_on_batches(task, data, batch=40, steps=60, lr=task.lr)
    np.testing.assert_allclose(walk.path[0], other.points, rtol=0, atol=1e-12)
    np.testing.assert_allclose(losses_along(task, data, walk.path[0]), other.values, rtol=1e-12)


@every_task
@pytest.mark.parametrize(("size", "pieces"), [(96, 8), (100, 100), (60, 1)])
def test_accumulated_pieces_are_the_big_batch(task, size, pieces):
    data = task.draw(size, seed=5)
    theta = np.random.default_rng(6).normal(size=(7, 2))
    given = task, theta, features_of(data.x), data.y
    whole, parts = batch_gradient(*given), accumulated_gradient(*given, pieces)
    np.testing.assert_allclose(parts, whole, rtol=0, atol=1e-12)


def test_a_walk_on_accumulated_pieces_is_the_walk_on_big_batches():
    whole, parts = (
        walk_on_batches(LINE, DATA, batch=20, steps=200, lr=0.1, seeds=(1, 2), pieces=k)
        for k in (1, 5)
    )
    np.testing.assert_allclose(parts.path, whole.path, rtol=0, atol=1e-12)


@every_task
def test_the_slope_of_a_batch_is_that_of_the_cost(task):
    data = task.draw(30, seed=2)
    features, theta = features_of(data.x), np.array([0.7, -0.4])
    slope = batch_gradient(task, theta, features, data.y)
    given = {"features": features, "targets": data.y}
    np.testing.assert_allclose(slope, task.cost.gradient(*theta, **given), rtol=1e-12)
    for i, h in enumerate(1e-6 * np.eye(2)):
        up, down = (task.cost.value(*(theta + sign * h), **given) for sign in (1, -1))
        np.testing.assert_allclose(slope[i], (up - down) / 2e-6, rtol=1e-7)


@every_task
def test_pull_and_bend_are_derivatives_of_what_one_example_costs(task):
    z, h = np.linspace(-4, 4, 17), 1e-5
    for y in (0.0, 1.0):
        y = np.full_like(z, y)
        slope = (task.cost.of_one(z + h, y) - task.cost.of_one(z - h, y)) / (2 * h)
        np.testing.assert_allclose(task.pull(z, y), slope, rtol=1e-7, atol=1e-9)
        bend = (task.pull(z + h, y) - task.pull(z - h, y)) / (2 * h)
        np.testing.assert_allclose(task.bend(z), bend, rtol=1e-7, atol=1e-9)


@every_task
def test_every_task_is_complete_and_seeded(task):
    assert all((task.label, task.equation, task.source))
    np.testing.assert_array_equal(task.draw(50, seed=4), task.draw(50, seed=4))
    assert not np.array_equal(task.draw(50, seed=4).y, task.draw(50, seed=5).y)
    assert task.draw(100, seed=0).x.shape == task.draw(100, seed=0).y.shape == (100,)
    best_point(task, task.draw(100, seed=0))  # there is one
    many = task.draw(200_000, seed=1)
    np.testing.assert_allclose(best_point(task, many), task.truth, atol=0.05)


def test_the_answers_are_really_noisy():
    x, y = TASKS["answers"].draw(100, seed=0)
    assert set(y) == {0.0, 1.0}
    assert ((x > 0.25) != (y == 1)).sum() >= 5  # a straight cut does not sort them


def test_without_replacement_each_example_comes_once_an_epoch():
    chosen = drawn(12, 4, 9, (0, 1, 2), replace=False)
    for run in chosen:
        for epoch in run.reshape(3, 12):
            np.testing.assert_array_equal(np.sort(epoch), np.arange(12))
    assert not np.array_equal(chosen[0, :3], chosen[0, 3:6])  # shuffled anew
    straddling = drawn(10, 4, 5, (0,), replace=False).reshape(2, 10)
    np.testing.assert_array_equal(np.sort(straddling), [np.arange(10)] * 2)


def test_with_replacement_some_come_twice_before_others_come_once():
    epoch = drawn(100, 1, 100, (0,), replace=True)
    assert 55 < len(np.unique(epoch)) < 72  # about 63 of 100: 1 - 1/e
    many = drawn(10, 5, 2000, (0, 1), replace=True)
    assert many.shape == (2, 2000, 5)
    np.testing.assert_allclose(np.bincount(many.ravel()), 2000, rtol=0.1)  # each as often


@pytest.mark.parametrize("replace", [False, True])
def test_a_run_does_not_depend_on_its_company(replace):
    knobs = {"batch": 7, "steps": 60, "lr": 0.05, "replace": replace}
    together = walk_on_batches(LINE, DATA, seeds=(4, 9, 2), **knobs)
    for place, seed in enumerate((4, 9, 2)):
        alone = walk_on_batches(LINE, DATA, seeds=(seed,), **knobs)
        np.testing.assert_array_equal(alone.path[0], together.path[place])
    assert not np.array_equal(together.path[0], together.path[1])


def test_each_run_may_have_a_rate_of_its_own():
    lr = rates_of(SCHEDULES["constant"], np.array([0.01, 0.1]), 30)  # (30, 2)
    together = walk_on_batches(LINE, DATA, batch=5, steps=30, lr=lr, seeds=(3, 3))
    for run, rate in enumerate((0.01, 0.1)):
        alone = walk_on_batches(LINE, DATA, batch=5, steps=30, lr=rate, seeds=(3,))
        np.testing.assert_array_equal(together.path[run], alone.path[0])


@pytest.mark.parametrize("lr", [0.6, 1e200])
def test_a_walk_that_diverges_says_so_and_shows_itself_leaving(lr):
    walk = walk_on_batches(LINE, DATA, batch=100, steps=400, lr=lr)
    (last,) = walk.last
    assert walk.diverged.all()
    assert 0 < last < 400
    assert np.isfinite(walk.path[0, : last + 1]).all()
    assert np.isnan(walk.path[0, last + 1 :]).all()
    assert np.abs(walk.path[0, :last]).max(initial=0) <= FAR < np.abs(walk.path[0, last]).max()


def test_a_point_that_no_float_can_hold_is_not_shown():
    walk = walk_on_batches(LINE, DATA, batch=100, steps=5, lr=1e308)
    assert (walk.last[0], walk.diverged[0]) == (0, True)
    np.testing.assert_array_equal(walk.path[0, 0], 0)
    assert np.isnan(walk.path[0, 1:]).all()


def test_a_walk_that_stays_ends_at_its_last_row():
    walk = walk_on_batches(LINE, DATA, batch=10, steps=20, seeds=(0, 1))
    assert (walk.last == 20).all()
    assert not walk.diverged.any()
    assert walk_on_batches(LINE, DATA, batch=10, steps=0).path.shape == (1, 1, 2)


def test_modeled_time_by_hand():
    np.testing.assert_array_equal(modeled_time(1, 3), [0, 11, 22, 33])
    np.testing.assert_array_equal(modeled_time(100, 1, fixed=5), [0, 105])
    np.testing.assert_array_equal(modeled_time(100, 1, fixed=5, lanes=64), [0, 7])


@pytest.mark.parametrize(
    ("knobs", "says"),
    [
        ({"batch": 0}, "batch"),
        ({"batch": 101}, "batch must be at most 100"),
        ({"steps": -1}, "steps"),
        ({"steps": 10**9}, "draws"),
        ({"lr": 0.0}, "lr"),
        ({"lr": np.full(7, 0.1)}, "lr"),
        ({"seeds": ()}, "seeds"),
        ({"start": (np.nan, 0.0)}, "start"),
        ({"seeds": (-1,)}, "seeds"),
        ({"pieces": 3}, "pieces must divide"),
    ],
)
def test_arguments_out_of_range_are_refused(knobs, says):
    with pytest.raises(ValueError, match=says):
        walk_on_batches(LINE, DATA, **{"batch": 10, "steps": 5} | knobs)


def test_every_x_needs_a_y():
    with pytest.raises(ValueError, match="a y for each x"):
        walk_on_batches(LINE, Sample(DATA.x, DATA.y[:50]), batch=1, steps=1)
