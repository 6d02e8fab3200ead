import numpy as np
import pytest

from charts.clickable import ground
from charts.losses.endings import drawn, endings

X = np.linspace(0.0, 4.0, 5)


def told(y, low=-5.0, high=5.0):
    return [(one.symbol, one.text) for one in endings("#123456", X, np.array(y), low, high)]


def test_a_curve_that_stays_inside_says_nothing():
    assert told([0, 1, 2, 3, 4]) == []
    assert drawn([], 2.0) == []


def test_a_curve_that_leaves_says_how_far_it_goes_and_where():
    (one,) = endings("#123456", X, X**2, -5.0, 5.0)
    assert (one.symbol, one.text, one.y) == ("triangle-up", "to 16", 5.0)
    assert one.x == pytest.approx(2.2)  # between (2, 4) and (3, 9)
    assert told(-(X**2))[0] == ("triangle-down", "to −16")
    assert [text for _, text in told([9, 2, 0, -2, -9])] == ["to 9", "to −9"]


def test_infinity_is_an_arrow_and_no_number_is_a_cross():
    assert told([np.inf, 3, 2, 1, 0]) == [("triangle-up", "→ ∞")]
    assert told([0, -1, -2, -3, -np.inf]) == [("triangle-down", "→ −∞")]
    assert told([0, 1, 2, np.nan, np.nan]) == [("x", "no number from here")]


def test_a_curve_that_ends_inside_is_led_to_the_edge():
    (one,) = endings("#123456", X, np.array([np.inf, 3, 2, 1, 0]), -5.0, 5.0)
    assert (one.x, one.start, one.y) == (0.0, 3.0, 5.0)
    (steep,) = endings("#123456", X, np.array([np.inf, 9, 2, 1, 0]), -5.0, 5.0)
    assert steep.start is None


def test_of_two_endings_at_one_place_only_the_first_speaks():
    both = [*endings("#111111", X, X**2, -5.0, 5.0), *endings("#222222", X, X**2, -5.0, 5.0)]
    (trace,) = drawn(both, 2.0, yaxis="y2")
    assert [text for text in trace["text"] if text] == ["to 16"]
    assert trace["yaxis"] == "y2"
    assert set(trace["textposition"]) == {"middle left", "middle right"}


def test_no_number_is_said_where_there_is_none():
    for y, side in (([0, 1, np.nan, np.nan, np.nan], "right"), ([np.nan, 2, 1, 0, 0], "left")):
        (trace,) = drawn(endings("#123456", X, np.array(y), -5.0, 5.0), 2.0)
        assert trace["textposition"][trace["text"].index("no number from here")] == f"bottom {side}"


def test_the_ground_for_clicks_shows_and_says_nothing():
    trace = ground((0.0, 1.0), (-1.0, 2.0), yaxis="y2")
    assert (trace["opacity"], trace["hoverinfo"], trace["showlegend"]) == (0, "none", False)
    assert (trace["x"], trace["y"], trace["yaxis"]) == ([0.0, 1.0], [-1.0, 2.0], "y2")
