"""Recipes for points in the plane, easiest to learn first; all fit the window of ±6."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.entries import Array


class Sample(NamedTuple):
    """Points beside their targets."""

    x: Array  # (n, 2)
    y: Array  # (n, 1), classes are 0 and 1


def blobs(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """Two round clouds: one straight line tells them apart."""
    y = _halves(n)
    centers = np.where(y == 1, 2.0, -2.0) * np.ones(2)  # (n, 2)
    return _moved(rng, centers + rng.normal(0, np.sqrt(0.5), (n, 2)), y, noise)


def circles(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """A disc within a ring: no straight line will do, one closed curve will."""
    y = _halves(n)
    r = np.where(y == 1, rng.uniform(0, 2.5, (n, 1)), rng.uniform(3.5, 5, (n, 1)))
    return _moved(rng, r * _direction(rng.uniform(0, 2 * np.pi, (n, 1))), y, noise)


def moons(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """Two half circles that reach into each other."""
    y = _halves(n)
    side = np.where(y == 1, -1.0, 1.0)  # the second moon is the first, turned by half a turn
    arc = 3 * _direction(rng.uniform(0, np.pi, (n, 1))) - [1.5, 0.75]
    return _moved(rng, side * arc, y, noise)


def xor(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """Opposite corners belong together: what no single neuron can learn."""
    return _moved(rng, *_board(rng, n, squares=2, side=5.0), noise)


def checkerboard(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """Sixteen squares by turns: each a small island to be fenced in."""
    return _moved(rng, *_board(rng, n, squares=4, side=3.0), noise)


def spirals(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """Two arms around each other, 1¾ turns each: the hard one."""
    y, u = _halves(n), rng.uniform(0, 1, (n, 1))
    turn = 1.75 * 2 * np.pi * u + np.pi * y
    return _moved(rng, 5 * u * np.flip(_direction(turn), axis=1), y, noise)


def plane(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """A tilted plane: one linear neuron is enough."""
    x = rng.uniform(-5, 5, (n, 2))
    return Sample(x, x.sum(axis=1, keepdims=True) / 10 + noise * rng.normal(size=(n, 1)))


def hills(rng: np.random.Generator, n: int, *, noise: float = 0.0) -> Sample:
    """Three hills and three hollows by turns."""
    x = rng.uniform(-6, 6, (n, 2))
    away = np.linalg.norm(x[:, None] - HILLS[:, :2], axis=2)  # (n, 6)
    heights = HILLS[:, 2] * np.exp(-(away**2) / 2)
    return Sample(x, heights.sum(axis=1, keepdims=True) + noise * rng.normal(size=(n, 1)))


HILLS = np.array(
    [[-4, 2.5, 1], [0, 2.5, -1], [4, 2.5, 1], [-4, -2.5, -1], [0, -2.5, 1], [4, -2.5, -1]]
)  # x₁, x₂, height


def _halves(n: int) -> Array:
    """As many of each class; an odd one goes to class 0. (n, 1)"""
    return np.arange(n)[:, None] % 2 * 1.0


def _direction(angle: Array) -> Array:
    """The point of the unit circle at each angle: (n, 1) -> (n, 2)."""
    return np.hstack([np.cos(angle), np.sin(angle)])


def _board(rng: np.random.Generator, n: int, squares: int, side: float) -> tuple[Array, Array]:
    """Points on a board of squares² fields around 0, whose colors are the classes."""
    y = _halves(n)
    row = rng.integers(squares, size=(n, 1))
    half = rng.integers(squares // 2, size=(n, 1))
    column = 2 * half + (row + y) % 2  # in each row every second field has the color asked for
    corner = np.hstack([column, row]) - squares / 2
    return side * (corner + rng.uniform(0, 1, (n, 2))), y


def _moved(rng: np.random.Generator, x: Array, y: Array, noise: float) -> Sample:
    """The points jittered, their classes kept."""
    return Sample(x + noise * rng.normal(size=x.shape), y)
