"""What every named choice carries with it, so that menus, sliders and equations find it in one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]


@dataclass(frozen=True)
class Knob:
    """A hyperparameter that a reader may turn.

    ``name`` is the keyword of the function it turns, ``symbol`` its LaTeX, ``ticks`` every value
    on offer, rising, the default among them.
    """

    name: str
    symbol: str
    default: float
    ticks: tuple[float, ...]
    meaning: str


class Entry(Protocol):
    """Whatever stands in a table under its own key."""

    @property
    def key(self) -> str: ...


E = TypeVar("E", bound=Entry)


def table(entries: Iterable[E]) -> Mapping[str, E]:
    """Ordered, read-only mapping from each entry's key to the entry.

    Raises
    ------
    ValueError
        If two entries share a key.
    """
    by_key: dict[str, E] = {}
    for entry in entries:
        if entry.key in by_key:
            raise ValueError(f"the key {entry.key!r} stands twice in one table")
        by_key[entry.key] = entry
    return MappingProxyType(by_key)


def as_floats(values: object) -> Array:
    """The values as an array of floats: float32 stays float32, everything else becomes float64."""
    array = np.asarray(values)
    return array if array.dtype in (np.float32, np.float64) else array.astype(np.float64)


def facing(weights: Array, *data: Array) -> tuple[Array, ...]:
    """Data along a first axis of its own, (n, 1, ...), so that it meets weights of any shape, in their precision."""
    shape = (-1, *[1] * weights.ndim)
    return tuple(values.astype(weights.dtype).reshape(shape) for values in data)
