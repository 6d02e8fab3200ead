"""What the race says, held against the numbers."""

import json
import re

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.schedules import SCHEDULES, planned
from core.studies.gradient_descent.fair_search import fair_search
from core.studies.gradient_descent.race import RACERS, run, standings
from core.surfaces import SURFACES, sample
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "gradient_descent_race"


def race(app):
    return charts(app)[f"{SLUG}.race"]


def setup(app):
    """Surface, racers, start, steps, schedule and knobs of today's settings, as far as rates are not tuned."""
    surface = SURFACES[setting(app, SLUG, "surface")]
    start = tuple(setting(app, SLUG, f"{surface.key}_{axis}") for axis in "xy")
    steps, schedule = setting(app, SLUG, "steps"), SCHEDULES[setting(app, SLUG, "schedule")]
    own = {
        k.name: setting(app, SLUG, f"{schedule.key}_{k.name}")
        for k in schedule.knobs
        if k.name != "steps"
    }
    plan = None if schedule.key == "constant" else planned(schedule, steps, **own)
    racers = [RACERS[key] for key in setting(app, SLUG, "rules")]
    knobs = {
        r.key: {k.name: setting(app, SLUG, f"{r.key}_{k.name}") for k in r.knobs if k.name != "lr"}
        for r in racers
    }
    return surface, racers, start, steps, plan, knobs


def searched(app):
    """The search of today's settings, computed again."""
    surface, racers, start, steps, plan, knobs = setup(app)
    rules = [OPTIMIZERS[r.key] for r in racers if r.key in OPTIMIZERS]
    return fair_search(surface, rules, start, steps=steps, schedule=plan, knobs=knobs)


def walks(app):
    """The walks of today's settings, computed again."""
    surface, racers, start, steps, plan, knobs = setup(app)
    tuned = setting(app, SLUG, "tuned")
    rates = (
        {key: found.best_rate for key, found in searched(app).items()}
        if tuned
        else {r.key: setting(app, SLUG, f"{r.key}_lr") for r in racers if r.key in OPTIMIZERS}
    )
    return {
        r.key: run(
            surface,
            r,
            start,
            steps=steps,
            schedule=plan,
            **knobs[r.key],
            **({"lr": rates[r.key]} if r.key in rates else {}),
        )
        for r in racers
    }


def table(app):
    """The table below the picture: cells by racer."""
    text = next(block.value for block in app.markdown if "length of the path" in block.value)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]
    return {row[0]: row[1:] for row in rows}


def scripted(app):
    """The last height that the script prints for every racer."""
    return {
        line.split()[0]: float(line.split()[-1])
        for line in printed_by_script(app, SLUG).splitlines()
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
    plain, heavy, _ = walks(app).values()
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


def test_fair_rates_rules_with_a_scale_for_each_coordinate_arrive_first():
    app = run_experiment(SLUG, "Fair rates")
    found, walked = searched(app), walks(app)
    arrived = {key: s.arrived for key, s in standings(SURFACES["ravine"], walked).items()}
    expected = {"rmsprop": 4, "adagrad": 5, "nesterov": 54, "adam": 78, "momentum": 82, "sgd": None}
    assert arrived == expected
    for key, steps in arrived.items():  # there to stay, in twice as many steps too
        lr = found[key].best_rate
        longer = descend(SURFACES["ravine"], OPTIMIZERS[key], (-1.8, 0.3), steps=200, lr=lr).values
        assert steps is None or ((longer[steps:] <= 1e-3).all() and longer[steps - 1] > 1e-3)
    low, high = SURFACES["ravine"].window[1]
    assert not low <= walked["rmsprop"].points[1, 1] <= high  # its first step leaves the window
    best = found["adagrad"].best_rate
    assert found["sgd"].diverged[found["sgd"].rates >= best].all()
    cells = table(app)
    for search in found.values():
        assert cells[search.label][0] == f"{search.best_rate:.3g}"
    assert [cells[name][1] for name in ("RMSprop", "AdaGrad", "SGD")] == ["4", "5", "–"]
    assert "Best: SGD 0.0116; Momentum 0.00186" in charts(app)[f"{SLUG}.rates"].caption
    assert "SGD from 0.0139" in charts(app)[f"{SLUG}.rates"].caption


def test_the_whole_curve_of_rates_is_shown_with_the_best_ringed_and_the_diverged_crossed():
    app = run_experiment(SLUG, "Fair rates")
    chart = charts(app)[f"{SLUG}.rates"]
    for search in searched(app).values():
        shown = chart.trace(search.label)
        np.testing.assert_allclose(shown["x"], search.rates, rtol=1e-5)
        left = ~search.diverged
        np.testing.assert_allclose(shown["y"][left], search.final[left], rtol=1e-5)
        assert np.isnan(shown["y"][~left]).all()
    ringed = chart.trace("best rate")["x"]
    np.testing.assert_allclose(ringed, [s.best_rate for s in searched(app).values()], rtol=1e-5)
    crosses = chart.trace("diverged")["x"]
    assert crosses.size == sum(s.diverged.sum() for s in searched(app).values())


def test_how_good_can_it_be_the_ceilings_need_a_tenth_of_the_steps():
    app = run_experiment(SLUG, "How good can it be?")
    cells = table(app)
    steps = [cells[name][1] for name in ("Momentum", "Adam", "Newton", "L-BFGS")]
    assert steps == ["224", "247", "18", "30"]
    assert list(cells) == ["Newton", "L-BFGS", "Momentum", "Adam"]  # who arrives first stands first
    assert cells["Newton"][0] == "–"  # finds its own length


def test_landing_lion_hops_for_ever_at_a_constant_rate_and_lands_with_the_cosine():
    app = run_experiment(SLUG, "Landing")
    (landed,) = walks(app).values()
    assert landed.values[-1] < 1e-6
    app.selectbox(key=f"{SLUG}.schedule").set_value("Constant")
    (hopping,) = walks(healthy(app.run())).values()
    np.testing.assert_allclose(np.abs(np.diff(hopping.points, axis=0)), 0.1)
    assert sorted(np.round(hopping.values[-2:], 9)) == [0.01, 0.75]
    assert f"Lion stands at height {hopping.values[-1]:.3g}" in race(app).caption


def test_a_schedule_is_shown_in_symbols_and_numbers_and_drives_every_rule_but_not_the_ceilings():
    app = open_lesson(SLUG, schedule="Cosine", rules=["SGD", "Newton"])
    plain, newton = walks(app).values()
    surface = SURFACES["ravine"]
    rate = SCHEDULES["cosine"](40, 0.01, steps=80)
    np.testing.assert_allclose(
        plain.points[41], plain.points[40] - rate * surface.gradient(*plain.points[40])
    )
    assert newton.values[-1] == 0
    formula = " ".join(block.value for block in app.latex)
    assert r"\eta_{0} = 1\,\eta,\quad \eta_{40} = 0.5\,\eta" in formula
    for walk in (plain, newton):
        np.testing.assert_allclose(
            race(app).trace(walk.label)["x"], walk.points[:, 0], rtol=1e-5, atol=1e-12
        )


def test_every_knob_of_every_racer_may_be_turned_by_a_link():
    app = open_lesson(
        SLUG, rules=["Momentum", "L-BFGS"], momentum_beta="0.5", lbfgs_memory="1", epsilon="0.1"
    )
    heavy, guess = walks(app).values()
    other = descend(SURFACES["ravine"], OPTIMIZERS["momentum"], (-1.8, 0.3), steps=80, beta=0.5)
    np.testing.assert_array_equal(heavy.points, other.points)
    arrived = standings(SURFACES["ravine"], {"a": heavy, "b": guess}, epsilon=0.1)
    assert table(app)["Momentum"][1] == str(arrived["a"].arrived)
    assert table(app)["L-BFGS"][1] == str(arrived["b"].arrived)


def test_without_a_rule_to_tune_the_ceilings_race_alone():
    app = open_lesson(SLUG, rules=["Newton"], tuned="true")
    assert f"{SLUG}.rates" not in charts(healthy(app))
    assert table(app)["Newton"][1] == "1"


@pytest.mark.parametrize("surface", ["saddle", "monkey_saddle"])
def test_on_ground_without_a_bottom_the_picture_keeps_to_the_window(surface):
    app = open_lesson(
        SLUG,
        surface=SURFACES[surface].label,
        rules=[r.label for r in RACERS.values()],
        steps="300",
        tuned="true",
    )
    low, high = race(app).figure["layout"]["yaxis2"]["range"]
    heights = sample(SURFACES[surface], 80).values
    assert low > 3 * heights.min()
    assert high < 3 * heights.max()
    assert all(cells[1] == "–" for cells in table(app).values())
    assert any("diverged after step" in cells[-1] for cells in table(app).values())
    assert not any("there" in cells[-1] for cells in table(app).values())
    assert "no minimum here" in charts(app)[f"{SLUG}.rates"].caption


def test_a_diverging_walk_is_never_clipped():
    app = run_experiment(SLUG, "Over the edge")
    (walk,) = walks(app).values()
    shown = race(app).trace("SGD (diverged)")
    np.testing.assert_allclose(shown["y"], walk.points[:, 1], rtol=1e-5)
    assert np.abs(shown["y"]).max() > 10 * SURFACES["ravine"].window[1][1]
    assert table(app)["SGD"][-1] == f"diverged after step {len(walk.values) - 1}"


def test_a_walk_that_only_passes_has_not_arrived():
    app = open_lesson(SLUG, rules=["Momentum"], momentum_lr="0.005", epsilon="0.1", steps="40")
    (walk,) = walks(app).values()
    low = walk.values <= 0.1
    assert low[:-1].any()
    last = np.flatnonzero(~low).max() + 1
    assert low.argmax() < last
    told = str(last) if last < len(low) else "–"
    assert table(app)["Momentum"][1] == told
    assert (table(app)["Momentum"][-1] == "arrived") == (last < len(low))


def test_a_step_absurdly_far_away_is_cut_off_in_its_own_direction():
    app = open_lesson(SLUG, surface="Monkey saddle", rules=["L-BFGS"], steps="300")
    (walk,) = walks(app).values()
    assert np.abs(walk.points).max() > 1e12
    shown = race(app).trace("L-BFGS (diverged)")
    drawn = np.array([shown["x"], shown["y"]], dtype=float).T
    assert np.nanmax(np.abs(drawn)) < 1e7
    assert np.abs(race(app).trace("L-BFGS height")["y"]).max() < 1e9
    last = np.flatnonzero(np.isfinite(drawn[:, 0])).max()
    way, true = drawn[last] - drawn[last - 1], walk.points[last] - walk.points[last - 1]
    np.testing.assert_allclose(way / np.abs(way).max(), true / np.abs(true).max(), atol=1e-4)


def test_the_caption_says_who_falls_below_the_chart_and_when_a_walk_counts_as_diverged():
    said = charts(open_lesson(SLUG, rules=["SGD", "Newton"]))[f"{SLUG}.race"].plain
    assert "The chart of heights ends at 1 · 10⁻¹⁶: Newton falls below it" in said.replace(
        "\u00a0", " "
    )
    assert "counts as diverged" not in said
    gone = charts(run_experiment(SLUG, "Over the edge"))[f"{SLUG}.race"].plain
    assert "counts as diverged, and stops" in gone


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
    last = scripted(app)
    for walk in walks(app).values():
        if walk.outcome == "finished":
            assert last[walk.label] == pytest.approx(walk.values[-1], rel=1e-12)


@pytest.mark.parametrize("schedule", ["Step decay", "Cosine", "Warm-up", "One cycle", "1/t decay"])
def test_the_script_follows_the_schedule_and_takes_all_racers_along(schedule):
    app = open_lesson(SLUG, schedule=schedule, rules=[r.label for r in RACERS.values()])
    last = scripted(app)
    for walk in walks(app).values():
        assert walk.outcome == "finished"
        assert last[walk.label] == pytest.approx(walk.values[-1], rel=1e-9, abs=1e-300)


def test_the_script_of_a_tuned_race_runs_at_the_best_rates():
    app = run_experiment(SLUG, "How good can it be?")
    last = scripted(app)
    for walk in walks(app).values():
        assert last[walk.label] == pytest.approx(walk.values[-1], rel=1e-9)


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
