"""What the activations lesson says, held against the numbers."""

import re
import subprocess
import sys

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.depth import run_chain
from tests.app import charts, open_lesson, run_experiment, setting

SLUG = "activations_family"


def bends(app):
    return charts(app)[f"{SLUG}.bends"]


def chains(app):
    """The chains of today's settings, computed again; the first row is the probe."""
    z, weight = setting(app, SLUG, "z"), setting(app, SLUG, "weight")
    runs = {}
    for key in setting(app, SLUG, "functions"):
        names = [knob.name for knob in ACTIVATIONS[key].knobs]
        knobs = {name: setting(app, SLUG, f"{key}_{name}") for name in names}
        layers = setting(app, SLUG, "layers")
        runs[key] = run_chain(key, z / weight, layers, weight=weight, **knobs)
    return runs


def table(app):
    """The table on the page: a row of texts for each function."""
    text = next(m.value for m in app.markdown if m.value.startswith("| | f("))
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()[2:]]
    return {name: [cell.replace("−", "-") for cell in cells] for name, *cells in rows}


def formula(app):
    return app.latex[0].value


def says(name):
    """The text of an experiment that was clicked, and the lesson as it then stands."""
    app = run_experiment(SLUG, name)
    return app, " ".join(m.value for m in app.markdown)


def test_the_picture_shows_the_chains_that_core_computed():
    app = open_lesson(SLUG)
    for key, run in chains(app).items():
        label = ACTIVATIONS[key].label
        through = bends(app).trace(f"{label} through")
        np.testing.assert_allclose(through["y"][1:], run.products, rtol=1e-5)
        np.testing.assert_allclose(bends(app).trace(f"{label} z")["x"][1:], run.z, rtol=1e-5)


def test_the_table_gives_seven_digits_of_value_and_slope():
    rows = table(open_lesson(SLUG))
    assert rows == {
        "Sigmoid": ["0.7310586", "0.1966119"],
        "Tanh": ["0.7615942", "0.4199743"],
        "ReLU": ["1", "1"],
    }


def test_the_worked_neurons_come_out_as_in_the_books():
    rows = table(open_lesson(SLUG, z="0.57"))
    assert rows["Sigmoid"][0] == "0.6387632"
    assert table(open_lesson(SLUG, z="-6"))["Sigmoid"][0] == "0.002472623"


def test_the_caption_gives_the_slopes_and_what_is_left_of_them():
    assert bends(open_lesson(SLUG)).caption.replace("\u00a0", " ") == (
        "Slope at z = 1: Sigmoid 0.197, Tanh 0.42, ReLU 1. "
        "Slope of layer 30's output along the chain's input: "
        "Sigmoid 3 · 10⁻²⁰, Tanh 0.00912, ReLU 1."
    )


def test_thirty_layers_lose_the_sigmoid_keep_a_percent_of_tanh_and_all_of_relu():
    app, text = says("Thirty layers")
    assert "3 · 10⁻²⁰" in text
    sigmoid, tanh, relu = chains(app).values()
    assert sigmoid.products[-1] == pytest.approx(3e-20, rel=0.01)
    assert (sigmoid.slopes < 0.25).all()
    assert tanh.products[-1] == pytest.approx(0.01, rel=0.1)
    assert relu.products[-1] == 1


def test_at_zero_the_sigmoid_is_steepest_and_tanh_four_times_as_steep():
    app, _ = says("A quarter at most")
    sigmoid, tanh = chains(app).values()
    assert (sigmoid.slopes[0], tanh.slopes[0]) == (0.25, 1)
    z = np.linspace(-8, 8, 1601)
    slopes = ACTIVATIONS["sigmoid"].derivative(z)
    assert slopes.max() == 0.25
    assert (slopes == 0.25).sum() == 1
    np.testing.assert_allclose(
        np.tanh(z), 2 * ACTIVATIONS["sigmoid"].value(2 * z) - 1, rtol=1e-12, atol=1e-15
    )


def test_at_minus_six_both_are_saturated_tanh_a_hundred_times_deeper():
    app, text = says("Asleep at −6")
    sigmoid, tanh = chains(app).values()
    assert f"σ(−6) = {sigmoid.a[0]:.7g} has a slope of only {sigmoid.slopes[0]:.7g}" in text
    assert f"{tanh.slopes[0]:.5f}" == "0.00002"
    assert sigmoid.slopes[0] / tanh.slopes[0] == pytest.approx(100, rel=0.01)


def test_a_dead_relu_passes_exactly_nothing_and_a_leaky_one_survives():
    app, _ = says("Dying ReLU")
    relu, leaky = chains(app).values()
    assert (relu.a[0], relu.slopes[0], relu.products[-1]) == (0, 0, 0)
    np.testing.assert_array_equal(leaky.slopes, np.full(5, 0.01))
    assert leaky.products[-1] == pytest.approx(1e-10)
    assert "ReLU 0, Leaky ReLU 1" in bends(app).caption
    assert bends(app).figure["layout"]["yaxis2"]["ticktext"][-1] == "0"


def test_larger_weights_drive_sigmoids_into_saturation_and_lose_the_slope_sooner():
    app, text = says("Larger weights?")
    (run,) = chains(app).values()
    assert f"climbs to {run.z[-1]:.2f}" in text
    assert f"4σ′ is only {4 * run.slopes[-1]:.2f}" in text
    assert (np.diff(run.z) >= 0).all()
    np.testing.assert_array_equal(4 * run.slopes[0], 1)
    assert (run.products[1:] < 1).all()
    assert run.products[-1] < run_chain("sigmoid", 0.0, 30).products[-1]


def test_thirty_linear_layers_multiply_every_input_by_the_same_number():
    app, text = says("No bend at all")
    (run,) = chains(app).values()
    assert f"{run.products[-1]:,.0f}" in text
    assert run.products[-1] == 2**30
    inputs = np.linspace(-4, 4, 9)
    many = run_chain("identity", inputs, 30, weight=2.0)
    np.testing.assert_array_equal(many.a[-1], 2**29 * 2 * inputs)


def test_relu_at_minus_one_passes_nothing_and_takes_no_absolute_value():
    app = open_lesson(SLUG, z="-1")
    assert table(app)["ReLU"] == ["0", "0"]
    assert chains(app)["relu"].products[-1] == 0


def test_a_leak_of_one_hundredth_gives_a_hundredth_of_z():
    app = run_experiment(SLUG, "Dying ReLU")
    assert table(app)["Leaky ReLU"] == ["-0.05", "0.01"]


def test_at_a_kink_the_slope_is_the_one_that_beware_names():
    kinked = {key: f for key, f in ACTIVATIONS.items() if f.kinks}
    flat = ("step", "relu", "hard_sigmoid", "hard_tanh")
    assert set(kinked) == {*flat, "leaky_relu", "elu", "selu"}
    for key, f in kinked.items():
        for kink in f.kinks:
            expected = 0 if key in flat else f.derivative(np.nextafter(kink, -np.inf))
            assert f.derivative(np.float64(kink)) == pytest.approx(float(expected))


def test_the_formula_holds_todays_numbers():
    text = formula(open_lesson(SLUG, z="-6"))
    assert r"\sigma({-6}) = \frac{1}{1 + e^{-{(-6)}}} = 0.002472623" in text
    assert r"\sigma'({-6}) = \sigma({-6})\,\sigma(-{(-6)}) = 0.002466509" in text
    assert r"2\,\sigma(2{(-6)}) - 1 = -0.9999877" in text
    assert r"= 2.457655 \cdot 10^{-5}" in text
    assert r"\max(0, {-6}) = 0" in text


def test_the_formula_multiplies_the_factors_of_the_first_layers():
    text = formula(open_lesson(SLUG))
    assert r"0.1966 \cdot 0.2194 \cdot 0.2236 \cdot 0.2244 \cdots = 2.999 \cdot 10^{-20}" in text
    few = formula(open_lesson(SLUG, layers="2"))
    assert r"0.1966 \cdot 0.2194 = 0.04313" in few


@pytest.mark.parametrize("z", ["-8", "0", "0.25", "7.5"])
def test_no_bare_z_is_left_in_any_line_of_numbers(z):
    labels = [f.label for f in ACTIVATIONS.values()]
    app = open_lesson(SLUG, z=z, functions=labels)
    lines = formula(app).removeprefix(r"$$").split(r"\\[3pt]")
    assert len(setting(app, SLUG, "functions")) == len(ACTIVATIONS)
    for line in lines[1 : 4 * len(labels) : 2]:
        assert not re.search(r"(?<![a-zA-Z])z(?![a-zA-Z])", line), line
        assert r"\alpha" not in line or r"\lambda" in line  # SELU has its own, fixed one


def test_knobs_appear_with_their_function_and_change_its_numbers():
    app = open_lesson(SLUG, functions=["Leaky ReLU"], z="-5", leaky_relu_alpha="0.2")
    assert table(app)["Leaky ReLU"] == ["-1", "0.2"]
    assert r"0.2 \cdot {(-5)}" in formula(app)


@pytest.mark.parametrize(
    "link",
    [
        {"functions": "nonsense"},
        {"functions": "", "z": "1e308"},
        {"z": "-8.01"},
        {"layers": "51"},
        {"layers": "0"},
        {"weight": "3"},
        {"leaky_relu_alpha": "9"},
    ],
)
def test_a_bad_link_opens_the_lesson_as_it_is(link):
    assert bends(open_lesson(SLUG, **link)).caption == bends(open_lesson(SLUG)).caption


def test_the_script_prints_the_numbers_on_the_screen():
    app = open_lesson(
        SLUG, functions=[f.label for f in ACTIVATIONS.values()], z="-1.5", weight="2", layers="4"
    )
    app.session_state[f"{SLUG}.take"] = True
    app.run()
    script = next(code.value for code in app.code if "From Glassnet" in code.value)
    run = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    rows = iter(run.stdout.splitlines()[1:])
    for key, chain in chains(app).items():
        for layer, numbers in enumerate(
            zip(chain.z, chain.a, chain.slopes, chain.products, strict=True), 1
        ):
            head = f"{ACTIVATIONS[key].label} {layer} "
            line = next(rows)
            assert line.startswith(head)
            np.testing.assert_allclose(
                [float(number) for number in line.removeprefix(head).split()],
                numbers,
                rtol=1e-12,
            )
    assert next(rows, None) is None
    assert run.stderr == ""


def test_a_constant_slope_is_not_said_to_equal_itself():
    text = formula(open_lesson(SLUG, functions=["Step", "ELU"], z="-0.5", elu_alpha="0.5"))
    assert r"f'({-0.5}) = 0\\" in text
    assert r"0.5 \cdot e^{-0.5}" in text
    assert r"0.5 \cdot (e^{-0.5} - 1)" in text
