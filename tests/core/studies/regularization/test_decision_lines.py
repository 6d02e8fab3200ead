import numpy as np

from core.studies.regularization.decision_lines import zero_lines

AXIS = np.linspace(-2, 2, 41)
X, Y = np.meshgrid(AXIS, AXIS)


def pieces(line):
    return int(np.isnan(line[0]).sum()) + (len(line[0]) > 0)


def test_the_zero_line_of_a_plane_is_straight_and_whole():
    ((x, y),) = zero_lines((X + 2 * Y - 0.3)[None], AXIS, AXIS)
    np.testing.assert_allclose(x + 2 * y, 0.3, atol=1e-12)
    assert pieces((x, y)) == 1
    assert np.hypot(np.diff(x), np.diff(y)).max() < 0.15  # no leap from end to end


def test_a_circle_is_closed_and_round():
    ((x, y),) = zero_lines((X**2 + Y**2 - 1.5)[None], AXIS, AXIS)
    np.testing.assert_allclose(np.hypot(x, y), np.sqrt(1.5), atol=2e-3)
    assert pieces((x, y)) == 1
    assert (x[0], y[0]) == (x[-1], y[-1])


def test_two_lines_are_two_pieces_and_none_is_none():
    two, none = zero_lines(np.stack([X**2 - 1.03, X**2 + 1]), AXIS, AXIS)
    assert pieces(two) == 2
    assert pieces(none) == len(none[1]) == 0
    np.testing.assert_allclose(np.abs(two[0][~np.isnan(two[0])]), np.sqrt(1.03), atol=2e-3)


def test_a_saddle_loses_no_crossing():
    ((x, y),) = zero_lines(((X - 0.03) * (Y - 0.03))[None], AXIS, AXIS)
    there = ~np.isnan(x)
    np.testing.assert_allclose(((x - 0.03) * (y - 0.03))[there], 0, atol=1e-12)
    assert (
        len(set(zip(x[there], y[there], strict=True))) == 2 * 41
    )  # one in every row, one in every column
