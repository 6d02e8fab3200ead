"""The two networks put to the test."""

import numpy as np
import pytest

from core.studies.cnn.tested import DIRECTIONS, examine, examine_shifts, shift_images


def test_a_shift_by_hand():
    image = np.array([[[1.0, 2.0], [3.0, 4.0]]])
    np.testing.assert_array_equal(shift_images(image, "right", 1), [[[0, 1], [0, 3]]])
    np.testing.assert_array_equal(shift_images(image, "left", 1), [[[2, 0], [4, 0]]])
    np.testing.assert_array_equal(shift_images(image, "up", 1), [[[3, 4], [0, 0]]])
    np.testing.assert_array_equal(shift_images(image, "down", 1), [[[0, 0], [1, 2]]])


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_shift_of_nothing_changes_nothing(direction):
    image = np.arange(64.0).reshape(1, 8, 8)
    np.testing.assert_array_equal(shift_images(image, direction, 0), image)


def test_the_confusion_counts_every_digit_once():
    test = examine("cnn", "up", 1)
    assert test.confusion.sum() == len(test.labels) == 397
    np.testing.assert_array_equal(test.confusion.sum(axis=1), np.bincount(test.labels))
    np.testing.assert_array_equal(test.confusion.sum(axis=0), np.bincount(test.told, minlength=10))
    assert test.accuracy == np.mean(test.told == test.labels)


def test_wrong_ones_come_surest_first_and_cells_hold_what_they_say():
    test = examine("cnn", "right", 1)
    wrong = test.wrong()
    assert len(wrong) == 397 - test.confusion.trace()
    assert np.all(np.diff(test.shares[wrong, test.told[wrong]]) <= 0)
    cell = test.wrong(0, 8)
    assert len(cell) == test.confusion[0, 8]
    assert set(test.labels[cell]) == {0}
    assert set(test.told[cell]) == {8}


def test_one_pixel_to_the_side_hurts_the_dense_network_more_and_three_pixels_hurt_both():
    for direction in ("right", "left"):
        shifted = examine_shifts(direction)
        cnn, dense = shifted.accuracies.values()
        assert min(cnn[0], dense[0]) > 0.97
        assert cnn[1] > dense[1] + 0.15
        assert max(cnn[3], dense[3]) < 0.25
        assert shifted.ink[0] == 1
        assert shifted.ink[1] > 0.99
