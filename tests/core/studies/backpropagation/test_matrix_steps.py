"""One layer on whole matrices: worked by hand, held against the engine, and against small steps."""

import numpy as np
import pytest

from core.gradcheck import relative_error
from core.network import Network, trace
from core.studies.backpropagation.layer_check import by_layer, error_of
from core.studies.backpropagation.matrix_steps import (
    matrices_of,
    matrix_steps,
    outer_products,
)
from core.studies.backpropagation.problem import Problem
from core.studies.backpropagation.slope_check import check
from core.studies.backpropagation.small_batch import OUTPUTS, draw_batch

FUNCTIONS = ("tanh", "relu", "sigmoid", "gelu", "identity")


def test_a_linear_layer_of_two_examples_by_hand():
    network = Network((np.array([[2.0], [1.0]]),), (np.array([1.0]),), ("identity",))
    batch = Problem(network, np.array([[1.0, 0.0], [0.0, 3.0]]), np.array([[1.0], [2.0]]), "mse")
    steps = matrix_steps(batch, trace(network, batch.x, batch.y, "mse"), 1)
    found = [step.result.values.ravel().tolist() for step in steps]
    # XW = 2, 3; + 1; identity; squares of the misses 2, 2; c = 2/2: dZ = 2, 2
    assert found[:5] == [[2, 3], [3, 4], [3, 4], [4, 4], [2, 2]]
    # Xᵀ dZ = 1·2 + 0·2, 0·2 + 3·2; the sum; dZ Wᵀ, row by row
    assert found[5:] == [[2, 6], [4], [4, 2, 4, 2]]


def redone(step):
    """The result of a step by its own rule, from its operands."""
    left, right = step.left.values, None if step.right is None else step.right.values
    return {
        "product": lambda: left @ right,
        "add": lambda: left + right,
        "times": lambda: left * right,
        "miss": lambda: step.factor * (left - right),
        "sum": lambda: left.sum(axis=0, keepdims=True),
    }.get(step.kind, lambda: step.result.values)()


@pytest.mark.parametrize("loss", OUTPUTS)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_step_gives_what_the_engine_found(loss, function):
    for sizes, rows, seed in (((3, 4, 2), 5, 0), ((2, 3, 3, 2), 8, 1), ((6, 1), 1, 2)):
        batch = draw_batch(sizes, function, loss, batch=rows, seed=seed)
        run = trace(batch.network, batch.x, batch.y, loss)
        for layer in range(1, len(sizes)):
            own = matrices_of(batch, run, layer)
            steps = matrix_steps(batch, run, layer)
            for step in steps:
                assert not step.complaint
                np.testing.assert_allclose(redone(step), step.result.values, atol=1e-14)
            for number, name in ((2, "Z"), (3, "A"), (5, "dZ"), (6, "dW"), (7, "db"), (8, "dX")):
                assert steps[number - 1].result.name == name
                np.testing.assert_allclose(
                    steps[number - 1].result.values, own[name].values, atol=1e-14
                )
            np.testing.assert_allclose(
                outer_products(batch, run, layer).sum(axis=0), own["dW"].values, atol=1e-14
            )
        assert all(max(c.weights, c.biases) < 1e-6 for c in by_layer(check(batch, run)))
        if layer == len(sizes) - 1:
            np.testing.assert_allclose(steps[3].result.values.mean(), run.loss)


def test_slopes_of_a_matrix_have_its_shape():
    batch = draw_batch((3, 4, 2), "tanh", "mse", batch=5)
    own = matrices_of(batch, trace(batch.network, batch.x, batch.y, "mse"), 1)
    for name in ("X", "W", "b"):
        assert own[name].shape == own[f"d{name}"].shape
    assert own["Z"].shape == own["A"].shape == own["dZ"].shape == own["dA"].shape == (5, 4)


def test_each_share_of_dw_is_that_examples_own_gradient_over_the_count():
    batch = draw_batch((3, 4, 2), "tanh", "cross_entropy", batch=5)
    shares = outer_products(batch, trace(batch.network, batch.x, batch.y, batch.loss), 1)
    for k in range(5):
        alone = trace(batch.network, batch.x[k : k + 1], batch.y[k : k + 1], batch.loss)
        np.testing.assert_allclose(5 * shares[k], alone.backward[0].d_weights, atol=1e-15)


@pytest.mark.parametrize("number", [1, 6, 8])
def test_a_forgotten_transpose_brings_numpys_own_sentence(number):
    batch = draw_batch((3, 4, 2), "tanh", "mse", batch=5)
    run = trace(batch.network, batch.x, batch.y, "mse")
    step = matrix_steps(batch, run, 1, mistake=True)[number - 1]
    assert step.result is None
    with pytest.raises(ValueError, match="mismatch") as error:
        step.left.values @ step.right.values
    assert str(error.value) == step.complaint


def test_a_mistake_that_fits_is_caught_by_small_steps_alone():
    batch = draw_batch((3, 4, 2), "tanh", "cross_entropy", batch=3)
    run = trace(batch.network, batch.x, batch.y, batch.loss)
    wrong = matrix_steps(batch, run, 1, mistake=True)[5]
    assert wrong.result.shape == run.backward[0].d_weights.shape
    assert error_of(check(batch, run), 1, wrong.result.values) > 0.1
    assert error_of(check(batch, run), 1, run.backward[0].d_weights) < 1e-6
    assert error_of(check(batch, run), 2, run.backward[1].d_weights) < 1e-6


def test_the_referee_catches_a_planted_slope():
    batch = draw_batch((3, 4, 2), "tanh", "mse", batch=5)
    run = trace(batch.network, batch.x, batch.y, "mse")
    wrong = run.backward[0].d_weights.copy()
    wrong[0, 0] += 1e-3 * np.abs(wrong).max()
    assert error_of(check(batch, run), 1, wrong) > 1e-4
    assert relative_error(check(batch, run).measured[:12].reshape(4, 3).T, wrong) > 1e-4


def test_no_hidden_unit_stands_on_a_kink():
    for seed in range(30):
        batch = draw_batch((3, 4, 2), "relu", "mse", batch=8, seed=seed)
        run = trace(batch.network, batch.x, batch.y, "mse")
        assert np.abs(run.forward[0].z).min() > 1e-3
        assert all(max(c.weights, c.biases) < 1e-6 for c in by_layer(check(batch, run)))


def test_more_examples_leave_those_there_were():
    few, many = (draw_batch((3, 4, 2), "tanh", "mse", batch=n) for n in (2, 8))
    np.testing.assert_array_equal(few.x, many.x[:2])
    np.testing.assert_array_equal(few.network.weights[0], many.network.weights[0])
