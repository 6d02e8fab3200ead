import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.losses import HALF_SSE, LOSSES
from core.network import Network, forward, trace
from core.passes import forward_many, gradients_many, layers_many, losses_at, losses_many
from core.softmax import softmax
from core.stacked import Stack

ALL = {**LOSSES, HALF_SSE.key: HALF_SSE}
every_loss = pytest.mark.parametrize("loss", ALL)
OUTPUTS = {
    "predictions": "tanh",
    "margins": "identity",
    "probabilities": "sigmoid",
    "logits": "identity",
}


def problem(loss, runs=4, batch=6, n_out=3, seed=0):
    """A stack and examples that this loss accepts."""
    rng = np.random.default_rng(seed)
    takes, over_classes = ALL[loss].takes, loss.startswith(("cross", "kl"))
    output = "softmax" if over_classes and takes == "probabilities" else OUTPUTS[takes]
    stack = Stack.random((2, 4, n_out), ("tanh", output), seeds=range(runs))
    y = rng.uniform(0, 1, (batch, n_out))
    if takes == "margins":
        y = np.sign(y - 0.5)
    return stack, rng.normal(size=(batch, 2)), softmax(y) if over_classes else y


def flat(seen):
    """The slopes of a trace in the order of a stack."""
    return np.concatenate([np.append(g.d_weights.ravel(), g.d_bias) for g in seen.backward])


def test_two_neurons_worked_by_hand():
    stack = Stack(np.array([[2.0, 1.0], [0.5, -1.0]]), (1, 1), ("identity",))  # w, b
    x, y = np.array([[1.0], [3.0]]), np.array([[1.0], [4.0]])
    np.testing.assert_array_equal(forward_many(stack, x)[..., 0], [[3, 7], [-0.5, 0.5]])
    # misses 2, 3 and -1.5, -3.5
    losses, slopes = gradients_many(stack, x, y, "mse")
    np.testing.assert_array_equal(losses, [(4 + 9) / 2, (2.25 + 12.25) / 2])
    np.testing.assert_array_equal(slopes, [[2 + 9, 2 + 3], [-1.5 - 10.5, -1.5 - 3.5]])
    np.testing.assert_array_equal(losses_many(stack, x, y, "mse"), losses)


@every_loss
def test_every_run_gets_what_trace_gives_it_alone(loss):
    stack, x, y = problem(loss)
    losses, slopes = gradients_many(stack, x, y, loss)
    for run in range(stack.runs):
        alone = trace(stack.network(run), x, y, loss)
        assert losses[run] == pytest.approx(alone.loss, rel=1e-14)
        np.testing.assert_allclose(slopes[run], flat(alone), rtol=1e-13, atol=1e-16)
        np.testing.assert_array_equal(forward_many(stack, x)[run], forward(stack.network(run), x))


@every_loss
@pytest.mark.parametrize("batch", [1, 3, 50])
def test_many_are_bit_equal_to_one_whatever_the_company(loss, batch):
    stack, x, y = problem(loss, runs=9, batch=batch)
    losses, slopes = gradients_many(stack, x, y, loss)
    for run in range(stack.runs):
        one_loss, one_slope = gradients_many(stack.part(run, run + 1), x, y, loss)
        np.testing.assert_array_equal(one_loss, losses[run : run + 1])
        np.testing.assert_array_equal(one_slope, slopes[run : run + 1])


@every_loss
def test_slopes_agree_with_central_differences(loss):
    stack, x, y = problem(loss, runs=2)
    _, slopes = gradients_many(stack, x, y, loss)
    like = stack.network(0)
    for run in range(2):
        measured = numerical_gradient(
            lambda p: losses_at(p[None], like, x, y, loss)[0], stack.parameters[run]
        )
        assert relative_error(slopes[run], measured) < 1e-7


@pytest.mark.parametrize("key", [key for key in ACTIVATIONS if key != "step"])
def test_slopes_through_every_activation_agree_with_central_differences(key):
    rng = np.random.default_rng(3)
    stack = Stack.random((3, 5, 4, 2), (key, key, "identity"), seeds=[1])
    stack = Stack(
        stack.parameters + rng.normal(0, 0.1, stack.parameters.shape),
        stack.sizes,
        stack.activations,
    )
    x, y, like = rng.normal(size=(5, 3)), rng.normal(size=(5, 2)), stack.network(0)
    _, (slopes,) = gradients_many(stack, x, y, "mse")
    measured = numerical_gradient(
        lambda p: losses_at(p[None], like, x, y, "mse")[0], stack.parameters[0]
    )
    assert relative_error(slopes, measured) < 1e-6


def test_a_batch_for_each_run_is_taken_run_by_run():
    stack, x, y = problem("mse", runs=3)
    xs = x + np.arange(3)[:, None, None]
    ys = np.stack([y, 2 * y, 3 * y])
    losses, slopes = gradients_many(stack, xs, ys, "mse")
    for run in range(3):
        alone = gradients_many(stack.part(run, run + 1), xs[run], ys[run], "mse")
        np.testing.assert_array_equal(losses[run], alone[0][0])
        np.testing.assert_array_equal(slopes[run], alone[1][0])


def test_layers_keep_what_every_unit_said():
    stack, x, _ = problem("mse", runs=3)
    hidden, output = layers_many(stack, x)
    assert hidden.out.shape == (3, 6, 4)
    np.testing.assert_array_equal(output.a, hidden.out)
    np.testing.assert_array_equal(output.out, forward_many(stack, x))


@pytest.mark.parametrize("block", [None, 1, 3, 1000])
def test_a_slice_of_the_loss_surface_is_the_same_in_blocks_of_any_size(block):
    stack, x, y = problem("binary_cross_entropy", runs=10, n_out=1)
    heights = losses_at(
        stack.parameters, stack.network(0), x, y, "binary_cross_entropy", block=block
    )
    np.testing.assert_array_equal(heights, losses_many(stack, x, y, "binary_cross_entropy"))


def test_the_slice_in_single_precision_is_close():
    stack, x, y = problem("binary_cross_entropy", runs=10, n_out=1)
    like, rough = stack.network(0), stack.parameters.astype(np.float32)
    heights = losses_at(rough, like, x, y, "binary_cross_entropy")
    assert heights.dtype == np.float32
    np.testing.assert_allclose(
        heights, losses_at(stack.parameters, like, x, y, "binary_cross_entropy"), rtol=1e-5
    )


def test_inputs_are_untouched():
    stack, x, y = problem("cross_entropy")
    for array in (stack.parameters, x, y):
        array.flags.writeable = False
    gradients_many(stack, x, y, "cross_entropy")


@pytest.mark.parametrize("size", [1e100, 1e154, 1e200, 1e308, np.inf])
@every_loss
def test_networks_beyond_all_bounds_are_silent_and_leave_the_others_alone(loss, size):
    stack, x, y = problem(loss)
    parameters = stack.parameters.copy()
    parameters[1] = size
    wild = Stack(parameters, stack.sizes, stack.activations)
    before, after = gradients_many(stack, x, y, loss), gradients_many(wild, x, y, loss)
    for left, right in zip(before, after, strict=True):
        np.testing.assert_array_equal(left[[0, 2, 3]], right[[0, 2, 3]])
    np.testing.assert_array_equal(losses_many(wild, x, y, loss), after[0])


def test_what_does_not_fit_is_refused():
    stack, x, y = problem("mse")
    for bad in (x[0], x[:, :1], x[:0], np.zeros((3, 6, 2))):
        with pytest.raises(ValueError, match=r"x must be \(batch, 2\) or \(4, batch, 2\)"):
            forward_many(stack, bad)
    for bad in (y[:2], y[:, :1], y[0]):
        with pytest.raises(ValueError, match=r"y must be \(6, 3\)"):
            losses_many(stack, x, bad, "mse")
    with pytest.raises(ValueError, match="loss is 'wrong'"):
        losses_many(stack, x, y, "wrong")
    with pytest.raises(ValueError, match=r"parameters must be \(runs, 27\)"):
        losses_at(np.zeros((2, 5)), stack.network(0), x, y, "mse")
    for block in (0, -1, 2.5):
        with pytest.raises(ValueError, match="block"):
            losses_at(stack.parameters, stack.network(0), x, y, "mse", block=block)
    with pytest.raises(ValueError, match="x must be"):
        losses_at(stack.parameters, stack.network(0), x[:0], y[:0], "mse")


def test_a_network_of_one_layer_works_too():
    network = Network.random((2, 1), ["sigmoid"], seed=1)
    x, y = np.array([[1.0, 2.0]]), np.array([[1.0]])
    _, (slopes,) = gradients_many(Stack.of([network]), x, y, "binary_cross_entropy")
    np.testing.assert_allclose(slopes, flat(trace(network, x, y, "binary_cross_entropy")))
