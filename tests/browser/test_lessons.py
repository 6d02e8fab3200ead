"""Every lesson in a real browser: drawn, without complaint, on all kinds of screens."""

import pytest

from tests.app import address_of
from tests.server import wait_drawn, wait_idle
from ui.lessons import LESSONS

# Neither the page nor a drawing in it reaches beyond the screen.
FITS = """
() => document.querySelector('.stMain').scrollWidth <= innerWidth
  && [...document.querySelectorAll('.plot .main-svg')].every((svg) => svg.getBoundingClientRect().right <= innerWidth + 1)
"""


def charts_drawn(page):
    """For every chart: whether something is drawn in it, and its text alternative."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.plot')].map(plot => [!!plot.querySelector('.main-svg'), plot.querySelector('.main-svg')?.ariaLabel])"
    )


def each_view(page, lesson):
    """Show the views of an opened lesson one after the other; the slug of each, once it is drawn."""
    for i, slug in enumerate(lesson.slugs):
        if i > 0:
            page.get_by_role("radio", name=lesson.views[i].title, exact=True).click()
        page.locator(f".st-key-{slug}-experiment").wait_for()
        wait_drawn(page)
        yield slug


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_opened_from_the_map_is_drawn_in_sight_without_a_complaint_and_fits_all_sizes(
    lesson, address, open_page
):
    page = open_page(address)
    page.get_by_role("link", name=lesson.title).first.click()
    page.get_by_role("heading", name=lesson.title).wait_for()
    box = "document.querySelector('.plot').getBoundingClientRect()"
    for slug in each_view(page, lesson):
        page.wait_for_function(f"() => {box}.top < 260 && {box}.bottom <= innerHeight")
        page.wait_for_function(FITS)
        for drawn, alternative in charts_drawn(page):
            assert drawn, slug
            assert len(alternative) > 20, slug
        assert page.locator("[data-testid=stException]").count() == 0, slug
        assert page.errors == [], slug
        for width, height in ((1920, 1080), (683, 384)):  # a projector, and this screen at 200 %
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function(FITS)
        page.set_viewport_size({"width": 1366, "height": 768})
    assert all(url.startswith((address, "data:", "blob:")) for url in page.asked)


@pytest.mark.parametrize("width", [1920, 1366, 390])
def test_the_map_is_not_wider_than_the_screen(width, address, open_page):
    page = open_page(address, width=width, height=800)
    wait_idle(page)
    page.wait_for_function(FITS)


def test_dark_pages_have_light_ink_and_follow_a_change_of_the_theme(address, open_page):
    ink = "() => getComputedStyle(document.querySelector('.plot .xtick text')).fill"
    page = open_page(f"{address}/gradient_descent", scheme="dark")
    wait_drawn(page)
    assert page.evaluate(ink) == "rgb(232, 237, 242)"
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"() => ({ink})() === 'rgb(27, 37, 48)'")


def test_the_keyboard_alone_reaches_and_moves_a_control(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    slider = page.get_by_role("slider", name="Steps")
    page.locator("body").press("Tab")
    for _ in range(60):
        if slider.evaluate("node => node === document.activeElement"):
            break
        page.keyboard.press("Tab")
    before = page.locator("figcaption").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "text => document.querySelector('figcaption').textContent !== text", arg=before
    )


def test_a_formula_that_goes_on_beside_a_phone_fades_out_until_it_is_scrolled_to_its_end(
    address, open_page
):
    page = open_page(f"{address}/{address_of('activations_family')}", width=390, height=844)
    wait_drawn(page)
    wide = page.wait_for_function(
        "() => [...document.querySelectorAll('.katex-display')].find(e => e.scrollWidth > e.clientWidth)"
    ).as_element()
    masked = "e => getComputedStyle(e).maskImage.includes('gradient')"
    page.wait_for_function(masked, arg=wide)
    wide.evaluate("e => e.scrollTo({left: e.scrollWidth, behavior: 'instant'})")
    page.wait_for_function(f"e => !({masked})(e)", arg=wide)


def test_a_formula_that_fits_does_not_fade(address, open_page):
    page = open_page(f"{address}/{address_of('convolution_channels')}")
    wait_drawn(page)
    shown = "[...document.querySelectorAll('.st-key-workbench .katex-display')]"
    page.wait_for_function(f"() => {shown}.length > 0 && document.fonts.status === 'loaded'")
    page.wait_for_function(
        f"() => {shown}.every(e => !getComputedStyle(e).maskImage.includes('gradient'))"
    )
