import numpy as np
import pytest
from scipy import special

from core.activations import ACTIVATIONS, softmax, softmax_jacobian
from core.gradcheck import numerical_gradient, relative_error
from core.softmax import log_softmax

SCORES = np.random.default_rng(3).normal(scale=3, size=(4, 5))


def test_softmax_of_one_two_three_by_hand():
    np.testing.assert_allclose(softmax([1, 2, 3]), [0.0900306, 0.2447285, 0.6652410], atol=5e-8)


def test_loss_of_the_middle_class_by_hand():
    assert -log_softmax([2.0, 1.0, 0.0])[0] == pytest.approx(0.407606, abs=5e-7)


def test_two_classes_are_a_sigmoid():
    z = np.linspace(-30, 30, 61)
    two = softmax(np.stack([z, np.zeros_like(z)], axis=-1))[:, 0]
    np.testing.assert_allclose(two, ACTIVATIONS["sigmoid"].value(z), rtol=1e-14)


def test_adding_a_constant_changes_nothing_and_large_scores_do_not_overflow():
    np.testing.assert_array_equal(softmax([1000.0, 1001.0]), softmax([0.0, 1.0]))
    np.testing.assert_allclose(softmax(SCORES + 7), softmax(SCORES), rtol=1e-14)


@pytest.mark.parametrize("temperature", [0.1, 1.0, 5.0])
def test_rows_sum_to_one_and_agree_with_scipy(temperature):
    p = softmax(SCORES, temperature)
    np.testing.assert_allclose(p.sum(axis=-1), 1, rtol=1e-15)
    np.testing.assert_allclose(p, special.softmax(SCORES / temperature, axis=-1), rtol=1e-13)


def test_cold_means_winner_takes_all_and_hot_means_all_alike():
    z = np.array([1.0, 2.0, 3.0])
    np.testing.assert_allclose(softmax(z, temperature=1e-3), [0, 0, 1], atol=1e-300)
    np.testing.assert_allclose(softmax(z, temperature=1e9), 1 / 3, atol=1e-9)


def test_extreme_scores_pass_in_silence():
    np.testing.assert_array_equal(softmax([1e308, -1e308]), [1, 0])
    np.testing.assert_array_equal(softmax([0.0, -np.inf, 0.0]), [0.5, 0, 0.5])
    np.testing.assert_array_equal(log_softmax([0.0, -np.inf]), [0, -np.inf])
    assert np.isnan(softmax([np.inf, 0.0])).all()


def test_log_softmax_keeps_digits_where_the_share_rounds_to_zero():
    np.testing.assert_allclose(log_softmax([0.0, -1000.0]), [0, -1000], atol=1e-300)
    np.testing.assert_allclose(
        log_softmax(SCORES), special.log_softmax(SCORES, axis=-1), rtol=1e-12
    )


def test_jacobian_by_hand():
    p, q = 0.25, 0.75
    z = np.log([p, q])
    np.testing.assert_allclose(softmax_jacobian(z), [[p * q, -p * q], [-p * q, p * q]], rtol=1e-14)


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_jacobian_agrees_with_central_differences(temperature):
    z = SCORES[0] / 3  # not yet saturated
    measured = [
        numerical_gradient(lambda z, i=i: softmax(z, temperature)[i], z, 1e-5)
        for i in range(len(z))
    ]
    assert relative_error(softmax_jacobian(z, temperature), np.array(measured)) < 1e-8


def test_jacobian_of_a_batch_is_symmetric_with_rows_that_sum_to_zero():
    jacobian = softmax_jacobian(SCORES)
    assert jacobian.shape == (4, 5, 5)
    np.testing.assert_array_equal(jacobian, jacobian.swapaxes(-1, -2))
    np.testing.assert_allclose(jacobian.sum(axis=-1), 0, atol=1e-15)
    np.testing.assert_allclose(jacobian[2], softmax_jacobian(SCORES[2]), rtol=1e-15)


def test_float32_stays_float32_and_inputs_are_left_alone():
    z = SCORES.astype(np.float32)
    before = z.copy()
    assert softmax(z).dtype == softmax_jacobian(z).dtype == log_softmax(z).dtype == np.float32
    np.testing.assert_array_equal(z, before)


@pytest.mark.parametrize("temperature", [0, -1, np.inf, np.nan])
def test_a_temperature_that_is_not_positive_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature"):
        softmax([1.0, 2.0], temperature)


@pytest.mark.parametrize("z", [1.0, [], np.zeros((3, 0))])
def test_scores_without_a_class_are_refused(z):
    with pytest.raises(ValueError, match="class"):
        softmax(z)
