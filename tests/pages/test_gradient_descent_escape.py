"""What the view of saddles and basins says, held against the numbers."""

import math
import re

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.basins import DIVERGED, NOT_YET, basin_map, found_lowest
from core.studies.gradient_descent.nudges import NUDGES, foretold, walk_off
from core.studies.gradient_descent.restarts import (
    chance_of_success,
    measured_success,
    restarts,
    success_error,
)
from core.studies.gradient_descent.saddle import growth, steps_to_leave
from core.surfaces import SURFACES
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "gradient_descent_escape"


def knobs(app):
    """The knobs of today's rule."""
    surface, rule = setting(app, SLUG, "landscape"), OPTIMIZERS[setting(app, SLUG, "rule")]
    own = f"{surface}_{rule.key}_lr"
    lr = own if f"{SLUG}.{own}" in app.session_state else f"{rule.key}_lr"
    others = [k.name for k in rule.knobs if k.name not in ("lr", "eps")]
    return {"lr": setting(app, SLUG, lr)} | {
        name: setting(app, SLUG, f"{rule.key}_{name}") for name in others
    }


def explored(app):
    """The map of today's settings, computed again."""
    surface, rule = (
        SURFACES[setting(app, SLUG, "landscape")],
        OPTIMIZERS[setting(app, SLUG, "rule")],
    )
    return surface, rule, basin_map(surface, rule, steps=setting(app, SLUG, "steps"), **knobs(app))


def shares(app):
    """The bars of the picture, by their labels."""
    bars = charts(app)[f"{SLUG}.map"].trace("shares")
    return dict(zip(bars["y"], bars["x"], strict=True))


def test_at_first_sight_every_start_has_the_color_of_its_end():
    app = open_lesson(SLUG)
    surface, _, basins = explored(app)
    assert surface.key == "himmelblau"
    shown = charts(app)[f"{SLUG}.map"].trace("starts")["z"]
    for index in range(4):
        assert np.unique(shown[basins.reached == index]).tolist() == [index]
    assert np.unique(shown[basins.reached == DIVERGED]).tolist() == [5]


def test_curled_borders_twelve_percent_diverge_near_the_edges():
    app = run_experiment(SLUG, "Curled borders")
    surface, rule, basins = explored(app)
    assert rule.key == "momentum"
    assert round(100 * basins.share(DIVERGED)) == 12
    assert shares(app)["diverged"] == pytest.approx(100 * basins.share(DIVERGED))
    x, y = np.meshgrid(basins.x, basins.y)
    assert np.maximum(abs(x), abs(y))[basins.reached == DIVERGED].min() > 3.9
    plain = basin_map(surface, OPTIMIZERS["sgd"], lr=0.01)
    inside = (np.maximum(abs(x), abs(y)) < 5) & (basins.reached >= 0)
    assert (basins.reached != plain.reached)[inside].mean() > 0.1  # not the valley of the start


def test_plain_borders_no_start_is_lost_and_only_strips_near_the_edges_cross_over():
    app = run_experiment(SLUG, "Plain borders")
    surface, rule, basins = explored(app)
    assert rule.key == "sgd"
    assert basins.share(DIVERGED) == basins.share(NOT_YET) == 0
    creeping = basin_map(surface, rule, lr=0.001, steps=500)
    x, y = np.meshgrid(basins.x, basins.y)
    crossed = (basins.reached != creeping.reached) & (creeping.reached >= 0)
    inner = np.maximum(abs(x), abs(y)) < 4
    assert crossed[inner].mean() < 0.01
    assert crossed[~inner].mean() > 0.03
    corners = np.minimum(abs(x), abs(y)) > 4
    assert (crossed & ~inner & ~corners).sum() > crossed.sum() / 2  # along the edges, too


def test_a_poor_minimum_two_are_lower_and_starting_again_finds_one_of_them():
    app = run_experiment(SLUG, "A poor minimum")
    surface, rule, basins = explored(app)
    walk = descend(surface, rule, (-1.9, -0.9), steps=300, **knobs(app))
    assert walk.values[-1] == pytest.approx(2.10, abs=0.005)
    assert np.hypot(*walk.gradients[-1]) < 1e-6
    assert basins.lowest.sum() == 2
    assert basins.heights[0] == pytest.approx(-1.03, abs=0.005)
    assert round(100 * basins.chance) == 59
    assert round(100 * chance_of_success(basins.chance, 5)) == 99
    caption = charts(app)[f"{SLUG}.again"].plain
    walks = restarts(surface, rule, tries=5, seed=0, **knobs(app))
    first = 1 + int(np.argmax(walks.values <= walks.values.min() + 1e-6))
    assert f"height {walks.best_so_far[-1]:.4g}, first in try {first}" in caption


def test_an_egg_carton_holds_121_minima_and_thirty_tries_seldom_find_the_lowest():
    app = run_experiment(SLUG, "Egg carton")
    surface, rule, basins = explored(app)
    assert len(basins.minima) == 121
    assert round(100 * basins.chance) == 1
    assert 0.22 < chance_of_success(basins.chance, 30) < 0.28
    found = found_lowest(surface, basins, restarts(surface, rule, tries=4000, seed=1, **knobs(app)))
    measured, error = measured_success(found, 30), success_error(found.mean(), 4000, 30)[-1]
    again = charts(app)[f"{SLUG}.again"]
    np.testing.assert_allclose(again.trace("measured")["y"], measured, rtol=1e-5)
    assert f"measured {100 * measured[-1]:.1f} ± {100 * error:.1f} %" in again.caption
    assert abs(measured[-1] - chance_of_success(basins.chance, 30)) < 2 * error
    x, y = np.meshgrid(basins.x, basins.y)  # each stays in the hollow it starts in
    away = np.hypot(basins.ends[..., 0] - x, basins.ends[..., 1] - y)
    assert np.median(away) < 0.5
    assert shares(app)["lowest"] == pytest.approx(100 * basins.share(0))


def test_too_flat_to_move_a_quarter_is_nowhere_yet_and_adam_brings_all_home():
    app = run_experiment(SLUG, "Too flat to move")
    surface, _, basins = explored(app)
    assert round(100 * basins.share(NOT_YET)) == 28
    assert "27.7 % none yet" in charts(app)[f"{SLUG}.map"].caption
    assert basin_map(surface, OPTIMIZERS["adam"]).chance == 1
    app.selectbox(key=f"{SLUG}.rule").set_value("Adam")
    assert "100.0 % reach" in charts(healthy(app.run()))[f"{SLUG}.map"].caption


def test_off_the_ridge_a_millionth_beside_is_enough_and_the_exact_ridge_never_left():
    app = run_experiment(SLUG, "Off the ridge")
    how = {"beside": 1e-6, "noise": 1e-6, "steps": 200, "lr": 0.05, "beta": 0.9}
    chart = charts(app)[f"{SLUG}.ridge"]
    for key, steps in {"beside_ridge": 145, "with_momentum": 52, "with_adam": 20}.items():
        walk = walk_off(NUDGES[key], **how)
        assert steps_to_leave(walk.points[:, 1], 1.0) == steps
        assert f"{NUDGES[key].label} after {steps} steps" in chart.caption
        away = chart.trace(f"{NUDGES[key].label}: distance")["y"]
        np.testing.assert_allclose(away, np.abs(walk.points[:, 1]), rtol=1e-5)
    for key in ("on_ridge", "on_with_momentum", "on_with_adam"):
        assert not walk_off(NUDGES[key], **how).points[:, 1].any()
    still = "On the ridge; On it, momentum; On it, Adam."
    assert f"Exactly 0 away, so without a line at the right: {still}" in chart.caption
    assert "Lines that end at a cross have diverged" in chart.caption
    plain = walk_off(NUDGES["beside_ridge"], **how).points[:, 1]
    np.testing.assert_allclose(plain[1:] / plain[:-1], 1.1)
    noisy = walk_off(NUDGES["with_noise"], **how)
    left = steps_to_leave(noisy.points[:, 1], 1.0)
    assert f"On it, with noise after {left:.0f} steps" in chart.caption


def test_where_all_minima_are_equally_low_none_is_called_the_lowest():
    app = open_lesson(SLUG)
    caption = charts(app)[f"{SLUG}.again"].caption
    assert "height 0, first in try" in caption
    assert "All 4 minima are equally low. That one of 10 finds one of them" in caption
    assert r"\approx 1" in "".join(block.value for block in app.latex)  # and not exactly


def test_dashed_is_what_theory_promises():
    app = run_experiment(SLUG, "Off the ridge")
    promised = foretold(
        NUDGES["with_momentum"], beside=1e-6, noise=1e-6, steps=200, lr=0.05, beta=0.9
    )
    shown = charts(app)[f"{SLUG}.ridge"].trace("predicted Beside it, momentum")["y"]
    np.testing.assert_allclose(shown, promised, rtol=1e-5)
    formula = " ".join(block.value for block in app.latex)
    assert rf"r = {growth(0.05, beta=0.9):.5g}" in formula
    assert r"1 + 2 \cdot 0.05" in formula


def test_beware_ten_times_closer_costs_a_constant_number_of_steps():
    more = math.log(10) / math.log(1.1)
    steps = []
    for beside in (1e-4, 1e-6, 1e-8):
        away = foretold(NUDGES["beside_ridge"], beside=beside, noise=0, steps=300, lr=0.05, beta=0)
        steps.append(float(steps_to_leave(away, 1.0)))
    assert np.diff(steps) == pytest.approx(2 * more, abs=1)


@pytest.mark.parametrize("rule", ["sgd", "momentum", "adam", "lion"])
def test_the_script_of_the_map_prints_the_numbers_of_the_caption(rule):
    app = open_lesson(SLUG, rule=OPTIMIZERS[rule].label, landscape="Six-hump camel")
    caption = charts(app)[f"{SLUG}.map"].caption
    lines = printed_by_script(app, SLUG).splitlines()
    said = [float(n) for n in re.findall(r"(\d+\.\d) %", caption)]
    printed = [float(line.split()[-1]) for line in lines[-3:]]
    assert [round(p, 1) for p in printed] == pytest.approx(said, abs=0.051)
    surface, used, basins = explored(app)
    walk = descend(surface, used, surface.start, steps=300, **knobs(app))
    assert float(lines[0].split()[-1]) == pytest.approx(walk.values[-1], rel=1e-9)
    for line, share in zip(lines[1:], basins.shares, strict=False):
        assert float(line.split()[-1]) == pytest.approx(100 * share)


def test_the_script_of_the_map_knows_who_diverged():
    lines = printed_by_script(open_lesson(SLUG), SLUG).splitlines()
    basins = basin_map(SURFACES["himmelblau"], OPTIMIZERS["momentum"])
    assert float(lines[-1].split()[-1]) == pytest.approx(100 * basins.share(DIVERGED))


def test_the_script_of_the_saddle_prints_the_steps_of_the_caption():
    app = run_experiment(SLUG, "Off the ridge")
    caption = charts(app)[f"{SLUG}.ridge"].caption
    ends = [line for line in printed_by_script(app, SLUG).splitlines() if "more than 1" in line]
    assert len(ends) == len(NUDGES)
    for line in ends:
        name, left = re.match(r"(.+): more than 1 from the ridge after (\w+) steps", line).groups()
        still = caption.partition("Exactly 0 away")[2]
        assert name in still if left == "None" else f"{name} after {left} steps" in caption


def test_a_click_on_the_map_moves_the_start_and_stays_in_the_window():
    app = open_lesson(SLUG, himmelblau_x="99", himmelblau_y="2")
    assert setting(app, SLUG, "himmelblau_x") == -0.5
    assert "from (−0.5, 2)" in charts(app)[f"{SLUG}.map"].caption


def test_the_map_is_computed_once_for_all_starts_on_it(monkeypatch):
    from pages.views.gradient_descent import escape

    app = open_lesson(SLUG)
    monkeypatch.setattr(escape, "basin_map", None)  # would fail if it were called again
    app.number_input(key=f"{SLUG}.himmelblau_x").set_value(3.3)
    assert "from (3.3, −1.2)" in charts(healthy(app.run()))[f"{SLUG}.map"].caption


def test_no_landscape_without_a_minimum_is_on_offer_for_the_map():
    options = open_lesson(SLUG).selectbox(key=f"{SLUG}.landscape").options
    assert not {"Saddle", "Monkey saddle"} & set(options)
    assert len(options) == len(SURFACES) - 2
