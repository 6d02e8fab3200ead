import numpy as np
import pytest

from core.network import trace
from core.studies.backpropagation.presets import PRESETS, own_sizes, rebuilt
from core.studies.backpropagation.problem import Problem

WORKED = PRESETS["worked"].problem
SAME = {"activations": ("sigmoid", "sigmoid"), "loss": "half_sse", "l2": 0.0}


def test_the_perceptron_is_that_of_the_curriculum():
    problem = PRESETS["perceptron"].problem
    run = trace(problem.network, problem.x, problem.y, problem.loss)
    assert run.forward[0].z[0, 0] == -6
    assert run.forward[0].out[0, 0] == pytest.approx(0.0024726231566347743, abs=1e-15)


def test_presets_are_as_their_labels_say():
    sizes = {key: preset.problem.sizes for key, preset in PRESETS.items()}
    assert sizes["xor"] == (2, 3, 1)
    assert sizes["softmax"] == (3, 4, 3)
    assert PRESETS["xor"].problem.network.activations == ("tanh", "tanh")
    assert PRESETS["penalty"].problem.l2 > 0
    assert not PRESETS["worked"].update_biases


def test_sizes_of_ones_own_follow_their_seed():
    first, again, other = (own_sizes((3, 6, 2), seed) for seed in (1, 1, 2))
    assert first.problem.sizes == (3, 6, 2)
    np.testing.assert_array_equal(
        first.problem.network.weights[0], again.problem.network.weights[0]
    )
    assert np.any(first.problem.network.weights[0] != other.problem.network.weights[0])


def test_pasted_weights_bring_their_sizes_and_the_rest_is_filled_in():
    wide = (np.ones((3, 4)), np.ones((4, 2)))
    problem = rebuilt(WORKED, **SAME, weights=wide)
    assert problem.sizes == (3, 4, 2)
    np.testing.assert_array_equal(problem.network.biases[0], np.zeros(4))
    np.testing.assert_array_equal(problem.x, [[0.5, 0.5, 0.5]])
    np.testing.assert_array_equal(problem.y, WORKED.y)
    shares = {"activations": ("tanh", "softmax"), "loss": "cross_entropy", "l2": 0.0}
    np.testing.assert_array_equal(rebuilt(WORKED, **shares).y, WORKED.y)  # they sum to 1
    three = (np.ones((2, 3)), np.ones((3, 3)))
    np.testing.assert_array_equal(rebuilt(WORKED, **shares, weights=three).y, [[1, 0, 0]])


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"weights": (np.ones((2, 3)), np.ones((1, 3)))}, "They would fit turned"),
        ({"weights": (np.ones((2, 3)), np.ones((4, 1)))}, "have 4 rows"),
        ({"biases": [np.zeros(2)]}, "need 2 and 2 biases"),
        ({"x": np.ones((1, 3))}, "1 to 8 rows of 2 numbers"),
        ({"x": np.ones((9, 2)), "y": np.ones((9, 2))}, "1 to 8 rows"),
        ({"x": np.ones((2, 2)), "y": np.ones((3, 2))}, "as many rows"),
        ({"weights": (np.ones((2, 7)), np.ones((7, 2)))}, "up to 4 layers of up to 6 units"),
        ({"loss": "cross_entropy"}, "wants softmax as the last layer"),
        ({"loss": "binary_cross_entropy", "y": np.array([[2.0, 0.0]])}, "targets from 0 to 1"),
    ],
)
def test_parts_that_do_not_fit_get_their_sentence(parts, says):
    with pytest.raises(ValueError, match=says):
        rebuilt(WORKED, **(SAME | parts))


def test_targets_of_cross_entropy_are_shares():
    with pytest.raises(ValueError, match="sum to 1"):
        rebuilt(
            WORKED,
            activations=("tanh", "softmax"),
            loss="cross_entropy",
            l2=0.0,
            y=np.array([[0.9, 0.9]]),
        )


def test_one_example_of_several():
    problem = PRESETS["xor"].problem.example(2)
    assert isinstance(problem, Problem)
    np.testing.assert_array_equal(problem.x, [[1, 0]])
