"""The fair search: every rule at its own best rate."""

from functools import partial

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.schedules import SCHEDULES
from core.studies.gradient_descent.arrival import floor, steps_to_stay
from core.studies.gradient_descent.fair_search import RATES, fair_search
from core.surfaces import SURFACES

BOWL = SURFACES["bowl"]


def search(key, surface=BOWL, **how):
    """The search for one rule from the surface's own start."""
    return fair_search(surface, [OPTIMIZERS[key]], surface.start, **how)[key]


def test_on_the_bowl_the_best_rate_of_plain_descent_is_one_half():
    found = search("sgd", rates=[0.1, 0.5, 0.7, 1.1], steps=60)
    assert (found.best_rate, found.best, found.at_the_end) == (0.5, 1, False)
    np.testing.assert_array_equal(found.arrived[:3], [19, 1, 5])  # 4 · 0.8^2t, 0, 4 · 0.4^2t
    np.testing.assert_array_equal(found.diverged, [False, False, False, True])


def test_the_steps_on_the_bowl_are_those_of_the_formula():
    found = search("sgd", rates=[0.1, 0.2], steps=60)
    height = BOWL.value(*BOWL.start)
    expected = [np.ceil(np.log(1e-3 / height) / np.log((1 - 2 * lr) ** 2)) for lr in (0.1, 0.2)]
    np.testing.assert_array_equal(found.arrived, expected)


def test_on_the_ravine_the_best_rate_of_plain_descent_is_close_to_the_published_one():
    ravine = SURFACES["ravine"]
    rates = np.linspace(0.0128, 0.0134, 13)
    found = search("sgd", ravine, rates=rates, steps=600, epsilon=1e-10)
    np.testing.assert_allclose(found.best_rate, 2 / (2 + 150), atol=1e-4)  # 2 / (λ_min + λ_max)
    over = search("sgd", ravine, rates=[0.013, 0.0137], steps=300)
    np.testing.assert_array_equal(over.diverged, [False, True])  # the limit is 2 / 150


def test_each_rate_fares_as_it_does_alone():
    surface, cosine = SURFACES["beale"], partial(SCHEDULES["cosine"], steps=100)
    rates = [1e-3, 1e-2, 0.1, 1.0]
    own = {"momentum": {"beta": 0.5}}
    rules = [OPTIMIZERS["momentum"], OPTIMIZERS["adam"]]
    how = {"steps": 100, "schedule": cosine}
    found = fair_search(surface, rules, surface.start, rates=rates, knobs=own, **how)
    for rule in rules:
        for i, lr in enumerate(rates):
            knobs = own.get(rule.key, {}) | {"lr": lr}
            walk = descend(surface, rule, surface.start, **how, **knobs)
            one = found[rule.key]
            assert one.diverged[i] == (walk.outcome == "diverged")
            np.testing.assert_allclose(one.final[i], walk.values[-1], rtol=1e-7)
            np.testing.assert_allclose(one.lowest[i], walk.values.min(), rtol=1e-7)
            assert one.arrived[i] == steps_to_stay(walk.values, floor(surface))


def test_with_its_own_best_rate_every_rule_gets_down_rosenbrock():
    surface = SURFACES["rosenbrock"]
    found = fair_search(surface, OPTIMIZERS.values(), surface.start)
    assert list(found) == list(OPTIMIZERS)
    for one in found.values():
        assert not one.diverged[one.best]
        assert one.final[one.best] < surface.value(*surface.start) / 40
        finished = one.final[~one.diverged]
        assert one.final[one.best] <= max(finished.min(), 1e-3)


def test_a_walk_that_diverges_is_last_however_deep_it_fell():
    found = search("sgd", SURFACES["saddle"], rates=[1e-3, 1e-2, 1.0], steps=100)
    assert found.final[2] < found.final[:2].min()
    assert (found.diverged.tolist(), found.best) == ([False, False, True], 1)
    assert np.isinf(found.arrived).all()
    assert found.at_the_end == (found.best == 2)


def test_a_rate_that_only_passes_the_minimum_loses_to_one_that_ends_there():
    found = fair_search(BOWL, [OPTIMIZERS["lion"]], (-0.1, 0.1), rates=[0.01, 0.1], steps=10)
    one = found["lion"]
    assert np.isinf(one.arrived[1])  # there after one step, gone after two
    assert one.final[0] < 1e-3 < one.final[1]
    assert one.best == 0


def test_among_rates_that_end_low_enough_the_quickest_wins_not_the_lowest():
    lion, how = [OPTIMIZERS["lion"]], {"rates": [0.02, 0.1], "steps": 48, "epsilon": 0.1}
    one = fair_search(BOWL, lion, (-0.95, 0.95), **how)["lion"]
    assert one.arrived[1] < one.arrived[0]
    assert one.final[0] < one.final[1] < 0.1
    assert one.best == 1


def test_the_rates_are_64_even_on_a_log_scale_and_have_three_digits():
    assert (len(RATES), RATES[0], RATES[-1]) == (64, 1e-4, 10)
    np.testing.assert_allclose(np.diff(np.log(RATES)), np.log(1e5) / 63, rtol=0.1)
    assert all(rate == float(f"{rate:.3g}") for rate in RATES)


def test_steps_to_stay_by_hand():
    values = np.array([[4.0, 4.0, 4.0], [2.0, 3.0, 0.5], [1.0, 3.0, 9.0]])
    np.testing.assert_array_equal(steps_to_stay(values, 0.0, 1.0), [2, np.inf, np.inf])
    np.testing.assert_array_equal(steps_to_stay(values, 3.0, 1.0), [0, 0, np.inf])
    passing = np.array([4.0, 0.5, 4.0, 0.5, 0.1])
    assert steps_to_stay(passing, 0.0, 1.0) == 3
    assert steps_to_stay(np.append(passing, np.nan), 0.0, 1.0) == np.inf
    np.testing.assert_array_equal(steps_to_stay(values, None), [np.inf] * 3)


def test_the_floor_is_the_height_of_the_lowest_minimum():
    assert floor(SURFACES["saddle"]) is None
    np.testing.assert_allclose(floor(SURFACES["camel"]), -1.0316284535, atol=1e-10)


def test_bad_input_is_refused_by_name():
    for rates in ([], [1.0, 0.5], [[1.0]], [0.1, np.nan]):
        with pytest.raises(ValueError, match="rates must be"):
            search("sgd", rates=rates)
    with pytest.raises(ValueError, match="lr must be positive"):
        search("sgd", rates=[0.0, 1.0])
    with pytest.raises(ValueError, match="epsilon must be positive"):
        search("sgd", epsilon=0)
