"""The basin map and starting again."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.basins import (
    DIVERGED,
    NOT_YET,
    basin_map,
    found_lowest,
    minima_of,
)
from core.studies.gradient_descent.restarts import (
    chance_of_success,
    measured_success,
    restarts,
    success_error,
)
from core.surfaces import SURFACES

SGD = OPTIMIZERS["sgd"]


def test_every_start_on_the_bowl_reaches_its_one_minimum():
    basins = basin_map(SURFACES["bowl"], SGD, resolution=9, lr=0.1)
    np.testing.assert_array_equal(basins.reached, np.zeros((9, 9)))
    np.testing.assert_array_equal(basins.shares, [1.0])


def test_a_start_is_reached_by_column_and_row():
    camel = SURFACES["camel"]
    basins = basin_map(camel, SGD, resolution=11, lr=camel.lr)
    for j, i in [(0, 0), (2, 9), (10, 4), (7, 1)]:
        walk = descend(camel, SGD, (basins.x[i], basins.y[j]), steps=300, lr=camel.lr)
        np.testing.assert_allclose(basins.ends[j, i], walk.points[-1], atol=1e-9)
        if basins.reached[j, i] >= 0:
            place = basins.minima[basins.reached[j, i]]
            assert np.hypot(*(place - walk.points[-1])) < 0.01 * np.hypot(4, 2)


def test_slow_descent_ends_in_the_minimum_whose_valley_it_started_in():
    himmelblau = SURFACES["himmelblau"]
    basins = basin_map(himmelblau, SGD, resolution=40, lr=0.005)
    assert basins.share(NOT_YET) == basins.share(DIVERGED) == 0
    for j, y in enumerate(basins.y):
        for i, x in enumerate(basins.x):
            place = basins.minima[basins.reached[j, i]]
            if np.hypot(*(place - (x, y))) < 1:
                assert (np.sign(place) == np.sign((x, y))).all()
    assert basins.shares.min() > 0.2


def test_the_camel_is_the_same_from_either_side_and_its_local_minima_count_too():
    camel = SURFACES["camel"]
    basins = basin_map(camel, SGD, resolution=60, lr=camel.lr)
    assert len(basins.minima) == 6
    np.testing.assert_allclose(basins.shares[::2], basins.shares[1::2])
    turned = basins.minima[basins.reached[::-1, ::-1]]
    np.testing.assert_allclose(turned, -basins.minima[basins.reached], atol=1e-9)
    np.testing.assert_allclose(basins.shares.sum(), 1)


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_minima_hold_the_published_ones_the_lowest_first(surface):
    minima, heights = minima_of(surface)
    assert minima.shape == (len(heights), 2)
    assert (np.diff(heights) > -1e-9).all()
    for place in surface.minima:
        assert np.hypot(*(minima - place).T).min() < 1e-8


@pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_every_rule_has_a_map_whose_shares_sum_to_one(rule):
    basins = basin_map(SURFACES["himmelblau"], rule, resolution=12, steps=50, lr=0.01)
    outside = basins.share(NOT_YET) + basins.share(DIVERGED)
    np.testing.assert_allclose(basins.shares.sum() + outside, 1)


def test_walks_that_left_and_walks_under_way_are_told_apart():
    beale = basin_map(SURFACES["beale"], SGD, resolution=20, steps=20, lr=0.01)
    assert min(beale.share(NOT_YET), beale.share(DIVERGED)) > 0.1
    assert basin_map(SURFACES["saddle"], SGD, resolution=4, lr=0.1).share(DIVERGED) == 1
    plain = basin_map(SURFACES["plateau"], SGD, resolution=20, lr=0.5)
    assert 0.1 < plain.share(NOT_YET) < 0.5  # no slope to follow, far from the hole


def test_the_best_of_more_restarts_is_never_worse_and_begins_alike():
    rastrigin = SURFACES["rastrigin"]
    few = restarts(rastrigin, SGD, tries=5, seed=2, lr=0.001)
    many = restarts(rastrigin, SGD, tries=50, seed=2, lr=0.001)
    np.testing.assert_array_equal(many.starts[:5], few.starts)
    assert (np.diff(many.best_so_far) <= 0).all()
    assert many.best_so_far[-1] == many.values[many.best] == many.values.min()
    assert many.best_so_far[-1] < many.best_so_far[0]
    for start, end in zip(few.starts, few.ends, strict=True):
        walk = descend(rastrigin, SGD, start, steps=300, lr=0.001)
        np.testing.assert_allclose(walk.points[-1], end, atol=1e-9)


def test_a_walk_that_diverged_is_never_the_best():
    beale = SURFACES["beale"]
    found = restarts(beale, SGD, tries=20, steps=50, seed=0, lr=0.01)
    assert np.isinf(found.values).any()
    assert np.isfinite(found.best_so_far[-1])
    away = replace(SURFACES["saddle"], start=(0, 0))
    assert np.isinf(restarts(away, SGD, tries=3, steps=300, lr=0.1).best_so_far).all()


def test_the_share_of_lucky_restarts_is_the_share_of_the_basin():
    camel = SURFACES["camel"]
    share = basin_map(camel, SGD, resolution=60, lr=camel.lr).shares[:2].sum()
    found = restarts(camel, SGD, tries=2000, seed=1, lr=camel.lr)
    lucky = (found.values < -1.03).mean()
    np.testing.assert_allclose(lucky, share, atol=4 * np.sqrt(share * (1 - share) / 2000))


def test_the_chance_of_success_by_hand():
    np.testing.assert_allclose(chance_of_success(0.25, 2), 0.4375)
    assert (chance_of_success(0, 9), chance_of_success(1, 1)) == (0, 1)


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="resolution is 1"):
        basin_map(SURFACES["bowl"], SGD, resolution=1)
    with pytest.raises(ValueError, match="tries is 0"):
        restarts(SURFACES["bowl"], SGD, tries=0)
    with pytest.raises(ValueError, match="share is"):
        chance_of_success(1.5, 3)


def test_the_lowest_minima_are_all_that_are_as_low():
    camel = basin_map(SURFACES["camel"], OPTIMIZERS["sgd"], resolution=20)
    assert camel.lowest.tolist() == [True, True, False, False, False, False]
    assert camel.chance == pytest.approx(camel.shares[:2].sum())
    none = basin_map(SURFACES["saddle"], OPTIMIZERS["sgd"], resolution=4, lr=0.1)
    assert none.lowest.size == none.chance == 0


def test_walks_that_found_the_lowest_minimum_end_near_it():
    surface, rule = SURFACES["camel"], OPTIMIZERS["sgd"]
    basins = basin_map(surface, rule, resolution=20)
    walks = restarts(surface, rule, tries=60, seed=1)
    found = found_lowest(surface, basins, walks)
    np.testing.assert_array_equal(found, walks.values < basins.heights[0] + 0.01)
    assert 0.4 < found.mean() < 0.8


def test_a_walk_that_diverged_has_found_nothing():
    surface, rule = SURFACES["himmelblau"], OPTIMIZERS["momentum"]
    walks = restarts(surface, rule, tries=200)
    lost = ~np.isfinite(walks.values)
    assert lost.any()
    assert not found_lowest(surface, basin_map(surface, rule, resolution=4), walks)[lost].any()


def test_the_first_of_some_tries_are_fewer_tries():
    surface, rule = SURFACES["rastrigin"], OPTIMIZERS["adam"]
    many, few = (restarts(surface, rule, tries=k, steps=50, seed=2) for k in (12, 5))
    for name in ("starts", "ends", "values", "best_so_far"):
        np.testing.assert_array_equal(getattr(many.first(5), name), getattr(few, name))
    assert many.first(5).best == few.best
    with pytest.raises(ValueError, match="tries"):
        many.first(0)


def test_measured_success_counts_all_groups():
    found = np.array([False, True, False, False, False, True, False])
    shares = [np.mean([any(group) for group in combinations(found, k)]) for k in range(1, 8)]
    np.testing.assert_allclose(measured_success(found, 7), shares)
    with pytest.raises(ValueError, match="at most the number of walks, 7"):
        measured_success(found, 8)


def test_measured_success_of_independent_tries_is_as_predicted():
    found = np.random.default_rng(0).random(20_000) < 0.2
    predicted = [chance_of_success(0.2, k) for k in range(1, 11)]
    np.testing.assert_allclose(measured_success(found, 10), predicted, atol=0.03)


def test_the_error_of_a_success_is_how_far_it_differs_from_one_sample_to_the_next():
    samples = np.random.default_rng(0).random((400, 500)) < 0.05
    spread = np.std([measured_success(found, 20) for found in samples], axis=0)
    np.testing.assert_allclose(success_error(0.05, 500, 20), spread, rtol=0.15)
    np.testing.assert_array_equal(success_error(0.0, 5, 3), 0)
