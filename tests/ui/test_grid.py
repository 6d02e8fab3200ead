"""The small table: what edits make of its numbers."""

from ui.grid import with_edits


def test_edits_change_their_cells_and_nothing_else():
    rows = [[1.0, 2.0], [3.0, 4.0]]
    assert with_edits(rows, {0: {"2": 7}, 1: {"1": -1.5}}) == [[1.0, 7.0], [-1.5, 4.0]]
    assert rows == [[1.0, 2.0], [3.0, 4.0]]


def test_an_emptied_cell_is_zero():
    assert with_edits([[1.0, 2.0]], {0: {"1": None}}) == [[0.0, 2.0]]
