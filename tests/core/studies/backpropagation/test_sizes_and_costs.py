"""What a step keeps and multiplies, counted one by one and measured."""

from itertools import pairwise, product

import numpy as np
import pytest

from core.gradcheck import numerical_gradient
from core.network import Network, trace
from core.studies.backpropagation.costs import count_costs, kept_by
from core.studies.backpropagation.sizes import read_sizes


class Counter:
    """A matrix product in plain Python that counts its multiply-adds."""

    def __init__(self):
        self.count = 0

    def __call__(self, a, b):
        out = np.zeros((a.shape[0], b.shape[1]))
        for i, j, k in product(*map(range, (*out.shape, a.shape[1]))):
            out[i, j] += a[i, k] * b[k, j]
            self.count += 1
        return out


@pytest.mark.parametrize(("sizes", "batch"), [((3, 4, 2), 5), ((2, 3, 3, 1), 1), ((4, 2), 3)])
def test_multiply_adds_are_those_of_a_pass_counted_one_by_one(sizes, batch):
    keys = ("tanh",) * (len(sizes) - 1)
    network = Network.random(sizes, keys)
    x, y = np.ones((batch, sizes[0])), np.ones((batch, sizes[-1]))
    run, costs = trace(network, x, y, "mse"), count_costs(sizes, batch)
    forward, slopes, inputs = Counter(), Counter(), Counter()
    for step, w, back in zip(run.forward, network.weights, run.backward, strict=True):
        np.testing.assert_allclose(forward(step.a, w), step.z)  # the biases begin with 0
        np.testing.assert_allclose(slopes(step.a.T, back.d_z), back.d_weights)
    for w, back in list(zip(network.weights, run.backward, strict=True))[1:]:
        np.testing.assert_allclose(inputs(back.d_z, w.T), back.d_a)
    assert costs.forward == forward.count
    assert costs.weight_slopes == slopes.count
    assert costs.input_slopes == inputs.count
    assert costs.backward == slopes.count + inputs.count <= 2 * costs.forward


def test_small_steps_take_two_passes_forward_for_each_parameter():
    asked = []
    costs = count_costs((3, 4, 2), 5)
    numerical_gradient(lambda p: asked.append(0) or 0.0, np.zeros(costs.parameters))
    assert costs.parameters == 3 * 4 + 4 + 4 * 2 + 2
    assert len(asked) == costs.evaluations
    assert costs.numerical == len(asked) * costs.forward


def test_small_steps_grow_as_the_square_of_the_weights_and_the_backward_pass_does_not():
    small, large = (count_costs((n, n, n), 1) for n in (100, 1000))
    assert large.backward / small.backward == pytest.approx(100, rel=0.01)
    assert large.numerical / small.numerical == pytest.approx(10_000, rel=0.03)


def test_what_is_kept_is_what_the_engine_holds_after_a_pass_forward():
    sizes, batch = (5, 4, 3, 2), 7
    run = trace(Network.random(sizes, ("tanh",) * 3), np.ones((7, 5)), np.ones((7, 2)), "mse")
    arrays = {id(a): a for step in run.forward for a in (step.a, step.z, step.out)}
    kept = kept_by(sizes, batch)
    assert sum(array.numbers for array in kept) == sum(a.size for a in arrays.values())
    assert sum(array.size(8) for array in kept) == sum(a.nbytes for a in arrays.values())
    assert [array.name for array in kept] == ["X", "Z₁", "A₁", "Z₂", "A₂", "Z₃", "A₃"]


def test_the_large_network_by_hand():
    kept, costs = kept_by((784, 512, 512, 10), 256), count_costs((784, 512, 512, 10), 256)
    assert sum(array.numbers for array in kept) == 256 * (784 + 2 * (512 + 512 + 10)) == 730_112
    assert costs.parameters == 785 * 512 + 513 * 512 + 513 * 10 == 669_706
    assert costs.forward == 256 * sum(a * b for a, b in pairwise((784, 512, 512, 10)))
    assert costs.evaluations == 1_339_412


@pytest.mark.parametrize("text", ["3-4-2", "3,4,2", " 3 – 4 – 2 ", "3 4 2", "3→4→2", " 3 - 4-2 "])
def test_sizes_are_read_however_they_are_written(text):
    assert read_sizes(text, layers=4, units=6) == (3, 4, 2)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "3-",
        "3--2",
        "a-b",
        "3-0",
        "3-7",
        "-1-2",
        "1e3-2",
        "3.5-2",
        "³-2",
        "1-" * 40,
        "1-1-1-1-1-1",
        "3--x",
        "²-3",
        "9" * 9999,
    ],
)
def test_a_text_that_says_no_network_gets_a_sentence(text):
    with pytest.raises(ValueError, match="Sizes are 2 to 5 whole numbers from 1 to 6"):
        read_sizes(text, layers=4, units=6)
