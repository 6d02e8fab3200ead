"""Numbers as they are printed in books, in sentences and in formulas."""

from __future__ import annotations

import math
import re

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def typeset(text: str) -> str:
    """A text with a minus sign, and powers of ten, instead of ``-2e-05``; a number is never broken over two lines."""
    text = re.sub(r"(?<![\w.)])-(?=\d)", "−", text)
    return re.sub(r"(?<=\d)e([+-]?\d+)", _power_of_ten, text)


def _power_of_ten(found: re.Match[str]) -> str:
    return f"\u00a0·\u00a010{str(int(found[1])).translate(_RAISED)}"


def unless_rounding(value: float, scale: float) -> float:
    """The number, or 0 where it is no more than the rounding of numbers as large as ``scale``."""
    return 0.0 if abs(value) <= 1e-14 * abs(scale) else float(value)


def tex(value: float, digits: int = 4) -> str:
    """A number in LaTeX, powers of ten written as such."""
    mantissa, _, power = f"{value + 0.0:.{digits}g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa


def short(value: float, digits: int = 4) -> str:
    """A number with a few digits, as it is printed; infinity as its sign, and *no number* where it is none."""
    if math.isnan(value):
        return "no number"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return typeset(f"{value + 0.0:.{digits}g}")
