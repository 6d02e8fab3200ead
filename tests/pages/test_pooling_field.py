"""What the view on receptive fields says, held against the numbers."""

import re

import numpy as np
import pytest

from tests.app import charts, click_experiment, healthy, open_lesson
from tests.scripts import printed_by_script

SLUG = "pooling_field"
_kept = []


@pytest.fixture
def app():
    """One opened view, shared: each test first clicks its experiment."""
    if not _kept:
        _kept.append(open_lesson(SLUG))
    return _kept[0]


def after(app, name):
    return click_experiment(app, SLUG, name)


def fields(app):
    return charts(app)[f"{SLUG}.fields"]


def shares(app):
    return charts(app)[f"{SLUG}.shares"]


def seen(app):
    """True for the pixels that are drawn in clear view."""
    return np.array([list(row) for row in fields(app).trace("picture")["z"]]) >= 100


def told(app):
    return " ".join(block.value for block in app.markdown)


def answered(app):
    """Columns of the pixels that, lit alone, made the unit answer."""
    name = next(t["name"] for t in shares(app).figure["data"] if t["name"].endswith(": answered"))
    return list(shares(app).trace(name)["x"])


def test_tiny_vgg_sees_sixteen_by_sixteen_and_the_table_says_how(app):
    after(app, "TinyVGG")
    mask = seen(app)
    assert mask.sum() == 16 * 16
    np.testing.assert_array_equal(np.flatnonzero(mask.any(axis=0)), range(24, 40))
    assert (
        "has a field of 16 × 16 pixels; it sees rows 24 to 39, columns 24 to 39"
        in fields(app).plain
    )
    assert answered(app) == list(range(24, 40))
    assert "and they are the 16 that it sees" in shares(app).plain
    table = app.dataframe[0].value
    assert list(table["field r"]) == [1, 3, 5, 6, 10, 14, 16]
    assert list(table["size"])[-1] == "13 × 13"
    formula = " ".join(block.value for block in app.latex)
    assert r"14 + (2-1) \cdot 1 \cdot 2 = 16" in formula
    assert r"j_{6} = 2 \cdot 2 = 4" in formula
    assert "fields of 3, 5, 6, 10, 14 and 16" in told(app)


def test_two_make_a_five_and_the_middle_counts_most(app):
    after(app, "Two make a five")
    assert seen(app).sum() == 25
    columns = np.array(shares(app).trace("share of the unit")["y"])
    assert columns.argmax() == 32
    assert columns.sum() == pytest.approx(100, rel=1e-3)


def test_twice_as_far_each_time_leaves_no_hole(app):
    after(app, "Twice as far each time")
    assert seen(app).sum() == 15**2
    assert "with holes" not in fields(app).plain
    assert "conv3d4" in [t.get("name") for t in fields(app).figure["data"]]


def test_full_of_holes_25_of_81_and_the_neighbor_sees_the_others(app):
    after(app, "Full of holes")
    mask = seen(app)
    assert mask.sum() == 25
    assert "field of 9 × 9 pixels" in fields(app).plain
    assert "only 25 of 81 pixels" in fields(app).plain
    next(n for n in app.number_input if n.key == f"{SLUG}.column").set_value(29)
    healthy(app.run())
    assert not (mask & seen(app)).any()


def test_the_text_of_the_layers_is_in_sight_only_for_a_stack_of_ones_own(app):
    for name, rule in (("Full of holes", "{  }"), ("TinyVGG", "{ display: none; }")):
        after(app, name)
        assert f"<style>.st-key-{SLUG}-layers {rule}</style>" in [
            h.proto.body for h in app.get("html")
        ]


def test_a_bell_not_a_box(app):
    after(app, "A bell, not a box")
    columns = np.array(shares(app).trace("share of the unit")["y"])
    assert np.flatnonzero(columns).size == 17
    assert columns[28:37].sum() == pytest.approx(95.5, abs=0.05)
    assert "those of the middle half have 95.5 % of it" in shares(app).plain


def test_more_than_there_is(app):
    after(app, "More than there is")
    assert seen(app).all()
    assert "field of 212 × 212 pixels" in fields(app).plain
    assert "the rest of its field lies outside the picture" in fields(app).plain


def test_the_answer_to_the_prediction():
    for layers, field in (("pool2, conv3, conv3, conv3", 14), ("conv3, conv3, conv3, pool2", 8)):
        app = open_lesson(SLUG, stack="Your own", layers=layers, layer="4", row="5", column="5")
        assert seen(app).sum() == field**2
        assert f"field of {field} × {field}" in fields(app).plain


@pytest.mark.parametrize(
    ("layers", "says"),
    [
        ("conv3; drop table", "is no layer"),
        ("conv99", "it may be 1 to 11"),
        ("conv3p5", "p is 5; it may be 0 to 1"),
        ("conv3, " * 30, "1 to 20 layers"),
    ],
)
def test_a_stack_that_is_none_gets_a_sentence_and_tiny_vgg(layers, says):
    app = open_lesson(SLUG, stack="Your own", layers=layers)
    assert says in app.warning[0].value
    assert "Until then, TinyVGG is used." in app.warning[0].value
    assert seen(app).sum() == 256


def test_layers_that_do_not_fit_over_a_digit_are_left_out_with_a_sentence():
    app = open_lesson(SLUG, image="Handwritten digit")
    assert "layer 4 (conv3) finds too little to look at: the first 3 are" in app.warning[0].value
    assert list(app.dataframe[0].value["size"])[-1] == "2 × 2"
    own = open_lesson(SLUG, image="Handwritten digit", stack="Your own", layers="conv11")
    assert "conv11 does not fit over 8 × 8 pixels" in own.warning[0].value
    assert seen(own).sum() == 1


def test_the_script_prints_the_numbers_of_the_screen(app):
    after(app, "TinyVGG")
    output = printed_by_script(app, SLUG)
    columns = [int(v) for v in re.search(r"\ncolumns (.+)", output)[1].split()]
    assert columns == list(range(24, 40))
    assert [int(v) for v in re.search(r"\nanswered (.+)", output)[1].split()] == columns
    printed = [float(v) for v in re.search(r"shares of columns (.+)", output)[1].split()]
    np.testing.assert_allclose(
        shares(app).trace("share of the unit")["y"], 100 * np.array(printed), atol=1e-2
    )
