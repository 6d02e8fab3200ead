"""Axes for sizes that span many powers of ten, with a place for an exact zero."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Ends = tuple[float, float]  # where zeros and infinities are drawn
LAST, BEYOND = 300, 307  # powers of ten that floats can still hold


def log_axis(sizes: NDArray, most: int = 6) -> tuple[Ends, dict[str, Any]]:
    """A log axis around all sizes that are finite and not 0; zeros get a place of their own before it, named 0.

    Parameters
    ----------
    sizes : (n,)
        None negative, at least one of them finite and not 0; nan counts for nothing.
    most : int
        Ticks at most, about.

    Returns
    -------
    ends : (float, float)
        Where `on_log_axis` puts zeros and infinities.
    axis : dict
        Type, range and ticks.
    """
    powers = np.log10(sizes[(sizes > 0) & np.isfinite(sizes)]).clip(-LAST, LAST)
    low, high = int(np.floor(powers.min())), int(np.ceil(powers.max()))
    high = max(high, low + 1)
    steps = (1, 2, 5, 10, 20, 50, 100, 200)
    step = next(step for step in steps if high - low <= (most - 1) * step)
    low -= low % step
    ticks = list(range(low, high + 1, step))
    zero = max(low - 0.8 * step, -BEYOND)
    margin = 0.05 * (high - low)
    zeros, beyond = (sizes == 0).any(), np.isinf(sizes).any()
    far = min(high + (0.8 * step if beyond else 0), BEYOND)
    places = [zero] * bool(zeros) + ticks + [far] * bool(beyond)
    texts = ["0"] * bool(zeros) + [power(tick) for tick in ticks] + ["∞"] * bool(beyond)
    return (10.0**zero, 10.0**far), {
        "type": "log",
        "range": [(zero if zeros else low) - margin, far + margin],
        "tickvals": [10.0**place for place in places],
        "ticktext": texts,
    }


def on_log_axis(sizes: NDArray, ends: Ends) -> NDArray:
    """The sizes as they are drawn: zeros and infinities at their ends of the axis."""
    return np.where(np.isfinite(sizes), np.clip(sizes, *ends), ends[1])


def power(exponent: int) -> str:
    """A power of ten as it is written on an axis."""
    return "1" if exponent == 0 else f"10<sup>{exponent}</sup>".replace("-", "−")
