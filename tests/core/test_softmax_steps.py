import numpy as np
import pytest
from scipy import stats

from core.softmax import naive_softmax, softmax
from core.softmax_steps import entropy, softmax_steps, sweep_temperatures

SCORES = np.array([2.0, -1.0, 0.5, 3.0])


def test_two_one_zero_by_hand():
    steps = softmax_steps([2.0, 1.0, 0.0], shifted=False)
    np.testing.assert_allclose(steps.exponentials, [7.389056, 2.718282, 1], atol=5e-7)
    assert steps.total == pytest.approx(11.107338, abs=5e-7)
    np.testing.assert_allclose(steps.shares, [0.665241, 0.244728, 0.090031], atol=5e-7)


def test_one_two_three_by_hand_both_ways():
    for p in (softmax([1, 2, 3]), naive_softmax([1, 2, 3])):
        np.testing.assert_allclose(p, [0.0900306, 0.2447285, 0.6652410], atol=5e-8)


def test_the_naive_form_overflows_at_a_thousand_and_the_shifted_one_does_not():
    assert np.isnan(naive_softmax([1000.0, 1001.0])).all()
    np.testing.assert_allclose(softmax([1000.0, 1001.0]), [0.2689414, 0.7310586], atol=5e-8)
    np.testing.assert_array_equal(naive_softmax([1000.0, 0.0]), [np.nan, 0])
    np.testing.assert_array_equal(softmax([1000.0, 0.0]), [1, 0])


def test_the_naive_form_has_nothing_to_share_far_below_zero():
    assert np.isnan(naive_softmax([-1000.0, -1001.0])).all()
    np.testing.assert_allclose(softmax([-1000.0, -1001.0]), [0.7310586, 0.2689414], atol=5e-8)


def test_the_naive_form_still_works_at_709_and_not_at_710():
    assert np.isfinite(naive_softmax([709.0, 0.0])).all()
    assert np.isnan(naive_softmax([710.0, 0.0])[0])


@pytest.mark.parametrize("temperature", [0.1, 1.0, 7.0])
def test_both_forms_agree_where_nothing_overflows(temperature):
    np.testing.assert_allclose(
        naive_softmax(SCORES, temperature), softmax(SCORES, temperature), rtol=1e-13
    )


@pytest.mark.parametrize("z", [SCORES, SCORES + 1000, SCORES - 1000])
@pytest.mark.parametrize("temperature", [0.25, 1.0, 4.0])
def test_the_steps_end_in_the_shares_of_both_functions(z, temperature):
    np.testing.assert_array_equal(softmax_steps(z, temperature).shares, softmax(z, temperature))
    plain = softmax_steps(z, temperature, shifted=False)
    np.testing.assert_array_equal(plain.shares, naive_softmax(z, temperature))


def test_the_steps_at_a_thousand_say_what_goes_wrong():
    plain, shifted = (softmax_steps([1000.0, 1001.0], shifted=s) for s in (False, True))
    np.testing.assert_array_equal(plain.exponentials, np.inf)
    assert plain.total == np.inf
    np.testing.assert_array_equal(shifted.exponents, [-1, 0])
    np.testing.assert_allclose(shifted.exponentials, [np.exp(-1), 1], rtol=1e-15)


def test_extreme_scores_pass_in_silence():
    for z in ([1e308, -1e308], [np.inf, 0.0], [-np.inf, -np.inf], [np.nan, 0.0]):
        for shifted in (False, True):
            softmax_steps(z, 1e-3, shifted=shifted)
            sweep_temperatures(z[:1] if np.isnan(z[0]) else [1.0, 0.0])
        naive_softmax(z, 1e-3)


def test_a_sweep_is_softmax_at_each_temperature():
    sweep = sweep_temperatures(SCORES, low=0.05, high=20.0, points=41)
    assert (sweep.temperatures[0], sweep.temperatures[-1]) == (0.05, 20)
    factors = sweep.temperatures[1:] / sweep.temperatures[:-1]
    np.testing.assert_allclose(factors, factors[0], rtol=1e-13)
    for t, shares in zip(sweep.temperatures, sweep.shares, strict=True):
        np.testing.assert_allclose(shares, softmax(SCORES, t), rtol=1e-15)


def test_from_cold_to_hot_the_outcome_only_opens():
    sweep = sweep_temperatures(SCORES)
    assert (np.diff(sweep.entropies) >= 0).all()
    np.testing.assert_allclose(sweep.shares[0], [0, 0, 0, 1], atol=1e-40)
    assert sweep.entropies[0] == pytest.approx(0, abs=1e-40)
    np.testing.assert_allclose(sweep.shares[-1], 0.25, atol=0.01)
    assert sweep.entropies[-1] == pytest.approx(np.log(4), abs=1e-3)
    assert (sweep.shares.argmax(axis=-1) == 3).all()  # heat never changes the winner


def test_entropies_by_hand():
    assert entropy([0.5, 0.5]) == pytest.approx(np.log(2), rel=1e-15)
    assert entropy([1.0, 0.0, 0.0]) == 0
    assert entropy([0.5, 0.25, 0.25]) == pytest.approx(1.5 * np.log(2), rel=1e-15)
    np.testing.assert_allclose(entropy(np.eye(3)), 0)
    assert entropy(np.full(6, 1 / 6)) == pytest.approx(np.log(6), rel=1e-15)


def test_entropies_agree_with_scipy():
    p = np.random.default_rng(2).dirichlet(np.ones(5), size=30)
    np.testing.assert_allclose(entropy(p), stats.entropy(p, axis=-1), rtol=1e-13)


def test_entropy_is_that_of_shares_only():
    for p in ([0.5, 0.6], [1.5, -0.5], 1.0):
        with pytest.raises(ValueError, match=r"\bp must"):
            entropy(p)


@pytest.mark.parametrize("temperature", [0, -1, np.inf, np.nan])
def test_a_temperature_that_is_not_positive_is_refused(temperature):
    for function in (naive_softmax, softmax_steps):
        with pytest.raises(ValueError, match="temperature"):
            function([1.0, 2.0], temperature)
    with pytest.raises(ValueError, match="temperature"):
        sweep_temperatures(SCORES, low=temperature)


@pytest.mark.parametrize("z", [1.0, [], [[1.0, 2.0]]])
def test_scores_that_are_not_one_row_are_refused(z):
    for function in (softmax_steps, sweep_temperatures):
        with pytest.raises(ValueError, match="z must"):
            function(z)


def test_a_sweep_needs_a_stretch_and_two_points():
    with pytest.raises(ValueError, match="low"):
        sweep_temperatures(SCORES, low=2.0, high=1.0)
    with pytest.raises(ValueError, match="points"):
        sweep_temperatures(SCORES, points=1)


def test_float32_stays_float32_and_scores_are_left_alone():
    z = SCORES.astype(np.float32)
    assert naive_softmax(z).dtype == softmax_steps(z).shares.dtype == np.float32
    np.testing.assert_array_equal(z, SCORES)
