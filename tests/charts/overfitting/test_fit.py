import numpy as np
import pytest

from charts.overfitting.fit import errors_shown, fit_and_errors, height_of
from core.polynomials import parabola
from core.studies.overfitting.degrees import drawn_curve, drawn_points, parted, sweep_degrees


def picture(degree=10, own_test=False, noise=1.0):
    rows, test = drawn_points(15, 1.0, 106)
    parts = parted(rows, test)
    sweep = sweep_degrees(parts, 20)
    curve = drawn_curve(sweep.coefficients[degree])
    truth = curve._replace(y=parabola(curve.x)) if own_test else None
    figure = fit_and_errors(
        parts, curve, truth, sweep, degree=degree, noise=noise, own_test=own_test
    )
    return figure, parts, sweep


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_points_are_where_they_were_drawn_and_test_points_only_where_they_are_few():
    figure, parts, _ = picture()
    np.testing.assert_allclose(trace(figure, "training points").y, parts[""].y)
    assert "test points" not in [t.name for t in figure.data]
    assert "true curve" not in [t.name for t in figure.data]
    figure, parts, _ = picture(own_test=True)
    assert len(trace(figure, "test points").x) == 200
    assert trace(figure, "true curve").y[0] == pytest.approx(3.5)


def test_todays_errors_are_large_and_an_error_of_nothing_stands_on_the_floor():
    figure, _, sweep = picture(degree=14)
    line = trace(figure, "training error")
    assert line.marker.size.index(13) == 14
    assert line.customdata[14] == pytest.approx(0, abs=1e-6)
    assert line.y[14] == pytest.approx(1.02 * errors_shown(sweep)[0], rel=1e-4)
    np.testing.assert_allclose(trace(figure, "test error").y, sweep.errors["t"], rtol=1e-5)


def test_clicks_count_among_the_points_only():
    figure, parts, _ = picture()
    assert figure.layout.meta["clicks"] == "x"
    assert trace(figure, "ground").y == height_of(parts)


def test_noise_that_is_not_known_has_no_line():
    assert len(picture()[0].layout.shapes) == 2
    assert len(picture(noise=None)[0].layout.shapes) == 1
