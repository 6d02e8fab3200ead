"""A slice: the ground as it was computed, the walk's shadow, and both losses beside it."""

import json
from types import SimpleNamespace

import numpy as np
import pytest

from charts import theme
from charts.loss_surfaces.slices import DECADES, GAP_FILL, ground, walk_on_a_slice
from core.landscape import Grid

GRID = Grid(
    np.array([-1.0, 0.0, 1.0]),
    np.array([-0.5, 0.5]),
    np.array([[0.1, 1.0, 10.0], [0.2, 2.0, 20.0]], dtype=np.float32),
)
CUT = SimpleNamespace(
    grid=GRID,
    places=np.array([[-0.8, 0.1], [-0.3, 0.4], [0.0, 0.0]]),
    distances=np.array([2.0, 1.0, 0.0]),
    losses=np.array([3.0, 1.0, 0.5]),
    shadows=np.array([1.5, 0.75, 0.5]),
)


def drawn(cut=CUT, **more):
    figure = walk_on_a_slice(
        cut, **({"units": ("along a", "along b"), "height": 400, "view": "here"} | more)
    )
    return figure, {trace.name: trace for trace in figure.data}


def test_the_ground_has_the_powers_of_ten_of_the_losses_where_they_are():
    trace = ground(GRID, colorbar_x=0.5)
    np.testing.assert_array_equal(trace["x"], GRID.x)
    np.testing.assert_array_equal(trace["y"], GRID.y)
    np.testing.assert_allclose(trace["z"], np.log10(GRID.values), rtol=1e-6)


def test_the_color_bar_says_losses_and_not_their_logarithms():
    bar = ground(GRID, colorbar_x=0.5)["colorbar"]
    np.testing.assert_allclose(
        10.0 ** np.array(bar["tickvals"]), [float(t) for t in bar["ticktext"]]
    )
    assert list(bar["ticktext"]) == ["0.1", "0.2", "0.5", "1", "2", "5", "10", "20"]


def test_losses_over_many_decades_are_marked_at_powers_of_ten_and_cut_off_below():
    grid = Grid(GRID.x, GRID.y, np.array([[0.0, 1e-9, 1.0], [1e-3, 1e2, 1e3]]))
    trace = ground(grid, colorbar_x=0.5)
    assert trace["z"].min() == 3 - DECADES
    assert list(trace["colorbar"]["ticktext"]) == [
        "0.001", "0.01", "0.1", "1", "10", "100", "1000",
    ]  # fmt: skip


@pytest.mark.parametrize("flat", [0.3, 1e-30, 1e30])
def test_level_ground_is_drawn_too(flat):
    trace = ground(Grid(GRID.x, GRID.y, np.full((2, 3), flat)), colorbar_x=0.5)
    assert np.isfinite(trace["z"]).all()
    assert trace["contours"]["size"] > 0


def test_heights_that_no_float_holds_leave_a_hole():
    values = GRID.values.copy()
    values[0, 0], values[1, 1] = np.inf, np.nan
    trace = ground(Grid(GRID.x, GRID.y, values), colorbar_x=0.5)
    assert trace["contours"]["end"] == pytest.approx(np.log10(20))


def test_the_walk_is_its_shadow_and_both_losses_and_the_distance_are_the_ones_given():
    _, traces = drawn()
    np.testing.assert_allclose(traces["the walk, in this plane"].x, CUT.places[:, 0])
    np.testing.assert_allclose(traces["the walk, in this plane"].y, CUT.places[:, 1])
    np.testing.assert_allclose(traces["true loss"].y, CUT.losses)
    np.testing.assert_allclose(traces["loss in the slice"].y, CUT.shadows)
    np.testing.assert_allclose(traces["distance"].y, CUT.distances)
    assert list(traces["true loss"].x) == [0, 1, 2]


def test_start_and_end_are_marked():
    _, traces = drawn()
    assert (traces["start"].x, traces["start"].y) == ((-0.8,), (0.1,))
    assert (traces["end"].x, traces["end"].y) == ((0.0,), (0.0,))


def test_what_lies_between_the_two_losses_is_filled():
    _, traces = drawn()
    assert (traces["loss in the slice"].fill, traces["loss in the slice"].fillcolor) == (
        "tonexty",
        GAP_FILL,
    )
    assert GAP_FILL.startswith(theme.LOSS)


def test_one_player_walks_through_all_panels_an_epoch_a_step():
    figure, traces = drawn()
    assert figure.layout.meta["play"] == {"steps": 2, "unit": "epoch"}
    growing = {name for name, t in traces.items() if t.meta and t.meta["play"] == "grow"}
    assert growing == {
        "the walk, in this plane", "true loss", "loss in the slice", "distance",
    }  # fmt: skip
    followed = [name for t in figure.data if t.meta and "of" in t.meta for name in t.meta["of"]]
    assert sorted(followed) == sorted(growing)


def test_the_window_is_that_of_the_ground_and_the_axes_say_their_units():
    figure, _ = drawn()
    assert list(figure.layout.xaxis.range) == [-1, 1]
    assert list(figure.layout.yaxis.range) == [-0.5, 0.5]
    assert figure.layout.xaxis.title.text == "along a"
    assert figure.layout.uirevision == "here"


def test_a_slice_of_121_by_121_points_and_200_epochs_is_light():
    rng = np.random.default_rng(0)
    grid = Grid(np.linspace(-1, 1, 121), np.linspace(-1, 1, 121), rng.uniform(0.1, 9, (121, 121)))
    columns = {name: rng.normal(size=201) for name in ("distances", "losses", "shadows")}
    figure, _ = drawn(SimpleNamespace(grid=grid, places=rng.normal(size=(201, 2)), **columns))
    assert len(figure.to_json()) < 150_000


def test_on_a_phone_every_path_of_the_narrow_layout_leads_somewhere():
    figure, _ = drawn()
    plain = json.loads(figure.to_json())
    for path in figure.layout.meta["narrow"]:
        *steps, _ = path.split(".")
        part = plain
        for step in steps:
            part = part[int(step)] if isinstance(part, list) else part[step]
