"""A stack of layers as a reader writes it, and what a unit of each layer can see of the input at most."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.entries import table

MOST_LAYERS = 20
LARGEST = {"k": 11, "s": 4, "d": 8}
GRAMMAR = (
    "Write layers as conv3, pool2, conv3s2, conv3d2 or conv3p1, with commas between: the size of the window"
    " from 1 to 11, then if you like a stride s from 1 to 4, a dilation d from 1 to 8,"
    " and a padding p that does not make the map larger"
)
_LAYER = re.compile(r"(conv|pool)([0-9]{1,2})((?:[sdp][0-9]{1,2})*)")


class Layer(NamedTuple):
    """One layer: a convolution, or a maximum over windows."""

    kind: str  # conv or pool
    k: int  # cells along each side of the window
    stride: int
    dilation: int
    padding: int

    @property
    def span(self) -> int:
        """From one end of the window to the other, its holes included."""
        return self.dilation * (self.k - 1) + 1

    @property
    def name(self) -> str:
        """As `parse_stack` reads it."""
        usual = self.k if self.kind == "pool" else 1
        parts = ((self.stride, usual, "s"), (self.dilation, 1, "d"), (self.padding, 0, "p"))
        return f"{self.kind}{self.k}" + "".join(f"{x}{v}" for v, u, x in parts if v != u)


class Reach(NamedTuple):
    """Where a unit of one layer looks, along one side of the input; of the input itself: n, 1, 1, 0."""

    size: int  # units along each side of the layer
    field: int  # pixels from the first to the last that a unit can see
    jump: int  # pixels from the field of one unit to that of the next
    start: float  # middle of the field of unit 0, in pixels from the middle of pixel 0


def parse_stack(text: str) -> tuple[Layer, ...]:
    """Layers from a text such as ``conv3, conv3, pool2, conv3s2, conv3d2``, the first one next to the input.

    A pool steps by its own size, a convolution by 1, unless ``s`` says otherwise.

    Raises
    ------
    ValueError
        In a sentence, if a word is no layer, a number is out of range, or there are none or too many.
    """
    words = text.lower().replace(",", " ").split()
    if not 1 <= len(words) <= MOST_LAYERS:
        raise ValueError(
            f"A stack has 1 to {MOST_LAYERS} layers, here are {len(words)}. {GRAMMAR}."
        )
    return tuple(_layer(word) for word in words)


def _layer(word: str) -> Layer:
    """One layer from one word."""
    found = _LAYER.fullmatch(word)
    letters = re.findall(r"([sdp])([0-9]+)", found[3]) if found else []
    if not found or len({letter for letter, _ in letters}) < len(letters):
        raise ValueError(f"“{word[:20]}” is no layer. {GRAMMAR}.")
    kind, k = found[1], int(found[2])
    said = {"k": k, "s": k if kind == "pool" else 1, "d": 1, "p": 0}
    said |= {letter: int(digits) for letter, digits in letters}
    limits = LARGEST | {"p": said["d"] * (k - 1) // 2}
    if kind == "pool":
        limits |= {"s": max(k, LARGEST["s"]), "d": 1}  # nobody pools with holes
    for letter, value in said.items():
        low, high = (0 if letter == "p" else 1), limits[letter]
        if not low <= value <= high:
            raise ValueError(f"In “{word}”, {letter} is {value}; it may be {low} to {high}.")
    return Layer(kind, k, said["s"], said["d"], said["p"])


def reaches(layers: Sequence[Layer], n: int) -> tuple[Reach, ...]:
    """Size, field, jump and start of the input and of every layer that fits over n pixels.

    Parameters
    ----------
    layers : sequence of Layer
    n : int
        Pixels along the side of the input.

    Returns
    -------
    tuple of Reach
        One more than the layers that fit; the rest of the stack finds too few units to look at.

    References
    ----------
    Araujo, Norris & Sim 2019, Computing Receptive Fields of Convolutional Neural Networks, Distill.
    """
    found = [Reach(n, 1, 1, 0.0)]
    for layer in layers:
        size, field, jump, start = found[-1]
        room = size + 2 * layer.padding - layer.span
        if room < 0:
            break
        found.append(
            Reach(
                room // layer.stride + 1,
                field + (layer.k - 1) * layer.dilation * jump,
                jump * layer.stride,
                start + ((layer.span - 1) / 2 - layer.padding) * jump,
            )
        )
    return tuple(found)


@dataclass(frozen=True)
class Stack:
    """A stack worth knowing."""

    key: str
    label: str
    layers: str  # as `parse_stack` reads it
    meaning: str
    equation: str
    source: str


_VGG = ", ".join(", ".join(["conv3p1"] * n + ["pool2"]) for n in (2, 2, 3, 3, 3))
STACKS = table(
    (
        Stack(
            "tiny_vgg",
            "TinyVGG",
            "conv3, conv3, pool2, conv3, conv3, pool2",
            "The network of CNN Explainer: a unit of its last maps sees 16 × 16 pixels.",
            r"r = 16",
            "Wang et al. 2020, arXiv:2004.15004",
        ),
        Stack(
            "two",
            "Two 3 × 3",
            "conv3, conv3",
            "They see what one 5 × 5 sees, with 18 weights instead of 25.",
            r"r = 1 + 2 \cdot 2 = 5",
            "Simonyan & Zisserman 2015, arXiv:1409.1556",
        ),
        Stack(
            "three",
            "Three 3 × 3",
            "conv3, conv3, conv3",
            "They see what one 7 × 7 sees, with 27 weights instead of 49.",
            r"r = 1 + 3 \cdot 2 = 7",
            "Simonyan & Zisserman 2015, arXiv:1409.1556",
        ),
        Stack(
            "vgg",
            "VGG-16, all blocks",
            _VGG,
            "Thirteen convolutions and five pools: a unit at the end sees 212 × 212 pixels.",
            r"r = 212",
            "Simonyan & Zisserman 2015, arXiv:1409.1556",
        ),
        Stack(
            "vgg_start",
            "VGG-16, two blocks",
            "conv3p1, conv3p1, pool2, conv3p1, conv3p1, pool2",
            "As TinyVGG, with a border of zeros that keeps the size.",
            r"r = 16",
            "Simonyan & Zisserman 2015, arXiv:1409.1556",
        ),
        Stack(
            "dilated",
            "Dilated 1, 2, 4",
            "conv3, conv3d2, conv3d4",
            "The field doubles with every layer, and nothing is shrunk.",
            r"r = 1 + 2 \cdot (1 + 2 + 4) = 15",
            "Yu & Koltun 2016, arXiv:1511.07122",
        ),
        Stack(
            "strided",
            "Stride 2, three times",
            "conv3s2, conv3s2, conv3s2",
            "Each stride doubles the jump, so that the next window reaches twice as far.",
            r"r = 1 + 2 \cdot (1 + 2 + 4) = 15",
            "Springenberg et al. 2015, arXiv:1412.6806",
        ),
    )
)
