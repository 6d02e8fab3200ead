"""What the activations lesson says, held against the numbers."""

import re

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.straight_activations import prelu, prelu_alpha_derivative
from core.studies.activations.activation_variants import ACTIVATION_VARIANTS, gelu_gap
from core.studies.activations.asleep import flat_where
from core.studies.activations.depth import run_chain
from pages.views.activations import family
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

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


def table(app, columns=slice(0, 2)):
    """The table on the page: a row of texts for each function, value and slope of it."""
    text = next(m.value for m in app.markdown if m.value.startswith("| | f("))
    rows = [
        [cell.strip() for cell in line.replace(r"\|", "!").split("|")[1:-1]]
        for line in text.splitlines()[2:]
    ]
    return {name: [cell.replace("−", "-") for cell in cells[columns]] for name, *cells in rows}


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
        "Sigmoid 3 · 10⁻²⁰, Tanh 0.00912, ReLU 1. "
        "At a kink or a jump there is no slope; used there (◆): ReLU 0."
    )


def test_the_caption_of_many_functions_names_the_extremes_alone():
    app = open_lesson(SLUG, functions=[f.label for f in ACTIVATIONS.values()])
    runs = chains(app)
    slopes = [run.slopes[0] for run in runs.values()]
    assert (min(slopes), max(slopes)) == (0, runs["gelu"].slopes[0])
    caption = bends(app).caption
    assert "Slope at z = 1: from 0 (Step) to 1.08 (GELU)." in caption
    assert "Step 0; ReLU 0; Leaky ReLU 0.01; SELU 1.76; Hard sigmoid 0; Hard tanh 0." in caption


def test_flat_stretches_are_in_the_table_and_in_the_strip():
    app = open_lesson(SLUG)
    flat = {name: cells[0] for name, cells in table(app, slice(2, 3)).items()}
    assert flat == {"Sigmoid": "!z! ≥ 4.58", "Tanh": "!z! ≥ 2.99", "ReLU": "z ≤ 0"}
    strip = bends(app).trace("flat")
    bars = list(zip(strip["y"], strip["base"], strip["base"] + strip["x"], strict=True))
    expected = [
        (row, max(low, -8), min(high, 8))
        for row, key in enumerate(("sigmoid", "tanh", "relu"))
        for low, high in flat_where(ACTIVATIONS[key])
    ]
    np.testing.assert_allclose(bars, expected)


def test_a_click_on_a_curve_sets_z_inside_the_picture(monkeypatch):
    state = {}
    monkeypatch.setattr(family.st, "session_state", state)
    for x, z in ((1.23456, 1.23), (-9.0, -8.0), (8.3, 8.0)):
        family.put(x, 0.5)
        assert state == {f"{SLUG}.z": z}


def test_the_tanh_form_of_gelu_differs_by_what_is_said_and_where():
    app, text = says("GELU without erf")
    curves = bends(app)
    z = np.linspace(-8, 8, 160_001)
    gaps = np.abs(gelu_gap(z))
    assert f"at most {gaps.max():.5f}, at z = ±{abs(z[gaps.argmax()]):.2f}" in text
    np.testing.assert_allclose(
        curves.trace("GELU")["y"], curves.trace("GELU, tanh form")["y"], atol=0.0005
    )
    shown = charts(app)[f"{SLUG}.gap"]
    assert "At z = 2.7 the exact GELU minus its tanh form is -0.000473." in shown.plain
    assert f"by -{gaps.max():.5f}".rstrip("0") in shown.plain
    grid = bends(app).trace("GELU")["x"]
    np.testing.assert_allclose(
        shown.trace("gap")["y"], gelu_gap(grid.astype(float)), rtol=1e-4, atol=1e-9
    )


def test_the_switch_brings_gelu_along_and_its_numbers_too():
    app = open_lesson(SLUG, functions="ReLU", tanh_form="true")
    assert list(table(app)) == ["ReLU", "GELU", "GELU, tanh form"]
    exact = ACTIVATION_VARIANTS["gelu_tanh"].value(1.0)
    assert table(app)["GELU, tanh form"][0] == f"{exact:.7g}"
    assert f"{SLUG}.gap" not in charts(open_lesson(SLUG, functions="GELU"))


def properties(app):
    """The table of the family, by function."""
    (frame,) = app.dataframe
    return frame.value.set_index("Function")


def test_the_property_table_says_what_dense_sampling_finds():
    rows = properties(open_lesson(SLUG))
    family_members = {f.label: f for f in (*ACTIVATIONS.values(), *ACTIVATION_VARIANTS.values())}
    assert list(rows.index) == list(family_members)
    z = np.linspace(-60, 60, 120_001)
    for label, f in family_members.items():
        row, values, slopes = rows.loc[label], f.value(z), f.derivative(z)
        low, high = (
            float(end.replace("−", "-").replace("∞", "inf")) for end in row["Range"].split(" to ")
        )
        for end, reached in ((low, values.min()), (high, values.max())):
            assert np.isinf(end) or reached == pytest.approx(end, abs=0.002)  # three digits
            assert np.isfinite(end) or np.sign(reached) * np.inf == end
            assert np.isfinite(end) or abs(reached) > 0.5
        assert row["Monotone"] == bool((np.diff(values) >= 0).all())
        centered = f.value(0.0) == 0 and values.min() < 0 < values.max()
        assert row["Zero-centered"] == centered
        flat = np.abs(slopes) < 0.01
        assert (row["Flat"] == "everywhere") == bool(flat.all())
        assert (row["Flat"] == "nowhere") == (not flat[0] and not flat[-1])
        assert flat[0] == ("≤" in row["Flat"] or "|z|" in row["Flat"] or flat.all())
        assert flat[-1] == ("≥" in row["Flat"] or flat.all())
        assert (row["Author"], row["Year"]) == (f.author, f.year)
        assert f.source.startswith(row["Author"])
        assert str(row["Year"]) in f.source


def test_a_prelu_is_a_leaky_relu_whose_alpha_moves_on_negative_numbers_only():
    (text,) = (m.value for m in open_lesson(SLUG).markdown if "PReLU" in m.value)
    assert "min(0, z)" in text
    z = np.array([-2.0, -0.5, 0.5, 3.0])
    np.testing.assert_array_equal(prelu_alpha_derivative(z), np.minimum(0, z))
    step = (prelu(z, alpha=0.3) - prelu(z, alpha=0.2)) / 0.1
    np.testing.assert_allclose(step, np.minimum(0, z), atol=1e-12)


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
        {"tanh_form": "maybe"},
    ],
)
def test_a_bad_link_opens_the_lesson_as_it_is(link):
    assert bends(open_lesson(SLUG, **link)).caption == bends(open_lesson(SLUG)).caption


def test_the_script_prints_the_numbers_on_the_screen():
    app = open_lesson(
        SLUG, functions=[f.label for f in ACTIVATIONS.values()], z="-1.5", weight="2", layers="4"
    )
    rows = iter(printed_by_script(app, SLUG).splitlines()[1:])
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


def test_a_constant_slope_is_not_said_to_equal_itself():
    text = formula(open_lesson(SLUG, functions=["Step", "ELU"], z="-0.5", elu_alpha="0.5"))
    assert r"f'({-0.5}) = 0\\" in text
    assert r"0.5 \cdot e^{-0.5}" in text
    assert r"0.5 \cdot (e^{-0.5} - 1)" in text


def test_the_lowest_points_of_gelu_silu_and_mish_are_flat_in_the_strip_and_in_the_table():
    app = open_lesson(SLUG, functions=["GELU", "Mish"])
    strip = bends(app).trace("flat")
    assert list(strip["y"]) == [0, 0, 1, 1]
    for key, row in (("gelu", 1), ("mish", 3)):
        z = np.linspace(strip["base"][row], strip["base"][row] + strip["x"][row], 9)[1:-1]
        assert np.abs(ACTIVATIONS[key].derivative(z)).max() < 0.01
    assert table(app, slice(2, 3))["GELU"] == ["z ≤ -3.07 or -0.775 to -0.729"]


def test_of_many_functions_the_formulas_of_the_first_alone_are_shown_and_said_so():
    few, many = (open_lesson(SLUG, functions=list_of(n)) for n in (4, 5))
    assert not [c for c in few.caption if "first one chosen" in c.value]
    (said,) = [c.value for c in many.caption if "first one chosen" in c.value]
    assert f"those of {list_of(1)[0]}, " in said


def list_of(count):
    """Labels of the first functions of the family."""
    return [f.label for f in list(ACTIVATIONS.values())[:count]]
