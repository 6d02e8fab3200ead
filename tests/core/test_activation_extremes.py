"""Frozen values from another library, slopes from both sides of a kink, and what is far out or no number."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import special

from core.activations import ACTIVATIONS
from core.studies.activations.activation_variants import ACTIVATION_VARIANTS
from core.studies.activations.curves import sample

ALL = {**ACTIVATIONS, **ACTIVATION_VARIANTS}
SETTINGS = [  # every entry at its defaults, then with each knob at each tick
    pytest.param(f, knobs, id=f"{f.key}{list(knobs.values())}")
    for f in ALL.values()
    for knobs in [{}, *({knob.name: tick} for knob in f.knobs for tick in knob.ticks)]
]
every_setting = pytest.mark.parametrize(("f", "knobs"), SETTINGS)
REFERENCE = json.loads((Path(__file__).parent / "reference" / "activations.json").read_text())
FAR = np.array([1e4, 1e308, np.inf])


@pytest.mark.parametrize("key", ["gelu", "gelu_tanh", "selu", "silu", "mish"])
def test_two_hundred_values_and_slopes_agree_with_mpmath(key):
    z, frozen = np.array(REFERENCE["z"]), REFERENCE[key]
    assert (len(z), z[0], z[-1]) == (200, -10, 10)
    # relative, so that the tails count too; the slopes of three pass through 0
    np.testing.assert_allclose(ALL[key].value(z), frozen["value"], rtol=1e-12, atol=0)
    np.testing.assert_allclose(ALL[key].derivative(z), frozen["derivative"], rtol=1e-12, atol=1e-15)


def test_values_agree_with_scipy():
    z = np.linspace(-30, 30, 6001)
    sigmoid, gelu = special.expit(z), z * special.ndtr(z)
    np.testing.assert_allclose(ALL["sigmoid"].value(z), sigmoid, rtol=1e-14)
    np.testing.assert_allclose(ALL["silu"].value(z), z * sigmoid, rtol=1e-14)
    np.testing.assert_allclose(ALL["gelu"].value(z), gelu, rtol=1e-12)
    by_erf = 0.5 * z * (1 + special.erf(z / np.sqrt(2)))
    np.testing.assert_allclose(ALL["gelu"].value(z), by_erf, rtol=1e-14, atol=2e-15)
    np.testing.assert_allclose(ALL["elu"].value(z), np.where(z > 0, z, special.expm1(z)))


@every_setting
def test_slopes_agree_with_central_differences_away_from_kinks(f, knobs):
    z, h = np.random.default_rng(11).uniform(-8, 8, 400), 1e-5
    z = z[np.all([np.abs(z - kink) > 1e-3 for kink in f.kinks] or [z == z], axis=0)]
    measured = (f.value(z + h, **knobs) - f.value(z - h, **knobs)) / (2 * h)
    np.testing.assert_allclose(f.derivative(z, **knobs), measured, rtol=1e-6, atol=1e-9)


@every_setting
def test_on_both_sides_of_a_kink_the_slope_is_that_of_its_side(f, knobs):
    for kink in f.kinks:
        for side in (-1, 1):
            near, h = np.nextafter(kink, side * np.inf), side * 1e-5
            once, twice = (f.value(kink + n * h, **knobs) for n in (1, 2))
            thrice = f.value(kink + 3 * h, **knobs)
            # three places beside the kink, none on it: the slope at the kink, to second order
            measured = (-2.5 * once + 4 * twice - 1.5 * thrice) / h
            assert f.derivative(near, **knobs) == pytest.approx(measured, rel=1e-7, abs=1e-9)


@every_setting
def test_at_a_kink_stands_the_slope_of_the_left_side_or_zero(f, knobs):
    for kink in f.kinks:
        left = f.derivative(np.nextafter(kink, -np.inf), **knobs)
        flat = f.key in ("step", "relu", "hard_sigmoid", "hard_tanh")
        assert f.derivative(kink, **knobs) == (0 if flat else left)


LIMITS = {  # value far left, value far right, slope far left, slope far right
    "step": (0, 1, 0, 0),
    "identity": (-FAR, FAR, 1, 1),
    "sigmoid": (0, 1, 0, 0),
    "tanh": (-1, 1, 0, 0),
    "relu": (0, FAR, 0, 1),
    "leaky_relu": (None, FAR, None, 1),
    "elu": (None, FAR, 0, 1),
    "selu": (-1.7580993408473766, None, 0, 1.0507009873554805),
    "softplus": (0, FAR, 0, 1),
    "gelu": (0, FAR, 0, 1),
    "silu": (0, FAR, 0, 1),
    "mish": (0, FAR, 0, 1),
    "hard_sigmoid": (0, 1, 0, 0),
    "hard_tanh": (-1, 1, 0, 0),
    "prelu": (None, FAR, None, 1),
    "gelu_tanh": (0, FAR, 0, 1),
}


@every_setting
def test_far_out_values_and_slopes_have_come_to_their_limits(f, knobs):
    alpha = knobs.get("alpha", f.knobs[0].default if f.knobs else None)
    left, right, left_slope, right_slope = LIMITS[f.key]
    if left is None:
        left = -alpha if f.key == "elu" else -FAR * alpha
    if left_slope is None:
        left_slope = alpha
    if right is None:
        right = FAR * right_slope
    np.testing.assert_allclose(f.value(FAR, **knobs), right, rtol=1e-15)
    np.testing.assert_allclose(f.value(-FAR, **knobs), left, rtol=1e-15)
    np.testing.assert_allclose(f.derivative(-FAR, **knobs), left_slope, rtol=1e-15)
    np.testing.assert_allclose(f.derivative(FAR, **knobs), right_slope, rtol=1e-15)


@every_setting
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extremes_pass_without_any_warning(f, knobs, dtype):
    largest, smallest = np.finfo(dtype).max, np.finfo(dtype).smallest_subnormal
    ends = np.array([1e4, largest, np.inf, smallest, 0], dtype=dtype)
    with np.errstate(over="warn", divide="warn", invalid="warn"):
        for z in (ends, -ends, np.array([np.nan, 0], dtype=dtype), *ends, *-ends, dtype(np.nan)):
            f.value(z, **knobs)
            f.derivative(z, **knobs)


@every_setting
def test_what_is_not_a_number_stays_so_and_spoils_nothing_else(f, knobs):
    for function in (f.value, f.derivative):
        assert np.isnan(function(np.nan, **knobs))
        mixed = function(np.array([1.5, np.nan, -2.5]), **knobs)
        np.testing.assert_array_equal(np.isnan(mixed), [False, True, False])
        np.testing.assert_array_equal(mixed[[0, 2]], function(np.array([1.5, -2.5]), **knobs))


@every_setting
def test_float32_stays_float32_in_value_and_slope(f, knobs):
    z = np.array([-2.0, 0.0, np.nan, 2.0], dtype=np.float32)
    assert f.value(z, **knobs).dtype == f.derivative(z, **knobs).dtype == np.float32


def test_a_curve_over_a_stretch_without_numbers_is_refused_but_one_with_huge_ends_is_not():
    with pytest.raises(ValueError, match="low"):
        sample(ALL["gelu"], np.nan, 1.0)
    assert np.isfinite(sample(ALL["gelu"], -1e100, 1e100).slopes).all()
