import numpy as np
import pytest

from core.augmentations import AUGMENTATIONS
from core.images import digits
from core.studies.regularization import augmented_digits as study
from core.studies.regularization import augmented_samples as grid


def samples(key, strength=None, seed=0):
    strength = AUGMENTATIONS[key].knobs[0].default if strength is None else strength
    crowd = grid.crowd_of_photos(but="cat")
    return grid.draw_samples(key, strength, seed, grid.photo("cat"), 0, crowd, 3)


def test_nobody_learns_from_what_is_held_back():
    order = np.random.default_rng((8, 0)).permutation(len(digits().labels))
    assert len(order) == 1797
    for n in (30, 100, 300):
        images, y, test, y_test = study.examples(3, n)
        assert len(images) == len(y) == n
        assert len(test) == len(y_test) == 1000
        rows = {image.tobytes() for image in images}
        assert not rows & {image.tobytes() for image in test}
    fewer, more = (study.examples(3, n)[2] for n in (30, 300))
    np.testing.assert_array_equal(fewer, more)


@pytest.mark.parametrize("key", ["mix_up", "rotate"])
def test_each_run_is_augmented_among_its_own_digits(key):
    images, y = study.all_examples(20, seeds=2)[:2]
    rngs = [np.random.default_rng(seed) for seed in range(2)]
    shown = list(study.changed(key, 0.4, images, y, rngs))
    assert len(shown) == study.EVERY
    x, labels = shown[0]
    assert x.shape == (2, 20, 64)
    alone = study.changed(key, 0.4, images[1:], y[1:], [np.random.default_rng(1)])
    np.testing.assert_array_equal(next(alone)[0][0], x[1])
    np.testing.assert_allclose(labels.sum(axis=-1), 1, atol=1e-6)


def test_a_strength_of_0_learns_as_without():
    free, still = study.train_on_digits("none", 0, 30, 2), study.train_on_digits("zoom", 0, 30, 2)
    np.testing.assert_array_equal(free.test, still.test)
    np.testing.assert_array_equal(free.train[-1], 1)
    assert free.test[-1].min() > 0.6


def test_a_paired_difference_by_hand():
    gain, error = study.paired_difference(np.array([0.9, 0.8, 1.0]), np.array([0.8, 0.8, 0.8]))
    assert gain == pytest.approx(0.1)
    assert error == pytest.approx(0.1 / np.sqrt(3))


def test_fourteen_samples_of_one_picture_with_their_chances():
    now = samples("rotate", 30.0)
    assert now.images.shape == (14, 3, grid.SIDE, grid.SIDE)
    assert np.abs(now.drawn["angle"]).max() <= 30
    np.testing.assert_array_equal(now.labels, np.tile([1, 0, 0], (14, 1)))


def test_labels_are_mixed_as_the_pictures_are():
    now = samples("mix_up", 1.0)
    share = now.drawn["share"][:, None, None, None]
    np.testing.assert_allclose(
        now.images, share * now.original + (1 - share) * now.partners, atol=1e-12
    )
    np.testing.assert_allclose(now.labels[0], [0.44, 0, 0.56], atol=5e-3)


@pytest.mark.parametrize("key", AUGMENTATIONS)
def test_the_pixel_that_is_worked_out_is_that_of_the_sample(key):
    for k in range(3):
        now = samples(key, seed=k)
        pixel = grid.look_at_pixel(now, k)
        assert pixel.after == now.images[k, 0, pixel.row, pixel.column]
        a, b = (place - np.floor(place) for place in pixel.source)
        weights = np.outer([1 - a, a], [1 - b, b]).ravel()
        if key in ("rotate", "shift", "zoom", "shear", "crop", "flip_across", "flip_down"):
            assert pixel.after == pytest.approx(weights @ pixel.four)
        elif key in ("blur", "sharpen"):
            s = now.drawn["share"][k]
            mixed = (1 - s) * pixel.before + s * pixel.filtered
            assert pixel.after == pytest.approx(np.clip(mixed, 0, 1))
