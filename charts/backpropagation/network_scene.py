"""What a network's graph shows at one step, and where: shared by its nodes, its edges and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts import theme

if TYPE_CHECKING:
    from core.studies.backpropagation.walkthrough import Step, Walk

PHASE_COLORS = {
    "forward": theme.FORWARD,
    "loss": theme.LOSS,
    "backward": theme.GRADIENT,
    "update": theme.INK,
}
RADIUS = 0.17  # of a node, in units of the wide picture

# Where the nodes stand: how far along the way of the data, and in which of the two lanes (1 is the first).
PLACES = {
    "x1": (0.0, 1.0),
    "x2": (0.0, 0.0),
    "h1": (1.25, 1.0),
    "h2": (1.25, 0.0),
    "o1": (2.5, 1.0),
    "o2": (2.5, 0.0),
    "loss": (3.3, 0.5),
}


@dataclass(frozen=True)
class Scene:
    """What is drawn, and which way up: the data runs to the right, or down where there is little room."""

    known: Mapping[str, float]
    step: Step
    wires: Mapping[str, tuple[str, str]]
    biases: Mapping[str, str]
    thickest: float
    tall: bool = False

    def place(self, along: float, lane: float) -> tuple[float, float]:
        return (1 - lane, -along) if self.tall else (along, lane)

    @property
    def size(self) -> int:
        return theme.FONT_SIZE - 3 if self.tall else theme.FONT_SIZE


def scene_of(walk: Walk, step: int, *, tall: bool) -> Scene:
    wires = {
        weight: (source, name)
        for name, unit in walk.units.items()
        for weight, source in zip(unit.weights, unit.inputs, strict=True)
    }
    biases = {name: unit.bias for name, unit in walk.units.items()}
    everything = walk.known(len(walk.steps))
    thickest = max(abs(everything[f"slope_{weight}"]) for weight in wires)
    return Scene(walk.known(step), walk.steps[step - 1], wires, biases, thickest, tall)


def subscripted(name: str) -> str:
    return f"{name[0]}<sub>{name[1:]}</sub>"


def four_digits(value: float) -> str:
    """Four digits, with a proper minus; more where four would say 1 of what is less, as no sigmoid answers 1."""
    text = f"{value:.4g}"
    return (f"{value:.8f}".rstrip("0") if text == "1" and value < 1 else text).replace("-", "−")
