"""What the view of a network put to the test says, held against the numbers."""

import pytest

from core.studies.cnn.tested import DIRECTIONS, examine, examine_shifts
from tests.app import charts, click_experiment, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "cnn_tested"


@pytest.fixture(scope="module")
def app():
    return open_lesson(SLUG)


def clicked(app, name):
    """The test of today's settings, computed again, and what the page says."""
    click_experiment(app, SLUG, name)
    names = ("network", "direction", "shift")
    test = examine(*(setting(app, SLUG, name) for name in names))
    return test, " ".join(m.value for m in app.markdown)


def caption(app, name="matrix"):
    return charts(app)[f"{SLUG}.{name}"].caption


def test_the_convolutional_network_reads_390_of_397(app):
    test, text = clicked(app, "Digits it has never seen")
    assert (test.confusion.trace(), len(test.labels), len(test.wrong())) == (390, 397, 7)
    assert "reads 390 of them: 98.2 %" in text
    assert "98.2% by the convolutional network and 98.0% by the dense network" in caption(app)
    assert caption(app, "wrong").startswith("7 digits read wrong")
    assert r"\frac{390}{397} = 0.9824" in app.latex[0].value


def test_the_dense_network_reads_389(app):
    test, text = clicked(app, "The dense one, too")
    assert test.confusion.trace() == 389
    assert "reads 389" in text
    assert "that of the dense one, 389 of 397" in caption(app)


def test_one_pixel_to_the_right_hurts_the_dense_one_more(app):
    test, text = clicked(app, "One pixel to the right")
    dense = examine("dense", "right", 1)
    assert (test.confusion.trace(), dense.confusion.trace()) == (277, 196)
    assert f"{dense.accuracy:.1%} {test.accuracy:.1%}" == "49.4% 69.8%"
    assert "falls to 49.4 %, the convolutional one to 69.8 %" in text
    assert examine_shifts("right").ink[1] > 0.99


def test_three_pixels_are_too_much_for_both(app):
    clicked(app, "Three pixels")
    shifted = examine_shifts("right")
    assert all(abs(values[3] - 0.1) < 0.05 for values in shifted.accuracies.values())
    assert 0.7 < shifted.ink[3] < 0.8


def test_moved_by_one_pixel_no_zero_is_left(app):
    test, text = clicked(app, "No zero is left")
    zeros = test.confusion[0]
    assert (zeros[0], zeros[8], zeros[3], zeros.sum()) == (0, 18, 17, 43)
    assert (test.confusion[2, 2], test.confusion[2].sum()) == (46, 51)
    assert "46 of 51" in text
    assert caption(app, "wrong").startswith("18 digits that are a 0 and read as 8")


def test_an_empty_cell_says_so():
    app = open_lesson(SLUG, one="true", true="0", told="1")
    assert caption(app, "wrong") == "No digit that is a 0 is read as 1."


def test_the_other_directions_agree_that_the_dense_one_loses_no_less():
    for direction in DIRECTIONS:
        cnn, dense = examine_shifts(direction).accuracies.values()
        assert cnn[1] > dense[1]


@pytest.mark.parametrize("link", [{"shift": "1"}, {"network": "Dense"}])
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    right = printed_by_script(app, SLUG).split("right ")[1].split()[0]
    assert f"one, {right} of 397" in caption(app)
