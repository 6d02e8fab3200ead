import json

import numpy as np
import pytest

from charts.overfitting.bias import bundle_and_errors, errors_shown
from core.polynomials import parabola
from core.studies.overfitting.bias import decompose


def picture(degree=3, noise=1.0, same_x=True):
    found = decompose(25, noise, 0, degree=20, same_x=same_x)
    return bundle_and_errors(found, parabola(found.at), degree=degree), found


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_every_fit_is_in_the_bundle_and_all_of_it_fits_the_wire():
    figure, found = picture()
    rows = np.array(trace(figure, "one fit each").y).reshape(200, -1)
    np.testing.assert_allclose(rows[:, :-1], found.curves[3], rtol=1e-5)
    assert np.isnan(rows[:, -1]).all()
    assert len(json.dumps(json.loads(figure.to_json()))) < 150_000


def test_the_parts_are_stacked_over_x_and_drawn_by_degree():
    figure, found = picture()
    np.testing.assert_allclose(trace(figure, "variance at x").y, found.variance[3], rtol=1e-5)
    np.testing.assert_allclose(trace(figure, "measured at x").y, found.measured[3], rtol=1e-5)
    np.testing.assert_allclose(trace(figure, "their sum").y, found.total.mean(axis=1), rtol=1e-5)
    np.testing.assert_allclose(
        trace(figure, "bias²").customdata, found.bias.mean(axis=1), rtol=1e-5
    )
    assert trace(figure, "bias²").marker.size.index(11) == 3


@pytest.mark.parametrize(("noise", "same_x"), [(0.0, True), (3.0, False)])
def test_every_picture_has_a_window(noise, same_x):
    figure, found = picture(20, noise, same_x)
    low, high = errors_shown(found)
    assert 0 < low < high
    for axis in (figure.layout.yaxis, figure.layout.yaxis2, figure.layout.yaxis3):
        assert np.isfinite(axis.range).all()
        assert axis.range[0] < axis.range[1]
