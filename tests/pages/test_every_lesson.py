"""Every lesson through the real app: every option, both ends of every control, every experiment, every bad link."""

import json
from itertools import cycle, islice

import pytest

from core.studies.regularization import augmented_digits, on_network
from tests.app import (
    SLUGS,
    charts,
    click_experiment,
    controls,
    experiments,
    healthy,
    open_app,
    open_lesson,
)

BAD_VALUES = [
    "abc",
    "nan",
    "inf",
    "-inf",
    "1e309",
    "-1e308",
    "",
    "x" * 10_000,
    "<script>alert(1)</script>",
    "null",
    "-1",
]
_opened = {}


@pytest.fixture(autouse=True)
def long_trainings_are_cut_short(monkeypatch):
    """Every option is opened here, and no claim is asked about: those have their tests at full length."""
    monkeypatch.setattr(on_network, "EPOCHS", 40)
    monkeypatch.setattr(augmented_digits, "STEPS", augmented_digits.EVERY)


def fresh(slug):
    """A lesson opened once and shared by the tests that only read it."""
    if slug not in _opened:
        _opened[slug] = open_lesson(slug)
    return _opened[slug]


def choices(control):
    """Values worth trying: every option of a menu, both ends of a range, both states of a switch."""
    if control.type == "number_input":
        return [control.min, control.max]
    if control.type == "slider":
        return [control.min, control.max]
    if control.type == "select_slider":
        return [type(control.value)(option) for option in control.options]
    if control.type in ("toggle", "checkbox"):
        return [True, False]
    if control.type in ("text_input", "text_area"):
        return ["", "nan", "1e308," * 9, "a,b,c", "é" * 50]
    if control.type == "button_group":
        several = isinstance(control.value, list)
        return [[option] for option in control.options] + several * [list(control.options), []]
    return list(control.options)


def as_it_was(control):
    """The value to go back to before the next control moves; none where nothing was chosen."""
    if control.type != "button_group":
        return [control.value]
    several = isinstance(control.value, list)
    return [control.value if several else [control.value]] if control.value else []


def find(app, kind, key):
    """A control of the page as it is now; None where it is not drawn."""
    return next((c for c in controls(app) if c.type == kind and c.key == key), None)


def put(control, value):
    """Set a control, as a reader would; the page runs later."""
    single = control.type == "button_group" and not isinstance(control.value, list)
    control.set_value(value[0] if single else value)


def own_controls(app, slug):
    """Kind and key of every control of the lesson that is drawn now."""
    return [(c.type, c.key) for c in controls(app) if (c.key or "").startswith(f"{slug}.")]


def assert_complete(app):
    """Charts are drawn, and each says in a sentence what it shows."""
    shown = charts(app)
    assert shown
    for chart in shown.values():
        assert chart.figure["data"]
        assert chart.figure["layout"]["height"]
        assert chart.caption.strip().endswith((".", "!", "?"))
        assert not {"nan", "inf"} & set(chart.caption.lower().replace(",", " ").split())


def test_the_welcome_page_opens():
    assert open_app().title


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_has_all_that_a_lesson_has(slug):
    app = fresh(slug)
    assert_complete(app)
    assert app.title
    assert app.latex
    assert 3 <= len(experiments(app, slug)) <= 6
    labels = [box.label for box in app.expander]
    assert {"The code that ran", "Take it with you", "Predict, then see", "Beware"} <= set(labels)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_chart_is_small_enough_for_the_wire(slug):
    for key, chart in charts(fresh(slug)).items():
        assert len(json.dumps(chart.figure)) < 400_000, key


@pytest.mark.parametrize("slug", SLUGS)
def test_every_value_of_every_control_draws_a_picture(slug):
    """One control moves at a time; it goes back as the next one moves."""
    app, before = open_lesson(slug), None
    for kind, key in own_controls(app, slug):
        first = find(fresh(slug), kind, key)
        for value in choices(first):
            if before and (moved := find(app, *before[:2])):
                for was in before[2]:
                    put(moved, was)
            before = None
            if control := find(app, kind, key):
                put(control, value)
                assert_complete(healthy(app.run()))
        before = kind, key, as_it_was(first)


@pytest.mark.parametrize("slug", SLUGS)
def test_all_controls_at_their_ends_at_once(slug):
    """Those too that only appear when others are at their ends."""
    for end in (0, -1):
        app, done = open_lesson(slug), set()
        while new := [c for c in own_controls(app, slug) if c not in done]:
            for kind, key in new:
                control = find(app, kind, key)
                options = [v for v in choices(control) if kind != "button_group" or len(v) == 1]
                if not key.endswith((".experiment", ".predict")):
                    put(control, options[end])
            done |= set(new)
            healthy(app.run())
        assert_complete(app)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_experiment_opens_and_says_what_to_see(slug):
    app = open_lesson(slug)
    for name in experiments(app, slug):
        click_experiment(app, slug, name)
        assert_complete(app)
        assert app.session_state[f"{slug}.experiment"] == name


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("turn", range(4))
def test_a_link_with_bad_values_opens_the_default_lesson(slug, turn):
    """Each control meets another bad value, and in every turn a new one."""
    possible = {
        control.key.removeprefix(f"{slug}."): control.value
        for control in controls(fresh(slug))
        if (control.key or "").startswith(f"{slug}.")
        and control.type not in ("text_input", "text_area")
        and not control.key.endswith((".experiment", ".predict"))
    }
    bad = dict(zip(possible, islice(cycle(BAD_VALUES), 3 * turn, None), strict=False))
    app = open_lesson(slug, **bad)
    assert_complete(app)
    for name, value in possible.items():
        found = [c for c in controls(app) if c.key == f"{slug}.{name}"]
        if found and found[0].type in ("number_input", "slider") and bad[name] == "-1":
            assert found[0].min <= found[0].value <= found[0].max
        elif found and bad[name] != "-1":
            assert found[0].value == value, (name, bad[name])


@pytest.mark.parametrize("slug", SLUGS)
def test_the_boxes_open_on_code_and_on_a_script(slug):
    app = open_lesson(slug)
    app.session_state[f"{slug}.source"] = True
    app.session_state[f"{slug}.take"] = True
    healthy(app.run())
    assert any("def " in block.value for block in app.code)
    assert any("import numpy as np" in block.value for block in app.code)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_prediction_is_answered_with_a_reason_and_no_grade(slug):
    app = open_lesson(slug)
    question = next(group for group in app.button_group if group.key == f"{slug}.predict")
    question.set_value(question.options[0])
    healthy(app.run())
    answer = next(text.value for text in app.markdown if text.value.startswith("You said"))
    assert len(answer) > 80


@pytest.mark.parametrize("slug", SLUGS)
def test_lecture_mode_folds_the_prose_away(slug):
    app = open_lesson(slug)
    mode = next(group for group in app.button_group if group.key == "mode")
    assert next(box for box in app.expander if box.label == "Beware").proto.expanded
    mode.set_value("lecture")
    healthy(app.run())
    assert not next(box for box in app.expander if box.label == "Beware").proto.expanded
