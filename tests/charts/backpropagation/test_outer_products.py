"""The shares of a batch's examples in a gradient."""

import numpy as np
import pytest

from charts.backpropagation.outer_products import shares_of_examples
from core.studies.backpropagation.matrix_steps import Matrix


@pytest.mark.parametrize(("batch", "columns", "written"), [(1, 2, True), (5, 4, False)])
def test_on_a_phone_numbers_are_written_only_where_they_fit_into_their_cells(
    batch, columns, written
):
    x, d_z = np.ones((batch, 3)), np.ones((batch, columns))
    shares = x[:, :, None] * d_z[:, None, :]
    total = Matrix("dW", shares.sum(0), "inputs", "units", "backward")
    figure = shares_of_examples(shares, x, d_z, total, cell=(0, 0))
    narrow = figure.layout.meta["narrow"]
    for i, trace in enumerate(figure.data):
        assert trace.texttemplate
        assert bool(narrow.get(f"data.{i}.texttemplate", trace.texttemplate)) == written
