"""What one number in a small convolutional network is made of: its inputs, its weights, their products and their sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cnn import WINDOW, Cnn, Read
from core.convolution import convolve, products, windows
from core.entries import Array

# In the order in which data goes through: how a layer is written, and which stage it belongs to.
LAYERS = {
    "conv1": ("Convolution 1", 0),
    "relu1": ("ReLU 1", 0),
    "pool1": ("Max pool 1", 0),
    "conv2": ("Convolution 2", 1),
    "relu2": ("ReLU 2", 1),
    "pool2": ("Max pool 2", 1),
    "scores": ("Scores", 1),
}


def maps_of(seen: Read, layer: str) -> Array:
    """All maps of a layer, of the first image of the batch: (maps, h, w). Scores are ten maps of one pixel."""
    if layer == "scores":
        return seen.logits[0][:, None, None]
    stage = seen.stages[LAYERS[layer][1]]
    return {"conv": stage.z, "relu": stage.a, "pool": stage.pooled}[layer[:-1]][0]


@dataclass(frozen=True, eq=False)
class Look:
    """One number of one map, and all that it was computed from."""

    layer: str
    map: int
    place: tuple[int, int]  # row and column of the number
    result: Array  # (oh, ow), the map
    inputs: Array  # (c, h, w), what the layer saw
    weights: Array  # (c, kh, kw): the map's kernels, or a class's weights; empty where nothing is learned
    parts: Array  # (c, oh, ow): what each input adds to each number of the map; for a score (c, h, w), pixel by pixel
    bias: float
    window: tuple[
        int, int, int, int
    ]  # top, left, rows, columns of what it saw, on the inputs; may begin at -1

    @property
    def value(self) -> float:
        """The number."""
        return float(self.result[self.place])

    @property
    def patches(self) -> Array:
        """What it saw of each input, 0 beyond its edge: (c, rows, columns)."""
        top, left, rows, columns = self.window
        framed = np.pad(self.inputs, [(0, 0), (1, 1), (1, 1)])
        return framed[:, top + 1 : top + 1 + rows, left + 1 : left + 1 + columns]

    @property
    def sums(self) -> Array:
        """What each input adds to it: (c,)."""
        return (self.patches * self.weights).sum(axis=(1, 2)) if self.weights.size else np.zeros(0)


def look_at(network: Cnn, seen: Read, layer: str, which: int, row: int, column: int) -> Look:
    """Take one number apart.

    Parameters
    ----------
    network : Cnn
    seen : Read
        What it made of one image.
    layer : str
        A key of `LAYERS`.
    which, row, column : int
        Map (or class) and place, counted from 0; beyond the last one counts as the last.

    Returns
    -------
    Look
    """
    maps = maps_of(seen, layer)
    which, row, column = (
        min(max(0, i), n - 1) for i, n in zip((which, row, column), maps.shape, strict=True)
    )
    stage = seen.stages[LAYERS[layer][1]]
    found = (layer, which, (row, column), maps[which])
    nothing = np.zeros((0, 0, 0))
    if layer == "scores":
        inputs = stage.pooled[0]
        weights = network.weights[:, which].reshape(inputs.shape)
        return Look(
            *found,
            inputs,
            weights,
            inputs * weights,
            float(network.bias[which]),
            (0, 0, *inputs.shape[1:]),
        )
    if layer.startswith("conv"):
        at = LAYERS[layer][1]
        inputs, weights = stage.x[0], network.kernels[at][which]
        parts = np.concatenate(
            [
                convolve(x[None], w[None, None], padding="same")
                for x, w in zip(inputs, weights, strict=True)
            ]
        )
        size = weights.shape[1:]
        return Look(
            *found,
            inputs,
            weights,
            parts,
            float(network.biases[at][which]),
            (row - 1, column - 1, *size),
        )
    if layer.startswith("relu"):
        return Look(*found, stage.z[0, which][None], nothing, nothing, 0.0, (row, column, 1, 1))
    corner = (WINDOW * row, WINDOW * column, WINDOW, WINDOW)
    return Look(*found, stage.a[0, which][None], nothing, nothing, 0.0, corner)


def arithmetic(look: Look) -> Array:
    """The patch under each number of a convolution's map, input by input: (c, oh, ow, kh, kw)."""
    size = look.weights.shape[1:]
    return np.stack([windows(x, size, padding="same").patches for x in look.inputs])


def all_products(look: Look, which: int) -> Array:
    """Patch times kernel of one input, for every number of the map: (oh, ow, kh, kw)."""
    seen = windows(look.inputs[which], look.weights.shape[1:], padding="same")
    return products(seen, look.weights[which])
