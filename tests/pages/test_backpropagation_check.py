import re
from dataclasses import replace

import numpy as np
import pytest

from core.network import trace, update
from core.studies.backpropagation.mistakes import MISTAKES, backward_with
from core.studies.backpropagation.presets import PRESETS
from core.studies.backpropagation.slope_check import check
from pages.parts.backpropagation import words
from tests.app import charts, click_experiment, experiments, healthy, open_lesson, setting
from tests.scripts import printed_by_script

SLUG = "backpropagation_check"


@pytest.fixture(scope="module")
def app():
    """One opened lesson, in which experiments are clicked one after the other."""
    return open_lesson(SLUG)


def shown(app):
    return charts(app)[f"{SLUG}.errors"]


def said(app, name):
    """What the experiment says, after a click on it."""
    click_experiment(app, SLUG, name)
    return next(e.value for e in app.markdown if e.value == BY_NAME[name])


def today(app):
    """Right run, the run that was used, and its check, from the controls."""
    preset = PRESETS[setting(app, SLUG, "preset")]
    problem, key = preset.problem, setting(app, SLUG, "mistake")
    run = trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)
    used = run
    if key != "none":
        used = backward_with(MISTAKES[key], problem.network, run, problem.l2, preset.lr)
    return run, used, check(problem, used, setting(app, SLUG, "h"))


def after(mistake, key="worked"):
    """The objective after one update with a mistake."""
    preset = PRESETS[key]
    problem = preset.problem
    run = trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)
    used = backward_with(MISTAKES[mistake], problem.network, run, problem.l2, preset.lr)
    moved = update(problem.network, used, preset.lr, preset.update_biases)
    return trace(moved, problem.x, problem.y, problem.loss, problem.l2).objective


def _texts():
    from pages.views.backpropagation.check import EXPERIMENTS

    return {experiment.name: experiment.says for experiment in EXPERIMENTS}


BY_NAME = _texts()


def test_it_opens_on_the_bug_that_half_the_web_prints(app):
    text = said(app, "Spot the bug")
    run, _, checked = today(app)
    assert checked.differs == (True,) * 6 + (False,) * 6
    off = 1 - checked.derived[:6] / checked.measured[:6]
    assert np.all((off > 0.145) & (off < 0.175))
    assert f"{run.loss:.9f}" == "0.298371109"
    for loss in ("0.298371109", "0.291027924", "0.291027774"):
        assert loss in shown(app).caption
        assert loss in text
    assert f"{after('too_early'):.9f}" == "0.291027924"
    assert "6 of 12 slopes are wrong: w₁, w₂, w₃, w₄, b₁, b₂" in shown(app).caption
    assert len(shown(app).trace("differs")["x"]) == 6


def test_without_a_mistake_all_agree(app):
    text = said(app, "All right")
    *_, checked = today(app)
    assert np.all(checked.errors < checked.limits / 100)
    assert "All 12 slopes agree" in shown(app).caption
    assert "0.291027774" in shown(app).caption
    assert "0.291027774" in text


def test_without_the_bend_slopes_are_four_times_too_large_and_the_loss_lower(app):
    text = said(app, "Forgot φ′")
    *_, checked = today(app)
    ratio = checked.derived[:6] / checked.measured[:6]
    assert np.all((ratio > 4) & (ratio < 4.2))
    assert f"{after('no_bend'):.9f}" == "0.291024764"
    assert "0.291024764" in text
    assert "0.291024764" in shown(app).caption
    assert after("no_bend") < after("none")


def test_one_path_spoils_all_hidden_slopes_and_the_sign_of_some(app):
    text = said(app, "Forgot a path")
    *_, checked = today(app)
    assert (sum(checked.differs), len(checked.differs)) == (16, 31)
    assert [
        layer for layer, off in zip(checked.layers, checked.differs, strict=True) if not off
    ] == [1] * 15
    assert np.any(checked.derived * checked.measured < 0)
    assert "31" in text
    assert "15" in text


def test_a_forgotten_penalty_spoils_weights_and_spares_biases(app):
    text = said(app, "Forgot λw")
    *_, checked = today(app)
    assert checked.names == ("w1", "b1", "w2", "b2")
    assert checked.differs == (True, False, True, False)
    assert [f"{e:.0%}" for e in checked.errors[[0, 2]]] == re.findall(r"\d%", text)
    number = next(n for n in app.number_input if n.key == f"{SLUG}.penalty_l2")
    number.set_value(0.0)
    healthy(app.run())
    assert "All 4 slopes agree" in shown(app).caption


def test_with_steps_too_small_the_check_is_blind(app):
    said(app, "Steps too small")
    *_, checked = today(app)
    assert not any(checked.differs)
    assert checked.errors.max() > 1e-3
    noise = (checked.limits * np.maximum(np.abs(checked.derived), np.abs(checked.measured))).max()
    assert f"{noise:.4f}" == "0.0004"
    smallest = np.argmin(np.abs(checked.derived))
    assert checked.limits[smallest] > 0.5


@pytest.mark.parametrize(
    ("key", "mistake", "same"),
    [
        ("perceptron", "too_early", True),
        ("perceptron", "no_bend", True),
        ("xor", "one_path", True),
        ("perceptron", "sum_for_output", True),
        ("worked", "no_penalty", True),
        ("worked", "none", False),
        ("worked", "no_bend", False),
        ("softmax", "one_path", False),
        ("penalty", "no_penalty", False),
    ],
)
def test_a_mistake_that_changes_nothing_is_told_why(key, mistake, same):
    problem, mistake = PRESETS[key].problem, MISTAKES[mistake]
    run = trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)
    used = backward_with(mistake, problem.network, run, problem.l2, 0.5)
    assert words.harmless(mistake, used, run).startswith(" The mistake changes no slope" * same)
    assert bool(words.harmless(mistake, used, run)) == same


def test_a_perceptron_has_no_bend_to_forget_on_the_way_back():
    app = open_lesson(SLUG, preset=PRESETS["perceptron"].label, mistake="Forgot φ′")
    assert "All 3 slopes agree" in shown(app).caption
    assert shown(app).caption.endswith(words.NEEDS["no_bend"])


def test_every_experiment_has_its_claim_tested_here(app):
    assert experiments(app, SLUG) == list(BY_NAME)
    assert len(BY_NAME) == 6


def test_the_prediction_is_true():
    answers = {key: f"{after(key):.9f}" for key in ("too_early", "no_bend", "one_path", "none")}
    assert list(answers.values()) == ["0.291027924", "0.291024764", "0.291027283", "0.291027774"]
    assert sum(after(key) < after("none") for key in ("too_early", "no_bend", "one_path")) == 2
    problem = PRESETS["worked"].problem
    run = trace(problem.network, problem.x, problem.y, "half_sse")
    moved = update(problem.network, run, 0.5, False)
    weights = (problem.network.weights[0], moved.weights[1])
    alone = trace(replace(moved, weights=weights), problem.x, problem.y, "half_sse").loss
    assert run.loss - alone > 0.99 * (run.loss - after("none"))  # most of it is the output weights'


def test_the_best_step_is_neither_the_smallest_nor_the_largest():
    problem = PRESETS["worked"].problem
    run = trace(problem.network, problem.x, problem.y, problem.loss)
    errors = {h: check(problem, run, h).errors.max() for h in (1e-1, 1e-3, 1e-5, 1e-8, 1e-12)}
    assert errors[1e-1] > errors[1e-3] > errors[1e-5] < errors[1e-8] < errors[1e-12]


@pytest.mark.parametrize(
    "settings",
    [{}, {"preset": "x → h → o with L2", "mistake": "Forgot λw"}],
)
def test_the_script_prints_what_is_on_the_screen(settings):
    app = open_lesson(SLUG, **settings)
    output = printed_by_script(app, SLUG)
    right, _, checked = today(app)
    rows = re.findall(r"^(\S+) derived (\S+) measured (\S+)$", output, re.M)
    assert [name for name, *_ in rows] == list(checked.names)
    assert [float(slope) for _, slope, _ in rows] == checked.derived.tolist()
    np.testing.assert_allclose([float(m) for *_, m in rows], checked.measured, atol=1e-9)
    assert f"objective {right.objective}" in output


def test_many_examples_are_checked_as_one_batch():
    app = open_lesson(SLUG, preset="2-3-1 tanh on XOR", mistake="None")
    run, *_ = today(app)
    assert f"{run.objective:.9f}" in shown(app).caption
    assert "All 13 slopes agree" in shown(app).caption
