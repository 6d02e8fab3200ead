"""Try this: one click sets all controls, and what is said stays only while it is true."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import charts, experiments, healthy, open_lesson, setting

SLUG = "gradient_descent_race"


def toy():
    """Three experiments on three controls."""
    import streamlit as st

    from ui.controls import number, switch
    from ui.experiments import Experiment, try_this

    try_this(
        "toy",
        [
            Experiment("Far", "It goes far.", {"a": 9, "b": 5}),
            Experiment("On", "It is on.", {"on": True}),
            Experiment("Begin", "As it was.", {}),
        ],
    )
    st.session_state.got = (
        number("A", 0, 9, 1, key="toy.a"),
        number("B", 0, 9, 2, key="toy.b"),
        switch("On", key="toy.on"),
    )


def opened():
    return healthy(AppTest.from_function(toy, default_timeout=60).run())


def click(app, name, slug="toy"):
    next(g for g in app.button_group if g.key == f"{slug}.experiment").set_value(name)
    return healthy(app.run())


def move(app, **values):
    """Controls moved by hand, one after the other."""
    for name, value in values.items():
        key = f"toy.{name}"
        (app.toggle(key=key) if name == "on" else app.number_input(key=key)).set_value(value)
        healthy(app.run())
    return app


def got(app):
    return app.session_state.got


def said(app):
    return [text.value for text in app.markdown]


def test_before_a_click_nothing_is_said_and_nothing_is_set():
    app = opened()
    assert (got(app), said(app)) == ((1, 2, False), [])
    assert experiments(app, "toy") == ["Far", "On", "Begin"]


def test_a_click_sets_what_the_experiment_names_and_says_what_to_see():
    app = click(opened(), "Far")
    assert (got(app), said(app)) == ((9, 5, False), ["It goes far."])


def test_an_experiment_takes_the_controls_that_it_does_not_name_to_their_defaults():
    app = click(move(opened(), a=7, b=8, on=True), "On")
    assert (got(app), said(app)) == ((1, 2, True), ["It is on."])
    assert got(click(move(app, a=3), "Begin")) == (1, 2, False)


def test_one_experiment_after_another_leaves_nothing_of_the_first():
    app = click(click(opened(), "Far"), "On")
    assert (got(app), said(app)) == ((1, 2, True), ["It is on."])


@pytest.mark.parametrize("moved", [{"a": 8}, {"b": 4}])
def test_what_is_said_goes_when_a_control_that_it_set_is_moved(moved):
    app = move(click(opened(), "Far"), **moved)
    assert said(app) == []
    assert app.session_state["toy.experiment"] is None
    assert got(app) == (moved.get("a", 9), moved.get("b", 5), False)


def test_what_is_said_goes_when_a_control_that_it_took_to_its_default_is_moved():
    """The experiment set that one too: what it says need not hold any more."""
    app = move(click(opened(), "Far"), on=True)
    assert got(app) == (9, 5, True)
    assert said(app) == []


def test_everything_as_it_was_is_not_said_when_something_has_changed():
    app = move(click(opened(), "Begin"), a=5)
    assert got(app) == (5, 2, False)
    assert said(app) == []


def test_moving_two_controls_after_an_experiment_does_not_bring_it_back():
    app = move(click(opened(), "Far"), a=3, b=4)
    assert (got(app), said(app)) == ((3, 4, False), [])
    move(app, on=True, a=2)
    assert (got(app), said(app)) == ((2, 4, True), [])


def test_moving_a_control_away_and_back_sets_nothing():
    app = move(click(opened(), "Far"), a=3, b=7)
    assert got(move(app, a=9)) == (9, 7, False)


def test_the_same_experiment_can_be_run_again():
    app = click(move(click(opened(), "Far"), a=3, b=4), "Far")
    assert (got(app), said(app)) == ((9, 5, False), ["It goes far."])


def test_letting_go_of_an_experiment_says_nothing_and_moves_nothing():
    app = click(click(opened(), "Far"), None)
    assert (got(app), said(app)) == ((9, 5, False), [])


# In the real app


def test_in_the_race_an_experiment_forgets_what_was_moved_before():
    app = open_lesson(SLUG, steps="200", ravine_x="1.5", adam_lr="1", rules=["SGD", "Lion"])
    assert setting(app, SLUG, "steps") == 200
    assert setting(app, SLUG, "ravine_x") == 1.5
    click(app, "Over the edge", SLUG)
    assert setting(app, SLUG, "rules") == ["sgd"]
    assert setting(app, SLUG, "sgd_lr") == 0.02
    assert setting(app, SLUG, "steps") == 80
    assert setting(app, SLUG, "ravine_x") == -1.8
    assert "diverges" in charts(app)[f"{SLUG}.race"].caption


def test_in_the_race_two_moves_after_an_experiment_stay():
    app = click(open_lesson(SLUG), "Over the edge", SLUG)
    app.select_slider(key=f"{SLUG}.sgd_lr").set_value(0.01)
    healthy(app.run())
    app.slider(key=f"{SLUG}.steps").set_value(200)
    healthy(app.run())
    assert setting(app, SLUG, "sgd_lr") == 0.01
    assert setting(app, SLUG, "steps") == 200
    assert setting(app, SLUG, "experiment") is None
    assert not any("overshoots" in text.value for text in app.markdown)
