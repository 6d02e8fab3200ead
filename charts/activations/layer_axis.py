"""A log axis for the slope through layers, down to exact zeros."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from charts.decades import power

if TYPE_CHECKING:
    from core.studies.activations.depth import ChainRun


def layer_axis(
    runs: Mapping[str, ChainRun], bound: Sequence[float] | None
) -> tuple[float, dict[str, Any]]:
    """A log axis that ends in a row for exact zeros: the height of that row, and the axis."""
    sizes = np.abs(
        np.concatenate(
            [[1.0], [] if bound is None else bound, *(run.products for run in runs.values())]
        )
    )
    ends = np.log10(sizes[(sizes > 0) & np.isfinite(sizes)])
    low, high = int(np.floor(ends.min())), int(np.ceil(ends.max()))
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200) if high - low <= 7 * step)
    low -= low % step
    ticks = list(range(low, high + 1, step))
    zero = low - (0.8 * step if high > low else 1)
    texts = [power(tick) for tick in ticks]
    margin = 0.06 * max(high - low, 1)
    has_zeros = (sizes == 0).any()
    return 10.0**zero, {
        "type": "log",
        "range": [zero - margin if has_zeros else low - margin, high + margin],
        "tickvals": [10.0**tick for tick in ticks] + [10.0**zero] * bool(has_zeros),
        "ticktext": texts + ["0"] * bool(has_zeros),
    }
