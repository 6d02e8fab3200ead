"""What went on inside every step of a walk."""

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.inside_step import open_step
from core.studies.gradient_descent.rule_variants import RULE_VARIANTS
from core.studies.gradient_descent.step_history import (
    farthest_apart,
    numbers_over_time,
    worth_watching,
)
from core.surfaces import SURFACES

RULES = {**OPTIMIZERS, **RULE_VARIANTS}
RAVINE = SURFACES["ravine"]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_numbers_of_each_step_stand_in_its_row(rule):
    walk = descend(RAVINE, rule, RAVINE.start, steps=12, lr=0.001)
    over_time = numbers_over_time(rule, walk, lr=0.001)
    for t in (1, 12):
        for name, value in open_step(rule, walk, t, lr=0.001).numbers.items():
            if np.ndim(value):
                np.testing.assert_array_equal(over_time[name][t - 1], value)
    np.testing.assert_allclose(over_time["moved"], np.diff(walk.points, axis=0))
    assert set(worth_watching(rule.key)) <= set(over_time)
    assert all(values.shape == (12, 2) for values in over_time.values())


def test_what_is_worth_watching_is_slope_memory_rate_and_move():
    assert worth_watching("sgd") == ("gradient", "moved")
    assert worth_watching("momentum") == ("gradient", "v", "moved")
    assert worth_watching("adagrad") == ("gradient", "total", "rate", "moved")
    assert worth_watching("adam") == ("gradient", "m_hat", "v_hat", "rate", "moved")
    assert worth_watching("adam_uncorrected") == ("gradient", "m", "v", "rate", "moved")
    assert worth_watching("lion") == ("gradient", "c", "m", "moved")
    assert max(len(worth_watching(key)) for key in RULES) == 5


def test_a_walk_without_steps_has_no_numbers():
    walk = descend(RAVINE, OPTIMIZERS["sgd"], RAVINE.start, steps=0)
    assert numbers_over_time(OPTIMIZERS["sgd"], walk) == {}


def test_walks_are_farthest_apart_where_a_reader_would_measure_it():
    plain, slow = (
        descend(SURFACES["bowl"], OPTIMIZERS["sgd"], (1.0, 0.0), steps=steps, lr=lr)
        for steps, lr in ((2, 0.25), (9, 0.125))
    )  # 1, 1/2, 1/4 and 1, 3/4, 9/16
    assert farthest_apart(plain, slow) == (0.3125, 2)
    assert farthest_apart(slow, slow) == (0.0, 0)
