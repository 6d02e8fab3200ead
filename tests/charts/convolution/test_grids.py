"""Grids side by side: they hold their numbers, and a click means a cell of the last one."""

import numpy as np

from charts.convolution.grids import RESULT, WRITTEN, Grid, cell_at, grids_in_a_row

CELLS = np.arange(6.0).reshape(2, 3) - 2


def test_grids_hold_their_numbers_and_the_frame_stands_around_its_cell():
    figure = grids_in_a_row(
        Grid(CELLS, "over"),
        Grid(CELLS.T, "result", None, (((2, 1, 1, 1), "#9A7B00"),), RESULT),
        shares=(1.0, 0.5),
        view="same",
    )
    over, result, frame = figure.data
    np.testing.assert_array_equal(np.array(over.z, float), CELLS)
    np.testing.assert_array_equal(np.array(result.z, float), CELLS.T)
    assert (min(frame.x), max(frame.x)) == (RESULT + 1, RESULT + 2)
    assert (min(frame.y), max(frame.y)) == (2, 3)
    assert tuple(figure.layout.xaxis2.range) == (RESULT, RESULT + 2)
    assert -over.zmin == over.zmax == 3
    assert np.array(over.text).tolist() == [["−2", "−1", "0"], ["1", "2", "3"]]


def test_numbers_in_cells_are_written_as_in_books():
    cells = np.array([[-0.0, 123456.0]])
    (trace,) = grids_in_a_row(Grid(cells, "odd"), shares=(1.0,), view="same").data
    assert np.array(trace.text).tolist() == [["0", "1.235·10<sup>5</sup>"]]


def test_large_grids_are_drawn_without_numbers_and_zeros_draw_a_picture():
    large = np.zeros((WRITTEN + 1, 1))
    (trace,) = grids_in_a_row(Grid(large, "large"), shares=(1.0,), view="same").data
    assert trace.texttemplate is None
    assert trace.zmin < trace.zmax


def test_a_click_means_a_cell_of_the_result_alone():
    assert cell_at(RESULT + 2.5, 1.5, CELLS) == (1, 2)
    assert cell_at(RESULT + 3.0, 2.0, CELLS) == (1, 2)
    assert cell_at(2.5, 1.5, CELLS) is None
