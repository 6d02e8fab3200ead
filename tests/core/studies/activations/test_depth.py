import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.studies.activations.depth import run_chain


def test_two_layers_by_hand():
    run = run_chain("sigmoid", 0.0, 2, weight=2.0, bias=0.5)
    a1 = 1 / (1 + np.exp(-0.5))
    a2 = 1 / (1 + np.exp(-(2 * a1 + 0.5)))
    np.testing.assert_allclose(run.z, [0.5, 2 * a1 + 0.5], rtol=1e-15)
    np.testing.assert_allclose(run.a, [a1, a2], rtol=1e-15)
    np.testing.assert_allclose(run.slopes, [a1 * (1 - a1), a2 * (1 - a2)], rtol=1e-14)
    np.testing.assert_allclose(
        run.products, [2 * a1 * (1 - a1), 4 * a1 * (1 - a1) * a2 * (1 - a2)], rtol=1e-14
    )


def test_sigmoids_lose_at_least_three_quarters_of_the_slope_a_layer():
    x = np.linspace(-4, 4, 33)
    run = run_chain("sigmoid", x, 50)
    bound = 0.25 ** np.arange(1, 51)
    assert (run.products <= bound[:, None]).all()
    assert run.products[0, 16] == 0.25


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("depth", [1, 3, 6])
def test_the_product_is_the_measured_slope_of_the_whole_chain(f, depth):
    x = np.array([-0.83, 0.41, 1.37])
    run = run_chain(f, x, depth, weight=1.3, bias=0.2)

    def total(x):
        return run_chain(f, x, depth, weight=1.3, bias=0.2).a[-1].sum()

    assert relative_error(run.products[-1], numerical_gradient(total, x, 1e-5)) < 1e-6


def test_the_identity_only_multiplies_weights():
    run = run_chain("identity", 1.0, 9, weight=1.5)
    assert run.products[-1] == pytest.approx(38.443359375)
    assert run_chain("identity", 1.0, 9, weight=0.5).products[-1] == 0.5**9


def test_relu_passes_the_slope_untouched_or_not_at_all():
    np.testing.assert_array_equal(run_chain("relu", 2.0, 30).products, np.ones(30))
    np.testing.assert_array_equal(run_chain("relu", 2.0, 30, bias=-5.0).products, np.zeros(30))
    np.testing.assert_allclose(run_chain("leaky_relu", -1.0, 3).products, [1e-2, 1e-4, 1e-6])


def test_knobs_reach_the_activation():
    np.testing.assert_allclose(run_chain("leaky_relu", -1.0, 2, alpha=0.5).products, [0.5, 0.25])


def test_a_batch_is_its_examples_side_by_side():
    x = np.array([-1.0, 0.3, 2.0])
    both = run_chain("tanh", x, 5, weight=1.2)
    for j, one in enumerate(x):
        alone = run_chain("tanh", one, 5, weight=1.2)
        for name in ("z", "a", "slopes", "products"):
            assert getattr(alone, name).shape == (5,)
            np.testing.assert_allclose(getattr(both, name)[:, j], getattr(alone, name), rtol=1e-14)


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("weight", [1e200, -1e200, 0.0])
def test_overflow_is_silent_and_never_nan(f, weight):
    run = run_chain(f, np.array([-2.0, 0.0, 3.0]), 6, weight=weight, bias=0.1)
    for numbers in (run.z, run.a, run.slopes, run.products):
        assert not np.isnan(numbers).any()


def test_an_overflowing_product_is_infinite_and_a_zero_slope_still_silences_it():
    assert run_chain("relu", 1.0, 400, weight=10.0).products[-1] == np.inf
    run = run_chain("hard_tanh", 5e-324, 4, weight=1e160)  # two layers on the ramp, then off it
    np.testing.assert_array_equal(run.products, [1e160, np.inf, 0, 0])


def test_float32_stays_float32():
    assert run_chain("relu", np.float32([1, 2]), 3, weight=0.5).products.dtype == np.float32


@pytest.mark.parametrize("depth", [0, -1, 1.5])
def test_a_chain_without_layers_is_refused(depth):
    with pytest.raises(ValueError, match="depth"):
        run_chain("relu", 1.0, depth)


def test_an_unknown_activation_is_refused_by_name():
    with pytest.raises(ValueError, match=r"'rely'.*sigmoid"):
        run_chain("rely", 1.0, 3)
