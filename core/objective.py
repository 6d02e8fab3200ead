"""What a training makes smaller, and what it is measured by on the way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from core.accuracy import Verdict, accuracies, verdict
from core.activations import ACTIVATIONS
from core.bounds import bounded
from core.entries import Array, as_floats
from core.network import find_loss
from core.passes import for_each_run, forward_many, gradients_many, mean_costs
from core.quiet import quiet
from core.stacked import Stack, which_are_weights
from core.training_record import Row

Examples = tuple[Array, Array]  # x and y: shared, (n, ...), or of each run, (runs, n, ...)


@dataclass(frozen=True, eq=False)
class Objective:
    """J = mean loss + l2 / 2 · sum of squared weights. The biases go free.

    A ``price`` on the networks, (runs,), may come on top: one whose slope is not in the gradient,
    since the training pays it after each step.
    """

    loss: str  # a key of `LOSSES`
    decay: Array  # (P,) or (runs, P): l2 where a weight stands, 0 where a bias
    price: Callable[[Stack], Array] | None = None

    def value(self, stack: Stack, losses: Array) -> Array:
        """J of every run, (runs,)."""
        with quiet():
            value = losses + (self.decay * stack.parameters**2).sum(axis=1) / 2
            return value + self.price(stack) if self.price else value

    def gradient(self, stack: Stack, x: Array, y: Array, masks: Sequence[Array] = ()) -> Array:
        """Slopes of J along every parameter on one batch, (runs, P); masks as in `gradients_many`."""
        _, slopes = gradients_many(stack, x, y, self.loss, masks)
        with quiet():
            return slopes + self.decay * stack.parameters


@dataclass(frozen=True, eq=False)
class Exam:
    """All the questions, and how the answers are read."""

    objective: Objective
    data: Examples
    validation: Examples | None
    reading: Verdict | None

    def row(self, epoch: int, stack: Stack) -> Row:
        """How every run does at this moment."""
        loss, accuracy = self._score(stack, *self.data)
        held = self._score(stack, *self.validation) if self.validation else (None, None)
        return Row(epoch, stack, loss, self.objective.value(stack, loss), accuracy, *held)

    def _score(self, stack: Stack, x: Array, y: Array) -> tuple[Array, Array | None]:
        """Mean loss and share of right answers of every run, (runs,) each."""
        out = forward_many(stack, x)
        y = for_each_run(out, y)
        right = self.reading and accuracies(out, y, self.reading)
        return mean_costs(find_loss(self.objective.loss), out, y), right


def prepare(
    stack: Stack,
    data: Examples,
    validation: Examples | None,
    loss: str,
    l2: float | Array,
    price: Callable[[Stack], Array] | None = None,
) -> Exam:
    """The exam of a training, once all it is about is known to fit.

    Raises
    ------
    ValueError
        If it does not.
    """
    l2 = as_floats(l2)
    if not np.all((l2 >= 0) & (l2 < np.inf)):
        raise ValueError(f"l2 must be 0 or more, and finite, it is {l2}")
    _check_output(stack, loss)
    data, decay = _checked("data", data, stack), l2 * which_are_weights(stack.sizes)
    return Exam(
        objective=Objective(loss, decay.astype(data[0].dtype), price),
        data=data,
        validation=validation and _checked("validation", validation, stack),
        reading=verdict(data[1], find_loss(loss).takes),
    )


def _check_output(stack: Stack, loss: str) -> None:
    """Refuse an output that may leave [0, 1] where the loss takes probabilities."""
    key = stack.activations[-1]
    low, high = (0, 1) if key == "softmax" else ACTIVATIONS[key].range
    if find_loss(loss).takes == "probabilities" and not 0 <= low <= high <= 1:
        raise ValueError(
            f"loss {loss} takes probabilities, but the last activation {key} spans {low} to {high}"
        )


def _checked(name: str, examples: Examples, stack: Stack) -> Examples:
    """Both arrays, finite and in the precision of the stack."""
    x, y = examples
    x, y = (bounded(f"{name} {part}", values) for part, values in (("x", x), ("y", y)))
    return tuple(values.astype(stack.parameters.dtype, copy=False) for values in (x, y))
