"""A formula as a lesson shows it, and numbers as LaTeX."""

from __future__ import annotations

import math
from typing import NamedTuple


class Formula(NamedTuple):
    """A formula in symbols, and the same with its numbers."""

    symbols: str
    numbers: str


def tex(value: float, digits: int = 6) -> str:
    """A number as LaTeX, with so many digits that count; tiny ones as a power of ten, infinity as its sign."""
    if not math.isfinite(value):
        return r"\text{no number}" if math.isnan(value) else rf"{'-' * (value < 0)}\infty"
    text = f"{value:.{digits}g}"
    mantissa, _, power = text.partition("e")
    return rf"{mantissa}\cdot 10^{{{int(power)}}}" if power else text


def factor(value: float, digits: int = 6) -> str:
    """A number that stands inside a sum or a product."""
    text = tex(value, digits)
    return f"({text})" if value < 0 or "cdot" in text else text
