"""The map of starts: every color an end, every bar a share."""

import numpy as np
import pytest

from charts import theme
from charts.gradient_descent.basins import ALL_NAMED, groups, map_of_starts
from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.basins import DIVERGED, NOT_YET, basin_map
from core.surfaces import SURFACES, sample


def picture(name, rule="sgd", resolution=16, **knobs):
    surface = SURFACES[name]
    basins = basin_map(surface, OPTIMIZERS[rule], resolution=resolution, steps=60, **knobs)
    walk = descend(surface, OPTIMIZERS[rule], surface.start, steps=60, **knobs)
    figure = map_of_starts(
        basins, sample(surface, 12), walk, log_scale=surface.log_scale, view=name
    )
    return basins, walk, figure, {trace.name: trace for trace in figure.data}


def test_every_start_has_the_color_of_its_group():
    basins, _, _, traces = picture("himmelblau", "momentum")
    colors = groups(basins.heights.tolist())
    for i, group in enumerate(colors):
        where = np.isin(basins.reached, group.indices)
        np.testing.assert_array_equal(traces["starts"].z[where], i)
    scale = traces["starts"].colorscale
    assert [color for _, color in scale[::2]] == [group.color for group in colors]


def test_bars_are_shares_and_make_a_hundred():
    basins, _, _, traces = picture("himmelblau", "momentum")
    bars = dict(zip(traces["shares"].y, traces["shares"].x, strict=True))
    assert bars["A: 0"] == pytest.approx(100 * basins.share(0))
    assert bars["diverged"] == pytest.approx(100 * basins.share(DIVERGED))
    assert bars["not yet"] == pytest.approx(100 * basins.share(NOT_YET))
    assert sum(bars.values()) == pytest.approx(100)


def test_few_minima_have_a_letter_and_a_color_each():
    named = groups([-1.0316, -1.0316, -0.2155, 2.1])
    assert [g.label for g in named[:4]] == ["A: −1.03", "B: −1.03", "C: −0.215", "D: 2.1"]
    assert len({g.color for g in named}) == len(named)
    assert [g.indices for g in named[-2:]] == [(NOT_YET,), (DIVERGED,)]


def test_many_minima_are_told_apart_by_height():
    heights = np.sort(np.concatenate([[0.0], np.linspace(1, 50, 120)]))
    bands = groups(heights)
    assert bands[0].label == "lowest"
    assert bands[0].indices == (0,)
    found = [index for group in bands[:-2] for index in group.indices]
    assert sorted(found) == list(range(121))
    assert [group.label for group in bands[1:-2]] == ["to 10", "to 20", "to 30", "to 40", "to 50"]
    for group in bands[1:-2]:
        top = float(group.label.removeprefix("to "))
        assert all(top - 10 < heights[index] <= top for index in group.indices)


@pytest.mark.parametrize("name", [key for key, s in SURFACES.items() if s.minima])
def test_every_landscape_has_a_map(name):
    basins, walk, figure, traces = picture(name, "adam", resolution=5)
    letters = len(basins.minima) if len(basins.minima) <= ALL_NAMED else 1
    assert len(traces["minima"].x) == letters
    np.testing.assert_allclose(traces["walk"].x, walk.points[:, 0], rtol=1e-5, atol=1e-12)
    assert figure.layout.meta["play"]["steps"] == len(walk.values) - 1


def test_no_letter_is_written_over_the_walk():
    basins, walk, _, traces = picture("himmelblau", "momentum")
    for place, corner in zip(basins.minima, traces["minima"].textposition, strict=True):
        up, side = corner.split()
        x, y = (walk.points - place).T
        there = (y > 0 if up == "top" else y < 0) & (x > 0 if side == "right" else x < 0)
        near = np.maximum(abs(x), abs(y)) < 1.2
        assert (there & near).sum() <= near.sum() / 2


def test_a_click_counts_on_the_map_and_not_on_the_bars():
    assert picture("camel")[2].layout.meta["clicks"] == "x"


def test_no_two_neighbors_in_the_bars_share_a_color():
    for heights in ([0.0] * 7, np.arange(121.0)):
        colors = [group.color for group in groups(heights)]
        assert len(set(colors)) == len(colors)
        assert all(color.startswith("#") for color in colors)
    assert groups([0.0])[0].color == theme.TARGET


def test_the_map_of_ten_thousand_starts_is_small_enough_for_the_wire():
    *_, figure, _ = picture("himmelblau", resolution=100)
    assert len(figure.to_json()) < 150_000
