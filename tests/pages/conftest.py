"""Every figure that a page draws in a test is checked by Plotly, property by property, and the log stays empty."""

import pytest

from tests.charts.conftest import plotly_checks_every_property
from tests.log import log_of_the_app

__all__ = ["nothing_reaches_the_log", "plotly_checks_every_property"]


@pytest.fixture(autouse=True)
def nothing_reaches_the_log():
    """No warning and no error of Streamlit, whatever the test does to the page."""
    with log_of_the_app() as said:
        yield
    assert not said
