"""The race from above: every walk as it was, every height above the ground, and who left."""

from types import SimpleNamespace

import numpy as np
import pytest

from charts import theme
from charts.landscape import DECADES, contours, minima_marks, race
from core.landscape import Grid
from core.optimizers import OPTIMIZERS, descend
from core.surfaces import SURFACES, sample

BOWL = Grid(
    np.array([-1.0, 0.0, 1.0]), np.array([0.0, 2.0]), np.array([[1.0, 0.0, 1.0], [5.0, 4.0, 5.0]])
)


def walks_on(name, keys, steps=20, **knobs):
    surface = SURFACES[name]
    return {
        key: descend(surface, OPTIMIZERS[key], surface.start, steps=steps, **knobs) for key in keys
    }


def drawn(walks, floor=0.0, log_scale=True, name="ravine", view="here"):
    surface = SURFACES[name]
    figure = race(
        sample(surface, 12),
        walks,
        minima=surface.minima,
        floor=floor,
        log_scale=log_scale,
        view=view,
    )
    return figure, {trace.name: trace for trace in figure.data}


def test_contours_have_the_heights_where_they_are():
    trace = contours(BOWL, log_scale=False)
    np.testing.assert_array_equal(trace["x"], BOWL.x)
    np.testing.assert_array_equal(trace["y"], BOWL.y)
    np.testing.assert_array_equal(trace["z"], BOWL.values)
    assert "customdata" not in trace  # the colors are the heights: no need to send them twice
    assert "%{z:.4g}" in trace["hovertemplate"]


def test_on_a_log_scale_colors_are_powers_of_ten_above_the_lowest_ground():
    grid = Grid(BOWL.x, BOWL.y, np.array([[7.0, 8.0, 17.0], [107.0, 1007.0, 7.0]]))
    trace = contours(grid, log_scale=True)
    top = 3  # the highest ground is 1000 above the lowest
    np.testing.assert_allclose(
        trace["z"], [[top - DECADES, 0, 1], [2, 3, top - DECADES]], rtol=1e-6, atol=1e-6
    )
    np.testing.assert_array_equal(
        trace["customdata"], grid.values
    )  # the heights themselves on hover


def test_the_color_bar_of_a_log_scale_says_powers_of_ten_and_another_does_not():
    bar = contours(BOWL, log_scale=True)["colorbar"]
    assert [f"10<sup>{tick:.0f}</sup>" for tick in bar["tickvals"]] == list(bar["ticktext"])
    assert len(bar["ticktext"]) == DECADES
    assert "ticktext" not in contours(BOWL, log_scale=False)["colorbar"]


def test_low_ground_is_the_deepest_color():
    scale = [color for _, color in contours(BOWL, log_scale=False)["colorscale"]]
    light = [sum(int(color[i : i + 2], 16) for i in (1, 3, 5)) for color in scale]
    assert light == sorted(light)


def test_every_minimum_is_marked_in_the_color_of_targets():
    trace = minima_marks(((3.0, 2.0), (-1.0, 4.5)))
    assert (list(trace["x"]), list(trace["y"])) == ([3.0, -1.0], [2.0, 4.5])
    assert trace["marker"]["color"] == theme.TARGET
    assert len(minima_marks(())["x"]) == 0


def test_every_walk_is_drawn_as_it_was_in_both_panels_and_the_grid_is_not_changed():
    walks = walks_on("ravine", ["sgd", "adam"])
    _, traces = drawn(walks)
    for walk in walks.values():
        trail, height = traces[walk.label], traces[f"{walk.label} height"]
        np.testing.assert_allclose(np.c_[trail.x, trail.y], walk.points, rtol=1e-5, atol=1e-12)
        np.testing.assert_allclose(height.y, walk.values, rtol=1e-5)
        assert list(height.x) == list(range(21))
        assert (height.xaxis, height.yaxis) == ("x2", "y2")
        assert trail.meta == height.meta == {"play": "grow"}


def test_heights_are_counted_from_the_floor_and_a_height_of_zero_has_no_place_on_a_log_scale():
    walk = SimpleNamespace(
        label="Toy",
        outcome="finished",
        points=np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 2.0]]),
        values=np.array([5.0, 3.5, 3.0]),
    )
    figure, traces = drawn({"sgd": walk}, floor=3.0)
    assert list(traces["Toy height"].y) == [2.0, 0.5, None]
    assert figure.layout.yaxis2.type == "log"
    assert "log" in figure.layout.annotations[1].text


def test_where_there_is_no_floor_heights_are_as_they_are_on_a_plain_scale():
    walks = walks_on("saddle", ["sgd"])
    figure, traces = drawn(walks, floor=None, log_scale=False, name="saddle")
    np.testing.assert_allclose(traces["SGD height"].y, walks["sgd"].values, rtol=1e-5)
    assert figure.layout.yaxis2.type != "log"
    assert "log" not in figure.layout.annotations[1].text
    assert len(traces["minimum"].x) == 0


def test_a_walk_that_diverged_says_so_and_ends_in_a_cross():
    walks = walks_on("ravine", ["sgd"], steps=50, lr=0.02) | walks_on("ravine", ["adam"], steps=50)
    assert walks["sgd"].outcome == "diverged"
    figure, traces = drawn(walks)
    assert {"SGD (diverged)", "Adam"} <= set(traces)
    assert list(traces["stands at"].marker.symbol) == ["x", "circle"]
    left = np.c_[traces["SGD (diverged)"].x, traces["SGD (diverged)"].y]
    np.testing.assert_allclose(left, walks["sgd"].points, rtol=1e-5)  # the way out, unclipped
    assert figure.layout.meta["play"]["steps"] == 50  # as long as the longest


def test_the_view_is_the_window_of_the_landscape_wherever_a_walk_goes():
    figure, _ = drawn(walks_on("ravine", ["sgd"], steps=50, lr=0.02))
    assert list(figure.layout.xaxis.range) == [-2.0, 2.0]
    assert list(figure.layout.yaxis.range) == [-0.5, 0.5]
    assert figure.layout.uirevision == "here"


def test_markers_stand_at_the_ends_and_play_the_traces_of_their_panel():
    walks = walks_on("ravine", ["momentum", "lion"])
    _, traces = drawn(walks)
    ends = np.array([walk.points[-1] for walk in walks.values()])
    np.testing.assert_allclose(np.c_[traces["stands at"].x, traces["stands at"].y], ends, rtol=1e-5)
    assert traces["stands at"].meta["of"] == ["Momentum", "Lion"]
    high = traces["stands as high as"]
    assert high.meta["of"] == ["Momentum height", "Lion height"]
    assert (high.xaxis, high.yaxis) == ("x2", "y2")
    for trace in (traces["stands at"], high):
        assert set(trace.meta["of"]) <= set(traces)  # the browser finds each by its name


def test_a_rule_keeps_its_look_whatever_runs_beside_it():
    alone = drawn(walks_on("ravine", ["nadam"]))[1]["NAdam"].line
    among = drawn(walks_on("ravine", list(OPTIMIZERS)))[1]["NAdam"].line
    assert alone == among
    assert {"color": alone.color, "dash": alone.dash} == theme.style("nadam")


def test_hiding_a_walk_hides_it_in_both_panels_and_no_other():
    _, traces = drawn(walks_on("ravine", list(OPTIMIZERS)))
    groups = {}
    for rule in OPTIMIZERS.values():
        label = next(name for name in traces if name.split(" (")[0] == rule.label)
        assert traces[label].legendgroup == traces[f"{rule.label} height"].legendgroup
        assert traces[f"{rule.label} height"].showlegend is False
        groups[rule.key] = traces[label].legendgroup
    assert len(set(groups.values())) == len(OPTIMIZERS)


@pytest.mark.parametrize("name", SURFACES)
def test_every_surface_can_be_drawn_on_the_scale_that_it_asks_for(name):
    surface = SURFACES[name]
    trace = contours(sample(surface, 30), log_scale=surface.log_scale)
    assert np.isfinite(np.array(trace["z"], dtype=float)).all()


def test_walks_leave_a_height_axis_that_ends_where_floats_tell_nothing_apart():
    figure, _ = drawn(walks_on("ravine", ["adagrad"], steps=300, lr=2.0))
    low, high = figure.layout.yaxis2.range
    assert -16.5 < low < -15
    assert 1 < high < 4


def test_a_diverging_walk_does_not_squeeze_the_others():
    figure, traces = drawn(
        walks_on("ravine", ["sgd"], steps=50, lr=10.0) | walks_on("ravine", ["adam"])
    )
    assert figure.layout.yaxis2.range[1] <= 8.1
    assert max(traces["SGD height"].y) > 1e6  # not clipped: it leaves


def test_without_a_bottom_the_height_axis_keeps_to_the_window():
    figure, _ = drawn(
        walks_on("saddle", ["sgd"], steps=200, lr=0.1), floor=None, log_scale=False, name="saddle"
    )
    assert figure.layout.yaxis2.range == pytest.approx((-8.0, 8.0), rel=0.02)
