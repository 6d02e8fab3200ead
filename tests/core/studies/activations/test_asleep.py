import numpy as np
import pytest
from scipy import stats

from core.activations import ACTIVATIONS
from core.images import digits
from core.network import Network, trace
from core.studies.activations.activation_facts import FACTS
from core.studies.activations.activation_variants import ACTIVATION_VARIANTS
from core.studies.activations.asleep import (
    digit_layer,
    flat_where,
    is_flat,
    share_of_bell,
    sleep_of_bell,
    sleep_of_layer,
)

ALL = {**ACTIVATIONS, **ACTIVATION_VARIANTS}
every_activation = pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)


def test_units_by_hand():
    z = np.array([[-1.0, 2.0, -3.0], [-2.0, -0.5, 4.0]])
    relu = sleep_of_layer("relu", z)
    np.testing.assert_array_equal(relu.flat, [1, 0.5, 0.5])
    np.testing.assert_array_equal(relu.dead, [True, False, False])
    tanh = sleep_of_layer("tanh", np.array([[5.0, 0.0], [-4.0, 3.0]]))
    np.testing.assert_array_equal(tanh.flat, [0, 0])
    np.testing.assert_array_equal(tanh.nearly_flat, [1, 0.5])
    np.testing.assert_array_equal(tanh.asleep, [True, False])


def test_relu_sleeps_through_the_part_of_the_bell_left_of_zero():
    for mean, spread in ((0.0, 1.0), (-1.0, 2.0), (3.0, 0.5)):
        seen = sleep_of_bell("relu", mean, spread)
        assert seen.flat_exact == pytest.approx(stats.norm.cdf(-mean / spread), rel=1e-12)
        assert seen.nearly_flat_exact == seen.flat_exact


@pytest.mark.parametrize(
    ("key", "limit", "stretches"),
    [
        ("step", 0, [(-np.inf, np.inf)]),
        ("identity", 0.01, []),
        ("relu", 0, [(-np.inf, 0)]),
        ("leaky_relu", 0.01, []),  # a slope of 0.01 is not smaller than 0.01
        ("hard_tanh", 0, [(-np.inf, -1), (1, np.inf)]),
        ("hard_sigmoid", 0.01, [(-np.inf, -3), (3, np.inf)]),
        ("tanh", 0.01, [(-np.inf, -np.arccosh(10)), (np.arccosh(10), np.inf)]),
        ("elu", 0.01, [(-np.inf, np.log(0.01))]),
        ("softplus", 0.01, [(-np.inf, np.log(0.01 / 0.99))]),
    ],
)
def test_the_stretches_worked_out_on_paper(key, limit, stretches):
    found = flat_where(key, limit)
    np.testing.assert_allclose(np.array(found).reshape(-1), np.ravel(stretches), atol=1e-12)


def test_the_sigmoid_is_nearly_flat_where_the_quadratic_says():
    edge = np.log((1 + np.sqrt(0.96)) / (1 - np.sqrt(0.96)))  # σ (1 - σ) = 0.01
    np.testing.assert_allclose(flat_where("sigmoid"), [(-np.inf, -edge), (edge, np.inf)])


def test_a_dip_has_two_nearly_flat_stretches_its_tail_and_its_lowest_point():
    for key, lowest in (("gelu", -0.75179), ("silu", -1.27846), ("mish", -1.19244)):
        tail, bottom = flat_where(key)
        assert tail[0] == -np.inf
        assert tail[1] < bottom[0] < lowest < bottom[1] < 0


def test_floats_lose_the_slope_of_the_sigmoid_far_out():
    (_, left), (right, _) = flat_where("sigmoid", 0)
    assert 740 < right < 750
    assert left == pytest.approx(-right, abs=1e-9)


@every_activation
def test_inside_the_stretches_it_sleeps_and_outside_it_does_not(f):
    z = np.random.default_rng(0).uniform(-30, 30, 5000)
    for knobs in [{}, *({k.name: t} for k in f.knobs for t in k.ticks)]:
        for limit in (0, 0.01, 0.1):
            inside = np.zeros(len(z), bool)
            for low, high in flat_where(f, limit, **knobs):
                inside |= (low < z) & (z < high)
            np.testing.assert_array_equal(inside, is_flat(f.derivative(z, **knobs), limit))


@every_activation
@pytest.mark.parametrize(("mean", "spread"), [(0.0, 1.0), (-2.0, 3.0), (4.0, 10.0)])
def test_measured_shares_lie_within_four_standard_errors_of_the_exact_ones(f, mean, spread):
    n = 20_000
    seen = sleep_of_bell(f, mean, spread, n=n, seed=5)
    for share, exact in (
        (seen.flat, seen.flat_exact),
        (seen.nearly_flat, seen.nearly_flat_exact),
    ):
        assert abs(share - exact) <= 4 * np.sqrt(exact * (1 - exact) / n) + 1e-15


def test_the_share_of_a_bell_is_that_of_scipy():
    stretches = ((-np.inf, -2.0), (-1.0, 0.5), (3.0, np.inf))
    bell = stats.norm(0.3, 1.7)
    expected = sum(bell.cdf(high) - bell.cdf(low) for low, high in stretches)
    assert share_of_bell(stretches, 0.3, 1.7) == pytest.approx(expected, abs=1e-15)
    assert share_of_bell((), 0.3, 1.7) == 0
    assert share_of_bell(((-np.inf, np.inf),), 0.3, 1.7) == 1


def test_the_same_seed_moves_and_stretches_the_same_batch():
    one, other = sleep_of_bell("tanh", 0.0, 1.0, seed=3), sleep_of_bell("tanh", 2.0, 5.0, seed=3)
    np.testing.assert_allclose(other.z, 2 + 5 * one.z, rtol=1e-14)
    assert not np.array_equal(one.z, sleep_of_bell("tanh", 0.0, 1.0, seed=4).z)


def test_knobs_reach_the_activation():
    assert sleep_of_bell("leaky_relu", 0.0, 1.0).nearly_flat == 0
    assert sleep_of_bell("leaky_relu", 0.0, 1.0, alpha=0.001).nearly_flat_exact == 0.5
    assert sleep_of_layer("leaky_relu", np.array([[-1.0]]), alpha=0.001).asleep.all()


def test_a_layer_on_the_digits_is_the_first_layer_of_that_network():
    network = Network.random((64, 12, 10), ("relu", "identity"), seed=7, initializer="he")
    x = digits().images.reshape(-1, 64)
    z = trace(network, x, np.zeros((len(x), 10)), "mse").forward[0].z
    np.testing.assert_array_equal(digit_layer(12, seed=7), z)
    np.testing.assert_allclose(digit_layer(12, seed=7, gain=2.0, bias=-3.0), 2 * z - 3, atol=1e-12)


def test_a_bias_of_minus_five_kills_nearly_every_relu_and_no_leaky_one():
    z = digit_layer(64, bias=-5.0)
    assert sleep_of_layer("relu", z).dead.mean() > 0.9
    assert not sleep_of_layer("leaky_relu", z).dead.any()
    assert sleep_of_layer("relu", digit_layer(64)).dead.mean() < 0.2


def test_weights_too_large_saturate_tanh():
    calm, wild = (sleep_of_layer("tanh", digit_layer(64, gain=gain)) for gain in (0.3, 30.0))
    assert calm.nearly_flat.mean() < 0.01
    assert wild.nearly_flat.mean() > 0.8


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("activation", lambda: sleep_of_bell("rely", 0.0, 1.0)),
        ("spread", lambda: sleep_of_bell("relu", 0.0, 0.0)),
        ("mean", lambda: sleep_of_bell("relu", np.nan, 1.0)),
        ("n is", lambda: sleep_of_bell("relu", 0.0, 1.0, n=0)),
        ("limit", lambda: flat_where("relu", -0.1)),
        ("initializer", lambda: digit_layer(4, initializer="her")),
        ("n_out", lambda: digit_layer(0)),
        ("z must", lambda: sleep_of_layer("relu", np.zeros(3))),
        ("z must", lambda: sleep_of_layer("relu", np.zeros((0, 3)))),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name, call):
    with pytest.raises(ValueError, match=name):
        call()


def test_a_stretch_that_ends_at_zero_ends_there_exactly():
    assert flat_where("relu", 0) == flat_where("relu") == ((-np.inf, 0.0),)


@pytest.mark.parametrize("f", ALL.values(), ids=ALL)
def test_the_ends_are_flat_where_the_facts_say_that_it_saturates(f):
    stretches = flat_where(f)
    left = bool(stretches) and stretches[0][0] == -np.inf
    right = bool(stretches) and stretches[-1][1] == np.inf
    sides = {(1, 1): "both", (1, 0): "left", (0, 1): "right", (0, 0): "nowhere"}
    assert FACTS[f.key].saturates == sides[left, right]


@pytest.mark.parametrize("alpha", ACTIVATIONS["elu"].knobs[0].ticks)
def test_an_elu_is_flat_from_the_logarithm_of_its_depth(alpha):
    ((low, high),) = flat_where("elu", alpha=alpha)
    assert low == -np.inf
    assert high == pytest.approx(np.log(0.01 / alpha), rel=1e-13)


def test_a_leak_of_one_thousandth_counts_as_flat_and_one_of_a_hundredth_does_not():
    assert flat_where("leaky_relu", alpha=0.001) == ((-np.inf, 0),)
    assert flat_where("leaky_relu", alpha=0.01) == ()
