"""The geometry of penalties as it is drawn."""

import numpy as np
import pytest

from charts.regularization.geometry import geometry
from charts.regularization.walk_down import walk_down_to
from core.studies.regularization.priced_walk import changes, solutions, walk_down
from core.studies.regularization.touch import map_of, touch
from core.studies.regularization.two_weights import bowl


def drawn(alpha=2.0, ratio=1.0, straight=False, best=(1.6, 1.4), steps=30):
    ground = bowl(best, -70.0, 5.0)
    found, path, turning = (
        touch(ground, alpha, ratio),
        solutions(ground, ratio),
        changes(ground, ratio),
    )
    walk = walk_down(ground, (-1.5, 2.5), alpha, ratio, share=0.5, steps=steps)
    figure = geometry(
        *(map_of(ground), ground, found, path, turning, walk),
        alpha=alpha,
        l1_ratio=ratio,
        straight=straight,
        view="here",
    )
    return figure, {trace.name: trace for trace in figure.data}, found, path, walk


@pytest.mark.parametrize(
    ("ratio", "name"), [(0.0, "disc"), (1.0, "diamond"), (0.5, "diamond with bent sides")]
)
def test_ball_contour_solution_and_paths_are_in_the_picture(ratio, name):
    figure, traces, found, (_, weights), walk = drawn(ratio=ratio)
    np.testing.assert_allclose(traces[f"ball: {name}"].x, found.ball[:, 0], atol=1e-5)
    np.testing.assert_allclose(traces["contour that touches"].y, found.contour[:, 1], rtol=1e-4)
    np.testing.assert_allclose(
        [traces["solution"].x[0], traces["solution"].y[0]], found.weights, atol=1e-5
    )
    np.testing.assert_allclose(traces["solutions, α from 0 to ∞"].x[1:-1], weights[:, 0], atol=1e-5)
    assert traces["solutions, α from 0 to ∞"].x[-1] == 0
    np.testing.assert_allclose(traces["walk"].x, walk.points[:, 0], atol=1e-5)
    np.testing.assert_allclose(traces["θ₂"].y, weights[:, 1], atol=1e-5)
    np.testing.assert_allclose(traces["pull of the error"].x, found.pulls, rtol=1e-5)
    np.testing.assert_allclose(traces["slopes of the price"].x, found.allowed[0], rtol=1e-5)
    assert figure.layout.meta["play"]["steps"] == 30
    assert figure.layout.shapes[0].x0 == 2.0
    assert len(figure.to_json()) < 100_000


def test_rings_stand_where_a_weight_becomes_zero_and_ridge_has_none():
    _, traces, *_ = drawn()
    np.testing.assert_allclose(traces["exactly 0 from here"].x, [1.4369, 6.0337], rtol=1e-3)
    _, traces, *_ = drawn(ratio=0.0)
    assert not traces["exactly 0 from here"].x


def test_the_straight_way_is_drawn_when_asked_for():
    assert "straight to 0: not the solution" not in drawn()[1]
    _, traces, found, *_ = drawn(straight=True)
    np.testing.assert_allclose(
        traces["straight to 0: not the solution"].x[-1], found.straight[0], rtol=1e-5
    )


def test_both_axes_of_the_map_have_one_scale_and_clicks_count_there():
    figure, *_ = drawn()
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.meta["clicks"] == "x"
    assert figure.layout.xaxis.range == figure.layout.yaxis.range


def test_a_walk_that_is_down_has_no_gap_left_and_rings_at_its_zeros():
    *_, found, _, walk = drawn(steps=200)
    figure = walk_down_to(walk, found.error + found.price)
    heights, symbols = figure.data[0].y, figure.data[0].marker.symbol
    assert heights[-1] == min(heights)
    np.testing.assert_allclose(heights[0], walk.objectives[0] - found.error - found.price)
    assert symbols[-1] == "circle-open"
    assert "0" in figure.layout.yaxis.ticktext


def test_nothing_at_all_can_be_drawn():
    figure, _, found, _, walk = drawn(alpha=100.0, best=(0.0, 0.0), straight=True)
    assert figure.data
    assert walk_down_to(walk, found.error + found.price).data
