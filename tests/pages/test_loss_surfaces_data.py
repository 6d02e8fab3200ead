"""A point of the cost surface and its data: what the view claims is so."""

import json

import numpy as np
import pytest

from core.data_costs import DATA_COSTS, best_fit, cost_surface, fit_at
from core.linear import normal_equation
from core.stationary import local_shape
from core.studies.loss_surfaces.noisy_line import draw_noisy_line, typical_error
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "loss_surfaces_data"
LINE, LOGISTIC, PAIR = DATA_COSTS.values()


def shown(app, name):
    """The chart of that name; its key carries the data set, too."""
    return next(c for key, c in charts(app).items() if key.startswith(f"{SLUG}.{name}"))


def warnings(app):
    return [w.value for w in app.warning]


def test_the_first_picture_links_the_point_the_line_and_its_sticks():
    app = open_lesson(SLUG)
    misses = 1.0 - LINE.targets
    height = np.mean(misses**2)
    assert f"Model (0, 1) costs {height:.4g}; slope 4.52." in shown(app, "map").plain
    assert (
        "the line y = 0 x + 1; the largest in size of 10 misses is -2.52, at x = 1.9"
        in shown(app, "data").plain
    )
    sticks = shown(app, "data").trace("misses")["y"].reshape(-1, 3)
    np.testing.assert_allclose(sticks[:, 0], LINE.targets, rtol=1e-6)
    np.testing.assert_allclose(sticks[:, 1], 1.0)
    np.testing.assert_allclose(shown(app, "data").trace("the point")["y"], 1.0)
    assert (shown(app, "map").trace("point")["x"], shown(app, "map").trace("point")["y"]) == (0, 1)


def test_the_formula_lists_every_squared_miss_and_their_mean():
    latex = open_lesson(SLUG).latex[0].value
    terms = " ".join(f"{abs(1 - y):.3g}^2" for y in LINE.targets).split()
    assert all(term in latex for term in terms)
    assert r"\tfrac{1}{10}" in latex
    assert "2.322" in latex


def test_the_normal_equation_is_shown_with_its_sums_and_its_solution():
    latex = open_lesson(SLUG).latex[0].value
    x, y = LINE.x, LINE.targets
    for number in ((x * x).sum(), x.sum(), 10, (x * y).sum(), y.sum(), *best_fit(LINE).point):
        assert f"{number:.4g}" in latex


def test_best_line_is_the_normal_equation_and_level():
    app = run_experiment(SLUG, "Best line")
    b, w = normal_equation(LINE.x[:, None], LINE.targets)
    assert setting(app, SLUG, "line_x") == pytest.approx(w)
    assert setting(app, SLUG, "line_y") == pytest.approx(b)
    assert f"w = {w:.3f}, b = {b:.3f}" in " ".join(m.value for m in app.markdown)
    assert "as good as 0" in shown(app, "map").plain or "slope 0," in shown(app, "map").plain
    assert "uphill" not in {t.get("name") for t in shown(app, "map").figure["data"]}
    others = cost_surface(LINE).value(*np.random.default_rng(0).uniform(-2, 4, (2, 1000)))
    assert others.min() >= cost_surface(LINE).value(w, b)


def test_one_point_astray_tilts_the_best_line_and_leaves_the_shape():
    app = run_experiment(SLUG, "One point astray")
    moved = shown(app, "data").trace("data")["y"]
    np.testing.assert_allclose(np.flatnonzero(moved != LINE.targets), [9])
    assert round(LINE.targets[9] - moved[9]) == 3
    before, after = best_fit(LINE).point, best_fit(LINE, LINE.x, moved).point
    assert (round(before[0], 2), round(after[0], 2)) == (1.48, 0.78)
    assert f"({after[0]:.4g}, {after[1]:.4g})" in shown(app, "map").plain
    np.testing.assert_array_equal(
        cost_surface(LINE).hessian(0, 0), cost_surface(LINE, LINE.x, moved).hessian(0, 0)
    )


def test_the_best_line_of_ten_is_not_the_true_one_and_noise_says_why():
    app = run_experiment(SLUG, "Best is not true")
    x, y = draw_noisy_line(10, 0.7, seed=2)
    w, b = best_fit(LINE, x, y).point
    assert f"{w:.2f}" == "2.19"
    off = typical_error(x, 0.7)
    said = shown(app, "data").plain
    assert "True: y = 1.5 x + 0.5." in said
    assert f"off by {w - 1.5:+.2g} in w and {b - 0.5:+.2g} in b" in said
    assert f"typically ±{off[0]:.2g} and ±{off[1]:.2g}" in said
    truth = shown(app, "map").trace("the truth")
    assert (truth["x"][0], truth["y"][0]) == (1.5, 0.5)
    best = shown(app, "map").trace("best")
    np.testing.assert_allclose((best["x"][0], best["y"][0]), (w, b))


def test_five_hundred_examples_come_close_and_cost_what_the_noise_costs():
    run_experiment(SLUG, "500 examples")
    x, y = draw_noisy_line(500, 0.7, seed=2)
    best = best_fit(LINE, x, y).point
    assert (f"{best[0]:.2f}", f"{best[1]:.2f}") == ("1.49", "0.51")
    surface, few = cost_surface(LINE, x, y), cost_surface(LINE, x[:10], y[:10])
    assert abs(surface.value(*best) - 0.49) < 0.05
    assert abs(surface.value(1.5, 0.5) - 0.49) < 0.05
    assert surface.value(*best) >= few.value(*few.minima[0])  # no smaller than of ten


def test_without_noise_the_best_line_is_the_true_one():
    app = open_lesson(SLUG, data="A noisy line", noisy_noise="0")
    best, truth = (shown(app, "map").trace(name) for name in ("best", "the truth"))
    np.testing.assert_allclose((best["x"], best["y"]), (truth["x"], truth["y"]), atol=1e-9)


def test_will_i_pass_stands_at_the_lowest_point_with_even_odds_after_three_and_a_quarter_hours():
    app = run_experiment(SLUG, "Will I pass?")
    shape = local_shape(cost_surface(LOGISTIC), *best_fit(LOGISTIC).point)
    assert shape.kind == "minimum"
    assert "½ at 3.25 hours" in shown(app, "data").plain
    assert f"costs {shape.value:.4g}" in shown(app, "map").plain
    assert "made up" in shown(app, "data").plain
    probabilities = shown(app, "data").trace("the point")["y"]
    assert (np.diff(probabilities) > 0).all()
    assert 0 < probabilities.min() < probabilities.max() < 1


def test_separable_students_have_no_lowest_point_and_the_page_stays_calm():
    app = run_experiment(SLUG, "No lowest point")
    data = shown(app, "data").trace("data")
    np.testing.assert_array_equal(data["y"] == 1, data["x"] >= 3.5)
    assert (data["y"] != LOGISTIC.targets).sum() == 2
    assert "no lowest point, the cost falls for ever" in shown(app, "map").plain
    names = {t.get("name") for t in shown(app, "map").figure["data"]}
    assert "falls for ever" in names
    assert "best" not in names
    assert next(b for b in app.button if b.key == f"{SLUG}.best").disabled
    surface = cost_surface(LOGISTIC, data["x"], data["y"])
    w, b = setting(app, SLUG, "logistic_x"), setting(app, SLUG, "logistic_y")
    heights = [surface.value(s * w, s * b) for s in (1, 2, 3, 4)]
    assert (np.diff(heights) < 0).all()  # the steeper, the cheaper


def test_two_inputs_are_a_map_of_probabilities_with_rings_for_misses():
    app = open_lesson(SLUG, data="Two inputs")
    fit = fit_at(PAIR, 0.0, 1.0)
    rings = shown(app, "data").trace("misses")["marker"]["size"]
    assert len(shown(app, "data").trace("data")["x"]) == 12
    assert (
        f"the largest in size of 12 misses is {fit.misses[np.abs(fit.misses).argmax()]:.3g}"
        in shown(app, "data").plain
    )
    assert rings


def test_the_button_goes_to_the_lowest_point():
    app = open_lesson(SLUG, data="Two inputs")
    next(b for b in app.button if b.key == f"{SLUG}.best").click()
    healthy(app.run())
    assert setting(app, SLUG, "logistic_pair_x") == best_fit(PAIR).point[0]
    assert "no arrow" in shown(app, "map").plain


def test_a_minimum_outside_the_map_is_said_to_be_there():
    app = open_lesson(SLUG, line_all_y="9,9,9,9,9,9,9,9,9,9")
    assert "(" in shown(app, "map").plain
    assert "it lies outside this map" in shown(app, "map").plain
    assert next(b for b in app.button if b.key == f"{SLUG}.best").disabled


def test_inputs_that_are_all_the_same_make_a_valley():
    app = open_lesson(SLUG, line_all_x="1,1,1,1,1,1,1,1,1,1")
    assert "do not tell the models on the dotted line apart" in shown(app, "map").plain
    assert "all as good" in {t.get("name") for t in shown(app, "map").figure["data"]}
    assert "more than one solution" in app.latex[0].value
    names = {t.get("name") for t in shown(app, "data").figure["data"]}
    assert "one of the best" in names
    assert "best" not in names


def test_rounding_is_not_told_as_a_number():
    app = open_lesson(SLUG, data="A noisy line", noisy_noise="0")
    assert "which costs 0." in shown(app, "map").plain
    assert "There is no noise, so the best line is the true one." in shown(app, "data").plain
    halves = "0,0,0,0,0,0,1,1,1,1,1,1"
    for source in ({"data": "Will I pass?", "logistic_all_passed": halves},):
        assert "e-1" not in shown(open_lesson(SLUG, **source), "map").plain


def test_data_that_make_no_surface_are_refused_with_a_reason():
    app = open_lesson(SLUG, data="Will I pass?", logistic_all_passed="0,0,0,0,0.5,0,1,0,1,1,1,1")
    assert any("a label may be 0 or 1" in text for text in warnings(app))
    np.testing.assert_array_equal(shown(app, "data").trace("data")["y"], LOGISTIC.targets)
    app = open_lesson(SLUG, data="Two inputs", **{
        "logistic_pair_all_lectures": ",".join("0" * 12),
        "logistic_pair_all_project": ",".join("0" * 12),
    })  # fmt: skip
    assert any("as good as 0" in text for text in warnings(app))


def test_the_boxes_of_every_list_open():
    for source, names in (("Ten points", "xy"), ("Will I pass?", ("hours", "passed"))):
        app = open_lesson(SLUG, data=source)
        key = "line" if source == "Ten points" else "logistic"
        for name in names:
            app.session_state[f"{SLUG}.{key}_all_{name}.boxes"] = True
        healthy(app.run())
        count = len(DATA_COSTS[key].x)
        boxes = [box for box in app.number_input if "_all_" in (box.key or "")]
        assert len(boxes) == 2 * count
        boxes[0].set_value(boxes[0].value + boxes[0].step)
        healthy(app.run())


@pytest.mark.parametrize("source", ["Ten points", "A noisy line", "Will I pass?", "Two inputs"])
def test_the_script_prints_the_numbers_on_the_screen(source):
    app = open_lesson(SLUG, data=source)
    printed = {
        (parts := line.split(" "))[0]: parts[1:]
        for line in printed_by_script(app, SLUG).splitlines()
    }
    said = shown(app, "map").plain
    assert f"costs {float(printed['cost'][0]):.4g};" in said
    assert f"slope {np.hypot(*map(float, printed['gradient'])):.3g}" in said
    assert f"which costs {float(printed['lowest'][0]):.4g}" in said
    costs = [float(v) for v in printed["costs"]]
    np.testing.assert_allclose(np.mean(costs), float(printed["cost"][0]))
    u, v = (float(v) for v in printed["best"][2:])
    assert f"({u:.4g}, {v:.4g})" in said


def test_the_pictures_stay_light():
    for source in ("A noisy line", "Two inputs"):
        figures = charts(open_lesson(SLUG, data=source, noisy_n="500")).values()
        assert all(len(json.dumps(chart.figure)) < 100_000 for chart in figures)
