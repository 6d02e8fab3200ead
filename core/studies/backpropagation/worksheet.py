"""A problem to be done by hand: what is given, every number that follows, which are asked, and which answers count."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from core.entries import table

ABSOLUTE, RELATIVE = 0.0005, 0.005  # an answer may be off by the larger of the two
CLOSE = 0.05  # off by no more than this share: probably rounded on the way
_SOURCE = "Rumelhart, Hinton & Williams 1986"


@dataclass(frozen=True)
class Group:
    """A kind of number that can be asked."""

    key: str
    label: str
    equation: str
    source: str = _SOURCE


GROUPS = table(
    (
        Group("z", "sums z", r"z_j = \sum_i w_{ij} a_i + b_j"),
        Group("a", "values", r"a_j = \varphi(z_j)"),
        Group("loss", "loss", r"L = \tfrac12 \sum_k (\hat y_k - y_k)^2"),
        Group("delta", "blame δ", r"\delta_j = \varphi'(z_j) \sum_k w_{jk} \delta_k"),
        Group("slope", "slopes ∂L/∂w", r"\partial L / \partial w_{ij} = a_i \delta_j"),
        Group("new", "new weights", r"w^+ = w - \eta \, \partial L / \partial w"),
        Group("new_loss", "new loss", r"L^+ = L(w^+)"),
    )
)


@dataclass(frozen=True)
class Mistake:
    """A wrong way, and the number that it leads to."""

    says: str
    value: float


@dataclass(frozen=True)
class Quantity:
    """One number of the solution.

    ``template`` is how it is found, with other numbers' names in braces; ``group`` is a key of GROUPS, or "again" for
    the second way forward, which is never asked but stands in the solution.
    """

    name: str
    group: str
    template: str
    value: float
    place: str = ""  # of those in one group and one place, a short sheet asks one
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, eq=False)
class Sheet:
    """A problem, in the order in which it is solved."""

    level: str
    seed: int
    function: str
    given: dict[str, float]
    quantities: tuple[Quantity, ...]
    text: str = ""  # the expression, where it is no network

    @property
    def values(self) -> dict[str, float]:
        return self.given | {q.name: q.value for q in self.quantities}

    def find(self, name: str) -> Quantity:
        return next(q for q in self.quantities if q.name == name)


def blanks_of(sheet: Sheet, groups: Collection[str], every: bool = False) -> tuple[str, ...]:
    """Names that are asked, in the order of the solution.

    Parameters
    ----------
    groups : keys of GROUPS
    every : bool
        All numbers of these groups, or one for each group and layer, as the sheet's seed draws it.
    """
    asked = [q for q in sheet.quantities if q.group in groups]
    if every:
        return tuple(q.name for q in asked)
    rng = np.random.default_rng((sheet.seed, 7))
    lots: dict[tuple[str, str], list[Quantity]] = {}
    for q in sheet.quantities:
        lots.setdefault((q.group, q.place), []).append(q)
    drawn = {
        lot[rng.integers(len(lot))].name for lot in lots.values()
    }  # all, so that one group more changes no other
    return tuple(q.name for q in asked if q.name in drawn)


def told(sheet: Sheet, groups: Collection[str]) -> tuple[str, ...]:
    """Numbers that are told: those of all groups before the first that is asked, for they give nothing away."""
    order = list(GROUPS)
    first = min((order.index(group) for group in groups), default=len(order))
    return tuple(q.name for q in sheet.quantities if q.group in order[:first])


def read_answer(text: str) -> float:
    """The number that was answered: with a decimal point or comma, a printer's minus, or as a fraction.

    Raises
    ------
    ValueError
        If it is none.
    """
    plain = text.strip().replace("−", "-").replace(",", ".")
    above, slash, below = plain.partition("/")
    if len(plain) > 40:
        raise ValueError("That is too long for a number.")
    try:
        value = float(above) / float(below) if slash else float(plain)
    except (ValueError, ZeroDivisionError):
        raise ValueError("That is no number.") from None
    if not math.isfinite(value):
        raise ValueError("That is no number.")
    return value


def is_right(exact: float, answer: float) -> bool:
    """Whether an answer is within 0.0005, or within half a percent."""
    return abs(answer - exact) <= max(ABSOLUTE, RELATIVE * abs(exact)) * (1 + 1e-9)


def hint(quantity: Quantity, answer: float) -> str:
    """What probably went wrong, if a known wrong way leads to this very answer; else empty."""
    exact = quantity.value
    ways = [m for m in quantity.mistakes if math.isfinite(m.value) and not is_right(exact, m.value)]
    ways += [
        Mistake("The size is right, the sign is not.", -exact),
        Mistake("Ten times too large: look at the decimal point.", 10 * exact),
        Mistake("Ten times too small: look at the decimal point.", exact / 10),
    ]
    found = [m for m in ways if is_right(m.value, answer) and not is_right(exact, m.value)]
    if found:
        return min(found, key=lambda m: abs(m.value - answer)).says
    if exact and abs(answer - exact) <= CLOSE * abs(exact):
        return "Close, but not close enough: keep five digits on the way."
    return ""
