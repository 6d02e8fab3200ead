"""One step, opened: its numbers, its formulas, its arrows."""

import math
import re
import sys

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.schedules import SCHEDULES
from core.studies.gradient_descent.inside_step import formulas_of, open_step, quantity_of
from core.studies.gradient_descent.rule_variants import RULE_VARIANTS
from core.studies.gradient_descent.step_anatomy import ANATOMIES
from core.studies.gradient_descent.watching import watched
from core.surfaces import SURFACES

RULES = {**OPTIMIZERS, **RULE_VARIANTS}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
ROSENBROCK = SURFACES["rosenbrock"]


def walk_of(rule, **knobs):
    return descend(ROSENBROCK, rule, ROSENBROCK.start, steps=60, **knobs)


def computed(formula, numbers):
    """What a formula comes to, read as a reader reads it."""
    sign = r"(?<![\w.])"
    text = re.sub(r"<(\w+)>", r"(n['\1'])", formula)
    text = text.replace(r"\operatorname{sign}", "sign").replace(r"\max", "max").replace("^", "**")
    inner = r"\{((?:[^{}]|\{[^{}]*\})*)\}"  # braces with at most one more level inside
    for _ in range(4):
        text = re.sub(rf"{sign}\\sqrt{inner}", r"sqrt(\1)", text)
        text = re.sub(rf"\\frac{inner}{inner}", r"((\1) / (\2))", text)
        text = re.sub(r"\*\*\{([^{}]*)\}", r"**(\1)", text)
    text = re.sub(r"sign (\(n\['\w+'\]\))", r"sign\1", text)
    return eval(text, {"n": numbers, "sqrt": math.sqrt, "max": max, "sign": np.sign})


def test_a_step_with_momentum_by_hand():
    walk = descend(
        SURFACES["bowl"], OPTIMIZERS["momentum"], (1.0, -2.0), steps=2, lr=0.25, beta=0.5
    )
    step = open_step(OPTIMIZERS["momentum"], walk, 2, lr=0.25, beta=0.5)
    # slopes: (2, -4), then (1, -2); the velocity is (2, -4), then (1, -2) + half of it
    np.testing.assert_array_equal(step.numbers["v_old"], [2, -4])
    np.testing.assert_array_equal(step.numbers["v"], [2, -4])
    np.testing.assert_array_equal(step.arrows["memory"], [-0.25, 0.5])
    np.testing.assert_array_equal(step.arrows["slope"], [-0.25, 0.5])
    np.testing.assert_array_equal(step.numbers["moved"], [-0.5, 1])
    lines = formulas_of(step, 0)
    assert lines["v"].symbols == r"v_t = \beta \, v_{t-1} + \slope{g_t}"
    assert lines["v"].numbers == r"v_t = 0.5 \cdot 2 + \slope{1} = 2"
    assert lines["moved"].numbers == r"\Delta\theta_t = -0.25 \cdot 2 = -0.5"


def test_the_first_step_of_adam_by_hand():
    walk = descend(SURFACES["bowl"], OPTIMIZERS["adam"], (1.0, -2.0), steps=1)
    step = open_step(OPTIMIZERS["adam"], walk, 1)
    np.testing.assert_allclose(step.numbers["m"], [0.2, -0.4])
    np.testing.assert_allclose(step.numbers["v"], [0.004, 0.016])
    np.testing.assert_allclose(step.numbers["m_hat"], [2, -4])
    np.testing.assert_allclose(step.numbers["v_hat"], [4, 16])
    np.testing.assert_allclose(step.numbers["rate"], [0.05, 0.025])
    np.testing.assert_allclose(step.numbers["moved"], [-0.1, 0.1])
    np.testing.assert_allclose(step.arrows["memory"], 0, atol=1e-16)


@every_rule
@pytest.mark.parametrize("t", [1, 2, 7, 60])
def test_the_parts_of_a_step_add_up_to_the_recorded_move(rule, t):
    walk = walk_of(rule, lr=1e-4)
    step = open_step(rule, walk, t, lr=1e-4)
    np.testing.assert_array_equal(step.before, walk.points[t - 1])
    np.testing.assert_array_equal(step.after, walk.points[t])
    np.testing.assert_allclose(step.numbers["moved"], np.diff(walk.points, axis=0)[t - 1])
    whole = sum(step.arrows.values())
    np.testing.assert_allclose(whole, step.numbers["moved"], rtol=0, atol=1e-12)


@every_rule
def test_what_is_remembered_is_what_the_walk_recorded(rule):
    walk = walk_of(rule, lr=1e-4)
    step = open_step(rule, walk, 5, lr=1e-4)
    for name, value in walk.states[5]._asdict().items():
        np.testing.assert_array_equal(step.numbers[name], value)
    for name, value in walk.states[4]._asdict().items():
        np.testing.assert_array_equal(step.numbers[f"{name}_old"], value)


@every_rule
@pytest.mark.parametrize("t", [1, 9])
def test_every_formula_comes_to_the_number_that_the_code_held(rule, t):
    knobs = {"lr": 1e-3} | ({"weight_decay": 0.3} if rule.key == "lion" else {})
    step = open_step(rule, walk_of(rule, **knobs), t, **knobs)
    for coordinate in (0, 1):
        numbers = {k: v[coordinate] if np.ndim(v) else v for k, v in step.numbers.items()}
        for name, formula in ANATOMIES[rule.key].lines:
            np.testing.assert_allclose(
                computed(formula, numbers), numbers[name], rtol=1e-12, atol=1e-15, err_msg=name
            )


@every_rule
def test_the_lines_come_in_symbols_and_in_numbers_and_end_with_the_move(rule):
    step = open_step(rule, walk_of(rule, lr=1e-4), 3, lr=1e-4)
    lines = formulas_of(step, 1)
    assert list(lines)[-1] == "moved"
    for line in lines.values():
        text = line.symbols + line.numbers
        assert not set("<>*") & set(text)
        assert text.count("{") == text.count("}")
        assert "nan" not in text
        assert "e-" not in line.numbers


@every_rule
def test_every_number_has_a_symbol_and_a_meaning(rule):
    step = open_step(rule, walk_of(rule, lr=1e-4), 3, lr=1e-4)
    for name in step.numbers:
        assert all(quantity_of(step, name))


def test_v_is_a_velocity_in_momentum_and_a_mean_of_squares_in_adam():
    meanings = [
        quantity_of(open_step(OPTIMIZERS[key], walk_of(OPTIMIZERS[key], lr=1e-4), 1, lr=1e-4), "v")
        for key in ("momentum", "adam")
    ]
    assert [m.meaning for m in meanings] == ["velocity", "running mean of squared slopes"]


def test_the_table_holds_every_rule_and_every_variant():
    assert set(ANATOMIES) == set(RULES)


def test_in_momentum_the_memory_is_beta_times_the_old_velocity():
    step = open_step(OPTIMIZERS["momentum"], walk_of(OPTIMIZERS["momentum"], lr=1e-4), 9, lr=1e-4)
    np.testing.assert_allclose(step.arrows["memory"], -1e-4 * 0.9 * step.numbers["v_old"])


def test_a_coordinate_with_larger_slopes_gets_a_smaller_rate():
    ravine = SURFACES["ravine"]
    walk = descend(ravine, OPTIMIZERS["adagrad"], (1.0, 1.0), steps=20)
    rates = [open_step(OPTIMIZERS["adagrad"], walk, t).numbers["rate"] for t in range(1, 21)]
    assert all(rate[1] < rate[0] for rate in rates)
    assert np.all(np.diff(rates, axis=0) <= 0)  # and both only ever shrink


@pytest.mark.parametrize("key", ["sgd", "adam"])
def test_a_step_under_a_schedule_is_opened_with_its_own_rate(key):
    rule, schedule = OPTIMIZERS[key], SCHEDULES["one_over_t"]
    walk = descend(ROSENBROCK, rule, ROSENBROCK.start, steps=9, schedule=schedule, lr=1e-4)
    step = open_step(rule, walk, 9, schedule=schedule, lr=1e-4)
    np.testing.assert_allclose(step.numbers["lr"], 1e-4 * 50 / 58)


def test_memories_that_overflow_are_written_as_infinite():
    walk = descend(SURFACES["monkey_saddle"], OPTIMIZERS["adam"], (1e90, 1.0), steps=1)
    lines = formulas_of(open_step(OPTIMIZERS["adam"], walk, 1), 0)
    assert lines["v"].numbers.endswith(r"= \infty")


@pytest.mark.parametrize("t", [0, -1, 61, 2.0])
def test_there_is_no_step_before_the_first_or_after_the_last(t):
    with pytest.raises(ValueError, match="t "):
        open_step(OPTIMIZERS["sgd"], walk_of(OPTIMIZERS["sgd"], lr=1e-4), t, lr=1e-4)


def test_a_step_of_another_walk_is_refused():
    walk = walk_of(OPTIMIZERS["sgd"], lr=1e-4)
    with pytest.raises(ValueError, match="did not make step 3"):
        open_step(OPTIMIZERS["sgd"], walk, 3, lr=2e-4)
    with pytest.raises(ValueError, match="no knob 'beta'"):
        open_step(OPTIMIZERS["sgd"], walk, 3, beta=0.5)
    with pytest.raises(ValueError, match="coordinate"):
        formulas_of(open_step(OPTIMIZERS["sgd"], walk, 3, lr=1e-4), 2)


def test_watching_changes_nothing_and_leaves_nobody_watching():
    def twice(x, *, plus=1):
        half = x + plus
        return 2 * half

    before = sys.getprofile()
    assert watched(twice, 3, plus=2) == (10, {"x": 3, "plus": 2, "half": 5})
    with pytest.raises(TypeError):
        watched(twice, "3")
    assert sys.getprofile() is before
