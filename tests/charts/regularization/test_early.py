import numpy as np
import pytest

from charts import theme
from charts.regularization.early import Shares, Watched, decades, steps_beside_ridge
from core.polynomials import Points
from core.studies.regularization.directions import (
    curve,
    errors_along,
    look_along,
    noisy_task,
    published_task,
)
from core.studies.regularization.early_stopping import learned_by_ridge, learned_by_steps


def picture(task, steps=30, alpha=0.02, best=17, stopped=117):
    directions = look_along(task)
    lr = 1 / directions.curvatures[0]
    learned = learned_by_steps(directions.curvatures, lr, steps)
    shares = Shares(directions.curvatures, learned, learned_by_ridge(directions.curvatures, alpha))
    ks = np.array([1, 10, 100, 1000])
    watched = Watched(ks, *errors_along(task, directions, lr, ks), best=best, stopped=stopped)
    x = np.linspace(-0.6, 0.6, 9)
    curves = {
        key: Points(x, curve(task, directions.weights(share), x))
        for key, share in (("least", np.ones_like(learned)), ("steps", learned))
    }
    figure = steps_beside_ridge(
        *(task.points, task.held_out, curves, shares, shares, watched), steps=steps, view=0
    )
    return figure, shares, watched


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_directions_that_are_done_are_gray():
    figure, shares, _ = picture(noisy_task(7))
    dots = trace(figure, "directions, steps")
    np.testing.assert_allclose(dots.y, shares.steps, rtol=1e-5, atol=1e-12)
    gray = [color == theme.QUIET for color in dots.marker.color]
    assert gray == (np.abs(shares.steps - 1) < 0.01).tolist()
    assert 0 < sum(gray) < 9


def test_the_best_epoch_and_where_it_stopped_lie_on_the_validation_error():
    figure, _, watched = picture(noisy_task(7), best=10, stopped=100)
    marks = trace(figure, "early stopping")
    assert marks.x == (10, 100)
    np.testing.assert_allclose(marks.y, watched.validation[1:3], rtol=1e-5)


def test_without_points_held_out_there_is_a_training_error_alone():
    figure, _, _ = picture(published_task(), best=None, stopped=None)
    names = [t.name for t in figure.data]
    assert "training error" in names
    assert "validation error" not in names
    assert "validation points" not in names


@pytest.mark.parametrize("values", [[1, 1e6], [3e-13, 2.0], [0.5, 0.9], [2.0, 2.0]])
def test_a_log_axis_has_a_few_ticks_at_powers_of_ten(values):
    axis = decades(np.array(values))
    assert len(axis["tickvals"]) <= 7
    assert axis["range"][0] < axis["range"][1]
