"""Backpropagation held against PyTorch's gradients, and against small steps for networks drawn at random."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.network import Network, trace
from core.stacked import Stack

RECORD = json.loads((Path(__file__).parent / "reference" / "networks.json").read_text())
SMOOTH = [key for key, entry in ACTIVATIONS.items() if not entry.kinks]
LOSSES = {
    "half_sse": [*SMOOTH, "softmax"],
    "mse": [*SMOOTH, "softmax"],
    "binary_cross_entropy": ["sigmoid"],
    "cross_entropy": ["softmax"],
}


def network_of(case):
    weights, biases = (tuple(map(np.array, case[name])) for name in ("weights", "biases"))
    return Network(weights, biases, case["activations"])


def test_the_frozen_gradients_are_of_ten_different_networks():
    cases = RECORD["cases"]
    assert RECORD["made_with"].startswith("torch 2.13.0")
    assert len({tuple(np.array(w).shape for w in case["weights"]) for case in cases}) == 10
    assert {case["loss"] for case in cases} == set(LOSSES)
    assert len({case["l2"] for case in cases}) >= 5


@pytest.mark.parametrize("case", RECORD["cases"], ids=lambda c: "-".join(c["activations"]))
def test_every_gradient_equals_that_of_pytorch(case):
    run = trace(
        network_of(case), np.array(case["x"]), np.array(case["y"]), case["loss"], case["l2"]
    )
    np.testing.assert_allclose(run.objective, case["objective"], rtol=1e-13)
    for layer, d_weights, d_bias in zip(
        run.backward, case["d_weights"], case["d_biases"], strict=True
    ):
        np.testing.assert_allclose(layer.d_weights, d_weights, rtol=1e-10, atol=1e-14)
        np.testing.assert_allclose(layer.d_bias, d_bias, rtol=1e-10, atol=1e-14)


@st.composite
def problems(draw):
    """Any architecture, activations without a kink, loss, penalty and batch."""
    sizes = draw(st.lists(st.integers(1, 6), min_size=2, max_size=5))
    loss = draw(st.sampled_from(list(LOSSES)))
    hidden = [draw(st.sampled_from(SMOOTH)) for _ in sizes[2:]]
    activations = (*hidden, draw(st.sampled_from(LOSSES[loss])))
    l2, batch = draw(st.sampled_from([0.0, 0.01, 1.0])), draw(st.integers(1, 5))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pairs = list(pairwise(sizes))
    weights = tuple(rng.uniform(-1, 1, pair) for pair in pairs)
    biases = tuple(rng.uniform(-1, 1, n) for _, n in pairs)
    x, y = rng.uniform(-1, 1, (batch, sizes[0])), rng.uniform(0, 1, (batch, sizes[-1]))
    y = y / y.sum(axis=1, keepdims=True) if loss == "cross_entropy" else y
    return Network(weights, biases, activations), x, y, loss, l2


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(problems())
def test_analytic_slopes_are_the_numerical_ones_whatever_the_network(problem):
    network, x, y, loss, l2 = problem
    run = trace(network, x, y, loss, l2)
    stack = Stack.of([network])

    def objective(parameters):
        changed = Stack(parameters[None], stack.sizes, stack.activations).network(0)
        return trace(changed, x, y, loss, l2).objective

    measured = numerical_gradient(objective, stack.parameters[0], 1e-5)
    parts = [part.ravel() for g in run.backward for part in (g.d_weights, g.d_bias)]
    derived = np.concatenate(parts)
    assert relative_error(derived, measured) < 1e-6 or np.abs(derived - measured).max() < 1e-10
