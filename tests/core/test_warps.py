import numpy as np
import pytest
from scipy import ndimage

from core.augment_geometry import LOOKUPS
from core.augmentations import AUGMENTATIONS
from core.warps import places, warp

RNG = np.random.default_rng(0)
ONE, STILL = np.eye(2)[None], np.zeros((1, 2))


def test_half_a_pixel_to_the_right_by_hand():
    image = np.array([[[[1.0, 3.0], [5.0, 9.0]]]])
    moved = warp(image, ONE, np.array([[0.0, -0.5]]))
    np.testing.assert_array_equal(moved[0, 0], [[0.5, 2.0], [2.5, 7.0]])


def test_between_four_pixels_by_hand():
    image = np.array([[[[1.0, 3.0], [5.0, 9.0]]]])
    moved = warp(image, ONE, np.array([[0.25, 0.5]]))
    # 3/4 of (1 + 3) / 2, and 1/4 of (5 + 9) / 2
    assert moved[0, 0, 0, 0] == pytest.approx(0.75 * 2 + 0.25 * 7)


def test_the_identity_changes_nothing_at_all():
    for shape in ((1, 1, 4, 7), (1, 3, 5, 5), (1, 2, 1, 1)):
        image = RNG.random(shape)
        np.testing.assert_array_equal(warp(image, ONE, STILL), image)


def test_single_precision_stays_single():
    assert warp(RNG.random((1, 1, 4, 4)).astype(np.float32), ONE, STILL).dtype == np.float32


@pytest.mark.parametrize("shape", [(9, 9), (8, 13)])
def test_any_linear_map_agrees_with_scipy(shape):
    for _ in range(20):
        image, matrix, offset = RNG.random(shape), RNG.normal(size=(2, 2)), RNG.normal(size=2) * 3
        middle = (np.array(shape) - 1) / 2
        expected = ndimage.affine_transform(
            image,
            matrix,
            offset=middle + offset - matrix @ middle,
            order=1,
            mode="grid-constant",
            cval=0.0,
        )
        found = warp(image[None, None], matrix[None], offset[None])[0, 0]
        np.testing.assert_allclose(found, expected, atol=1e-9)


def test_each_picture_by_its_own_map_and_all_channels_alike():
    images, matrices = RNG.random((3, 2, 6, 6)), RNG.normal(size=(3, 2, 2))
    offsets = RNG.normal(size=(3, 2))
    together = warp(images, matrices, offsets)
    for k in range(3):
        for c in range(2):
            alone = warp(images[k : k + 1, c : c + 1], matrices[k : k + 1], offsets[k : k + 1])
            np.testing.assert_array_equal(together[k, c], alone[0, 0])


def test_far_outside_all_is_0():
    assert not warp(RNG.random((1, 1, 5, 5)), ONE, np.array([[1e6, -1e6]])).any()


@pytest.mark.parametrize("key", LOOKUPS)
def test_pixels_are_looked_up_where_the_lookup_says(key):
    """Coordinates, moved like a picture, are those of the lookup, wherever they stay inside."""
    size, entry = (7, 9), AUGMENTATIONS[key]
    drawn = entry.draw(np.random.default_rng(3), 1, size, strength=entry.knobs[0].ticks[2])
    grid = np.stack(np.meshgrid(*map(np.arange, size), indexing="ij")).astype(float)
    moved = entry.apply(grid[None], **drawn)[0]
    rows, columns = (part[0] for part in places(*LOOKUPS[key](size, **drawn), size))
    inside = (rows >= 0) & (rows <= 6) & (columns >= 0) & (columns <= 8)
    assert inside.sum() > 20
    np.testing.assert_allclose(moved[0][inside], rows[inside], atol=1e-9)
    np.testing.assert_allclose(moved[1][inside], columns[inside], atol=1e-9)


@pytest.mark.parametrize(
    ("images", "matrices", "offsets"),
    [
        (np.ones((2, 3, 3)), ONE, STILL),
        (np.ones((2, 1, 3, 3)), ONE, STILL),
        (np.ones((1, 1, 3, 3)), ONE, np.zeros((1, 3))),
        (np.ones((1, 1, 3, 3)), ONE * np.nan, STILL),
    ],
)
def test_what_does_not_fit_is_refused(images, matrices, offsets):
    with pytest.raises(ValueError, match=r"images .*must be|matrices holds"):
        warp(images, matrices, offsets)
