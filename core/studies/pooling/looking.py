"""One unit deep in a stack, with all that it sees on the way down to the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.entries import Array
from core.studies.pooling.field import (
    Seen,
    influence,
    light_up,
    random_kernels,
    run_stack,
    seen_by,
)
from core.studies.pooling.stack import Layer, Reach, reaches


@dataclass(frozen=True, eq=False)
class Looked:
    """What one unit sees, and how it was found out."""

    layers: tuple[Layer, ...]  # those that fit over the picture
    reaches: tuple[Reach, ...]  # of the picture and of every layer
    maps: tuple[Array, ...]  # (n, n) each, the picture first
    depth: int  # layer of the unit, from 1
    unit: tuple[int, int]  # its row and column
    seen: tuple[Seen, ...]  # of the picture and the layers up to the unit's
    shares: Array  # (n, n), how much each pixel weighs in the unit
    row: int  # of the pixels that were lit alone
    answered: Array  # (n,), whether the unit answered to each of them
    seed: int

    @property
    def reach(self) -> Reach:
        """Of the unit's layer."""
        return self.reaches[self.depth]

    @property
    def sizes(self) -> list[int]:
        """Along the side of the picture and of every layer."""
        return [reach.size for reach in self.reaches]


def look_down(
    image: Array, layers: Sequence[Layer], depth: int, row: int, column: int, *, seed: int = 0
) -> Looked:
    """What a unit sees of a square picture through a stack of layers.

    Parameters
    ----------
    image : (n, n)
    layers : sequence of Layer
        Those that find too few units to look at, and all above them, are left out.
    depth, row, column : int
        The unit; the nearest one where there is no such layer, row or column.
    seed : int
        Draws the kernels.

    Returns
    -------
    Looked

    Raises
    ------
    ValueError
        If not even the first layer fits.
    """
    reach = reaches(layers, len(image))
    layers = tuple(layers[: len(reach) - 1])
    if not layers:
        raise ValueError(f"layers must fit over {len(image)} pixels; the first one spans more")
    kernels, sizes = random_kernels(layers, seed), [r.size for r in reach]
    depth = min(max(depth, 1), len(layers))
    unit = tuple(min(max(i, 0), sizes[depth] - 1) for i in (row, column))
    below, weights, upto = layers[:depth], kernels[:depth], sizes[: depth + 1]
    seen = seen_by(below, upto, *unit)
    rows = seen[0].rows
    lit = rows[len(rows) // 2] if rows else 0
    answers = light_up(below, len(image), lit, unit, weights)
    maps = tuple(each[0] for each in run_stack(image[None], layers, kernels))
    shares = influence(below, upto, *unit, weights)
    return Looked(layers, reach, maps, depth, unit, seen, shares, lit, answers > 0, seed)
