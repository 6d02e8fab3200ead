"""One image pooled and rebuilt: worked by hand, and against the windows taken one by one."""

import numpy as np
import pytest

from core.images import EXAMPLE
from core.studies.pooling.pooled import distance, pool_image, spread, unpool

IMAGE = np.array(EXAMPLE, dtype=float)
RNG = np.random.default_rng(3)


def test_the_worked_example_by_hand():
    pooled = pool_image(IMAGE, "max")
    np.testing.assert_array_equal(pooled.values, [[2, 2], [2, 2]])
    np.testing.assert_array_equal(pooled.cells, [[1, 2], [1, 0]])  # the first of equal ones
    np.testing.assert_array_equal(np.stack(pooled.places()), [[[0, 1], [2, 2]], [[1, 2], [1, 2]]])
    assert pooled.lost == 0.75
    np.testing.assert_array_equal(pool_image(IMAGE, "average").values, [[1, 1], [1.75, 1.25]])


def test_unpooled_by_hand():
    pooled = pool_image(IMAGE, "max")
    back = unpool(pooled.values, pooled.cells, IMAGE.shape, 2, 2)
    by_hand = [[0, 2, 0, 0], [0, 0, 2, 0], [0, 2, 2, 0], [0, 0, 0, 0]]
    np.testing.assert_array_equal(back, by_hand)
    np.testing.assert_array_equal(spread(pooled.values, (4, 4), (2, 2), 2), np.full((4, 4), 2))
    # off by the ten pixels that are not 2 (six ones, four zeros, ... ), against a length of sqrt(34)
    assert distance(np.full((4, 4), 2.0), IMAGE) == pytest.approx(
        np.sqrt(((2 - IMAGE) ** 2).sum() / (IMAGE**2).sum())
    )
    assert distance(IMAGE, np.zeros((4, 4))) == 0.0


def test_the_global_average_is_one_number():
    pooled = pool_image(IMAGE, "global", 3, 4)
    assert pooled.values.shape == (1, 1)
    assert pooled.values[0, 0] == IMAGE.mean() == 1.25
    assert pooled.window == (4, 4)
    np.testing.assert_array_equal(spread(pooled.values, (4, 4), (4, 4), 1), np.full((4, 4), 1.25))


@pytest.mark.parametrize("size", [2, 3, 4])
@pytest.mark.parametrize("stride", [1, 2, 3, 4])
def test_every_window_keeps_its_largest_and_it_goes_back_to_its_place(size, stride):
    image = np.rint(RNG.uniform(0, 9, (11, 9)))
    pooled = pool_image(image, "max", size, stride)
    rows, columns = pooled.places()
    back = unpool(pooled.values, pooled.cells, image.shape, size, stride)
    for i, j in np.ndindex(*pooled.values.shape):
        window = image[stride * i : stride * i + size, stride * j : stride * j + size]
        np.testing.assert_array_equal(pooled.patches[i, j], window)
        assert pooled.values[i, j] == window.max() == image[rows[i, j], columns[i, j]]
        first = np.flatnonzero(window.ravel() == window.max())[0]
        assert (rows[i, j], columns[i, j]) == (
            stride * i + first // size,
            stride * j + first % size,
        )
    kept = np.zeros(image.shape, bool)
    kept[rows, columns] = True
    np.testing.assert_array_equal(back, np.where(kept, image, 0))
    assert pooled.lost == 1 - pooled.values.size / image.size


def test_without_switches_a_pixel_takes_the_window_whose_middle_is_nearest():
    values = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_array_equal(spread(values, (2, 7), (2, 2), 2)[0], [1, 1, 2, 2, 3, 3, 3])
    np.testing.assert_array_equal(spread(values, (3, 5), (3, 3), 1)[0], [1, 1, 2, 3, 3])


def test_means_that_tile_the_image_keep_its_mean_and_a_maximum_is_never_below():
    image = RNG.uniform(size=(12, 12))
    means, maxima = (pool_image(image, kind, 3, 3) for kind in ("average", "max"))
    assert spread(means.values, image.shape, (3, 3), 3).mean() == pytest.approx(image.mean())
    assert (maxima.values >= means.values).all()


def test_a_place_outside_means_the_nearest_inside():
    assert pool_image(IMAGE, "max").nearest(9, -1) == (1, 0)


def test_a_window_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="window spans 4"):
        pool_image(np.ones((3, 3)), "max", 4, 1)
