"""Walks on batches: the three pictures hold the numbers they were given."""

import numpy as np
import pytest

from charts.gradient_descent.data_per_step import on_their_way
from charts.gradient_descent.data_per_step_below import models, radii
from core.data_costs import cost_surface
from core.landscape import sample
from core.studies.gradient_descent.balls_seen import balls_seen
from core.studies.gradient_descent.data_per_step import walk_on_batches
from core.studies.gradient_descent.data_race import models_at, moments_of, paced, reached_by
from core.studies.gradient_descent.data_tasks import TASKS
from core.studies.gradient_descent.noise_ball import (
    best_point,
    measured_ball,
    noise_ball,
    outline,
    radii_along,
)

LINE = TASKS["line"]
DATA = LINE.draw(100, seed=0)
BEST = best_point(LINE, DATA)
LABELS = {"one": "1 a step", "some": "10 a step", "all": "all 100 a step"}
SIZES = {"one": 1, "some": 10, "all": 100}


def walks_with(lr=0.1, budget=300, **more):
    return {
        key: paced(LINE, DATA, batch=size, price=size, budget=budget, lr=lr, **more)
        for key, size in SIZES.items()
    }


def figure_of(walks, budget=300, **more):
    moments = moments_of(budget)
    reached = {key: reached_by(walk.spent, moments) for key, walk in walks.items()}
    x, (fit, truth) = models_at(LINE, (BEST, LINE.truth), (0.0, 2.0))
    said = {key: models_at(LINE, walk.path[reached[key]], (0, 2))[1] for key, walk in walks.items()}
    given = {
        "labels": LABELS,
        "moments": [f"{moment:g} seen" for moment in moments],
        "budget": budget,
        "unit": "examples seen",
        "best": BEST,
        "truth": LINE.truth,
        "chosen": "some",
        "rims": [],
        "cloud": (),
        "expected": 0.0,
        "below": models(DATA, x, said, fit, truth, labels=LABELS, span=(0.0, 23.0)),
        "view": "",
    } | more
    return on_their_way(sample(cost_surface(LINE.cost, *DATA), 20), walks, reached, **given)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_every_walk_is_drawn_with_its_costs():
    walks = walks_with()
    figure = figure_of(walks)
    for key, walk in walks.items():
        trail, cost = trace(figure, LABELS[key]), trace(figure, f"{LABELS[key]}: cost")
        drawn = np.array([trail.x, trail.y], dtype=float).T
        np.testing.assert_allclose(drawn, walk.path, rtol=1e-4)
        np.testing.assert_allclose(np.array(cost.y, dtype=float), walk.excess, rtol=1e-3)
        np.testing.assert_array_equal(cost.x[1:], walk.spent[1:])
        assert cost.line.shape == "hv"  # nothing changes between two steps


def test_the_player_brings_each_walk_as_far_as_each_moment_pays_for():
    figure = figure_of(walks_with())
    play = figure.layout.meta["play"]
    assert len(play["labels"]) == play["steps"] + 1
    assert play["labels"][0] == "0 seen"
    assert play["labels"][-1] == "300 seen"
    for name, last in (("1 a step", 300), ("10 a step", 30), ("all 100 a step", 3)):
        for each in (trace(figure, name), trace(figure, f"{name}: cost")):
            assert (each.meta["play"], each.meta["at"][0], each.meta["at"][-1]) == ("grow", 0, last)
            assert len(each.meta["at"]) == play["steps"] + 1
    assert trace(figure, "stands at").meta["of"] == list(LABELS.values())


def test_models_are_swapped_in_step_with_the_walks():
    walks = walks_with()
    figure = figure_of(walks)
    for key, walk in walks.items():
        line = trace(figure, f"{LABELS[key]}: model")
        w, b = walk.path[-1]
        np.testing.assert_allclose(line.y, [b, 2 * w + b], rtol=1e-3)
        assert line.meta["ys"][0] == [0, 0]
        assert len(line.meta["ys"]) == figure.layout.meta["play"]["steps"] + 1
    np.testing.assert_allclose(trace(figure, "true model").y, [5, 19])


def test_a_walk_that_diverges_is_crossed_and_its_costs_leave_the_panel():
    walks = walks_with(lr=0.6, budget=3000)
    figure = figure_of(walks, budget=3000)
    assert walks["one"].diverged
    assert len(trace(figure, "1 a step (diverged)").x) == len(walks["one"].path)
    assert trace(figure, "stands at").marker.symbol[0] == "x"
    assert 10 ** figure.layout.yaxis2.range[1] < walks["one"].excess.max()


def test_balls_and_clouds_are_drawn_where_there_are_some():
    balls = [noise_ball(LINE, DATA, 0.1, batch) for batch in (1, 10)]
    cloud = np.array([[7.0, 5.0], [6.8, 5.1]])
    rims = [outline(ball, BEST) for ball in balls]
    figure = figure_of(walks_with(), rims=rims, cloud=cloud, expected=balls[1].excess)
    edge = trace(figure, "ball in theory")
    np.testing.assert_allclose(edge.x[:73], rims[0][:, 0], rtol=1e-4)
    assert edge.x[73] is None  # the two are apart
    np.testing.assert_allclose(trace(figure, "others, at last").x, cloud[:, 0])
    np.testing.assert_allclose(
        trace(figure, "mean in the ball").y, [balls[1].excess] * 2, rtol=1e-5
    )
    bare = {t.name for t in figure_of(walks_with(), expected=np.inf).data}
    assert not bare & {"ball in theory", "others, at last", "mean in the ball"}


def test_walks_that_stand_still_at_the_best_draw_a_picture_too():
    exact = LINE.draw(100, seed=0, noise=0.0)
    walks = {
        key: paced(LINE, exact, batch=size, price=size, budget=300, lr=0.1, start=LINE.truth)
        for key, size in SIZES.items()
    }
    figure = figure_of(walks)
    low, high = figure.layout.yaxis2.range
    assert low < high
    assert set(trace(figure, "1 a step: cost").y) == {None}


@pytest.mark.parametrize("again", [True, False])
def test_radii_measured_and_foretold(again):
    seen = balls_seen(LINE, DATA, (0.02, 0.1), batch=10, replace=again, steps=100, runs=3)
    theory = radii_along(LINE, DATA, (0.01, 0.5), 10)
    traces, axes = radii(seen.rates, theory, seen.balls, key="some", now=0.1, again=again)
    named = {t["name"]: t for t in traces}
    np.testing.assert_allclose(
        named["measured"]["y"], [ball.radius for ball in seen.balls], rtol=1e-5
    )
    assert named["measured"]["marker"]["size"][1] > named["measured"]["marker"]["size"][0]
    line = named["theory" if again else "theory, with replacement"]
    assert line["y"][-1] is None  # infinite
    np.testing.assert_allclose(line["y"][0], theory[1][0], rtol=1e-5)
    assert axes["yaxis3"]["range"][0] < np.log10(min(named["measured"]["y"]))


def test_radii_of_nothing_are_an_empty_picture():
    theory = radii_along(LINE, LINE.draw(100, seed=0, noise=0.0), (0.01, 0.5), 1)
    still = walk_on_batches(
        LINE, DATA, batch=1, steps=0, lr=0.1, seeds=(0, 1), start=BEST, replace=True
    )
    traces, axes = radii((0.1,), theory, [None], key="one", now=0.1, again=True)
    assert axes["yaxis3"]["range"][0] < axes["yaxis3"]["range"][1]
    assert not traces[-1]["x"]
    assert axes["notes"][0]["text"] == "A walk diverged"
    agreed = [measured_ball(still, BEST)]
    _, axes = radii((0.1,), theory, agreed, key="one", now=0.1, again=True)
    assert axes["notes"][0]["text"] == "No ball: all examples agree"
