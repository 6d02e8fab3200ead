"""Every figure that a test draws is checked by Plotly, property by property."""

import pytest

from charts import theme


@pytest.fixture(autouse=True)
def plotly_checks_every_property(monkeypatch):
    monkeypatch.setattr(theme, "VALIDATE", True)
