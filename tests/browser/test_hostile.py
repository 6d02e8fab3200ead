"""Links and files that were made to do harm, in a real browser."""

from urllib.parse import quote, urlencode

from deploy.local import healthy
from tests.bad_files import SVG, plain
from tests.hostile import MARK, MARKUP
from tests.server import wait_drawn

LIVE = f"""() => [...document.querySelectorAll('*')].filter(node => [...node.attributes].some(
    a => a.name.startsWith('on') || (a.name !== 'value' && a.value.includes('{MARK}')))
    || (['SCRIPT', 'STYLE'].includes(node.tagName) && node.textContent.includes('{MARK}'))).length"""


def test_markup_in_a_link_does_not_become_part_of_the_page(address, open_page):
    view = "backpropagation_graph"
    link = {
        "backpropagation.view": MARKUP[0],
        f"{view}.w": "![g](//127.0.0.1/g)",
        f"{view}.x": MARKUP[0],
        f"{view}.y": MARKUP[4],
        f"{view}.preset": MARKUP[1],
        f"{view}.step": MARKUP[2],
        "mode": MARKUP[3],
        "hide": MARKUP[1],
        MARKUP[0]: MARKUP[1],
    }
    query = f"{urlencode(link)}&%zz=%00&=&a=1&a=2#{quote(MARKUP[0])}"
    page = open_page(f"{address}/backpropagation?{query}")
    wait_drawn(page)
    warning = page.locator("[data-testid=stAlert]")
    assert warning.count() == 1
    assert warning.locator("code").inner_text() == "![g](//127.0.0.1/g)"
    assert warning.locator("img, a, style, script, .katex").count() == 0
    assert page.evaluate(LIVE) == 0
    assert MARK not in page.title()
    asked = [url for url in page.asked if MARK in url or url.endswith("/g")]
    assert asked == [page.asked[0]]  # the link itself
    assert page.locator("[data-testid=stException]").count() == 0


def test_thousands_of_parameters_and_a_hundred_kilobytes_open_the_default_lesson(
    address, open_page
):
    query = "&".join(f"p{i}=1" for i in range(3000)) + "&x=" + "a" * 80_000
    page = open_page(f"{address}/activations?{query}&activations_family.layers=9")
    wait_drawn(page)
    assert page.locator("[data-testid=stException]").count() == 0
    assert healthy(address)


def test_a_file_with_markup_for_a_name_and_one_of_another_kind(address, open_page):
    page = open_page(f"{address}/convolution?convolution_patch.image=A+picture+of+your+own")
    wait_drawn(page)
    files = page.locator("input[type=file]")
    name = f"<img src=x onerror=document.title='{MARK}'>.png"
    files.set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": plain((3, 3), "L", "PNG")}
    )
    page.get_by_text("too small: 3 × 3 pixels").wait_for()
    files.set_input_files([])
    files.set_input_files({"name": "x.svg", "mimeType": "image/svg+xml", "buffer": SVG})
    page.get_by_text("files are not allowed").wait_for()
    assert page.locator("figcaption").inner_text().startswith("Palace tower")
    assert page.locator("img[src=x]").count() == 0
    assert MARK not in page.title()
