"""Steps on matrices as they are drawn: what stands where, in which words and colors."""

import numpy as np
import pytest

from charts.backpropagation.cell_words import arithmetic, plain, wrapped
from charts.backpropagation.costs import counted_as, kept_and_multiplied, sized
from charts.backpropagation.grids import cell
from charts.backpropagation.matrix_steps import placed, step_and_layer
from charts.backpropagation.outer_products import shares_of_examples
from core.network import trace
from core.studies.backpropagation.costs import count_costs, kept_by
from core.studies.backpropagation.matrix_steps import (
    Matrix,
    Step,
    matrices_of,
    matrix_steps,
    outer_products,
    product,
)
from core.studies.backpropagation.small_batch import draw_batch


def matrix(name, *rows):
    return Matrix(name, np.array(rows, dtype=float), "rows", "columns")


def test_a_sum_of_products_is_written_out():
    step = product("C", matrix("A", [1, -2], [3, 0.5]), matrix("B", [-4, 0], [5, 6]))
    assert arithmetic(step, 0, 0) == "1 · (−4) + (−2) · 5 = −14"
    assert arithmetic(step, 1, 1) == "3 · 0 + 0.5 · 6 = 3"


def test_every_other_step_is_written_out_in_its_own_way():
    left, right = matrix("L", [1, -2]), matrix("R", [0.5, 3])
    said = {
        "add": "−2 + 3 = 7",
        "times": "−2 · 3 = 7",
        "miss": "0.1 · (−2 − 3) = 7",
        "bend": "φ(−2) = 7",
        "sum": "−2 = 7",
    }
    for kind, text in said.items():
        step = Step(kind, "A = φ(Z)", left, right, matrix("C", [0, 7]), factor=0.1)
        assert arithmetic(step, 0, 1) == text


def test_numbers_fit_their_cells():
    assert [cell(v) for v in (0, 1e-5, 0.0123, -0.5, 12.34, 123.4)] == [
        *("0", "≈0", "0.012", "−0.5", "12.3", "123")
    ]
    assert [cell(v, narrow=True) for v in (-0.0123, 0.5, 1.05, 0.996)] == [
        *("−.012", ".5", "1.05", "1")
    ]
    assert plain(-0.0) == "0"
    assert wrapped(-2) == "(−2)"


@pytest.fixture
def worked():
    batch = draw_batch((3, 4, 2), "tanh", "cross_entropy", batch=5)
    run = trace(batch.network, batch.x, batch.y, batch.loss)
    return batch, run


@pytest.mark.parametrize("mistake", [False, True])
@pytest.mark.parametrize("layer", [1, 2])
def test_what_stands_beside_shares_rows_and_what_stands_above_shares_columns(
    worked, layer, mistake
):
    batch, run = worked
    own = matrices_of(batch, run, layer)
    for number, step in enumerate(matrix_steps(batch, run, layer, mistake=mistake), 1):
        *operands, result = placed(step)
        assert (result.x, result.y) == (0, 0)
        for block in operands:
            if block.x == 0:
                assert block.shape[1] == result.shape[1]
                assert block.y + block.shape[0] < 0
            else:
                assert block.shape[0] == result.shape[0]
                assert block.x + block.shape[1] < 0
        figure = step_and_layer(step, number, own, cell=(0, 0))
        said = "".join(note.text for note in figure.layout.annotations)
        assert ("≠" in said) == bool(step.complaint)
        known = {t.name for t in figure.data if t.xaxis == "x2"}
        wanted = {"dZ": 5, "dW": 6, "db": 7, "dX": 8}
        assert {name for name in wanted if number >= wanted[name]} == known & set(wanted)


def test_shares_are_drawn_on_one_scale(worked):
    batch, run = worked
    own = matrices_of(batch, run, 1)
    figure = shares_of_examples(
        outer_products(batch, run, 1), own["X"].values, own["dZ"].values, own["dW"], cell=(0, 0)
    )
    assert len(figure.data) == 6
    assert len({trace.zmax for trace in figure.data}) == 1


def test_sizes_and_counts_are_said_in_round_words():
    assert [sized(n) for n in (8, 22_816, 5_840_896, 2.5e9)] == [
        "8 B",
        "22.8 kB",
        "5.84 MB",
        "2.5 GB",
    ]
    assert counted_as(12_345) == "12,345"
    assert counted_as(171_180_032) == "1.71 · 10<sup>8</sup>"


@pytest.mark.parametrize(("sizes", "batch"), [((1, 1), 1), ((100_000,) * 9, 100_000)])
def test_the_smallest_and_the_largest_costs_are_drawn(sizes, batch):
    figure = kept_and_multiplied(kept_by(sizes, batch), count_costs(sizes, batch), {"float64": 8})
    assert figure.layout.yaxis.tickvals[-1] > 0
