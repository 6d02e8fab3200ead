"""The view of ridge, lasso and elastic net keeps what it says."""

from types import SimpleNamespace

import numpy as np
import pytest

import ui
from core.linear import PENALTIES
from core.studies.regularization.paths import fit_task, follow
from core.studies.regularization.tasks import powers_of_x, two_thermometers
from tests.app import charts, click_experiment, experiments, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "regularization_penalties"
KEY = f"{SLUG}.fit"
SEEDS = range(30)


@pytest.fixture(scope="module")
def clicked():
    """What each experiment shows, clicked one after the other: charts, formula, task and today's fit."""
    app, seen = open_lesson(SLUG), {}
    for name in experiments(app, SLUG):
        click_experiment(app, SLUG, name)
        seen[name] = look(app)
    return seen


def look(app):
    task = todays_task(app)
    penalty = setting(app, SLUG, "penalty")
    knobs = {knob.name: setting(app, SLUG, knob.name) for knob in PENALTIES[penalty].knobs}
    return SimpleNamespace(
        figure=charts(app)[KEY],
        three=charts(app)[f"{SLUG}.three"],
        formula=" ".join(element.value for element in app.latex),
        task=task,
        fit=fit_task(task, penalty, **knobs),
        free=fit_task(task),
        knobs=knobs,
        penalty=penalty,
    )


def todays_task(app):
    """The task that the controls ask for, made anew."""
    noise, seed = setting(app, SLUG, "noise"), setting(app, SLUG, "seed")
    if setting(app, SLUG, "data") == "powers":
        return powers_of_x(setting(app, SLUG, "degree"), noise, seed)
    return two_thermometers(setting(app, SLUG, "gap"), noise, seed)


def weights_of(penalty, gap=0.05, alpha=0.5, **knobs):
    """Of the two thermometers, over many samples: (seeds, 4)."""
    tasks = [two_thermometers(gap, 1.0, seed) for seed in SEEDS]
    return np.array([fit_task(task, penalty, alpha=alpha, **knobs).theta[1:] for task in tasks])


def apart(weights):
    """How far the weights of the two thermometers are from each other."""
    return np.abs(weights[:, 0] - weights[:, 1])


def test_ridge_calms_a_fit_that_ran_wild_and_comes_close_to_the_noise(clicked):
    seen = clicked["Ridge calms"]
    weights = seen.fit.theta[1:]
    assert np.abs(seen.free.theta[1:]).max() > 1e4
    assert round(seen.free.validation_error) == 393
    assert 0 < np.abs(weights).min() < np.abs(weights).max() < 5
    assert f"{seen.fit.validation_error:.2f}" == "1.06"
    assert "a weight may pass through 0, none stays there" in seen.figure.caption
    signs = np.sign([fit_task(seen.task, "ridge", alpha=a).theta[1:] for a in (1e-4, 1e-2)])
    assert np.any(signs[0] != signs[1])
    assert np.all(signs != 0)
    wild, tame = seen.figure.trace("without penalty")["y"], seen.figure.trace("fit")["y"]
    truth = seen.figure.trace("true curve")["y"]
    assert np.max(np.abs(wild - truth)) > 100 > 3 > np.max(np.abs(tame - truth))


def test_at_first_sight_the_validation_error_falls_and_rises_again(clicked):
    errors = clicked["Ridge calms"].figure.trace("validation error")["y"]
    best = np.argmin(errors)
    assert errors[0] > 1.4 * errors[best]
    assert errors[-1] > 5 * errors[best]


def test_lasso_picks_the_powers_of_the_true_curve_and_zeroes_thirteen(clicked):
    seen = clicked["Lasso picks"]
    np.testing.assert_array_equal(np.flatnonzero(seen.fit.theta[1:]) + 1, [1, 2])
    assert "13 of 15 weights exactly 0" in seen.figure.caption
    assert seen.figure.trace("not 0 now")["y"] == [2]


def test_too_strong_leaves_the_mean_of_the_training_points(clicked):
    seen = clicked["Too strong"]
    assert np.all(seen.fit.theta[1:] == 0)
    mean = seen.task.train.y.mean()
    np.testing.assert_allclose(seen.figure.trace("fit")["y"], mean, rtol=1e-6)
    assert "15 of 15 weights exactly 0" in seen.figure.caption
    assert f"the mean of y, {mean:.4g}" in seen.figure.caption


def test_ridge_lets_twins_share_lasso_picks_one_and_elastic_net_is_in_between(clicked):
    ridge, lasso, net = (
        clicked[f"Twins: {name}"].fit.theta[1:3]
        for name in ("ridge shares", "lasso picks one", "in between")
    )
    free = clicked["Twins: ridge shares"].free.theta[1:3]
    assert abs(free[0] - free[1]) > 5
    assert abs(ridge[0] - ridge[1]) < 0.1
    assert lasso[0] == 0 < 3 < lasso[1]
    assert clicked["Twins: lasso picks one"].fit.theta[4] == 0  # the moon
    assert np.all(net > 0)
    assert abs(ridge[0] - ridge[1]) < abs(net[0] - net[1]) < abs(lasso[0] - lasso[1])


def test_over_thirty_samples_ridge_always_shares_and_the_order_nearly_always_holds():
    ridge, lasso = weights_of("ridge"), weights_of("lasso")
    net = weights_of("elastic_net", l1_ratio=0.5)
    assert apart(ridge).max() < 0.15
    assert np.all(ridge != 0)
    assert np.all(net[:, :2] != 0)
    assert np.sum((apart(ridge) < apart(net)) & (apart(net) < apart(lasso))) >= 28


def test_which_thermometer_lasso_drops_is_luck_as_the_warning_counts():
    zero = weights_of("lasso")[:, :2] == 0
    assert (zero[:, 0].sum(), zero[:, 1].sum(), (~zero).all(axis=1).sum()) == (13, 10, 7)


def test_half_a_weight_each_costs_half_as_much_in_squares_and_the_same_in_sizes():
    shared, single = np.array([0.0, 0.5, 0.5]), np.array([0.0, 1.0, 0.0])
    ridge, lasso = PENALTIES["ridge"].cost, PENALTIES["lasso"].cost
    assert ridge(shared) == pytest.approx(ridge(single) / 2)
    assert lasso(shared) == lasso(single)


@pytest.mark.parametrize("seed", [*range(10), 16])
def test_without_noise_no_penalty_wins_as_the_prediction_says(seed):
    task = powers_of_x(15, 0.0, seed)
    held = fit_task(task, "ridge", alpha=0.01)
    assert fit_task(task).validation_error < 1e-6 < held.validation_error


@pytest.mark.parametrize("seed", range(20))
def test_the_story_of_the_powers_holds_for_other_samples(seed):
    task = powers_of_x(15, 1.0, seed)
    assert fit_task(task, "ridge", alpha=0.01).validation_error < fit_task(task).validation_error
    assert np.all(fit_task(task, "ridge", alpha=0.01).theta != 0)
    assert np.sum(fit_task(task, "lasso", alpha=0.1).theta == 0) >= 8
    assert not fit_task(task, "lasso", alpha=100.0).theta[1:].any()
    far = fit_task(task, "ridge", alpha=1e6)
    np.testing.assert_allclose(far.train_error, np.var(task.train.y), rtol=1e-4)


def test_captions_and_formulas_hold_todays_numbers_and_add_up(clicked):
    for seen in clicked.values():
        for number in (seen.fit.train_error, seen.fit.validation_error, seen.fit.objective):
            assert f"{number:.4g}" in seen.figure.caption
        assert f"{seen.fit.train_error:.4g}" in seen.formula
        cost = PENALTIES[seen.penalty].cost(seen.fit.theta, **seen.knobs)
        assert f"+ {cost:.4g} = {seen.fit.objective:.4g}" in seen.formula
        assert f"{seen.fit.theta[0]:.4g}" in seen.formula


def test_the_pull_on_a_zero_is_told_and_no_larger_than_the_price(clicked):
    assert r"\le 0.1 \quad" in clicked["Lasso picks"].formula
    assert r"\le 10 \quad" in clicked["Too strong"].formula
    assert "none is 0" in clicked["Twins: in between"].formula
    assert r"\tfrac{24 \cdot 0.01}{2} = 0.12" in clicked["Ridge calms"].formula


def test_below_all_three_penalties_are_counted(clicked):
    seen = clicked["Lasso picks"]
    zeros = [
        int(np.sum(fit_task(seen.task, key, alpha=0.1).theta[1:] == 0))
        for key in ("ridge", "lasso", "elastic_net")
    ]
    assert zeros == [0, 13, 6]
    for label, count in zip(("Ridge", "Lasso", "Elastic net"), zeros, strict=True):
        assert f"{label} {count} (" in seen.three.caption


@pytest.mark.parametrize(
    "link",
    [
        {"penalty": "Lasso", "alpha": "0.1"},
        {"penalty": "Elastic net", "data": "Two thermometers", "l1_ratio": "0.25", "alpha": "0.7"},
    ],
)
def test_the_script_prints_the_numbers_on_screen(link):
    app = open_lesson(SLUG, **link)
    seen, printed = look(app), take(app)
    fit = seen.fit
    said = {row[0]: float(row[1]) for row in printed if row[0] != "weight"}
    np.testing.assert_allclose(
        [said[name] for name in ("training", "validation", "objective")],
        [fit.train_error, fit.validation_error, fit.objective],
        rtol=1e-9,
    )
    weights = [float(row[2]) for row in printed if row[0] == "weight"]
    np.testing.assert_allclose(weights, fit.theta, rtol=1e-6, atol=1e-12)
    assert said["zeros"] == np.sum(fit.theta[1:] == 0)
    path = follow(seen.task, {"lasso": 1.0}.get(seen.penalty, 0.25))
    np.testing.assert_allclose(said["best"], path.alphas[path.best])


def take(app):
    """What today's script prints, word by word."""
    return [line.split() for line in printed_by_script(app, SLUG).splitlines()]


def test_a_button_goes_to_the_lowest_validation_error():
    app = open_lesson(SLUG, penalty="Lasso")
    next(button for button in app.button if button.key == f"{SLUG}.best").click()
    healthy(app.run())
    path = follow(todays_task(app), 1.0)
    assert setting(app, SLUG, "alpha") == pytest.approx(path.alphas[path.best], rel=5e-3)


@pytest.mark.parametrize(
    "bad",
    [
        {"degree": "21", "seed": "-1", "noise": "3.5", "alpha": "1e309", "penalty": "Ridge2"},
        {"degree": "x", "seed": "inf", "noise": "nan", "alpha": "-1", "data": "x" * 10_000},
    ],
)
def test_a_bad_link_opens_the_lesson_as_it_is(bad, clicked):
    assert charts(open_lesson(SLUG, **bad))[KEY].caption == clicked["Ridge calms"].figure.caption


def test_a_click_among_the_weights_takes_the_strength_there_within_its_limits(monkeypatch):
    callbacks = []
    monkeypatch.setattr(
        ui, "show_figure", lambda *_, on_click=None, **__: callbacks.append(on_click)
    )
    open_lesson(SLUG)
    go_to = callbacks[0]
    page = SimpleNamespace(session_state={})
    monkeypatch.setitem(go_to.__globals__, "st", page)
    for x, alpha in ((0.12345, 0.123), (1e-9, 1e-4), (1e9, 100.0)):
        go_to(x, 1.0)
        assert page.session_state == {f"{SLUG}.alpha": alpha}
