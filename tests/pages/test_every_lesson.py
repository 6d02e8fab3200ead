"""Every lesson through the real app: every option, both ends of every range, every experiment, every bad link."""

import json

import pytest

from core.studies.regularization import augmented_digits, on_network
from tests.app import (
    LESSON_OF,
    SLUGS,
    charts,
    click_experiment,
    controls,
    experiments,
    healthy,
    open_app,
    open_lesson,
)
from tests.charts.conftest import plotly_checks_every_property
from tests.hostile import MARKUP, bad_link, echoes

__all__ = ["plotly_checks_every_property"]  # of every figure that any setting draws
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
    """Values worth trying: every option of a menu, both ends and the middle of a range, both states of a switch."""
    if control.type in ("number_input", "slider"):
        return [control.min, control.max]
    if control.type == "select_slider":
        stops = control.options
        return [type(control.value)(stops[i]) for i in sorted({0, len(stops) // 2, len(stops) - 1})]
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
    """One control moves at a time; it goes back as the next one moves. Experiments and predictions have tests of their own."""
    app, before = open_lesson(slug), None
    for kind, key in own_controls(app, slug):
        if key.endswith((".experiment", ".predict")):
            continue
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
def test_every_experiment_opens_and_shows_the_same_wherever_the_reader_comes_from(slug):
    """One after the other, and the first again: its picture comes back, number by number."""
    app, shown = open_lesson(slug), {}
    first, *others = experiments(app, slug)
    for name in (first, *others, first):
        click_experiment(app, slug, name)
        assert_complete(app)
        assert app.session_state[f"{slug}.experiment"] == name
        captions = {key: chart.caption for key, chart in charts(app).items()}
        assert shown.setdefault(name, captions) == captions


@pytest.mark.parametrize("slug", SLUGS)
def test_a_link_with_bad_values_opens_the_default_lesson(slug):
    """A bad value for every control at once."""
    assert_unharmed(fresh(slug), slug, {})


@pytest.mark.parametrize("slug", SLUGS)
def test_a_link_with_bad_values_does_no_harm_where_its_menus_stand_at_their_last_options(slug):
    """Those controls too that only such a choice brings."""
    menus = {
        control.key.removeprefix(f"{slug}."): control.options[-1]
        for control in bound(fresh(slug), slug)
        if control.key != "mode"
        and control.type in ("selectbox", "button_group")
        and not isinstance(control.value, list)
    }
    assert_unharmed(open_lesson(slug, **menus), slug, menus)


def bound(app, slug):
    """The controls of the lesson that live in the link, and the mode."""
    live = [control for control in controls(app) if control.proto.query_param_key]
    return [c for c in live if c.key == "mode" or c.key.startswith(f"{slug}.")]


def assert_unharmed(good, slug, menus):
    """The lesson with bad values in its link stands as the good one does, and says at most one sentence of it."""
    others = [c for c in bound(good, slug) if c.key.removeprefix(f"{slug}.") not in menus]
    bad = bad_link(others, seed=f"{slug} {len(menus)}")
    if slug == LESSON_OF[slug].slugs[0]:  # the view that opens where a link names none
        bad |= {f"{LESSON_OF[slug].slug}.view": MARKUP[0]}
    app = open_lesson(slug, bad, **menus)
    assert_complete(app)
    assert not echoes(app)
    assert len(app.warning) + len(app.error) <= 1 + len(good.warning) + len(good.error)
    now = {control.key: control.value for control in controls(app)}
    for control in others:
        if control.type not in ("text_input", "text_area"):
            assert now[control.key] == control.value, (control.key, bad[control.key])


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
    for option in find(app, "button_group", f"{slug}.predict").options:
        find(app, "button_group", f"{slug}.predict").set_value(option)
        healthy(app.run())
        answer = next(text.value for text in app.markdown if text.value.startswith("You said"))
        assert answer.startswith(f"You said: *{option}*")
        assert len(answer) > 80


@pytest.mark.parametrize("slug", SLUGS)
def test_lecture_mode_folds_the_prose_away(slug):
    app = open_lesson(slug)
    mode = next(group for group in app.button_group if group.key == "mode")
    assert next(box for box in app.expander if box.label == "Beware").proto.expanded
    mode.set_value("lecture")
    healthy(app.run())
    assert not next(box for box in app.expander if box.label == "Beware").proto.expanded
