import numpy as np
import pytest
from scipy import ndimage

from core import augment_geometry as geometry
from core import augment_mixing as mixing
from core import augment_pixels as pixels
from core.augmentations import AUGMENTATIONS, augment
from core.kernels import KERNELS

ENTRIES = pytest.mark.parametrize("entry", AUGMENTATIONS.values(), ids=AUGMENTATIONS)
IMAGES = np.random.default_rng(0).random((6, 3, 8, 10))
ONE = np.array([1.0])


def rng():
    return np.random.default_rng(5)


def of(*values):
    return np.array(values, dtype=float)


@ENTRIES
@pytest.mark.parametrize("images", [IMAGES, IMAGES[:, 0], IMAGES.astype(np.float32)])
def test_a_strength_of_0_changes_nothing(entry, images):
    now = augment(entry, images, rng(), 0.0)
    np.testing.assert_array_equal(now.images, images)
    assert now.images.dtype == images.dtype
    np.testing.assert_array_equal(now.shares, 1)


@ENTRIES
def test_every_strength_on_offer_stays_in_range_and_leaves_its_input_alone(entry):
    before = IMAGES.copy()
    for strength in entry.knobs[0].ticks:
        now = augment(entry, IMAGES, rng(), strength)
        assert now.images.shape == IMAGES.shape
        assert now.images.min() >= -1e-12
        assert now.images.max() <= 1 + 1e-12
        assert set(now.drawn) >= set(entry.symbols)
    np.testing.assert_array_equal(IMAGES, before)
    assert not np.array_equal(now.images, IMAGES)  # the largest strength does something


@ENTRIES
def test_the_same_seed_draws_the_same_and_channels_share_their_chance(entry):
    one, other = (augment(entry, IMAGES, rng(), entry.knobs[0].default) for _ in range(2))
    np.testing.assert_array_equal(one.images, other.images)
    gray = np.repeat(IMAGES[:, :1], 3, axis=1)
    now = augment(entry, gray, rng(), entry.knobs[0].ticks[-1]).images
    np.testing.assert_allclose(now[:, 0], now[:, 2], atol=1e-12)


@ENTRIES
def test_gray_batches_need_no_axis_of_channels(entry):
    gray = augment(entry, IMAGES[:, 0], rng(), entry.knobs[0].default).images
    np.testing.assert_array_equal(
        gray, augment(entry, IMAGES[:, :1], rng(), entry.knobs[0].default).images[:, 0]
    )


def test_what_is_no_batch_of_pictures_is_refused():
    entry = AUGMENTATIONS["rotate"]
    for images in (np.ones((3, 3)), np.ones((0, 3, 3)), np.ones((1, 1, 1, 3, 3))):
        with pytest.raises(ValueError, match="must be"):
            augment(entry, images, rng(), 1.0)
    for strength in (-1.0, np.nan, np.inf):
        with pytest.raises(ValueError, match="strength is"):
            augment(entry, IMAGES, rng(), strength)


def test_flips_by_hand():
    image = np.arange(6.0).reshape(1, 1, 2, 3)
    np.testing.assert_array_equal(geometry.flip_across(image, ONE)[0, 0], [[2, 1, 0], [5, 4, 3]])
    np.testing.assert_array_equal(geometry.flip_down(image, ONE)[0, 0], [[3, 4, 5], [0, 1, 2]])
    np.testing.assert_array_equal(geometry.flip_down(image, 0 * ONE), image)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_quarter_turn_is_that_of_numpy(turns):
    turned = geometry.rotate(IMAGES[:1, :, :8, :8], of(90.0 * turns))[0]
    np.testing.assert_allclose(turned, np.rot90(IMAGES[0, :, :8, :8], turns, (1, 2)), atol=1e-12)


@pytest.mark.parametrize("angle", [-17.0, 5.0, 133.0])
def test_any_turn_is_that_of_scipy(angle):
    image = IMAGES[0, 0]
    expected = ndimage.rotate(image, angle, reshape=False, order=1, mode="grid-constant")
    np.testing.assert_allclose(
        geometry.rotate(image[None, None], of(angle))[0, 0], expected, atol=1e-9
    )


@pytest.mark.parametrize("way", [(1.0, -2.0), (0.3, 0.75)])
def test_a_shift_is_that_of_scipy(way):
    image = IMAGES[0, 0]
    expected = ndimage.shift(image, way, order=1, mode="grid-constant")
    found = geometry.shift(image[None, None], of(way[0]), of(way[1]))[0, 0]
    np.testing.assert_allclose(found, expected, atol=1e-9)


def test_zoomed_by_2_one_pixel_becomes_four_and_the_middle_stays():
    image = np.zeros((1, 1, 5, 5))
    image[0, 0, 2, 2] = 1.0
    large = geometry.zoom(image, of(2.0))[0, 0]
    np.testing.assert_array_equal(large[1:4, 1:4], np.outer([0.5, 1, 0.5], [0.5, 1, 0.5]))
    assert large.sum() == pytest.approx(4)


def test_a_slant_moves_upper_rows_right_and_lower_rows_left():
    image = np.zeros((1, 1, 3, 5))
    image[0, 0, :, 2] = 1.0
    leaning = geometry.shear(image, of(1.0))[0, 0]
    np.testing.assert_array_equal(leaning.argmax(axis=1), [3, 2, 1])


def test_a_crop_of_half_a_side_from_the_corner_sees_that_corner():
    image = np.arange(64.0).reshape(1, 1, 8, 8) / 64
    cropped = geometry.crop(image, of(0.5), of(0.0), of(4.0))[0, 0]
    # new pixel (0, 0) lies at (0, 0) less a quarter pixel of the window: -0.25, and 4 - 0.25
    inside = ndimage.map_coordinates(
        image[0, 0],
        np.meshgrid(0.5 * np.arange(8) - 0.25, 3.75 + 0.5 * np.arange(8), indexing="ij"),
        order=1,
        mode="grid-constant",
    )
    np.testing.assert_allclose(cropped, inside, atol=1e-12)


def test_brightness_and_contrast_by_hand():
    image = np.array([[[[0.2, 0.4], [0.6, 0.9]]]])
    lighter = pixels.brighten(image, of(0.3))[0, 0]
    np.testing.assert_allclose(lighter, [[0.5, 0.7], [0.9, 1.0]])
    mean = 0.525
    harder = pixels.change_contrast(image, of(2.0))[0, 0]
    np.testing.assert_allclose(harder, np.clip(mean + 2 * (image[0, 0] - mean), 0, 1))


@pytest.mark.parametrize(("change", "kernel"), [("blur", "gaussian"), ("sharpen", "sharpen")])
def test_filters_are_those_of_scipy(change, kernel):
    seen = ndimage.correlate(IMAGES[0, 0], KERNELS[kernel].weights, mode="nearest")
    found = AUGMENTATIONS[change].apply(IMAGES[:1, :1], share=of(0.6))[0, 0]
    np.testing.assert_allclose(found, np.clip(0.4 * IMAGES[0, 0] + 0.6 * seen, 0, 1))


def test_erased_is_the_patch_and_nothing_else():
    patch = {"top": of(1), "left": of(2), "height": of(3), "width": of(4)}
    erased = pixels.erase(IMAGES[:1], **patch)[0]
    expected = IMAGES[0].copy()
    expected[:, 1:4, 2:6] = 0
    np.testing.assert_array_equal(erased, expected)


def test_patches_lie_inside_and_have_about_the_area():
    drawn = pixels.draw_patch(rng(), 500, (32, 32), strength=0.2)
    assert np.all(drawn["top"] + drawn["height"] <= 32)
    assert np.all(drawn["left"] + drawn["width"] <= 32)
    area = drawn["height"] * drawn["width"] / 32**2
    assert area.mean() == pytest.approx(0.2, abs=0.01)


def test_mix_up_by_hand():
    images, labels = np.array([1.0, 0.5, 0.0]).reshape(3, 1, 1, 1), np.eye(3)
    mixed = mixing.mix_up(images, of(2, 0, 1), of(0.25, 1.0, 0.5))
    np.testing.assert_allclose(mixed.ravel(), [0.25, 0.5, 0.25])
    now = augment(AUGMENTATIONS["mix_up"], images, rng(), 1.0)
    for k in range(3):
        own, partner = now.shares[k], now.partners[k]
        assert now.images[k, 0, 0, 0] == pytest.approx(
            own * images[k, 0, 0, 0] + (1 - own) * images[partner, 0, 0, 0]
        )
        np.testing.assert_allclose(
            now.targets(labels)[k], own * labels[k] + (1 - own) * labels[partner]
        )


def test_the_share_of_a_cut_mix_is_the_area_that_is_left():
    images = np.stack([np.full((1, 8, 10), k / 50) for k in range(50)])
    now = augment(AUGMENTATIONS["cut_mix"], images, rng(), 1.0)
    own = np.array([(image == images[k]).mean() for k, image in enumerate(now.images)])
    other = now.partners != np.arange(50)
    np.testing.assert_allclose(own[other], now.shares[other])
    assert np.ptp(now.shares) > 0.8


def test_mixed_labels_are_shares_of_one_whole():
    for key in ("mix_up", "cut_mix"):
        labels = augment(AUGMENTATIONS[key], IMAGES, rng(), 1.0).targets(np.eye(6))
        np.testing.assert_allclose(labels.sum(axis=1), 1)


@pytest.mark.parametrize("key", ["zoom", "contrast"])
def test_factors_are_larger_as_often_as_smaller(key):
    factor = AUGMENTATIONS[key].draw(rng(), 4000, (8, 8), strength=1.0)["factor"]
    assert factor.min() == pytest.approx(0.5, abs=0.01)
    assert factor.max() == pytest.approx(2.0, abs=0.01)
    assert (factor > 1).mean() == pytest.approx(0.5, abs=0.04)
