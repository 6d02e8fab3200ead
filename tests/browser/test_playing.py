"""Playing a walk over a landscape: the ground under it is there all the time."""

import pytest

from tests.app import address_of
from tests.server import wait_drawn

WATCH = """() => {
    window.seen = { frames: 0, bare: 0 };
    const look = () => setTimeout(() => {  // after the frame was painted
        window.seen.frames += 1;
        if (!document.querySelector('.plot .contour path')) window.seen.bare += 1;
        requestAnimationFrame(look);
    });
    look();
}"""


@pytest.mark.parametrize("slug", ["gradient_descent_race", "loss_surfaces_network"])
def test_the_ground_stays_while_a_walk_plays(address, open_page, slug):
    page = open_page(f"{address}/{address_of(slug)}")
    wait_drawn(page)
    page.evaluate(WATCH)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("() => document.querySelector('.player .play').innerText === 'Pause'")
    page.wait_for_function("() => window.seen.frames > 20")
    seen = page.evaluate("() => window.seen")
    assert page.evaluate("() => +document.querySelector('.plot').dataset.step") > 0
    assert seen["bare"] == 0
