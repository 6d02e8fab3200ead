"""One number taken apart: whatever the layer, its parts make it."""

import numpy as np
import pytest

from core.cnn import read
from core.cnn_training import split_digits
from core.studies.cnn.looking import LAYERS, all_products, arithmetic, look_at, maps_of
from core.trained import trained_cnn


@pytest.fixture(scope="module")
def seen():
    return read(trained_cnn(), split_digits().held_out.images[1:2])


def looks(seen, layer):
    """A look at every number of the layer."""
    for which, row, column in np.ndindex(*maps_of(seen, layer).shape):
        yield look_at(trained_cnn(), seen, layer, which, row, column)


def test_the_layers_have_their_maps_in_the_order_of_the_way(seen):
    shapes = [maps_of(seen, layer).shape for layer in LAYERS]
    assert shapes == [(6, 8, 8)] * 2 + [(6, 4, 4)] + [(12, 4, 4)] * 2 + [(12, 2, 2), (10, 1, 1)]


@pytest.mark.parametrize("layer", ["conv1", "conv2", "scores"])
def test_a_number_is_its_bias_and_what_each_input_adds(seen, layer):
    for look in looks(seen, layer):
        assert look.sums.sum() + look.bias == pytest.approx(look.value, abs=1e-12)
        if layer == "scores":
            np.testing.assert_allclose(look.parts.sum(axis=(1, 2)), look.sums, atol=1e-12)
        else:
            np.testing.assert_allclose(look.parts[:, *look.place], look.sums, atol=1e-12)


@pytest.mark.parametrize("layer", ["relu1", "relu2", "pool1", "pool2"])
def test_where_nothing_is_learned_the_number_is_the_largest_of_what_it_sees(seen, layer):
    for look in looks(seen, layer):
        floor = [0.0] if layer.startswith("relu") else []
        assert look.value == max([*look.patches.ravel(), *floor])
        assert look.patches.size == (4 if layer.startswith("pool") else 1)


def test_patches_of_all_cells_are_those_of_each(seen):
    all_of_them = arithmetic(look_at(trained_cnn(), seen, "conv2", 5, 0, 0))
    for row, column in ((0, 0), (2, 1), (3, 3)):
        look = look_at(trained_cnn(), seen, "conv2", 5, row, column)
        np.testing.assert_array_equal(all_of_them[:, row, column], look.patches)
        np.testing.assert_allclose(
            all_products(look, 3)[row, column], look.patches[3] * look.weights[3]
        )


def test_beyond_the_last_one_the_last_one_is_meant(seen):
    look = look_at(trained_cnn(), seen, "pool2", 99, 7, -3)
    assert (look.map, look.place) == (11, (1, 0))
