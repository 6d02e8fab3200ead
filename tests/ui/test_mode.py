"""Lecture mode, and the controls that a teacher hides in the link."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import ROOT, healthy, open_lesson

SLUG = "gradient_descent"
VIEW = "gradient_descent_race"  # its first view


def ask():
    """What the mode says of this link."""
    import streamlit as st

    from ui import mode

    mode.choose_mode("toy")
    st.session_state.got = (mode.lecture(), mode.hidden_controls())


def answer(**link):
    app = AppTest.from_function(ask, default_timeout=60)
    for name, value in link.items():
        app.query_params[name] = value
    return healthy(app.run()).session_state.got


def lesson(**link):
    """The race, opened by a link with these words in it."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.run()
    for name, value in link.items():
        app.query_params[name] = value
    return healthy(app.switch_page(f"pages/{SLUG}.py").run())


def styles(app):
    return "\n".join(
        block.proto.body for block in app.get("html") if block.proto.body.startswith("<style>")
    )


def boxes(app):
    """Which boxes of prose are open, by their titles."""
    return {
        box.label: box.proto.expanded
        for box in app.expander
        if box.label in ("Beware", "Predict, then see")
    }


def test_a_plain_link_is_for_reading_with_nothing_hidden():
    assert answer() == (False, [])


def test_a_link_may_ask_for_a_lecture():
    assert answer(mode="lecture") == (True, [])
    assert answer(mode="read") == (False, [])


@pytest.mark.parametrize("bad", ["", "LECTURE!", "nan", "x" * 10_000, "<b>lecture</b>"])
def test_an_unknown_mode_is_for_reading(bad):
    assert answer(mode=bad)[0] is False


def test_names_to_hide_are_read_in_their_order():
    assert answer(hide="steps")[1] == ["steps"]
    assert answer(hide="steps,start_x,w2")[1] == ["steps", "start_x", "w2"]


@pytest.mark.parametrize(
    "bad",
    [
        "",
        ",",
        "<b>",
        "<script>alert(1)</script>",
        "steps}body{display:none",
        "steps{}",
        "steps;",
        "a b",
        "a-b",
        "a.b",
        "*",
        "..",
        "Steps",
        "2nd",
        "_x",
        "é",
        "steps\n",
        "\nsteps",
        "x" * 41,
        "x" * 10_000,
    ],
)
def test_what_is_no_name_is_not_hidden_and_its_neighbors_are(bad):
    assert answer(hide=f"one,{bad},two")[1] == ["one", "two"]


def test_a_name_may_have_forty_characters():
    assert answer(hide="x" * 40)[1] == ["x" * 40]


def test_at_most_twenty_controls_are_hidden():
    names = [f"name_{i}" for i in range(30)]
    assert answer(hide=",".join(names[:20]))[1] == names[:20]
    assert answer(hide=",".join(names))[1] == names[:20]
    assert len(answer(hide="a," * 5_000)[1]) == 20


def test_hidden_controls_of_a_lesson_are_out_of_sight_and_no_others():
    shown, hidden = styles(lesson()), styles(lesson(hide="steps,surface"))
    assert f".st-key-{VIEW}-steps" not in shown
    assert "display: none" in hidden.partition(f".st-key-{VIEW}-steps")[2][:100]
    assert f".st-key-{VIEW}-surface," in hidden
    assert f".st-key-{VIEW}-rules" not in hidden


def test_a_hidden_control_keeps_what_the_link_says():
    app = lesson(hide="steps", **{f"{VIEW}.steps": "120"})
    assert app.session_state[f"{VIEW}.steps"] == 120


def test_no_markup_of_a_link_reaches_the_page():
    page = styles(lesson(hide="</style><script>alert(1)</script>,steps,a{color:red}"))
    assert f".st-key-{VIEW}-steps" in page
    assert "script" not in page
    assert "color:red" not in page


def test_a_lecture_folds_the_prose_away_and_reading_does_not():
    assert boxes(lesson()) == {"Beware": True, "Predict, then see": True}
    assert boxes(lesson(mode="lecture")) == {"Beware": False, "Predict, then see": False}


def test_a_lecture_has_a_style_of_its_own_beside_that_of_the_page():
    reading, lecturing = styles(lesson()), styles(lesson(mode="lecture"))
    assert len(lecturing) > len(reading)
    assert styles(open_lesson(VIEW)) == reading
