"""The frame that every lesson stands in: head, question, prediction, warning, formula."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.controls import choose, clean_link
from ui.figure import warm_up
from ui.lessons import BY_SLUG, Lesson, View
from ui.menu import need_menu
from ui.mode import choose_mode, hidden_controls, lecture
from ui.reconnect import answer_after_reconnecting
from ui.share import share_button
from ui.warning import begin_anew

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
LETTERS = (Path(__file__).parent / "letters.css").read_text(encoding="utf-8")
LECTURE_STYLE = (Path(__file__).parent / "lecture.css").read_text(encoding="utf-8")


def open_page() -> None:
    """Dress a page that is no lesson, and fetch Plotly while the reader reads."""
    need_menu()
    st.html(f"<style>{STYLE}</style>")
    warm_up()
    answer_after_reconnecting()


def open_lesson(slug: str) -> str:
    """Draw the head of a lesson: title, question, share button, lecture switch, and its views where it has some.

    A page calls this first and is then complete by itself, without the menu around it.

    Returns
    -------
    str
        The slug of the view that the reader chose; the lesson's own where it is all one.
    """
    need_menu()
    lesson = BY_SLUG[slug]
    clean_link("mode", slug, *lesson.slugs)
    st.set_page_config(page_title=f"{lesson.title} · Glassnet", layout="wide")
    warm_up()
    answer_after_reconnecting()
    head = st.container(horizontal=True, vertical_alignment="center", key="lesson-head")
    view = _choose_view(lesson) if lesson.views else lesson
    with head:
        st.title(lesson.title, anchor=False, width="content")
        st.markdown(view.question, width="stretch")
        choose_mode(slug)
        share_button(slug, view.slug)
    hidden = "".join(
        f".st-key-{owner}-{name}, .st-key-{owner}-{name}-row {{ display: none; }}\n"
        for owner in {slug, view.slug}
        for name in hidden_controls()
    )
    st.html(f"<style>{STYLE}{LETTERS}{LECTURE_STYLE if lecture() else ''}{hidden}</style>")
    return view.slug


def _choose_view(lesson: Lesson) -> View:
    """The parts of the lesson, all in sight."""
    views = {view.slug: view for view in lesson.views}
    titles = {view.slug: view.title for view in lesson.views}
    with st.container(key="lesson-views"):
        return views[choose("View", titles, key=f"{lesson.slug}.view", show_label=False)]


def workbench() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Two columns: the controls, and beside them the picture that they change."""
    begin_anew()
    with st.container(key="workbench"):
        controls, picture = st.columns([1, 2.4], gap="large")
    return controls, picture


def show_formula(*pairs: tuple[str, str]) -> None:
    """Formulas (LaTeX): each in symbols, and below it the same with the numbers of this moment."""
    rows = (row for pair in pairs for row in pair)
    st.latex(r"\begin{gathered}" + r"\\[3pt]".join(rows) + r"\end{gathered}")


def predict(question: str, options: Sequence[str], answer: str, *, key: str) -> None:
    """Ask before telling: once the reader has committed, say what happens and why. Nothing is graded or stored."""
    with _prose("Predict, then see"):
        choice = st.pills(question, options, wrap=True, key=key)
        if choice:
            st.markdown(f"You said: *{choice}*. {answer}")


def beware(text: str) -> None:
    """The misconception that this lesson clears up."""
    with _prose("Beware"):
        st.markdown(text)


def _prose(title: str) -> DeltaGenerator:
    """A titled place for text: open to a reader, folded away in a lecture."""
    return st.expander(title, expanded=not lecture())
