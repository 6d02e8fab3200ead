"""What may be done to networks while they learn, beside moving their weights downhill."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING, Any

import numpy as np

from core.entries import Array
from core.stacked import Stack

if TYPE_CHECKING:
    from core.objective import Objective


def as_it_is(stack: Stack) -> Stack:
    """The same networks: most treatments train, and leave, plain ones."""
    return stack


@dataclass(frozen=True, eq=False)
class Treatment:
    """What a cure changes in a training; whatever is left out stays as it is.

    Each part is a pure function. What is left to chance is drawn once an epoch for every run, from
    its seed and the epoch alone, so that any moment can be looked at again.
    """

    l2: float = 0.0  # strength of a penalty that is part of the gradient, as in `Objective`
    price: Callable[[Stack], Array] | None = None  # one that is paid after the step: (runs,)
    draw: Callable[[np.random.Generator, int, tuple[int, ...]], Array] | None = None
    """(rng, n, sizes of the network) -> (n, k), a row for each example of an epoch."""
    show: Callable[[Array, Array, Array], tuple[Array, Array]] | None = None
    """(x, y, lots) -> the examples that the step is shown instead."""
    slopes: Callable[[Any, Array, Array, Objective, Array], tuple[Array, Any]] | None = None
    """(stack, x, y, objective, lots) -> slopes along all parameters, and the stack with what it noted."""
    mend: Callable[[Any, Array], Any] | None = None
    """(stack, lr) -> the stack, put right after the step."""
    enrol: Callable[[Stack], Any] = as_it_is
    """What is trained instead of the plain networks; it has ``parameters``, (runs, ...)."""
    used: Callable[[Any], Stack] = as_it_is
    """The plain networks that answer once training is over."""
    stop: Callable[[Array], tuple[int, int]] | None = None
    """(validation losses) -> the row at which training ends, and the row whose weights are kept."""

    def lots_of(
        self, epoch: int, seeds: Sequence[int], n: int, sizes: tuple[int, ...], batch: int
    ) -> Iterable[Array | None]:
        """What is drawn for every batch of one epoch: (runs, batch, k) each."""
        if self.draw is None:
            return repeat(None, -(-n // batch))
        rngs = (np.random.default_rng((3, seed, epoch)) for seed in seeds)
        lots = np.stack([self.draw(rng, n, sizes) for rng in rngs])  # (runs, n, k)
        return [lots[:, start : start + batch] for start in range(0, n, batch)]


UNTREATED = Treatment()
