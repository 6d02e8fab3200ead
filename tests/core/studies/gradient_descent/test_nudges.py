"""At the ridge of a saddle: who leaves, when, and as foretold."""

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS
from core.studies.gradient_descent.nudges import NUDGES, START, foretold, walk_off
from core.studies.gradient_descent.saddle import distances, growth, spread

HOW = {"beside": 1e-4, "noise": 1e-4, "steps": 60, "lr": 0.05, "beta": 0.8}


def test_distances_by_hand():
    np.testing.assert_allclose(distances(3, first=2.0, lr=0.1), 2 * 1.2 ** np.arange(4))
    # y1 = 1.2, v = -2 - 0.5 * ... : y2 = y1 + 0.2 y1 + 0.5 (y1 - y0)
    np.testing.assert_allclose(distances(2, first=1.0, lr=0.1, beta=0.5), [1, 1.2, 1.54])


@pytest.mark.parametrize("key", ["beside_ridge", "with_momentum"])
def test_walks_without_noise_keep_to_the_formula(key):
    away = walk_off(NUDGES[key], **HOW).points[:, 1]
    np.testing.assert_allclose(away, foretold(NUDGES[key], **HOW)[: len(away)], rtol=1e-10)


def test_in_the_long_run_a_step_multiplies_by_the_growth():
    away = distances(200, first=1e-9, lr=0.02, beta=0.9)
    assert away[-1] / away[-2] == pytest.approx(growth(0.02, beta=0.9))


def test_a_step_no_float_can_hold_is_infinite_and_silent():
    assert distances(10_000, first=1.0, lr=1.0)[-1] == np.inf


def test_with_noise_the_promise_is_the_spread_of_many_walks():
    ends = [walk_off(NUDGES["with_noise"], seed=seed, **HOW).points[-1, 1] for seed in range(200)]
    promised = foretold(NUDGES["with_noise"], **HOW)
    assert promised[60] == spread(60, lr=0.05, noise=1e-4)
    assert np.std(ends) == pytest.approx(promised[60], rel=0.15)


def test_the_exact_ridge_is_never_left_and_nothing_is_promised_for_it():
    for key in ("on_ridge", "on_with_momentum", "on_with_adam"):
        walk = walk_off(NUDGES[key], **HOW)
        np.testing.assert_array_equal(walk.points[:, 1], 0)
        assert foretold(NUDGES[key], **HOW) is None
    assert foretold(NUDGES["with_adam"], **HOW) is None


def test_every_nudge_starts_where_it_says_by_a_rule_that_exists():
    for key, nudge in NUDGES.items():
        assert nudge.key == key
        assert nudge.rule in OPTIMIZERS
        start = walk_off(nudge, **HOW | {"steps": 0}).points[0]
        np.testing.assert_array_equal(start, (START, 1e-4 if nudge.beside else 0.0))


def test_a_seed_gives_the_same_noise_again():
    one, again, other = (
        walk_off(NUDGES["with_noise"], seed=seed, **HOW).points for seed in (3, 3, 4)
    )
    np.testing.assert_array_equal(one, again)
    assert (one[-1] != other[-1]).any()


@pytest.mark.parametrize("bad", [{"noise": -1.0}, {"steps": -1}, {"lr": 0.0}])
def test_what_is_out_of_range_is_refused(bad):
    with pytest.raises(ValueError, match=next(iter(bad))):
        walk_off(NUDGES["with_noise"], **HOW | bad)
