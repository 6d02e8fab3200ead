"""One server and one browser a worker."""

import os

import pytest

from tests.lacking import lack
from tests.server import BROWSER, launch, serve


def pytest_collection_modifyitems(items):
    here = os.path.dirname(__file__)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not BROWSER:
        lack("no Chromium on this machine: install Debian's chromium, or set CHROMIUM to its path")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def address():
    with serve() as (url, _):
        yield url


@pytest.fixture
def open_page(browser):
    """Open an address in a fresh profile; what the console and the network complain of is kept in ``page.errors``."""
    contexts = []

    def open_(url, *, width=1366, height=768, scheme="light", before=None):
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.errors, page.asked = [], []
        page.on(
            "console", lambda message: message.type == "error" and page.errors.append(message.text)
        )
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        if before:
            page.add_init_script(before)
        page.goto(url)
        return page

    yield open_
    for context in contexts:
        context.close()
