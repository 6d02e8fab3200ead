"""The map of speed, the errors of a walk, and the price of a long valley."""

import numpy as np
import pytest

from charts.gradient_descent.price import price_of_condition
from charts.gradient_descent.speed_limits import speed_and_errors
from core.studies.gradient_descent.convergence import (
    REGIMES,
    best_descent,
    best_momentum,
    steps_per_digit,
)
from core.studies.gradient_descent.quadratic_walk import walk_quadratic
from core.studies.gradient_descent.speed_limits import (
    borders,
    bowl_with,
    plane_over,
    price_of_length,
    verdicts,
)

LABELS = [regime.label for regime in REGIMES.values()]


def drawn(lr=1.5, beta=0.0, condition=100.0, steepest=1.0, steps=60):
    bowl = bowl_with(condition, steepest)
    plane, walk = plane_over(bowl, 4.2), walk_quadratic(bowl, lr=lr, beta=beta, steps=steps)
    found = verdicts(bowl, walk, lr=lr, beta=beta)
    figure = speed_and_errors(
        plane,
        steps_per_digit(plane.rates),
        borders(bowl),
        walk.errors,
        found,
        regimes=LABELS,
        now=(lr, beta),
        best={"descent": best_descent(bowl), "momentum": best_momentum(bowl)},
    )
    return figure, plane, walk, found


def trace(figure, start):
    return next(t for t in figure.data if t.name.startswith(start))


def test_the_map_holds_steps_for_each_digit_and_nothing_where_it_diverges():
    figure, plane, _, _ = drawn()
    ground = trace(figure, "steps for each digit")
    heights = np.asarray(ground.z)
    np.testing.assert_array_equal(np.isnan(heights), plane.rates >= 1)
    shown = (heights < ground.zmax - 1e-6) & (plane.rates < 1)
    np.testing.assert_allclose(
        10.0 ** heights[shown], steps_per_digit(plane.rates[shown]), rtol=1e-5
    )
    np.testing.assert_allclose(ground.customdata, plane.rates, rtol=1e-6)


def test_the_setting_and_both_best_ones_stand_in_the_map():
    figure, *_ = drawn(lr=0.7, beta=0.3)
    assert (trace(figure, "now").x[0], trace(figure, "now").y[0]) == (0.7, 0.3)
    star = trace(figure, "best with momentum")
    np.testing.assert_allclose([star.x[0], star.y[0]], best_momentum(bowl_with(100.0, 1.0))[:2])


def test_errors_are_drawn_as_measured_and_the_promise_as_a_straight_line():
    figure, _, walk, found = drawn(beta=0.5)
    for i, name in enumerate(("flattest", "middle", "steepest")):
        line = next(t for t in figure.data if t.name.endswith(f"({name})"))
        np.testing.assert_allclose(line.y, np.abs(walk.errors[:, i]), rtol=1e-5)
    promise = trace(figure, "predicted slope")
    np.testing.assert_allclose(promise.y[1], found[0].predicted ** promise.x[1], rtol=1e-5)


def test_every_line_of_the_map_is_explained_and_looks_unlike_a_predicted_slope():
    figure, *_ = drawn()
    names = ("limit, diverging beyond", "flattest ties steepest", "above: all swing")
    looks = {trace(figure, name).line.dash for name in names}
    assert len(looks) == 3
    assert trace(figure, "predicted slope").line.dash not in looks
    assert all(trace(figure, name).showlegend is not False for name in names)


def test_the_best_settings_are_drawn_on_top_of_the_dot():
    order = [t.name for t in drawn()[0].data]
    assert order.index("now") < order.index("best with momentum")


def test_roomy_regimes_are_named_and_slivers_are_not():
    names = [note.text for note in drawn()[0].layout.annotations]
    assert {"creeping", "swinging", "diverging"} <= set(names)
    assert "flipping" not in names
    assert "flipping" in [note.text for note in drawn(condition=1.0)[0].layout.annotations]


@pytest.mark.parametrize("condition", [1.0, 2.0, 1e4])
@pytest.mark.parametrize(("lr", "beta"), [(0.01, 0.0), (1.0, 0.0), (4.2, 0.0), (4.2, 0.999)])
def test_every_setting_is_drawn(condition, lr, beta):
    figure, *_ = drawn(lr, beta, condition, 4.0, steps=400)
    assert len(figure.to_json()) < 150_000
    assert all(np.isfinite(figure.layout.yaxis2.range))


def test_the_price_is_drawn_with_today_on_both_lines():
    price, costs = price_of_length(), {"descent": 115.1, "momentum": 11.47}
    figure = price_of_condition(price, 100.0, costs, 152.4)
    np.testing.assert_allclose(trace(figure, "best plain").y, price.descent, rtol=1e-5)
    np.testing.assert_allclose(trace(figure, "at their best").y, [115.1, 11.47])
    assert trace(figure, "now").y[0] == 152.4
    assert price_of_condition(price, 100.0, costs, np.inf).data[-1].y[0] is None
