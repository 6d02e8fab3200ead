"""A digit drawn in a real browser, with the pointer and with keys."""

from tests.server import wait_drawn

ADDRESS = "cnn?cnn_reads.from=Draw+one"
CAPTION = "() => document.querySelector('figcaption').textContent"


def test_a_drawing_is_read_lives_in_the_link_and_can_be_made_with_keys(address, open_page):
    page = open_page(f"{address}/{ADDRESS}")
    wait_drawn(page)
    pad = page.locator(".glass-pad canvas")
    page.get_by_role("button", name="Clear").click()
    page.wait_for_url(f"**drawing={'0' * 64}*")
    box = pad.bounding_box()
    x = box["x"] + box["width"] / 2
    page.mouse.move(x, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(x, box["y"] + box["height"] - 6, steps=8)
    page.mouse.up()
    page.wait_for_function(f"() => !location.href.includes('drawing={'0' * 64}')")
    page.wait_for_function(f"() => ({CAPTION})().startsWith('Your drawing, is read as 1')")
    drawn = page.url.split("drawing=")[1].split("&")[0]
    assert len(drawn) == 64
    assert drawn[0] == "0"
    pad.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press(" ")
    page.wait_for_function("() => /drawing=8/.test(location.href)")
    assert page.locator("[data-testid=stException]").count() == 0
