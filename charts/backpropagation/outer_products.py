"""The gradient of a batch as what it is made of: one outer product for each example, and their sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charts import theme
from charts.backpropagation.cell_words import plain, wrapped
from charts.backpropagation.grids import (
    Block,
    box,
    frame,
    heatmap,
    labels,
    sign,
    sized_on_a_phone,
    square_axes,
)
from charts.figure import Figure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.studies.backpropagation.matrix_steps import Matrix

MOST = 30  # columns whose cells still hold a number


def shares_of_examples(
    shares: NDArray, x: NDArray, d_z: NDArray, total: Matrix, *, cell: tuple[int, int]
) -> Figure:
    """Every example's column times row, and dW, all on one scale of colors.

    Parameters
    ----------
    shares : (batch, n_in, n_out)
    x : (batch, n_in)
    d_z : (batch, n_out)
    total : Matrix
        dW.
    cell : (row, column)
        Of dW, from 0 up: framed everywhere.
    """
    batch, rows, columns = shares.shape
    scale = max(float(abs(shares).max()), float(abs(total.values).max())) or 1.0
    across = batch if batch < 4 else 3 if batch in (5, 6) else 4
    lines = -(-batch // across)
    blocks = [
        Block(
            f"example {k + 1}" if columns > 1 else str(k + 1),
            (rows, columns),
            *(k % across * (columns + 1), k // across * (rows + 2)),
            way="backward",
            values=shares[k],
            hover=_products(x[k], d_z[k], shares[k]),
            scale=scale,
        )
        for k in range(batch)
    ]
    middle = (lines - 1) * (rows + 2) / 2
    end = across * (columns + 1) + 1
    whole = Block(
        "dW", *((rows, columns), end, middle, "backward"), values=total.values, scale=scale
    )
    blocks.append(Block(**vars(whole) | {"strong": True}))
    xaxis, yaxis = square_axes(blocks, room=(0.3, 1.5))
    width = xaxis["range"][1] - xaxis["range"][0]
    height = yaxis["range"][0] - yaxis["range"][1]
    tall = round(min(420, max(130, 800 / width * height, 26 * height)))
    row, column = cell
    notes = [note for block in blocks for note in labels(block, size=12)]
    return theme.new_figure(
        *(heatmap(b, font=0 if width > MOST else 11, narrow=True) for b in blocks),
        height=tall,
        view=(batch, rows, columns),
        layout={
            "xaxis": xaxis,
            "yaxis": yaxis | {"scaleanchor": "x"},
            "annotations": [*notes, sign("Σ =", end - 0.4, middle + (rows + 1) / 2)],
            "shapes": [
                *map(frame, blocks),
                *(box(b.x + 1 + column, b.y + 1 + row, 1, 1) for b in blocks),
            ],
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
        },
        narrow=sized_on_a_phone(len(blocks), 320 / width),
    )


def _products(x: NDArray, d_z: NDArray, share: NDArray) -> list[list[str]]:
    """Each number of an outer product, as its two factors."""
    return [
        [f"{plain(a)} · {wrapped(b)} = {plain(v)}" for b, v in zip(d_z, row, strict=True)]
        for a, row in zip(x, share, strict=True)
    ]
