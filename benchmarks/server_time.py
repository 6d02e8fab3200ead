"""Server time of one rerun, without network and browser."""

from __future__ import annotations

import time

from benchmarks.browser import median
from tests.app import healthy, open_lesson


def rerun_milliseconds(slug: str, label: str, moves: int = 20) -> float:
    """Median milliseconds of a rerun after one move of the slider with that label."""
    app = open_lesson(slug)
    times = []
    for i in range(moves + 3):
        slider = next(c for c in (*app.slider, *app.select_slider) if c.label == label)
        options = getattr(slider, "options", None)
        if options:
            slider.set_value(type(slider.value)(options[i % len(options)]))
        else:
            slider.set_value(
                slider.value + slider.step
                if slider.value + slider.step <= slider.max
                else slider.min
            )
        started = time.perf_counter()
        healthy(app.run())
        times.append(1e3 * (time.perf_counter() - started))
    return median(times[3:])
