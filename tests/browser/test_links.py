"""State lives in the link: deep links, sharing, lecture mode, leaving and coming back."""

import pytest

from tests.server import serve, wait_drawn, wait_idle

DEEP = "gradient_descent?gradient_descent_race.surface=Himmelblau&gradient_descent_race.steps=40&gradient_descent_race.himmelblau_x=1.5"


def test_a_fresh_server_opens_a_deep_link_first_with_menu_and_state(open_page):
    with serve() as (address, _):
        page = open_page(f"{address}/{DEEP}")
        wait_drawn(page)
        caption = page.locator("figcaption").inner_text()
        assert caption.startswith("Himmelblau, from (1.5,")
        assert "after 40 steps" in caption
        page.get_by_text("Gradients", exact=True).first.wait_for()


def test_a_link_survives_leaving_the_lesson_and_coming_back(address, open_page):
    page = open_page(f"{address}/{DEEP}")
    wait_drawn(page)
    caption = page.locator("figcaption").inner_text()
    page.get_by_role("link", name="Glassnet").first.click()
    page.get_by_role("heading", name="Neural networks you can see through").wait_for()
    page.get_by_role("link", name="Gradient descent").first.click()
    page.get_by_role("heading", name="Gradient descent").wait_for()
    wait_drawn(page)
    page.wait_for_function(
        "text => document.querySelector('figcaption').textContent === text", arg=caption
    )


def test_a_moved_control_goes_into_the_link_and_its_default_goes_out_again(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    slider = page.get_by_role("slider", name="Steps")
    slider.press("ArrowRight")
    page.wait_for_url("**gradient_descent_race.steps=90*")
    slider.press("ArrowLeft")
    page.wait_for_url(lambda url: "steps" not in url)


def test_an_experiment_sets_the_controls_and_the_link(address, open_page):
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    page.get_by_role("radio", name="Over the edge").click()
    page.wait_for_url("**gradient_descent_race.sgd_lr=0.02*")
    page.wait_for_function(
        "() => document.querySelector('figcaption').textContent.includes('diverges')"
    )
    page.get_by_role("radio", name="Zigzag").click()
    page.wait_for_url(lambda url: "sgd_lr" not in url)


@pytest.mark.parametrize("value", ["abc", "1e309", "nan", "-7", "%3Cscript%3E", "9" * 9_000])
def test_a_bad_link_opens_the_default_lesson(value, address, open_page):
    page = open_page(
        f"{address}/gradient_descent?gradient_descent_race.steps={value}&gradient_descent_race.surface={value}"
    )
    wait_drawn(page)
    assert page.locator("figcaption").inner_text().startswith("Ravine")
    assert "after 80 steps" in page.locator("figcaption").inner_text()
    assert page.locator("[data-testid=stException]").count() == 0


@pytest.mark.parametrize(
    "broken",
    [
        "activations?activations_family.z=",
        "activations?activations_family.z=1e309",
        "gradient_descent?gradient_descent_race.ravine_x=",
    ],
)
def test_a_link_with_an_empty_or_infinite_number_still_draws_its_chart(broken, address, open_page):
    page = open_page(f"{address}/{broken}")
    wait_drawn(page)
    assert "=" not in page.url


def test_a_lecture_goes_on_in_the_next_lesson_and_ends_when_told(address, open_page):
    page = open_page(f"{address}/activations?mode=lecture")
    wait_drawn(page)
    page.get_by_text("Update", exact=True).first.click()
    page.get_by_text("Gradient descent", exact=True).first.click()
    page.get_by_role("heading", name="Gradient descent").wait_for()
    wait_drawn(page)
    assert page.get_by_role("radio", name="lecture").get_attribute("aria-checked") == "true"
    page.get_by_role("radio", name="read").click()
    wait_drawn(page)
    assert page.get_by_role("radio", name="read").get_attribute("aria-checked") == "true"


def test_a_lecture_link_hides_controls_and_enlarges_type_and_lines(address, open_page):
    size = (
        "() => parseFloat(getComputedStyle(document.querySelector('.plot .xtick text')).fontSize)"
    )
    width = (
        "() => parseFloat(getComputedStyle(document.querySelector('.plot .js-line')).strokeWidth)"
    )
    page = open_page(f"{address}/gradient_descent")
    wait_drawn(page)
    small, thin = page.evaluate(size), page.evaluate(width)
    page = open_page(f"{address}/gradient_descent?mode=lecture&hide=steps,surface,%3Cb%3E")
    wait_drawn(page)
    assert page.evaluate(size) > 1.2 * small
    assert page.evaluate(width) > 1.2 * thin
    assert not page.get_by_role("slider", name="Steps").is_visible()
    assert not page.locator(".st-key-gradient_descent_race-surface").is_visible()
    assert page.locator(".st-key-gradient_descent_race-rules").is_visible()


def test_share_writes_the_link_of_this_view_and_of_a_lecture_with_hidden_controls(
    address, open_page
):
    page = open_page(f"{address}/{DEEP}")
    wait_drawn(page)
    page.get_by_role("button", name="Share", exact=True).click()
    field = page.get_by_label("Link to this view")
    assert "gradient_descent_race.steps=40" in field.input_value()
    page.get_by_label("For a lecture").check()
    page.get_by_label("Landscape").first.check()
    link = field.input_value()
    assert "mode=lecture" in link
    assert "hide=surface" in link
    page.goto(link)
    wait_drawn(page)
    assert not page.locator(".st-key-gradient_descent_race-surface").is_visible()
    assert "after 40 steps" in page.locator("figcaption").inner_text()


def test_an_unknown_address_says_so(address, open_page):
    page = open_page(f"{address}/no_such_lesson")
    wait_idle(page)
    page.get_by_text("Page not found").wait_for()
