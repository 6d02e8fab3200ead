"""All matrices of one layer at a glance: every slope lies where the matrix lies that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from charts.backpropagation.grids import Block, square_axes

if TYPE_CHECKING:
    from core.studies.backpropagation.matrix_steps import Matrix

# Since which step a matrix of the layer is known.
KNOWN = {"X": 0, "W": 0, "b": 0, "A": 3, "dZ": 5, "dW": 6, "db": 7, "dX": 8}
USED = (
    ("X", "W"),
    ("b",),
    ("A",),
    ("A",),
    ("A", "dZ"),
    ("X", "dZ", "dW"),
    ("dZ", "db"),
    ("W", "dZ", "dX"),
)


def layer_map(number: int, own: Mapping[str, Matrix]) -> tuple[list[Block], dict, dict]:
    """All matrices of a layer: above those of the way forward, below their slopes in the same places.

    Parameters
    ----------
    number : int
        Of the step, from 1 up: what it uses has a thick frame, what is not known yet is empty.
    own : mapping of name to Matrix

    Returns
    -------
    blocks : list of Block
    x, y : dict
        Their axes.
    """
    rows, inputs = own["X"].shape
    gap = max(1.0, (inputs + rows) / 8)  # room for names, however small the cells
    down = inputs + rows + 6.2 * gap
    places = {
        **{"W": (0, -inputs - 3.4 * gap), "b": (0, -2.2 * gap)},
        **{"A": (0, 0), "X": (-inputs - 1.2, 0)},
    }
    blocks = []
    for prefix, shift in (("", 0), ("d", down)):
        for name, (x, y) in places.items():
            slope = "dZ" if prefix and name == "A" else prefix + name
            matrix, known = own[slope], number >= KNOWN[slope]
            blocks.append(
                Block(
                    slope,
                    *(matrix.shape, x, y + shift, matrix.way),
                    values=matrix.values if known else None,
                    strong=slope in USED[number - 1],
                )
            )
    return blocks, *square_axes(blocks, room=(0.3, 1.3))
