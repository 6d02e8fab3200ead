"""Every lesson for readers who see little, or nothing, or have no mouse."""

import pytest

from charts import theme
from tests.browser.accessible import (
    AXE,
    NOT_OURS,
    hold_still,
    lost_to_the_keyboard,
    pale_letters,
    serious_findings,
    unroll,
)
from tests.browser.test_lessons import FITS, each_view
from tests.charts.test_theme import MEANINGS
from tests.lacking import lack
from tests.server import wait_drawn, wait_idle
from ui.lessons import LESSONS

LINES = [getattr(theme, name) for name in MEANINGS]
PHONE = {"width": 390, "height": 844}
ALTERNATIVES = """
() => [...document.querySelectorAll(".glass-figure")].map((figure) => {
  const drawings = [...figure.querySelectorAll(".main-svg")].filter((svg) => svg.ariaHidden !== "true");
  return [drawings.map((svg) => [svg.role, svg.ariaLabel]), figure.querySelector("figcaption").textContent];
})
"""
LISTEN = """
() => {
  window.heard = [];
  const region = document.querySelector("figcaption[aria-live=polite]");
  new MutationObserver(() => window.heard.push(region.textContent)).observe(region, { childList: true, characterData: true, subtree: true });
}
"""
PLANT = (
    "html => document.querySelector('.stMainBlockContainer').insertAdjacentHTML('afterbegin', html)"
)
_excuses, _examined = set(), set()


@pytest.fixture(scope="module", autouse=True)
def axe():
    if not AXE.exists():
        lack("no axe-core on this machine: npm install --prefix tests/browser")


def assert_described(page, where):
    """Each chart is one image for a screen reader, and what it says is the caption below it."""
    for images, caption in page.evaluate(ALTERNATIVES):
        assert images == [["img", caption]], where


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_on_a_phone_fits_and_is_open_to_all_by_night_and_by_day(
    lesson, address, open_page
):
    page = open_page(f"{address}/{lesson.slug}", **PHONE, scheme="dark")
    hold_still(page)
    schemes = ["dark", "light"]
    top = "const top = (selector) => document.querySelector(selector).getBoundingClientRect().top"
    for slug in each_view(page, lesson):
        wait_idle(page)
        page.wait_for_function(FITS)
        picture_first = f"top('.plot') < top('.st-key-{slug}-experiment')"
        page.wait_for_function(f"() => {{ {top}; return {picture_first}; }}")
        assert_described(page, slug)
        assert pale_letters(page, LINES) == [], slug
        assert lost_to_the_keyboard(page) == [], slug
        unroll(page)
        assert serious_findings(page, excuses=_excuses) == [], slug
        schemes.reverse()  # the next view begins in the light in which this one ends
        page.emulate_media(color_scheme=schemes[0])
        assert serious_findings(page, "color-contrast", excuses=_excuses) == [], slug
        page.set_viewport_size(PHONE)
    _examined.add(lesson.slug)


def test_what_is_excused_does_occur():
    if _examined != {lesson.slug for lesson in LESSONS}:
        pytest.skip("not all lessons were examined")
    assert set(NOT_OURS) == _excuses


def test_the_map_is_open_to_all(address, open_page):
    page = open_page(address)
    hold_still(page)
    wait_idle(page)
    page.get_by_role("link", name=LESSONS[-1].title).last.wait_for()
    assert lost_to_the_keyboard(page) == []
    unroll(page)
    assert serious_findings(page, excuses=set()) == []
    page.emulate_media(color_scheme="dark")
    assert serious_findings(page, "color-contrast", excuses=set()) == []


def test_what_opens_on_request_is_open_to_all(address, open_page):
    """The panel of the share button, both boxes, an experiment that is described, a prediction that is answered."""
    page = open_page(f"{address}/gradient_descent")
    hold_still(page)
    wait_drawn(page)
    page.get_by_text("The code that ran").click()
    page.locator("[data-testid=stCode]").first.wait_for()
    page.get_by_text("Take it with you").click()
    page.get_by_role("button", name="Script").wait_for()
    page.locator(".st-key-gradient_descent_race-experiment button").first.click()
    page.locator(".st-key-gradient_descent_race-experiment + * [data-testid=stMarkdown]").wait_for()
    page.locator(".st-key-gradient_descent_race-predict button").first.click()
    page.get_by_text("You said").wait_for()
    wait_idle(page)
    page.get_by_role("button", name="Share").click()
    page.get_by_label("Link to this view").wait_for()
    assert lost_to_the_keyboard(page) == []
    unroll(page)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert serious_findings(page, excuses=set()) == []


def test_a_screen_reader_hears_the_caption_of_today_after_every_change_and_nothing_else(
    address, open_page
):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    before = page.evaluate(ALTERNATIVES)
    page.evaluate(LISTEN)
    page.get_by_role("slider", name="Steps").press("ArrowRight")
    page.wait_for_function(
        "text => document.querySelector('.glass-figure .main-svg').ariaLabel !== text",
        arg=before[0][1],
    )
    assert_described(page, "after a step")
    assert page.evaluate("() => window.heard") == [page.locator("figcaption").inner_text()]
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(FITS)
    assert_described(page, "resized and recolored")
    page.get_by_text("The code that ran").click()
    page.locator("[data-testid=stCode]").first.wait_for()
    assert len(page.evaluate("() => window.heard")) == 1


def test_the_referees_see_what_is_planted(address, open_page):
    page = open_page(address)
    hold_still(page)
    wait_idle(page)
    page.evaluate(PLANT, '<p style="color: #999">pale</p><button></button>')
    page.evaluate(
        PLANT, 2 * '<button style="all: unset; font-size: 9px; line-height: 1">i</button>'
    )
    page.evaluate(PLANT, '<div tabindex="0" style="outline: none">without a ring</div>')
    unroll(page)
    found = {finding.partition(":")[0] for finding in serious_findings(page, excuses=set())}
    assert found == {"color-contrast", "button-name", "target-size"}
    lost = lost_to_the_keyboard(page)
    assert any("without a ring" in line for line in lost)
    assert all("focus not seen" in line for line in lost)
    page.evaluate(PLANT, '<a href="#" onkeydown="event.preventDefault()">a trap</a>')
    assert any("not reached" in lost for lost in lost_to_the_keyboard(page))
