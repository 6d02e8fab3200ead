"""Examples that a reader may change: lists in the link, and a click that moves one."""

from ast import literal_eval

import pytest
from streamlit.testing.v1 import AppTest

from ui.examples import COLUMNS, LABELS, _allowed


def page(key, x, y):
    import streamlit as st

    from core.data_costs import DATA_COSTS
    from ui.examples import edit_examples

    columns, put, which = edit_examples(DATA_COSTS[key], slug="t", corner=st.container())
    st.text(repr((columns, which)))
    st.button("click", on_click=put, args=(x, y))


def after_click(key, x, y):
    app = AppTest.from_function(page, args=(key, x, y)).run()
    app.button[0].click()
    app.run()
    assert not app.exception
    return literal_eval(app.text[0].value)


def test_a_click_beside_the_data_moves_the_chosen_example_there():
    (x, y), which = after_click("line", 1.2345, 4.5678)
    assert which == 9
    assert (x[-1], y[-1]) == (1.23, 4.57)
    assert (x[0], y[0]) == (0.1, 0.79)


def test_a_click_on_an_example_chooses_it_and_moves_nothing():
    (x, y), which = after_click("line", 0.1, 0.79)
    assert which == 0
    assert (x[-1], y[-1]) == (2.1, 3.48)


def test_labels_become_the_nearer_of_no_and_yes():
    (hours, passed), _ = after_click("logistic", 3.3, 0.2)
    assert (hours[-1], passed[-1]) == (3.3, 0)


def test_two_inputs_move_and_the_answer_stays():
    (lectures, project, passed), _ = after_click("logistic_pair", -2.5, 1.5)
    assert (lectures[-1], project[-1], passed[-1]) == (-2.5, 1.5, 1)


@pytest.mark.parametrize("part", [part for parts in COLUMNS.values() for part in parts])
def test_no_click_leaves_the_range_of_its_column(part):
    _, low, high = part
    assert (_allowed(1e9, *part), _allowed(-1e9, *part)) == (high, low)
    assert part[0] in LABELS
