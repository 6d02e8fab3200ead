"""The lesson on regularization keeps what it says."""

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

import ui
from core.linear import PENALTIES
from core.studies.regularization.polynomial import (
    errors_by_degree,
    fit_curve,
    sample_curve,
    split,
    true_curve,
)
from tests.app import charts, healthy, open_lesson, run_experiment, setting

SLUG = "regularization_penalties"
KEY = f"{SLUG}.fit"


def parts(seed=16, noise=1.0, n=40):
    return split(*sample_curve(n, noise, seed), 0.6, seed)


def shown(app):
    return charts(app)[KEY]


def todays_fit(app):
    """What the controls ask for, computed anew."""
    penalty = setting(app, SLUG, "penalty")
    knobs = {knob.name: setting(app, SLUG, knob.name) for knob in PENALTIES[penalty].knobs}
    train, validation = parts(setting(app, SLUG, "seed"), setting(app, SLUG, "noise"))
    return fit_curve(train, validation, setting(app, SLUG, "degree"), penalty, **knobs)


def formulas(app):
    return [element.value for element in app.latex]


def test_the_lesson_opens_with_an_over_fit_and_its_cure_in_one_picture():
    picture = shown(open_lesson(SLUG))
    wild, tame = picture.trace("without penalty")["y"], picture.trace("fit")["y"]
    truth = picture.trace("true curve")["y"]
    assert np.max(np.abs(wild - truth)) > 100
    assert np.max(np.abs(tame - truth)) < 3


def test_too_stiff_has_two_high_errors_close_to_each_other():
    app = run_experiment(SLUG, "Too stiff")
    fit = todays_fit(app)
    assert len(fit.theta) == 2
    assert min(fit.train_error, fit.validation_error) > 3 * 0.97
    assert abs(fit.train_error - fit.validation_error) < 0.1 * fit.train_error


@pytest.mark.parametrize("seed", range(5))
def test_more_points_do_not_help_a_line(seed):
    train, validation = parts(seed, n=4000)
    stiff, right = (fit_curve(train, validation, degree) for degree in (1, 2))
    assert stiff.validation_error > 2.5 > 2 * right.validation_error


def test_just_right_has_the_lowest_validation_error_close_to_the_noise():
    app = run_experiment(SLUG, "Just right")
    errors = shown(app).trace("validation error")["y"]
    assert np.argmin(errors) == setting(app, SLUG, "degree") == 2
    assert errors[2] == pytest.approx(setting(app, SLUG, "noise") ** 2, rel=0.1)


def test_too_eager_beats_the_truth_in_training_and_fails_in_validation():
    app = run_experiment(SLUG, "Too eager")
    fit, (train, _) = todays_fit(app), parts()
    assert fit.train_error < np.mean((train.y - true_curve(train.x)) ** 2)
    assert 200 < fit.validation_error / fit.train_error < 1000
    assert 1e4 < np.max(np.abs(fit.theta[1:])) < 1e5


def test_ridge_calms_the_same_degree_with_small_weights_none_of_them_zero():
    app = run_experiment(SLUG, "Ridge calms")
    fit, (train, validation) = todays_fit(app), parts()
    free, good = (fit_curve(train, validation, degree) for degree in (15, 2))
    assert len(fit.theta) == 16
    assert free.train_error < fit.train_error < 1
    assert fit.validation_error < 1.15 * good.validation_error
    assert np.min(np.abs(fit.theta[1:])) > 0
    assert np.max(np.abs(fit.theta[1:])) < 5


def test_lasso_picks_the_powers_of_the_true_curve_and_zeroes_thirteen():
    app = run_experiment(SLUG, "Lasso picks")
    fit = todays_fit(app)
    np.testing.assert_array_equal(np.flatnonzero(fit.theta[1:]) + 1, [1, 2])
    assert "13 of 15 exactly 0" in shown(app).caption
    np.testing.assert_array_equal(shown(app).trace("exactly 0")["x"], np.arange(3, 16))


def test_too_strong_leaves_the_mean_of_the_training_points():
    app = run_experiment(SLUG, "Too strong")
    fit, (train, _) = todays_fit(app), parts()
    assert np.all(fit.theta[1:] == 0)
    np.testing.assert_allclose(shown(app).trace("fit")["y"], train.y.mean(), rtol=1e-6)
    assert "15 of 15 exactly 0" in shown(app).caption


@pytest.mark.parametrize("seed", range(20))
def test_the_story_holds_for_other_samples(seed):
    train, validation = parts(seed)
    _, wrong = errors_by_degree(train, validation, range(21))
    assert wrong[20] > 10 * wrong[2]
    held = fit_curve(train, validation, 20, "ridge", alpha=0.01)
    assert held.validation_error < wrong[20]
    assert np.all(held.theta != 0)
    assert np.sum(fit_curve(train, validation, 15, "lasso", alpha=0.1).theta == 0) >= 8
    assert np.all(fit_curve(train, validation, 20, "lasso", alpha=100.0).theta[1:] == 0)
    flat = fit_curve(train, validation, 20, "ridge", alpha=1000.0)
    np.testing.assert_allclose(flat.train_error, np.var(train.y), rtol=0.01)


@pytest.mark.parametrize("seed", [*range(10), 16])
def test_without_noise_no_penalty_wins_as_the_prediction_says(seed):
    train, validation = parts(seed, noise=0.0)
    free = fit_curve(train, validation, 15)
    held = fit_curve(train, validation, 15, "ridge", alpha=0.01)
    assert free.validation_error < 1e-6 < held.validation_error


def test_a_price_cannot_lower_the_training_error_of_a_stiff_model():
    train, validation = parts()
    free = fit_curve(train, validation, 1)
    for alpha in PENALTIES["ridge"].knobs[0].ticks[1:]:
        assert fit_curve(train, validation, 1, "ridge", alpha=alpha).train_error > free.train_error


@pytest.mark.parametrize("name", ["Too stiff", "Too eager", "Ridge calms", "Lasso picks"])
def test_the_caption_and_the_formula_hold_todays_numbers(name):
    app = run_experiment(SLUG, name)
    fit, caption = todays_fit(app), shown(app).caption
    for number in (fit.train_error, fit.validation_error, fit.objective):
        assert f"{number:.3g}" in caption
    text = " ".join(formulas(app))
    assert f"{fit.train_error:.4g}" in text
    assert f"{fit.theta[0]:.4g}" in text
    assert f"{fit.objective:.4g}" in text


def test_the_formula_adds_up_for_every_penalty():
    for penalty in PENALTIES.values():
        app = open_lesson(SLUG, penalty="None" if penalty.key == "none" else penalty.label)
        assert setting(app, SLUG, "penalty") == penalty.key
        fit = todays_fit(app)
        cost = fit.objective - fit.train_error
        assert (f"+ {cost:.4g} =" in " ".join(formulas(app))) == (penalty.key != "none")


def test_the_caption_says_what_is_off_the_picture_and_only_then():
    app = run_experiment(SLUG, "Too eager")
    curve = shown(app).trace("fit")["y"]
    assert f"the fit (−{-curve.min():.3g} to {curve.max():.3g})" in shown(app).caption
    assert "errors above 149" in shown(app).caption
    assert "the fit (" not in shown(run_experiment(SLUG, "Just right")).caption


@pytest.mark.parametrize("name", ["Too stiff", "Lasso picks"])
def test_the_script_prints_the_numbers_on_screen(name):
    app = run_experiment(SLUG, name)
    printed = run_script(app)
    fit = todays_fit(app)
    degree = setting(app, SLUG, "degree")
    last = [float(n) for n in [row for row in printed if row[0] == "degree"][-1][1:]]
    np.testing.assert_allclose(
        last, [degree, fit.train_error, fit.validation_error, fit.objective], rtol=1e-9
    )
    weights = [float(row[2]) for row in printed if row[0] == "weight"]
    np.testing.assert_allclose(weights, fit.theta, rtol=1e-6, atol=1e-12)
    assert int(printed[-1][1]) == np.sum(fit.theta[1:] == 0)
    errors = [float(row[3]) for row in printed if row[0] == "degree"][:-1]
    np.testing.assert_allclose(errors, shown(app).trace("validation error")["y"], rtol=1e-5)


def test_the_script_runs_for_the_elastic_net_and_for_degree_zero():
    app = open_lesson(SLUG, penalty="Elastic net", degree="0", noise="0")
    assert run_script(app)[-1] == ["zeros", "0"]


def run_script(app):
    """What today's script prints, word by word, run by itself with NumPy alone."""
    app.session_state[f"{SLUG}.take"] = True
    code = healthy(app.run()).code[-1].value
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_the_code_that_ran_is_the_penaltys_own():
    app = open_lesson(SLUG, penalty="Lasso")
    app.session_state[f"{SLUG}.source"] = True
    code = healthy(app.run()).code[0].value
    for name in ("fit_curve", "features", "lasso", "elastic_net", "sweep", "jump"):
        assert f"def {name}(" in code


@pytest.fixture(scope="module")
def usual_caption():
    return shown(open_lesson(SLUG)).caption


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("degree", bad) for bad in ("21", "nan", "-inf", "1e309", "x")),
        *(("seed", bad) for bad in ("-1", "1e308", "inf")),
        *(("noise", bad) for bad in ("3.5", "nan", "1e309")),
        *(("alpha", bad) for bad in ("0.02", "-0.1")),
        *(("penalty", bad) for bad in ("Ridge2", "x" * 10_000)),
    ],
)
def test_a_bad_link_opens_the_lesson_as_it_is(name, value, usual_caption):
    assert shown(open_lesson(SLUG, **{name: value})).caption == usual_caption


def test_a_click_on_an_error_or_a_weight_takes_the_degree_there_and_one_on_a_point_nowhere(
    monkeypatch,
):
    callbacks = []
    monkeypatch.setattr(ui, "show_figure", lambda *_, on_click, **__: callbacks.append(on_click))
    open_lesson(SLUG)
    go_to = callbacks[-1]
    page = SimpleNamespace(session_state={})
    monkeypatch.setitem(go_to.__globals__, "st", page)
    for x, degree in ((9.0, 9), (2.71, 9), (0.0, 0), (21.0, 0), (-3.0, 0)):
        go_to(x, 1.0)
        assert page.session_state == {f"{SLUG}.degree": degree}


@pytest.mark.parametrize("penalty", PENALTIES)
def test_every_strength_fits_every_degree_whatever_the_noise(penalty):
    strengths = [{"alpha": alpha} for alpha in PENALTIES["ridge"].knobs[0].ticks]
    for noise, seed in ((0.0, 3), (3.0, 9999)):
        train, validation = parts(seed, noise)
        for knobs in strengths if PENALTIES[penalty].knobs else [{}]:
            errors = errors_by_degree(train, validation, (0, 1, 15, 20), penalty, **knobs)
            assert np.all(np.isfinite(errors))
