"""What is said of bad input: one sentence, in which no markup works."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.app import healthy
from tests.hostile import MARKUP, echoes


def bench():
    """A workbench with two complaints about what a link wrote."""
    import streamlit as st

    import ui

    ui.workbench()
    ui.warn(f"“{st.query_params['word']}” is no layer. The example stays.")
    ui.warn("Neither is this.")


def opened(word):
    app = AppTest.from_function(bench, default_timeout=60)
    app.query_params["word"] = word
    return healthy(app.run())


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("conv", "`conv`"),
        ("![a](//b.c/d)", "`![a](//b.c/d)`"),
        ("a` <b> ”`", "`a  <b> ”`"),
        ("a\n\n# b\0", "`a  # b`"),
        ("", "` `"),
    ],
)
def test_a_word_of_the_reader_is_shown_as_code_and_cannot_leave_it(word, shown):
    assert opened(word).warning[0].value == f"{shown} is no layer. The example stays."


@pytest.mark.parametrize("word", MARKUP)
def test_no_markup_of_the_reader_comes_to_life(word):
    assert not echoes(opened(word))


def test_of_several_complaints_only_the_first_is_made_and_again_in_the_next_run():
    app = opened("conv")
    assert len(app.warning) == 1
    assert len(healthy(app.run()).warning) == 1
