"""What the gradient-descent lesson says, held against the numbers."""

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.surfaces import SURFACES, sample
from tests.app import charts, open_lesson, run_experiment, setting

SLUG = "gradient_descent"


def race(app):
    return charts(app)[f"{SLUG}.race"]


def walks(app):
    """The walks of today's settings, computed again."""
    surface = SURFACES[setting(app, SLUG, "surface")]
    start = [setting(app, SLUG, f"{surface.key}_{axis}") for axis in "xy"]
    return {
        key: descend(
            surface,
            OPTIMIZERS[key],
            start,
            steps=setting(app, SLUG, "steps"),
            lr=setting(app, SLUG, f"{key}_lr"),
        )
        for key in setting(app, SLUG, "rules")
    }


def test_the_picture_shows_the_walks_that_core_computed():
    app = open_lesson(SLUG)
    for walk in walks(app).values():
        trail = race(app).trace(walk.label)
        np.testing.assert_allclose(trail["x"], walk.points[:, 0], rtol=1e-5, atol=1e-12)
        np.testing.assert_allclose(trail["y"], walk.points[:, 1], rtol=1e-5, atol=1e-12)


def test_at_first_sight_plain_descent_is_left_behind():
    plain, heavy, adam = walks(open_lesson(SLUG)).values()
    assert plain.values[-1] > 50 * heavy.values[-1]
    assert plain.values[-1] > 50 * adam.values[-1]


def test_the_caption_says_where_each_rule_stands():
    app = open_lesson(SLUG)
    for walk in walks(app).values():
        assert (
            f"{walk.label} stands at height {walk.values[-1]:.3g} after 80 steps"
            in race(app).caption
        )


def test_zigzag_plain_descent_crosses_the_ravine_at_every_step_and_momentum_gets_further():
    app = run_experiment(SLUG, "Zigzag")
    plain, heavy = walks(app).values()
    assert np.all(plain.points[:10, 1] * plain.points[1:11, 1] < 0)
    np.testing.assert_allclose(plain.points[1:, 0] / plain.points[:-1, 0], 0.98)
    assert np.abs(heavy.points[5:40, 1]).max() > np.abs(plain.points[5:40, 1]).max()
    assert heavy.values[-1] < plain.values[-1]


def test_over_the_edge_diverges_because_the_rate_exceeds_two_over_the_steepest_curvature():
    app = run_experiment(SLUG, "Over the edge")
    (walk,) = walks(app).values()
    steepest = np.linalg.eigvalsh(SURFACES["ravine"].hessian(0.0, 0.0))[-1]
    assert steepest == 150
    assert setting(app, SLUG, "sgd_lr") > 2 / steepest
    assert walk.outcome == "diverged"
    assert np.all(np.diff(np.abs(walk.points[:, 1])) > 0)
    assert "SGD diverges" in race(app).caption
    assert race(app).trace("SGD (diverged)")["x"].size == len(walk.values)


def test_in_the_valley_of_bananas_plain_descent_is_still_far_away():
    app = run_experiment(SLUG, "Valley of bananas")
    plain, adam = walks(app).values()
    for walk in (plain, adam):  # the floor of the valley is y = x²
        x, y = walk.points[20]
        assert abs(y - x**2) < 0.1 * abs(walk.points[0, 1] - walk.points[0, 0] ** 2)
    assert np.linalg.norm(plain.points[-1] - 1) > 1
    assert np.linalg.norm(plain.gradients[-1]) < 0.02 * np.linalg.norm(plain.gradients[0])


def test_on_the_ridge_of_the_saddle_plain_descent_stays_for_ever():
    (walk,) = walks(run_experiment(SLUG, "Stuck on the ridge")).values()
    assert np.all(walk.points[:, 1] == 0)
    assert abs(walk.points[-1, 0]) < 1e-6
    nudged = descend(SURFACES["saddle"], OPTIMIZERS["sgd"], (-1.8, 1e-6), steps=80, lr=0.1)
    assert abs(nudged.points[-1, 1]) > 1


def test_the_prediction_is_right_along_the_ravine_a_step_takes_off_less_than_three_percent():
    limit = 2 / 150  # the zigzag across then neither grows nor shrinks
    walk = descend(SURFACES["ravine"], OPTIMIZERS["sgd"], (1.0, 0.0), steps=1, lr=limit)
    assert 1 - walk.points[1, 0] == pytest.approx(4 / 150)


def test_momentum_with_the_other_convention_needs_a_larger_rate():
    """v ← βv + (1 − β)g with rate η / (1 − β) is the same walk as v ← βv + g with rate η."""
    surface, beta, lr = SURFACES["ravine"], 0.9, 0.01
    walk = descend(surface, OPTIMIZERS["momentum"], (-1.8, 0.3), steps=30, lr=lr, beta=beta)
    point, v = np.array([-1.8, 0.3]), np.zeros(2)
    for _ in range(30):
        v = beta * v + (1 - beta) * surface.gradient(*point)
        point = point - lr / (1 - beta) * v
    np.testing.assert_allclose(walk.points[-1], point, rtol=1e-9)


@pytest.mark.parametrize("surface", SURFACES)
def test_the_script_prints_the_heights_of_the_caption(surface):
    app = open_lesson(SLUG, surface=SURFACES[surface].label)
    app.session_state[f"{SLUG}.take"] = True
    app.run()
    script = next(block.value for block in app.code if block.value.startswith('"""From Glassnet'))
    run = subprocess.run(
        [sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True
    )
    assert not run.stderr
    last = {line.split()[0]: float(line.split()[-1]) for line in run.stdout.splitlines()}
    for walk in walks(app).values():
        if walk.outcome == "finished":
            assert last[walk.label] == pytest.approx(walk.values[-1], rel=1e-12)


def test_a_click_out_of_reach_is_no_way_round_the_limits():
    app = open_lesson(SLUG, ravine_x="99")
    assert setting(app, SLUG, "ravine_x") == -1.8


def test_the_second_step_stands_under_the_picture_in_numbers_with_every_knob():
    app = open_lesson(SLUG)
    formula = " ".join(block.value for block in app.latex)
    for walk in walks(app).values():
        (x, y), (u, v) = walk.points[1:3]
        assert rf"({x:.4g},\, {y:.4g}) \to ({u:.4g},\, {v:.4g})" in formula
    for knob in (r"\eta=0.01", r"\beta=0.9", r"\beta_1=0.9", r"\beta_2=0.999"):
        assert knob in formula


def test_on_a_log_scale_the_landscape_loses_nothing_but_the_deepest_ground():
    app = open_lesson(SLUG)
    shown = race(app).trace("landscape")
    values = sample(SURFACES["ravine"], 80).values
    np.testing.assert_allclose(shown["customdata"], values, rtol=1e-6)
    deep = shown["z"] <= shown["z"].min()
    np.testing.assert_allclose(10 ** shown["z"][~deep], (values - values.min())[~deep], rtol=1e-5)


def test_the_playback_of_eight_rules_over_three_hundred_steps_stays_under_400_kilobytes():
    app = open_lesson(
        SLUG, steps="300", rules=[rule.label for rule in list(OPTIMIZERS.values())[:8]]
    )
    assert len(setting(app, SLUG, "rules")) == 8
    assert len(json.dumps(race(app).figure)) < 400_000
    assert re.search(r"after \d+ steps", race(app).caption)
