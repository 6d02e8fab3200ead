"""Every lesson for readers who see little, or nothing, or have no mouse."""

import os

import pytest

from tests.browser.accessible import AXE, hold_still, missed_by_keyboard, serious_findings
from tests.browser.test_lessons import FITS, each_view
from tests.server import wait_drawn, wait_idle
from ui.lessons import LESSONS


@pytest.fixture(autouse=True)
def axe():
    if not AXE.exists():
        reason = "no axe-core on this machine: npm install --prefix tests/browser"
        if os.environ.get("GLASSNET_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_is_read_and_worked_by_everyone(lesson, address, open_page):
    page = open_page(f"{address}/{lesson.slug}")
    hold_still(page)
    for slug in each_view(page, lesson):
        wait_idle(page)
        assert serious_findings(page) == [], slug
        assert missed_by_keyboard(page) == [[], []], slug
        page.set_viewport_size({"width": 683, "height": 384})  # a laptop at 200 %
        page.wait_for_function(FITS)
        page.set_viewport_size({"width": 1366, "height": 768})
        page.emulate_media(color_scheme="dark")
        assert serious_findings(page, "color-contrast") == [], slug
        page.emulate_media(color_scheme="light")
