"""What a reader brings along or presses, in a real browser: pictures, keys, answers, downloads."""

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from tests.server import wait_drawn

OWN = "convolution?convolution_patch.image=A+picture+of+your+own"


def a_picture():
    """A real file: a bright disc on dark ground, as PNG."""
    y, x = np.mgrid[-1:1:40j, -1:1:40j]
    file = io.BytesIO()
    Image.fromarray((255 * (x**2 + y**2 < 0.5)).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def upload(page, name, data):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": data}
    )


def test_a_picture_of_ones_own_is_shown_and_a_broken_one_gets_its_sentence(address, open_page):
    page = open_page(f"{address}/{OWN}")
    wait_drawn(page)
    assert page.locator("figcaption").inner_text().startswith("Palace tower")
    upload(page, "disc.png", a_picture())
    page.wait_for_function(
        "() => document.querySelector('figcaption').textContent.startsWith('Your picture')"
    )
    caption = page.locator("figcaption").inner_text()
    page.locator("input[type=file]").set_input_files([])
    upload(page, "broken.png", a_picture()[:60])
    page.get_by_text("Accepted: PNG, JPEG").first.wait_for()
    assert page.locator("figcaption").inner_text() == caption
    assert page.locator("[data-testid=stException]").count() == 0


def test_arrow_keys_step_through_backpropagation_and_the_link_follows(address, open_page):
    page = open_page(f"{address}/backpropagation")
    wait_drawn(page)
    caption = page.locator("figcaption").inner_text()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**backpropagation_graph.step=11*")
    page.wait_for_function(
        "text => document.querySelector('figcaption').textContent !== text", arg=caption
    )
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda url: "step" not in url)


def test_backpropagation_plays_step_by_step_until_it_is_paused(address, open_page):
    page = open_page(f"{address}/backpropagation?backpropagation_graph.step=3")
    wait_drawn(page)
    page.get_by_role("button", name="Play").click()
    page.wait_for_url("**backpropagation_graph.step=5*")
    page.get_by_text("Step 5 of 17").first.wait_for()
    page.get_by_role("button", name="Pause").click()
    assert page.get_by_role("button", name="Play").is_visible()


def test_the_map_of_a_convolution_fills_in_as_its_window_moves(address, open_page):
    page = open_page(f"{address}/convolution")
    wait_drawn(page)
    filled = "() => document.querySelector('.plot').data.find(t => t.name === 'map').z.flat().filter(v => v !== null).length"
    page.locator(".player input").evaluate("slider => { slider.value = 100; slider.oninput(); }")
    page.wait_for_function(f"() => ({filled})() === 100")
    page.get_by_role("button", name="One step forward").click()
    page.wait_for_function(f"() => ({filled})() === 101")


def test_a_prediction_is_answered_when_the_reader_has_committed(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    assert page.get_by_text("You said").count() == 0
    page.get_by_role("radio", name="Less than 3 %").click()
    page.get_by_text("You said").wait_for()


def test_the_downloads_hold_what_they_promise(address, open_page, tmp_path):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    page.get_by_text("Take it with you").click()
    files = {}
    for label in ("Script", "walks (CSV)", "race (HTML)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=label).click()
        files[label] = Path(download.value.path())
    run = subprocess.run(
        [sys.executable, "-I", files["Script"]], capture_output=True, text=True, check=True
    )
    assert run.stdout.startswith("SGD 0 -1.8 0.3")
    rows = files["walks (CSV)"].read_text().splitlines()
    assert rows[0] == "rule,step,x,y,height"
    assert len(rows) == 1 + 3 * 81
    page.goto(files["race (HTML)"].rename(tmp_path / "race.html").as_uri())
    page.locator(".main-svg").first.wait_for()
    wait_for = "() => document.querySelector('.js-plotly-plot').data.some(t => t.name === 'Adam')"
    page.wait_for_function(wait_for)
