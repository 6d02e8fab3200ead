"""An axis for signed weights of any size: even near 0, by powers of ten further out."""

from __future__ import annotations

import math

import numpy as np

from charts.playback import numbers

EVEN = 12.0  # weights up to this size are drawn to scale


def squeezed(weights: np.ndarray) -> np.ndarray:
    """Signed numbers of any size on one axis: as they are near 0, by their power of ten further out."""
    return np.arcsinh(weights) / np.log(10)


def placed(weights: np.ndarray, largest: float) -> np.ndarray:
    """Where weights stand on `weight_axis` for the same ``largest``."""
    return squeezed(weights) if largest > EVEN else np.asarray(weights)


def weight_axis(largest: float) -> dict[str, object]:
    """Room and ticks for weights up to ``largest``, to scale if that is small, else two ticks either side of 0."""
    if largest <= EVEN:
        edge = 1.15 * max(largest, 0.1)
        return {"range": [-edge, edge]}
    power = math.floor(math.log10(largest))
    ticks = np.array([0.0, *(sign * 10.0**p for p in (power // 2, power) for sign in (-1, 1))])
    edge = 1.05 * float(squeezed(np.array(largest)))
    return {
        "range": [-edge, edge],
        "tickvals": numbers(squeezed(ticks)),
        "ticktext": [with_power(tick) for tick in ticks],
    }


def with_power(number: float) -> str:
    """Such as −10⁴ or 1.5 · 10⁶, as Plotly writes it; small numbers as they are."""
    if abs(number) < 1000:
        return f"{number:.3g}".replace("-", "−")
    digits, _, power = f"{number:.1e}".partition("e")
    factor = {"1.0": "", "-1.0": "−"}.get(digits, f"{digits} · ".replace("-", "−"))
    return f"{factor}10<sup>{int(power)}</sup>"
