"""Batches of several sizes at the same expense, and the noise ball measured at many rates."""

import numpy as np
import pytest

from core.studies.gradient_descent.balls_seen import balls_seen
from core.studies.gradient_descent.data_per_step import walk_on_batches
from core.studies.gradient_descent.data_race import (
    COUNTS,
    in_pieces,
    models_at,
    moments_of,
    paced,
    reached_by,
)
from core.studies.gradient_descent.data_tasks import TASKS
from core.studies.gradient_descent.noise_ball import (
    best_point,
    disagreement,
    noise_ball,
    outline,
    radii_along,
)

LINE, ANSWERS = TASKS["line"], TASKS["answers"]
DATA = LINE.draw(100, seed=0)


def test_what_a_step_costs_by_hand():
    assert [COUNTS["steps"].price(batch) for batch in (1, 100)] == [1, 1]
    assert [COUNTS["examples"].price(batch) for batch in (1, 100)] == [1, 100]
    assert [COUNTS["time"].price(batch, 64) for batch in (1, 64, 100)] == [11, 11, 12]
    assert COUNTS["time"].price(100) == 110


@pytest.mark.parametrize(("batch", "price", "steps"), [(1, 1, 30), (7, 7, 4), (100, 100, 0)])
def test_a_walk_makes_as_many_steps_as_its_budget_pays_for(batch, price, steps):
    walk = paced(LINE, DATA, batch=batch, price=price, budget=30, lr=0.1, seed=3)
    assert len(walk.path) == len(walk.excess) == steps + 1
    np.testing.assert_array_equal(walk.spent, price * np.arange(steps + 1))
    alone = walk_on_batches(LINE, DATA, batch=batch, steps=steps, lr=0.1, seeds=(3,))
    np.testing.assert_array_equal(walk.path, alone.path[0])


def test_the_schedule_is_five_over_t_plus_fifty():
    data = LINE.draw(100, seed=0, noise=0.0)
    walk = paced(LINE, data, batch=100, price=1, budget=3, lr=0.1, schedule="one_over_t")
    rates = 5 / (np.arange(3) + 50)
    other = walk_on_batches(LINE, data, batch=100, steps=3, lr=rates)
    np.testing.assert_allclose(walk.path, other.path[0], rtol=1e-14)


def test_excess_is_cost_above_the_lowest_and_never_negative():
    best = best_point(LINE, DATA)
    walk = paced(LINE, DATA, batch=1, price=1, budget=300, lr=0.1, start=best)
    assert walk.excess[0] == pytest.approx(0, abs=1e-15)
    assert (walk.excess >= 0).all()
    miss = walk.path[-1] - best
    H = 2 * np.array([[np.mean(DATA.x**2), DATA.x.mean()], [DATA.x.mean(), 1]])
    assert walk.excess[-1] == pytest.approx(miss @ H @ miss / 2, rel=1e-9)


def test_a_walk_that_diverges_ends_where_it_was_last_seen():
    walk = paced(LINE, DATA, batch=100, price=1, budget=400, lr=0.6)
    assert walk.diverged
    assert len(walk.path) < 401
    assert np.isfinite(walk.path).all()
    assert np.isfinite(walk.excess).all()


def test_moments_rise_from_nothing_to_the_whole_budget():
    few = moments_of(10)
    np.testing.assert_array_equal(few, np.arange(11))
    many = moments_of(5000)
    assert (np.diff(many) > 0).all()
    assert (many[0], many[-1], len(many) <= 121) == (0, 5000, True)
    np.testing.assert_array_equal(many, np.floor(many))


def test_reached_by_counts_only_steps_that_are_paid_for():
    spent = np.array([0, 10, 20, 30])
    np.testing.assert_array_equal(reached_by(spent, np.array([0, 9, 10, 29, 99])), [0, 0, 1, 2, 3])


def test_models_are_lines_and_probabilities():
    x, said = models_at(LINE, [(7.0, 5.0), (0.0, 1.0)], (0.0, 2.0))
    np.testing.assert_array_equal(x, [0, 2])
    np.testing.assert_allclose(said, [[5, 19], [1, 1]])
    _, (curve,) = models_at(ANSWERS, (2.0, -0.5), (-3.0, 3.0), 25)
    assert len(curve) == 25
    assert (np.diff(curve) > 0).all()
    assert 0 < curve[0] < curve[-1] < 1


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
@pytest.mark.parametrize("batch", [1, 7, 50, 100])
def test_slopes_of_small_batches_add_up_to_that_of_the_large_one(task, batch):
    at_once, added, pieces = in_pieces(task, task.draw(100, seed=0), (0.3, -2.0), batch)
    assert pieces == 100 // batch
    np.testing.assert_allclose(added, at_once, rtol=0, atol=1e-12)
    assert np.abs(at_once).min() > 1e-3


def test_balls_of_many_rates_are_those_of_each_alone():
    rates = (0.02, 0.1)
    seen = balls_seen(LINE, DATA, rates, batch=5, replace=True, steps=300, runs=4)
    for i, rate in enumerate(rates):
        seeds = range(4 * i, 4 * i + 4)
        start = best_point(LINE, DATA)
        knobs = {"batch": 5, "steps": 300, "replace": True, "start": start}
        walk = walk_on_batches(LINE, DATA, lr=rate, seeds=seeds, **knobs)
        np.testing.assert_array_equal(seen.ends_at(rate), walk.path[:, -1])
    assert seen.at(0.1).radius > seen.at(0.02).radius
    assert seen.at(0.5) is None
    assert seen.ends_at(0.5).shape == (0, 2)


def test_measured_balls_agree_with_theory_within_four_standard_errors():
    rates = (0.02, 0.05, 0.1, 0.2)
    seen = balls_seen(LINE, DATA, rates, batch=1, replace=True, runs=200)
    for rate, ball in zip(rates, seen.balls, strict=True):
        theory = noise_ball(LINE, DATA, rate, 1).radius ** 2
        assert abs(ball.mean_square - theory) < 4 * ball.error < 0.2 * theory


def test_where_a_walk_diverged_there_is_no_ball():
    seen = balls_seen(LINE, DATA, (0.1, 0.6), batch=100, replace=False, steps=300, runs=2)
    assert seen.at(0.1).radius < 1e-12
    assert seen.at(0.6) is None
    assert seen.ends_at(0.6).shape == (0, 2)


def test_the_rough_radius_is_the_root_of_the_rate_times_the_disagreement():
    rates, radii, rough = radii_along(LINE, DATA, (1e-4, 0.4), 2, n=9)
    np.testing.assert_allclose(rough**2 / rates, disagreement(LINE, DATA) / 4)
    assert radii[0] == pytest.approx(rough[0], rel=1e-3)
    assert radii[-1] == np.inf
    assert radii[4] == noise_ball(LINE, DATA, float(rates[4]), 2).radius


def test_the_outline_lies_two_standard_deviations_away_and_is_closed():
    ball, center = noise_ball(LINE, DATA, 0.1, 1), best_point(LINE, DATA)
    away = outline(ball, center) - center
    distance = np.einsum("ni,ij,nj->n", away, np.linalg.inv(ball.covariance), away)
    np.testing.assert_allclose(distance, 4, rtol=1e-9)
    np.testing.assert_allclose(away[0], away[-1], atol=1e-12)


def test_eighty_six_percent_of_many_walks_end_inside_the_outline():
    seen = balls_seen(LINE, DATA, (0.05,), batch=10, replace=True, steps=400, runs=800)
    ball = noise_ball(LINE, DATA, 0.05, 10)
    away = seen.ends_at(0.05) - best_point(LINE, DATA)
    inside = np.einsum("ni,ij,nj->n", away, np.linalg.inv(ball.covariance), away) < 4
    assert inside.mean() == pytest.approx(1 - np.exp(-2), abs=0.04)
