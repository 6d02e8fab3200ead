"""What a network's graph shows at one step: shared by its units, its lines and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts import theme
from charts.backpropagation.network_places import Places, is_sparse, places_of

if TYPE_CHECKING:
    from core.studies.backpropagation.walk import Step, Walk

PHASE_COLORS = {
    "forward": theme.FORWARD,
    "loss": theme.LOSS,
    "backward": theme.GRADIENT,
    "update": theme.INK,
}
UP, DOWN = theme.GRADIENT, theme.SIGNED[0][1]  # more weight, more loss; more weight, less loss
THINNEST, THICKEST = 1.5, 9.0
MOST_WORDS = {False: 6, True: 3}  # lit lines with words, where there is no room for those of all
_LOW, _HIGH = "₀₁₂₃₄₅₆₇₈₉", "⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Scene:
    """What is drawn, and where."""

    walk: Walk
    known: Mapping[str, float]
    step: Step
    wires: Mapping[str, tuple[str, str]]
    places: Places
    steepest: float  # largest slope of a weight
    heaviest: float  # largest weight
    sparse: bool

    @property
    def tall(self) -> bool:
        return self.places.tall

    @property
    def roomy(self) -> bool:
        """Whether all lines have their numbers beside them; a phone has less room."""
        return self.sparse and not (self.tall and max(map(len, self.walk.labels.units)) > 2)

    @property
    def worded(self) -> tuple[str, ...]:
        """Weights that have their numbers beside them."""
        if self.roomy:
            return tuple(self.wires)
        lit = [weight for weight in self.wires if weight in self.step.lit]
        return tuple(lit) if len(lit) <= MOST_WORDS[self.tall] else ()

    def look(self, weight: str) -> tuple[str, float, str]:
        """Color, width and dash of a line: of its slope once that is known, until then of its weight."""
        slope = self.known.get(f"slope_{weight}")
        if slope is not None:
            share = min(1.0, abs(slope) / self.steepest) if self.steepest else 0.0
            color = (UP if slope > 0 else DOWN) if slope else theme.AXIS
            return color, self.width(share), "solid"
        value = self.known[weight]
        forward = weight in self.step.lit and self.step.phase == "forward"
        share = abs(value) / self.heaviest if self.heaviest else 0.0
        return (
            theme.FORWARD if forward else theme.AXIS,
            self.width(0.5 * share),
            "dash" if value < 0 and (self.sparse or weight in self.step.lit) else "solid",
        )

    def width(self, share: float) -> float:
        """Of a line; in a crowd by half pixels, so that lines that look alike are drawn together."""
        share = share if share == share else 1.0  # what is no number is drawn as the largest
        more = (THICKEST - THINNEST) * share
        return THINNEST + (more if self.sparse else round(2 * more) / 2)


def scene_of(walk: Walk, step: int, *, tall: bool) -> Scene:
    wires, n = walk.labels.wires, walk.numbers
    finite = [abs(n[f"slope_{w}"]) for w in wires if abs(n[f"slope_{w}"]) < float("inf")]
    return Scene(
        walk=walk,
        known=walk.known(step),
        step=walk.steps[step - 1],
        wires=wires,
        places=places_of(walk.labels, tall=tall),
        steepest=max(finite, default=0.0),
        heaviest=max(abs(n[w]) for w in wires),
        sparse=is_sparse(walk.labels),
    )


def spoken(key: str) -> str:
    """A key as it is read: h1 is h₁, w2.13 is w⁽²⁾₁₃, the output of o1 is ŷ₁."""
    if not key[1:].replace(".", "").isdigit():
        return key
    layer, _, place = key[1:].rpartition(".")
    high = f"⁽{''.join(_HIGH[int(d)] for d in layer)}⁾" if layer else ""
    letter = "ŷ" if key[0] == "o" else key[0]
    return letter + high + "".join(_LOW[int(d)] for d in place)


def digits(value: float, count: int = 4) -> str:
    """A few digits, with a proper minus; more where they would say 1 of what is less, as no sigmoid answers 1."""
    if value != value:
        return "no number"
    if abs(value) == float("inf"):
        return "∞" if value > 0 else "−∞"
    text = f"{value + 0.0:.{count}g}"
    return (f"{value:.8f}".rstrip("0") if text == "1" and value < 1 else text).replace("-", "−")
