"""The chart that stays: node, zoom, camera and player in a real browser."""

from urllib.parse import parse_qs, urlparse

import pytest

from tests.server import wait_drawn, wait_idle

RACE = ".st-key-gradient_descent_race-race .plot"
RANGE = f"() => document.querySelector('{RACE}')._fullLayout.xaxis.range.map(v => +v.toFixed(6))"
STEP = f"() => +document.querySelector('{RACE}').dataset.step"
REVISION = f"() => +document.querySelector('{RACE}').dataset.revision"


def press_steps(page, times=1):
    """Move the slider over the number of steps, and wait for the new picture."""
    for _ in range(times):
        before = page.evaluate(REVISION)
        page.get_by_role("slider", name="Steps").press("ArrowRight")
        page.wait_for_function(f"n => ({REVISION})() > n", arg=before)
    wait_idle(page)


def test_a_control_changes_the_picture_in_the_same_node_and_never_blanks_it(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    page.evaluate(
        f"""() => {{
            const plot = document.querySelector('{RACE}');
            plot.mine = true;
            window.blank = 0;
            const look = () => {{ if (!document.querySelector('{RACE} .main-svg')) window.blank += 1; requestAnimationFrame(look); }};
            look();
        }}"""
    )
    caption = page.locator("figcaption").inner_text()
    press_steps(page, 5)
    assert page.locator("figcaption").inner_text() != caption
    assert page.evaluate(f"() => document.querySelector('{RACE}').mine")
    assert page.evaluate("() => window.blank") == 0


def test_a_zoom_outlives_the_move_of_a_control_and_ends_with_the_landscape(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    begin = page.evaluate(RANGE)
    box = page.locator(f"{RACE} .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 200, steps=6)
    page.mouse.up()
    page.wait_for_function(f"range => ({RANGE})()[0] !== range[0]", arg=begin)
    zoomed = page.evaluate(RANGE)
    press_steps(page, 2)
    assert page.evaluate(RANGE) == zoomed
    page.goto(f"{address}/gradient_descent?gradient_descent_race.surface=Himmelblau")
    wait_drawn(page)
    assert page.evaluate(RANGE) != zoomed


def test_a_camera_outlives_the_move_of_a_control(address, open_page):
    page = open_page(f"{address}/loss_surfaces")
    wait_drawn(page)
    scene = "[...document.querySelectorAll('.plot')].find(plot => plot._fullLayout?.scene)"
    eye = f"() => {{ const c = {scene}._fullLayout.scene._scene.getCamera().eye; return [c.x, c.y, c.z].map(v => +v.toFixed(4)); }}"
    revision = f"() => +{scene}.dataset.revision"
    page.wait_for_function(f"() => {scene}?._fullLayout.scene._scene")
    begin = page.evaluate(eye)
    box = page.evaluate(
        f"() => {{ const b = {scene}.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }}"
    )
    page.mouse.move(*box)
    page.mouse.down()
    page.mouse.move(box[0] + 90, box[1] + 25, steps=6)
    page.mouse.up()
    page.wait_for_function(
        f"eye => ({eye})().some((v, i) => Math.abs(v - eye[i]) > 0.05)", arg=begin
    )
    turned = page.evaluate_handle("() => ({})")
    page.wait_for_function(  # the camera glides on for a while
        f"seen => {{ const last = seen.eye; seen.eye = ({eye})(); return `${{last}}` === `${{seen.eye}}`; }}",
        arg=turned,
        polling=300,
    )
    turned = page.evaluate("seen => seen.eye", turned)
    before = page.evaluate(revision)
    number = page.get_by_label("Point x")
    number.fill("0.8")
    number.press("Enter")
    page.wait_for_function(f"n => ({revision})() > n", arg=before)
    assert page.evaluate(eye) == turned


def test_playing_asks_nothing_of_the_server(address, open_page):
    page = open_page("about:blank")
    sent = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(frame)))
    page.goto(f"{address}/gradient_descent?gradient_descent_race.steps=300")
    wait_drawn(page)
    page.locator(".player input").first.evaluate(
        "slider => { slider.value = 0; slider.oninput(); }"
    )
    page.wait_for_function(f"() => ({STEP})() === 0")
    count = len(sent)
    page.get_by_role("button", name="Play").click()
    page.wait_for_function(f"() => ({STEP})() > 60")
    page.get_by_role("button", name="Pause").click()
    assert len(sent) == count
    shown = f"document.querySelector('{RACE}').data.find(t => t.name === 'SGD').x.length"
    page.wait_for_function(f"() => {shown} === ({STEP})() + 1")


def test_arrow_keys_step_through_a_played_picture(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"() => ({STEP})() === 79")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => ({STEP})() === 80")


def test_a_click_on_the_landscape_moves_the_start(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    box = page.locator(f"{RACE} .nsewdrag").first.bounding_box()
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])
    page.wait_for_url("**ravine_x=*ravine_y=*")
    link = {name: float(value[0]) for name, value in parse_qs(urlparse(page.url).query).items()}
    assert link["gradient_descent_race.ravine_x"] == pytest.approx(1.0, abs=0.02)
    assert link["gradient_descent_race.ravine_y"] == pytest.approx(0.25, abs=0.01)


def test_without_plotly_on_the_window_the_stock_chart_steps_in(address, open_page):
    hide = "Object.defineProperty(window, 'Plotly', { get: () => undefined, set: () => {} });"
    page = open_page(f"{address}/gradient_descent", before=hide)
    page.locator(".st-key-gradient_descent_race-race-stock .main-svg").first.wait_for()
    page.get_by_text("SGD stands at height").wait_for()


def test_a_slider_that_is_dragged_moves_the_picture_before_it_is_let_go(address, open_page):
    page = open_page(f"{address}/activations")
    wait_drawn(page)
    revision = "() => +document.querySelector('.plot').dataset.revision"
    handle = page.locator(".glass-slider input").bounding_box()
    middle = handle["y"] + handle["height"] / 2
    before = page.evaluate(revision)
    page.mouse.move(handle["x"] + handle["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move(handle["x"] + 0.7 * handle["width"], middle, steps=5)
    page.wait_for_function(f"n => ({revision})() > n", arg=before)
    page.mouse.up()
    page.wait_for_url("**activations_family.z=*")


def test_clicks_count_only_in_the_panel_that_asks_for_them(address, open_page):
    page = open_page(f"{address}/activations?activations.view=One+neuron")
    wait_drawn(page)

    def click_at(panel, x, y):
        drawn = f".st-key-activations_neuron-neuron .draglayer .{panel} .nsewdrag"
        box = page.locator(drawn).first.bounding_box()
        place = box["x"] + x * box["width"], box["y"] + y * box["height"]
        page.mouse.move(*place)
        page.wait_for_timeout(200)  # Plotly looks for what is under the mouse
        page.mouse.click(*place)
        wait_idle(page)

    click_at("xy", 0.3, 0.5)
    assert "activations_neuron.x1" not in parse_qs(urlparse(page.url).query)
    click_at("x2y2", 0.75, 0.25)
    page.wait_for_function("() => location.search.includes('activations_neuron.x1')")
    said = parse_qs(urlparse(page.url).query)
    assert abs(float(said["activations_neuron.x1"][0]) - 2) < 0.1
    assert (
        "activations_neuron.x2" not in said
        or abs(float(said["activations_neuron.x2"][0]) - 2) < 0.1
    )


def test_a_chart_that_is_hidden_and_shown_again_fits_its_place_without_a_complaint(
    address, open_page
):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    width = f"() => document.querySelector('{RACE} .main-svg').getBoundingClientRect().width"
    before, complaints = page.evaluate(width), list(page.errors)
    frames = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(f"() => {{ document.querySelector('{RACE}').style.display = 'none' }}")
    page.evaluate(frames)
    page.evaluate(f"() => {{ document.querySelector('{RACE}').style.display = '' }}")
    page.wait_for_function(f"before => ({width})() === before", arg=before)
    assert page.errors == complaints
