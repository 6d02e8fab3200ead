import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.network import Network, trace
from core.studies.activations.deep_notes import mean_factor, rms, typical
from core.studies.activations.deep_signal import STARTS, DeepRun, go_back, go_forward, send_through
from core.studies.activations.depth import run_chain, sigmoid_bound

SMALL = {"width": 8, "batch": 5, "runs": 3}
NUMBERS = ("spread", "a_rms", "gradient_rms", "nearly_flat", "silent", "path_mean", "path_largest")


def test_two_layers_of_one_unit_by_hand():
    f, weights = ACTIVATIONS["sigmoid"], np.array([[[2.0]], [[-1.0]]])
    (z1, a1), (z2, a2) = go_forward(f, np.array([[0.5]]), weights)
    assert z1 == 1.0
    assert z2 == -a1
    (slope2, d_z2), (slope1, d_z1) = go_back(f, np.array([[1.0]]), [z1, z2], weights)
    np.testing.assert_allclose([slope1, slope2], [a1 * (1 - a1), a2 * (1 - a2)], rtol=1e-14)
    assert d_z2 == slope2
    assert d_z1 == -d_z2 * slope1


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_a_run_is_the_pass_of_that_network(key):
    depth, width, batch, seed = 6, 8, 5, 11
    run = send_through(key, depth, width=width, batch=batch, runs=2, initializer="glorot", seed=10)
    network = Network.random([width] * (depth + 1), [key] * depth, seed=seed, initializer="glorot")
    x, d_out = np.random.default_rng((seed, 1)).standard_normal((2, batch, width))
    d_out /= np.sqrt(np.mean(d_out**2))
    steps = trace(network, x, np.zeros((batch, width)), "mse").forward
    y = steps[-1].out - d_out * d_out.size / 2  # so that the slope of the loss is d_out
    seen = trace(network, x, y, "mse")
    for layer, (step, back) in enumerate(zip(seen.forward, seen.backward, strict=True)):
        assert run.a_rms[layer, 1] == pytest.approx(np.sqrt(np.mean(step.out**2)), rel=1e-12)
        np.testing.assert_allclose(
            run.spread[layer, 1], np.sqrt(np.mean(step.out.var(axis=0))), rtol=1e-7, atol=1e-15
        )
        assert run.gradient_rms[layer, 1] == pytest.approx(
            np.sqrt(np.mean(back.d_z**2)), rel=1e-9, abs=1e-300
        )
        slopes = ACTIVATIONS[key].derivative(step.z)
        assert run.nearly_flat[layer, 1] == np.mean(np.abs(slopes) < 0.01)
        assert run.silent[layer, 1] == np.mean(back.d_z == 0)


def test_the_gradient_is_the_slope_of_the_output_along_the_input():
    f, rng = ACTIVATIONS["tanh"], np.random.default_rng(3)
    weights, x, d_out = rng.normal(size=(4, 5, 5)), rng.normal(size=(3, 5)), rng.normal(size=(3, 5))

    def score(x):
        return float(np.sum(d_out * list(go_forward(f, x, weights))[-1][1]))

    z = [z for z, _ in go_forward(f, x, weights)]
    d_z = list(go_back(f, d_out, z, weights))[-1][1]
    assert relative_error(d_z @ weights[0].T, numerical_gradient(score, x)) < 1e-8


def test_layers_of_one_unit_are_the_chain_of_the_depth_lesson():
    weights = np.full((7, 1, 1), 1.3)
    z = [z for z, _ in go_forward(ACTIVATIONS["sigmoid"], np.array([[0.4]]), weights)]
    slopes, _ = zip(*go_back(ACTIVATIONS["sigmoid"], np.ones((1, 1)), z, weights), strict=True)
    chain = run_chain("sigmoid", 0.4, 7, weight=1.3)
    np.testing.assert_allclose(np.ravel(z), chain.z, rtol=1e-15)
    np.testing.assert_allclose(np.ravel(slopes)[::-1], chain.slopes, rtol=1e-15)


@pytest.mark.parametrize("runs", [1, 4, 5, 9])
def test_runs_side_by_side_are_the_same_as_alone(runs):
    together = send_through("gelu", 5, width=8, batch=5, runs=runs, seed=2)
    alone = send_through("gelu", 5, width=8, batch=5, runs=1, seed=2 + runs - 1)
    for name in NUMBERS:
        assert getattr(together, name).shape == (5, runs)
        np.testing.assert_allclose(
            getattr(together, name)[:, -1:], getattr(alone, name), rtol=1e-13
        )


def test_products_along_sigmoid_paths_stay_under_the_bound():
    run = send_through("sigmoid", 50, width=16, batch=8, runs=2)
    bound = sigmoid_bound(50)[::-1]  # row l: all layers from l + 1 to the last
    assert (run.path_largest <= bound[:, None] * (1 + 1e-12)).all()
    assert (run.path_mean <= run.path_largest).all()
    assert (run.path_mean > 0).all()


def test_the_product_of_relu_slopes_is_the_share_of_open_paths():
    run = send_through("relu", 4, runs=4)
    assert (run.path_largest == 1).all()
    np.testing.assert_allclose(run.path_mean.mean(axis=1), [1 / 16, 1 / 8, 1 / 4, 1 / 2], rtol=0.25)
    np.testing.assert_array_equal(run.silent, run.nearly_flat)


def test_the_identity_with_one_and_a_half_times_orthogonal_weights():
    run = send_through("identity", 9, initializer="orthogonal", gain=1.5, **SMALL)
    np.testing.assert_allclose(run.gradient_rms[0], 1.5**8, rtol=1e-12)  # past eight matrices
    np.testing.assert_allclose(run.a_rms[8] / run.a_rms[0], 1.5**8, rtol=1e-12)
    np.testing.assert_array_equal(run.path_mean, np.ones((9, 3)))
    assert 1.5 * run.gradient_rms[0, 0] == pytest.approx(38.443359375)  # the ninth: to the input


@pytest.mark.parametrize("key", ["relu", "tanh", "sigmoid", "selu", "leaky_relu", "softplus"])
@pytest.mark.parametrize("start", ["he", "lecun", "glorot"])
def test_wide_layers_keep_to_the_variance_rule(key, start):
    run = send_through(key, 4, width=128, batch=32, runs=8, initializer=start)
    power = np.sqrt(np.mean(run.a_rms**2, axis=1))
    np.testing.assert_allclose(power, run.a_predicted, rtol=0.06)
    power = np.sqrt(np.mean(run.spread**2, axis=1))
    np.testing.assert_allclose(power, run.spread_predicted, rtol=0.1)
    power = np.sqrt(np.mean(run.gradient_rms**2, axis=1))
    np.testing.assert_allclose(power, run.gradient_predicted, rtol=0.06)


def test_the_prediction_knows_the_gain():
    run = send_through("identity", 3, width=100, runs=8, initializer="lecun", gain=1.5)
    np.testing.assert_allclose(run.a_predicted, 1.5 ** np.arange(1, 4), rtol=1e-9)
    np.testing.assert_allclose(run.a_rms.mean(axis=1), run.a_predicted, rtol=0.05)


def test_sigmoids_vanish_and_the_layer_is_named():
    run = send_through("sigmoid", 50, initializer="glorot", runs=4, batch=32)
    assert run.gradient.kind == "vanishing"
    typical = np.median(run.gradient_rms, axis=1)
    layer = run.gradient.layer
    assert typical[layer - 1] < 1e-6 <= typical[layer]


def test_sigmoids_of_the_same_size_for_every_input_have_lost_their_signal():
    run = send_through("sigmoid", 20, runs=4, batch=32)
    assert (run.a_rms > 0.4).all()
    assert run.signal.kind == "vanishing"
    layer = run.signal.layer
    assert run.spread_typical[layer - 1] < 1e-6 <= run.spread_typical[layer - 2]
    zeros = send_through("sigmoid", 3, initializer="zeros", **SMALL)
    assert (zeros.a_rms == 0.5).all()
    assert zeros.signal == ("vanishing", 1)


def test_he_keeps_relu_healthy_where_plain_weights_explode_and_small_ones_vanish():
    assert send_through("relu", 50, runs=4, batch=32).gradient.kind == "healthy"
    assert (
        send_through("relu", 50, initializer="plain", runs=4, batch=32).gradient.kind == "exploding"
    )
    small = send_through("relu", 50, initializer="plain", gain=0.01, runs=4, batch=32)
    assert small.gradient.kind == small.signal.kind == "vanishing"


def test_zero_weights_let_nothing_through():
    run = send_through("tanh", 3, initializer="zeros", **SMALL)
    np.testing.assert_array_equal(run.a_rms, np.zeros((3, 3)))
    np.testing.assert_array_equal(run.gradient_rms > 0, [[False] * 3, [False] * 3, [True] * 3])
    assert run.gradient == ("vanishing", 2)


def test_the_gain_of_plain_weights_is_their_spread():
    plain = send_through("tanh", 4, initializer="plain", gain=8**-0.5, **SMALL)
    lecun = send_through("tanh", 4, initializer="lecun", **SMALL)
    np.testing.assert_allclose(plain.a_rms, lecun.a_rms, rtol=1e-12)


def test_histograms_hold_every_number_once():
    run = send_through("tanh", 4, **SMALL)
    for shown in (run.activations, run.gradients):
        assert shown.shares.shape == (4, 40)
        total = shown.shares.sum(axis=1) + shown.below + shown.above
        np.testing.assert_allclose(total, 1, rtol=1e-12)
        assert (np.diff(shown.edges) > 0).all()
    assert (run.activations.edges[[0, -1]] == [-1, 1]).all()


def test_relu_piles_up_at_zero():
    run = send_through("relu", 3)
    assert (run.activations.shares[:, 0] > 0.4).all()
    np.testing.assert_allclose(run.gradients.below, run.silent.mean(axis=1), atol=0.01)


def test_more_layers_do_not_change_the_first_ones():
    short, long = (send_through("tanh", depth, **SMALL) for depth in (3, 6))
    np.testing.assert_array_equal(short.a_rms, long.a_rms[:3])


@pytest.mark.parametrize("key", ACTIVATIONS)
@pytest.mark.parametrize("gain", [0.0, 1e-3, 1000.0])
def test_nothing_warns_however_far_it_goes(key, gain):
    run = send_through(key, 120, initializer="plain", gain=gain, **SMALL)
    assert isinstance(run, DeepRun)
    assert run.gradient.kind in ("healthy", "vanishing", "exploding")


def test_an_overflow_has_exploded_and_is_counted_as_above():
    run = send_through("identity", 150, initializer="plain", gain=1000.0, **SMALL)
    assert not np.isfinite(run.a_rms[-1]).any()
    assert run.signal.kind == run.gradient.kind == "exploding"
    assert run.activations.above[-1] == 1


def test_knobs_reach_the_activation():
    steep = send_through("leaky_relu", 1, alpha=0.3, **SMALL)
    np.testing.assert_allclose(steep.path_mean, 0.65, atol=0.2)
    assert steep.path_mean.mean() > send_through("leaky_relu", 1, **SMALL).path_mean.mean() + 0.1
    assert (steep.nearly_flat == 0).all()


def test_the_upstream_gradient_has_a_mean_square_of_one():
    run = send_through("identity", 1, **SMALL)
    np.testing.assert_allclose(run.gradient_rms, 1, rtol=1e-14)
    assert rms(np.ones((2, 3, 4))).shape == (2,)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("depth", 0),
        ("width", 0),
        ("batch", 1.5),
        ("batch", 1),
        ("runs", 0),
        ("seed", -1),
        ("gain", -1.0),
        ("gain", np.nan),
        ("activation", "rely"),
        ("initializer", "her"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name, value):
    arguments = {"activation": "relu", "depth": 2, **SMALL, name: value}
    with pytest.raises(ValueError, match=name):
        send_through(**arguments)


def test_every_initializer_and_plain_ones_are_on_offer():
    assert list(STARTS) == ["zeros", "uniform_half", "lecun", "glorot", "he", "orthogonal", "plain"]
    w = STARTS["plain"](np.random.default_rng(0), 300, 200)
    assert w.var() == pytest.approx(STARTS["plain"].variance(300, 200), rel=0.02)


def test_the_typical_run_is_the_median_and_no_number_counts_as_infinite():
    np.testing.assert_array_equal(
        typical(np.array([[3.0, 1.0, 2.0], [np.nan, 1.0, np.nan]])), [2.0, np.inf]
    )
    run = send_through("tanh", 3, **SMALL)
    np.testing.assert_array_equal(run.a_typical, np.median(run.a_rms, axis=1))
    np.testing.assert_array_equal(run.spread_typical, np.median(run.spread, axis=1))
    np.testing.assert_array_equal(run.gradient_typical, np.median(run.gradient_rms, axis=1))


def test_the_mean_factor_leads_from_first_to_last_and_is_none_at_zero_or_infinity():
    assert mean_factor(2.0, 54.0, 3) == pytest.approx(3.0, rel=1e-14)
    assert mean_factor(1e-300, 1e300, 2) == pytest.approx(1e300, rel=1e-12)  # not by their quotient
    assert mean_factor(5.0, 5.0, 0) == 1
    for first, last in ((0.0, 1.0), (1.0, 0.0), (np.inf, 1.0), (1.0, np.nan)):
        assert np.isnan(mean_factor(first, last, 2))
