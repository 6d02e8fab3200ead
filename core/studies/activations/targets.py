"""Curves to be drawn by a few hidden units: one number in, one number out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.entries import Array, table

WINDOW = (-1.0, 1.0)  # where all of them are to be drawn


@dataclass(frozen=True)
class Target:
    """A curve over [-1, 1]. ``bends`` is how many corners it has; None if it is curved or jumps."""

    key: str
    label: str
    value: Callable[[Array], Array]
    bends: int | None
    equation: str
    source: str


def corner(x: Array) -> Array:
    """Two straight pieces."""
    return np.abs(x)


def ramp(x: Array) -> Array:
    """Low, then a steep climb, then high."""
    return np.clip(4 * x, -1, 1)


def zigzag(x: Array) -> Array:
    """Up and down again in straight pieces, with five corners on the way."""
    return np.interp(x, np.linspace(-1, 1, 7), [-1, 1, -1, 1, -1, 1, -1])


def jump(x: Array) -> Array:
    """Low, then high, with nothing between: x = 0 is high."""
    return np.where(np.asarray(x) >= 0, 1.0, -1.0)


def wave(x: Array) -> Array:
    """One and a half swings of the sine to either side."""
    return np.sin(3 * np.pi * x)


def bump(x: Array) -> Array:
    """Almost flat, with a bell in the middle."""
    return np.exp(-((4 * x) ** 2))


TARGETS = table(
    (
        Target(
            key="corner",
            label="Corner",
            value=corner,
            bends=1,
            equation=r"y = |x|",
            source="made for this lesson",
        ),
        Target(
            key="ramp",
            label="Ramp",
            value=ramp,
            bends=2,
            equation=r"y = \min(1, \max(-1, 4x))",
            source="made for this lesson",
        ),
        Target(
            key="zigzag",
            label="Zigzag",
            value=zigzag,
            bends=5,
            equation=r"y = \tfrac{2}{\pi} \arcsin\!\left(\cos 3\pi x\right)",
            source="made for this lesson",
        ),
        Target(
            key="jump",
            label="Jump",
            value=jump,
            bends=None,
            equation=r"y = \begin{cases} 1 & x \ge 0 \\ -1 & x < 0 \end{cases}",
            source="made for this lesson",
        ),
        Target(
            key="wave",
            label="Sine wave",
            value=wave,
            bends=None,
            equation=r"y = \sin 3\pi x",
            source="made for this lesson",
        ),
        Target(
            key="bump",
            label="Bump",
            value=bump,
            bends=None,
            equation=r"y = e^{-(4x)^2}",
            source="made for this lesson",
        ),
    )
)
