import numpy as np
import pytest

from charts.losses.outlier import lines_and_pulls
from core.studies.losses.outlier import WILD, heights, others, students, sweep
from core.studies.losses.robust_fit import fit_line


def picture(*losses, hours=7.0, height=16.0):
    x, y = students(hours, height)
    fits = {key: fit_line(x, y, key) for key in losses}
    slopes = {key: sweep(hours, heights(-6, 18, 4.0), key) for key in losses}
    figure = lines_and_pulls(
        *(x, y, WILD, fits),
        without=fit_line(*others(), "mse"),
        heights=heights(-6, 18, 4.0),
        slopes=slopes,
    )
    return figure, x, y, fits, slopes


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_lines_are_those_that_were_fitted():
    figure, _, _, fits, _ = picture("mse", "huber")
    for fit in fits.values():
        line = trace(figure, fit.label)
        rise = (line.y[1] - line.y[0]) / (line.x[1] - line.x[0])
        assert rise == pytest.approx(fit.w, rel=1e-4)
        assert line.y[0] == pytest.approx(fit.b, abs=1e-5)


def test_the_wild_point_stands_out_and_is_nobody_else():
    figure, x, *_ = picture("mse")
    assert (trace(figure, "the wild one").x, trace(figure, "the wild one").y) == ((7.0,), (16.0,))
    assert len(trace(figure, "students").x) == len(x) - 1
    assert 16.0 not in trace(figure, "students").y


def test_misses_lead_from_each_point_to_the_line():
    figure, _, y, fits, _ = picture("mse", "mae")
    ends = np.array(trace(figure, "Mean squared error misses").y, dtype=float).reshape(-1, 3)
    np.testing.assert_allclose(ends[:, 0], y, rtol=1e-5)
    np.testing.assert_allclose(ends[:, 1] - ends[:, 0], fits["mse"].misses, atol=1e-4)


def test_slopes_for_every_height_with_todays_marked():
    figure, _, _, fits, slopes = picture("mse", "mae", "log_cosh")
    for key, row in slopes.items():
        assert trace(figure, f"{fits[key].label} slope").y == pytest.approx(row, rel=1e-5)
    today = trace(figure, "slopes today")
    assert today.x == (16.0, 16.0, 16.0)
    assert today.y == pytest.approx([fit.w for fit in fits.values()], rel=1e-5)


def test_the_slopes_axis_never_magnifies_hundredths():
    low, high = picture("mse", "mae", hours=3.79)[0].layout.yaxis2.range
    assert high - low >= 0.4 - 1e-12
    figure, *_, slopes = picture("mse", "mae")
    low, high = figure.layout.yaxis2.range
    assert all(low < min(row) <= max(row) < high for row in slopes.values())


def test_pulls_are_those_of_the_fit_and_balance():
    figure, _, _, fits, _ = picture("mse", "mae", "huber", "log_cosh")
    for fit in fits.values():
        bars = trace(figure, f"{fit.label} pulls")
        assert bars.y == pytest.approx(fit.pulls, abs=1e-4)
        assert sum(bars.y) == pytest.approx(0, abs=1e-3)


def test_the_picture_widens_for_a_point_far_to_the_right():
    assert picture("mse")[0].layout.xaxis.range[1] == 8.0
    far = picture("mse", hours=20.0)[0]
    assert far.layout.xaxis.range[1] > 20
    assert far.layout.uirevision != picture("mse")[0].layout.uirevision
    assert far.layout.meta["clicks"] == "x"
