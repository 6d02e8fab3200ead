import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.infinite_width import predict_rms, predict_spread


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


@pytest.mark.parametrize("key", ["relu", "tanh", "sigmoid", "gelu"])
def test_the_spread_is_that_of_many_pairs_drawn_at_random(key):
    rng, f, c = np.random.default_rng(0), ACTIVATIONS[key], 0.0
    q = 1.0
    spreads = predict_spread(key, 3, 1.5, batch=2)
    for spread in spreads:
        u, v = rng.standard_normal((2, 400_000))
        a = f.value(np.sqrt(1.5 * q) * u)
        other = f.value(np.sqrt(1.5 * q) * (c / q * u + np.sqrt(1 - (c / q) ** 2) * v))
        q, c = np.mean(a**2 + other**2) / 2, np.mean(a * other)
        assert spread == pytest.approx(np.sqrt((q - c) / 2), rel=0.01)


def test_the_spread_of_an_identity_is_its_size():
    size, _ = predict_rms("identity", 5, 2.25)
    np.testing.assert_allclose(
        predict_spread("identity", 5, 2.25, batch=50), np.sqrt(1 - 1 / 50) * size, rtol=1e-6
    )


@pytest.mark.parametrize(("name", "value"), [("batch", 1), ("depth", 0), ("activation", "rely")])
def test_no_spread_without_two_examples(name, value):
    given = {"activation": "relu", "depth": 2, "weight_power": 1.0, "batch": 2, name: value}
    with pytest.raises(ValueError, match=name):
        predict_spread(**given)
