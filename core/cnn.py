"""A small convolutional network: convolve, rectify, pool, once or several times; then weigh, add and share out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from core.bounds import whole
from core.convolution import convolve
from core.entries import Array
from core.pooling import pool
from core.softmax import softmax
from core.straight_activations import relu

SIDE, KERNEL, WINDOW, CLASSES = 8, 3, 2, 10  # pixels, weights and cells a side; classes


@dataclass(frozen=True, eq=False)
class Cnn:
    """All that such a network has learned; each stage makes maps of half the size."""

    kernels: tuple[Array, ...]  # (maps, maps before, KERNEL, KERNEL), a stage
    biases: tuple[Array, ...]  # (maps,), a stage
    weights: Array  # (features, CLASSES)
    bias: Array  # (CLASSES,)

    @classmethod
    def random(cls, maps: Sequence[int] = (6, 12), *, side: int = SIDE, seed: int) -> Cnn:
        """Weights as He draws them for ReLU, biases 0.

        Parameters
        ----------
        maps : sequence of int
            How many maps each stage makes.
        side : int
            Pixels of an image, each way; every stage halves them, the odd one is dropped.
        seed : int

        References
        ----------
        He et al. 2015, arXiv:1502.01852.
        """
        rng = np.random.default_rng(whole("seed", seed, 0))
        channels = (1, *maps)
        kernels = tuple(
            rng.normal(0, math.sqrt(2 / (before * KERNEL**2)), (after, before, KERNEL, KERNEL))
            for before, after in zip(channels, maps, strict=False)
        )
        features = channels[-1] * (side // WINDOW ** len(maps)) ** 2
        weights = rng.normal(0, math.sqrt(2 / features), (features, CLASSES))
        return cls(kernels, tuple(np.zeros(n) for n in maps), weights, np.zeros(CLASSES))

    @property
    def parts(self) -> list[Array]:
        """Every array of it: kernels and biases stage by stage, then weights and bias."""
        stages = zip(self.kernels, self.biases, strict=True)
        return [*(part for stage in stages for part in stage), self.weights, self.bias]

    @property
    def size(self) -> int:
        """How many numbers it has learned."""
        return sum(part.size for part in self.parts)

    def vector(self) -> Array:
        """All of them in one row, as an optimizer moves them: (size,)."""
        return np.concatenate([part.ravel() for part in self.parts])

    def with_vector(self, vector: Array) -> Cnn:
        """A network of the same shape with these numbers."""
        found, start = [], 0
        for part in self.parts:
            found.append(vector[start : start + part.size].reshape(part.shape))
            start += part.size
        return Cnn(tuple(found[:-2:2]), tuple(found[1:-2:2]), *found[-2:])


@dataclass(frozen=True, eq=False)
class Stage:
    """What one stage made of its images."""

    x: Array  # (n, c, h, w)
    z: Array  # (n, maps, h, w), convolved
    a: Array  # (n, maps, h, w), rectified
    pooled: Array  # (n, maps, h // 2, w // 2)


@dataclass(frozen=True, eq=False)
class Read:
    """A batch of images with all that the network computed on the way."""

    stages: tuple[Stage, ...]
    features: Array  # (n, features), the last maps in one row
    logits: Array  # (n, CLASSES)
    shares: Array  # (n, CLASSES), probabilities

    def __len__(self) -> int:
        return len(self.logits)

    def one(self, i: int) -> Read:
        """The same of one image alone, a batch of one."""
        stages = (
            Stage(*(getattr(stage, field.name)[i : i + 1] for field in fields(Stage)))
            for stage in self.stages
        )
        rows = (self.features, self.logits, self.shares)
        return Read(tuple(stages), *(row[i : i + 1] for row in rows))


def read(network: Cnn, images: Array) -> Read:
    """Show a network images, and keep every map.

    Parameters
    ----------
    network : Cnn
    images : (n, h, w)
        Ink from 0 to 1.

    Returns
    -------
    Read

    Raises
    ------
    ValueError
        If they are no such batch, or their size does not fit the last layer.
    """
    if np.ndim(images) != 3:
        raise ValueError(f"images {np.shape(images)} must be (n, h, w)")
    x, stages = images[:, None], []
    for kernels, bias in zip(network.kernels, network.biases, strict=True):
        z = convolve(x, kernels, bias, padding="same")
        a = relu(z)
        pooled = pool(a, "max", WINDOW)
        stages.append(Stage(x, z, a, pooled))
        x = pooled
    features = x.reshape(len(x), -1)
    if features.shape[1] != len(network.weights):
        raise ValueError(
            f"images {np.shape(images)} make {features.shape[1]} features; the network knows what to do with {len(network.weights)}"
        )
    logits = features @ network.weights + network.bias
    return Read(tuple(stages), features, logits, softmax(logits))


def accuracy(network: Cnn, images: Array, labels: Array) -> float:
    """Share of images whose most probable class is the true one."""
    return float(np.mean(read(network, images).logits.argmax(axis=1) == labels))
