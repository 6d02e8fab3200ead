"""Learning rules with one thing changed."""

import inspect

import numpy as np
import pytest

from core.adam_rules import adam_init, adam_step, adamw_step
from core.adaptive_rules import rmsprop_init, rmsprop_step
from core.momentum_rules import velocity_init
from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.rule_variants import RULE_VARIANTS, without_look_ahead
from core.studies.gradient_descent.variant_rules import (
    adam_inside_step,
    adam_l2_step,
    adam_uncorrected_step,
    look_ahead_init,
    momentum_mean_step,
    nesterov_ahead_step,
    rmsprop_inside_step,
)
from core.surfaces import SURFACES

every_variant = pytest.mark.parametrize("variant", RULE_VARIANTS.values(), ids=RULE_VARIANTS)
ONE = np.array([1.0])


def test_two_steps_of_momentum_as_a_mean_by_hand():
    params, state = momentum_mean_step(ONE, np.array([2.0]), velocity_init(ONE), lr=0.5, beta=0.75)
    np.testing.assert_allclose([*params, *state.v], [0.75, 0.5])  # v = 0.25 * 2
    params, state = momentum_mean_step(params, np.array([1.0]), state, lr=0.5, beta=0.75)
    np.testing.assert_allclose([*params, *state.v], [0.4375, 0.625])  # v = 0.375 + 0.25


def test_two_steps_of_nesterov_looking_ahead_by_hand():
    ahead, state = nesterov_ahead_step(ONE, np.array([2.0]), look_ahead_init(ONE), lr=0.1, beta=0.5)
    # v = 2; theta = 1 - 0.2; ahead of it by 0.1 * 0.5 * 2
    np.testing.assert_allclose([*ahead, *state.theta, *state.v], [0.7, 0.8, 2.0])
    ahead, state = nesterov_ahead_step(ahead, np.array([1.0]), state, lr=0.1, beta=0.5)
    np.testing.assert_allclose([*ahead, *state.theta, *state.v], [0.5, 0.6, 2.0])


def test_a_step_of_uncorrected_adam_by_hand():
    params, _ = adam_uncorrected_step(
        ONE, np.array([4.0]), adam_init(ONE), lr=0.1, beta1=0.5, beta2=0.75, eps=1e-12
    )
    np.testing.assert_allclose(params, [0.9])  # m = 2, v = 4


def test_a_step_of_adam_with_epsilon_inside_by_hand():
    params, _ = adam_inside_step(ONE, np.array([4.0]), adam_init(ONE), lr=0.1, eps=9.0)
    np.testing.assert_allclose(params, [0.92])  # 1 - 0.1 * 4 / sqrt(16 + 9)


def test_a_step_of_rmsprop_with_epsilon_inside_by_hand():
    params, _ = rmsprop_inside_step(
        ONE, np.array([8.0]), rmsprop_init(ONE), lr=0.1, rho=0.75, eps=9
    )
    np.testing.assert_allclose(params, [0.84])  # v = 16; 1 - 0.1 * 8 / 5


def test_a_step_of_adam_with_l2_by_hand():
    params, state = adam_l2_step(
        np.array([4.0]), np.array([1.0]), adam_init(ONE), lr=0.1, weight_decay=0.5, eps=1.0
    )
    # the slope is 1 + 0.5 * 4 = 3, the step 0.1 * 3 / (3 + 1)
    np.testing.assert_allclose(params, [3.925])
    np.testing.assert_allclose(state.m, [0.3])


def test_without_correction_the_first_step_is_about_three_times_as_long():
    moved, _ = adam_uncorrected_step(np.zeros(2), np.array([3.0, -0.5]), adam_init(np.zeros(2)))
    np.testing.assert_allclose(moved, [-0.316228, 0.316228], rtol=1e-5)


@pytest.mark.parametrize("beta", [0.5, 0.9, 0.99])
def test_momentum_as_a_mean_is_momentum_as_a_sum_at_a_rate_one_over_one_minus_beta(beta):
    surface = SURFACES["rosenbrock"]
    walk = descend(surface, OPTIMIZERS["momentum"], surface.start, steps=80, lr=1e-4, beta=beta)
    mean = descend(
        surface,
        RULE_VARIANTS["momentum_mean"],
        surface.start,
        steps=80,
        lr=1e-4 / (1 - beta),
        beta=beta,
    )
    np.testing.assert_allclose(mean.points, walk.points, rtol=0, atol=1e-12)


@pytest.mark.parametrize("key", ["rosenbrock", "ravine", "himmelblau"])
def test_nesterov_ahead_and_rewritten_are_the_same_path(key):
    surface, knobs = SURFACES[key], {"lr": 1e-4, "beta": 0.9}
    rewritten = descend(surface, OPTIMIZERS["nesterov"], surface.start, steps=100, **knobs)
    ahead = descend(surface, RULE_VARIANTS["nesterov_ahead"], surface.start, steps=100, **knobs)
    np.testing.assert_allclose(ahead.points, rewritten.points, rtol=0, atol=1e-12)
    walked = np.array([state.theta for state in ahead.states])
    np.testing.assert_allclose(without_look_ahead(rewritten, **knobs), walked, rtol=0, atol=1e-12)
    assert np.abs(walked - ahead.points).max() > 1e-3


def test_nesterov_ahead_asks_for_the_slope_where_the_velocity_would_lead():
    surface = SURFACES["rosenbrock"]
    walk = descend(
        surface, RULE_VARIANTS["nesterov_ahead"], (-1.2, 1.0), steps=30, lr=1e-4, beta=0.9
    )
    theta, v = np.array([-1.2, 1.0]), np.zeros(2)
    for state in walk.states[1:]:  # the textbook, word for word
        v = 0.9 * v + surface.gradient(*(theta - 1e-4 * 0.9 * v))
        theta = theta - 1e-4 * v
        np.testing.assert_allclose(state.theta, theta, rtol=0, atol=1e-12)


def test_where_slopes_are_large_l2_hardly_decays_a_weight_and_decoupled_decay_does():
    slopes = 100.0 * np.random.default_rng(4).choice([-1.0, 1.0], 4000)
    shrunk = {}
    for step in (adam_l2_step, adamw_step, adam_step):
        params, state = np.array([10.0]), adam_init(ONE)
        knobs = {} if step is adam_step else {"weight_decay": 0.5}
        for slope in slopes:
            params, state = step(params, np.array([slope]), state, lr=1e-3, **knobs)
        shrunk[step] = params[0]
    assert abs(shrunk[adam_l2_step] - shrunk[adam_step]) < 0.3
    assert shrunk[adamw_step] < shrunk[adam_step] - 8


def test_a_tiny_epsilon_makes_no_difference_inside_or_outside():
    surface = SURFACES["ravine"]
    for inside in ("adam_inside", "rmsprop_inside"):
        usual = OPTIMIZERS[RULE_VARIANTS[inside].method]
        one = descend(surface, usual, surface.start, steps=50, eps=1e-10)
        other = descend(surface, RULE_VARIANTS[inside], surface.start, steps=50, eps=1e-20)
        np.testing.assert_allclose(one.points, other.points, rtol=0, atol=1e-9)


def test_epsilon_inside_slows_small_slopes():
    params, slope = np.zeros(1), np.array([1e-4])
    usual, _ = rmsprop_step(params, slope, rmsprop_init(params), rho=0.0)
    inside, _ = rmsprop_inside_step(params, slope, rmsprop_init(params), rho=0.0)
    np.testing.assert_allclose(inside / usual, np.sqrt(0.5), rtol=1e-3)


def test_adam_with_l2_and_without_decay_is_adam():
    params, slope = np.array([1.0, -2.0]), np.array([0.3, 4.0])
    plain, _ = adam_step(params, slope, adam_init(params))
    l2, _ = adam_l2_step(params, slope, adam_init(params), weight_decay=0.0)
    np.testing.assert_array_equal(l2, plain)


@every_variant
def test_every_variant_names_its_method_and_says_what_differs(variant):
    assert variant.method in OPTIMIZERS
    assert variant.differs.endswith(".")
    assert all((variant.label, variant.equation, variant.source))
    method = OPTIMIZERS[variant.method]
    assert [knob.name for knob in variant.knobs] == [knob.name for knob in method.knobs]


@every_variant
def test_knobs_of_variants_match_the_keywords(variant):
    keywords = {
        name: parameter.default
        for name, parameter in inspect.signature(variant.step).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    assert keywords == {knob.name: knob.default for knob in variant.knobs}


@every_variant
def test_every_variant_goes_downhill_and_leaves_its_inputs_alone(variant):
    walk = descend(SURFACES["bowl"], variant, (1.0, -1.0), steps=60)
    assert walk.values[1] < walk.values[0]
    assert walk.values[-1] < walk.values[0] - 0.01
    params, slope = np.array([1.0, -2.0]), np.array([0.5, 3.0])
    params.flags.writeable = slope.flags.writeable = False
    variant.step(params, slope, variant.init(params))


@every_variant
def test_every_variant_keeps_precision(variant):
    params = np.ones((2, 3), np.float32)
    moved, state = variant.step(params, params, variant.init(params))
    assert (moved.dtype, moved.shape) == (np.float32, (2, 3))
    assert all(part.dtype == np.float32 for part in state if isinstance(part, np.ndarray))


def test_labels_of_variants_are_unique_and_no_rule_has_the_same_key():
    labels = [rule.label for rule in (*OPTIMIZERS.values(), *RULE_VARIANTS.values())]
    assert len(set(labels)) == len(labels)
    assert not set(RULE_VARIANTS) & set(OPTIMIZERS)
