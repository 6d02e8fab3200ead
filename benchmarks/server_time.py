"""Server time of one rerun, without network and browser."""

from __future__ import annotations

import time

from benchmarks.browser import median
from tests.app import healthy, open_lesson


def rerun_milliseconds(slug: str, label: str, moves: int = 20) -> float:
    """Median milliseconds of a rerun after one move of the slider or number with that label."""
    app = open_lesson(slug)
    times = []
    for i in range(moves + 3):
        control = next(c for c in (*app.slider, *app.number_input) if c.label == label)
        control.set_value(
            control.value + control.step if control.value < control.max else control.min
        )
        started = time.perf_counter()
        healthy(app.run())
        if i >= 3:  # the first ones are warmer-ups
            times.append(1e3 * (time.perf_counter() - started))
    return median(times)
