"""Five networks under a cure: what is recorded is what was trained, and what is left is what it says."""

import numpy as np
import pytest

from core.cure_rules import masks_of, stop_early
from core.cures import CURES
from core.data_sets import DATA_SETS
from core.passes import forward_many, losses_many
from core.studies.regularization.best_answer import best_logits, best_map
from core.studies.regularization.on_network import (
    EVERY,
    GRID,
    LEARNED,
    LOSS,
    RUNS,
    SIZES,
    Task,
    all_weights,
    axes_of,
    best_scores,
    in_bytes,
    kept_units,
    longest,
    lots_of_first_step,
    maps_of,
    points_of,
    train_with,
)

TASK = Task(1.0, 0, "tanh", 50)


@pytest.fixture(scope="module")
def stopped():
    return train_with("early_stopping", 5.0, TASK, epochs=60)


@pytest.fixture(scope="module")
def plain():
    return train_with("none", None, TASK, epochs=60)


def test_points_are_halved_and_fresh_ones_are_others():
    train, validation, fresh = points_of(TASK)
    assert (len(train.x), len(validation.x), len(fresh.x)) == (LEARNED, LEARNED, 2000)
    both = np.concatenate([train.x, validation.x])
    np.testing.assert_array_equal(both, DATA_SETS["moons"].make(200, noise=1.0, seed=0).x)
    assert not set(both[:, 0]) & set(fresh.x[:, 0])


def test_early_stopping_leaves_the_very_weights_of_the_best_epoch(stopped, plain):
    np.testing.assert_array_equal(stopped.loss, plain.loss)  # the same trainings
    np.testing.assert_array_equal(stopped.validation_loss, plain.validation_loss)
    x, y = points_of(TASK).validation
    assert np.any(stopped.ended < 60)
    for run in range(RUNS):
        end, kept = stop_early(plain.validation_loss[run], patience=5)
        assert (stopped.ended[run], stopped.kept[run]) == (end, kept)
        left = stopped.used.part(run, run + 1)
        again = losses_many(left, x, y, LOSS)[0]
        assert again == pytest.approx(plain.validation_loss[run, kept], rel=1e-13)
        if end < 60:
            assert kept == plain.validation_loss[run, : end + 1].argmin()
        if kept % EVERY == 0:
            at = plain.shots_of(run).parameters[kept // EVERY]
            np.testing.assert_array_equal(left.parameters[0], at)


def test_shots_show_the_network_at_hand_and_after_the_stop_the_one_that_is_left(stopped, plain):
    for run in range(RUNS):
        for shot, (mine, free) in enumerate(
            zip(stopped.shots_of(run).parameters, plain.shots_of(run).parameters, strict=True)
        ):
            over = shot * EVERY >= stopped.ended[run]
            np.testing.assert_array_equal(mine, stopped.used.parameters[run] if over else free)
    np.testing.assert_array_equal(plain.shots.parameters[6::7], plain.used.parameters)


def test_scores_are_those_of_the_networks_that_are_left(plain):
    x, y = points_of(TASK).fresh
    logits = forward_many(plain.used, x)
    costs = np.logaddexp(0, logits) - y * logits
    np.testing.assert_allclose(plain.fresh_loss, costs.mean(axis=(1, 2)), rtol=1e-12)
    np.testing.assert_array_equal(plain.fresh_accuracy, ((logits > 0) == y).mean(axis=(1, 2)))
    np.testing.assert_allclose(plain.objective, plain.loss[:, -1], rtol=1e-15)
    assert not plain.diverged.any()


@pytest.mark.parametrize(("cure", "strength"), [("l2", 0.05), ("l1", 0.02)])
def test_what_is_made_smaller_is_the_loss_and_the_price_of_the_weights(cure, strength):
    outcome = train_with(cure, strength, TASK, epochs=3)
    for run in range(RUNS):
        w = all_weights(outcome.used, run)
        price = strength * ((w**2).sum() / 2 if cure == "l2" else np.abs(w).sum())
        assert outcome.objective[run] == pytest.approx(outcome.loss[run, -1] + price, rel=1e-13)
    assert len(w) == 2 * 16 + 16 * 16 + 16


def test_a_map_says_what_the_network_answers_and_its_bytes_nearly_so(plain):
    x, y = axes_of(points_of(TASK))
    maps = maps_of(plain.shots_of(2), x, y)
    assert maps.shape == (7, GRID[1], GRID[0])
    logit = forward_many(plain.used.part(2, 3), np.array([[x[10], y[30]]]))[0, 0, 0]
    assert maps[-1, 30, 10] == pytest.approx(1 / (1 + np.exp(-logit)), abs=1e-5)
    read = np.frombuffer(in_bytes(maps), np.uint8).reshape(maps.shape) / 255
    np.testing.assert_allclose(read, maps, atol=0.5 / 255 + 1e-6)


def test_the_best_answer_knows_the_recipe():
    """More clouds change no answer that could be seen, and both moons are the same, turned."""
    x = np.random.default_rng(0).normal(0, 3, (50, 2))
    few, many = (1 / (1 + np.exp(-best_logits(x, 0.5, steps=n))) for n in (120, 2000))
    np.testing.assert_allclose(few, many, atol=3e-4)
    np.testing.assert_allclose(best_logits(-x, 1.0), -best_logits(x, 1.0), atol=1e-9)
    assert best_logits(np.array([[-1.5, 2.25]]), 0.5) < -5  # on top of the first moon
    assert best_map(1.0, np.array([-1.5]), np.array([2.25]))[0, 0] < 0.1


def test_nobody_beats_the_best_answer_by_more_than_luck(plain):
    loss, right = best_scores(TASK)
    assert np.all(plain.fresh_loss > loss)
    assert np.all(plain.fresh_accuracy < right)
    x, y = DATA_SETS["moons"].make(20_000, noise=1.0, seed=9)
    p = 1 / (1 + np.exp(-best_logits(x, 1.0)))
    for low in (0.1, 0.4, 0.7):  # what it calls 15 percent comes true 15 times in a hundred
        near = (p > low) & (p < low + 0.1)
        assert y[near].mean() == pytest.approx(p[near].mean(), abs=0.05)


def test_the_thinned_networks_shown_are_those_of_the_training():
    treatment = CURES["dropout"].treat(p=0.3)
    seeds = range(RUNS)
    step = next(iter(treatment.lots_of(17, seeds, LEARNED, SIZES, 50)))
    masks = np.concatenate(masks_of(step, SIZES, 0.3), axis=-1)
    np.testing.assert_array_equal(kept_units(TASK, 3, 17, 0.3), masks[3, :3] > 0)
    np.testing.assert_array_equal(lots_of_first_step("dropout", 0.3, TASK, 3, 17), step[3])
    assert kept_units(TASK, 0, 1, 0.0).all()


def test_the_longest_incoming_weights_keep_to_the_limit():
    outcome = train_with("max_norm", 0.5, TASK, epochs=3)
    assert longest(outcome.used) == pytest.approx(0.5, rel=1e-12)


def test_a_run_that_diverges_stays_as_it_was_last_seen():
    wild = train_with("l2", 100.0, Task(1.0, 0, "relu", 25), epochs=3)  # η λ is 50
    assert wild.diverged.all()
    assert wild.loss.shape == (RUNS, 4)
    assert np.isfinite(wild.used.parameters).all()
