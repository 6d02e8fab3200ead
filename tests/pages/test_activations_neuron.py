"""What the view of one neuron says, held against the numbers."""

import math

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.neuron import boundary, foot_on_boundary, run_neuron
from pages.views.activations import neuron
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "activations_neuron"
WINDOW = ((-4.0, 4.0), (-4.0, 4.0))


def shown(app):
    return charts(app)[f"{SLUG}.neuron"]


def parts(app):
    """Inputs, weights, bias and activation of today's settings."""
    count = int(setting(app, SLUG, "inputs"))
    x, w = (
        [setting(app, SLUG, f"{letter}{i}") for i in range(1, count + 1)] for letter in ("x", "w")
    )
    return x, w, setting(app, SLUG, "b"), ACTIVATIONS[setting(app, SLUG, "f")]


def says(name):
    """The lesson after one experiment, its run computed again, and the words of the page."""
    app = run_experiment(SLUG, name)
    return app, run_neuron(*parts(app)), " ".join(m.value for m in app.markdown)


def line(app):
    trace = shown(app).trace("boundary")
    return np.array([trace["x"], trace["y"]], dtype=float)


def notes(app):
    return [note["text"] for note in shown(app).figure["layout"]["annotations"]]


def test_the_neuron_of_the_books_says_no():
    app, run, text = says("1 + 3x₁ − 2x₂")
    assert run.z == -6
    assert "1 − 3 − 4 = −6" in text
    np.testing.assert_array_equal(run.terms, [-3, -4])
    assert f"σ(−6) = {run.a:.7g}" in text
    other = run_neuron([1.0, 0.0], *parts(app)[1:])
    assert f"z = {other.z:g} and the answer is {other.a:.3f}" in text
    assert shown(app).plain.startswith(
        f"Sigmoid neuron at x = (-1, 2): z = -6, a = {run.a:.7g}, slope f′(z) = {run.slope:.7g}."
    )
    distance = foot_on_boundary(*parts(app)[:3])[1]
    assert f"The line z = 0 is {-distance:.3g} away, on the side where z < 0." in shown(app).caption


def test_the_picture_shows_products_sum_answer_and_slopes():
    app = open_lesson(SLUG)
    assert list(shown(app).figure["data"][5]["text"]) == ["−1", "2", "1", "−6", "0.002473"]
    told = " ".join(notes(app))
    run = run_neuron(*parts(app))
    for value in (*run.along_w, run.along_b, run.slope):
        assert f"{value:.4g}".replace("-", "−") in told
    np.testing.assert_allclose(run.along_w, run.slope * run.x)
    assert "3 · (−1) = <b>−3</b>" in told
    assert "−2 · 2 = <b>−4</b>" in told


def test_the_bias_moves_the_line_without_turning_it_onto_the_point():
    app, run, text = says("Move the line")
    assert run.z == 0
    assert run.a == 0.5
    assert "b = 7" in text
    before, after = line(open_lesson(SLUG)), line(app)
    turned = np.cross(*(np.append(np.diff(ends)[:, 0], 0) for ends in (before, after)))
    np.testing.assert_allclose(turned, 0, atol=1e-4)
    assert np.abs(before - after).max() > 1
    assert "The line z = 0 is right under the point." in shown(app).caption


def test_ten_times_the_weights_sharpen_the_answer_and_leave_the_line():
    app, run, text = says("Ten times as sure")
    begin = run_neuron(*parts(open_lesson(SLUG)))
    np.testing.assert_allclose(run.w, 10 * begin.w)
    assert (run.b, run.z) == (10 * begin.b, 10 * begin.z)
    np.testing.assert_allclose(line(app), line(open_lesson(SLUG)), atol=1e-5)
    assert f"from {begin.slope:.4f} to 9 · 10⁻²⁷" in text
    assert f"{run.slope:.0e}" == "9e-27"
    x, w, b, f = parts(app)
    foot, _ = foot_on_boundary(x, w, b)
    at_line = run_neuron(foot, w, b, f)
    np.testing.assert_allclose(at_line.along_x, f.derivative(0.0) * np.array(w), rtol=1e-6)


def test_three_inputs_give_057_and_the_errata_of_the_books_042():
    app, run, text = says("Three inputs")
    assert run.z == pytest.approx(0.57)
    assert f"σ(0.57) = {run.a:.7f}" in text
    assert "0.1 + 0.24 + 0.05 + 0.18 = 0.57" in text
    np.testing.assert_allclose(run.terms, [0.24, 0.05, 0.18])
    assert run_neuron([0.3, 0.1, 0.3], *parts(app)[1:]).z == pytest.approx(0.42)
    assert "would be 0.42" in text
    assert any("x₃ = 0.3" in note for note in notes(app))
    x, w, b, f = parts(app)
    plane = shown(app).trace("answer")
    one = run_neuron([plane["x"][5], plane["y"][40], x[2]], w, b, f)
    assert plane["z"][40][5] == pytest.approx(one.a, rel=1e-5)
    ends = boundary(w[:2], b + w[2] * x[2], WINDOW)
    np.testing.assert_allclose(line(app).T, ends)


@pytest.mark.parametrize(("name", "gate"), [("AND", all), ("OR", any)])
def test_a_step_neuron_is_the_gate(name, gate):
    app, run, text = says(name)
    _, w, b, f = parts(app)
    table = [int(gate(corner)) for corner in neuron.GATE]
    assert [run_neuron(corner, w, b, f).a for corner in neuron.GATE] == table
    told = ", ".join(map(str, table))
    assert f"At (0, 0), (0, 1), (1, 0), (1, 1) it says {told}." in shown(app).caption
    assert (run.z, run.a, run.slope) == (0, 1, 0)  # exactly at the threshold it fires
    assert f"θ = {-b:g}" in text
    assert w == [1, 1]  # nothing but counting
    full = [symbol == "square" for symbol in shown(app).trace("corners")["marker"]["symbol"]]
    assert full == [bool(answer) for answer in table]


def test_doubling_everything_leaves_the_line_and_doubles_the_slope_at_it():
    x, w, b, f = parts(open_lesson(SLUG))
    foot, _ = foot_on_boundary(x, w, b)
    twice = [2 * weight for weight in w]
    np.testing.assert_allclose(boundary(w, b, WINDOW), boundary(twice, 2 * b, WINDOW))
    once, double = (run_neuron(foot, *z, f).along_x for z in ((w, b), (twice, 2 * b)))
    np.testing.assert_allclose(double, 2 * once)


@pytest.mark.parametrize("f", [f.label for f in ACTIVATIONS.values()])
def test_places_with_one_z_have_one_answer_whatever_the_bend(f):
    app = open_lesson(SLUG, f=f)
    _, (w1, w2), b, bend = parts(app)
    plane = shown(app).trace("answer")
    z = b + w1 * plane["x"] + w2 * plane["y"][:, None]
    np.testing.assert_allclose(plane["z"], bend.value(z.astype(float)), rtol=1e-4, atol=1e-5)


def test_one_input_is_shown_along_a_line_that_tips_where_the_caption_says():
    app = open_lesson(SLUG, inputs="1", f="ReLU")
    run = run_neuron(*parts(app))
    assert shown(app).plain == (
        "ReLU neuron at x₁ = -1: z = -2, a = 0, slope f′(z) = 0. z = 0 at x₁ = -0.3333."
    )
    assert shown(app).trace("today's input")["y"] == [run.a]
    assert {"answer a", "today's input"} <= {t.get("name") for t in shown(app).figure["data"]}


def test_without_weights_the_neuron_says_the_same_everywhere():
    app = open_lesson(SLUG, w1="0", w2="0")
    assert shown(app).caption.endswith("No weight pulls, so z = b, whatever comes in.")


def test_a_line_out_of_sight_is_said_to_be():
    app = open_lesson(SLUG, w1="0.1", w2="0", b="5")
    assert "The line z = 0 is 49 away, on the side where z > 0; here it is out of sight." in (
        shown(app).caption
    )


def test_a_click_moves_the_inputs_that_the_picture_spans(monkeypatch):
    for count, expected in (
        (1, {"x1": 1.23}),
        (2, {"x1": 1.23, "x2": -4.0}),
        (3, {"x1": 1.23, "x2": -4.0}),
    ):
        state = {}
        monkeypatch.setattr(neuron.st, "session_state", state)
        neuron.putter(count)(1.2345, -4.4)
        assert state == {f"{SLUG}.{name}": value for name, value in expected.items()}


def test_the_formula_is_filled_with_todays_numbers():
    text = open_lesson(SLUG).latex[0].value
    assert r"z = 1 + 3 \cdot (-1) + (-2) \cdot 2 = -6" in text
    assert r"\sigma({-6}) = \frac{1}{1 + e^{-{(-6)}}} = 0.002472623" in text
    run = run_neuron(*parts(open_lesson(SLUG)))
    assert ",\\ ".join(f"{slope:.4g}" for slope in run.along_w) in text
    assert ",\\ ".join(f"{slope:.4g}" for slope in run.along_x) in text
    tiny = open_lesson(SLUG, w1="30", w2="-20", b="10").latex[0].value
    assert r"8.756511 \cdot 10^{-27}" in tiny


@pytest.mark.parametrize(
    "link",
    [
        {"x1": "5"},
        {"w1": "1e308"},
        {"w2": "nan"},
        {"b": "10.1"},
        {"inputs": "4"},
        {"f": "nonsense"},
        {"x3": "2"},
    ],
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert shown(open_lesson(SLUG, **link)).caption == shown(open_lesson(SLUG)).caption


@pytest.mark.parametrize(
    "link",
    [
        {"w1": "1e-300", "w2": "0"},
        {"w1": "50", "w2": "-50", "b": "10", "x1": "-4", "x2": "4"},
        {"inputs": "1", "w1": "-1e-300"},
        {"inputs": "3", "w1": "0", "w2": "0", "f": "ELU", "elu_alpha": "0.1"},
    ],
)
def test_strange_weights_still_draw_a_picture(link):
    app = open_lesson(SLUG, **link)
    assert shown(app).caption.endswith(".")
    assert "no number" not in shown(app).caption


@pytest.mark.parametrize(
    "link", [{}, {"inputs": "3", "f": "Leaky ReLU", "leaky_relu_alpha": "0.2"}, {"inputs": "1"}]
)
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    knobs = {"alpha": 0.2} if "f" in link else {}
    run = run_neuron(*parts(app), **knobs)
    expected = [*run.terms, run.z, run.a, run.slope, *run.along_w, run.along_b, *run.along_x]
    printed = [
        word
        for row in printed_by_script(app, SLUG).splitlines()
        for word in row.split()
        if is_number(word)
    ]
    np.testing.assert_allclose([float(word) for word in printed], expected, rtol=1e-12)
    assert math.isfinite(run.a)


def is_number(word):
    try:
        float(word)
    except ValueError:
        return False
    return True
