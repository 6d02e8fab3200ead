"""What the view on data per step says, held against the numbers."""

import json
import re

import numpy as np
import pytest

from core.linear import normal_equation
from core.studies.gradient_descent.balls_seen import balls_seen
from core.studies.gradient_descent.data_race import COUNTS, in_pieces, paced
from core.studies.gradient_descent.data_tasks import TASKS
from core.studies.gradient_descent.noise_ball import best_point, noise_ball
from pages.parts.gradient_descent import data_per_step_words as words
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "gradient_descent_noise"
LINE = TASKS["line"]
DATA = LINE.draw(100, seed=0)
BEST = np.array(best_point(LINE, DATA))
ONE, TEN, ALL = "1 a step", "10 a step", "all 100 a step"


def picture(app):
    return charts(app)[f"{SLUG}.walks"]


def path(app, name):
    trail = picture(app).trace(name)
    return np.transpose([trail["x"], trail["y"]])


def cost(app, name):
    return picture(app).trace(f"{name}: cost")["y"]


def walk(batch, budget, *, count="examples", start=(0.0, 4.0), seed=0, **more):
    """One walk of the default lesson, computed again."""
    return paced(
        LINE,
        DATA,
        batch=batch,
        price=COUNTS[count].price(batch, 64),
        budget=budget,
        **{"lr": 0.1, "replace": batch < 100, "start": start, "seed": seed} | more,
    )


def test_the_picture_shows_the_walks_that_core_computed():
    app = open_lesson(SLUG)
    for name, batch in ((ONE, 1), (TEN, 10), (ALL, 100)):
        alone = walk(batch, 1000)
        np.testing.assert_allclose(path(app, name), alone.path, rtol=1e-4)
        np.testing.assert_allclose(cost(app, name), alone.excess, rtol=1e-3)


def test_ahead_early_one_a_step_is_below_nearly_all_the_time():
    app = run_experiment(SLUG, "Ahead early")
    assert [len(path(app, name)) - 1 for name in (ONE, TEN, ALL)] == [1000, 100, 10]
    seen = np.arange(1, 1001)
    assert (cost(app, ONE)[seen] < cost(app, ALL)[seen // 100]).mean() > 0.95
    away = np.linalg.norm(path(app, ALL)[-1] - BEST)
    assert away > 2 > 1.5 > np.linalg.norm(path(app, ONE)[-1] - BEST)


def test_after_fifty_epochs_all_a_step_is_between_the_others_means_whatever_the_seed():
    end = walk(100, 5000).excess[-1]
    for seed in range(8):
        one, ten = walk(1, 5000, seed=seed).excess, walk(10, 5000, seed=seed).excess
        assert 2 * ten[250:].mean() < end < one[2500:].mean() / 3
        assert one[2500:].mean() == pytest.approx(one[500:2500].mean(), rel=0.15)  # no lower


def test_after_one_look_at_each_example_one_a_step_is_far_ahead_whatever_the_seed():
    batch = walk(100, 100).excess[-1]
    for seed in range(10):
        assert walk(1, 100, seed=seed).excess[-1] < batch / 10


def test_four_decimals_of_the_normal_equation_stand_in_the_rows():
    app = run_experiment(SLUG, "Four decimals")
    b, w = normal_equation(DATA.x[:, None], DATA.y)
    alone = walk(100, 1000, count="steps")
    np.testing.assert_allclose(alone.path[-1], [w, b], rtol=0, atol=5e-5)
    rows = next(text.value for text in app.markdown if "best fit" in text.value)
    assert rows.count(f"| {w:.4f} | {b:.4f} |") == 2  # the walk's and the best fit's
    assert f"| {ONE} | 1,000 | 1,000 |" in rows
    assert f"| {ALL} | 1,000 | 100,000 |" in rows
    assert np.abs(np.diff(path(app, ONE)[-100:], axis=0)).max() > 0.1


def test_a_falling_rate_comes_within_a_tenth_and_still_jitters_in_the_third_decimal():
    app = run_experiment(SLUG, "A falling rate")
    walked = path(app, ONE)
    assert len(walked) == 5001
    assert np.linalg.norm(walked[-1] - BEST) < 0.1
    alone = walk(1, 5000, schedule="one_over_t")
    np.testing.assert_allclose(walked, alone.path, rtol=1e-4)
    assert 1e-3 < np.abs(np.diff(alone.path[-100:], axis=0)).max() < 1e-2
    assert noise_ball(LINE, DATA, 0.1, 1).radius == pytest.approx(0.5, abs=0.02)
    assert r"\frac{50\,\eta}{t + 50}" in app.latex[0].value
    assert "Ball" not in picture(app).caption  # none, while the rate falls


def test_from_the_best_fit_all_data_stay_and_one_example_does_not():
    app = open_lesson(SLUG, start="Best fit")
    np.testing.assert_allclose(path(app, ALL), np.tile(BEST, (11, 1)), rtol=1e-4)
    walked = walk(1, 1000, start=tuple(BEST)).path - BEST
    np.testing.assert_allclose(path(app, ONE), walked + BEST, rtol=1e-4)
    assert np.linalg.norm(walked[1:], axis=1).min() > 0.01
    radius = noise_ball(LINE, DATA, 0.1, 1).radius
    spread = np.sqrt((walked[100:] ** 2).sum(axis=1).mean())
    assert spread == pytest.approx(radius, rel=0.25)
    step = walked[1]  # towards lines through the point that was drawn: along its features
    assert 0 <= step[0] / step[1] <= 2


def test_half_the_rate_halves_the_variance_and_not_the_radius():
    app = run_experiment(SLUG, "Half the rate")
    np.testing.assert_allclose(path(app, ALL), np.tile(BEST, (11, 1)), rtol=1e-4)
    theory = {lr: noise_ball(LINE, DATA, lr, 1).radius for lr in (0.01, 0.02)}
    assert [f"{radius:.2f}" for radius in theory.values()] == ["0.14", "0.20"]
    assert (theory[0.02] / theory[0.01]) ** 2 == pytest.approx(2, rel=0.05)
    seen = picture(app).trace("measured")
    measured = dict(zip(seen["x"], seen["y"], strict=True))
    assert (measured[0.02] / measured[0.01]) ** 2 == pytest.approx(2, rel=0.3)
    for lr, radius in theory.items():
        assert measured[lr] == pytest.approx(radius, rel=0.08)
    assert len(picture(app).trace("others, at last")["x"]) == 96
    assert f"in theory {theory[0.02]:.3g}, measured {measured[0.02]:.3g}" in picture(app).caption


def test_sixty_four_at_once_all_a_step_ends_far_lower_and_one_at_a_time_it_does_not():
    app = run_experiment(SLUG, "Sixty-four at once")
    assert [COUNTS["time"].price(batch, 64) for batch in (100, 1)] == [12, 11]
    steps = {name: len(path(app, name)) - 1 for name in (ONE, ALL)}
    assert steps == {ONE: 2000 // 11, ALL: 2000 // 12}
    assert cost(app, ALL)[-1] < 0.01 * cost(app, TEN)[-1] < 0.01 * cost(app, ONE)[-1]
    assert "units of modeled time" in picture(app).caption
    alone = open_lesson(SLUG, count="Modeled time", lanes="1")
    assert len(path(alone, ALL)) - 1 == 2000 // 110
    assert cost(alone, ALL)[-1] > cost(alone, TEN)[-1]


def test_yes_or_no_ten_a_step_is_lowest_and_every_answer_pulls_at_the_best_fit():
    app = run_experiment(SLUG, "Yes or no")
    answers = TASKS["answers"]
    data = answers.draw(100, seed=0)
    w, b = best_point(answers, data)
    assert np.abs(answers.pull(w * data.x + b, data.y)).min() > 1e-3

    def costs(batch, seed=0):
        how = {"price": batch, "budget": 1000, "lr": 0.5, "replace": batch < 100}
        return paced(answers, data, batch=batch, seed=seed, **how).excess

    np.testing.assert_allclose(cost(app, TEN), costs(10), rtol=1e-3)
    slow = costs(100)
    assert slow[-1] < slow[-2] * 0.9  # still on its way
    for seed in range(10):
        one, ten = costs(1, seed), costs(10, seed)
        assert ten[-1] < min(slow[-1], one[500:].mean())


def test_a_quarter_of_the_rate_or_four_times_the_batch_halves_the_radius():
    radius = noise_ball(LINE, DATA, 0.02, 1).radius
    assert noise_ball(LINE, DATA, 0.005, 1).radius / radius == pytest.approx(0.5, rel=0.03)
    assert noise_ball(LINE, DATA, 0.02, 4).radius / radius == pytest.approx(0.5, rel=0.03)


def test_beware_of_a_rate_that_only_all_data_can_bear():
    app = open_lesson(SLUG, line_lr="0.4")
    assert f"{ONE} diverges at step" in picture(app).caption
    assert picture(app).trace(f"{ONE} (diverged)")["x"].size < 1001
    assert walk(100, 20_000, lr=0.4).excess[-1] < 1e-3
    assert noise_ball(LINE, DATA, 0.29, 1).radius > 3
    assert not noise_ball(LINE, DATA, 0.3, 1).finite
    F = np.column_stack([DATA.x, np.ones(100)])
    assert 2 / np.linalg.eigvalsh(2 * F.T @ F / 100)[-1] == pytest.approx(0.41, abs=0.005)


def test_beware_without_noise_in_the_data_there_is_no_ball():
    exact = LINE.draw(100, seed=0, noise=0.0)
    assert noise_ball(LINE, exact, 0.1, 1).radius == pytest.approx(0, abs=1e-12)
    app = open_lesson(SLUG, line_noise="0", below="Ball", batch="1")
    np.testing.assert_allclose(path(app, ONE)[-1], [7, 5], atol=1e-3)
    assert not np.any(picture(app).trace("measured")["x"])
    notes = [note["text"] for note in picture(app).figure["layout"]["annotations"]]
    assert "No ball: all examples agree" in notes
    assert "in theory 0, no ball, because all examples agree." in picture(app).plain
    assert r"\text{all examples agree, there is no ball}" in app.latex[0].value
    assert "ball in theory" not in {trace.get("name") for trace in picture(app).figure["data"]}


@pytest.mark.parametrize("noise", ["0", "0.1"])
@pytest.mark.parametrize("controls", [{}, {"batch": "100", "line_lr": "0.01"}, {"batch": "1"}])
def test_no_formula_raises_to_a_power_twice(noise, controls):
    app = open_lesson(SLUG, line_noise=noise, **controls)
    for block in app.latex:
        assert not re.search(r"\^\{[^}]*\}\s*\^", block.value)


def test_the_square_of_a_power_of_ten_stands_in_brackets():
    rough, ball = (noise_ball(LINE, LINE.draw(100, seed=0, noise=1e-6), 0.01, b) for b in (1, 2))
    _, numbers = words.ball_formula(0.01, 1, 1e-12, rough, ball)
    assert re.search(r"= \(\S+ \\cdot 10\^\{-\d+\}\)\^2", numbers)


def test_beware_dealt_like_cards_the_ball_is_smaller_and_the_more_so_the_smaller_the_rate():
    rates = (0.02, 0.1)
    for batch in (1, 10):
        cards, draws = (
            balls_seen(LINE, DATA, rates, batch=batch, replace=again) for again in (False, True)
        )
        shares = [cards.at(rate).mean_square / draws.at(rate).mean_square for rate in rates]
        assert shares[0] < shares[1] < 1
    different = 100 * (1 - 0.99**100)  # of a hundred drawn with replacement
    assert different == pytest.approx(63, abs=0.5)


def test_without_replacement_theory_is_only_a_comparison():
    app = open_lesson(SLUG, replace="false", below="Ball")
    assert picture(app).trace("theory, with replacement")["x"].size
    names = {trace.get("name") for trace in picture(app).figure["data"]}
    assert "ball in theory" not in names
    assert "in theory" not in picture(app).caption
    assert "measured" in picture(app).caption


def test_formulas_hold_the_first_step_the_ball_and_the_pieces():
    app = open_lesson(SLUG)
    (block,) = app.latex
    after = walk(10, 1000).path[1]
    assert rf"= ({after[0]:.4g},\, {after[1]:.4g})" in block.value
    assert rf"r = {noise_ball(LINE, DATA, 0.1, 10).radius:.3g}" in block.value
    at_once, added, pieces = in_pieces(LINE, DATA, (0.0, 4.0), 10)
    assert pieces == 10
    assert np.abs(at_once - added).max() < 1e-12
    assert rf"({at_once[0]:.4g},\, {at_once[1]:.4g})" in block.value
    assert np.abs(at_once).min() > 1  # no rounding that would be compared
    best = open_lesson(SLUG, start="Best fit").latex[0].value
    assert rf"\theta = (0,\, 4): \quad ({at_once[0]:.4g}" in best
    differ = re.search(r"they differ by \} (\S+)(?: \\cdot 10\^\{(-\d+)\})?", block.value)
    assert float(f"{differ[1].removesuffix(chr(92) + 'end{gathered}')}e{differ[2] or 0}") < 1e-12


@pytest.mark.parametrize(
    "controls",
    [
        {},
        {"task": "Yes or no", "rate": "Falls", "replace": "false", "seed": "3"},
        {"start": "Best fit", "batch": "1", "line_noise": "2"},
    ],
)
def test_the_script_prints_what_stands_in_the_caption(controls):
    app = open_lesson(SLUG, **controls)
    told = picture(app).plain
    lines = printed_by_script(app, SLUG).splitlines()
    for line in lines[1:4] if controls.get("batch") != "1" else lines[1:3]:
        name, _, numbers = line.partition(" after ")
        said = re.search(
            rf"(?:^|: |; ){name} is (\S+)(?: · 10(\S+))? above", told.replace("\xa0", " ")
        )
        if not said[2]:  # powers of ten are written as such
            assert float(numbers.split()[-1]) == pytest.approx(float(said[1]), rel=6e-3, abs=1e-12)
    radius = [line for line in lines if line.startswith("radius")]
    if radius:
        assert f"in theory {float(radius[0].split()[-1]):.3g}" in told
    assert bool(radius) == ("in theory" in told)


def test_tables_and_boxes_open_on_the_ball_too():
    app = open_lesson(SLUG, below="Ball", task="Yes or no")
    assert "takes the cost for a parabola" in picture(app).caption
    assert printed_by_script(app, SLUG)


def test_a_batch_of_one_or_of_all_is_not_drawn_twice():
    for controls in ({"batch": "1"}, {"batch": "100", "replace": "false"}):
        app = open_lesson(SLUG, **controls)
        assert picture(app).trace("stands at")["meta"]["of"] == [ONE, ALL]
    again = open_lesson(SLUG, batch="100")  # drawn with replacement, these are not all
    assert picture(again).trace("stands at")["meta"]["of"] == [ONE, "100 a step", ALL]


def test_the_longest_walks_stay_small_enough_for_the_wire():
    app = open_lesson(SLUG, epochs="50", batch="2", task="Yes or no")
    assert setting(app, SLUG, "epochs") == 50
    assert len(json.dumps(picture(app).figure)) < 400_000


def test_batches_out_of_reach_are_no_way_round_the_limits():
    app = open_lesson(SLUG, batch="101", epochs="1000", steps="0")
    assert (setting(app, SLUG, "batch"), setting(app, SLUG, "epochs")) == (10, 10)
