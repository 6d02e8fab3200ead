"""The maps of the network: where they stand, what a click on them means, and what a cell tells."""

import numpy as np
import pytest

from charts.cnn import overview as drawn
from charts.cnn.apart import taken_apart
from charts.cnn.mosaic import INK, PITCH, corner, mosaic
from core.cnn import read
from core.cnn_training import split_digits
from core.studies.cnn.looking import LAYERS, arithmetic, look_at, maps_of
from core.trained import trained_cnn

SEEN = read(trained_cnn(), split_digits().held_out.images[1:2])
SIDES = {layer: maps_of(SEEN, layer).shape[:2] for layer in LAYERS}


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def look(layer, which=1, row=1, column=0):
    return look_at(trained_cnn(), SEEN, layer, which, row, column)


def apart(layer):
    found = look(layer)
    return taken_apart(found, arithmetic(found) if layer.startswith("conv") else None), found


def test_maps_of_a_mosaic_keep_their_pixels_and_a_gap_between_them():
    maps = np.arange(24.0).reshape(3, 2, 4)
    z = mosaic(maps, 0, 0, tall=2, look=INK)["z"]
    assert z.shape == (2 * 3 - 1, 2 * 5 - 1)
    np.testing.assert_array_equal(z[:2, :4], maps[0])
    np.testing.assert_array_equal(z[3:, :4], maps[1])
    np.testing.assert_array_equal(z[:2, 5:], maps[2])
    assert np.isnan(z[2]).all()
    assert np.isnan(z[3:, 5:]).all()


@pytest.mark.parametrize("layer", list(LAYERS)[:-1])
def test_a_click_on_any_pixel_finds_it(layer):
    count, side = SIDES[layer]
    for which in range(count):
        left, top = corner(which, drawn.PLACES[layer], drawn.TOP, drawn.TALL)
        for row, column in ((0, 0), (side - 1, 1)):
            x, y = left + (column + 0.5) / side, top + (row + 0.5) / side
            assert drawn.place_at(x, y, SIDES) == (layer, which, row, column)


def test_a_click_on_a_bar_means_the_score_and_one_on_the_digit_nothing():
    assert drawn.place_at(0.4, drawn.BARS + 7, SIDES) == ("scores", 7, 0, 0)
    assert drawn.place_at(0.5, drawn.MIDDLE, SIDES) is None
    assert drawn.place_at(2.0, 0.1, SIDES) is None


@pytest.mark.parametrize("layer", LAYERS)
def test_the_chosen_number_and_what_it_sees_are_framed(layer):
    found = look(layer)
    figure = drawn.overview(SEEN, found, maps_of, true=5)
    frames = trace(figure, "seen")
    expected = 1 if layer.startswith(("relu", "pool")) or layer == "conv1" else len(found.inputs)
    assert sum(x is None for x in frames.x) == expected
    chosen = trace(figure, "chosen")
    if layer == "scores":
        assert chosen.yaxis == "y2"
    else:
        middle = np.mean(chosen.x[:2]), np.mean(chosen.y[1:3])
        assert drawn.place_at(*middle, SIDES) == (layer, found.map, *found.place)


def test_bars_are_the_shares_and_the_true_class_is_green():
    bars = trace(drawn.overview(SEEN, look("conv1"), maps_of, true=5), "probability")
    np.testing.assert_allclose(bars.x, SEEN.shares[0], rtol=1e-3)
    assert len(set(bars.marker.color)) == 2
    assert bars.marker.color.count(bars.marker.color[5]) == 1
    unknown = trace(drawn.overview(SEEN, look("conv1"), maps_of, true=None), "probability")
    assert len(set(unknown.marker.color)) == 1


@pytest.mark.parametrize(("layer", "name"), [("conv1", "result"), ("conv2", "parts")])
def test_every_cell_tells_its_nine_products(layer, name):
    figure, found = apart(layer)
    cells = trace(figure, name)
    pixels, weights = np.split(cells.customdata, 2, axis=-1)
    sums = (pixels * weights).sum(axis=-1) + (found.bias if layer == "conv1" else 0)
    there = ~np.isnan(cells.z)
    np.testing.assert_allclose(sums[there], cells.z[there], atol=1e-5)
    assert cells.hovertemplate.count("·") == 9


def test_the_map_of_many_inputs_tells_their_parts():
    figure, found = apart("conv2")
    result = trace(figure, "result")
    np.testing.assert_allclose(result.customdata.sum(axis=-1) + found.bias, found.result, atol=1e-5)


@pytest.mark.parametrize("layer", LAYERS)
def test_taken_apart_every_layer_is_drawn_inside_its_figure(layer):
    figure, _ = apart(layer)
    (left, right), (bottom, top) = figure.layout.xaxis.range, figure.layout.yaxis.range
    for part in figure.data:
        xs = [x for x in part.x if x is not None]
        ys = [y for y in part.y if y is not None]
        assert min(xs) >= left
        assert max(xs) <= right
        assert min(ys) >= top
        assert max(ys) <= bottom
    assert PITCH > 1


@pytest.mark.parametrize("layer", LAYERS)
def test_on_a_phone_no_numbers_run_into_each_other(layer):
    figure, _ = apart(layer)
    narrow = figure.layout.meta["narrow"]
    written = [i for i, part in enumerate(figure.data) if part.texttemplate]
    assert written or layer == "scores"  # which has rows of small maps alone
    assert [narrow[f"data.{i}.texttemplate"] for i in written] == [""] * len(written)


@pytest.mark.parametrize("layer", LAYERS)
def test_on_a_phone_a_map_taken_apart_leaves_no_empty_ground_below_it(layer):
    layout = apart(layer)[0].layout
    (left, right), (bottom, top) = layout.xaxis.range, layout.yaxis.range
    height = layout.meta["narrow"]["layout.height"]
    assert height == pytest.approx(366 * (bottom - top) / (right - left), rel=0.02)
