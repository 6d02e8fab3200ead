"""Digits that readers draw or photograph."""

import numpy as np
import pytest

from core.cnn import read
from core.cnn_training import split_digits
from core.studies.cnn.drawing import digit_from_gray, parse_drawing, write_drawing
from core.trained import trained_cnn


def test_a_drawing_comes_back_as_it_was_written():
    for image in split_digits().held_out.images[:20]:
        np.testing.assert_array_equal(parse_drawing(write_drawing(image)), image)


def test_the_first_pixels_by_hand():
    ink = parse_drawing("08g" + "0" * 61)
    np.testing.assert_array_equal(ink[0, :3], [0, 0.5, 1])
    assert write_drawing(np.full((8, 8), 7.0)) == "G" * 64


@pytest.mark.parametrize("text", ["", "0" * 63, "0" * 65, "H" + "0" * 63, "é" * 64, "-1" * 32])
def test_what_is_no_drawing_is_refused_in_a_sentence(text):
    with pytest.raises(ValueError, match="A drawing is 64 characters"):
        parse_drawing(text)


def photographed(image, *, ink, paper, scale=11, at=(20, 30), side=160):
    """The digit large, somewhere on a sheet of that brightness."""
    gray = np.full((side, side), paper)
    large = np.kron(image, np.ones((scale, scale)))
    rows, columns = (slice(a, a + 8 * scale) for a in at)
    gray[rows, columns] = paper + (ink - paper) * large
    return gray


@pytest.mark.parametrize(("ink", "paper"), [(0.1, 0.9), (0.95, 0.2)])
def test_photographed_digits_are_read_dark_on_light_and_light_on_dark(ink, paper):
    held_out = split_digits().held_out
    sheets = [photographed(image, ink=ink, paper=paper) for image in held_out.images[:60]]
    told = read(trained_cnn(), np.stack([digit_from_gray(sheet) for sheet in sheets])).shares
    assert np.mean(told.argmax(axis=1) == held_out.labels[:60]) >= 0.9


def test_a_blank_sheet_has_no_ink_and_a_dot_fills_the_frame():
    assert not digit_from_gray(np.full((50, 50), 0.7)).any()
    dot = np.ones((50, 50))
    dot[10, 40] = 0
    ink = digit_from_gray(dot)
    assert ink.shape == (8, 8)
    assert ink.max() == 1
    assert np.isfinite(ink).all()


def test_ink_is_in_whole_levels_from_0_to_1():
    ink = digit_from_gray(np.random.default_rng(0).random((37, 37)))
    np.testing.assert_array_equal(np.rint(16 * ink), 16 * ink)
    assert ink.min() >= 0
    assert ink.max() == 1
