"""The stand-alone script: what comes along, in which order, and that it prints the numbers of the screen."""

import importlib.util
import re
import sys

import pytest

from core.studies.regularization import on_network
from tests.app import SLUGS, charts, experiments, healthy, open_lesson
from tests.scripts import run_apart, script_of
from ui.script import source, stand_alone

HELPERS = '''
"""What the toy needs."""
from functools import wraps

RATE = 0.5


def checked(function):
    @wraps(function)
    def inner(x):
        raise ValueError("the check must stay behind")

    return inner


def checked_as(name, *, low):
    return checked


@checked
def half(x):
    """Half of it."""
    return RATE * x
'''
TOY = '''
"""A toy family."""
from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.toy_helpers import RATE, checked, checked_as, half

NAMES = ("one", "two")
WEIGHTS = np.array([[1.5, -2.0], [0.0, 4.0]])
LABEL = "it's"
FAR = 3
UNUSED = 99


def unused(x):
    return x


@dataclass(frozen=True)
class Pair:
    left: float
    right: float

    def sum(self):
        return half(self.left) + half(self.right)


def weigh(x, scale=FAR):
    """Uses constants of every kind."""
    return NAMES[1], LABEL, (WEIGHTS @ x * scale).tolist()


@checked_as(
    "quarter",
    low=0,
)
@checked
def quarter(x):
    """Through two others."""
    return half(half(x))


def factorial(n):
    return 1 if n == 0 else n * factorial(n - 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def pair_of(x) -> Annotated:
    inner = lambda value: Pair(quarter(value), value)
    return inner(x)


class Annotated:
    """Named in an annotation only."""


def unchanged(x):
    return x


@dataclass(frozen=True)
class Plan:
    change: object = unchanged
    times: float = 1.0


AS_IT_IS = Plan()


def follow(x, plan=AS_IT_IS):
    return plan.times * plan.change(x)
'''


def module(monkeypatch, folder, name, text):
    """A module of that text, as if it stood in core."""
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"core.{name}", path)
    made = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, made)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def toy(monkeypatch, tmp_path):
    module(monkeypatch, tmp_path, "toy_helpers", HELPERS)
    return module(monkeypatch, tmp_path, "toy", TOY)


def ran(text):
    """The numbers of the script that ran here, by name: no import beside those it makes itself."""
    names = {"__name__": "toy_script"}
    sys.modules["toy_script"] = type(sys)("toy_script")  # dataclasses look their module up
    try:
        exec(compile(text, "script", "exec"), names)
    finally:
        del sys.modules["toy_script"]
    return names


def test_a_record_that_stands_at_its_defaults_comes_along(toy):
    assert ran(stand_alone(toy.follow, main="answer = follow(8.0)"))["answer"] == 8.0


def test_a_function_brings_those_that_it_calls_from_another_module(toy):
    assert ran(stand_alone(toy.quarter, main="answer = quarter(8.0)"))["answer"] == 2.0


def test_checking_decorators_stay_behind_however_many_lines_they_have(toy):
    text = stand_alone(toy.quarter, main="")
    assert "@" not in text
    assert "checked" not in text
    assert "low=0" not in text
    assert ran(stand_alone(toy.half, main="answer = half(-1.0)"))["answer"] == -0.5


def test_constants_come_along_numbers_texts_tuples_and_arrays(toy):
    names = ran(stand_alone(toy.weigh, main="answer = weigh(np.array([1.0, 2.0]))"))
    assert names["answer"] == ("two", "it's", [-7.5, 24.0])  # 3 (1.5 - 4), 3 · 8
    assert names["WEIGHTS"].tolist() == toy.WEIGHTS.tolist()


def test_what_is_not_named_does_not_come_along(toy):
    text = stand_alone(toy.weigh, toy.quarter, main="")
    assert "UNUSED" not in text
    assert "unused" not in text
    assert "factorial" not in text


def test_a_name_in_an_annotation_does_not_come_along(toy):
    text = stand_alone(toy.pair_of, main="")
    assert "class Annotated" not in text
    assert "-> Annotated" in text


def test_a_class_keeps_its_dataclass_decorator_and_brings_what_its_methods_call(toy):
    names = ran(
        stand_alone(toy.pair_of, main="pair = pair_of(4.0)\nanswer = pair.left, pair.sum()")
    )
    assert names["answer"] == (1.0, 2.5)


def test_each_function_stands_once_after_those_that_it_calls_and_main_is_last(toy):
    assert_in_order(stand_alone(toy.pair_of, main="print(pair_of(1.0))"))


def test_a_function_asked_for_beside_its_callers_still_stands_once_and_before_them(toy):
    assert_in_order(
        stand_alone(toy.pair_of, toy.quarter, toy.half, toy.pair_of, main="print(pair_of(1.0))")
    )


def assert_in_order(text):
    """Every part once, in the order of need."""
    parts = ("RATE = ", "def half(", "def quarter(", "def pair_of(", "print(pair_of(1.0))")
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert text.index("def half(") < text.index("class Pair") < text.index("def pair_of(")
    for part in (*parts, "class Pair"):
        assert text.count(part) == 1, part


def test_functions_come_in_the_order_in_which_they_are_asked_for(toy):
    text = stand_alone(toy.weigh, toy.half, toy.factorial, main="")
    places = [text.index(f"def {name}(") for name in ("weigh", "half", "factorial")]
    assert places == sorted(places)


@pytest.mark.parametrize("first", ["even", "odd"])
def test_functions_that_call_themselves_or_each_other_come_along(toy, first):
    text = stand_alone(getattr(toy, first), toy.factorial, main="a = even(7), odd(7), factorial(5)")
    assert ran(text)["a"] == (False, True, 120)
    assert text.count("def even(") == text.count("def odd(") == 1


def test_the_source_of_a_function_is_shown_as_it_stands_checks_included(toy):
    assert source(toy.half).startswith("@checked\ndef half(x):")
    assert source(toy.half).endswith("return RATE * x\n")


def test_a_script_needs_numpy_and_the_standard_library_alone(toy):
    text = stand_alone(toy.pair_of, toy.weigh, main="print(pair_of(8.0).sum(), WEIGHTS.sum())")
    assert run_apart(text) == ["5.0 3.5\n"]  # half of 2 + half of 8
    imported = set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE))
    assert imported - {"numpy"} <= set(sys.stdlib_module_names)


# What the lessons hand out

DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻−", "0123456789--")
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?")


def said(text):
    """The numbers in a sentence, as text, with a power of ten as Python writes it."""
    text = re.sub(r"\u00a0· ?\u00a0?10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", r"e\1", text).translate(DIGITS)
    return [number.replace(",", "") for number in NUMBER.findall(text)]


def telling(number):
    """Whether a number has three digits or more, so that it is no coincidence to meet it."""
    return len(re.sub(r"e.*|[-.]", "", number).lstrip("0")) >= 3


def rounds_to(value, number):
    """Whether a printed value is the number that is said, to half a unit of its last digit."""
    mantissa, _, power = number.partition("e")
    last = int(power or 0) - len(mantissa.partition(".")[2])
    close = abs(float(value) - float(number)) <= 0.5000001 * 10.0**last
    return close or (float(number) != 0 and float(f"{float(value):.3g}") == float(number))


def in_both(printed, captions):
    """The telling numbers of the captions that the script prints too."""
    values = [float(number) for number in NUMBER.findall(printed)]
    wanted = {number for caption in captions for number in said(caption) if telling(number)}
    return {number for number in wanted if any(rounds_to(value, number) for value in values)}


def captions_of(app):
    return [chart.caption for chart in charts(app).values()]


def test_numbers_are_read_from_a_sentence_as_a_reader_reads_them():
    assert said("from −696 to 1,273.5; 4.17\u00a0·\u00a010⁻²⁰, η = 0.5.") == [
        "-696",
        "1273.5",
        "4.17e-20",
        "0.5",
    ]
    assert rounds_to(0.19661, "0.197")
    assert not rounds_to(0.19661, "0.196")
    assert rounds_to(4.166e-20, "4.17e-20")
    assert not rounds_to(4.19e-20, "4.17e-20")
    assert not telling("0.25")
    assert telling("0.197")


@pytest.fixture
def a_long_training_is_cut_short(monkeypatch):
    """The page and its script train as long as each other all the same."""
    monkeypatch.setattr(on_network, "EPOCHS", 40)


@pytest.mark.usefixtures("a_long_training_is_cut_short")
@pytest.mark.parametrize("slug", SLUGS)
def test_the_scripts_of_a_lesson_run_alone_and_print_a_number_of_its_captions(slug):
    """As the lesson opens, and in every experiment."""
    app = open_lesson(slug)
    names, scripts, shown = ["at first sight"], [script_of(app, slug)], [captions_of(app)]
    for name in experiments(app, slug):
        next(g for g in app.button_group if g.key == f"{slug}.experiment").set_value(name)
        names.append(name)
        scripts.append(script_of(app, slug))
        shown.append(captions_of(app))
    first, *others = zip(names, shown, run_apart(*scripts), strict=True)
    assert in_both(first[2], first[1])
    for name, captions, printed in others:
        if any(telling(n) for caption in captions for n in said(caption)):
            assert in_both(printed, captions), name


def test_every_function_surface_and_rule_has_a_script_that_runs():
    """What no experiment shows: every entry of the big menus."""
    scripts = []
    for slug, control in (
        ("activations_family", "functions"),
        ("gradient_descent_race", "rules"),
    ):
        app = open_lesson(slug)
        group = next(g for g in app.button_group if g.key == f"{slug}.{control}")
        group.set_value(list(group.options))
        scripts.append(script_of(healthy(app.run()), slug))
    for slug in ("loss_surfaces_point", "loss_surfaces_convex"):
        app = open_lesson(slug)
        for option in app.selectbox(key=f"{slug}.surface").options:
            app.selectbox(key=f"{slug}.surface").set_value(option)
            scripts.append(script_of(healthy(app.run()), slug))
    assert all(printed.strip() for printed in run_apart(*scripts))
