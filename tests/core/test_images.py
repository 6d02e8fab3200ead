"""The stored pictures: what they are, that nobody can write on them, and who made them."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.datasets import load_digits

from core import images
from core.images import PICTURES, channels, digits, luminance

pictures = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)


def test_luminance_by_hand():
    rgb = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], dtype=np.uint8)
    np.testing.assert_allclose(luminance(rgb), [[0.299, 0.587, 0.114, 1.0]], rtol=1e-14)


def test_channels_come_first_and_end_at_one():
    rgb = np.array([[[0, 51, 255]]], dtype=np.uint8)
    np.testing.assert_allclose(channels(rgb), [[[0.0]], [[0.2]], [[1.0]]], rtol=1e-14)


def test_digits_are_those_of_scikit_learn():
    expected = load_digits()
    np.testing.assert_array_equal(digits().images * 16, expected.images)
    np.testing.assert_array_equal(digits().labels, expected.target)


def test_digits_have_the_stated_shape_range_and_type():
    assert digits().images.shape == (1797, 8, 8)
    assert digits().images.dtype == np.float64
    assert digits().images.min() == 0
    assert digits().images.max() == 1
    np.testing.assert_array_equal(np.unique(digits().labels), np.arange(10))


def test_digits_are_loaded_once_and_read_only():
    assert digits() is digits()
    for array in (digits().images, digits().labels):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


@pictures
def test_pictures_are_small_color_photographs(picture):
    pixels = picture.pixels()
    assert pixels.dtype == np.uint8
    assert pixels.shape == (85, 128, 3)
    assert pixels.std() > 30  # not blank
    assert np.any(pixels[..., 0] != pixels[..., 2])  # not gray
    assert picture.gray().shape == (85, 128)
    assert 0 <= picture.gray().min() < picture.gray().max() <= 1


@pictures
def test_pictures_are_read_only(picture):
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels()[0] = 0


@pictures
def test_every_picture_names_its_author_and_license(picture):
    assert picture.label
    assert picture.credit
    assert picture.source
    assert picture.license in {"CC0 1.0", "CC BY 2.0"}
    licenses = (images.DATA / "LICENSES.md").read_text(encoding="utf-8")
    assert f"`{picture.key}`" in licenses
    assert picture.license in licenses


def test_stored_files_are_small_and_hold_what_the_table_names():
    sizes = {path.name: path.stat().st_size for path in Path(images.DATA).glob("*.npz")}
    assert sizes.keys() == {"digits.npz", "photos.npz", "large.npz", "cnn.npz"}
    assert sizes["cnn.npz"] < 30_000
    assert sizes["digits.npz"] < 80_000
    assert sizes["photos.npz"] < 200_000
    with np.load(images.DATA / "photos.npz") as stored:
        assert set(stored) == set(PICTURES)


@pytest.mark.parametrize(
    "rgb", [np.zeros((4, 4, 3)), np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8)]
)
def test_other_pictures_are_refused(rgb):
    with pytest.raises(ValueError, match=r"must be uint8 \(h, w, 3\)"):
        luminance(rgb)
