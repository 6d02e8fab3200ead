"""What each source of the view on dead units hands over, and the words that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from charts import theme
from charts.activations.asleep import REACH, Sleeper
from core.activations import Activation
from core.images import digits
from core.packed import pack
from core.studies.activations.asleep import flat_where
from core.studies.activations.curves import sample


@dataclass(frozen=True, eq=False)
class Part:
    """All that is shown of one source."""

    figure: Any
    caption: str
    formulas: Sequence[tuple[str, str]]
    code: Sequence[Callable[..., Any]]
    script: Callable[[], str]
    tables: Mapping[str, Callable[[], Mapping[str, Sequence[Any]]]]


def sleeper(f: Activation, title: str, units: Any = None, units_title: str = "") -> Sleeper:
    """An activation with its slope and its flat stretches, ready to be drawn."""
    curve = sample(f, -REACH, REACH, points=241)
    return Sleeper(curve, flat_where(f, 0), flat_where(f), title, units, units_title)


def slopes(pair: Sequence[Activation]) -> list[tuple[str, str]]:
    """The slope of each in symbols, and at two places."""
    return [
        (
            rf"\color{{{theme.GRADIENT}}}{{\text{{{f.label}: }} {f.derivative_equation}}}",
            rf"f'(-5) = {at(f, -5.0)}, \quad f'(1) = {at(f, 1.0)}",
        )
        for f in dict.fromkeys(pair)
    ]


def at(f: Activation, z: float) -> str:
    """The slope at z, in LaTeX."""
    mantissa, _, power = f"{float(f.derivative(z)):.4g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa


def percent(share: float) -> str:
    """A share in percent; never 0 % or 100 % where it is not."""
    text = f"{100 * share:.3g}"
    if share > 0 and float(text) < 0.01:
        return "under 0.01 %"
    if share < 1 and float(text) > 99.9:
        return f"{min(99.99, 100 * share):.2f} %" if 100 * share < 99.99 else "over 99.99 %"
    return f"{text} %"


def carried_digits() -> str:
    """The digits for a script, as lines of text, and how it reads them."""
    return f"""
import base64
import zlib

x = unpack(
    '''
{pack(16 * digits().images)}
''',
    1797,
    64,
) / 16  # the UCI digits, ink from 0 to 1
"""


def carried_labels() -> str:
    """Which digit each of them is, likewise."""
    return f"""
y = np.eye(10)[unpack('''{pack(digits().labels)}''', 1797).astype(int)]
"""
