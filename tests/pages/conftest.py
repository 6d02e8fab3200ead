"""Whatever a test does to a page, the log stays empty."""

import pytest

from tests.log import log_of_the_app


@pytest.fixture(autouse=True)
def nothing_reaches_the_log():
    """No warning and no error of Streamlit, whatever the test does to the page."""
    with log_of_the_app() as said:
        yield
    assert not said
