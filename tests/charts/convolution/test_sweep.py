"""The figure of a kernel's way over an image: it holds the numbers it was given."""

import json
from itertools import pairwise

import numpy as np
import pytest

from charts import theme
from charts.convolution.sweep import EXPLAINED, MAP, POOLED, map_range, place_at, sweep, written
from core.kernels import KERNELS
from core.studies.convolution.reading import read_image

RNG = np.random.default_rng(5)
IMAGE = np.rint(RNG.uniform(0, 255, (12, 12)))


def drawn(reading, place=(0, 0), **more):
    return sweep(reading, most=255, place=place, view="same", **more)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def shown(figure, name):
    return np.array(trace(figure, name).z, dtype=float)


def test_the_panels_hold_image_kernel_map_and_pooled_map():
    reading = read_image(IMAGE, KERNELS["sobel_x"].weights, padding=1, pooling="average")
    figure = drawn(reading)
    np.testing.assert_array_equal(shown(figure, "image"), reading.seen.padded)
    np.testing.assert_array_equal(shown(figure, "kernel"), reading.kernel)
    np.testing.assert_allclose(shown(figure, "map"), reading.activated)
    np.testing.assert_allclose(shown(figure, "pooled"), reading.pooled)


def test_the_window_visits_every_place_in_the_order_in_which_the_map_fills():
    reading = read_image(IMAGE, KERNELS["box"].weights, stride=2)
    figure = drawn(reading)
    window, map_ = trace(figure, "window").meta, trace(figure, "map")
    assert map_.meta == {"play": "fill"}
    assert figure.layout.meta["play"] == {"steps": 25, "unit": "cell"}
    assert window["play"] == "scan"
    assert (len(window["x"]), len(window["y"])) == (5, 5)
    for i in range(5):
        for j in range(5):
            (left, right), (top, bottom) = (
                (min(e), max(e)) for e in (window["x"][j], window["y"][i])
            )
            seen = reading.seen.padded[top:bottom, left:right]
            np.testing.assert_array_equal(seen, reading.patch(i, j))


def test_the_chosen_window_frames_what_the_chosen_cell_sees():
    reading = read_image(IMAGE, KERNELS["box"].weights, stride=2, padding=1)
    figure = drawn(reading, place=(2, 3))
    window, cell = trace(figure, "chosen window"), trace(figure, "chosen cell")
    seen = reading.seen.padded[min(window.y) : max(window.y), min(window.x) : max(window.x)]
    np.testing.assert_array_equal(seen, reading.patch(2, 3))
    assert (min(cell.y), min(cell.x)) == (2, MAP + 3)


def test_pointed_at_a_cell_tells_the_arithmetic_that_made_it():
    reading = read_image(IMAGE, KERNELS["emboss"].weights)
    map_ = trace(drawn(reading), "map")
    told = np.array(map_.customdata)
    assert told.dtype == np.uint8
    products = told[..., :9] * reading.kernel.ravel()
    np.testing.assert_allclose(products.sum(axis=-1), reading.answers)
    assert tuple(told[3, 7, 9:]) == (3, 7)
    for i, weight in enumerate(reading.kernel.ravel()):
        text = written(weight)
        assert f"%{{customdata[{i}]}}·{f'({text})' if weight < 0 else text}" in map_.hovertemplate


@pytest.mark.parametrize(
    ("key", "signed"),
    [(k, k not in {"identity", "box", "gaussian", "sharpen", "emboss"}) for k in KERNELS],
)
def test_a_kernel_that_compares_is_drawn_around_zero_and_one_that_keeps_brightness_in_gray(
    key, signed
):
    reading = read_image(IMAGE, KERNELS[key].weights)
    assert map_range(reading, 255)[0] == signed
    map_ = trace(drawn(reading), "map")
    if signed:
        assert map_.zmin == -map_.zmax == -np.abs(reading.answers).max()
        assert map_.colorscale[2][1] == theme.SIGNED[2][1]
    else:
        assert (map_.zmin, map_.zmax) == pytest.approx((0, 255))


def test_relu_leaves_the_colors_where_they_were():
    plain, bent = (
        trace(drawn(read_image(IMAGE, KERNELS["sobel_x"].weights, rectify=r)), "map")
        for r in (False, True)
    )
    assert (plain.zmin, plain.zmax) == (bent.zmin, bent.zmax)


def test_what_no_window_looks_at_is_shaded():
    shaded = read_image(IMAGE, KERNELS["box"].weights, stride=2)
    assert shaded.left_over == (1, 1)
    area = trace(drawn(shaded), "not looked at")
    x, y = np.array(area.x), np.array(area.y)
    inside = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    assert inside == 12 * 12 - 11 * 11
    assert "not looked at" not in [t.name for t in drawn(read_image(IMAGE, shaded.kernel)).data]


def test_a_blank_image_and_a_kernel_of_zeros_draw_a_picture():
    for kernel in (np.zeros((3, 3)), KERNELS["sobel_x"].weights):
        map_ = trace(drawn(read_image(np.zeros((4, 4)), kernel)), "map")
        assert map_.zmin < map_.zmax


def test_a_click_means_a_cell_of_the_map_or_the_pixel_in_the_middle_of_a_window():
    reading = read_image(IMAGE, KERNELS["box"].weights)
    assert place_at(MAP + 4.5, 2.5, reading) == (2, 4)
    assert place_at(5.5, 3.5, reading) == (2, 4)
    assert place_at(0.5, 11.5, reading) == (9, 0)
    assert place_at(POOLED + 1.5, 1.5, reading) is None
    halved = read_image(IMAGE, KERNELS["box"].weights, stride=2)
    assert place_at(5.5, 3.5, halved) == (1, 2)


@pytest.mark.parametrize("side", [64, 85])
@pytest.mark.parametrize("key", ["sobel_x", "box", "gaussian"])
def test_the_largest_figures_stay_under_150_kilobytes(side, key):
    image = np.rint(RNG.uniform(0, 255, (side, side)))
    reading = read_image(image, KERNELS[key].weights, padding=2, pooling="average")
    figure = drawn(reading)
    assert len(figure.to_json()) < 150_000
    explained = json.loads(figure.to_json())["data"][2].get("customdata") is not None
    assert explained == (reading.seen.patches.size <= EXPLAINED)


def test_on_a_phone_the_panels_stand_one_above_the_other_and_do_not_overlap():
    for pooling in (None, "max"):
        figure = drawn(read_image(IMAGE, KERNELS["box"].weights, pooling=pooling))
        narrow = figure.layout.meta["narrow"]
        ends = [v for k, v in narrow.items() if k.startswith("layout.yaxis")]
        assert len(ends) == (4 if pooling else 3)
        for (low, _), (_, high) in pairwise(ends):
            assert high < low
        assert min(low for low, _ in ends) >= 0


def test_weights_are_written_as_by_hand():
    weights = (1, -2, 0, 1 / 9, 2 / 16, -1 / 3, 0.123456, 100, 1e-20, 0.1)
    texts = ["1", "−2", "0", "1/9", "1/8", "−1/3", "0.123", "100", "1e−20", "1/10"]
    assert [written(weight) for weight in weights] == texts
