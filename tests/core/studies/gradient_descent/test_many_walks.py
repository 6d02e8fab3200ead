"""Many walks in one pass: the same as one after another."""

from functools import partial

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.schedules import SCHEDULES
from core.studies.gradient_descent.many_walks import last_moment, moments
from core.surfaces import SURFACES

every_rule = pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=OPTIMIZERS)
BOWL, SGD = SURFACES["bowl"], OPTIMIZERS["sgd"]


def test_two_rates_on_the_bowl_by_hand():
    walked = list(moments(BOWL, SGD, [(1, -2), (1, -2)], steps=2, lr=np.array([0.25, 0.5])))
    points = np.array([moment.points for moment in walked])
    np.testing.assert_array_equal(points[:, 0], [[1, -2], [0.5, -1], [0.25, -0.5]])
    np.testing.assert_array_equal(points[:, 1], [[1, -2], [0, 0], [0, 0]])
    np.testing.assert_array_equal(walked[1].values, [1.25, 0])
    np.testing.assert_array_equal(walked[1].gradients, [[1, -2], [0, 0]])


@every_rule
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_every_run_is_that_of_descend(surface, rule):
    starts = np.array([surface.start, (0.3, 0.2)])
    rates = np.array([0.003, 0.03])
    cosine = partial(SCHEDULES["cosine"], steps=50)
    walked = list(moments(surface, rule, starts, steps=40, schedule=cosine, lr=rates))
    for run, (start, lr) in enumerate(zip(starts, rates, strict=True)):
        alone = descend(surface, rule, start, steps=40, schedule=cosine, lr=lr)
        assert walked[-1].gone[run] == (alone.outcome == "diverged")
        together = np.array([moment.points[run] for moment in walked])
        np.testing.assert_allclose(together[: len(alone.points)], alone.points, rtol=1e-8)
        assert not np.ptp(together[len(alone.points) - 1 :], axis=0).any()


def test_a_walk_that_no_float_can_hold_stays_where_it_was_last_seen():
    camel = SURFACES["camel"]
    last = last_moment(camel, SGD, [camel.start] * 2, steps=5, lr=np.array([1e300, 0.01]))
    assert last.gone.tolist() == [True, False]
    np.testing.assert_array_equal(last.points[0], camel.start)
    assert np.isfinite(last.values).all()


def test_every_run_has_noise_of_its_own():
    last = last_moment(BOWL, SGD, np.zeros((500, 2)), steps=1, lr=0.1, noise=2.0, seed=1)
    assert len(np.unique(last.points)) == 1000
    np.testing.assert_allclose(last.points.std(), 0.2, rtol=4 / np.sqrt(2000))


def test_starts_are_untouched_and_no_steps_leave_them_alone():
    starts = np.array([[1.0, 2.0]])
    starts.flags.writeable = False
    last = last_moment(BOWL, SGD, starts, steps=0)
    np.testing.assert_array_equal(last.points, starts)


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="starts must be rows of two numbers"):
        moments(BOWL, SGD, (1, 2), steps=3)
    with pytest.raises(ValueError, match="starts must be points where bowl is finite"):
        moments(BOWL, SGD, [(1, 2), (np.nan, 0)], steps=3)
    with pytest.raises(ValueError, match="lr must be one number, or one for each of 2 runs"):
        moments(BOWL, SGD, [(1, 2), (1, 0)], steps=3, lr=np.ones(3))
    with pytest.raises(ValueError, match="lr must be positive"):
        moments(BOWL, SGD, [(1, 2)], steps=3, lr=np.array([0.0]))
    with pytest.raises(ValueError, match="sgd has no knob 'beta'"):
        moments(BOWL, SGD, [(1, 2)], steps=3, beta=0.5)
    with pytest.raises(ValueError, match="steps must be a whole number"):
        moments(BOWL, SGD, [(1, 2)], steps=-3)
