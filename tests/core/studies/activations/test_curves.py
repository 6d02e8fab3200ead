import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.activation_facts import true_kinks
from core.studies.activations.curves import sample
from core.studies.activations.depth import run_chain, sigmoid_bound


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_a_curve_is_the_function_at_rising_places(f):
    curve = sample(f, -8.0, 8.0)
    assert (np.diff(curve.z) > 0).all()
    assert (curve.z[0], curve.z[-1]) == (-8, 8)
    np.testing.assert_array_equal(curve.values, f.value(curve.z))
    np.testing.assert_array_equal(curve.slopes, f.derivative(curve.z))
    np.testing.assert_array_equal(curve.kinks, true_kinks(f))
    assert curve.label == f.label


def test_a_jump_of_the_slope_has_no_width():
    curve = sample(ACTIVATIONS["relu"], -1.0, 1.0, points=3)
    np.testing.assert_allclose(curve.z, [-1, 0, 0, 0, 1], atol=1e-300)
    np.testing.assert_array_equal(curve.slopes, [0, 0, 0, 1, 1])
    np.testing.assert_array_equal(curve.kink_slopes, [0])


def test_at_a_kink_stands_the_slope_agreed_on():
    for key in ("step", "relu", "hard_sigmoid", "hard_tanh"):
        assert not sample(ACTIVATIONS[key], -8.0, 8.0).kink_slopes.any()
    leaky = sample(ACTIVATIONS["leaky_relu"], -8.0, 8.0, alpha=0.2)
    np.testing.assert_array_equal(leaky.kink_slopes, [0.2])
    np.testing.assert_array_equal(sample(ACTIVATIONS["elu"], -8.0, 8.0, alpha=0.5).kink_slopes, 0.5)


def test_an_elu_that_meets_itself_with_slope_one_has_no_kink():
    assert sample(ACTIVATIONS["elu"], -8.0, 8.0).kinks.size == 0
    assert sample(ACTIVATIONS["elu"], -8.0, 8.0, alpha=0.5).kinks.size == 1


def test_kinks_outside_the_stretch_are_left_out():
    assert sample(ACTIVATIONS["hard_sigmoid"], -1.0, 1.0).kinks.size == 0


@pytest.mark.parametrize("ends", [(1.0, 1.0), (2.0, -2.0), (np.nan, 1.0), (-np.inf, 1.0)])
def test_an_empty_stretch_is_refused(ends):
    with pytest.raises(ValueError, match="low"):
        sample(ACTIVATIONS["tanh"], *ends)


def test_one_point_is_no_curve():
    with pytest.raises(ValueError, match="points"):
        sample(ACTIVATIONS["tanh"], -1.0, 1.0, points=1)


@pytest.mark.parametrize("weight", [0.25, 1.0, 4.0, -2.0])
def test_no_chain_of_sigmoids_passes_its_bound(weight):
    bound = sigmoid_bound(50, weight=weight)
    run = run_chain("sigmoid", np.linspace(-8, 8, 81), 50, weight=weight)
    assert (np.abs(run.products) <= bound[:, None]).all()
    assert bound[1] == weight**2 / 16
