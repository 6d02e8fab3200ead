import numpy as np
import pytest

from charts import theme
from charts.backpropagation.slope_check import errors_and_twins, verdicts_of
from core.network import Network, trace
from core.studies.backpropagation.mistakes import MISTAKES, backward_with
from core.studies.backpropagation.presets import PRESETS, own_sizes
from core.studies.backpropagation.problem import Problem
from core.studies.backpropagation.slope_check import check


def checked(preset, mistake="none"):
    problem = preset.problem
    run = trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)
    run = backward_with(MISTAKES[mistake], problem.network, run, problem.l2, preset.lr)
    return check(problem, run)


def trace_of(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_wrong_slopes_stand_above_the_line_and_right_ones_below():
    found = checked(PRESETS["worked"], "too_early")
    figure = errors_and_twins(found)
    limits = dict(
        zip(
            np.round(trace_of(figure, "what small steps can tell").x[::2], 1),
            trace_of(figure, "what small steps can tell").y[::2],
            strict=True,
        )
    )
    wrong, right = trace_of(figure, "differs"), trace_of(figure, "agrees")
    assert (len(wrong.x), len(right.x)) == (6, 6)
    assert all(e > limits[x - 0.5] for x, e in zip(wrong.x, wrong.y, strict=True))
    assert all(e < limits[x - 0.5] for x, e in zip(right.x, right.y, strict=True))
    assert wrong.marker.color == theme.GRADIENT
    assert right.marker.color == theme.FORWARD
    assert list(figure.layout.xaxis.ticktext[:2]) == ["w₁", "w₂"]


def test_twins_that_agree_stand_on_the_diagonal():
    found = checked(PRESETS["softmax"], "one_path")
    figure = errors_and_twins(found)
    right, wrong = (trace_of(figure, f"{name}, twins") for name in ("agrees", "differs"))
    np.testing.assert_allclose(right.x, right.y, atol=1e-6)
    assert np.abs(np.subtract(wrong.x, wrong.y)).max() > 0.1
    assert np.abs(right.x).max() == pytest.approx(1)


def test_where_there_is_no_slope_there_is_no_verdict():
    network = Network((np.zeros((1, 1)), np.ones((1, 1))), (np.zeros(1),) * 2, ("relu", "identity"))
    problem = Problem(network, np.ones((1, 1)), np.ones((1, 1)))
    found = check(problem, trace(network, problem.x, problem.y, "half_sse"))
    assert verdicts_of(found) == ["no slope there"] * 2 + ["agrees"] * 2
    assert "no slope there" in {trace.name for trace in errors_and_twins(found).data}


def test_the_largest_network_and_one_without_any_slope_are_drawn():
    text = errors_and_twins(checked(own_sizes((6, 6, 6, 6, 6), 0))).to_json()
    assert len(text) < 80_000
    flat = Network((np.zeros((2, 1)),), (np.zeros(1),), ("step",))
    problem = Problem(flat, np.ones((1, 2)), np.ones((1, 1)))
    found = check(problem, trace(flat, problem.x, problem.y, "half_sse"))
    assert "NaN" not in errors_and_twins(found).to_json()
