"""Stopping early: the weights that come back are exactly those of the best epoch."""

import numpy as np
import pytest

from core.studies.regularization.directions import errors_along, look_along, noisy_task
from core.studies.regularization.patience import train_with_patience

SEEDS = range(12)


def rate(task):
    return float(1 / look_along(task).curvatures[0])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_best_weights_come_back_bit_by_bit(seed):
    task = noisy_task(seed)
    lr = rate(task)
    run = train_with_patience(task, lr=lr, patience=20, most=2000)
    weights = np.zeros(9)
    for _ in range(run.best):
        weights = weights - lr * (task.scale * task.Z.T @ (task.Z @ weights - task.targets))
    np.testing.assert_array_equal(run.weights, weights)


@pytest.mark.parametrize("patience", [1, 5, 100])
@pytest.mark.parametrize("seed", SEEDS)
def test_it_stops_when_patience_is_at_its_end_and_not_before(seed, patience):
    task = noisy_task(seed)
    run = train_with_patience(task, lr=rate(task), patience=patience, most=3000)
    assert len(run.validation) == run.stopped + 1
    assert run.best == run.validation.argmin()
    assert run.ran_out == (run.stopped == 3000 and run.stopped - run.best < patience)
    assert run.ran_out or run.stopped - run.best == patience
    bests = np.flatnonzero(run.validation == np.minimum.accumulate(run.validation))
    assert np.diff(bests).max(initial=0) <= patience


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_walked_is_what_the_directions_say(seed):
    task = noisy_task(seed)
    run = train_with_patience(task, lr=rate(task), patience=50, most=200)
    steps = np.arange(1, run.stopped + 1)
    _, errors = errors_along(task, look_along(task), rate(task), steps)
    np.testing.assert_allclose(run.validation[1:] ** 0.5, errors, rtol=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_patience_never_ends_with_a_worse_best(seed):
    task = noisy_task(seed)
    runs = [train_with_patience(task, lr=rate(task), patience=p, most=2000) for p in (1, 20, 500)]
    found = [run.validation[run.best] for run in runs]
    assert found == sorted(found, reverse=True)


def test_the_best_of_most_samples_is_better_than_training_to_the_end():
    gains = []
    for seed in SEEDS:
        task = noisy_task(seed)
        run = train_with_patience(task, lr=rate(task), patience=100, most=3000)
        end = errors_along(task, look_along(task), rate(task), [10**6])[1][0]
        gains.append(end / run.validation[run.best] ** 0.5)
    assert np.min(gains) > 1
    assert np.median(gains) > 1.5


def test_no_patience_at_all_is_refused():
    with pytest.raises(ValueError, match="patience"):
        train_with_patience(noisy_task(0), lr=0.1, patience=0, most=5)
