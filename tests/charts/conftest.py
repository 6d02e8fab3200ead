"""Every figure that a test draws is checked by Plotly, property by property."""

import json

import plotly.graph_objects as go
import pytest

from charts import theme

_passed = set()


def check(figure):
    """Have Plotly check each trace and each part of the layout as the browser gets it; what passed once need not again."""
    text = figure.to_json()
    if text in _passed:
        return
    sent = json.loads(text)
    traces = {json.dumps(trace): trace for trace in sent["data"]}
    parts = {json.dumps(part): part for part in sent["layout"].items()}
    go.Figure(
        data=[traces[text] for text in traces.keys() - _passed],
        layout=dict(parts[text] for text in parts.keys() - _passed),
    )
    _passed.update([text], traces, parts)


@pytest.fixture(autouse=True)
def plotly_checks_every_property(monkeypatch):
    monkeypatch.setattr(theme, "check", check)
