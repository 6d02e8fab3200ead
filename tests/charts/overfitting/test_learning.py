import numpy as np
import pytest

from charts.overfitting.learning import two_learning_curves, window
from core.studies.overfitting.learning import learning_curves, spread


def picture(noise=1.0):
    curves = learning_curves(noise, 1, degree=9, runs=9, sizes=(2, 12, 50))
    pairs = [(spread(curves.training[d]), spread(curves.validation[d])) for d in (1, 9)]
    figure = two_learning_curves(
        curves.sizes, pairs, degrees=(1, 9), limits=(1.67, 1.0), noise=noise
    )
    return figure, pairs


def traces(figure, name):
    return [t for t in figure.data if t.name == name]


def test_medians_are_drawn_where_they_are_and_named_in_full_where_they_leave_the_picture():
    figure, pairs = picture()
    left, right = traces(figure, "validation error")
    np.testing.assert_allclose(left.y, pairs[0][1][1], rtol=1e-5)
    assert left.x == (2, 12, 50)
    assert right.x == (12, 50)  # two points fix no curve of degree 9
    assert right.customdata[0][1] == pytest.approx(pairs[1][1][1, 1], abs=1e-4)


def test_a_band_goes_there_above_and_back_below():
    figure, pairs = picture()
    band = traces(figure, "training spread")[0]
    assert band.x == (2, 12, 50, 50, 12, 2)
    np.testing.assert_allclose(
        band.y[1:5], [*pairs[0][0][2, 1:], *pairs[0][0][0, :0:-1]], rtol=1e-5
    )


def test_without_noise_there_is_still_a_window():
    figure, _ = picture(noise=0.0)
    low, high = window(0.0)
    assert 0 < low < high
    assert all(np.isfinite(y) and y > 0 for t in figure.data for y in t.y)
