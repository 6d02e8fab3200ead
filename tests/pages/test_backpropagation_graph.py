import re
import subprocess
import sys

import numpy as np
import pytest

from core.studies.backpropagation.slope_check import check
from core.studies.backpropagation.walkthrough import walk
from core.studies.backpropagation.worked_example import NAMES, NUMBERS, example
from tests.app import charts, experiments, healthy, open_lesson, run_experiment, setting

SLUG = "backpropagation_graph"
FIRST_LOSS, NEXT_LOSS = "0.298371109", "0.291027774"


def graph(app):
    return charts(app)[f"{SLUG}.graph"]


def words(app):
    """All text of the page, formulas included."""
    return "\n".join(element.value for element in (*app.markdown, *app.latex, *app.warning))


def today(app):
    """The walk that the page shows, computed anew from its controls."""
    case = example([float(part) for part in setting(app, SLUG, "numbers").split(",")])
    story = walk(
        case,
        setting(app, SLUG, "lr"),
        update_biases=setting(app, SLUG, "biases"),
        too_early=setting(app, SLUG, "too_early"),
    )
    return case, story


def box(app, name):
    return next(box for box in app.number_input if box.key == f"{SLUG}.numbers_{NAMES.index(name)}")


def test_it_opens_where_two_paths_add_up():
    app = open_lesson(SLUG)
    _, story = today(app)
    numbers = story.known(17)
    assert setting(app, SLUG, "step") == 10
    assert "two paths" in graph(app).caption
    assert "0.00877135" in graph(app).caption
    assert FIRST_LOSS in graph(app).caption
    assert numbers["delta_o1"] == pytest.approx(0.1385, abs=5e-5)
    assert numbers["delta_o2"] == pytest.approx(-0.0381, abs=5e-5)
    assert numbers["d_h1"] == pytest.approx(0.03635, abs=5e-6)
    assert numbers["bend_h1"] == pytest.approx(0.2413, abs=5e-5)
    assert numbers["delta_h1"] == pytest.approx(0.00877, abs=5e-6)
    assert "All 12 slopes agree" in words(app)
    assert "24 passes" in words(app)


@pytest.mark.parametrize(
    ("name", "loss"),
    [("One update", NEXT_LOSS), ("Biases too", "0.280471447"), ("Spot the bug", "0.291027924")],
)
def test_the_loss_after_one_update_is_the_one_that_the_experiment_names(name, loss):
    app = run_experiment(SLUG, name)
    _, story = today(app)
    assert f"{story.again.loss:.9f}" == loss
    assert (
        f"The loss was {FIRST_LOSS}, after one update with η = 0.5 it is {loss}."
        in graph(app).caption
    )
    assert loss in app.latex[0].value
    assert loss in words(app)


def test_the_bug_lowers_the_loss_and_the_check_sees_it():
    app = run_experiment(SLUG, "Spot the bug")
    case, story = today(app)
    checked = check(case, story.run)
    assert story.again.loss < story.run.loss
    assert checked.differs == (True,) * 6 + (False,) * 6
    too_small = 1 - checked.derived[:6] / checked.measured[:6]
    assert np.all((too_small > 0.145) & (too_small < 0.175))
    assert "6 of 12 slopes are wrong: w₁, w₂, w₃, w₄, b₁, b₂" in words(app)
    assert story.steps[10].title.startswith("The blame at h₁")
    assert "w_{5}^{+}" in story.steps[10].formula.symbols
    assert story.steps[9].title == "Update the output weights"
    assert [step.title.endswith("(wrong)") for step in story.steps[9:15]] == [
        False,
        *[True] * 4,
        False,
    ]


def test_the_worst_answer_learns_the_least():
    app = run_experiment(SLUG, "Wrong and sure of it")
    _, story = today(app)
    numbers = story.known(17)
    assert f"{numbers['o1']:.5f}" == "0.99997"
    assert numbers["d_o1"] > 0.98
    assert numbers["bend_o1"] < 3e-5
    assert numbers["delta_o1"] < 3e-5
    assert "σ′ at o₁" in graph(app).caption
    said = next(e.value for e in app.markdown if "learns the least" in e.value)
    assert f"{numbers['o1']:.5f}" in said
    assert f"{numbers['bend_o1']:.5f}" in said


def test_too_large_a_step_raises_the_loss():
    app = run_experiment(SLUG, "Too large a step")
    case, story = today(app)
    assert story.run.loss == pytest.approx(0.0688, abs=5e-5)
    assert story.again.loss == pytest.approx(0.1586, abs=5e-5)
    assert story.again.loss > 2 * story.run.loss
    assert not any(check(case, story.run).differs)
    assert "It did not fall." in graph(app).caption


def test_every_experiment_has_its_claim_tested_here():
    assert experiments(open_lesson(SLUG), SLUG) == [
        "Two paths",
        "One update",
        "Biases too",
        "Spot the bug",
        "Wrong and sure of it",
        "Too large a step",
    ]


def test_back_and_next_walk_and_stop_at_the_ends():
    app = open_lesson(SLUG, step="16")
    press = lambda name: healthy(app.button(f"{SLUG}.{name}").click().run())  # noqa: E731
    press("next")
    assert setting(app, SLUG, "step") == 17
    assert app.button(f"{SLUG}.next").disabled
    press("back")
    press("back")
    assert setting(app, SLUG, "step") == 15
    assert "Step 15 of 17" in graph(app).figure["layout"]["title"]["text"]
    assert open_lesson(SLUG, step="1").button(f"{SLUG}.back").disabled


def test_every_step_shows_its_formula_with_its_numbers():
    app = open_lesson(SLUG, step="1")
    for step in range(1, 18):
        _, story = today(app)
        assert story.steps[step - 1].title in graph(app).caption
        assert r"\slope" not in app.latex[0].value
        assert r"\value" not in app.latex[0].value
        if step < 17:
            app.button(f"{SLUG}.next").click().run()


def test_a_number_changed_in_its_box_changes_the_line_and_the_picture():
    app = open_lesson(SLUG)
    app.session_state[f"{SLUG}.numbers.boxes"] = True
    app.run()
    healthy(box(app, "w5").set_value(0.8).run())
    assert setting(app, SLUG, "numbers").split(",")[NAMES.index("w5")] == "0.8"
    _, story = today(app)
    assert f"{story.known(10)['delta_h1']:.6g}" in graph(app).caption
    healthy(app.text_input(f"{SLUG}.numbers").set_value(",".join(map(str, NUMBERS))).run())
    assert box(app, "w5").value == 0.4


@pytest.mark.parametrize(
    "line",
    [
        *("", "1,2,3", ",".join(["nan"] * 16), ",".join(["1e308"] * 16)),
        *("__import__('os')", "x" * 10_000),
    ],
)
def test_a_line_that_is_no_list_leaves_the_example_as_it_was(line):
    app = open_lesson(SLUG, numbers=line)
    assert "0.00877135" in graph(app).caption
    if app.warning:
        assert "The numbers of the example stay." in app.warning[0].value


@pytest.mark.parametrize("value", ["100", "-100", "0"])
def test_extreme_numbers_draw_a_picture(value):
    worst = {"too_early": "true", "lr": "1000", "biases": "true", "step": "17"}
    app = open_lesson(SLUG, numbers=",".join([value] * 16), **worst)
    assert not app.warning
    assert "The loss was" in graph(app).caption


@pytest.mark.parametrize("bad", ["0", "18", "1e309"])
def test_a_step_that_does_not_exist_is_the_first_one_shown(bad):
    assert setting(open_lesson(SLUG, step=bad), SLUG, "step") == 10


@pytest.mark.parametrize("settings", [{}, {"biases": "true", "too_early": "true", "lr": "2.5"}])
def test_the_script_prints_what_is_on_the_screen(settings):
    app = open_lesson(SLUG, **settings)
    app.session_state[f"{SLUG}.take"] = True
    healthy(app.run())
    text = next(block.value for block in app.code if "From Glassnet" in block.value)
    run = subprocess.run(
        [sys.executable, "-I", "-W", "error", "-c", text],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    _, story = today(app)
    numbers = story.known(17)
    printed = {line.rpartition(" ")[0]: line.rpartition(" ")[2] for line in run.stdout.splitlines()}
    assert float(printed["loss"]) == story.run.loss
    assert float(printed["new loss"]) == story.again.loss
    for name in NAMES[4:]:
        was, slope, new = re.search(
            rf"^{name} was (\S+) slope (\S+) new (\S+)$", run.stdout, re.M
        ).groups()
        assert float(was) == numbers[name]
        assert float(slope) == numbers[f"slope_{name}"]
        assert float(new) == numbers.get(f"new_{name}", numbers[name])


def test_the_prediction_is_true():
    numbers = walk(example(), 0.5).known(17)
    assert f"{numbers['slope_w5']:.3f}" == "0.082"
    assert f"{numbers['slope_w1']:.5f}" == "0.00044"
    assert round(numbers["slope_w5"] / numbers["slope_w1"]) == 187
