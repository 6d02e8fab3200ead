"""Training the small convolutional network, and the two networks whose weights are kept."""

import numpy as np
import pytest

from core.cnn import accuracy
from core.cnn_training import EPOCHS, SEED, begin, one_epoch, split_digits
from core.network import forward
from core.trained import trained_cnn, trained_dense


@pytest.fixture(scope="module")
def split():
    return split_digits()


def test_digits_are_either_learned_from_or_held_out(split):
    training, held_out = split
    assert (len(training.labels), len(held_out.labels)) == (1400, 397)
    assert sorted([*training.numbers, *held_out.numbers]) == list(range(1797))


def test_digits_may_be_split_as_they_stand_in_the_file():
    assert list(split_digits(shuffled=False).held_out.numbers) == list(range(1400, 1797))


def test_an_epoch_learns_leaves_the_point_alone_and_can_be_repeated(split):
    start = begin(split, seed=0)
    before = start.network.vector()
    one, again = (one_epoch(start, split, seed=0) for _ in range(2))
    np.testing.assert_array_equal(one.network.vector(), again.network.vector())
    np.testing.assert_array_equal(start.network.vector(), before)
    assert (start.epoch, one.epoch) == (0, 1)
    assert one.loss < start.loss
    assert one.accuracy > start.accuracy
    assert one.held_out_accuracy == accuracy(one.network, *split.held_out[:2])
    other = one_epoch(start, split, seed=1)
    assert np.abs(other.network.vector() - one.network.vector()).max() > 1e-3


def test_the_kept_networks_read_held_out_digits(split):
    images, labels, _ = split.held_out
    assert accuracy(trained_cnn(), images, labels) == 390 / 397 >= 0.97
    dense = forward(trained_dense(), images.reshape(397, -1)).argmax(axis=1)
    assert np.mean(dense == labels) == 389 / 397


def test_both_kept_networks_are_of_the_same_size_and_read_only():
    dense = trained_dense()
    parts = [*dense.weights, *dense.biases]
    assert trained_cnn().size == sum(part.size for part in parts) == 1210
    for part in (*trained_cnn().parts, *parts):
        with pytest.raises(ValueError, match="read-only"):
            part[...] = 0


def test_the_kept_weights_are_those_that_the_script_trains(split):
    point = begin(split, seed=SEED)
    for _ in range(EPOCHS):
        point = one_epoch(point, split, seed=SEED)
    assert abs(point.held_out_accuracy - 390 / 397) < 0.015
    np.testing.assert_allclose(point.network.vector(), trained_cnn().vector(), atol=0.05)
