"""What the view on pooling says, held against the numbers."""

import re

import numpy as np
import pytest
from scipy.ndimage import maximum_filter

from core.images import EXAMPLE, PICTURES, digits, in_levels, shrink, square
from core.studies.pooling.shifting import many_images, measure_shifts
from pages.views.pooling.pool import kernel
from tests.app import charts, click_experiment, healthy, open_lesson
from tests.scripts import printed_by_script

SLUG = "pooling_pool"
_kept = []


@pytest.fixture
def app():
    """One opened view, shared: each test first clicks its experiment."""
    if not _kept:
        _kept.append(open_lesson(SLUG))
    return _kept[0]


def after(app, name):
    return click_experiment(app, SLUG, name)


def windows(app):
    return charts(app)[f"{SLUG}.windows"]


def lines(app):
    return charts(app)[f"{SLUG}.shifts"]


def grid(app, name):
    return np.array([list(row) for row in windows(app).trace(name)["z"]], dtype=float)


def test_three_quarters_gone_and_the_maxima_back_at_their_places(app):
    after(app, "Three quarters gone")
    image = digits().images[7] * 16
    np.testing.assert_array_equal(grid(app, "image"), image)
    pooled = grid(app, "pooled")
    np.testing.assert_array_equal(pooled, image.reshape(4, 2, 4, 2).max(axis=(1, 3)))
    back, flat = grid(app, "with switches"), grid(app, "without")
    assert ((back == image) | (back == 0)).all()
    assert (back > 0).sum() == (pooled > 0).sum()
    np.testing.assert_array_equal(flat, np.kron(pooled, np.ones((2, 2))))
    assert "16 of 64 numbers; 75 % are gone" in windows(app).plain
    off = 100 * np.linalg.norm(back - image) / np.linalg.norm(image)
    assert f"off by {off:.3g} % with the places" in windows(app).plain
    formula = " ".join(block.value for block in app.latex)
    assert r"\max(8, 13, 15, 15) = 15" in formula
    assert r"1 - \frac{4 \cdot 4}{8 \cdot 8} = 75\,\%" in formula
    assert r"\frac{8-2}{2} \right\rfloor + 1 = 4" in formula


def test_by_hand_ties_go_to_the_first_and_the_means_are_as_told(app):
    after(app, "By hand")
    np.testing.assert_array_equal(grid(app, "image"), EXAMPLE)
    np.testing.assert_array_equal(grid(app, "pooled"), np.full((2, 2), 2))
    kept = windows(app).trace("kept")
    assert (2, 1) in {(int(y), int(x)) for x, y in zip(kept["x"], kept["y"], strict=True)}
    next(g for g in app.button_group if g.key == f"{SLUG}.kind").set_value("average")
    healthy(app.run())
    np.testing.assert_array_equal(grid(app, "pooled"), [[1, 1], [1.75, 1.25]])


def test_one_pixel_to_the_right_changes_what_is_said(app):
    after(app, "One pixel to the right")
    image = digits().images[7] * 16
    moved = np.roll(image, 1, axis=1)
    np.testing.assert_array_equal(grid(app, "image"), moved)
    pools = [x.reshape(4, 2, 4, 2).max(axis=(1, 3)) for x in (image, moved)]
    assert (pools[0] != pools[1]).sum() == 12 == len(windows(app).trace("changed")["x"])
    assert "changed 12 of 16 pooled cells" in windows(app).plain
    told = lines(app).plain
    for part in ("the input changes by 80.9 %", "the map by 94.6 %", "max 2 × 2 by 68.9 %"):
        assert part in told
    assert "Another value have 58 % of the cells of the map, and 57.4 % of the pooled ones" in told
    found = measure_shifts(many_images("digits"), kernel()).changes["pooled"].mean(axis=1)
    np.testing.assert_allclose(lines(app).trace("max 2 × 2")["y"], 100 * found, rtol=1e-3)


def test_a_larger_window_changes_less_and_keeps_less(app):
    after(app, "A larger window")
    assert "4 of 64 numbers" in windows(app).plain
    assert "max 4 × 4 by 38.3 %" in lines(app).plain


def test_one_number_a_map_does_not_change_unless_ink_is_lost(app):
    after(app, "One number a map")
    assert "the global average by 0 %" in lines(app).plain
    assert np.abs(lines(app).trace("global average")["y"]).max() < 1e-9
    assert grid(app, "pooled")[0, 0] == pytest.approx((digits().images[7] * 16).mean(), rel=1e-5)
    next(g for g in app.button_group if g.key == f"{SLUG}.around").set_value("border")
    healthy(app.run())
    assert lines(app).trace("global average")["y"][3] > 5


def test_brighter_than_it_was_and_average_is_not(app):
    after(app, "Brighter than it was")
    entry = PICTURES["palace"]
    image = in_levels(shrink(square(entry.gray(), entry.focus), 64))
    pooled = grid(app, "pooled")
    np.testing.assert_array_equal(pooled, maximum_filter(image, 3)[1:-1:2, 1:-1:2][:31, :31])
    assert pooled.shape == (31, 31)
    assert pooled.mean() > 1.05 * image.mean()
    next(g for g in app.button_group if g.key == f"{SLUG}.kind").set_value("average")
    healthy(app.run())
    assert grid(app, "pooled").mean() == pytest.approx(image.mean(), rel=0.02)
    assert "spread out" in [t.get("name") for t in windows(app).figure["data"]]


def test_the_script_prints_the_numbers_of_the_screen(app):
    after(app, "One pixel to the right")
    text = printed_by_script(app, SLUG)
    assert "pooled 4 4 lost 0.75" in text
    shown = re.search(r"pooled 4 4 lost 0.75\n(.+?)unpooled", text, re.S)[1]
    rows = np.array([float(v) for v in re.findall(r"[\d.]+", shown)]).reshape(4, 4)
    np.testing.assert_array_equal(rows, grid(app, "pooled"))
    change = [float(v) for v in re.search(r"change of pooled (.+)", text)[1].split()]
    np.testing.assert_allclose(
        100 * np.array(change), lines(app).trace("max 2 × 2")["y"], rtol=1e-3
    )


def test_a_window_as_large_as_the_picture_leaves_one_number_and_a_far_cell_means_the_last():
    app = open_lesson(SLUG, image="Worked example, 4 × 4", size="4", stride="4", row="83")
    np.testing.assert_array_equal(grid(app, "pooled"), [[2]])
    assert "framed: row 0, column 0, 2." in windows(app).plain
