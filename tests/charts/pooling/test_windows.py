"""The figure of one image pooled: it holds the numbers it was given, and tells each window."""

import numpy as np
import pytest

from charts.pooling.windows import POOLED, cell_at, pooled_and_rebuilt
from core.images import EXAMPLE
from core.studies.pooling.pooled import pool_image, spread, unpool

IMAGE = np.array(EXAMPLE, dtype=float)
RNG = np.random.default_rng(8)


def drawn(pooled, changed=None, place=(0, 0)):
    flat = spread(pooled.values, pooled.image.shape, pooled.window, pooled.stride)
    rebuilt = [("without", flat)]
    if pooled.cells is not None:
        back = unpool(
            pooled.values, pooled.cells, pooled.image.shape, pooled.window[0], pooled.stride
        )
        rebuilt.insert(0, ("with switches", back))
    changed = np.zeros(pooled.values.shape, bool) if changed is None else changed
    return pooled_and_rebuilt(
        pooled, rebuilt, most=255, place=place, changed=changed, title="max 2 × 2"
    )


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def test_the_panels_hold_image_pooled_map_and_what_is_rebuilt():
    pooled = pool_image(IMAGE, "max")
    figure = drawn(pooled, changed=np.array([[False, True], [False, False]]), place=(1, 0))
    np.testing.assert_array_equal(trace(figure, "image").z, IMAGE)
    np.testing.assert_array_equal(trace(figure, "pooled").z, pooled.values)
    assert trace(figure, "with switches").z.sum() == 8
    assert (trace(figure, "without").z == 2).all()
    kept = trace(figure, "kept")
    places = {(int(y), int(x)) for x, y in zip(kept.x, kept.y, strict=True)}
    assert places == {(0, 1), (1, 2), (2, 1), (2, 2)}
    assert (int(trace(figure, "changed").y[0]), int(trace(figure, "changed").x[0])) == (
        0,
        POOLED + 1,
    )
    window, cell = trace(figure, "chosen window"), trace(figure, "chosen cell")
    assert (min(window.x), max(window.x), min(window.y), max(window.y)) == (0, 2, 2, 4)
    assert (min(cell.x), min(cell.y)) == (POOLED, 1)


def test_pointed_at_a_cell_tells_its_window_and_what_is_kept():
    image = np.rint(RNG.uniform(0, 255, (9, 9)))
    pooled = pool_image(image, "max", 3, 2)
    told = trace(drawn(pooled), "pooled")
    row, column = 1, 2
    values = told.customdata[row, column]
    np.testing.assert_array_equal(values[:9], image[2:5, 4:7].ravel())
    assert tuple(values[9:11]) == (2, 4)
    assert image[values[11], values[12]] == pooled.values[row, column]
    assert "row %{customdata[11]}, column %{customdata[12]}" in told.hovertemplate
    mean = trace(drawn(pool_image(image, "average", 2, 2)), "pooled").hovertemplate
    assert (
        "%{customdata[0]} + %{customdata[1]} +<br>%{customdata[2]} + %{customdata[3]}<br>over 4"
        in mean
    )


def test_a_click_means_a_pooled_cell_or_the_window_over_the_pixel():
    pooled = pool_image(np.ones((8, 8)), "max")
    assert cell_at(POOLED + 3.2, 1.9, pooled) == (1, 3)
    assert cell_at(5.0, 2.9, pooled) == (1, 2)
    assert cell_at(POOLED + 99, -3, pooled) == (0, 3)


@pytest.mark.parametrize(
    ("kind", "size", "stride"), [("max", 4, 1), ("max", 2, 1), ("average", 4, 1)]
)
def test_the_largest_figures_stay_small_and_the_arithmetic_under_200_kilobytes(kind, size, stride):
    pooled = pool_image(np.rint(RNG.uniform(0, 255, (85, 85))), kind, size, stride)
    figure = drawn(pooled, changed=np.ones(pooled.values.shape, bool))
    assert trace(figure, "pooled").customdata.nbytes * 4 / 3 < 200_000
    assert len(figure.to_json()) < 560_000


def test_one_number_is_drawn_too():
    figure = drawn(pool_image(np.zeros((4, 4)), "global"))
    assert trace(figure, "pooled").z == ([0.0],)
    assert "kept" not in [t.name for t in figure.data]
