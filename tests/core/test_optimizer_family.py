"""The same exam for every learning rule."""

import inspect

import numpy as np
import pytest

from core.momentum_rules import sgd_init, sgd_step
from core.optimizers import OPTIMIZERS
from tests.core.test_optimizers import REFERENCE, walk

KEYS = ["sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adadelta"]
KEYS += ["adam", "amsgrad", "adamw", "nadam", "lion"]
every_rule = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)


def test_the_table_holds_the_promised_rules_easiest_first():
    assert list(OPTIMIZERS) == KEYS
    assert list(REFERENCE["walks"]) == list(REFERENCE["rosenbrock"]) == KEYS


@every_rule
def test_every_entry_is_complete_and_its_knobs_match_the_keywords(rule):
    assert all((rule.label, rule.equation, rule.source))
    keywords = {
        name: parameter.default
        for name, parameter in inspect.signature(rule.step).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    assert keywords == {knob.name: knob.default for knob in rule.knobs}
    for knob in rule.knobs:
        assert all((knob.symbol, knob.meaning))
        assert knob.default in knob.ticks
        assert list(knob.ticks) == sorted(set(knob.ticks))


def test_labels_are_unique():
    assert len({rule.label for rule in OPTIMIZERS.values()}) == len(OPTIMIZERS)


@every_rule
def test_every_rule_goes_downhill_on_the_bowl(rule):
    points, _ = walk(rule, [1.0, -1.0], lambda w, _: 2 * w, 60)
    heights = (points**2).sum(axis=1)
    assert heights[1] < heights[0]
    assert heights[-1] < heights[0] - 0.01


@every_rule
def test_a_zero_gradient_moves_nothing(rule):
    params = np.array([1.0, -2.0])
    still = {"weight_decay": 0.0} if rule.key == "adamw" else {}
    moved, _ = rule.step(params, np.zeros(2), rule.init(params), **still)
    np.testing.assert_array_equal(moved, params)


@every_rule
def test_inputs_are_untouched(rule):
    params, gradient = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    for array in (params, gradient):
        array.flags.writeable = False
    state = rule.init(params)
    for _ in range(2):
        before = [np.copy(part) for part in state]
        _, new = rule.step(params, gradient, state)
        for part, copy in zip(state, before, strict=True):
            np.testing.assert_array_equal(part, copy)
        state = new


@every_rule
def test_every_knob_changes_the_walk(rule):
    noise = np.random.default_rng(5).normal(size=(60, 2))
    slope = lambda w, t: w / 10 + noise[t]  # noqa: E731
    default, _ = walk(rule, [1.0, -1.0], slope, 60)
    for knob in rule.knobs:
        other = knob.ticks[0] if knob.ticks[0] != knob.default else knob.ticks[-1]
        turned, _ = walk(rule, [1.0, -1.0], slope, 60, **{knob.name: other})
        assert not np.array_equal(turned, default), knob.name


@every_rule
def test_many_runs_at_once_are_bit_equal_to_single_runs(rule):
    starts = np.random.default_rng(3).normal(size=(6, 2))
    rates = np.array([1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2])
    slope = lambda w, t: np.array([1.0, 9.0]) * w + np.cos(t)  # noqa: E731
    together, _ = walk(rule, starts, slope, 40, lr=rates[:, None])
    for run, (start, lr) in enumerate(zip(starts, rates, strict=True)):
        alone, _ = walk(rule, start, slope, 40, lr=float(lr))
        np.testing.assert_array_equal(together[:, run], alone)


@every_rule
def test_precision_and_shape_are_kept(rule):
    for dtype in (np.float32, np.float64):
        params = np.ones((2, 3), dtype)
        moved, state = rule.step(params, params, rule.init(params))
        assert (moved.dtype, moved.shape) == (dtype, (2, 3))
        assert all(part.dtype == dtype for part in state if isinstance(part, np.ndarray))


@every_rule
@pytest.mark.parametrize("size", [1e-308, 1e200, 1e308, np.inf])
def test_slopes_of_any_size_pass_without_a_warning(rule, size):
    params = np.array([1.0, -1.0])
    state = rule.init(params)
    for _ in range(3):
        params, state = rule.step(params, np.array([size, -size]), state)


@every_rule
def test_shapes_that_differ_are_refused_by_name(rule):
    params = np.zeros(2)
    with pytest.raises(ValueError, match=r"params \(2,\) and gradient \(3,\)"):
        rule.step(params, np.zeros(3), rule.init(params))


@every_rule
def test_knobs_out_of_range_are_refused_by_name(rule):
    params = np.zeros(2)
    bad = {"lr": (0, -1, np.inf, np.nan), "eps": (0, np.nan), "weight_decay": (-0.1, np.inf)}
    for knob in rule.knobs:
        for value in bad.get(knob.name, (-0.1, 1.0, np.nan)):
            with pytest.raises(ValueError, match=f"{knob.name} must be"):
                rule.step(params, params, rule.init(params), **{knob.name: value})


def test_one_bad_rate_among_many_is_refused():
    params = np.zeros((2, 1))
    with pytest.raises(ValueError, match="lr must be positive"):
        sgd_step(params, params, sgd_init(params), lr=np.array([[0.1], [-0.1]]))
