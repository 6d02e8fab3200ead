"""Every figure that a test draws is checked by Plotly, property by property."""

import json

import plotly.graph_objects as go
import pytest

from charts import theme
from charts.figure import Figure

_passed = set()


def checked(traces, layout):
    """A figure, each trace and each part of its layout checked by Plotly as the browser gets it; what passed once need not again."""
    figure = Figure(traces, layout)
    whole = figure.to_json()
    if whole in _passed:
        return figure
    sent = json.loads(whole)
    traces = {json.dumps(trace): trace for trace in sent["data"]}
    parts = {json.dumps(part): part for part in sent["layout"].items()}
    go.Figure(
        data=[traces[text] for text in traces.keys() - _passed],
        layout=dict(parts[text] for text in parts.keys() - _passed),
    )
    _passed.update([whole], traces, parts)
    return figure


@pytest.fixture(autouse=True)
def plotly_checks_every_property(monkeypatch):
    monkeypatch.setattr(theme, "Figure", checked)
