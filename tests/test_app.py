"""What the app warns of in its own thread reaches the tests."""

import logging

import numpy as np
import pytest

from tests.app import open_lesson
from tests.log import log_of_the_app
from ui import controls


def plant(monkeypatch, fault):
    """Let every number box of the app run into a fault."""
    inside = controls._inside
    monkeypatch.setattr(controls, "_inside", lambda *args: (fault(), inside(*args))[1])


def test_a_runtime_warning_on_a_page_is_an_error_there(monkeypatch):
    plant(monkeypatch, lambda: np.ones(1) / np.zeros(1))
    with pytest.raises(AssertionError, match="divide by zero encountered"):
        open_lesson("activations_neuron")


def test_what_a_page_writes_into_the_log_is_heard(monkeypatch):
    log = logging.getLogger("streamlit.planted")
    plant(monkeypatch, lambda: log.warning("planted"))
    with log_of_the_app() as said:
        open_lesson("activations_neuron")
    assert {*said} == {"streamlit.planted WARNING: planted"}
    with log_of_the_app() as said:
        log.warning("of the test itself, not of the app")
    assert not said
