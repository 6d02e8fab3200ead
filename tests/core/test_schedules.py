import inspect

import numpy as np
import pytest

from core.schedules import SCHEDULES, planned, rates_of

every_schedule = pytest.mark.parametrize("schedule", SCHEDULES.values(), ids=SCHEDULES)

BY_HAND = [  # key, knobs, {t: share of lr}
    ("constant", {}, {0: 1, 7: 1, 10**6: 1}),
    ("step", {"drop": 0.5, "every": 10}, {0: 1, 9: 1, 10: 0.5, 19: 0.5, 20: 0.25, 35: 0.125}),
    ("exponential", {"gamma": 0.9}, {0: 1, 1: 0.9, 2: 0.81, 3: 0.729}),
    ("one_over_t", {"t0": 50}, {0: 1, 50: 1 / 2, 100: 1 / 3, 450: 1 / 10}),
    ("cosine", {"steps": 60}, {0: 1, 20: 0.75, 30: 0.5, 40: 0.25, 60: 0, 99: 0}),
    ("cosine", {"steps": 60, "floor": 0.2}, {0: 1, 20: 0.8, 30: 0.6, 60: 0.2, 99: 0.2}),
    ("warmup", {"warm": 4}, {0: 0.25, 1: 0.5, 2: 0.75, 3: 1, 4: 1, 500: 1}),
    (
        "one_cycle",
        {"steps": 100, "rise": 0.25},
        {0: 0.04, 25: 1, 40: 0.9045088793, 62.5: (1 + 4e-6) / 2, 12.5: 0.52, 100: 4e-6, 300: 4e-6},
    ),
]


@pytest.mark.parametrize(("key", "knobs", "shares"), BY_HAND)
def test_rates_worked_by_hand(key, knobs, shares):
    for t, share in shares.items():
        rate = SCHEDULES[key](t, 0.3, **knobs)
        assert np.ndim(rate) == 0
        assert rate == pytest.approx(0.3 * share, rel=1e-9, abs=1e-16)


def test_one_over_t_is_the_schedule_of_the_lesson_on_noisy_steps():
    t = np.arange(5000)
    np.testing.assert_allclose(SCHEDULES["one_over_t"](t, 0.1), 5 / (t + 50), rtol=1e-14)


def test_a_gamma_or_drop_of_one_and_a_floor_of_one_are_constant():
    t = np.arange(300)
    for key, knobs in (
        ("step", {"drop": 1}),
        ("exponential", {"gamma": 1}),
        ("cosine", {"floor": 1}),
        ("warmup", {"warm": 1}),
    ):
        np.testing.assert_array_equal(
            SCHEDULES[key](t, 0.2, **knobs), SCHEDULES["constant"](t, 0.2)
        )


def test_steps_of_length_one_are_exponential_decay():
    t = np.arange(50)
    np.testing.assert_allclose(
        SCHEDULES["step"](t, 0.2, drop=0.9, every=1), SCHEDULES["exponential"](t, 0.2, gamma=0.9)
    )


def test_the_menu_is_in_order():
    keys = ["constant", "step", "exponential", "one_over_t", "cosine", "warmup", "one_cycle"]
    assert list(SCHEDULES) == keys


@every_schedule
def test_the_knobs_are_the_keywords(schedule):
    keywords = {
        name: p.default
        for name, p in inspect.signature(schedule.rate).parameters.items()
        if p.kind is p.KEYWORD_ONLY
    }
    assert keywords == {knob.name: knob.default for knob in schedule.knobs}


@every_schedule
def test_every_knob_changes_the_rates(schedule):
    t = np.arange(2000)
    for knob in schedule.knobs:
        others = [tick for tick in knob.ticks if tick != knob.default]
        for tick in others:
            turned = schedule(t, 0.1, **{knob.name: tick})
            assert not np.array_equal(turned, schedule(t, 0.1))


@every_schedule
def test_rates_stay_between_nothing_and_lr_and_scale_with_it(schedule):
    t = np.arange(1000)
    rates = schedule(t, 0.1)
    assert rates.shape == t.shape
    assert np.all((rates > 0) & (rates <= 0.1))
    np.testing.assert_allclose(schedule(t, 0.2), 2 * rates, rtol=1e-15)


@every_schedule
def test_an_array_of_steps_and_rates_gives_what_each_gives_alone(schedule):
    t, lr = np.arange(0, 1500, 7)[:, None], np.array([0.001, 0.1, 3.0])
    together = schedule(t, lr)
    assert together.shape == (215, 3)
    alone = [[schedule(int(step), rate) for rate in lr] for step in t[:, 0]]
    np.testing.assert_allclose(together, alone, rtol=1e-14)


@every_schedule
def test_steps_beyond_all_ends_are_silent(schedule):
    for t in (1e9, 1e308):
        assert 0 <= schedule(t, 0.1) <= 0.1


@every_schedule
def test_bad_steps_rates_and_knobs_are_refused_by_name(schedule):
    for t in (-1, np.nan, np.inf, np.array([0, -3])):
        with pytest.raises(ValueError, match="t must be"):
            schedule(t, 0.1)
    for lr in (0, -1.0, np.nan, np.inf, np.array([0.1, 0])):
        with pytest.raises(ValueError, match="lr must be"):
            schedule(1, lr)
    for knob in schedule.knobs:
        for value in (-0.1, np.nan, np.inf, np.array([0.5, 0.5])):
            with pytest.raises(ValueError, match=f"{knob.name} must be"):
                schedule(1, 0.1, **{knob.name: value})
    with pytest.raises(ValueError, match=f"{schedule.key} has no knob 'speed'"):
        schedule(1, 0.1, speed=2)


@every_schedule
def test_the_rates_of_a_training_are_those_of_its_steps(schedule):
    lr = np.array([0.1, 0.5])
    rates = rates_of(schedule, lr, 80)
    ends = {"steps": 80} if any(knob.name == "steps" for knob in schedule.knobs) else {}
    np.testing.assert_array_equal(
        rates, np.broadcast_to(schedule(np.arange(80)[:, None], lr, **ends), (80, 2))
    )
    assert rates_of(schedule, lr, 0).shape[0] == 0


@every_schedule
def test_a_plan_is_the_schedule_looked_up(schedule):
    knobs = {"steps": 30} if any(knob.name == "steps" for knob in schedule.knobs) else {}
    plan = planned(schedule, 30)
    for t in (0, 1, 15, 29):
        for lr in (0.3, np.array([[0.01], [2.0]])):
            np.testing.assert_allclose(plan(t, lr), schedule(t, lr, **knobs), rtol=1e-15)
