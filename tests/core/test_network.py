from itertools import product

import numpy as np
import pytest

from core.activations import ACTIVATIONS, softmax_jacobian
from core.gradcheck import numerical_gradient, relative_error
from core.initializers import INITIALIZERS
from core.losses import LOSSES
from core.network import Network, forward, trace, update

X, Y = np.array([[0.05, 0.10]]), np.array([[0.01, 0.99]])


def mazur():
    """The 2-2-2 network of a much-copied worked example."""
    return Network(
        weights=(
            np.array([[0.15, 0.20], [0.25, 0.30]]).T,  # the example writes (n_out, n_in)
            np.array([[0.40, 0.45], [0.50, 0.55]]).T,
        ),
        biases=(np.full(2, 0.35), np.full(2, 0.60)),
        activations=("sigmoid", "sigmoid"),
    )


def close(actual, expected, atol=1e-10):
    np.testing.assert_allclose(actual, expected, rtol=0, atol=atol)


def test_the_worked_example_forward():
    run = trace(mazur(), X, Y, "half_sse")
    hidden, output = run.forward
    close(hidden.a, X)
    close(hidden.z[0, 0], 0.3775)
    close(hidden.out, [[0.5932699921, 0.5968843783]])
    close(output.out, [[0.7513650696, 0.7729284653]])
    close(run.loss, 0.298371108760, atol=5e-13)
    assert run.objective == run.loss
    np.testing.assert_array_equal(forward(mazur(), X), output.out)


def test_the_worked_example_backward():
    hidden, output = trace(mazur(), X, Y, "half_sse").backward
    close(output.d_out, [[0.7413650696, -0.2170715347]])
    close(output.d_weights[0, 0], 0.0821670406)  # w5
    close(hidden.d_weights[0, 0], 0.0004385677)  # w1
    np.testing.assert_array_equal(hidden.d_out, output.d_a)


def test_the_worked_example_after_one_update_of_the_weights():
    moved = update(mazur(), trace(mazur(), X, Y, "half_sse"), lr=0.5, update_biases=False)
    close(moved.weights[1].T, [[0.3589164797, 0.4086661861], [0.5113012703, 0.5613701211]])
    close(moved.weights[0].T, [[0.1497807161, 0.1995614323], [0.2497511436, 0.2995022873]])
    np.testing.assert_array_equal(moved.biases, mazur().biases)
    close(trace(moved, X, Y, "half_sse").loss, 0.291027773694, atol=5e-13)


def test_the_worked_example_after_one_update_of_weights_and_biases():
    moved = update(mazur(), trace(mazur(), X, Y, "half_sse"), lr=0.5)
    close(trace(moved, X, Y, "half_sse").loss, 0.280471446791, atol=5e-13)


def test_the_worked_example_after_ten_thousand_updates():
    network, losses = mazur(), {}
    for t in range(10_000):
        run = trace(network, X, Y, "half_sse")
        losses[t] = run.loss
        network = update(network, run, lr=0.5, update_biases=False)
    run = trace(network, X, Y, "half_sse")
    assert losses[9_999] == pytest.approx(3.51085e-5, rel=1e-5)
    assert run.loss == pytest.approx(3.51018784e-5, rel=2e-9)
    close(run.forward[-1].out, [[0.0159136204, 0.9840642735]])


def test_the_perceptron_of_the_third_example():
    network = Network((np.array([[3.0], [-2.0]]),), (np.array([1.0]),), ("sigmoid",))
    run = trace(network, np.array([[-1.0, 2.0]]), np.array([[1.0]]), "binary_cross_entropy")
    assert run.forward[0].z[0, 0] == -6
    assert run.forward[0].out[0, 0] == pytest.approx(0.0024726, abs=5e-8)
    np.testing.assert_allclose(
        run.backward[0].d_weights[:, 0], (run.forward[0].out[0, 0] - 1) * np.array([-1, 2])
    )


def test_tanh_learns_xor():
    x = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    y = np.array([[0.0], [1], [1], [0]])
    network = Network.random((2, 3, 1), ("tanh", "tanh"), seed=1)
    for i in range(4 * 1000):  # one example at a time
        row = [i % 4]
        network = update(network, trace(network, x[row], y[row], "mse"), lr=0.1)
    assert trace(network, x, y, "mse").loss < 0.01


def test_the_penalty_is_half_l2_times_the_squared_weights_and_spares_the_biases():
    plain, penalized = (trace(mazur(), X, Y, "half_sse", l2) for l2 in (0.0, 0.2))
    squares = sum(np.sum(w**2) for w in mazur().weights)
    assert penalized.loss == plain.loss
    assert penalized.objective == pytest.approx(plain.loss + 0.1 * squares, rel=1e-15)
    layers = zip(plain.backward, penalized.backward, mazur().weights, strict=True)
    for without, with_it, w in layers:
        np.testing.assert_allclose(with_it.d_weights, without.d_weights + 0.2 * w, rtol=1e-14)
        np.testing.assert_array_equal(with_it.d_bias, without.d_bias)
        np.testing.assert_array_equal(with_it.d_a, without.d_a)


def test_two_linear_layers_are_one():
    network = Network.random((3, 4, 2), ("identity", "identity"), seed=5)
    x = np.random.default_rng(0).normal(size=(7, 3))
    w1, w2 = network.weights
    np.testing.assert_allclose(forward(network, x), x @ (w1 @ w2), atol=1e-14)


def test_a_batch_has_the_mean_gradient_of_its_examples():
    rng = np.random.default_rng(2)
    network = Network.random((3, 5, 2), ("tanh", "identity"), seed=3)
    x, y = rng.normal(size=(6, 3)), rng.normal(size=(6, 2))
    for loss in ("mse", "half_sse"):
        whole = trace(network, x, y, loss)
        parts = [trace(network, x[[i]], y[[i]], loss) for i in range(6)]
        for layer in range(2):
            mean = np.mean([part.backward[layer].d_weights for part in parts], axis=0)
            np.testing.assert_allclose(whole.backward[layer].d_weights, mean, rtol=1e-12)
        assert whole.loss == pytest.approx(np.mean([part.loss for part in parts]))


@pytest.mark.parametrize(
    ("output", "loss", "logits_loss"),
    [
        ("sigmoid", "binary_cross_entropy", "binary_cross_entropy_with_logits"),
        ("softmax", "cross_entropy", "cross_entropy_with_logits"),
        ("softmax", "kl_divergence", "cross_entropy_with_logits"),
    ],
)
def test_matched_outputs_give_predicted_minus_true_as_both_the_jacobian_and_the_logits_do(
    output, loss, logits_loss
):
    network = Network.random((3, 4, 3), ("tanh", output), seed=4)
    x, y = np.random.default_rng(1).normal(size=(5, 3)), np.eye(3)[[0, 1, 2, 1, 0]]
    last = trace(network, x, y, loss)
    step, gradient = last.forward[-1], last.backward[-1]
    if output == "softmax":
        chained = np.einsum("bij,bi->bj", softmax_jacobian(step.z), gradient.d_out)
    else:
        chained = gradient.d_out * ACTIVATIONS[output].derivative(step.z)
    np.testing.assert_allclose(gradient.d_z, chained, atol=1e-15)
    linear = Network(network.weights, network.biases, ("tanh", "identity"))
    np.testing.assert_allclose(
        gradient.d_z, trace(linear, x, y, logits_loss).backward[-1].d_z, atol=1e-15
    )


@pytest.mark.parametrize(
    ("output", "loss"), [("sigmoid", "binary_cross_entropy"), ("softmax", "cross_entropy")]
)
def test_matched_outputs_learn_even_when_certain_and_wrong(output, loss):
    network = Network((1000 * np.eye(2),), (np.zeros(2),), (output,))
    run = trace(network, np.array([[1.0, -1.0]]), np.array([[0.0, 1.0]]), loss)
    assert run.loss == np.inf
    scale = 2 if output == "sigmoid" else 1
    np.testing.assert_array_equal(run.backward[0].d_z, np.array([[1.0, -1.0]]) / scale)


def random_case(seed, hidden, output, loss):
    """A small network whose pre-activations keep clear of every kink, and a batch for it."""
    for attempt in range(100):
        rng = np.random.default_rng([seed, attempt])
        depth, batch = rng.integers(2, 4), rng.integers(1, 5)
        sizes = [int(n) for n in rng.integers(2, 5, depth + 1)]
        activations = (*(hidden,) * (depth - 1), output)
        drawn = Network.random(sizes, activations, seed=seed + attempt)
        network = Network(drawn.weights, tuple(rng.normal(size=n) for n in sizes[1:]), activations)
        x = rng.normal(size=(batch, sizes[0]))
        y = targets(rng, loss, (batch, sizes[-1]))
        steps = trace(network, x, y, loss).forward
        if all(clear(step.z, key) for step, key in zip(steps, activations, strict=True)):
            return network, x, y
    raise AssertionError("no case without a kink in sight")


def clear(z, key):
    kinks = () if key == "softmax" else ACTIVATIONS[key].kinks
    return all(np.abs(z - kink).min() > 1e-3 for kink in kinks)


def targets(rng, loss, shape):
    if loss in ("hinge", "squared_hinge"):
        return rng.choice([-1.0, 1.0], shape)
    if loss in ("cross_entropy", "kl_divergence", "cross_entropy_with_logits"):
        return np.eye(shape[1])[rng.integers(0, shape[1], shape[0])]
    if loss.startswith("binary"):
        return rng.integers(0, 2, shape).astype(float)
    return rng.normal(size=shape)


def fitting_output(loss):
    """An output whose values the loss accepts."""
    if LOSSES[loss].takes != "probabilities":
        return "identity"
    return "sigmoid" if loss == "binary_cross_entropy" else "softmax"


def every_slope_is_the_measured_one(network, x, y, loss, l2):
    run = trace(network, x, y, loss, l2)
    for i, gradient in enumerate(run.backward):
        for name, claimed in (("weights", gradient.d_weights), ("biases", gradient.d_bias)):

            def objective(values, i=i, name=name):
                parts = list(getattr(network, name))
                parts[i] = values
                other = {"weights": network.weights, "biases": network.biases, name: tuple(parts)}
                changed = Network(activations=network.activations, **other)
                return trace(changed, x, y, loss, l2).objective

            measured = numerical_gradient(objective, getattr(network, name)[i], 1e-5)
            assert np.abs(claimed - measured).max() < 1e-6 * max(1e-2, np.abs(measured).max())
    slope_along_x = numerical_gradient(lambda x: trace(network, x, y, loss).objective, x, 1e-5)
    assert np.abs(run.backward[0].d_a - slope_along_x).max() < 1e-6 * max(
        1e-2, np.abs(slope_along_x).max()
    )


@pytest.mark.parametrize("hidden", ACTIVATIONS)
@pytest.mark.parametrize(("seed", "loss"), [(10, "mse"), (11, "log_cosh"), (12, "cross_entropy")])
def test_every_activation_inside_a_network_passes_the_referee(hidden, seed, loss):
    network, x, y = random_case(seed, hidden, fitting_output(loss), loss)
    every_slope_is_the_measured_one(network, x, y, loss, l2=0.05)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("seed", [20, 21, 22])
def test_every_loss_on_top_of_a_network_passes_the_referee(loss, seed):
    network, x, y = random_case(seed, "tanh", fitting_output(loss), loss)
    every_slope_is_the_measured_one(network, x, y, loss, l2=0.3 * (seed % 2))


@pytest.mark.parametrize("output", [*ACTIVATIONS, "softmax"])
@pytest.mark.parametrize("loss", ["mse", "log_cosh", "half_sse"])
def test_every_activation_as_output_passes_the_referee(output, loss):
    network, x, y = random_case(30, "silu", output, loss)
    every_slope_is_the_measured_one(network, x, y, loss, l2=0.0)


def test_the_referee_catches_a_wrong_slope():
    network, x, y = random_case(10, "tanh", "identity", "mse")
    claimed = trace(network, x, y, "mse", 0.1).backward[0].d_weights
    without_penalty = trace(network, x, y, "mse").backward[0].d_weights
    assert relative_error(claimed, without_penalty) > 1e-3


@pytest.mark.parametrize("initializer", INITIALIZERS)
def test_a_random_network_has_the_asked_shape_and_follows_its_seed(initializer):
    def draw(seed):
        return Network.random((2, 3, 1), ("tanh", "sigmoid"), seed=seed, initializer=initializer)

    network = draw(1)
    assert [w.shape for w in network.weights] == [(2, 3), (3, 1)]
    assert [b.shape for b in network.biases] == [(3,), (1,)]
    assert not any(b.any() for b in network.biases)
    np.testing.assert_array_equal(network.weights[0], draw(1).weights[0])
    assert initializer == "zeros" or not np.array_equal(network.weights[0], draw(2).weights[0])


def test_the_default_initializer_is_glorot():
    default, glorot = (
        Network.random((9, 9), ("relu",), **kw) for kw in ({}, {"initializer": "glorot"})
    )
    np.testing.assert_array_equal(default.weights[0], glorot.weights[0])


def test_zero_weights_keep_hidden_units_alike_and_only_output_biases_learn():
    network = Network.random((2, 3, 1), ("tanh", "identity"), initializer="zeros")
    run = trace(network, np.array([[1.0, 2.0]]), np.array([[1.0]]), "mse")
    assert not any(g.d_weights.any() for g in run.backward)
    assert run.backward[-1].d_bias[0] == -2


def test_nothing_given_is_modified():
    network, x, y = random_case(10, "relu", "identity", "mse")
    parts = (*network.weights, *network.biases, x, y)
    before = [part.copy() for part in parts]
    update(network, trace(network, x, y, "mse", 0.1), lr=0.5)
    for part, old in zip(parts, before, strict=True):
        np.testing.assert_array_equal(part, old)


def test_float32_stays_float32():
    w, b, x, y = (np.ones(shape, np.float32) for shape in ((2, 2), (2,), (3, 2), (3, 2)))
    for key, loss in product(("gelu", "softmax"), ("mse", "half_sse")):
        run = trace(Network((w, w), (b, b), ("tanh", key)), x, y, loss, l2=0.1)
        assert run.backward[0].d_weights.dtype == np.float32
        assert (
            update(Network((w, w), (b, b), ("tanh", key)), run, 0.1).biases[0].dtype == np.float32
        )


def test_overflow_is_silent():
    network = Network(
        (np.full((1, 2), 1e200), np.full((2, 1), 1e200)),
        (np.ones(2), np.ones(1)),
        ("relu", "identity"),
    )
    run = trace(network, np.array([[1e10]]), np.array([[0.0]]), "mse", l2=1.0)
    assert run.loss == run.objective == np.inf
    update(network, run, lr=1e300)


def layers(**changes):
    parts = {
        "weights": (np.ones((2, 3)), np.ones((3, 1))),
        "biases": (np.ones(3), np.ones(1)),
        "activations": ("tanh", "softmax"),
    }
    return {**parts, **changes}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"weights": ()}, "as many as there are layers.* 0, 2 and 2"),
        ({"weights": (), "biases": (), "activations": ()}, "at least 1"),
        ({"biases": (np.ones(3),)}, "2, 1 and 2"),
        ({"activations": ("tanh",)}, "2, 2 and 1"),
        ({"biases": (np.ones(3), np.ones(2))}, r"layer 1 .*\(3, 1\) and \(2,\)"),
        ({"biases": (np.ones((1, 3)), np.ones(1))}, "layer 0"),
        (
            {"weights": (np.ones((2, 3)), np.ones((2, 1)))},
            r"layer 1 has weights \(2, 1\).* 3 numbers",
        ),
        ({"weights": (np.ones(3), np.ones((3, 1)))}, "layer 0 needs"),
        ({"activations": ("softmax", "tanh")}, r"^activation is 'softmax'"),
        ({"activations": ("tanh", "soft")}, "last activation is 'soft'.*softmax"),
    ],
)
def test_layers_that_do_not_fit_are_refused(changes, message):
    assert Network(**layers()).weights[0].shape == (2, 3)
    with pytest.raises(ValueError, match=message):
        Network(**layers(**changes))


@pytest.mark.parametrize("x", [np.ones(2), np.ones((1, 3)), np.ones((0, 2)), np.ones((1, 1, 2))])
def test_an_input_of_the_wrong_shape_is_refused(x):
    with pytest.raises(ValueError, match=r"x must be a batch of rows \(batch, 2\)"):
        forward(mazur(), x)


def test_wrong_targets_keys_and_penalties_are_refused():
    with pytest.raises(ValueError, match=r"\(1, 2\).*\(2,\)"):
        trace(mazur(), X, Y[0], "mse")
    with pytest.raises(ValueError, match=r"loss is 'sse'.*half_sse"):
        trace(mazur(), X, Y, "sse")
    for l2 in (-0.1, np.inf, np.nan):
        with pytest.raises(ValueError, match="l2"):
            trace(mazur(), X, Y, "mse", l2)
    with pytest.raises(ValueError, match=r"initializer is 'xavier'.*glorot"):
        Network.random((2, 1), ("tanh",), initializer="xavier")
    with pytest.raises(ValueError, match="sizes"):
        Network.random((2, 0), ("tanh",))
