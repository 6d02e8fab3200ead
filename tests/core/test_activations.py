import inspect

import numpy as np
import pytest
from scipy import special
from scipy.stats import norm

from core.activations import ACTIVATIONS
from core.entries import Knob

every_activation = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
Z = np.linspace(-8, 8, 1601)
WIDE = np.array([-np.inf, -1e308, -1e20, -800.0, -40.0, 0.0, 40.0, 800.0, 1e20, 1e308, np.inf])

BY_HAND = [  # key, z, value, derivative
    ("step", -0.1, 0, 0),
    ("step", 0.0, 1, 0),
    ("identity", -3.0, -3, 1),
    ("sigmoid", 0.0, 0.5, 0.25),
    ("sigmoid", -6.0, 0.0024726231566347743, 0.002466509291360048),
    ("sigmoid", 0.57, 0.6387631751488418, 0.23074478122261177),
    ("tanh", 0.0, 0, 1),
    ("tanh", np.log(2), 0.6, 0.64),
    ("relu", -2.0, 0, 0),
    ("relu", 2.0, 2, 1),
    ("leaky_relu", -2.0, -0.02, 0.01),
    ("leaky_relu", 3.0, 3, 1),
    ("elu", -np.log(2), -0.5, 0.5),
    ("elu", 2.0, 2, 1),
    ("selu", 1.0, 1.0507009873554805, 1.0507009873554805),
    ("softplus", 0.0, np.log(2), 0.5),
    ("softplus", np.log(3), np.log(4), 0.75),
    ("gelu", 0.0, 0, 0.5),
    ("gelu", 1.0, 0.8413447460685429, 1.0833154705876864),
    ("silu", 0.0, 0, 0.5),
    ("silu", np.log(3), 0.75 * np.log(3), 0.75 + np.log(3) * 0.1875),
    ("mish", 0.0, 0, 0.6),
    ("mish", np.log(2), 0.8 * np.log(2), 0.8 + np.log(2) * 0.36 * 2 / 3),  # tanh(ln 3) = 0.8
    ("hard_sigmoid", 0.0, 0.5, 1 / 6),
    ("hard_sigmoid", 1.5, 0.75, 1 / 6),
    ("hard_tanh", 0.25, 0.25, 1),
    ("hard_tanh", -7.0, -1, 0),
]


@pytest.mark.parametrize(("key", "z", "value", "derivative"), BY_HAND)
def test_values_and_slopes_worked_by_hand(key, z, value, derivative):
    assert ACTIVATIONS[key].value(z) == pytest.approx(value, rel=1e-12, abs=1e-15)
    assert ACTIVATIONS[key].derivative(z) == pytest.approx(derivative, rel=1e-12, abs=1e-15)


def test_the_worked_neuron():
    z = 0.1 + np.array([0.8, 0.1, 0.3]) @ np.array([0.3, 0.5, 0.6])
    assert z == pytest.approx(0.57)
    assert ACTIVATIONS["sigmoid"].value(z) == pytest.approx(0.6387632, abs=5e-8)


KINKS = [
    ("step", 0, 0),
    ("relu", 0, 0),
    ("leaky_relu", 0, 0.01),
    ("elu", 0, 1),
    ("selu", 0, 1.0507009873554805 * 1.6732632423543772),
    ("hard_sigmoid", -3, 0),
    ("hard_sigmoid", 3, 0),
    ("hard_tanh", -1, 0),
    ("hard_tanh", 1, 0),
]


@pytest.mark.parametrize(("key", "z", "slope"), KINKS)
def test_the_slope_at_a_kink_is_the_stated_one(key, z, slope):
    assert ACTIVATIONS[key].derivative(float(z)) == pytest.approx(slope, rel=1e-15)
    assert (key, z) in [(f.key, k) for f in ACTIVATIONS.values() for k in f.kinks]


def test_the_sigmoid_is_steepest_in_the_middle_where_its_slope_is_a_quarter():
    slope = ACTIVATIONS["sigmoid"].derivative(Z)
    assert slope.max() == 0.25
    assert Z[slope.argmax()] == pytest.approx(0, abs=1e-12)


def test_tails_keep_their_digits():
    e40 = np.exp(-40.0)
    assert ACTIVATIONS["sigmoid"].value(-40.0) == pytest.approx(e40, rel=1e-14)
    assert ACTIVATIONS["sigmoid"].derivative(40.0) == pytest.approx(e40, rel=1e-14)
    assert ACTIVATIONS["tanh"].derivative(20.0) == pytest.approx(4 * e40, rel=1e-14)
    assert ACTIVATIONS["gelu"].value(-20.0) == pytest.approx(-20 * norm.cdf(-20), rel=1e-12)


def test_selu_keeps_mean_zero_and_variance_one():
    nodes, weights = np.polynomial.hermite_e.hermegauss(180)
    weights = weights / weights.sum()
    values = ACTIVATIONS["selu"].value(nodes)
    assert weights @ values == pytest.approx(0, abs=2e-3)  # the kink slows the quadrature
    assert weights @ values**2 == pytest.approx(1, abs=2e-3)


def test_tanh_is_a_stretched_sigmoid():
    np.testing.assert_allclose(
        ACTIVATIONS["tanh"].value(Z), 2 * ACTIVATIONS["sigmoid"].value(2 * Z) - 1, atol=1e-15
    )


def test_leaky_relu_without_leak_is_relu_and_with_leak_one_is_the_identity():
    leaky = ACTIVATIONS["leaky_relu"]
    np.testing.assert_array_equal(leaky.value(Z, alpha=0.0), ACTIVATIONS["relu"].value(Z))
    np.testing.assert_array_equal(leaky.derivative(Z, alpha=0.0), ACTIVATIONS["relu"].derivative(Z))
    np.testing.assert_array_equal(leaky.value(Z, alpha=1.0), Z)


def test_selu_is_a_scaled_elu():
    alpha, scale = 1.6732632423543772, 1.0507009873554805
    np.testing.assert_allclose(
        ACTIVATIONS["selu"].value(Z), scale * ACTIVATIONS["elu"].value(Z, alpha=alpha), rtol=1e-15
    )


def test_far_from_zero_the_smooth_ones_are_relu():
    far = np.array([-50.0, 50.0])
    for key in ("softplus", "gelu", "silu", "mish"):
        np.testing.assert_allclose(ACTIVATIONS[key].value(far), [0, 50], atol=1e-15)


def test_smooth_ones_agree_with_scipy():
    np.testing.assert_allclose(ACTIVATIONS["sigmoid"].value(Z), special.expit(Z), rtol=1e-14)
    np.testing.assert_allclose(
        ACTIVATIONS["gelu"].value(Z), Z * norm.cdf(Z), rtol=1e-12, atol=1e-18
    )
    np.testing.assert_allclose(ACTIVATIONS["softplus"].value(Z), -special.log_expit(-Z), rtol=1e-12)


def test_the_menu_is_complete_and_in_order():
    assert list(ACTIVATIONS) == [
        "step",
        "identity",
        "sigmoid",
        "tanh",
        "relu",
        "leaky_relu",
        "elu",
        "selu",
        "softplus",
        "gelu",
        "silu",
        "mish",
        "hard_sigmoid",
        "hard_tanh",
    ]
    assert len({f.label for f in ACTIVATIONS.values()}) == len(ACTIVATIONS)


@every_activation
def test_every_entry_says_what_it_is(f):
    assert f.label
    assert f.equation
    assert f.derivative_equation
    assert f.source
    assert "$" not in f.equation + f.derivative_equation
    assert f.equation.count("{") == f.equation.count("}")
    assert f.derivative_equation.count("{") == f.derivative_equation.count("}")


@every_activation
def test_knobs_match_the_keywords_of_both_functions(f):
    for function in (f.value, f.derivative):
        keywords = {
            name: p.default
            for name, p in inspect.signature(function).parameters.items()
            if p.kind is p.KEYWORD_ONLY
        }
        assert keywords == {knob.name: knob.default for knob in f.knobs}
    for knob in f.knobs:
        assert isinstance(knob, Knob)
        assert knob.default in knob.ticks
        assert list(knob.ticks) == sorted(set(knob.ticks))


def settings(f):
    """The defaults, then each knob at every tick."""
    return [{}] + [{knob.name: tick} for knob in f.knobs for tick in knob.ticks]


@every_activation
def test_the_derivative_agrees_with_central_differences(f):
    away = np.all([np.abs(Z - kink) > 1e-3 for kink in f.kinks] or [Z == Z], axis=0)
    z, h = Z[away], 1e-5
    for knobs in settings(f):
        measured = (f.value(z + h, **knobs) - f.value(z - h, **knobs)) / (2 * h)
        np.testing.assert_allclose(f.derivative(z, **knobs), measured, rtol=1e-6, atol=1e-9)


@every_activation
def test_every_knob_changes_value_and_slope(f):
    for knob in f.knobs:
        other = {knob.name: knob.ticks[0]}
        assert not np.array_equal(f.value(Z, **other), f.value(Z))
        assert not np.array_equal(f.derivative(Z, **other), f.derivative(Z))


@every_activation
def test_declared_kinks_are_where_the_slope_jumps(f):
    knobs = {"alpha": 0.5} if f.knobs else {}
    for kink in f.kinks:
        if f.key == "step":
            assert f.value(kink + 1e-9) - f.value(kink - 1e-9) == 1
        else:
            jump = f.derivative(kink + 1e-9, **knobs) - f.derivative(kink - 1e-9, **knobs)
            assert abs(jump) > 0.1


@every_activation
def test_values_stay_in_the_range_and_come_near_both_its_ends(f):
    low, high = f.range
    values = f.value(np.concatenate([WIDE, Z]))
    assert values.min() >= low - 1e-15
    assert values.max() <= high
    assert values.max() == high
    assert values.min() == pytest.approx(low, abs=1e-5)


@every_activation
def test_extreme_inputs_give_numbers_without_a_warning(f):
    assert not np.isnan(f.value(WIDE)).any()
    slopes = f.derivative(WIDE)
    assert np.isfinite(slopes).all()
    np.testing.assert_allclose(slopes[[0, -1]], slopes[[1, -2]])  # at ±inf as at ±1e308
    if f.range[1] == np.inf:
        assert f.value(np.inf) == np.inf


@every_activation
def test_shape_and_precision_are_kept_and_inputs_left_alone(f):
    for dtype in (np.float32, np.float64):
        z = np.linspace(-3, 3, 12, dtype=dtype).reshape(3, 2, 2)
        before = z.copy()
        for result in (f.value(z), f.derivative(z)):
            assert result.shape == z.shape
            assert result.dtype == dtype
            assert not np.shares_memory(result, z)
        np.testing.assert_array_equal(z, before)
    np.testing.assert_allclose(f.value(0.7), f.value(np.array([0.7]))[0], rtol=1e-15)
    assert f.value(np.zeros(0)).shape == (0,)
