import numpy as np
import pytest

from core.kernels import KERNELS
from core.studies.regularization.dropped_maps import (
    SEEN,
    drop_maps,
    feature_maps,
    picture_for_maps,
    told_by_neighbors,
)


def test_neighbors_by_hand():
    image = np.array([[1.0, 2.0, 3.0], [4.0, 9.0, 6.0]])
    mask = np.array([[1.0, 1.0, 1.0], [0.0, 1.0, 0.0]])
    # guesses: (1 + 9) / 2 = 5 for 4, and (3 + 9) / 2 = 6 for 6; the mean of 4 and 6 is off by 1 each
    assert told_by_neighbors(image, mask) == pytest.approx(1 - 1 / 2)


def test_where_nothing_or_everything_is_dropped_there_is_nothing_to_tell():
    image = np.arange(12.0).reshape(3, 4)
    for mask in (np.ones((3, 4)), np.zeros((3, 4))):
        assert np.isnan(told_by_neighbors(image, mask))


def test_smooth_maps_are_told_by_neighbors_and_noise_is_not():
    rng = np.random.default_rng(0)
    mask = (rng.random((60, 60)) < 0.5).astype(float)
    smooth = np.add.outer(np.sin(np.arange(60) / 8), np.cos(np.arange(60) / 9))
    assert told_by_neighbors(smooth, mask) > 0.9
    assert told_by_neighbors(rng.normal(size=(60, 60)), mask) < 0.05


@pytest.mark.parametrize("p", [0.0, 0.5])
def test_what_is_kept_grows_by_1_over_q_and_the_rest_is_0(p):
    dropped = drop_maps(feature_maps(picture_for_maps("cat")), p, 1)
    for left, mask in ((dropped.pixels, dropped.pixel_mask), (dropped.whole, dropped.map_mask)):
        np.testing.assert_allclose(left, dropped.maps * mask / (1 - p))
    assert dropped.map_mask.shape == (8, 1, 1)


def test_the_maps_are_those_of_eight_kernels():
    image = picture_for_maps("palace")
    maps = feature_maps(image)
    assert maps.shape == (8, 32, 32)
    for key, found in zip(SEEN, maps, strict=True):
        assert found[3, 5] == pytest.approx((image[3:6, 5:8] * KERNELS[key].weights).sum())
