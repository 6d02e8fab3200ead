"""The pictures of a penalty at every strength hold the numbers that they were given."""

import numpy as np
import pytest

from charts.regularization.fit_panels import curve_among_points, data_window, predicted_and_true
from charts.regularization.penalty_paths import error_axis, largest_of, paths_and_fit
from charts.regularization.squeezed import placed
from charts.regularization.three_penalties import three_paths
from core.linear import predict
from core.polynomials import Points, parabola
from core.studies.regularization.paths import fit_task, follow
from core.studies.regularization.polynomial import (
    drawn,
    sample_curve,
    split,
)
from core.studies.regularization.tasks import powers_of_x, two_thermometers

RATIOS = {"ridge": 0.0, "lasso": 1.0, "elastic_net": 0.5}


def powers(penalty="lasso", alpha=0.1, degree=15, noise=1.0):
    task = powers_of_x(degree, noise, 16)
    fit, free = fit_task(task, penalty, alpha=alpha), fit_task(task)
    curve = drawn(fit.theta)
    panel, axes = curve_among_points(
        split(*sample_curve(40, noise, 16), 0.6, 16),
        curve,
        drawn(free.theta),
        Points(curve.x, parabola(curve.x)),
    )
    path = follow(task, RATIOS[penalty])
    figure = paths_and_fit(
        *(path, fit, alpha, panel, axes),
        names=("first", "second")[:degree],
        label="Lasso",
        fit_title="The fit",
        view="here",
    )
    return figure, {trace.name: trace for trace in figure.data}, path, fit, task


def test_every_weight_zero_and_error_is_in_the_picture():
    _, traces, path, fit, _ = powers()
    np.testing.assert_allclose(traces["first"].customdata, path.thetas[:, 1], rtol=1e-5)
    np.testing.assert_allclose(traces["bias θ₀, free"].customdata, path.thetas[:, 0], rtol=1e-5)
    thin = traces["θ₃ to θ₁₅"]
    weights = thin.customdata[:, 1].reshape(13, 101)
    np.testing.assert_allclose(weights[:, :-1].T, path.thetas[:, 3:], rtol=1e-5)
    assert np.isnan(weights[:, -1]).all()  # a gap, so that no line joins two weights
    assert list(traces["weights not 0"].y) == path.nonzero.tolist()
    assert traces["not 0 now"].y == (2,)
    np.testing.assert_allclose(traces["training error"].y, path.train_errors, rtol=1e-5)
    np.testing.assert_allclose(traces["validation error"].y, path.validation_errors, rtol=1e-5)
    np.testing.assert_allclose(traces["training error now"].y, [fit.train_error], rtol=1e-5)
    np.testing.assert_allclose(traces["validation error now"].y, [fit.validation_error], rtol=1e-5)
    star = traces["lowest validation error"]
    np.testing.assert_allclose(star.y, [path.validation_errors.min()], rtol=1e-5)


def test_weights_stand_on_the_axis_where_it_says():
    figure, traces, path, fit, _ = powers()
    largest = largest_of(path)
    np.testing.assert_allclose(traces["weights now"].y, placed(fit.theta[1:], largest), rtol=1e-5)
    symbols = traces["weights now"].marker.symbol
    assert [s == "circle-open" for s in symbols] == [w == 0 for w in fit.theta[1:]]
    low, high = figure.layout.yaxis.range
    assert low < placed(path.thetas, largest).min() < placed(path.thetas, largest).max() < high


def test_todays_strength_is_marked_in_all_three_panels():
    figure, *_ = powers(alpha=0.3)
    assert [shape.x0 for shape in figure.layout.shapes] == [0.3] * 3


def test_training_and_validation_are_told_apart_by_color_and_by_dash():
    _, traces, *_ = powers()
    mine, other = traces["training error"].line, traces["validation error"].line
    assert (mine.color, mine.dash) != (other.color, other.dash)
    assert mine.color != other.color
    assert traces["training points"].marker.color == mine.color
    assert traces["validation points"].marker.color == other.color


@pytest.mark.parametrize("degree", [1, 2, 3, 20])
@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_every_degree_has_a_line_for_each_weight(degree, noise):
    figure, traces, *_ = powers("ridge", 1e-4, degree, noise)
    named = {"first", "second"} & set(traces)
    assert len(named) == min(degree, 2)
    thin = [name for name in traces if name.startswith("θ")]
    assert thin == {1: [], 2: [], 3: ["θ₃"]}.get(degree, ["θ₃ to θ₂₀"])
    low, high = figure.layout.yaxis4.range
    assert np.isfinite([low, high]).all()
    assert low < high
    assert len(figure.to_json()) < 90_000


def test_predictions_of_both_parts_stand_over_what_came_out():
    task = two_thermometers(0.05, 1.0, 16)
    theta = fit_task(task, "ridge", alpha=0.5).theta
    parts = (task.train, task.validation)
    traces, (across, up) = predicted_and_true(
        [predict(part.X, theta) for part in parts], [part.y for part in parts]
    )
    by_name = {trace["name"]: trace for trace in traces}
    seen, learned = by_name["validation points"], by_name["training points"]
    np.testing.assert_allclose(seen["x"], task.validation.y, rtol=1e-5)
    np.testing.assert_allclose(learned["y"], predict(task.train.X, theta), rtol=1e-5)
    assert by_name["right"]["x"] == by_name["right"]["y"]
    assert across["range"] == up["range"]


def test_three_penalties_stand_on_the_same_axes():
    task = powers_of_x(15, 1.0, 16)
    paths = {key: follow(task, ratio) for key, ratio in RATIOS.items()}
    fits = {key: fit_task(task, key, alpha=0.1) for key in RATIOS}
    figure = three_paths(paths, fits, 0.1, names=("first", "second"))
    ranges = [figure.layout[name].range for name in ("yaxis", "yaxis2", "yaxis3")]
    assert ranges[0] == ranges[1] == ranges[2]
    for i, key in enumerate(RATIOS):
        mine = [t for t in figure.data if t.name == "second"][i]
        np.testing.assert_allclose(mine.customdata, paths[key].thetas[:, 2], rtol=1e-5)
        assert mine.xaxis == ("x", "x2", "x3")[i]
    assert len(figure.to_json()) < 90_000


def test_axes_hold_errors_of_nothing_and_of_one_size():
    task = powers_of_x(2, 0.0, 1)
    axis = error_axis(follow(task, 0.0))
    assert axis["type"] == "log"
    assert np.isfinite(axis["range"]).all()
    assert data_window(np.array([1.0, 1.0])) == (0.88, 1.12)
