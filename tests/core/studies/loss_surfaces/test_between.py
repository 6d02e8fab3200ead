"""From one network to another: the line, its barrier, and twins."""

import numpy as np
import pytest

from core.network import Network, forward
from core.stacked import Stack
from core.studies.loss_surfaces.between import barrier, line_between, reordered

RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(20, 2)), RNG.normal(size=(20, 1))
FIRST, SECOND = (Network.random((2, 4, 3, 1), ("tanh", "tanh", "identity"), seed=s) for s in (0, 1))


def line(first=FIRST, second=SECOND, **more):
    return line_between(first, second, (X, Y), (X + 1, Y), loss="mse", **more)


def test_a_barrier_by_hand():
    at = np.array([-0.5, 0.0, 0.25, 0.5, 1.0, 1.5])
    # the chord from 1 to 3 is 1.5 at 0.25 and 2 at 0.5; what lies beyond the ends does not count
    assert barrier(at, np.array([99.0, 1.0, 2.0, 4.0, 3.0, 99.0])) == (2.0, 0.5)


def test_a_valley_has_no_barrier():
    at = np.linspace(0, 1, 11)
    height, _ = barrier(at, (at - 0.5) ** 2)
    assert height == 0


def test_a_linear_network_has_a_parabola_on_every_line_and_no_barrier():
    one, other = (Network((np.array([[w]]),), (np.zeros(1),), ("identity",)) for w in (0.0, 4.0))
    x = np.array([[1.0]])
    made = line_between(one, other, (x, x), (x, 2 * x), loss="mse", points=5, beyond=0.0)
    np.testing.assert_allclose(made.at, [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(made.train, (4 * made.at - 1) ** 2)
    np.testing.assert_allclose(made.test, (4 * made.at - 2) ** 2)
    assert (made.barrier, made.length) == (0.0, 4.0)


def test_the_ends_of_the_line_are_the_two_networks():
    made = line()
    for at, network in ((0.0, FIRST), (1.0, SECOND)):
        (i,) = np.flatnonzero(made.at == at)
        assert made.train[i] == pytest.approx(np.mean((forward(network, X) - Y) ** 2))
        assert made.test[i] == pytest.approx(np.mean((forward(network, X + 1) - Y) ** 2))
    a, b = Stack.of([FIRST, SECOND]).parameters
    assert made.length == pytest.approx(np.linalg.norm(a - b))


def test_halfway_stands_the_mean_of_all_parameters():
    made = line(points=3, beyond=0.0)
    mean = Stack(
        Stack.of([FIRST, SECOND]).parameters.mean(axis=0)[None], (2, 4, 3, 1), FIRST.activations
    ).network(0)
    assert made.train[1] == pytest.approx(np.mean((forward(mean, X) - Y) ** 2))


@pytest.mark.parametrize("points", [3, 4, 151])
def test_both_ends_stand_on_the_line_once_whatever_the_points(points):
    made = line(points=points, beyond=0.3)
    assert np.count_nonzero(made.at == 0) == np.count_nonzero(made.at == 1) == 1
    assert (np.diff(made.at) > 0).all()
    np.testing.assert_allclose(made.at[[0, -1]], [-0.3, 1.3])


def test_a_twin_answers_alike_and_is_another_point():
    twin = reordered(FIRST, 0)
    np.testing.assert_allclose(forward(twin, X), forward(FIRST, X), rtol=1e-12)
    one, other = Stack.of([FIRST, twin]).parameters
    assert not np.array_equal(one, other)
    np.testing.assert_allclose(np.sort(one), np.sort(other))


def test_a_line_needs_two_networks_of_one_shape_and_sound_numbers():
    with pytest.raises(ValueError, match="one shape"):
        line(second=Network.random((2, 3, 1), ("tanh", "identity")))
    with pytest.raises(ValueError, match="beyond"):
        line(beyond=-1.0)
    with pytest.raises(ValueError, match="points"):
        line(points=2)
