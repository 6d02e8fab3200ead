"""What the opened step says, held against the rules themselves."""

import json
import re

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.inside_step import formulas_of, open_step
from core.studies.gradient_descent.rule_variants import RULE_VARIANTS, without_look_ahead
from core.studies.gradient_descent.step_history import farthest_apart, numbers_over_time
from core.surfaces import SURFACES
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "gradient_descent_step"
BY_SLOPE = ("sgd", "momentum", "nesterov")


def picture(app):
    return charts(app)[f"{SLUG}.step"]


def switched(app, name):
    """Whether a switch is there, and on."""
    return f"{SLUG}.{name}" in app.session_state and app.session_state[f"{SLUG}.{name}"]


def setup(app):
    """Surface, rule, variant, knobs of both, start and step of today's settings."""
    surface = SURFACES[setting(app, SLUG, "surface")]
    rule = OPTIMIZERS[setting(app, SLUG, "rule")]
    own = f"{surface.key}_" if rule.key in BY_SLOPE else ""
    knobs = {
        k.name: setting(app, SLUG, f"{own if k.name == 'lr' else ''}{rule.key}_{k.name}")
        for k in rule.knobs
    }
    on = [v for v in RULE_VARIANTS.values() if v.method == rule.key and switched(app, v.key)]
    variant = on[0] if on else None
    start = tuple(setting(app, SLUG, f"{surface.key}_{axis}") for axis in "xy")
    return surface, rule, variant, knobs, start, setting(app, SLUG, "t")


def opened(app):
    """The walk and the step of today's settings, computed again."""
    surface, rule, variant, knobs, start, t = setup(app)
    walk = descend(surface, variant or rule, start, steps=60, **knobs)
    return walk, open_step(variant or rule, walk, t, **knobs)


def assert_said(shown, step):
    """The move that the caption tells and the strip that draws it are those of the step."""
    told = re.search(r"the move is \(([^)]*)\)", shown.plain)[1]
    told = re.sub(r"\s·\s10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", power, told)
    np.testing.assert_allclose(
        [float(part) for part in told.split(",")], step.numbers["moved"], rtol=1e-3
    )
    drawn = shown.trace("move Δθ, x")["y"]
    np.testing.assert_allclose(drawn[step.t - 1], step.numbers["moved"][0], rtol=1e-5)


def power(found):
    """A printed power of ten, as a program writes it."""
    return "e" + found[1].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))


def test_at_first_sight_the_slope_pulls_across_and_the_memory_along():
    app = open_lesson(SLUG)
    _, step = opened(app)
    assert_said(picture(app), step)
    slope, memory, move = step.arrows["slope"], step.arrows["memory"], step.numbers["moved"]
    downhill = -step.numbers["gradient"]
    assert abs(downhill[1]) > 10 * abs(downhill[0])  # almost across
    assert abs(slope[1]) < 1.5 * abs(slope[0])  # turned
    assert np.hypot(*memory) > 3 * np.hypot(*slope)
    assert abs(memory[1]) < 0.1 * abs(memory[0])  # along the ravine
    np.testing.assert_allclose(slope + memory, move)
    assert "arrows drawn 10 times as long" in json.dumps(picture(app).figure["layout"])


def test_whatever_the_slope_the_first_step_is_as_long_as_the_rate():
    app = run_experiment(SLUG, "Whatever the slope")
    _, step = opened(app)
    assert_said(picture(app), step)
    np.testing.assert_allclose(np.abs(step.numbers["moved"]), 0.1, rtol=1e-8)
    slope = np.abs(step.numbers["gradient"])
    assert slope[1] / slope[0] == pytest.approx(12.5)
    app.session_state[f"{SLUG}.ravine_x"] = 0.7
    healthy(app.run())
    _, step = opened(app)
    np.testing.assert_allclose(np.abs(step.numbers["moved"]), 0.1, rtol=1e-7)


def test_without_correction_the_first_step_is_three_times_too_long():
    app = run_experiment(SLUG, "Without correction")
    _, step = opened(app)
    assert_said(picture(app), step)
    factor = (1 - 0.9) / np.sqrt(1 - 0.999)
    assert f"{factor:.2f}" == "3.16"
    np.testing.assert_allclose(np.abs(step.numbers["moved"]), 0.1 * factor, rtol=1e-5)
    assert "(0.3162, -0.3162)" in picture(app).plain
    surface, rule, variant, knobs, start, _ = setup(app)
    both = [descend(surface, r, start, steps=60, **knobs) for r in (variant, rule)]
    apart, when = farthest_apart(*both)
    assert f"farthest from Adam after step {when}: {apart:.3g} apart" in picture(app).plain


def test_the_rate_of_adagrad_only_ever_shrinks_and_here_does_no_harm():
    app = run_experiment(SLUG, "Only ever shrinks")
    walk, step = opened(app)
    assert_said(picture(app), step)
    for axis in "xy":
        assert np.all(np.diff(picture(app).trace(f"effective rate α, {axis}")["y"]) <= 0)
    assert np.hypot(*walk.points[-1]) < 1e-4
    rates = numbers_over_time(OPTIMIZERS["adagrad"], walk)["rate"]
    assert rates[-1].min() > 0.5 * rates[0].min()


def test_the_rate_of_rmsprop_rises_again():
    app = run_experiment(SLUG, "Forgets, and recovers")
    _, step = opened(app)
    assert_said(picture(app), step)
    across = picture(app).trace("effective rate α, y")["y"]
    assert across[59] / across[2] == pytest.approx(4 / 3, rel=0.01)
    assert np.abs(picture(app).trace("slope g, y")["y"][10:]).max() < 0.01


def test_on_a_steady_slope_the_velocity_is_ten_slopes_and_a_mean_is_one():
    app = run_experiment(SLUG, "Ten slopes deep")
    walk, step = opened(app)
    assert_said(picture(app), step)
    np.testing.assert_allclose(step.numbers["v"] / step.numbers["gradient"], 10, rtol=0.02)
    app.session_state[f"{SLUG}.momentum_mean"] = True
    healthy(app.run())
    _, mean = opened(app)
    np.testing.assert_allclose(mean.numbers["v"] / mean.numbers["gradient"], 1, rtol=0.03)
    app.session_state[f"{SLUG}.made_up"] = True
    healthy(app.run())
    assert "the same path as that of Momentum" in picture(app).plain
    same = picture(app).trace("Momentum, v a mean")["x"]
    np.testing.assert_allclose(same, walk.points[:50, 0], rtol=1e-5)


def test_both_forms_of_nesterov_walk_one_path_and_the_walker_stands_behind():
    app = run_experiment(SLUG, "Two Nesterovs, one path")
    walk, step = opened(app)
    assert_said(picture(app), step)
    assert "the same path as that of Nesterov" in picture(app).plain
    surface, rule, _, knobs, start, t = setup(app)
    rewritten = descend(surface, rule, start, steps=60, **knobs)
    np.testing.assert_allclose(walk.points, rewritten.points, rtol=0, atol=1e-12)
    walker = without_look_ahead(rewritten, **knobs)
    np.testing.assert_allclose(picture(app).trace("the walker θ")["x"], walker[:t, 0], rtol=1e-5)
    leap = picture(app).trace("its leap ahead")
    np.testing.assert_allclose(leap["x"], [walker[t - 1, 0], step.before[0]], rtol=1e-5)
    drawn = [picture(app).trace(name)["x"][:t] for name in ("Nesterov, looking ahead", "Nesterov")]
    np.testing.assert_allclose(*drawn, rtol=1e-5)


def test_the_formulas_and_the_table_hold_the_numbers_of_the_step():
    app = open_lesson(SLUG, coordinate="y")
    _, step = opened(app)
    latex = app.latex[0].value
    for line in formulas_of(step, 1).values():
        assert line.numbers.rpartition("=")[2].strip() in latex
    table = next(block.value for block in app.markdown if "the whole move" in block.value)
    rows = [line for line in table.splitlines() if "whole move" in line]
    cells = rows[0].replace("−", "-").split("|")
    np.testing.assert_allclose([float(cells[3]), float(cells[4])], step.numbers["moved"], rtol=1e-4)


def test_the_link_of_an_experiment_opens_the_same_picture():
    for name in ("Without correction", "Two Nesterovs, one path"):
        app = open_lesson(SLUG, rule="RMSprop")  # so that the switches were never drawn before
        next(g for g in app.button_group if g.key == f"{SLUG}.experiment").set_value(name)
        healthy(app.run())
        link = {k.removeprefix(f"{SLUG}."): v for k, v in app.query_params.items()}
        link = {k: v[0] if isinstance(v, list) else v for k, v in link.items() if "." not in k}
        assert picture(open_lesson(SLUG, **link)).caption == picture(app).caption


def test_a_walk_that_ends_before_the_step_shows_its_last_step():
    app = open_lesson(SLUG, rule="SGD", ravine_sgd_lr="0.2", t="60")
    assert "diverges after step" in picture(app).plain
    assert re.search(r"step (\d+) of \1", picture(app).plain)


def test_the_arrow_buttons_go_one_step():
    app = open_lesson(SLUG)
    next(b for b in app.button if b.label == "Next").click()
    healthy(app.run())
    assert setting(app, SLUG, "t") == 9
    assert "step 9 of 60" in picture(app).plain


@pytest.mark.parametrize(
    ("rule", "variant"),
    [
        ("adam", None),
        ("nadam", None),
        ("lion", None),
        ("nesterov", "nesterov_ahead"),
        ("adamw", "adam_l2"),
    ],
)
def test_the_script_prints_every_number_of_the_step(rule, variant):
    app = open_lesson(SLUG)
    app.session_state[f"{SLUG}.rule"] = rule
    if variant:
        app.session_state[f"{SLUG}.{variant}"] = True
    printed = {
        name: list(map(float, rest))
        for name, *rest in map(str.split, printed_by_script(app, SLUG).splitlines())
    }
    _, step = opened(app)
    for name, value in step.numbers.items():
        if name in printed:
            np.testing.assert_allclose(printed[name], np.atleast_1d(value), rtol=1e-12, atol=1e-300)
    assert {"gradient", "moved", "params", "lr"} <= set(printed)


@pytest.mark.parametrize(
    "link",
    [
        {"t": "0"},
        {"t": "61"},
        {"t": "8.5"},
        {"adam_uncorrected": "nonsense"},
        {"coordinate": "z"},
        {
            "rule": "Momentum",
            "momentum_beta": "0.9999",
            "momentum_mean": "true",
            "made_up": "true",
        },
        {"surface": "Saddle", "saddle_x": "0", "saddle_y": "0"},
    ],
)
def test_bad_and_extreme_links_still_open_a_step(link):
    assert "the move is" in picture(open_lesson(SLUG, **link)).plain


def test_a_walk_that_ends_early_is_stepped_back_from_where_it_ended():
    app = open_lesson(SLUG, rule="SGD", ravine_sgd_lr="0.02", t="60")
    said = charts(app)[f"{SLUG}.step"].plain
    last = int(re.search(r"step (\d+) of", said)[1])
    assert last < 59
    assert "There is no step 60." in said
    back, forth = (next(b for b in app.button if b.label == name) for name in ("Back", "Next"))
    assert forth.disabled
    back.click()
    healthy(app.run())
    assert setting(app, SLUG, "t") == last - 1
