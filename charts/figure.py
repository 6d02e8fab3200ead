"""A figure as plain data, as the browser gets it: Plotly's own objects copy and check everything, which takes longer than all the rest."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import plotly.graph_objects as go

Trace = dict[str, Any]  # a trace of Plotly's, made by `charts.unchecked`

# Plotly's names of the types that it reads in binary.
_BINARY = {
    "float64": "f8",
    "float32": "f4",
    "int8": "i1",
    "int16": "i2",
    "int32": "i4",
    "uint8": "u1",
    "uint16": "u2",
    "uint32": "u4",
}


class Figure:
    """Traces and a layout in Plotly's terms.

    Parameters
    ----------
    traces : iterable of Trace
    layout : mapping
    """

    def __init__(self, traces: Iterable[Trace], layout: Mapping[str, Any]):
        self._traces = list(traces)
        self._layout = dict(layout)

    @property
    def data(self) -> tuple[Any, ...]:
        """The traces, as Plotly's objects."""
        return self.plotly().data

    @property
    def layout(self) -> go.Layout:
        """The layout, as Plotly's object."""
        return self.plotly().layout

    def plotly(self) -> go.Figure:
        """Plotly's own figure, for what only it can do."""
        return go.Figure(data=self._traces, layout=self._layout, _validate=False)

    def add_meta(self, **more: Any) -> None:
        """Tell the page more about the figure than Plotly needs, such as what is played."""
        self._layout["meta"] = self._layout.get("meta", {}) | more

    def to_json(self) -> str:
        """What Plotly in the browser draws; arrays in binary, and nothing where there is no finite number.

        Raises
        ------
        TypeError
            If a trace or the layout holds what JSON cannot say.
        """
        return _json({"data": self._traces, "layout": self._layout})


def _json(figure: Mapping[str, Any]) -> str:
    try:
        return json.dumps(figure, default=_sendable, separators=(",", ":"), allow_nan=False)
    except ValueError:  # a list holds a number that is not finite
        loose = json.dumps(figure, default=_sendable)
        return _json(json.loads(loose, parse_constant=lambda _: None))


def _sendable(value: Any) -> Any:
    """NumPy's arrays and numbers in JSON's terms."""
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return _in_binary(value)
    if isinstance(value, range):
        return list(value)
    raise TypeError(f"a figure holds a {type(value).__name__}")


def _in_binary(array: np.ndarray) -> dict[str, str] | list:
    """An array as Plotly reads it in binary, in as few bytes as its integers need; other types as a list."""
    if array.dtype == np.int64 and array.size:
        lowest = min(array.min(), -1 - array.max())  # as far from zero, below it
        array = array.astype(np.min_scalar_type(lowest))
    kind = _BINARY.get(array.dtype.name)
    if kind is None or not array.size:
        return array.tolist()
    sent = {"dtype": kind, "bdata": base64.b64encode(np.ascontiguousarray(array)).decode()}
    return sent | ({"shape": ", ".join(map(str, array.shape))} if array.ndim > 1 else {})
