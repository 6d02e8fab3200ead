"""What training a network of dense layers costs: numbers kept from the way forward, and multiply-adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from core.studies.backpropagation.labels import pretty


class Kept(NamedTuple):
    """One array that the backward pass will need."""

    name: str
    layer: int  # 0 for the examples themselves
    numbers: int

    def size(self, width: int) -> int:
        """Bytes, at that many for each number."""
        return self.numbers * width


@dataclass(frozen=True)
class Costs:
    """Multiply-adds of the matrix products of one step; bends, biases and losses are not counted."""

    parameters: int
    forward: int
    weight_slopes: int  # every dW = Xᵀ dZ
    input_slopes: int  # every dX = dZ Wᵀ but the first, which nobody asks for
    evaluations: int  # passes forward for central differences
    numerical: int

    @property
    def backward(self) -> int:
        """Both products of the way back."""
        return self.weight_slopes + self.input_slopes


def kept_by(sizes: Sequence[int], batch: int) -> tuple[Kept, ...]:
    """What a pass forward leaves for the way back: X, and Z and A of every layer.

    Parameters
    ----------
    sizes : sequence of int
        Units of the input and of every layer.
    batch : int
        Examples at once.
    """
    layers = [
        Kept(pretty(f"{letter}{i}"), i, batch * units)
        for i, units in enumerate(sizes[1:], 1)
        for letter in "ZA"
    ]
    return (Kept("X", 0, batch * sizes[0]), *layers)


def count_costs(sizes: Sequence[int], batch: int) -> Costs:
    """Count the multiply-adds of one step.

    Parameters
    ----------
    sizes : sequence of int
        Units of the input and of every layer.
    batch : int
        Examples at once.
    """
    products = [batch * n_in * n_out for n_in, n_out in pairwise(sizes)]
    parameters = sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))
    forward, evaluations = sum(products), 2 * parameters
    return Costs(
        parameters=parameters,
        forward=forward,
        weight_slopes=forward,
        input_slopes=sum(products[1:]),
        evaluations=evaluations,
        numerical=evaluations * forward,
    )
