"""The picture of over-fitting: it holds the numbers it was given, and says what it cannot hold."""

import numpy as np
import pytest

from charts.regularization.polynomial import (
    data_window,
    error_window,
    fit_errors_and_weights,
    squeezed,
    weight_axis,
    with_power,
)
from core.studies.regularization.polynomial import (
    Sample,
    drawn,
    fit_curve,
    sample_curve,
    split,
    true_curve,
)

DEGREES = range(21)


def picture(degree=15, penalty="lasso", noise=1.0, seed=16, ghost=True, truth=True, **settings):
    train, validation = split(*sample_curve(40, noise, seed), 0.6, seed)
    fits = [fit_curve(train, validation, d, penalty, **settings) for d in DEGREES]
    free = [fit_curve(train, validation, d) for d in DEGREES]
    curve = drawn(fits[degree].theta)
    figure = fit_errors_and_weights(
        train,
        validation,
        curve=curve,
        free_curve=drawn(free[degree].theta) if ghost else None,
        truth=Sample(curve.x, true_curve(curve.x)) if truth else None,
        fits=fits,
        free=free,
        degree=degree,
        view="here",
    )
    return figure, {trace.name: trace for trace in figure.data}, train, validation, fits, free


def test_every_point_fit_error_and_weight_is_in_the_picture():
    _, traces, train, validation, fits, free = picture(alpha=0.1)
    np.testing.assert_allclose(traces["training points"].x, train.x, rtol=1e-5)
    np.testing.assert_allclose(traces["validation points"].y, validation.y, rtol=1e-5)
    np.testing.assert_allclose(traces["fit"].y, drawn(fits[15].theta).y, rtol=1e-5)
    np.testing.assert_allclose(traces["without penalty"].y, drawn(free[15].theta).y, rtol=1e-5)
    np.testing.assert_allclose(traces["true curve"].y, true_curve(traces["fit"].x), rtol=1e-5)
    for name, errors in {
        "training error": [fit.train_error for fit in fits],
        "validation error": [fit.validation_error for fit in fits],
        "validation error without penalty": [fit.validation_error for fit in free],
    }.items():
        np.testing.assert_allclose(traces[name].y, errors, rtol=1e-5)
    np.testing.assert_allclose(traces["weights"].customdata, fits[15].theta[1:], rtol=1e-5)
    np.testing.assert_allclose(
        traces["weights without penalty"].customdata, free[15].theta[1:], rtol=1e-5
    )


def test_a_ring_marks_each_weight_that_is_exactly_zero():
    _, traces, _, _, fits, _ = picture(alpha=0.1)
    assert list(traces["exactly 0"].x) == [k for k in range(1, 16) if fits[15].theta[k] == 0]
    assert traces["exactly 0"].showlegend
    _, traces, *_ = picture(penalty="ridge", alpha=0.1)
    assert not len(traces["exactly 0"].x)
    assert not traces["exactly 0"].showlegend


def test_what_is_not_asked_for_is_not_drawn():
    _, traces, *_ = picture(penalty="none", ghost=False, truth=False)
    assert not {"without penalty", "true curve", "weights without penalty"} & set(traces)
    assert "validation error without penalty" not in traces


def test_todays_degree_is_marked_in_the_errors():
    figure, traces, *_ = picture(degree=4, penalty="none", ghost=False)
    for name in ("training error", "validation error"):
        assert np.argmax(traces[name].marker.size) == 4
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 4


def test_an_error_above_the_picture_gets_an_arrow_with_its_number():
    _, traces, *_ = picture(penalty="none", ghost=False)
    assert traces["validation error above the picture"].text == ("393",)
    _, traces, *_ = picture(penalty="ridge", alpha=0.01)
    assert "validation error above the picture" not in traces


@pytest.mark.parametrize("penalty", ["none", "ridge", "lasso"])
@pytest.mark.parametrize("degree", [0, 1, 2, 20])
@pytest.mark.parametrize("noise", [0.0, 3.0])
def test_the_windows_depend_on_the_points_alone(penalty, degree, noise):
    figure, *_ = picture(degree, penalty, noise)
    other, *_ = picture(3, "none", noise)
    assert figure.layout.yaxis.range == other.layout.yaxis.range
    assert figure.layout.yaxis2.range == other.layout.yaxis2.range
    assert len(figure.to_json()) < 150_000


@pytest.mark.parametrize("seed", range(10))
def test_all_points_lie_in_their_window_and_all_errors_but_the_wild_in_theirs(seed):
    _, _, train, validation, fits, free = picture(penalty="ridge", alpha=0.01, seed=seed)
    low, high = data_window(train, validation)
    assert low < min(*train.y, *validation.y) < max(*train.y, *validation.y) < high
    low, high = error_window(free)
    assert low < min(fit.train_error for fit in [*fits, *free])
    assert fits[0].validation_error < high


def test_the_squeezed_axis_is_even_and_grows_by_one_a_power_of_ten():
    np.testing.assert_allclose(squeezed(np.array([-5.0, 0.0])), [-squeezed(np.array(5.0)), 0])
    steps = np.diff(squeezed(10.0 ** np.arange(2, 9)))
    np.testing.assert_allclose(steps, 1, atol=1e-4)


@pytest.mark.parametrize("largest", [0.0, 1e-9, 1.0, 4.5, 10.0, 90586.0, 1.8e7, 1e12])
def test_the_weights_axis_has_room_for_the_largest_and_ticks_to_read_it_by(largest):
    axis = weight_axis(largest)
    assert axis["range"][0] == -axis["range"][1]
    assert squeezed(np.array(largest)) < axis["range"][1]
    assert sum(-axis["range"][1] < tick < axis["range"][1] for tick in axis["tickvals"]) >= 3


def test_powers_of_ten_are_written_as_such():
    assert [with_power(n) for n in (0.0, -1.0, 393.2, 1e4, -1e4, 1.53e6)] == [
        "0",
        "−1",
        "393",
        "10<sup>4</sup>",
        "−10<sup>4</sup>",
        "1.5 · 10<sup>6</sup>",
    ]
