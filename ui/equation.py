"""An equation in z with today's number in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ui.numerals import tex

_Z = re.compile(r"(& |, |[^a-zA-Z])z(?![a-zA-Z])")
# Two numbers side by side need a sign between; the 2 of tanh² z is none of them.
_PRODUCT = re.compile(r"(?<!\^)(\d)(?: |\\,)z(?![a-zA-Z])")


def with_numbers(equation: str, z: float, result: float, knobs: Mapping[str, float]) -> str:
    """An activation's equation (LaTeX) with z and its knob filled in, and what comes out.

    Parameters
    ----------
    equation : str
        In z, and in alpha where there is a knob; what follows ``, \\quad`` explains its letters.
    z, result : float
        What goes in, and what comes out.
    knobs : mapping
        Empty, or today's ``alpha``.
    """
    number = tex(z, 7)
    awkward = z < 0 or "cdot" in number

    def put(match: re.Match[str]) -> str:
        before = match[1]
        free = before in ("(", "{", "|", "^", "& ", ", ")
        clash = before.isdigit() or (awkward and not free)
        return f"{before}{{({number})}}" if clash else f"{before}{{{number}}}"

    filled = _Z.sub(put, _PRODUCT.sub(r"\1 \\cdot z", equation))
    if knobs:
        filled = re.sub(r"\\alpha (?=[{(e])", r"\\alpha \\cdot ", filled)
        filled = filled.replace(r"\alpha", f"{knobs['alpha']:g}")
    main, comma, where = filled.partition(r", \quad")
    outcome = f" = {tex(result, 7)}"
    told = main.removesuffix(outcome).removesuffix(f" = {{{number}}}")  # z may be the outcome
    return f"{told}{outcome}{comma}{where}"
