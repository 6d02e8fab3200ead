"""What counts as a fault: an exception, a warning, a line in the log, a chart or a text that says nan."""

from __future__ import annotations

import base64
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.app import charts
from tests.log import log_of_the_app

# As a word by itself, and not the index that is short for inference.
NO_NUMBER = re.compile(r"(?<![\w\\.])(?<!_\{\\text\{)[-−+]?(nan|inf)(?!\w)", re.IGNORECASE)
# Switches: there the lesson shows how formulas as they stand end in nan.
NAIVE = {"activations_softmax.naive", "losses_softmax.naive"}
TEXTS = ("title", "markdown", "caption", "latex", "metric", "table")


@contextmanager
def listening() -> Iterator[list[str]]:
    """What Python warns of and what the app logs meanwhile."""
    with warnings.catch_warnings(), log_of_the_app() as said:
        warnings.simplefilter("always")
        warnings.showwarning = lambda message, kind, file, line, *_: said.append(
            f"{kind.__name__}: {message} ({file}:{line})"
        )
        yield said


def fault_on(app: AppTest) -> str:
    """What is wrong with the page as it is now; nothing if all is well."""
    for error in app.exception:
        return f"{error.message}\n{''.join(error.stack_trace)}"
    if any(switch.key in NAIVE and switch.value for switch in app.toggle):
        return ""
    for key, chart in charts(app).items():
        if not chart.caption.strip():
            return f"{key} has no caption"
        if NO_NUMBER.search(chart.caption):
            return f"{key} says {chart.caption!r}"
        if wrong := _no_number(chart.figure, "figure"):
            return f"{key} draws {wrong}"
        if _nothing_drawn(chart.figure["data"]):
            return f"{key} draws nothing"
    for kind in TEXTS:
        for element in app.get(kind):
            text = str(getattr(element, "value", ""))
            if NO_NUMBER.search(text):
                return f"a {kind} says {text[:400]!r}"
    return ""


def _no_number(part: Any, where: str) -> str:
    """Where a figure holds infinity, or a text that says so; NaN is a gap, or a line out of sight, and meant."""
    if isinstance(part, str) and not part.startswith("data:"):  # a picture
        return f"{part[:200]!r} as {where}" if NO_NUMBER.search(part) else ""
    if isinstance(part, list):
        return next(filter(None, (_no_number(each, where) for each in part)), "")
    if not isinstance(part, dict):
        return ""
    if "bdata" in part:
        return f"infinity as {where}" if np.isinf(_numbers(part)).any() else ""
    found = (_no_number(value, f"{where}.{key}") for key, value in part.items())
    return next(filter(None, found), "")


def _nothing_drawn(traces: list[dict[str, Any]]) -> bool:
    """Whether all that the traces of a chart draw is NaN."""
    arrays = [
        _numbers(value)
        for trace in traces
        for value in trace.values()
        if isinstance(value, dict) and "bdata" in value
    ]
    return bool(arrays) and all(np.isnan(array).all() for array in arrays)


def _numbers(packed: dict[str, Any]) -> np.ndarray:
    """The numbers that Plotly sends in base64."""
    return np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
