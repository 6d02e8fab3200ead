import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import erf

from core.activations import ACTIVATIONS
from core.smooth_activations import gelu, gelu_tanh, gelu_tanh_derivative
from core.straight_activations import prelu, prelu_alpha_derivative, prelu_derivative
from core.studies.activations.activation_variants import (
    ACTIVATION_VARIANTS,
    gelu_gap,
    widest_gelu_gap,
)
from core.studies.activations.curves import sample

Z = np.linspace(-8, 8, 1601)


def test_the_tanh_form_at_one_by_hand():
    u = 0.7978845608028654 * 1.044715
    assert u == pytest.approx(0.833562, abs=5e-7)
    assert gelu_tanh(1.0) == pytest.approx(0.5 * (1 + np.tanh(u)), rel=1e-15)
    assert gelu_tanh(1.0) == pytest.approx(0.841192, abs=5e-7)  # exact: 0.841345
    assert gelu_tanh(0.0) == 0
    assert gelu_tanh_derivative(0.0) == 0.5


def test_the_tanh_form_is_the_formula_of_its_paper():
    u = np.sqrt(2 / np.pi) * (Z + 0.044715 * Z**3)
    np.testing.assert_allclose(gelu_tanh(Z), 0.5 * Z * (1 + np.tanh(u)), rtol=1e-13, atol=2e-15)


def test_the_two_forms_differ_by_less_than_one_in_two_thousand():
    z, gap = widest_gelu_gap()
    assert z == pytest.approx(2.69894, abs=5e-6)
    assert gap == pytest.approx(-4.7324e-4, abs=5e-9)
    assert np.abs(gelu_gap(np.linspace(-50, 50, 100_001))).max() <= abs(gap) * (1 + 1e-12)


def test_the_widest_gap_agrees_with_an_independent_search():
    def gap(z):
        exact = 0.5 * z * (1 + erf(z / np.sqrt(2)))
        return exact - 0.5 * z * (1 + np.tanh(np.sqrt(2 / np.pi) * (z + 0.044715 * z**3)))

    found = minimize_scalar(gap, bounds=(2, 4), method="bounded", options={"xatol": 1e-10})
    z, widest = widest_gelu_gap()
    assert z == pytest.approx(found.x, abs=1e-5)
    assert widest == pytest.approx(found.fun, rel=1e-9)


def test_the_gap_is_the_difference_and_the_same_on_both_sides():
    np.testing.assert_allclose(gelu_gap(Z), gelu(Z) - gelu_tanh(Z), atol=4e-15)
    np.testing.assert_array_equal(gelu_gap(Z), gelu_gap(-Z))
    np.testing.assert_array_equal(gelu_gap(np.array([-np.inf, 0.0, 1e308, np.inf])), 0)


@pytest.mark.parametrize("form", [gelu, gelu_tanh])
def test_both_forms_share_out_z_between_its_two_signs(form):
    np.testing.assert_allclose(form(Z) - form(-Z), Z, rtol=1e-14)


def test_prelu_is_the_leaky_relu_with_another_start():
    leaky = ACTIVATIONS["leaky_relu"]
    for alpha in (0.01, 0.25, 1.0):
        np.testing.assert_array_equal(prelu(Z, alpha=alpha), leaky.value(Z, alpha=alpha))
        np.testing.assert_array_equal(
            prelu_derivative(Z, alpha=alpha), leaky.derivative(Z, alpha=alpha)
        )
    np.testing.assert_array_equal(prelu(Z), leaky.value(Z, alpha=0.25))


def test_prelu_with_leak_minus_one_is_the_absolute_value():
    np.testing.assert_array_equal(prelu(Z, alpha=-1.0), np.abs(Z))


@pytest.mark.parametrize("alpha", ACTIVATION_VARIANTS["prelu"].knobs[0].ticks)
def test_the_slope_along_alpha_agrees_with_central_differences(alpha):
    h = 1e-6
    measured = (prelu(Z, alpha=alpha + h) - prelu(Z, alpha=alpha - h)) / (2 * h)
    np.testing.assert_allclose(prelu_alpha_derivative(Z), measured, rtol=1e-8, atol=1e-9)


def test_only_negative_inputs_teach_the_leak():
    np.testing.assert_array_equal(prelu_alpha_derivative(np.array([-2.0, 0.0, 3.0])), [-2, 0, 0])
    assert np.isnan(prelu_alpha_derivative(np.nan))


def test_a_leak_that_learns_finds_the_absolute_value():
    z, alpha = np.linspace(-1, 1, 41), 0.25
    for _ in range(200):
        misses = prelu(z, alpha=alpha) - np.abs(z)
        alpha -= 0.5 * np.mean(2 * misses * prelu_alpha_derivative(z))
    assert alpha == pytest.approx(-1, abs=1e-12)


def test_variants_are_no_entries_of_the_menu_but_drawn_like_them():
    assert not ACTIVATION_VARIANTS.keys() & ACTIVATIONS.keys()
    for f in ACTIVATION_VARIANTS.values():
        curve = sample(f, -4.0, 4.0)
        np.testing.assert_array_equal(curve.values, f.value(curve.z))
