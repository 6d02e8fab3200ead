"""What the graph of an expression shows at one step, and where: shared by its nodes, its edges and its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charts import theme
from charts.backpropagation.layered import Place, Placed

if TYPE_CHECKING:
    from core.expressions import Expression, Node
    from core.studies.backpropagation.scalar_steps import ScalarStory

DISC = 54  # pixels
LONG = 6  # layers; beyond that there is little room on an edge
SIGNS = {
    **{"add": "+", "subtract": "−", "multiply": "×", "divide": "÷", "power": "^", "negate": "−( )"},
    **{"exp": "exp", "log": "log", "tanh": "tanh", "sigmoid": "σ", "relu": "relu"},
}


@dataclass(frozen=True)
class Scene:
    """What is drawn at one step, and which way up."""

    story: ScalarStory
    step: int
    placed: Placed
    on_path: frozenset[tuple[int, int, int]]
    tall: bool = False

    def at(self, spot: Place) -> Place:
        along, lane = spot
        return (lane, -along) if self.tall else (along, -lane)

    def through(self, spots: Iterable[Place]) -> tuple[list[float], list[float]]:
        """Their x and their y."""
        places = [self.at(spot) for spot in spots]
        return [x for x, _ in places], [y for _, y in places]

    @property
    def crowded(self) -> bool:
        return self.tall or self.placed.length > LONG

    @property
    def size(self) -> int:
        return theme.FONT_SIZE - (3 if self.crowded else 1)

    @property
    def disc(self) -> int:
        return DISC - 10 if self.crowded else DISC

    @property
    def outside(self) -> int:
        """Pixels from a node's center, just outside it; a lecture draws the disc larger."""
        return round(0.65 * self.disc) + 1


def edges_through(expression: Expression, variable: str) -> set[tuple[int, int, int]]:
    """Every edge on some path from the variable to the result: all lead there."""
    reached = {i for i, node in enumerate(expression.nodes) if node.name == variable}
    edges = set()
    for j, node in enumerate(expression.nodes):
        for k, a in enumerate(node.args):
            if a in reached:
                reached.add(j)
                edges.add((a, j, k))
    return edges


def sign_of(nodes: Sequence[Node], i: int) -> str:
    """The sign of an operation, with the number that it brings along, such as ^ 2."""
    sign, args = SIGNS[nodes[i].op], nodes[i].args
    parts = [f"{nodes[a].number:.4g}" if nodes[a].op == "number" else "" for a in args]
    text = f"{parts[0]} {sign} {parts[1]}" if len(parts) == 2 else sign
    return text.strip().replace("-", "−")


def indexed(name: str) -> str:
    """A name with its number as an index: w1 and w_1."""
    letter, digits = name[0], name[1:].lstrip("_")
    return f"{letter}<sub>{digits}</sub>" if digits.isdigit() else name


def brief(value: float) -> str:
    """A number that fits into a disc."""
    size = abs(value)
    if size == 0 or 1e-3 <= size < 1e4:
        text = f"{value:.4g}" if size < 1e3 else f"{value:.0f}"
    else:
        mantissa, _, power = f"{value:.1e}".partition("e")
        text = f"{mantissa}e{int(power)}"
    return ("0" if text == "-0" else text).replace("-", "−")
