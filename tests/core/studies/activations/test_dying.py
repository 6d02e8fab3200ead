import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.dying import watch_dying

LN_10 = np.log(10)  # the loss of someone who has no idea which of ten classes it is


@pytest.fixture(scope="module")
def too_fast():
    return {key: watch_dying(key, lr=2.0, seed=1) for key in ("relu", "leaky_relu")}


def test_a_calm_relu_network_learns_the_digits():
    run = watch_dying("relu", lr=0.5)
    assert run.accuracy[-1] > 0.95
    assert run.loss[-1] < 0.1
    assert run.dead.mean(axis=1).max() < 0.2


def test_a_rate_too_large_kills_most_relus_and_what_was_learned_with_them(too_fast):
    run = too_fast["relu"]
    assert run.dead[0].mean() < 0.1
    assert run.dead[-1].mean() > 0.9
    assert run.loss[-1] == pytest.approx(LN_10, abs=0.02)
    assert run.accuracy[-1] < 0.15


def test_leaky_ones_survive_the_same_rate_and_seed(too_fast):
    run = too_fast["leaky_relu"]
    assert not run.dead.any()
    assert run.accuracy[-1] > 0.5


def test_the_dead_get_no_gradient_at_all_and_never_come_back(too_fast):
    run = too_fast["relu"]
    assert run.dead_gradient == 0.0
    assert (run.dead[1:] >= run.dead[:-1]).all()


def test_the_living_do_get_one():
    assert watch_dying("relu", lr=0.5, epochs=2).live_gradient > 0


def test_relus_born_with_a_bias_of_minus_five_are_dead_from_the_start():
    run = watch_dying("relu", bias=-5.0, lr=1.0, epochs=5)
    assert run.dead.all()
    assert run.live_gradient == 0
    np.testing.assert_allclose(run.loss, LN_10, atol=0.01)  # only the last biases still learn


def test_leaky_ones_climb_out_of_a_bias_of_minus_five():
    run = watch_dying("leaky_relu", bias=-5.0, lr=1.0, epochs=30)
    assert run.accuracy[-1] > 0.4
    assert run.loss[-1] < run.loss[0] - 0.1


def test_the_same_seed_gives_the_same_run():
    one, again = (watch_dying("relu", epochs=2, seed=4) for _ in range(2))
    np.testing.assert_array_equal(one.loss, again.loss)
    assert not np.array_equal(one.loss, watch_dying("relu", epochs=2, seed=5).loss)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_every_activation_can_be_watched_even_at_an_absurd_rate(key):
    run = watch_dying(key, units=5, lr=100.0, epochs=3, batch=600)
    assert len(run.loss) == len(run.accuracy) == len(run.dead) <= 4
    assert run.dead.shape[1] == 5


def test_a_run_that_leaves_is_said_to_have_diverged():
    run = watch_dying("identity", lr=100.0, epochs=10)
    assert run.outcome == "diverged"
    assert len(run.loss) < 11
    assert watch_dying("relu", epochs=1).outcome == "finished"


def test_an_epoch_sees_every_digit_once():
    whole, halves = (watch_dying("tanh", epochs=1, lr=1e-9, batch=b) for b in (1797, 900))
    assert whole.loss[1] - whole.loss[0] == pytest.approx(
        (halves.loss[1] - halves.loss[0]) / 2, rel=1e-3
    )  # two small steps go twice as far as one


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("activation", "rely"),
        ("units", 0),
        ("lr", 0.0),
        ("bias", np.inf),
        ("epochs", 0),
        ("batch", 0),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=name):
        watch_dying(**{name: value})
