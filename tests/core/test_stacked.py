import numpy as np
import pytest

from core.network import Network
from core.stacked import Stack, count_parameters, sizes_of, which_are_weights

SIZES, KEYS = (2, 3, 4, 1), ("tanh", "relu", "sigmoid")


def test_a_row_holds_layer_by_layer_the_weights_row_by_row_and_then_the_biases():
    network = Network(
        weights=(np.array([[1.0, 2, 3], [4, 5, 6]]), np.array([[10.0], [11], [12]])),
        biases=(np.array([7.0, 8, 9]), np.array([13.0])),
        activations=("tanh", "sigmoid"),
    )
    stack = Stack.of([network])
    np.testing.assert_array_equal(stack.parameters, [np.arange(1, 14)])
    assert stack.sizes == (2, 3, 1)
    np.testing.assert_array_equal(which_are_weights(stack.sizes), [1] * 6 + [0] * 3 + [1] * 3 + [0])


def test_parameters_are_counted():
    assert count_parameters((2, 8, 8, 1)) == 24 + 72 + 9
    assert count_parameters(SIZES) == Stack.random(SIZES, KEYS, seeds=[0]).parameters.shape[1]


@pytest.mark.parametrize("initializer", ["glorot", "he", "zeros"])
def test_row_i_of_a_random_stack_is_the_random_network_of_seed_i_bit_for_bit(initializer):
    stack = Stack.random(SIZES, KEYS, seeds=[5, 0, 9], initializer=initializer)
    assert stack.runs == 3
    for run, seed in enumerate([5, 0, 9]):
        alone = Network.random(SIZES, KEYS, seed=seed, initializer=initializer)
        network = stack.network(run)
        assert network.activations == alone.activations
        for mine, theirs in zip(
            (*network.weights, *network.biases), (*alone.weights, *alone.biases), strict=True
        ):
            np.testing.assert_array_equal(mine, theirs)


def test_weights_and_biases_are_views_with_the_shapes_that_a_batch_needs():
    stack = Stack.random(SIZES, KEYS, seeds=range(5))
    assert [w.shape for w in stack.weights] == [(5, 2, 3), (5, 3, 4), (5, 4, 1)]
    assert [b.shape for b in stack.biases] == [(5, 1, 3), (5, 1, 4), (5, 1, 1)]
    assert all(np.shares_memory(w, stack.parameters) for w in (*stack.weights, *stack.biases))


def test_a_network_taken_out_is_a_copy():
    stack = Stack.random(SIZES, KEYS, seeds=[0])
    stack.network(0).weights[0][:] = 99
    assert 99 not in stack.parameters


def test_a_part_is_some_of_the_rows():
    stack = Stack.random(SIZES, KEYS, seeds=range(5))
    np.testing.assert_array_equal(stack.part(1, 3).parameters, stack.parameters[1:3])


def test_single_precision_is_kept():
    network = Network.random(SIZES, KEYS)
    single = Network(
        tuple(w.astype(np.float32) for w in network.weights),
        tuple(b.astype(np.float32) for b in network.biases),
        KEYS,
    )
    assert Stack.of([single]).network(0).weights[0].dtype == np.float32


def test_networks_that_do_not_fit_together_are_refused():
    with pytest.raises(ValueError, match="at least one"):
        Stack.of([])
    small, large = Network.random((2, 1), ["tanh"]), Network.random((3, 1), ["tanh"])
    with pytest.raises(ValueError, match="one shape"):
        Stack.of([small, large])
    with pytest.raises(ValueError, match="one shape"):
        Stack.of([small, Network.random((2, 1), ["relu"])])


@pytest.mark.parametrize("shape", [(3,), (0, 3), (2, 4)])
def test_rows_of_the_wrong_length_are_refused(shape):
    with pytest.raises(ValueError, match=r"parameters must be \(runs, 3\)"):
        Stack(np.zeros(shape), (2, 1), ("tanh",))


def test_sizes_and_activations_must_fit():
    with pytest.raises(ValueError, match="one more than activations"):
        Stack(np.zeros((1, 3)), (2, 1), ("tanh", "tanh"))
    with pytest.raises(ValueError, match="one more than activations"):
        Stack(np.zeros((1, 0)), (2,), ())


def test_sizes_are_read_off_a_network():
    assert sizes_of(Network.random(SIZES, KEYS)) == SIZES
