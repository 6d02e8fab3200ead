"""What is said of two networks under two cures, held against their trainings."""

import numpy as np
import pytest

from core.cures import CURES
from core.studies.regularization import on_network as study
from pages.parts.regularization import network_words as words
from pages.parts.regularization.network_script import STEPS, script
from pages.views.regularization.network import BEHIND, EXPERIMENTS, train_once
from tests.app import charts, click_experiment, open_lesson, setting
from tests.scripts import run_script

SLUG = "regularization_network"
TASK = study.Task(1.0, 0, "tanh", 50)
ALL_AT_ONCE = TASK._replace(batch=100)
RUNS = np.arange(study.RUNS)
_opened = {}


def opened():
    """One app for all experiments, clicked one after the other."""
    if not _opened:
        _opened["app"] = open_lesson(SLUG)
    return _opened["app"]


def experiment(name):
    app = click_experiment(opened(), SLUG, name)
    return app, charts(app)


def trained(cure, strength=None, task=TASK):
    """From the cache of the page where it is there."""
    knobs = CURES[cure].knobs
    return train_once(
        cure, knobs[0].default if strength is None and knobs else strength, task, study.EPOCHS
    )


def late(outcome):
    """Mean validation loss over the last 20 epochs: single steps jump."""
    return outcome.validation_loss[:, -20:].mean(axis=1)


def lowest(outcome):
    return outcome.validation_loss.min(axis=1)


def fresh(low, high, outcome):
    """Fresh losses as they are rounded on the page."""
    assert (round(outcome.fresh_loss.min(), 2), round(outcome.fresh_loss.max(), 2)) == (low, high)
    return True


def test_at_first_sight_validation_climbs_without_a_cure_and_stays_level_with_one():
    shown = charts(opened())[f"{SLUG}.networks"]
    none, l2 = trained("none"), trained("l2")
    for trace, outcome in (("validation loss", none), ("training loss", none)):
        column = outcome.loss if trace.startswith("t") else outcome.validation_loss
        np.testing.assert_allclose(shown.trace(trace)["y"], column[0], rtol=1e-6)
    finals = none.loss[:, -1]
    assert (round(finals.min(), 2), round(finals.max(), 2)) == (0.13, 0.19)
    best = none.validation_loss.argmin(axis=1)
    assert (best.min(), best.max()) == (54, 74)
    assert np.all(late(none) > 1.75 * lowest(none))
    assert np.all(late(l2) < 1.1 * lowest(l2))
    assert np.all(np.abs(late(l2) - l2.loss[:, -20:].mean(axis=1)) < 0.03)
    assert fresh(0.46, 0.50, none)
    assert fresh(0.29, 0.31, l2)
    assert f"fresh points {none.fresh_loss[0]:.3f}" in shown.plain
    assert f"fresh points {l2.fresh_loss[0]:.3f}" in shown.plain


@pytest.mark.parametrize("sample", [4])
def test_on_other_points_too_the_network_without_a_cure_does_worse(sample):
    none, l2 = (trained(cure, task=TASK._replace(sample=sample)) for cure in ("none", "l2"))
    assert np.all(late(none) > 1.4 * lowest(none))
    assert l2.fresh_loss.max() < none.fresh_loss.min()


def test_a_price_on_sizes_makes_exact_zeros_and_one_on_squares_none():
    _, shown = experiment("Exact zeros")
    zeros = {
        key: [int((study.all_weights(trained(key).used, run) == 0).sum()) for run in RUNS]
        for key in ("l2", "l1")
    }
    assert set(zeros["l2"]) == {0}
    assert (min(zeros["l1"]), max(zeros["l1"])) == (238, 257)
    assert f"{zeros['l1'][0]} exactly 0" in shown[f"{SLUG}.weights"].plain


def test_dropout_helps_and_its_thinned_networks_are_drawn():
    app, shown = experiment("Dropout")
    assert fresh(0.29, 0.32, trained("dropout"))
    kept = study.kept_units(TASK, 0, setting(app, SLUG, "epoch"), 0.2)
    picture = shown[f"{SLUG}.thinned"]
    assert len(picture.trace("sits out")["x"]) == (~kept).sum()
    assert ", ".join(str(row.sum()) for row in kept) in picture.plain
    assert "scaled by 1.25" in picture.plain


def test_stopped_early_is_the_same_training_cut_short():
    _, shown = experiment("Stop early")
    stopped, none = trained("early_stopping"), trained("none")
    np.testing.assert_array_equal(stopped.validation_loss, none.validation_loss)
    assert (stopped.kept.min(), stopped.kept.max()) == (54, 74)
    np.testing.assert_array_equal(stopped.ended - stopped.kept, 40)
    assert fresh(0.29, 0.31, stopped)
    picture = shown[f"{SLUG}.networks"]
    assert picture.trace("kept 2")["x"] == [stopped.kept[0]]
    assert (
        f"stopped in epoch {stopped.ended[0]} and gone back to epoch {stopped.kept[0]}"
        in picture.plain
    )


def test_five_times_the_price_under_fits():
    experiment("Too much of it")
    much, some = trained("l2", 0.1), trained("l2")
    np.testing.assert_array_equal(np.round(much.loss[:, -1], 2), 0.37)
    assert fresh(0.37, 0.38, much)
    assert much.fresh_loss.min() > some.fresh_loss.max()
    x, y = study.axes_of(study.points_of(TASK))
    for run in RUNS:  # the boundary of each, as x at every y, strays little from a straight line
        even = study.maps_of(much.used.part(run, run + 1), x, y)[0] > 0.5
        edge = even.sum(axis=0)  # places below the line, column by column
        inside = (edge > 0) & (edge < len(y))
        line = np.polyval(np.polyfit(x[inside], edge[inside], 1), x[inside])
        assert np.abs(edge[inside] - line).max() < 3


def test_batch_norm_does_not_rule_out_over_fitting_and_small_batches_hold_back():
    experiment("Batch norm over-fits")
    whole, small = (
        trained("batch_norm", task=ALL_AT_ONCE),
        trained("batch_norm", task=TASK._replace(batch=25)),
    )
    plain = trained("none", task=ALL_AT_ONCE)
    assert np.all((lowest(whole) > 0.2) & (lowest(whole) < 0.22))
    assert np.all((late(whole) > 0.26) & (late(whole) < 0.315))
    assert np.all(late(whole) > 1.2 * lowest(whole))
    assert np.all(late(small) < 1.2 * lowest(small))
    assert late(small).max() < late(whole).min()
    assert small.fresh_loss.max() < whole.fresh_loss.min()
    early = [outcome.loss[:, 10:60:10].mean() for outcome in (plain, whole)]
    assert early[1] > early[0] - 0.01  # no faster on this shallow network


def test_the_table_and_formulas_say_what_was_trained():
    app = click_experiment(opened(), SLUG, "No cure, or L2")
    none, l2 = trained("none"), trained("l2")
    text = next(block.value for block in app.markdown if "Best there is" in block.value)
    assert words.spread(none.fresh_loss) in text
    assert f"{l2.fresh_accuracy.mean():.1%}" in text
    assert f"{study.best_scores(TASK)[0]:.3f}" in text
    squares = (study.all_weights(l2.used, 0) ** 2).sum()
    assert f"{squares:.4g} = {l2.objective[0]:.4g}" in app.latex[0].value


@pytest.mark.parametrize("cure", CURES)
def test_every_cure_has_its_formula_its_code_and_its_step_of_the_script(cure):
    entry = CURES[cure]
    strength = entry.knobs[0].default if entry.knobs else None
    outcome = study.train_with(cure, strength, TASK, epochs=2)
    symbols, numbers = words.formula(entry, strength, outcome, TASK, 1)
    assert symbols == entry.equation
    assert any(character.isdigit() for character in numbers)
    assert cure in BEHIND
    assert cure in STEPS


@pytest.mark.parametrize("pair", [("none", "l2"), ("l1", "dropout"), ("early_stopping", "input_noise"), ("max_norm", "label_smoothing"), ("batch_norm", "none")])  # fmt: skip
@pytest.mark.parametrize("task", [TASK._replace(activation="relu"), ALL_AT_ONCE])
def test_the_script_trains_the_same_networks(pair, task):
    epochs, run = 4, 3
    sides = [
        (CURES[key], {"early_stopping": 2.0}.get(key, CURES[key].knobs[0].default) if CURES[key].knobs else None)
        for key in pair
    ]  # fmt: skip
    said = run_script(script(sides, task, run, epochs))
    for line, (cure, strength) in zip(said.splitlines(), sides, strict=True):
        outcome = study.train_with(cure.key, strength, task, epochs=epochs)
        kept = outcome.kept[run]
        numbers = [float(word) for word in line.split()[1:4]]
        wanted = (
            outcome.loss[run, kept],
            outcome.validation_loss[run, kept],
            outcome.fresh_loss[run],
        )
        np.testing.assert_allclose(numbers, wanted, rtol=1e-9)
        w = study.all_weights(outcome.used, run)
        assert f"epoch {kept} zeros {(w == 0).sum()}" in line
        assert float(line.split()[-1]) == pytest.approx((w**2).sum(), rel=1e-9)


def test_a_link_opens_the_cures_strengths_and_network_that_it_names():
    app = open_lesson(SLUG, right="Max-norm", right_c="2", run="4")
    assert "Max-norm, c = 2" in charts(app)[f"{SLUG}.networks"].plain
    outcome = trained("max_norm", 2.0)
    assert f"fresh points {outcome.fresh_loss[3]:.3f}" in charts(app)[f"{SLUG}.networks"].plain


def test_experiments_are_named_as_they_are_tested():
    assert len(EXPERIMENTS) == 6


def test_the_bar_of_the_training_is_gone_when_both_sides_are_drawn():
    app = open_lesson(SLUG)
    assert not app.get("progress")
    assert len(app.session_state[f"{SLUG}.trained"]) == 2
