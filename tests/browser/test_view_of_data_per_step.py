"""What only a browser can show: several walks played by one clock, each at its own pace."""

from tests.app import address_of
from tests.server import wait_drawn

LENGTHS = """names => names.map(name => {
  const trace = document.querySelector('.plot').data.find(trace => trace.name === name);
  return trace.x.length - 1;
})"""


def test_every_walk_has_come_as_far_as_the_examples_seen_allow(address, open_page):
    page = open_page(f"{address}/{address_of('gradient_descent_noise')}")
    wait_drawn(page)
    walks = ["1 a step", "10 a step", "all 100 a step"]
    assert page.evaluate(LENGTHS, walks) == [1000, 100, 10]
    page.locator(".back").click()
    page.wait_for_function("() => !document.querySelector('output').innerText.startsWith('1,000 ')")
    said = page.locator("output").inner_text()
    seen = int(said.removesuffix(" examples seen"))
    assert page.evaluate(LENGTHS, walks) == [seen, seen // 10, seen // 100]
    page.locator(".next").click()
    page.get_by_text("1,000 examples seen", exact=True).wait_for()
    assert page.evaluate(LENGTHS, walks) == [1000, 100, 10]
