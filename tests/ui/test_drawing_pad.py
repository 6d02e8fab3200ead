"""The drawing pad: its text is the drawing, and only a drawing gets in."""

import pytest

from tests.app import charts, healthy, open_lesson

SLUG = "cnn_reads"
ONE = "0000CG00" * 8


@pytest.fixture(scope="module")
def app():
    return open_lesson(SLUG, **{"from": "Draw one"}, drawing=ONE)


def caption(app):
    return charts(app)[f"{SLUG}.maps"].caption


def write(app, text):
    next(box for box in app.text_input if box.key == f"{SLUG}.drawing").set_value(text)
    healthy(app.run())


def test_a_drawing_in_the_link_is_read(app):
    assert caption(app).startswith("Your drawing")
    assert app.session_state[f"{SLUG}.drawing"] == ONE
    assert "read as 7" not in caption(app)


@pytest.mark.parametrize("text", ["", "abc", "Z" * 64, "0" * 199, "é" * 64], ids=len)
def test_what_is_no_drawing_is_told_and_the_old_one_stays(app, text):
    write(app, text)
    assert any("A drawing is 64 characters" in warning.value for warning in app.warning)
    assert "read as 7" in caption(app)
    write(app, ONE.lower())
    assert not app.warning
    assert "read as 7" not in caption(app)
