"""What the formulas of a walk are written from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from core.studies.backpropagation.labels import Labels
from core.studies.backpropagation.mistakes import Mistake
from core.studies.backpropagation.problem import Problem


class Story(NamedTuple):
    """A problem with one example, and every number of one update of its network by name (``n``)."""

    problem: Problem
    labels: Labels
    n: Mapping[str, float]
    mistake: Mistake
    lr: float
    update_biases: bool

    @property
    def penalized(self) -> bool:
        """Whether there is a penalty."""
        return self.problem.l2 > 0

    @property
    def objective(self) -> str:
        """The letter of what is made small: the loss, or with a penalty the objective."""
        return "J" if self.penalized else "L"

    @property
    def outputs(self) -> tuple[str, ...]:
        """Units of the last layer."""
        return self.labels.units[-1]

    def activation(self, layer: int) -> str:
        """The key of a layer's activation."""
        return self.problem.network.activations[layer]
