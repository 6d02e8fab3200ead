import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.infinite_width import predict_rms


def test_he_keeps_the_signal_and_the_gradient_of_relu():
    a, gradient = predict_rms("relu", 50, 2.0)
    np.testing.assert_allclose(a, 1, rtol=1e-9)
    np.testing.assert_allclose(gradient, np.sqrt(0.5), rtol=1e-9)  # half the units are shut


def test_lecun_halves_the_power_of_relu_in_every_layer():
    a, gradient = predict_rms("relu", 10, 1.0)
    np.testing.assert_allclose(a**2, 0.5 ** np.arange(1, 11), rtol=1e-9)
    np.testing.assert_allclose(gradient**2, 0.5 ** np.arange(10, 0, -1), rtol=1e-9)


def test_the_identity_only_multiplies_weights():
    a, gradient = predict_rms("identity", 4, 1.5**2)
    np.testing.assert_allclose(a, 1.5 ** np.arange(1, 5), rtol=1e-9)
    np.testing.assert_allclose(gradient, 1.5 ** np.arange(3, -1, -1), rtol=1e-9)


def test_selu_with_lecun_stays_where_it_is():
    a, _ = predict_rms("selu", 50, 1.0)
    np.testing.assert_allclose(a, 1, rtol=1e-6)  # what its two constants were chosen for


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_one_layer_is_the_mean_over_many_normal_numbers(f):
    a, gradient = predict_rms(f, 1, 1.7)
    z = np.sqrt(1.7) * np.random.default_rng(0).normal(size=1_000_000)
    assert a[0] == pytest.approx(np.sqrt(np.mean(f.value(z) ** 2)), rel=5e-3)
    assert gradient[0] == pytest.approx(np.sqrt(np.mean(f.derivative(z) ** 2)), rel=5e-3)


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("power", [0.0, 1e-9, 1e12])
def test_nothing_warns_however_small_or_large_the_weights(f, power):
    a, gradient = predict_rms(f, 60, power)
    assert a.shape == gradient.shape == (60,)
    assert not np.isnan(a).any()


def test_a_negative_power_is_refused():
    with pytest.raises(ValueError, match="weight_power"):
        predict_rms("relu", 3, -1.0)
