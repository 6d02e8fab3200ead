"""Early stopping beside ridge: what the view says, held against walks and closed forms."""

import numpy as np
import pytest

from core.polynomials import parabola
from core.studies.regularization.directions import (
    best_penalty,
    curve,
    errors_along,
    largest_gap,
    look_along,
    noisy_task,
    published_task,
)
from core.studies.regularization.early_stopping import learned_by_ridge, learned_by_steps
from core.studies.regularization.patience import train_with_patience
from pages.views.regularization import early
from tests.app import charts, click_experiment, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "regularization_early"


def picture(app):
    return charts(app)[f"{SLUG}.shares"]


def validation(task, steps):
    directions = look_along(task)
    return errors_along(task, directions, 1 / directions.curvatures[0], np.array([steps]))[1][0]


def match(task, steps, rate=1.0):
    """Shares after so many steps, the best penalty, and the largest difference."""
    curvatures = look_along(task).curvatures
    learned = learned_by_steps(curvatures, rate / curvatures[0], steps)
    best = best_penalty(curvatures, learned)
    return learned, best, largest_gap(curvatures, learned, best)


def test_first_sight_and_every_experiment():
    app = open_lesson(SLUG)
    task = noisy_task(7)
    learned, best, gap = match(task, 17)
    assert f"differs by at most {gap:.2g} along any of the 9 directions" in picture(app).plain
    assert gap < 0.1
    dots = picture(app).trace("directions, steps")
    np.testing.assert_allclose(dots["y"], learned, rtol=1e-4, atol=1e-9)
    done = np.abs(learned - 1) < 0.01
    assert f"{done.sum()} directions done" in picture(app).plain
    assert (np.array(dots["marker"]["color"]) == "#7B8794").tolist() == done.tolist()
    inner = np.abs(x := picture(app).trace("ridge")["x"]) < 2.8
    steps, ridge, wild = (picture(app).trace(n)["y"][inner] for n in ("stopped after k steps", "ridge", "trained to the end"))  # fmt: skip
    truth = parabola(x[inner])
    assert np.abs(steps - ridge).max() < 0.5
    assert max(np.abs(steps - truth).max(), np.abs(ridge - truth).max()) < 1.5
    assert np.abs(wild - truth).max() > 10
    assert "the weights of epoch 17 came back" in picture(app).plain
    star = picture(app).trace("early stopping")
    assert list(star["x"]) == [17, 117]

    click_experiment(app, SLUG, "Nothing learned yet")
    learned, _, gap = match(task, setting(app, SLUG, "steps"))
    assert [round(float(share), 2) for share in learned[:3]] == [1.0, 0.38, 0.05]
    assert round(float(gap), 2) == 0.21
    assert picture(app).plain.startswith("1 step against")
    assert validation(task, 1) > 2 * validation(task, 17)

    click_experiment(app, SLUG, "Too long")
    learned, best, gap = match(task, 100_000)
    assert (np.abs(learned - 1) < 0.01).sum() == 6 > 9 / 2
    assert validation(task, 100_000) > 3 * validation(task, 17)
    assert best < 1e-5
    assert gap < 0.1

    click_experiment(app, SLUG, "The published example")
    learned, *_ = match(published_task(), 300)
    assert (np.abs(learned - 1) < 0.01).sum() == 2
    table = next(m.value for m in app.markdown if m.value.startswith("| curvature"))
    assert "| 10.7033 |" in table
    assert "3.30797" in table
    assert not any("best epoch" in button.label for button in app.button)

    click_experiment(app, SLUG, "The rule of thumb")
    curvatures = look_along(task).curvatures
    learned, best, gap = match(task, 17)
    rule = curvatures[0] / 17
    by_rule = largest_gap(curvatures, learned, float(rule))
    assert f"{by_rule:.2f}" == "0.13"
    assert 0.4 < gap / by_rule < 0.6
    assert 0.4 < best / rule < 0.6
    flat = curvatures < 1e-6 * curvatures[0]
    np.testing.assert_allclose(learned[flat], learned_by_ridge(curvatures, rule)[flat], rtol=1e-4)
    assert f"α = {rule:.3g}" in picture(app).plain

    click_experiment(app, SLUG, "Too impatient")
    other = noisy_task(0)
    lr = 1 / look_along(other).curvatures[0]
    runs = [train_with_patience(other, lr=lr, patience=p, most=5000) for p in (5, 100)]
    assert [(run.best, run.stopped) for run in runs] == [(8, 13), (608, 708)]
    low, high = (run.validation[run.best] ** 0.5 for run in runs[::-1])
    assert low / high == pytest.approx(2 / 3, abs=0.04)
    assert "patience ended at 13; the weights of epoch 8" in picture(app).plain

    click_experiment(app, SLUG, "Overshooting")
    learned, _, gap = match(task, 3, rate=1.9)
    assert learned[0] > 1.5
    assert gap > 0.5
    assert match(task, 100, rate=1.9)[2] < 0.12


def test_half_the_rate_and_twice_the_steps_match_nearly_the_same_ridge():
    for seed in range(6):
        task = noisy_task(seed)
        one, two = (match(task, 40 * m, rate=1 / m)[1] for m in (1, 2))
        assert two == pytest.approx(one, rel=0.05)
        assert match(task, 80)[1] == pytest.approx(one / 2, rel=0.35)


def test_a_ridge_of_your_own_is_drawn_and_the_button_goes_to_the_best_epoch():
    app = open_lesson(SLUG, alpha="yours", own="0.5", steps="200")
    task = noisy_task(7)
    directions = look_along(task)
    line = picture(app).trace("ridge")
    weights = directions.weights(learned_by_ridge(directions.curvatures, 0.5))
    np.testing.assert_allclose(line["y"], curve(task, weights, line["x"]), rtol=1e-4, atol=1e-4)
    next(b for b in app.button if "best epoch, 17" in b.label).click()
    healthy(app.run())
    assert setting(app, SLUG, "steps") == 17


def test_a_click_on_the_errors_sets_the_steps(monkeypatch):
    state = {}
    monkeypatch.setattr(early, "st", type("St", (), {"session_state": state}))
    for x, steps in ((125.4, 125), (0.2, 1), (3e7, 1_000_000)):
        early.set_steps(x, 1.0)
        assert state == {f"{SLUG}.steps": steps}


@pytest.mark.parametrize("data", ["noisy parabola", "ten published points"])
def test_the_script_prints_the_numbers_of_the_page(data):
    app = open_lesson(SLUG, data=data)
    output = printed_by_script(app, SLUG)
    task = noisy_task(7) if data == "noisy parabola" else published_task()
    learned, best, _ = match(task, 17)
    told = output.splitlines()
    assert float(told[0].split()[-1]) == pytest.approx(best, rel=1e-6)
    rows = np.array([line.split() for line in told[2 : 2 + len(learned)]], dtype=float)
    np.testing.assert_allclose(rows[:, 1], learned, rtol=1e-6, atol=1e-12)
    assert ("best epoch 17 stopped 117" in output) == (data == "noisy parabola")
