"""A point on a loss surface: what the view claims is so."""

import json

import numpy as np
import pytest

from core.stationary import local_shape
from core.surfaces import SURFACES, adjusted
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "loss_surfaces_point"


def shape_after(app, key):
    """The ground at the point that the page stands at now."""
    point = [setting(app, SLUG, f"{key}_{axis}") for axis in "xy"]
    return local_shape(SURFACES[key], *point)


def shown(app, name):
    """The chart of that name; the map's key carries its surface."""
    return next(c for key, c in charts(app).items() if key.startswith(f"{SLUG}.{name}"))


def below(app):
    """What is said above the table of level points."""
    texts = (m.value.replace("\u2212", "-") for m in app.markdown)
    return next(text for text in texts if "Level in this window" in text).replace(" - ", " − ")


def button(app):
    return next(b for b in app.button if b.key == f"{SLUG}.level")


def test_the_first_picture_stands_on_a_slope_of_himmelblau():
    app = open_lesson(SLUG)
    x, y = setting(app, SLUG, "himmelblau_x"), setting(app, SLUG, "himmelblau_y")
    height = (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2
    assert f"height {height:.4g}, on a slope" in shown(app, "space").plain
    assert (
        f"({x:g}, {y:g}): height {height:.4g}<"
        in shown(app, "space").trace("point")["hovertemplate"]
    )
    np.testing.assert_allclose(shown(app, "map").trace("point")["x"], x)
    np.testing.assert_allclose(shown(app, "third").trace("axis 1")["y"][40], height, rtol=1e-6)


def test_himmelblau_has_nine_level_points_and_no_two_cubics_meet_more_often():
    app = run_experiment(SLUG, "Nine level points")
    said = "Level in this window: 4 minima, 4 saddles and 1 maximum"
    assert said in shown(app, "map").plain
    assert f"**{said}.**" in below(app)
    assert (
        "turns round once, and minima − saddles + maxima = 4 − 4 + 1 = 1: the two must agree, and do."
        in below(app)
    )
    marks = {kind: shown(app, "map").trace(kind) for kind in ("minimum", "saddle", "maximum")}
    assert {kind: len(mark["x"]) for kind, mark in marks.items()} == {
        "minimum": 4,
        "saddle": 4,
        "maximum": 1,
    }
    for kind, mark in marks.items():
        assert len({mark["marker"]["symbol"]}) == 1
        for place in zip(mark["x"], mark["y"], strict=True):
            assert local_shape(SURFACES["himmelblau"], *place).kind == kind
        in_space = shown(app, "space").trace(kind)
        np.testing.assert_allclose(in_space["x"], mark["x"])
    lowest = SURFACES["himmelblau"].value(marks["minimum"]["x"], marks["minimum"]["y"])
    np.testing.assert_allclose(lowest, 0, atol=1e-20)  # all as deep
    hill = [float(marks["maximum"][axis][0]) for axis in "xy"]
    assert np.hypot(*hill) < 1  # in the middle


def test_the_camel_has_fifteen_and_only_two_of_its_six_minima_are_the_lowest_ground():
    app = run_experiment(SLUG, "Fifteen on the camel")
    assert "6 minima, 7 saddles and 2 maxima" in shown(app, "map").plain
    heights = np.sort(shown(app, "map").trace("minimum")["customdata"])
    assert len(heights) == 6
    np.testing.assert_allclose(heights[:2], SURFACES["camel"].value(*SURFACES["camel"].minima[0]))
    assert heights[2] > heights[1] + 0.5
    kinds = app.dataframe[0].value["kind"].tolist()
    assert [kinds.count(kind) for kind in ("minimum", "saddle", "maximum")] == [6, 7, 2]


def test_the_undecided_point_of_the_monkey_saddle_counts_for_two_saddles():
    app = open_lesson(SLUG, surface="Monkey saddle", all_level="true")
    assert "1 undecided point" in shown(app, "map").plain
    assert "turns round twice backward, so that the undecided point counts as -2" in below(app)


def test_the_sharp_point_of_ackley_is_a_minimum_by_convention_and_the_page_says_so():
    app = open_lesson(SLUG, surface="Ackley", all_level="true")
    assert "121 minima, 220 saddles and 100 maxima" in shown(app, "map").plain
    assert "The origin is a sharp point without a slope: a minimum by convention." in below(app)


def test_a_click_on_a_mark_lands_on_the_very_point():
    app = run_experiment(SLUG, "Nine level points")
    saddle = shown(app, "map").trace("saddle")
    for axis in "xy":
        app.session_state[f"{SLUG}.himmelblau_{axis}"] = float(saddle[axis][0])
    assert "a saddle" in shown(healthy(app.run()), "space").plain


def test_without_the_switch_only_the_known_minima_are_marked():
    app = open_lesson(SLUG)
    names = {trace.get("name") for trace in shown(app, "map").figure["data"]}
    assert "minimum" in names
    assert "saddle" not in names
    assert not app.dataframe


def test_the_saddle_is_level_and_bends_both_ways():
    app = run_experiment(SLUG, "Saddle")
    shape = shape_after(app, "saddle")
    assert not shape.gradient.any()
    np.testing.assert_array_equal(shape.hessian, [[2, 0], [0, -2]])
    assert "λ₁ = -2 bends down and λ₂ = 2 bends up" in shown(app, "map").plain
    assert "a saddle" in shown(app, "space").plain


def test_the_monkey_saddle_leaves_slope_and_curvature_undecided_and_has_three_valleys():
    app = run_experiment(SLUG, "Monkey saddle")
    shape = shape_after(app, "monkey_saddle")
    assert shape.kind == "degenerate"
    assert not shape.gradient.any()
    assert not shape.hessian.any()
    assert "undecided" in shown(app, "space").plain
    around = np.linspace(0, 2 * np.pi, 361)
    below = SURFACES["monkey_saddle"].value(np.cos(around), np.sin(around)) < -1e-9
    assert np.count_nonzero(np.diff(below.astype(int)) == 1) == 3
    touch = shown(app, "third").trace("parabola 1")["y"]
    np.testing.assert_array_equal(touch, 0)


def test_the_plateau_is_all_but_level_far_from_its_minimum():
    app = run_experiment(SLUG, "Plateau")
    shape = shape_after(app, "plateau")
    assert f"{np.hypot(*shape.point):.1f}" == "4.6"
    assert f"{np.hypot(*shape.gradient):.1g}" == "0.0001"
    assert shape.kind == "slope"


def test_the_ravine_has_the_promised_ellipses_and_the_promised_angle():
    app = run_experiment(SLUG, "Ravine")
    assert setting(app, SLUG, "condition") == 100.0
    said = shown(app, "map").plain
    assert "axes 10 : 1" in said
    assert "77° away from the minimum" in said
    shape = local_shape(adjusted(SURFACES["ravine"], condition=100.0), -1.8, 0.3)
    assert shape.condition == pytest.approx(100)


def test_the_captions_and_formulas_carry_the_numbers_of_the_point():
    app = open_lesson(SLUG, surface="Booth", booth_x="0", booth_y="0")
    assert "height 74" in shown(app, "space").plain
    latex = app.latex[0].value
    assert r"= (-34,\, -38)" in latex
    assert "10x + 8y - 34" in latex
    assert r"\begin{pmatrix} 10 & 8 \\ 8 & 10 \end{pmatrix}" in latex
    assert r"\lambda_1 = 2" in latex
    assert r"\lambda_2 = 18" in latex


def test_what_touches_the_ground_is_written_out_with_the_numbers_of_the_point():
    at = {"surface": "Booth", "booth_x": "0", "booth_y": "1"}
    plane = open_lesson(SLUG, touching="Plane", **at).latex[0].value
    assert r"\text{plane}" in plane
    assert r"= 41 \textcolor" in plane  # (2 - 7)² + (1 - 5)²
    assert r"{- 26}\,(x - 0)" in plane
    assert r"{- 28}\,(y - 1)" in plane
    parabola = open_lesson(SLUG, touching="Parabola", **at).latex[0].value
    assert r"+ 5\,(x - 0)^2 + 8\,(x - 0)(y - 1) + 5\,(y - 1)^2" in parabola
    assert r"\text{" not in open_lesson(SLUG, touching="Nothing", **at).latex[0].value


def test_both_axes_of_curvature_are_drawn_in_space():
    names = {t.get("name") for t in shown(open_lesson(SLUG), "space").figure["data"]}
    assert {"axis 1", "axis 2"} <= names


def test_on_rastrigin_the_arrow_is_compared_with_the_lowest_of_many_minima():
    assert (
        "away from the lowest minimum" in shown(open_lesson(SLUG, surface="Rastrigin"), "map").plain
    )


def test_one_hidden_unit_is_in_the_gallery_with_its_two_weights():
    app = open_lesson(SLUG, surface="One hidden unit (MSE)", all_level="true")
    assert "2 minima and 1 saddle" in shown(app, "map").plain
    assert setting(app, SLUG, "hidden_unit_x") == -0.5


def test_the_button_goes_to_level_ground_and_then_rests():
    app = open_lesson(SLUG, surface="Himmelblau", himmelblau_x="3.2", himmelblau_y="1.9")
    button(app).click()
    healthy(app.run())
    assert [setting(app, SLUG, f"himmelblau_{axis}") for axis in "xy"] == [3.0, 2.0]
    assert button(app).disabled
    assert "a minimum" in shown(app, "space").plain


def test_where_no_level_ground_is_found_the_button_is_grey():
    assert button(run_experiment(SLUG, "Plateau")).disabled


def test_on_rastrigin_a_minimum_need_not_be_the_lowest_ground():
    app = open_lesson(SLUG, surface="Rastrigin", rastrigin_x="2", rastrigin_y="3")
    button(app).click()
    shape = shape_after(healthy(app.run()), "rastrigin")
    assert shape.kind == "minimum"
    assert shape.value > 1 > SURFACES["rastrigin"].value(0, 0)


def test_ackley_confesses_its_sharp_point():
    app = open_lesson(SLUG, surface="Ackley", ackley_x="0", ackley_y="0")
    assert "sharp point" in shown(app, "third").plain


@pytest.mark.parametrize("surface", [entry.label for entry in SURFACES.values()])
def test_the_pictures_stay_light(surface):
    figures = charts(open_lesson(SLUG, surface=surface)).values()
    assert sum(len(json.dumps(shown.figure)) for shown in figures) < 100_000


@pytest.mark.parametrize("surface", ["Rastrigin", "Ackley"])
def test_the_picture_in_space_stays_light_with_hundreds_of_marks(surface):
    app = open_lesson(SLUG, surface=surface, all_level="true")
    assert len(json.dumps(shown(app, "space").figure)) < 150_000
    assert len(json.dumps(shown(app, "map").figure)) < 150_000


@pytest.mark.parametrize("touching", ["Nothing", "Plane", "Parabola"])
def test_what_touches_the_ground_is_drawn_in_space(touching):
    app = open_lesson(SLUG, touching=touching)
    names = {trace.get("name") for trace in shown(app, "space").figure["data"]}
    assert ("tangent plane" in names) == (touching == "Plane")
    assert ("parabola" in names) == (touching == "Parabola")


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"all_level": "true"},
        {"surface": "Ravine", "condition": "200", "ravine_x": "1.5", "ravine_y": "-0.25"},
        {"surface": "Ackley"},
        {"surface": "Monkey saddle", "monkey_saddle_x": "0", "monkey_saddle_y": "0"},
    ],
)
def test_the_script_prints_the_numbers_on_the_screen(settings):
    app = open_lesson(SLUG, **settings)
    lines = [line.split(" ") for line in printed_by_script(app, SLUG).splitlines()]
    printed = {name: values for name, *values in lines if name != "axis"}
    if "all_level" in settings:
        kinds = [name for name, *_ in lines]
        counts = [kinds.count(kind) for kind in ("minimum", "saddle", "maximum")]
        assert "{} minima, {} saddles and {} maximum".format(*counts) in shown(app, "map").plain
        assert printed["turns"] == ["1"]
    caption = shown(app, "space").plain
    assert f"height {float(printed['height'][0]):.4g}" in caption
    x, y = (float(value) for value in printed["point"])
    assert f"({x:.4g}, {y:.4g})" in caption
    said = shown(app, "map").plain
    for value in printed["eigenvalues"]:
        assert f"= {float(value) + 0.0:.4g} bends" in said
    if "slope" in printed["kind"]:
        slope = np.hypot(*(float(value) for value in printed["gradient"]))
        assert f"lope {slope:.3g}" in said


def test_a_link_to_a_point_outside_the_window_falls_back():
    app = open_lesson(SLUG, himmelblau_x="99", himmelblau_y="nan", surface="no such thing")
    assert (setting(app, SLUG, "himmelblau_x"), setting(app, SLUG, "himmelblau_y")) == (0.5, 3.5)


def test_an_experiment_writes_the_point_of_a_surface_that_was_not_shown_into_the_link():
    app = run_experiment(SLUG, "Saddle")
    assert app.query_params[f"{SLUG}.saddle_x"] == "0"
    app = run_experiment(SLUG, "Ravine")
    assert app.query_params[f"{SLUG}.condition"] == "100"
