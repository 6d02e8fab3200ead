"""The confusion matrix, the curves over the shift, and the digits."""

import numpy as np
import pytest

from charts import theme
from charts.cnn.mosaic import PITCH
from charts.cnn.tested import FEW, FIRST, WIDE, gallery, matrix_and_shifts
from core.studies.cnn.tested import NETWORKS, examine, examine_shifts

TEST, SHIFTED = examine("cnn", "right", 1), examine_shifts("right")


def trace(figure, name):
    return next(trace for trace in figure.data if trace.name == name)


def test_the_matrix_has_its_counts_and_blanks_where_there_are_none():
    figure = matrix_and_shifts(TEST, SHIFTED, 1, (0, 8), NETWORKS)
    cells = trace(figure, "confusion")
    np.testing.assert_array_equal(cells.customdata, TEST.confusion)
    np.testing.assert_allclose(np.square(cells.z), TEST.confusion, rtol=1e-5)
    assert cells.text[0][8] == "18"
    assert cells.text[0][0] == ""
    frame = trace(figure, "chosen")
    assert (frame.x[0], frame.y[0]) == (7.5, -0.5)


def test_both_curves_stand_over_the_shifts_and_today_is_marked():
    figure = matrix_and_shifts(TEST, SHIFTED, 3, None, NETWORKS)
    for key, title in NETWORKS.items():
        assert list(trace(figure, title).y) == SHIFTED.accuracies[key]
    assert list(trace(figure, "now").x) == [FIRST + 3] * 2
    assert "chosen" not in [part.name for part in figure.data]


def test_the_gallery_says_of_each_digit_what_it_is_and_what_was_read():
    chosen = TEST.wrong()[: WIDE + 2]
    figure = gallery(TEST, chosen)
    assert len(figure.layout.annotations) == len(chosen)
    n = chosen[0]
    said = figure.layout.annotations[0].text
    assert said.startswith(f"{TEST.labels[n]} → {TEST.told[n]}")
    np.testing.assert_allclose(figure.data[0].z[:, :8], TEST.images[n])
    assert len(figure.data) == 2


def test_an_empty_gallery_says_so():
    figure = gallery(TEST, np.array([], dtype=int))
    assert figure.layout.annotations[0].text == "none"


def test_an_empty_cell_has_the_color_of_the_page_and_all_colors_are_opaque():
    cells = trace(matrix_and_shifts(TEST, SHIFTED, 1, None, NETWORKS), "confusion")
    colors = [color for _, color in cells.colorscale]
    assert colors[0] == theme.PAPER
    assert all(len(color) == 7 for color in colors)
    assert all(color in theme.DARK for color in colors[:2])


@pytest.mark.parametrize(("count", "across"), [(1, FEW), (FEW, FEW), (9, 9), (WIDE + 2, WIDE)])
def test_on_a_phone_few_digits_are_drawn_larger(count, across):
    figure = gallery(TEST, TEST.wrong()[:count])
    narrow = figure.layout.meta["narrow"]
    assert narrow["layout.xaxis.range"] == [0, across * PITCH]
    assert narrow["layout.annotations.0.font.size"] * across <= 84
