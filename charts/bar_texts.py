"""Numbers at bars and in cells: as many digits as there is room for."""

from __future__ import annotations

import math

from charts.scores import raised, short, wording


def printed(value: float, digits: int) -> str:
    """A number of so many digits, with a minus sign and powers of ten as in books."""
    return raised(f"{value + 0.0:.{digits}g}").replace("-", "−")


def label(value: float, count: int) -> str:
    """A number at a bar: the more bars, the fewer digits; what is no number by its name."""
    if not math.isfinite(value):
        return f"<b>{wording(value)}</b>"
    if count > 3 and 0 < abs(value) < 0.0005:
        return "≈ 0"
    if value > 1100:  # an exponential: scores are no larger
        return raised(f"{value:.{4 if count < 4 else 2 if count == 4 else 1}g}")
    return short(value, count)


def cell(value: float, count: int) -> str:
    """A number for a cell: the more cells, the fewer digits; 0 alone is written 0."""
    if value == 0:
        return "0"
    digits = {2: 4, 3: 4, 4: 3}.get(count, 2)
    if abs(value) < 0.5 * 10.0**-digits:
        return "≈ 0"
    if abs(value) >= 10:
        digits = 1
    return f"{value + 0.0:.{digits}f}".replace("-", "−")
