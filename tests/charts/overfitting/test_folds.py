import numpy as np
import pytest

from charts.overfitting.folds import fold_by_fold
from core.polynomials import draw_points, parabola
from core.studies.overfitting.degrees import drawn_curve
from core.studies.overfitting.folds import cross_validate


@pytest.fixture(params=[5, 20])
def case(request):
    points = draw_points(20, 1.0, 4)
    folds = cross_validate(*points, request.param, 4, degree=2)
    curves = [drawn_curve(fit, count=11) for fit in folds.coefficients[2]]
    truth = curves[0]._replace(y=parabola(curves[0].x))
    figure = fold_by_fold(points, folds.fold_of, curves, truth, folds.errors[2], fold=1)
    return figure, points, folds, curves


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_the_points_of_the_fold_are_hollow_and_all_others_filled(case):
    figure, points, folds, _ = case
    np.testing.assert_allclose(trace(figure, "held out").y, points.y[folds.fold_of == 1], rtol=1e-5)
    assert len(trace(figure, "training points").x) == np.sum(folds.fold_of != 1)


def test_the_table_has_a_column_a_point_from_left_to_right(case):
    figure, points, folds, _ = case
    held = np.array(trace(figure, "held out in").z)
    assert held.sum(axis=0).tolist() == [1] * 20
    np.testing.assert_array_equal(held.argmax(axis=0), folds.fold_of[np.argsort(points.x)])


def test_one_fit_is_bold_and_all_others_are_there(case):
    figure, _, folds, curves = case
    np.testing.assert_allclose(trace(figure, "fit of this fold").y, curves[1].y, rtol=1e-6)
    others = np.array(trace(figure, "fits of the other folds").y)
    assert np.isnan(others).sum() == folds.errors.shape[1] - 1


def test_errors_and_their_mean(case):
    figure, _, folds, _ = case
    np.testing.assert_allclose(trace(figure, "error of the fold").y, folds.errors[2], rtol=1e-5)
    np.testing.assert_allclose(trace(figure, "mean of the folds").y, folds.means[2], rtol=1e-5)
