import numpy as np
import pytest
from scipy import special

from core.gradcheck import numerical_gradient, relative_error
from core.losses import LOSSES
from core.softmax_loss import agree, score, score_naively, surprise_curve


def test_logits_two_one_zero_by_hand():
    scored = score([2.0, 1.0, 0.0], 0)
    p = [0.665241, 0.244728, 0.090031]
    np.testing.assert_allclose(scored.steps.shares, p, atol=5e-7)
    assert scored.loss == pytest.approx(0.407606, abs=5e-7)
    np.testing.assert_allclose(scored.d_z, [0.665241 - 1, 0.244728, 0.090031], atol=5e-7)
    np.testing.assert_array_equal(scored.steps.exponents, [0, -1, -2])
    assert scored.steps.total == pytest.approx(1 + np.exp(-1) + np.exp(-2))
    np.testing.assert_array_equal(scored.target, [1, 0, 0])


def test_two_equal_logits_cost_a_coin_flip():
    scored = score([3.0, 3.0], 1)
    assert scored.loss == pytest.approx(np.log(2), rel=1e-15)
    np.testing.assert_array_equal(scored.d_z, [0.5, -0.5])


@pytest.mark.parametrize("seed", range(5))
def test_the_slope_agrees_with_central_differences_and_sums_to_zero(seed):
    rng = np.random.default_rng(seed)
    z, true_class = rng.normal(scale=3, size=5), int(rng.integers(5))
    scored = score(z, true_class)
    measured = numerical_gradient(lambda v: score(v, true_class).loss, z)
    assert relative_error(scored.d_z, measured) < 1e-8
    assert abs(scored.d_z.sum()) < 1e-15
    assert scored.loss == pytest.approx(-special.log_softmax(z)[true_class], rel=1e-14)
    y = np.eye(5)[true_class]
    assert scored.loss == LOSSES["cross_entropy_with_logits"].value(z, y)


@pytest.mark.parametrize("seed", range(5))
def test_both_ways_agree_on_modest_logits(seed):
    z = np.random.default_rng(seed).normal(scale=5, size=4)
    safe, naive = score(z, 2), score_naively(z, 2)
    assert agree(safe, naive)
    np.testing.assert_allclose(naive.steps.exponentials, np.exp(z))


def test_the_naive_way_loses_a_logit_of_a_thousand_and_says_nan():
    safe, naive = score([1000.0, 999.0, 998.0], 0), score_naively([1000.0, 999.0, 998.0], 0)
    assert safe.loss == pytest.approx(0.407606, abs=5e-7)
    assert np.isnan(naive.loss)
    assert np.isnan(naive.d_z).all()
    assert np.isinf(naive.steps.total)
    assert not agree(safe, naive)


def test_the_naive_way_calls_a_true_class_far_behind_infinitely_surprising():
    safe, naive = score([0.0, -1000.0], 1), score_naively([0.0, -1000.0], 1)
    assert (safe.loss, naive.loss) == (1000, np.inf)
    np.testing.assert_array_equal(naive.d_z, safe.d_z)
    assert not agree(safe, naive)


def test_the_naive_way_divides_zero_by_zero_where_all_logits_are_very_low():
    safe, naive = score([-1000.0, -1000.0], 0), score_naively([-1000.0, -1000.0], 0)
    assert safe.loss == pytest.approx(np.log(2))
    assert naive.steps.total == 0
    assert np.isnan(naive.loss)


@pytest.mark.parametrize("size", [1e4, 1e300])
def test_the_safe_way_has_an_answer_to_every_finite_row(size):
    for true_class in (0, 1, 2):
        scored = score([size, -size, 0.0], true_class)
        assert scored.loss == (0.0, 2 * size, size)[true_class]
        assert np.isfinite(scored.d_z).all()


def test_float32_stays_float32_and_the_logits_are_left_alone():
    z = np.array([2.0, 1.0, 0.0], dtype=np.float32)
    for way in (score, score_naively):
        scored = way(z, 0)
        assert scored.d_z.dtype == scored.steps.shares.dtype == np.float32
    np.testing.assert_array_equal(z, [2, 1, 0])
    assert np.isnan(score_naively(np.array([100.0, 0.0], dtype=np.float32), 0).loss)


@pytest.mark.parametrize("way", [score, score_naively])
def test_what_is_no_row_or_no_class_is_refused(way):
    for bad in ([], [[1.0, 2.0]], [np.nan, 0.0], [np.inf, 0.0], 3.0):
        with pytest.raises(ValueError, match="one row of finite numbers"):
            way(bad, 0)
    for bad in (-1, 2, 0.5, True):
        with pytest.raises(ValueError, match="true_class"):
            way([1.0, 2.0], bad)


@pytest.mark.parametrize("highest", [0.1, 5.0, 2000.0])
@pytest.mark.parametrize("points", [2, 7, 161])
def test_the_curve_of_surprise_falls_from_certainty_to_the_highest_loss(highest, points):
    p, losses = surprise_curve(highest, points)
    assert p.shape == losses.shape == (points,)
    assert (p[0], losses[0], losses[-1]) == (1, 0, highest)
    assert (np.diff(losses) > 0).all()
    np.testing.assert_allclose(p, np.exp(-losses))


def test_a_curve_without_height_is_refused():
    for bad in (0.0, -1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match="highest"):
            surprise_curve(bad)
    with pytest.raises(ValueError, match="points"):
        surprise_curve(1.0, 1)
