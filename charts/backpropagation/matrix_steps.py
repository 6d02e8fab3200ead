"""One step on matrices: its operands around its result, and beside them all matrices of the layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from charts import theme
from charts.backpropagation.cell_words import arithmetic
from charts.backpropagation.grids import (
    MATCH,
    Block,
    box,
    frame,
    heatmap,
    labels,
    sign,
    sized_on_a_phone,
    square_axes,
)
from charts.backpropagation.layer_map import layer_map
from charts.figure import Figure
from charts.one_column import one_column

if TYPE_CHECKING:
    from core.studies.backpropagation.matrix_steps import Matrix, Step

HEIGHT = 490
GAP = 2  # cells between two blocks
SIGNS = {
    "add": ("+", "="),
    "bend": ("", "φ"),
    "loss": ("and", "→"),
    "miss": ("−", "="),
    "times": ("⊙", "="),
}


def step_and_layer(
    step: Step, number: int, own: Mapping[str, Matrix], *, cell: tuple[int, int]
) -> Figure:
    """The step with one cell of its result explained, and the layer it belongs to.

    Parameters
    ----------
    step : Step
    number : int
        From 1 to 8.
    own : mapping of name to Matrix
        Everything of the layer.
    cell : (row, column)
        From 0 up. In the first panel the cell (i, j) of the result is at x = j + 1, y = i + 1.
    """
    blocks = placed(step)
    shown = [block for block in blocks if block.values is not None]
    x, y = square_axes(blocks, room=(1.1, 1.6))
    overview, x2, y2 = layer_map(number, own)
    columns = x["range"][1] - x["range"][0]
    side = min(560 / columns, 440 / (y["range"][0] - y["range"][1]))
    font = max(8, min(13, round(0.36 * side)))  # of a cell of that many pixels
    figure = theme.two_panels(
        *(heatmap(block, font=font, narrow=side < 42) for block in shown),
        *(
            heatmap(block, font=0, xaxis="x2", yaxis="y2")
            for block in overview
            if block.values is not None
        ),
        share=0.7,
        height=HEIGHT,
        titles=(f"{number}  {step.title}", "All of this layer"),
        view=(step.kind, *(block.shape for block in blocks), number),
        layout={
            "xaxis": x,
            "yaxis": y | {"scaleanchor": "x"},
            "xaxis2": x2,
            "yaxis2": y2 | {"scaleanchor": "x2"},
            "annotations": [
                *(note for block in blocks for note in labels(block)),
                *_signs(step, blocks),
                *(note for block in overview for note in labels(block, size=11, x="x2", y="y2")),
            ],
            "shapes": [
                *(frame(block) for block in blocks),
                *_inner_edges(step, blocks),
                *_explained(step, blocks, cell),
                *(frame(block, x="x2", y="y2") for block in overview),
            ],
            "margin": {"l": 8, "r": 8, "t": 34, "b": 8},
            "showlegend": False,
        },
        narrow=sized_on_a_phone(len(shown), 320 / columns)
        | one_column((0.58, 1.0), (0.0, 0.5), height=1.9 * HEIGHT),
    )
    figure.add_meta(clicks="x")
    return figure


def placed(step: Step) -> list[Block]:
    """Operands and result of a step; the result's first cell is at (1, 1).

    What stands left of the result shares its rows, what stands above shares its columns.
    """
    left, right, result = step.left, step.right, _result(step)
    rows, columns = result.shape
    beside = -(left.shape[1] + GAP)
    if step.kind == "product":
        fits = left.shape[1] == right.shape[0]
        across, down = (
            _inner(left.shape[1], left.columns, fits),
            _inner(right.shape[0], right.rows, fits),
        )
        return [
            _block(left, beside, 0, top=across, side=f"{rows} {left.rows}", edged=True),
            _block(
                right,
                0,
                -(right.shape[0] + GAP),
                side=down,
                top=f"{columns} {right.columns}",
                edged=True,
            ),
            result,
        ]
    if step.kind == "add":
        return [_sided(left, beside, 0), _block(right, 0, -(1 + GAP)), result]
    if step.kind == "sum":
        return [_sided(left, 0, -(left.shape[0] + GAP)), result]
    if right is None:
        return [_sided(left, beside, 0), result]
    return [_sided(left, 2 * beside, 0), _block(right, beside, 0), result]


def _block(matrix: Matrix, x: float, y: float, **written: str) -> Block:
    look = {"values": matrix.values, "shaped": True} | written
    return Block(matrix.name, matrix.shape, x, y, matrix.way, **look)


def _sided(matrix: Matrix, x: float, y: float) -> Block:
    return _block(matrix, x, y, side=f"{matrix.shape[0]} {matrix.rows}")


def _inner(size: int, of: str, fits: bool) -> str:
    """What is written along an inner dimension: it agrees, or it does not."""
    color = MATCH if fits else theme.GRADIENT
    return f"<b><span style='color:{color}'>{size} {of}{'' if fits else ' ≠'}</span></b>"


def _inner_edges(step: Step, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Thick lines along the two dimensions that must agree: above the left operand, beside the upper one."""
    if step.kind != "product":
        return []
    color = MATCH if step.left.shape[1] == step.right.shape[0] else theme.GRADIENT
    look = {"type": "line", "layer": "above", "line": {"color": color, "width": 5}}
    left, upper = blocks[0], blocks[1]
    along = {"x0": left.x + 0.5, "x1": left.x + 0.5 + left.shape[1], "y0": 0.36, "y1": 0.36}
    down = {"y0": upper.y + 0.5, "y1": upper.y + 0.5 + upper.shape[0], "x0": 0.36, "x1": 0.36}
    return [look | along, look | down]


def _result(step: Step) -> Block:
    """What comes out, each cell with its arithmetic; an outline where nothing does."""
    if step.result is None:
        shape = (step.left.shape[0], step.right.shape[1])
        return Block("no result", shape, 0, 0)
    rows, columns = step.result.shape
    hover = [
        [
            f"{step.result.name}[{i + 1}, {j + 1}]<br>{_broken(arithmetic(step, i, j))}"
            for j in range(columns)
        ]
        for i in range(rows)
    ]
    return replace(_block(step.result, 0, 0), hover=hover, strong=True)


def _broken(text: str, most: int = 4) -> str:
    """A long sum over several lines."""
    terms = text.split(" + ")
    lines = [" + ".join(terms[i : i + most]) for i in range(0, len(terms), most)]
    return "<br>+ ".join(lines)


def _explained(step: Step, blocks: Sequence[Block], cell: tuple[int, int]) -> list[dict[str, Any]]:
    """Frames around the chosen cell and all that it is made of."""
    row, column = cell
    if step.result is None:
        return []
    frames = [box(column + 1, row + 1, 1, 1)]
    for block in blocks[:-1]:
        rows, columns = block.shape
        whole_row, whole_column = step.kind == "loss", step.kind == "sum"
        if step.kind == "product":
            whole_row, whole_column = block is blocks[0], block is blocks[1]
        if "softmax" in step.title:
            whole_row = True
        i, j = min(row, rows - 1), min(column, columns - 1)
        frames.append(
            box(
                block.x + 1 + (0 if whole_row else j),
                block.y + 1 + (0 if whole_column else i),
                columns if whole_row else 1,
                rows if whole_column else 1,
            )
        )
    return frames


def _signs(step: Step, blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Operators between blocks that stand side by side."""
    if step.kind not in SIGNS:
        return []
    first, second = SIGNS[step.kind]
    middle = (blocks[-1].shape[0] + 1) / 2
    notes = [sign(second, 0.5 - GAP / 2, middle)]
    if step.kind == "add":
        return [sign("+ b =", 0.5 - GAP / 2, middle, 14)]
    if step.right is not None:
        notes.append(sign(first, blocks[1].x + 0.5 - GAP / 2, middle))
    return notes
