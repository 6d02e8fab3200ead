"""Names for everything in a dense network: units, weights and biases, as keys, as they are read, and as LaTeX.

A small network has its weights numbered through, w1, w2, …, unit by unit, as the worked example has them. In a
larger one a weight is called by its place: w2.13 is the weight of layer 2 from unit 1 to unit 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise

MOST_NUMBERED = 9  # weights: with w10, w12 could be the twelfth, or from unit 1 to unit 2

_LOW, _HIGH = "₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Labels:
    """Keys of everything in a network, layer by layer.

    ``units[0]`` are the inputs, ``units[-1]`` the outputs; ``weights[l][i][j]`` leads into layer l from its input i to
    its unit j; ``biases[l][j]`` belongs to that unit.
    """

    units: tuple[tuple[str, ...], ...]
    weights: tuple[tuple[tuple[str, ...], ...], ...]
    biases: tuple[tuple[str, ...], ...]

    @property
    def depth(self) -> int:
        """How many layers of weights there are."""
        return len(self.weights)

    @property
    def wires(self) -> dict[str, tuple[str, str]]:
        """Which two units every weight joins, by its key."""
        return {
            key: (self.units[layer][i], self.units[layer + 1][j])
            for layer, rows in enumerate(self.weights)
            for i, row in enumerate(rows)
            for j, key in enumerate(row)
        }

    @property
    def parameters(self) -> tuple[str, ...]:
        """Weights and biases of every layer, unit by unit: the order in which the worked example numbers them."""
        return tuple(
            key
            for layer in range(self.depth)
            for key in (*unit_by_unit(self.weights[layer]), *self.biases[layer])
        )

    def layer_of(self, unit: str) -> tuple[int, int]:
        """The layer that computes a unit, and its place there."""
        for layer, units in enumerate(self.units[1:]):
            if unit in units:
                return layer, units.index(unit)
        raise ValueError(f"unit is {unit!r}; it may be one of {', '.join(sum(self.units[1:], ()))}")

    def into(self, unit: str) -> tuple[str, ...]:
        """Weights that lead into a unit."""
        layer, j = self.layer_of(unit)
        return tuple(row[j] for row in self.weights[layer])

    def out_of(self, unit: str) -> tuple[str, ...]:
        """Weights that lead on from a hidden unit."""
        layer, j = self.layer_of(unit)
        return self.weights[layer + 1][j]

    def bias_of(self, unit: str) -> str:
        """The bias of a unit."""
        layer, j = self.layer_of(unit)
        return self.biases[layer][j]


def labels_for(sizes: Sequence[int]) -> Labels:
    """The keys for a network with that many units, input first."""
    weights = sum(n_in * n_out for n_in, n_out in pairwise(sizes))
    numbered = weights <= MOST_NUMBERED
    w, b = (_numbers(letter) for letter in "wb")
    layers, biases = [], []
    for layer, (n_in, n_out) in enumerate(pairwise(sizes), 1):
        if numbered:  # unit by unit, so column by column
            columns = [[next(w) for _ in range(n_in)] for _ in range(n_out)]
            layers.append(tuple(zip(*columns, strict=True)))
            biases.append(tuple(next(b) for _ in range(n_out)))
        else:
            layers.append(
                tuple(tuple(f"w{layer}.{i}{j}" for j in _upto(n_out)) for i in _upto(n_in))
            )
            biases.append(tuple(f"b{layer}.{j}" for j in _upto(n_out)))
    return Labels(tuple(_units(sizes)), tuple(layers), tuple(biases))


def unit_by_unit(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The weights of a layer in the order of the units that they lead into."""
    return tuple(key for column in zip(*rows, strict=True) for key in column)


def _units(sizes: Sequence[int]) -> Iterator[tuple[str, ...]]:
    last = len(sizes) - 1
    for layer, n in enumerate(sizes):
        if layer in (0, last):
            letter = "x" if layer == 0 else "o"
        else:
            letter = "h" if last == 2 else f"h{layer}."
        yield tuple(f"{letter}{j}" for j in _upto(n))


def _numbers(letter: str) -> Iterator[str]:
    return (f"{letter}{i}" for i in count(1))


def _upto(n: int) -> range:
    return range(1, n + 1)


def pretty(key: str) -> str:
    """A key as it is read: h1 is h₁, w2.13 is w⁽²⁾₁₃."""
    letter, layer, place = _parts(key)
    high = f"⁽{''.join(_HIGH[int(d)] for d in layer)}⁾" if layer else ""
    return letter + high + "".join(_LOW[int(d)] for d in place)


def symbol(key: str, age: str = "") -> str:
    """A key as LaTeX, values in the color of values; the output of unit o1 is the answer ŷ_1."""
    letter, layer, place = _parts(key)
    over = (f"({layer})" if layer else "") + age
    raised = f"^{{{over}}}" if over else ""
    name = r"\hat y" if letter == "o" else letter
    body = f"{name}_{{{place}}}{raised}"
    return rf"\value{{{body}}}" if letter in "xho" else body


def of_unit(letter: str, unit: str, age: str = "") -> str:
    """z or δ of a unit as LaTeX: z_{h_1}."""
    name, layer, place = _parts(unit)
    below = rf"{name}_{{{place}}}" + (f"^{{({layer})}}" if layer else "")
    return rf"{letter}_{{{below}}}" + (f"^{{{age}}}" if age else "")


def _parts(key: str) -> tuple[str, str, str]:
    """Letter, layer (if any) and place."""
    layer, _, place = key[1:].rpartition(".")
    return (key[0], layer, place) if key[1:].replace(".", "").isdigit() else (key, "", "")
