"""Two real processes behind the real proxy, and a reader who must not notice."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from deploy.local import readers, replicas
from tests.browser.test_inputs import OWN, a_picture, upload
from tests.server import wait_drawn, wait_idle, wait_run_again

CAPTION = "() => document.querySelector('figcaption').textContent"


@pytest.fixture(scope="module")
def hosted(haproxy, browser):
    """The address of the proxy and the two processes behind it."""
    with replicas(2) as (address, processes):
        yield address, processes


def wait_caption(page, test):
    """Until the caption passes a test in JavaScript."""
    page.wait_for_function(f"() => ({CAPTION})().{test}")


def test_visitors_are_spread_and_a_refresh_keeps_process_and_lesson(hosted, open_page):
    address, processes = hosted
    for page in [open_page(f"{address}/gradient_descent") for _ in processes]:
        wait_drawn(page)
    assert readers(processes) == [1, 1]
    page.get_by_role("slider", name="Steps").press("ArrowRight")
    wait_caption(page, "includes('after 90 steps')")
    for _ in range(2):
        page.reload()
        wait_drawn(page)
        wait_caption(page, "includes('after 90 steps')")
    assert sorted(readers(processes)) == [1, 3]


def test_a_picture_goes_up_and_a_file_comes_down_through_the_proxy(hosted, open_page):
    page = open_page(f"{hosted[0]}/{OWN}")
    wait_drawn(page)
    upload(page, "disc.png", a_picture())
    wait_caption(page, "startsWith('Your picture')")
    page.get_by_text("Take it with you").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Script").click()
    assert "import numpy" in Path(download.value.path()).read_text(encoding="utf-8")


def test_an_upload_that_does_not_come_from_the_page_is_refused(hosted):
    url = f"{hosted[0]}/_stcore/upload_file/session/file"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(url, b"", method="PUT"))
    assert refused.value.code == 403


def test_when_a_process_is_killed_the_reader_goes_on_with_everything_that_was_set(
    hosted, open_page
):
    """The last one here: it leaves one process."""
    address, processes = hosted
    before = readers(processes)
    page = open_page(f"{address}/convolution?convolution_patch.image=Cat&convolution_patch.row=3")
    wait_drawn(page)
    page.get_by_role("radio", name="2", exact=True).first.click()
    wait_caption(page, "includes('31 × 31')")
    edit_first_weight(page, "7")
    wait_caption(page, "includes('your kernel')")
    victim = processes[0 if readers(processes)[0] > before[0] else 1]
    wait_run_again(page, victim.kill)
    page.get_by_role("radio", name="3", exact=True).first.click()
    wait_caption(page, "includes('21 × 21')")
    caption = page.evaluate(CAPTION)
    assert caption.startswith("Cat")
    assert "your kernel" in caption
    assert "row 3" in caption
    assert "weights=7%2C+0%2C+1" in page.url
    assert page.locator("[data-testid=stException]").count() == 0
    edit_first_weight(page, "8")
    page.wait_for_url("**weights=8%2C+0%2C+1*")


def edit_first_weight(page, value):
    """Type a number into the upper left cell of the kernel's table."""
    wait_idle(page)
    table = page.locator(".st-key-edit-grid-convolution_patch-grid .dvn-scroller")
    editor = page.locator(".gdg-input")
    for last in (False, False, True):
        table.hover(position={"x": 24, "y": 45})  # a click selects the cell that was pointed at
        table.click(position={"x": 24, "y": 45})
        page.locator("#glide-cell-0-0[aria-selected=true]").wait_for(state="attached")
        page.keyboard.press(value)
        try:
            return editor.press("Enter", timeout=5000)
        except TimeoutError:
            if last:  # until then: the table was drawn anew between click and key, and a reader clicks again
                raise
