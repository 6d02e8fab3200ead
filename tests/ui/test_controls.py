"""Controls that live in the link: what a link may say, and what it may not."""

import math

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import healthy, open_lesson, setting

NO_NUMBER = [
    "nan",
    "inf",
    "-inf",
    "1e309",
    "-1e308",
    "",
    " ",
    "abc",
    "1,5",
    "x" * 10_000,
    "9" * 10_000,
]
short = pytest.mark.parametrize("bad", NO_NUMBER, ids=lambda value: value[:8].strip() or "empty")


def every_control():
    """An app with one control of each kind; what they return goes into the session."""
    from types import SimpleNamespace

    import streamlit as st

    from core.entries import Knob
    from ui import controls as c

    table = {key: SimpleNamespace(key=key, label=key.title()) for key in ("one", "two", "three")}
    c.clean_link("toy")
    rate = Knob("lr", "\\eta", 0.1, (0.01, 0.1, 1.0), "how far")
    st.session_state.got = {
        "number": c.number("Number", -5.0, 5.0, 1.5, key="toy.number", step=0.5),
        "whole": c.number("Whole", 0, 9, 4, key="toy.whole"),
        "slide": c.slide("Slide", 10, 300, 80, key="toy.slide", step=10),
        "slope": c.slide("Slope", -1.0, 1.0, 0.25, key="toy.slope", step=0.25),
        "turn": c.turn(rate, key="toy.turn"),
        "turn2": c.turn(rate, key="toy.turn2", default=1.0),
        "pick": c.pick("Pick", table, key="toy.pick", default="two").key,
        "some": [e.key for e in c.pick_some("Some", table, key="toy.some", default=("three",))],
        "choose": c.choose("Choose", {"a": "First", "b": "Second"}, key="toy.choose", default="b"),
        "switch": c.switch("Switch", key="toy.switch", default=True),
        "text": c.text("Text", "plain", key="toy.text", longest=20),
        "hidden": c.text("Hidden", "1,2", key="toy.hidden", longest=20, hidden=True),
    }
    elsewhere = c.number("Elsewhere", 0, 9, 1, key="other.number")
    st.session_state.got["elsewhere"] = elsewhere

    def settle(settings):
        c.set_controls("toy", settings)

    wanted = {"number": -2.5, "pick": "three", "some": ["one", "two"], "text": "new", "late": 7}
    st.button("Set", key="set", on_click=settle, args=(wanted,))
    st.button("Reset", key="reset", on_click=settle, args=({},))
    if st.session_state.get("toy.pick") == "three":
        st.session_state.got["late"] = c.number("Late", 0, 9, 2, key="toy.late")


DEFAULTS = {
    "number": 1.5,
    "whole": 4,
    "slide": 80,
    "slope": 0.25,
    "turn": 0.1,
    "turn2": 1.0,
    "pick": "two",
    "some": ["three"],
    "choose": "b",
    "switch": True,
    "text": "plain",
    "hidden": "1,2",
    "elsewhere": 1,
}


def opened(app=every_control, **link):
    """What the controls return when a link says this: ``opened(number="nan")``."""
    test = AppTest.from_function(app, default_timeout=60)
    for name, value in link.items():
        test.query_params[f"toy.{name}"] = value
    return healthy(test.run())


def got(test):
    return test.session_state.got


def test_without_a_link_every_control_stands_at_its_default():
    assert got(opened()) == DEFAULTS
    assert isinstance(got(opened())["whole"], int)
    assert isinstance(got(opened())["slide"], int)


@pytest.mark.parametrize(
    ("name", "said", "value"),
    [
        ("number", "-2.5", -2.5),
        ("number", "-5", -5.0),
        ("number", "5", 5.0),
        ("whole", "0", 0),
        ("whole", "9", 9),
        ("slide", "10", 10),
        ("slide", "300", 300),
        ("slope", "-1", -1.0),
        ("turn", "0.01", 0.01),
        ("turn2", "0.1", 0.1),
        ("choose", "First", "a"),
        ("text", "x" * 20, "x" * 20),
        ("hidden", "3,4", "3,4"),
        ("switch", "false", False),
    ],
)
def test_what_a_link_may_say_is_taken_both_ends_included(name, said, value):
    assert got(opened(**{name: said})) == DEFAULTS | {name: value}


def test_a_link_names_entries_as_streamlit_writes_them():
    """Menus stand in the link by their labels."""
    assert got(opened(pick="Three"))["pick"] == "three"
    assert got(opened(some=["Two", "One"]))["some"] == ["one", "two"]


@short
def test_what_is_no_number_in_range_counts_as_the_default(bad):
    values = got(opened(**dict.fromkeys(("number", "whole", "turn", "turn2"), bad)))
    assert values == DEFAULTS


@short
def test_a_slider_takes_what_is_no_number_for_its_default_and_stops_at_its_ends(bad):
    values = got(opened(slide=bad, slope=bad))
    if bad in ("-1e308", "9" * 10_000):  # a number, but too large or too small
        assert 10 <= values["slide"] <= 300
        assert -1 <= values["slope"] <= 1
    else:
        assert values == DEFAULTS


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("number", "5.0001"),
        ("number", "-5.0001"),
        ("whole", "10"),
        ("whole", "-1"),
        ("turn", "0.05"),
        ("turn", "2"),
    ],
)
def test_a_number_just_out_of_range_or_off_the_ticks_counts_as_the_default(name, bad):
    assert got(opened(**{name: bad})) == DEFAULTS


@pytest.mark.parametrize("bad", ["-1e308", "9", "301", "1e300"])
def test_no_link_takes_a_slider_beyond_its_ends(bad):
    assert 10 <= got(opened(slide=bad))["slide"] <= 300


@pytest.mark.parametrize(
    "bad", ["", " ", "four", "nan", "inf", "two,three", "x" * 10_000, "<script>alert(1)</script>"]
)
def test_an_unknown_entry_counts_as_the_default(bad):
    assert got(opened(**dict.fromkeys(("pick", "some", "choose", "switch"), bad))) == DEFAULTS


def test_of_several_entries_the_unknown_ones_never_come_through():
    assert set(got(opened(some=["One", "four"]))["some"]) <= {"one", "three"}


def test_a_text_longer_than_allowed_counts_as_the_default():
    assert got(opened(hidden="1" * 10_000)) == DEFAULTS
    assert got(opened(text="x" * 21)) == DEFAULTS


def test_a_control_named_twice_in_a_link_does_no_harm():
    values = got(opened(number=["nan", "2"], whole=["3", "4"], slide=["20", "inf"]))
    assert -5 <= values["number"] <= 5
    assert 0 <= values["whole"] <= 9
    assert 10 <= values["slide"] <= 300


def test_some_entries_come_in_the_order_of_the_table_and_none_is_the_default():
    app = opened()
    group = next(g for g in app.button_group if g.key == "toy.some")
    group.set_value(["two", "one"])
    assert got(healthy(app.run()))["some"] == ["one", "two"]
    next(g for g in app.button_group if g.key == "toy.some").set_value([])
    assert got(healthy(app.run()))["some"] == ["three"]


def test_an_emptied_number_counts_as_the_default():
    app = opened(number="3")
    assert got(app)["number"] == 3
    app.session_state["toy.number"] = None
    assert got(healthy(app.run()))["number"] == 1.5


@pytest.mark.parametrize("value", [math.nan, math.inf, 6.0, -5.5])
def test_no_number_gets_past_its_limits_by_way_of_the_session(value):
    app = opened()
    app.session_state["toy.number"] = value
    assert got(app.run())["number"] == 1.5


def test_a_control_shows_the_number_that_it_returns():
    for bad in ("nan", "inf", "6", "abc"):
        app = opened(number=bad)
        assert app.number_input(key="toy.number").value == got(app)["number"] == 1.5


# Setting many controls at once


def press(app, key):
    return healthy(app.button(key=key).click().run())


def test_set_controls_sets_those_named_and_takes_all_others_to_their_defaults():
    app = opened(whole="9", slide="200", switch="false", text="old", choose="First")
    values = got(press(app, "set"))
    named = {"number": -2.5, "pick": "three", "some": ["one", "two"], "text": "new", "late": 7}
    assert values == DEFAULTS | named


def test_set_controls_of_nothing_is_a_fresh_lesson():
    app = opened(number="3", whole="9", turn="1", pick="One", some="Two", hidden="9")
    assert got(app) != DEFAULTS
    assert got(press(app, "reset")) == DEFAULTS


def test_set_controls_leaves_other_lessons_alone():
    app = opened()
    app.number_input(key="other.number").set_value(8)
    healthy(app.run())
    assert got(press(app, "set"))["elsewhere"] == 8
    assert got(press(app, "reset"))["elsewhere"] == 8


def test_a_control_set_before_it_is_drawn_begins_there_and_goes_back_to_its_default():
    app = press(opened(), "set")
    assert app.number_input(key="toy.late").value == 7
    press(app, "reset")
    app.selectbox(key="toy.pick").set_value("three")
    assert got(healthy(app.run()))["late"] == 2


# Points and families of knobs


def a_point():
    """A point in a window that is wide one way and narrow the other."""
    import streamlit as st

    from ui.controls import point

    place, go_to = point(
        "Start", ((-2.0, 2.0), (-0.5, 0.5)), (1.0, 0.25), slug="toy", name="here", axes=("w", "b")
    )
    st.session_state.got = place
    for i, target in enumerate([(0.123456, -0.33333), (99.0, -99.0), (-2.0, 0.5), (1e-9, -1e300)]):
        st.button("Go", key=f"go{i}", on_click=go_to, args=target)


def test_a_point_begins_at_its_default_and_names_its_axes():
    app = opened(a_point)
    assert got(app) == (1.0, 0.25)
    assert [box.label for box in app.number_input] == ["Start w", "Start b"]


def test_a_point_is_read_from_the_link():
    assert got(opened(a_point, here_x="-1.5", here_y="-0.5")) == (-1.5, -0.5)


@short
def test_a_bad_coordinate_is_the_default_and_the_other_stays(bad):
    assert got(opened(a_point, here_x=bad, here_y="0.5")) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("go0", (0.1235, -0.3333)),
        ("go1", (2.0, -0.5)),
        ("go2", (-2.0, 0.5)),
        ("go3", (1e-9, -0.5)),
    ],
)
def test_a_click_moves_a_point_to_four_digits_and_never_out_of_its_window(button, place):
    assert got(press(opened(a_point), button)) == place


def knobs_of_a_family():
    """The rates of three rules, and what else they have."""
    from types import SimpleNamespace

    import streamlit as st

    from core.entries import Knob
    from ui.controls import turn_each

    def rule(key, default):
        knobs = (
            Knob("beta", "\\beta", 0.5, (0.0, 0.5), "memory"),
            Knob("lr", "\\eta", default, (0.01, 0.1, 1.0), "rate"),
        )
        return SimpleNamespace(key=key, label=key.title(), knobs=knobs)

    rules = [rule("plain", 0.01), rule("heavy", 0.1), rule("lion", 1.0)]
    st.session_state.got = turn_each(rules, "lr", slug="toy")


def test_each_entry_has_a_slider_of_its_own_with_its_own_default():
    app = opened(knobs_of_a_family)
    assert got(app) == {"plain": 0.01, "heavy": 0.1, "lion": 1.0}
    assert [s.label for s in app.select_slider] == [
        "Plain $\\eta$",
        "Heavy $\\eta$",
        "Lion $\\eta$",
    ]


def test_turning_one_of_a_family_turns_no_other():
    assert got(opened(knobs_of_a_family, heavy_lr="1")) == {
        "plain": 0.01,
        "heavy": 1.0,
        "lion": 1.0,
    }


@short
def test_a_bad_rate_is_the_default_of_its_own_entry(bad):
    assert got(opened(knobs_of_a_family, plain_lr=bad, lion_lr=bad)) == {
        "plain": 0.01,
        "heavy": 0.1,
        "lion": 1.0,
    }


# In the real app


@pytest.mark.parametrize("bad", ["inf", "-2.1", "x" * 10_000])
def test_a_bad_start_in_a_link_to_the_race_is_the_start_of_its_surface(bad):
    app = open_lesson("gradient_descent_race", ravine_x=bad, ravine_y="0.25")
    assert app.number_input(key="gradient_descent_race.ravine_x").value == -1.8
    assert setting(app, "gradient_descent_race", "ravine_y") == 0.25
