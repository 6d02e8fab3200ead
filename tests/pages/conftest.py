"""Every figure that a page draws in a test is checked by Plotly, property by property."""

from tests.charts.conftest import plotly_checks_every_property

__all__ = ["plotly_checks_every_property"]
