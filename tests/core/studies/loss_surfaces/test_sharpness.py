"""Sharp or flat: curvature against a formula and against the loss itself, nudges against theirs."""

import numpy as np
import pytest

from core.network import Network
from core.passes import losses_at
from core.stacked import Stack
from core.studies.loss_surfaces.between import reordered
from core.studies.loss_surfaces.sharpness import network_hessian, nudged, steepest_bend
from core.studies.loss_surfaces.small_training import LOSS, Recipe, examples_of, trained

RECIPE = Recipe("circles", 1, "adam", 0.01, 50, 20)
END, DATA = trained(RECIPE).path.network(-1), examples_of(RECIPE).train


def test_a_linear_neuron_has_the_hessian_of_least_squares():
    x = np.array([[1.0], [2.0], [-4.0]])
    neuron = Network((np.array([[0.7]]),), (np.array([0.1]),), ("identity",))
    hessian = network_hessian(neuron, (x, 2 * x), loss="mse")
    expected = 2 * np.array([[np.mean(x**2), np.mean(x)], [np.mean(x), 1]])
    np.testing.assert_allclose(hessian, expected, rtol=1e-8)
    bend = steepest_bend(neuron, (x, 2 * x), loss="mse")
    assert bend == pytest.approx(np.linalg.eigvalsh(expected)[-1], rel=1e-8)


def test_along_its_own_eigenvector_the_loss_bends_as_the_eigenvalue_says():
    hessian = network_hessian(END, DATA, loss=LOSS)
    np.testing.assert_array_equal(hessian, hessian.T)
    values, vectors = np.linalg.eigh(hessian)
    middle = Stack.of([END]).parameters
    h = 1e-3
    for value, v in [(values[-1], vectors[:, -1]), (values[-2], vectors[:, -2])]:
        behind, here, ahead = losses_at(middle + np.array([[-h], [0], [h]]) * v, END, *DATA, LOSS)
        assert (ahead - 2 * here + behind) / h**2 == pytest.approx(value, rel=1e-3)


def test_a_twin_is_as_sharp():
    twin = reordered(END, 3)
    bends = [steepest_bend(network, DATA, loss=LOSS) for network in (END, twin)]
    assert bends[0] == pytest.approx(bends[1], rel=1e-8)
    one, other = (nudged(n, DATA, [0.0, 0.25, 0.5], loss=LOSS) for n in (END, twin))
    np.testing.assert_allclose(one, other, rtol=0.1)  # the same in the mean, drawn anew


def test_no_nudge_leaves_the_loss_and_a_small_one_lifts_it_with_the_square():
    losses = nudged(END, DATA, [0.0, 0.01, 0.02], loss=LOSS, draws=2000)
    (here,) = losses_at(Stack.of([END]).parameters, END, *DATA, LOSS)
    assert losses[0] == pytest.approx(here, rel=1e-12)
    # the slopes cancel in the mean over directions, what is left is curvature
    assert (losses[2] - here) / (losses[1] - here) == pytest.approx(4, rel=0.25)


def test_nudges_go_with_the_size_of_the_weights():
    """Weights ten times larger with inputs ten times smaller: the same network, the same nudge."""
    w, b = np.array([[0.5], [-1.0]]), np.zeros(1)
    small, large = (Network((s * w,), (b,), ("identity",)) for s in (1, 10))
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(30, 2)), rng.normal(size=(30, 1))
    sizes = [0.1, 0.5]
    np.testing.assert_allclose(
        nudged(small, (x, y), sizes, loss="mse"), nudged(large, (x / 10, y), sizes, loss="mse")
    )


def test_the_seed_draws_other_directions_and_draws_are_one_at_least():
    one, other = (nudged(END, DATA, [0.3], loss=LOSS, draws=3, seed=s) for s in (0, 1))
    assert one != other
    with pytest.raises(ValueError, match="draws"):
        nudged(END, DATA, [0.3], loss=LOSS, draws=0)


def test_curvature_that_no_float_holds_is_said_to_be_no_number():
    neuron = Network((np.array([[1.0]]),), (np.zeros(1),), ("identity",))
    huge = np.array([[1e308]])
    assert np.isnan(steepest_bend(neuron, (huge, huge), loss="mse"))
