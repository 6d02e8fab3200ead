"""The figure of a unit's field through all layers, and of what each column counts."""

import numpy as np
import pytest

from charts.pooling.bell import share_by_column
from charts.pooling.depth import APART, fields_through_depth, unit_at
from core.studies.pooling.looking import look_down
from core.studies.pooling.stack import STACKS, parse_stack

IMAGE = np.rint(np.random.default_rng(4).uniform(0, 255, (32, 32)))


def drawn(looked, **more):
    names = [layer.name for layer in looked.layers]
    return fields_through_depth(looked.maps, looked.seen, names, most=255, **more)


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_seen_pixels_have_the_full_scale_and_all_others_a_pale_one():
    looked = look_down(IMAGE, parse_stack("conv3d2, pool2"), 2, 3, 5)
    levels = np.array(trace(drawn(looked), "picture").z)
    mask = looked.seen[0].mask(32)
    np.testing.assert_array_equal(levels >= 100, mask)
    np.testing.assert_array_equal(levels % 100, np.rint(99 * IMAGE / 255))
    frame = trace(drawn(looked), "seen 0")
    rows = np.flatnonzero(mask.any(axis=1))
    assert (min(frame.y), max(frame.y)) == (rows[0] - 0.5, rows[-1] + 0.5)


def test_layers_behind_the_unit_see_nothing_and_have_no_frame():
    looked = look_down(IMAGE, parse_stack("conv3, conv5, pool2"), 2, 3, 5)
    figure = drawn(looked)
    assert np.array(trace(figure, "pool2").z).max() < 100
    assert {t.name for t in figure.data if t.name.startswith("seen")} == {
        f"seen {i}" for i in range(3)
    }


def test_shares_are_drawn_in_place_of_the_picture_and_by_column():
    looked = look_down(IMAGE, parse_stack("conv3, conv3"), 2, 10, 12)
    picture = trace(drawn(looked, weights=looked.shares), "picture")
    np.testing.assert_allclose(np.array(picture.z), 100 * looked.shares, atol=1e-5)
    columns = looked.shares.sum(axis=0)
    figure = share_by_column(columns, looked.answered, row=looked.row, ends=(12, 16))
    np.testing.assert_allclose(trace(figure, "share of the unit").y, 100 * columns, atol=1e-2)
    answered = trace(figure, f"lit alone in row {looked.row}: answered")
    assert tuple(answered.x) == looked.seen[0].columns == (12, 13, 14, 15, 16)


def test_a_click_means_a_unit_and_on_the_picture_none():
    sizes = [64, 62, 31]
    assert unit_at(2 * APART + 4.2, 3.4, sizes) == (2, 3, 4)
    assert unit_at(APART + 70, -1, sizes) == (1, 0, 61)
    assert unit_at(20, 20, sizes) is None
    assert unit_at(3 * APART, 0, sizes) is None


@pytest.mark.parametrize("text", [STACKS["vgg"].layers, "conv1, " * 20, "conv3"])
def test_maps_stand_side_by_side_without_overlap_on_a_desk_and_on_a_phone(text):
    image = np.ones((85, 85))
    looked = look_down(image, parse_stack(text), 20, 1, 1)
    figure = drawn(looked)
    assert len(figure.to_json()) < 400_000
    narrow = figure.layout.meta["narrow"]
    for of in (
        lambda axis, m: figure.layout[f"{axis}axis{m}"].domain,
        lambda axis, m: narrow[f"layout.{axis}axis{m}.domain"],
    ):
        marks = ["", *range(2, len(looked.layers) + 2)]
        boxes = [(*of("x", m), *of("y", m)) for m in marks]
        for a, (left, right, low, high) in enumerate(boxes):
            assert 0 <= left < right <= 1 + 1e-9
            assert -1e-9 <= low < high <= 1 + 1e-9
            for other in boxes[a + 1 :]:
                apart_x = right <= other[0] + 1e-9 or other[1] <= left + 1e-9
                apart_y = high <= other[2] + 1e-9 or other[3] <= low + 1e-9
                assert apart_x or apart_y
