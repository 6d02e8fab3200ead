import numpy as np
import pytest

from core.losses import LOSSES
from core.network import Network, trace, update
from core.studies.losses.confident import (
    GRADES,
    GRADES_PREDICTED,
    NIELSENS_RATES,
    four_cases,
    unlearn,
)

SQUARES, ENTROPY = NIELSENS_RATES
both = pytest.mark.parametrize("loss", NIELSENS_RATES)


@both
def test_both_of_nielsens_neurons_begin_wrong(loss):
    np.testing.assert_allclose(unlearn(loss).a[0], [0.817574, 0.982014], atol=5e-7)


def test_nielsens_first_gradients():
    np.testing.assert_allclose(unlearn(SQUARES).d_w[0], [0.121938, 0.017345], atol=5e-7)
    np.testing.assert_allclose(unlearn(ENTROPY).d_w[0], [0.817574, 0.982014], atol=5e-7)


def test_nielsens_rates_are_the_defaults_and_300_epochs_end_at_009_and_020():
    run = unlearn(SQUARES)
    assert (run.lr, unlearn(ENTROPY).lr) == (0.15, 0.005)
    assert run.a.shape == (301, 2)
    np.testing.assert_allclose(run.a[-1], [0.09, 0.20], atol=0.005)


def test_under_squares_the_more_wrong_neuron_learns_slower_under_cross_entropy_faster():
    squares, entropy = unlearn(SQUARES), unlearn(ENTROPY)
    assert squares.d_w[0, 1] < squares.d_w[0, 0] / 7
    assert entropy.d_w[0, 1] > entropy.d_w[0, 0]
    assert squares.d_w[:, 1].argmax() > 150  # the plateau
    assert (np.diff(entropy.d_w, axis=0) < 0).all()  # steepest at the start


def test_at_one_rate_the_badly_wrong_neuron_is_right_after_50_epochs_only_with_cross_entropy():
    squares, entropy = unlearn(SQUARES, lr=0.15), unlearn(ENTROPY, lr=0.15)
    assert squares.a[50, 1] > 0.97
    assert entropy.a[50, 1] < 0.1


def test_one_step_by_hand():
    run = unlearn(ENTROPY, lr=2.0, starts=[(0.0, 0.0)], epochs=1, x=3.0, y=1.0)
    np.testing.assert_array_equal(run.w[:, 0], [0, 3])  # 0 - 2 · 3 · (0.5 - 1)
    np.testing.assert_array_equal(run.b[:, 0], [0, 1])
    np.testing.assert_array_equal(run.z[:, 0], [0, 10])
    assert run.values[0, 0] == pytest.approx(np.log(2))
    assert run.values[1, 0] == pytest.approx(np.log1p(np.exp(-10)))


@both
def test_the_run_is_that_of_a_network_with_one_unit(loss):
    run = unlearn(loss, lr=0.7, epochs=20, x=-0.5, y=0.25)
    key = "half_sse" if loss == SQUARES else "binary_cross_entropy"
    for i, (w, b) in enumerate(((0.6, 0.9), (2.0, 2.0))):
        network = Network(([[w]],), ([b],), ("sigmoid",))
        for t in range(21):
            seen = trace(network, np.array([[-0.5]]), np.array([[0.25]]), key)
            assert run.w[t, i] == pytest.approx(network.weights[0][0, 0], rel=1e-13)
            assert run.b[t, i] == pytest.approx(network.biases[0][0], rel=1e-13)
            assert run.a[t, i] == pytest.approx(seen.forward[0].out[0, 0], rel=1e-13)
            assert run.values[t, i] == pytest.approx(seen.loss, rel=1e-12)
            assert run.d_z[t, i] == pytest.approx(seen.backward[0].d_z[0, 0], rel=1e-11)
            assert run.d_w[t, i] == pytest.approx(seen.backward[0].d_weights[0, 0], rel=1e-11)
            network = update(network, seen, 0.7)


@both
def test_starts_do_not_meet_each_other(loss):
    together = unlearn(loss)
    for i, start in enumerate(((0.6, 0.9), (2.0, 2.0))):
        np.testing.assert_array_equal(unlearn(loss, starts=[start]).a[:, 0], together.a[:, i])


@both
def test_a_rate_of_zero_learns_nothing_and_the_largest_is_silent(loss):
    assert (np.diff(unlearn(loss, lr=0).w, axis=0) == 0).all()
    wild = unlearn(loss, lr=1e6, starts=[(1e100, -1e100), (-1e6, 1e6), (2, 2)], x=1e6)
    for values in (wild.a, wild.values, wild.d_w):
        assert np.isfinite(values).all()


def test_the_four_cases_of_certainty():
    assert [(c.target, c.prediction, c.cost) for c in four_cases()] == [
        (1, 1, 0),
        (0, 0, 0),
        (1, 0, np.inf),
        (0, 1, np.inf),
    ]
    assert [c.slope for c in four_cases()] == [-1, 1, -np.inf, np.inf]


def test_the_grades_example():
    rule = LOSSES["binary_cross_entropy"]
    assert rule.value(GRADES_PREDICTED, GRADES) == pytest.approx(1.4742829, abs=5e-8)
    wanted = -np.log([0.1, 0.2, 0.6])
    np.testing.assert_allclose(rule.costs(GRADES_PREDICTED, GRADES), wanted)


def test_what_cannot_be_trained_is_refused():
    with pytest.raises(ValueError, match=r"'mse'.*half_sse"):
        unlearn("mse")
    for name, bad in (("lr", -1), ("lr", np.nan), ("x", np.inf), ("y", 2), ("epochs", 0)):
        with pytest.raises(ValueError, match=name):
            unlearn(SQUARES, **{name: bad})
    for bad in ([], [1.0, 2.0], [[np.nan, 0.0]]):
        with pytest.raises(ValueError, match="starts"):
            unlearn(SQUARES, starts=bad)
