"""Traces that the browser plays: the whole run is sent once, and shown step by step."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

import numpy as np

from charts import unchecked
from charts.figure import Figure, Trace

Path = tuple[Sequence[float | None], Sequence[float | None]]  # x and y


def played(trace: Trace, how: Literal["grow", "fill"]) -> Trace:
    """The trace, marked to be played: ``grow`` to its first t points, or ``fill`` t cells of z."""
    return trace | {"meta": {"play": how}}


def paced(trace: Trace, at: Iterable[int]) -> Trace:
    """The trace, marked to be played at a pace of its own: at step t it has come to its point ``at[t]``."""
    return trace | {"meta": {"play": "grow", "at": [int(point) for point in at]}}


def swapped(trace: Trace, curves: Iterable[Iterable[float]]) -> Trace:
    """The trace, marked to be played: at step t its y is the t-th of these curves, over the same x."""
    return trace | {"meta": {"play": "swap", "ys": [numbers(curve) for curve in curves]}}


def framed(trace: Trace, frames: bytes, shape: tuple[int, int]) -> Trace:
    """The map, marked to be played: at step t its z is the t-th frame, a byte a cell, 0 for 0 and 255 for 1."""
    sent = base64.urlsafe_b64encode(frames).decode()  # a slash would be sent as six letters
    return trace | {"meta": {"play": "frames", "frames": sent, "shape": list(shape)}}


def heads(paths: Mapping[str, Path], *, sent: bool, **look: Any) -> Trace:
    """One marker for each of several growing traces, where it has got to: a single trace, whatever their number.

    Parameters
    ----------
    paths : mapping of trace name to (x, y)
        The whole paths; the markers stand at their ends until they are played.
    sent : bool
        Whether traces of these names, with these numbers, are in the figure: then they are not sent again.
    **look
        Of the markers; colors may be a list, one for each path.
    """
    ends = [(x[-1], y[-1]) for x, y in paths.values()]
    of = {"of": list(paths)} if sent else {"paths": [{"x": x, "y": y} for x, y in paths.values()]}
    x, y = map(list, zip(*ends, strict=True))
    look = {"mode": "markers", "showlegend": False, "hoverinfo": "skip"} | look
    return unchecked.Scatter(x=x, y=y, meta={"play": "heads"} | of, **look)


def set_player(figure: Figure, steps: int, unit: str = "step", labels: Sequence[str] = ()) -> None:
    """Give a figure a play button and a slider over its steps, 0 to ``steps``; each may have a label of its own."""
    said = {"labels": list(labels)} if labels else {}
    play = {"steps": steps, "unit": unit} | said
    figure.add_meta(play=play)


def numbers(values: Iterable[float], digits: int = 6) -> list[float | None]:
    """Numbers as the browser plays them: plain, six digits, nothing where there is no finite number."""
    given = np.asarray(values if isinstance(values, np.ndarray) else list(values), dtype=np.float64)
    finite = np.isfinite(given).tolist()
    return [
        float(f"{value:.{digits}g}") if there else None
        for value, there in zip(given.tolist(), finite, strict=True)
    ]
