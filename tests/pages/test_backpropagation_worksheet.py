import re
from html.parser import HTMLParser

import pytest

from core.studies.backpropagation.worksheet import blanks_of, told
from core.studies.backpropagation.worksheet_expression import expression_sheet
from core.studies.backpropagation.worksheet_mistakes import ONE_PATH
from core.studies.backpropagation.worksheet_network import network_sheet
from core.studies.backpropagation.worksheet_notation import digits
from pages.parts.backpropagation.worksheet_page import page
from tests.app import charts, click_experiment, experiments, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "backpropagation_worksheet"


def graph(app):
    return charts(app)[f"{SLUG}.graph"]


def sheet_of(app):
    level, seed = setting(app, SLUG, "level"), setting(app, SLUG, "seed")
    if level == "expression":
        return expression_sheet(seed)
    return network_sheet(level, setting(app, SLUG, "function"), seed)


def blanks(app):
    return blanks_of(sheet_of(app), setting(app, SLUG, "groups"), setting(app, SLUG, "every"))


def box(app, name):
    return next(b for b in app.text_input if (b.key or "").endswith(f".{name}"))


def solution(app):
    """The table of the solution; empty where it is not shown."""
    return next((m.value for m in app.markdown if m.value.startswith("| | in symbols")), "")


def answer(app, name, text):
    healthy(box(app, name).set_value(text).run())
    return app


def drawn(app):
    """Every word on the picture."""
    figure = graph(app).figure
    nodes = next(t for t in figure["data"] if t.get("name") == "nodes")
    return " ".join([*nodes["text"], *(n["text"] for n in figure["layout"]["annotations"])])


def said(app):
    return [caption.value for caption in app.caption]


def test_it_opens_with_the_way_forward_done_and_five_numbers_asked():
    app = open_lesson(SLUG)
    sheet = sheet_of(app)
    assert blanks(app) == ("delta_o1", "delta_h1", "d_w3", "d_w6", "new_b2")
    assert graph(app).caption.startswith("5 numbers are asked, 0 right so far")
    assert drawn(app).count("?") == 5
    assert digits(sheet.values["o1"]) in drawn(app)
    assert digits(sheet.values["delta_o1"]) not in drawn(app)
    assert app.latex[0].value.count("= \\textcolor{#D55E00}{?}") == 2


def test_a_right_answer_takes_the_place_of_its_question_mark():
    app = open_lesson(SLUG)
    sheet = sheet_of(app)
    for i, name in enumerate(blanks(app), 1):
        answer(app, name, f"{sheet.values[name]:.5f}")
        assert f"{i} right so far" in graph(app).caption
        assert drawn(app).count("?") == 5 - i
    assert "all done" in graph(app).caption
    assert said(app).count("**Right.**") == 5


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("abc", "no number"),
        ("nan", "no number"),
        ("1e309", "no number"),
        ("9" * 50, "too long"),
        ("77", "Not yet."),
    ],
)
def test_a_wrong_answer_is_told_so_and_the_question_mark_stays(text, says):
    app = answer(open_lesson(SLUG), "delta_o1", text)
    assert any(says in caption for caption in said(app))
    assert "0 right so far" in graph(app).caption


def test_the_slope_of_the_bend_forgotten_is_recognized():
    app = open_lesson(SLUG)
    v = sheet_of(app).values
    answer(app, "delta_o1", str(v["o1"] - v["y1"]))
    assert any("The slope of the bend is missing" in caption for caption in said(app))
    answer(app, "new_b2", str(v["b2"] + v["eta"] * v["d_b2"]))
    assert any("uphill" in caption for caption in said(app))


def test_every_experiment_keeps_its_word():
    app = open_lesson(SLUG)
    found = {}
    for name in experiments(app, SLUG):
        click_experiment(app, SLUG, name)
        found[name] = (sheet_of(app), blanks(app))
        if name == "Two outputs":
            v = sheet_of(app).values
            one = v["w5"] * v["delta_o1"] * v["h1"] * (1 - v["h1"])
            answer(app, "delta_h1", str(one))
            assert any(ONE_PATH.format("o1") in caption for caption in said(app))
    assert len(found["Back, by hand"][1]) == 5
    formula, asked = found["A formula to begin with"]
    assert formula.text == "(w*x + b - y)**2 + 0.1*w**2"
    assert "d_w" in asked
    assert len(found["The whole way"][1]) == 11
    assert told(found["The whole way"][0], ("z",)) == ()
    asleep = found["A sleeping ReLU"][0].values
    (unit,) = [h for h in ("h1", "h2") if asleep[f"z_{h}"] < 0]
    into = {"h1": ("w1", "w2", "b1"), "h2": ("w3", "w4", "b2")}[unit]
    assert asleep[f"delta_{unit}"] == 0
    assert all(asleep[f"d_{name}"] == 0 for name in into)
    table = solution(app)
    sheet = found["Solved"][0]
    assert all(digits(q.value) in table for q in sheet.quantities)
    assert "?" not in drawn(app)


def test_a_lecturer_may_hide_the_solution():
    app = open_lesson(SLUG, solution="true")
    assert solution(app)
    app.session_state[f"{SLUG}.paper"] = True
    healthy(app.run())
    assert len(app.get("download_button")) == 2
    app.query_params["hide"] = "solution"
    healthy(app.run())
    assert not solution(app)
    assert not any("solution" in toggle.label for toggle in app.toggle)
    assert [b.proto.label for b in app.get("download_button")] == ["Worksheet (HTML)"]
    assert drawn(app).count("?") == 5


def test_another_sheet_is_that_of_the_next_seed_and_asks_anew():
    app = open_lesson(SLUG, seed="9999")
    answer(app, blanks(app)[0], "1")
    healthy(app.button(f"{SLUG}.another").click().run())
    assert setting(app, SLUG, "seed") == 0
    assert all(not b.value for b in app.text_input)


def test_where_nothing_of_a_kind_is_on_the_sheet_the_page_says_so():
    app = open_lesson(SLUG, level="A formula")
    groups = next(g for g in app.button_group if g.key == f"{SLUG}.groups")
    groups.set_value(["z"])
    healthy(app.run())
    assert "Nothing of this kind" in graph(app).caption


class Tags(HTMLParser):
    """What a page is made of, and whether every tag is closed."""

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], set()

    def handle_starttag(self, tag, attrs):
        self.seen |= {tag, *(f"{name}" for name, _ in attrs)}
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen |= {tag, *(f"{name}" for name, _ in attrs)}

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "sheet",
    [network_sheet("2-2-2", "tanh", 3), network_sheet("2-2-1", "relu", 4), expression_sheet(5)],
)
def test_the_printed_page_is_complete_and_needs_no_network(sheet):
    asked = blanks_of(sheet, ("delta", "slope", "new"))
    known = told(sheet, ("delta", "slope", "new"))
    problem, solved = (page(sheet, asked, known, solved=s) for s in (False, True))
    for text in (problem, solved):
        tags = Tags()
        tags.feed(text)
        assert not tags.open
        assert {"svg", "ol"} <= tags.seen
        assert not {"script", "link", "img", "iframe", "src", "href"} & tags.seen
        assert "url(" not in text
        assert "0.0005" in text
        assert text.count('class="blank"') == len(asked)
        assert len(text) < 60_000
    for name in asked:
        value = sheet.values[name]
        if len(digits(value)) > 5:
            assert digits(value) not in problem
        assert digits(value) in solved
    assert "Solution" not in problem


@pytest.mark.parametrize(
    "link", [{}, {"level": "2-2-2", "function": "ReLU"}, {"level": "A formula", "seed": "89"}]
)
def test_the_script_prints_the_numbers_of_the_solution(link):
    app = open_lesson(SLUG, **link)
    printed = [
        float(n)
        for n in re.findall(
            r"-?\d+(?:\.\d+)?(?:e-?\d+)?(?= |$)", printed_by_script(app, SLUG), re.M
        )
    ]
    groups = (
        ("new", "new_loss", "loss", "slope")
        if sheet_of(app).text
        else ("delta", "z", "new", "loss", "new_loss")
    )
    for q in sheet_of(app).quantities:
        if q.group in groups:
            assert any(abs(n - q.value) <= 1e-12 for n in printed), q.name


def test_nine_slopes_need_three_deltas():
    names = [q.name for q in network_sheet("2-2-1", "sigmoid", 1).quantities]
    assert sum(name.startswith("d_") for name in names) == 9
    assert sum(name.startswith("delta_") for name in names) == 3
