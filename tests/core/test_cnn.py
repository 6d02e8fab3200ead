"""The small convolutional network: by hand, part by part, and every slope against central differences."""

import numpy as np
import pytest

from core.cnn import Cnn, accuracy, read
from core.cnn_backward import blame
from core.convolution import convolve
from core.gradcheck import numerical_gradient


def images(n=3, side=8, seed=0):
    return np.random.default_rng(seed).random((n, side, side))


def test_one_pixel_through_all_layers_by_hand():
    kernels = np.zeros((1, 1, 3, 3))
    kernels[0, 0, 1, 1] = 2.0  # twice the pixel itself
    weights, bias = np.zeros((16, 10)), np.zeros(10)
    weights[0, 3] = 1.0
    network = Cnn((kernels,), (np.array([-0.5]),), weights, bias)
    image = np.zeros((1, 8, 8))
    image[0, 1, 0] = 1.0
    seen = read(network, image)
    (stage,) = seen.stages
    assert stage.z[0, 0, 1, 0] == 2 * 1 - 0.5
    assert stage.z[0, 0, 5, 5] == -0.5
    assert stage.a[0, 0, 5, 5] == 0
    assert stage.pooled[0, 0, 0, 0] == 1.5  # the largest of its four
    assert seen.features[0, 0] == 1.5
    assert seen.logits[0, 3] == 1.5
    np.testing.assert_allclose(seen.shares[0, 3], np.exp(1.5) / (np.exp(1.5) + 9))


def test_it_has_as_many_numbers_as_its_layers():
    network = Cnn.random(seed=0)
    assert [part.size for part in network.parts] == [54, 6, 648, 12, 480, 10]
    assert network.size == network.vector().size == 1210


def test_the_row_of_all_numbers_and_the_network_are_the_same():
    network = Cnn.random((2, 3), side=10, seed=4)
    again = network.with_vector(network.vector())
    for one, other in zip(network.parts, again.parts, strict=True):
        np.testing.assert_array_equal(one, other)


def test_maps_are_what_convolving_rectifying_and_pooling_make():
    network, x = Cnn.random(seed=1), images()
    seen = read(network, x)
    first, second = seen.stages
    z = convolve(first.pooled[1], network.kernels[1], network.biases[1], padding=1)
    np.testing.assert_allclose(second.z[1], z, atol=1e-13)
    np.testing.assert_array_equal(second.a, np.maximum(second.z, 0))
    assert [stage.pooled.shape[1:] for stage in seen.stages] == [(6, 4, 4), (12, 2, 2)]
    np.testing.assert_allclose(seen.shares.sum(axis=1), 1)


def test_one_image_of_a_batch_is_read_as_if_alone():
    network, x = Cnn.random(seed=1), images()
    together, alone = read(network, x).one(2), read(network, x[2:])
    np.testing.assert_allclose(together.logits, alone.logits, atol=1e-13)
    np.testing.assert_array_equal(together.stages[1].a, alone.stages[1].a)
    assert len(together) == 1


def test_every_single_slope_agrees_with_central_differences():
    network, x, labels = Cnn.random((2, 3), seed=2), images(), np.array([4, 0, 9])
    found = blame(network, read(network, x), labels)

    def loss(vector, pixels=x):
        logits = read(network.with_vector(vector), pixels).logits
        return np.mean(np.logaddexp.reduce(logits, axis=1) - logits[np.arange(3), labels])

    vector = network.vector()
    assert found.loss == pytest.approx(loss(vector))
    np.testing.assert_allclose(found.along.vector(), numerical_gradient(loss, vector), atol=1e-7)
    pixels = numerical_gradient(lambda moved: loss(vector, moved), x)
    np.testing.assert_allclose(found.d_images, pixels, atol=1e-7)


def test_the_referee_catches_a_forgotten_rectifier():
    network, x, labels = Cnn.random((2, 3), seed=2), images(), np.array([4, 0, 9])
    seen = read(network, x)
    wrong = blame(network, seen, labels).along
    assert np.any(seen.stages[0].z < 0)
    for stage in seen.stages:
        stage.z[:] = 1.0  # as if every unit had been awake
    without = blame(network, seen, labels).along
    assert np.abs(without.vector() - wrong.vector()).max() > 1e-3


def test_accuracy_counts_the_most_probable_class():
    network, x = Cnn.random(seed=1), images(4)
    told = read(network, x).logits.argmax(axis=1)
    assert accuracy(network, x, told) == 1
    assert accuracy(network, x, (told + np.array([0, 0, 1, 1])) % 10) == 0.5


def test_images_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match=r"must be \(n, h, w\)"):
        read(Cnn.random(seed=0), images()[0])
    with pytest.raises(ValueError, match="make 108 features"):
        read(Cnn.random(seed=0), images(side=12))
