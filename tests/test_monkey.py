"""The monkey finds no fault in the app, and does find those that are planted."""

import logging

import numpy as np
import pytest
import streamlit as st

from core.studies.regularization import augmented_digits, on_network
from tests.monkey.actions import Action, apply, link_of
from tests.monkey.faults import NO_NUMBER
from tests.monkey.walk import shrunk, walk
from ui import controls

ONE_VIEW = "activations_neuron"


@pytest.fixture
def short_trainings(monkeypatch):
    """The walk asks for no claim: those have their tests at full length."""
    monkeypatch.setattr(on_network, "EPOCHS", 40)
    monkeypatch.setattr(augmented_digits, "STEPS", augmented_digits.EVERY)


def test_three_hundred_random_steps_meet_no_fault(short_trainings):
    for fault in walk(300, seed=5):
        pytest.fail(f"{fault.says}\n\n{fault.script}")


def fails():
    raise ValueError("planted")


def divides():
    np.ones(1) / np.zeros(1)


def logs():
    logging.getLogger("streamlit.planted").warning("planted")


def says_nan():
    st.caption(f"The loss is {np.nan:.2f}.")


PLANTED = {
    "an exception": (fails, "planted"),
    "a warning": (divides, "RuntimeWarning: divide by zero"),
    "a line in the log": (logs, "streamlit.planted WARNING: planted"),
    "a text without a number": (says_nan, "a caption says 'The loss is nan.'"),
}


@pytest.mark.parametrize(("does", "says"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found_and_its_script_shows_it_again(monkeypatch, does, says):
    """At the upper end of a number, and nowhere else."""
    inside = controls._inside

    def planted(value, low, high, default):
        if value == high != default:
            does()
        return inside(value, low, high, default)

    monkeypatch.setattr(controls, "_inside", planted)
    monkeypatch.setattr("tests.monkey.walk.SLUGS", [ONE_VIEW])
    fault = shrunk(next(walk(100, seed=1)))
    assert fault.says.startswith(says)
    assert len(fault.actions) <= 3
    with pytest.raises(AssertionError, match=says.replace("'", ".")):
        exec(fault.script, {})


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("= nan.", 1),
        (r"\text{nan}", 1),
        ("-inf,", 1),
        (r"\inf", 0),
        (r"s_{\text{inf}}", 0),
        ("info", 0),
    ],
)
def test_only_nan_and_inf_as_words_are_no_numbers(text, counts):
    assert bool(NO_NUMBER.search(text)) == bool(counts)


def test_a_link_taken_on_the_way_opens_the_page_as_it_was():
    app = apply(None, Action("open", "overfitting", {"overfitting.view": "Under, good, over"}))
    for action in (
        Action("set", "overfitting_fit.degree", 3),
        Action("set", "overfitting_fit.noise", 0.5),
        Action("set", "overfitting_fit.truth", False),
        Action("set", "overfitting_fit.part", "Validation"),
        Action("set", "overfitting_fit.points", "1,2 2,3 3,4"),
    ):
        apply(app, action)
    link = link_of(app)
    assert {"overfitting_fit.degree", "overfitting_fit.truth", "overfitting_fit.points"} <= {*link}
    again = apply(None, Action("open", "overfitting", link))
    assert link_of(again) == link
    assert [text.value for text in again.caption] == [text.value for text in app.caption]


FIT, PATCH = ("overfitting", "Under, good, over"), ("convolution", "One patch")
PARTS = {"edited_rows": {"0": {"x": 9}}, "added_rows": [], "deleted_rows": [1, 2]}
DONE = {
    "a table edited": (
        FIT,
        [
            ("set", "overfitting_fit.points", "1,1 2,2 3,3 4,4 5,5v"),
            ("fold", "overfitting_fit.points.table", True),
            ("edit", "overfitting_fit.points.cells1", PARTS),
        ],
        ("overfitting_fit.points", "9,1 4,4 5,5v"),
    ),
    "several at once": (
        FIT,
        [("set at once", "", {"overfitting_fit.degree": 3, "overfitting_fit.noise": 0.5})],
        ("overfitting_fit.noise", 0.5),
    ),
    "a cell typed": (
        PATCH,
        [("edit", "convolution_patch.grid.cells1", {"edited_rows": {"1": {"2": 7.5}}})],
        ("convolution_patch.weights", "-1, 0, 1, -2, 7.5, 2, -1, 0, 1"),
    ),
    "a chart clicked": (
        PATCH,
        [("fire", "convolution_patch.sweep", {"event": "click", "value": {"x": 5, "y": 3}})],
        ("convolution_patch.row", 2),
    ),
    "a slider dragged": (
        FIT,
        [("fire", "overfitting_fit.degree.drag", {"event": "value", "value": 4})],
        ("overfitting_fit.degree", 4),
    ),
    "a drawing drawn": (
        ("cnn", "Inside it"),
        [
            ("set", "cnn_reads.from", "Draw one"),
            ("fire", "cnn_reads.drawing.pad", {"event": "drawing", "value": "0G" * 32}),
        ],
        ("cnn_reads.drawing", "0G" * 32),
    ),
    "a browser without Plotly": (
        FIT,
        [("fire", "overfitting_fit.fit", {"event": "missing", "value": True})],
        ("charts.missing", True),
    ),
    "a file given": (
        FIT,
        [("upload", "overfitting_fit.csv.file", "flat.csv")],
        ("overfitting_fit.points", "1,0 2,0 3,0 4,0v 5,0t"),
    ),
    "a button pressed": (
        FIT,
        [
            ("set", "overfitting_fit.points", "1,1 2,2 3,3v"),
            ("click", "overfitting_fit.again", None),
        ],
        ("overfitting_fit.points", ""),
    ),
}


@pytest.mark.parametrize(("view", "actions", "then"), DONE.values(), ids=DONE)
def test_what_the_monkey_does_is_done_as_by_a_reader(view, actions, then):
    page, title = view
    app = apply(None, Action("open", page, {f"{page}.view": title}))
    for action in actions:
        app = apply(app, Action(*action))
    key, value = then
    assert app.session_state[key] == value


def test_what_is_not_on_the_page_is_left_out():
    """So that a fault can be shown with fewer actions."""
    app = apply(None, Action("open", "welcome", {}))
    for how in ("set", "click", "fold", "upload", "edit", "fire"):
        assert apply(app, Action(how, "nobody", "x")) is app
