"""The curriculum: every entry is a page, every page is an entry."""

import ast
import re

import pytest

from tests.app import ROOT, SLUGS
from ui.lessons import BY_SLUG, LESSONS, STAGES

PAGES = {path.stem: path for path in (ROOT / "pages").glob("*.py")}
VIEWS = {f"{path.parent.name}_{path.stem}": path for path in (ROOT / "pages/views").glob("*/*.py")}
each = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
each_slug = pytest.mark.parametrize("slug", SLUGS)


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_page_but_the_welcome_page_is_in_the_curriculum():
    assert set(PAGES) == {"welcome", *(lesson.slug for lesson in LESSONS)}


def test_every_file_of_a_view_is_in_the_curriculum():
    assert set(VIEWS) == {view.slug for lesson in LESSONS for view in lesson.views}


@each
def test_every_lesson_has_a_page_that_opens_as_itself(lesson):
    tree = tree_of(PAGES[lesson.slug])
    opened = [
        ast.unparse(node.args[0])
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ui.open_lesson"
    ]
    assert opened == ["SLUG"]
    assert slug_in(tree) == [lesson.slug]


@each_slug
def test_every_view_names_its_controls_after_itself(slug):
    assert slug_in(tree_of({**PAGES, **VIEWS}[slug])) == [slug]


def slug_in(tree):
    """What a file calls its ``SLUG``."""
    return [
        node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "SLUG"
    ]


@each_slug
def test_every_lesson_says_its_question_at_the_head_of_its_file(slug):
    text = ast.get_docstring(tree_of({**PAGES, **VIEWS}[slug]))
    assert text.startswith(("Lesson: ", "View: "))
    assert "Question: " in text
    assert "First ten seconds: " in text


@each
def test_every_lesson_stands_at_a_stage_and_asks_one_question(lesson):
    assert lesson.stage in STAGES
    assert lesson.question.endswith("?")
    assert lesson.question.count("?") == 1
    assert lesson.title.strip() == lesson.title != ""


@each
def test_a_slug_is_a_name_for_files_addresses_and_controls(lesson):
    assert re.fullmatch(r"[a-z][a-z0-9_]*", lesson.slug)


@pytest.mark.parametrize("part", ["slug", "title", "question"])
def test_no_two_lessons_share_a_slug_a_title_or_a_question(part):
    views = [view for lesson in LESSONS for view in lesson.views[1:]]  # the first asks for all
    said = [getattr(lesson, part).lower() for lesson in (*LESSONS, *views)]
    assert len(set(said)) == len(said)


def test_lessons_come_in_the_order_of_their_stages_and_every_stage_has_one():
    stages = [lesson.stage for lesson in LESSONS]
    assert stages == sorted(stages, key=list(STAGES).index)
    assert set(stages) == set(STAGES)


def test_lessons_are_found_by_their_slugs():
    assert list(BY_SLUG.values()) == list(LESSONS)
    assert all(BY_SLUG[lesson.slug] is lesson for lesson in LESSONS)


def test_every_stage_says_what_it_does():
    assert all(STAGES.values())
