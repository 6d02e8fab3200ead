"""What only a browser can show: a slider on a log scale, and curves that take each other's place."""

from playwright.sync_api import expect

from tests.app import address_of
from tests.server import wait_drawn

CURVE = """name => {
  const trace = document.querySelector('.plot').data.find(trace => trace.name === name);
  return Array.from(trace.y, value => (Number.isFinite(value) ? value : null));
}"""


def test_a_slider_on_a_log_scale_writes_powers_of_ten(address, open_page):
    page = open_page(f"{address}/{address_of('activations_softmax')}")
    wait_drawn(page)
    handle = page.locator(".glass-slider input")
    expect(handle).to_have_value("0")  # T = 1 stands in the middle of 0.01 to 100
    handle.focus()
    page.keyboard.press("End")
    page.get_by_text("At T = 100: ").wait_for()
    page.keyboard.press("ArrowLeft")
    page.get_by_text("At T = 95.5: ").wait_for()
    page.wait_for_url("**activations_softmax.temperature=95.5*")


def test_the_player_swaps_one_curve_for_the_next(address, open_page):
    page = open_page(f"{address}/{address_of('activations_bends')}")
    wait_drawn(page)
    whole = page.evaluate(CURVE, "sum of the units so far, and c")
    page.locator(".back").click()
    page.wait_for_function("() => document.querySelector('.plot').dataset.step === '5'")
    five = page.evaluate(CURVE, "sum of the units so far, and c")
    fifth = page.evaluate(CURVE, "being added")
    page.locator(".back").click()
    page.wait_for_function("() => document.querySelector('.plot').dataset.step === '4'")
    four = page.evaluate(CURVE, "sum of the units so far, and c")
    assert whole != five
    assert all(abs(b - a - unit) < 1e-3 for a, b, unit in zip(four, five, fifth, strict=True))
