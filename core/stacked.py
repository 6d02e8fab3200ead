"""Many networks of one shape at once: every one a row of numbers, all served by one pass."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from core.entries import Array, as_floats
from core.network import Network


@dataclass(frozen=True, eq=False)
class Stack:
    """Networks of one shape, one a row.

    A row of ``parameters`` holds a whole network: layer by layer its weights, row by row, and then
    its biases. ``sizes`` are the units of the input and of every layer, ``activations`` one key a
    layer, as in `Network`. ValueError if they do not fit together.
    """

    parameters: Array  # (runs, P)
    sizes: tuple[int, ...]
    activations: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", as_floats(self.parameters))
        if not len(self.sizes) == len(self.activations) + 1 > 1:
            raise ValueError(
                "sizes must be one more than activations (at least 1),"
                f" they are {len(self.sizes)} and {len(self.activations)}"
            )
        p = count_parameters(self.sizes)
        if self.parameters.ndim != 2 or len(self.parameters) == 0 or self.parameters.shape[1] != p:
            raise ValueError(f"parameters must be (runs, {p}), they are {self.parameters.shape}")

    @classmethod
    def of(cls, networks: Sequence[Network]) -> Stack:
        """Networks of one shape and the same activations, one a row.

        Raises
        ------
        ValueError
            If there is none, or one is shaped differently from the first.
        """
        if not networks:
            raise ValueError("networks must be at least one network, there is none")
        shapes = {(sizes_of(network), network.activations) for network in networks}
        if len(shapes) > 1:
            raise ValueError(f"networks must all have one shape, they have {sorted(shapes)}")
        (sizes, activations), *_ = shapes
        return cls(np.array([_flat(network) for network in networks]), sizes, activations)

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activations: Sequence[str],
        *,
        seeds: Sequence[int],
        initializer: str = "glorot",
    ) -> Stack:
        """Row i is ``Network.random(sizes, activations, seed=seeds[i], initializer=initializer)``."""
        draw = (
            Network.random(sizes, activations, seed=seed, initializer=initializer) for seed in seeds
        )
        return cls.of(list(draw))

    @property
    def runs(self) -> int:
        """How many networks."""
        return len(self.parameters)

    @property
    def weights(self) -> tuple[Array, ...]:
        """(runs, n_in, n_out) of every layer."""
        return tuple(w for w, _, _ in self.layers())

    @property
    def biases(self) -> tuple[Array, ...]:
        """(runs, 1, n_out) of every layer, ready to be added to a batch."""
        return tuple(b for _, b, _ in self.layers())

    def layers(self) -> Iterator[tuple[Array, Array, str]]:
        """Weights, biases and activation of every layer: views of the rows, not copies."""
        at = 0
        for (n_in, n_out), key in zip(pairwise(self.sizes), self.activations, strict=True):
            middle, end = at + n_in * n_out, at + (n_in + 1) * n_out
            weights = self.parameters[:, at:middle].reshape(-1, n_in, n_out)
            yield weights, self.parameters[:, middle:end].reshape(-1, 1, n_out), key
            at = end

    def part(self, start: int, stop: int) -> Stack:
        """The networks from ``start`` up to, not including, ``stop``."""
        return replace(self, parameters=self.parameters[start:stop])

    def network(self, run: int) -> Network:
        """One of them, by itself."""
        weights = tuple(w[run].copy() for w in self.weights)
        return Network(weights, tuple(b[run, 0].copy() for b in self.biases), self.activations)


def count_parameters(sizes: Sequence[int]) -> int:
    """Weights and biases of a network with that many units, input first."""
    return sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes))


def sizes_of(network: Network) -> tuple[int, ...]:
    """Units of the input and of every layer."""
    return (network.weights[0].shape[0], *(w.shape[1] for w in network.weights))


def which_are_weights(sizes: Sequence[int]) -> Array:
    """(P,) with 1 where a row of a `Stack` holds a weight, 0 where a bias: what a penalty falls on."""
    kinds = [k for n_in, n_out in pairwise(sizes) for k in (*[1.0] * n_in * n_out, *[0.0] * n_out)]
    return as_floats(kinds)


def _flat(network: Network) -> Array:
    """All parameters in a row."""
    layers = zip(network.weights, network.biases, strict=True)
    return np.concatenate([part.ravel() for layer in layers for part in layer])
