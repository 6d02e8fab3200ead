"""What the theory says, held against real walks."""

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.convergence import (
    best_descent,
    best_momentum,
    convergence_rate,
    largest_lr,
    steps_per_digit,
)
from core.studies.gradient_descent.quadratic_walk import bowl_of, measured_rate, walk_quadratic
from core.studies.gradient_descent.speed_limits import bowl_with
from tests.app import charts, healthy, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "gradient_descent_theory"
REGIMES = ("creeping", "swinging", "flipping", "diverging")


def picture(app, name="plane"):
    return charts(app)[f"{SLUG}.{name}"]


def setup(app):
    """Eigenvalues, rate, beta, steps of today's settings."""
    names = ("condition", "steepest", "lr", "beta", "steps")
    condition, steepest, *rest = (setting(app, SLUG, name) for name in names)
    return bowl_with(condition, steepest), *rest


def table(app):
    """The table below the picture: cells by direction, flattest first."""
    text = next(block.value for block in app.markdown if "rate, predicted" in block.value)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def number(text):
    """The number at the end of a text; none where the walk is too short to tell."""
    return np.nan if text.endswith("too short to tell") else float(text.split()[-1])


@pytest.mark.parametrize(
    ("link", "told"),
    [
        ({"lr": "4.2", "beta": "0.999", "steepest": "4"}, [False, False, True]),
        ({"lr": "0.01", "beta": "0.999", "steps": "20"}, [False] * 3),
    ],
)
def test_a_walk_that_is_too_short_measures_nothing(link, told):
    cells = [row[3] for row in table(open_lesson(SLUG, **link))]
    assert [text != "too short to tell" for text in cells] == told


def assert_kept(app, rtol=1e-3):
    """What is promised on the page is what theory says, what is measured what the walk did; both agree."""
    eigenvalues, lr, beta, steps = setup(app)
    walk = walk_quadratic(eigenvalues, lr=lr, beta=beta, steps=steps)
    promised = convergence_rate(lr, beta, np.array(eigenvalues))
    measured = [measured_rate(errors).rate for errors in walk.errors.T]
    np.testing.assert_allclose(measured, promised, rtol=rtol)
    rows = table(app)
    np.testing.assert_allclose([float(row[2]) for row in rows], promised, rtol=1e-5)
    np.testing.assert_allclose([float(row[3]) for row in rows], measured, rtol=1e-5)
    for row, rate in zip(rows, promised, strict=True):
        assert f"{rate:.6g}" in picture(app).plain
        assert row[1].startswith(REGIMES)
    now = picture(app).trace("now")
    assert (now["x"][0], now["y"][0]) == (lr, beta)
    return walk, promised


def test_at_first_sight_plain_descent_is_slow_and_the_star_far_above():
    app = open_lesson(SLUG)
    _, promised = assert_kept(app)
    assert promised.argmax() == 0  # the flattest direction decides
    assert "flattest direction decides" in picture(app).plain
    star = picture(app).trace("best with momentum")
    assert star["y"][0] > 0.6
    assert steps_per_digit(promised.max()) > 13 * steps_per_digit(best_momentum((0.01, 1.0)).rate)


def test_the_published_best_of_plain_descent():
    app = run_experiment(SLUG, "Best plain descent")
    _, promised = assert_kept(app)
    np.testing.assert_allclose(promised[[0, 2]], 0.980198, atol=5e-7)
    assert f"{setting(app, SLUG, 'lr'):.6f}" == "1.980198"
    assert round(float(table(app)[0][4])) == 115
    around = setting(app, SLUG, "lr") * np.array([[0.999], [1.001]])
    assert np.all(convergence_rate(around, 0.0, np.array([0.01, 0.1, 1])).max(axis=1) > 0.980198)


def test_the_published_best_of_momentum():
    app = run_experiment(SLUG, "Best momentum")
    _, promised = assert_kept(app, rtol=0.02)  # at critical damping measured rates read high
    np.testing.assert_allclose(promised, 0.818182, atol=5e-7)
    assert f"{setting(app, SLUG, 'lr'):.6f} {setting(app, SLUG, 'beta'):.6f}" == "3.305785 0.669421"
    assert f"{steps_per_digit(promised.max()):.1f}" == "11.5"
    assert "11.47 steps for each digit" in picture(app).plain


def test_half_as_steep_again_flies_apart_in_one_direction_only():
    app = run_experiment(SLUG, "Over the edge")
    walk, promised = assert_kept(app)
    assert setting(app, SLUG, "lr") == setting(open_lesson(SLUG), SLUG, "lr")
    np.testing.assert_allclose(promised[2], 1.25)
    assert max(promised[:2]) < 1
    assert walk.outcome == "diverged"
    assert "limit 1.333: the steepest direction diverges" in picture(app).plain
    np.testing.assert_allclose(walk.errors[1:, 2] / walk.errors[:-1, 2], -1.25)


def test_a_little_momentum_bears_the_same_rate():
    app = run_experiment(SLUG, "Momentum bears it")
    walk, promised = assert_kept(app)
    np.testing.assert_allclose(promised[2], 0.8)
    np.testing.assert_allclose(largest_lr(setup(app)[0], 0.2), 1.6)
    assert promised.max() < 1
    late = walk.errors[50:, 2]
    assert np.all(late[1:] * late[:-1] < 0)  # flips at every step
    assert [row[1].split(":")[0] for row in table(app)][2] == "flipping"


def test_where_all_swing_each_loses_the_root_of_beta():
    app = run_experiment(SLUG, "The root of β")
    _, promised = assert_kept(app)
    np.testing.assert_allclose(promised, np.sqrt(0.9))
    assert {row[1].split(":")[0] for row in table(app)} == {"swinging"}
    assert 2 * np.sqrt(0.9) == pytest.approx(1.9, abs=0.01)
    twice = convergence_rate(2 * setting(app, SLUG, "lr"), 0.9, np.array(setup(app)[0]))
    np.testing.assert_allclose(twice, np.sqrt(0.9))  # the answer of the prediction


def test_the_price_is_the_condition_number_or_its_root():
    app = run_experiment(SLUG, "The price")
    assert_kept(app, rtol=0.02)
    eigenvalues, *_ = setup(app)
    plain, heavy = (
        steps_per_digit(best(eigenvalues).rate) for best in (best_descent, best_momentum)
    )
    assert (round(plain), round(heavy)) == (11513, 115)
    dots = picture(app, "price").trace("at their best today")["y"]
    np.testing.assert_allclose(dots, [plain, heavy], rtol=1e-5)
    ends = [
        picture(app, "price").trace(name) for name in ("best plain descent", "best with momentum")
    ]
    tenfold = [np.interp(1e4, e["x"], e["y"]) / np.interp(1e2, e["x"], e["y"]) for e in ends]
    np.testing.assert_allclose(tenfold, [100, 10], rtol=0.01)


def test_the_walk_of_the_page_is_that_of_the_rules_that_race():
    app = open_lesson(SLUG, beta="0.3", steps="40")
    (flat, _, steep), lr, beta, steps = setup(app)
    walk = descend(
        bowl_of(flat, steep), OPTIMIZERS["momentum"], (1.0, 1.0), steps=steps, lr=lr, beta=beta
    )
    for name, errors in zip(("0.01 (flattest)", "1 (steepest)"), walk.points.T, strict=True):
        drawn = picture(app).trace(f"λ = {name}")["y"]
        np.testing.assert_allclose(drawn, np.abs(errors), rtol=1e-5)


@pytest.mark.parametrize("which", ["Best with β = 0", "Best of all"])
@pytest.mark.parametrize("steepest", ["1", "3"])
def test_a_button_sets_what_is_best_for_this_bowl(which, steepest):
    app = open_lesson(SLUG, steepest=steepest, condition="20")
    next(b for b in app.button if b.label == which).click()
    healthy(app.run())
    eigenvalues, lr, beta, _ = setup(app)
    best = (best_descent if "0" in which else best_momentum)(eigenvalues)
    assert (lr, beta) == best[:2]
    assert convergence_rate(lr, beta, np.array(eigenvalues)).max() == pytest.approx(best.rate)


def test_on_a_round_bowl_one_step_is_enough():
    app = open_lesson(SLUG, condition="1", lr="1")
    assert "there in one step" in picture(app).plain
    assert [float(row[2]) for row in table(app)] == [0, 0, 0]


def test_on_a_round_bowl_the_price_is_one_step_and_not_zero():
    said = picture(open_lesson(SLUG, condition="1", lr="1"), "price").plain
    assert "one step is enough, and now too" in said
    assert (
        "10,000: a digit costs 11,513 steps"
        in picture(run_experiment(SLUG, "The price"), "price").plain
    )


def test_right_on_the_limit_nothing_shrinks_and_nothing_grows():
    said = picture(open_lesson(SLUG, lr="2")).plain
    assert "neither shrinks nor grows" in said
    assert "diverges" not in said


@pytest.mark.parametrize(
    "link", [{}, {"beta": "0.9"}, {"lr": "4.2"}, {"condition": "1", "lr": "1"}]
)
def test_the_script_prints_the_numbers_on_the_screen(link):
    app = open_lesson(SLUG, **link)
    output = printed_by_script(app, SLUG)
    lines = output.splitlines()
    for row, name in ((2, "predicted"), (3, "measured")):
        printed = [number(line) for line in lines if line.startswith(name)]
        np.testing.assert_allclose(printed, [number(cells[row]) for cells in table(app)], rtol=1e-5)
    assert f"best momentum {best_momentum((0.01, 1.0)).lr}" in output or link.get("condition")


@pytest.mark.parametrize(
    "link",
    [
        {"lr": "0"},
        {"lr": "-1"},
        {"beta": "1"},
        {"lr": "4.2", "beta": "0.999", "condition": "10000", "steps": "400"},
        {"condition": "3"},
        {"steepest": "4", "lr": "4.2", "steps": "20"},
    ],
)
def test_bad_and_extreme_links_still_say_how_fast(link):
    assert "of the errors should be left" in picture(open_lesson(SLUG, **link)).plain
