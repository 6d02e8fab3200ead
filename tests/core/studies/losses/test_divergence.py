import numpy as np
import pytest
from scipy import special
from scipy.spatial import distance

from core.studies.losses.divergence import compare, mix, shares


def test_a_fair_coin_and_a_bent_one_by_hand():
    seen = compare([1, 1], [3, 1])
    np.testing.assert_array_equal(seen.p, [0.5, 0.5])
    np.testing.assert_array_equal(seen.q, [0.75, 0.25])
    np.testing.assert_allclose(seen.p_terms, [np.log(2 / 3) / 2, np.log(2) / 2])
    np.testing.assert_allclose(seen.q_terms, [0.75 * np.log(1.5), -0.25 * np.log(2)])
    assert seen.kl_pq == pytest.approx(np.log(4 / 3) / 2)
    assert seen.kl_qp == pytest.approx(0.75 * np.log(3) - np.log(2))
    assert seen.entropy_p == pytest.approx(np.log(2))
    assert seen.cross_pq == pytest.approx(np.log(16 / 3) / 2)


def random_pair(seed):
    return np.random.default_rng(seed).gamma(0.7, size=(2, 5))


@pytest.mark.parametrize("seed", range(20))
def test_the_cross_entropy_is_the_entropy_plus_the_divergence(seed):
    seen = compare(*random_pair(seed))
    assert seen.cross_pq == pytest.approx(seen.entropy_p + seen.kl_pq, rel=1e-13)
    assert seen.cross_qp == pytest.approx(seen.entropy_q + seen.kl_qp, rel=1e-13)
    assert seen.p_terms.sum() == pytest.approx(seen.kl_pq, rel=1e-13)
    assert seen.q_terms.sum() == pytest.approx(seen.kl_qp, rel=1e-13)


@pytest.mark.parametrize("seed", range(20))
def test_divergences_are_positive_and_not_symmetric_but_jensen_and_shannons_is(seed):
    p, q = random_pair(seed)
    seen, turned = compare(p, q), compare(q, p)
    assert seen.kl_pq > 0
    assert seen.kl_qp > 0
    assert abs(seen.kl_pq - seen.kl_qp) > 1e-3
    assert (turned.kl_pq, turned.kl_qp) == (seen.kl_qp, seen.kl_pq)
    assert turned.jensen_shannon == pytest.approx(seen.jensen_shannon, rel=1e-13)
    assert 0 < seen.jensen_shannon < np.log(2)


@pytest.mark.parametrize("seed", range(5))
def test_all_of_it_agrees_with_scipy(seed):
    p, q = random_pair(seed)
    seen = compare(p, q)
    np.testing.assert_allclose(seen.p_terms, special.rel_entr(p / p.sum(), q / q.sum()), rtol=1e-12)
    assert seen.entropy_p == pytest.approx(special.entr(p / p.sum()).sum())
    assert seen.jensen_shannon == pytest.approx(distance.jensenshannon(p, q) ** 2)


def test_equals_do_not_diverge():
    seen = compare([3, 1, 0, 4], [6, 2, 0, 8])
    assert (seen.kl_pq, seen.kl_qp, seen.jensen_shannon) == (0, 0, 0)
    assert not seen.p_terms.any()


def test_what_one_holds_impossible_costs_the_other_infinitely_much_and_only_that_way():
    seen = compare([1, 0], [1, 1])
    assert seen.kl_pq == pytest.approx(np.log(2))
    assert seen.kl_qp == np.inf
    np.testing.assert_allclose(seen.q_terms, [-np.log(2) / 2, np.inf])
    np.testing.assert_allclose(seen.p_terms, [np.log(2), 0])
    assert seen.cross_qp == np.inf
    nothing_in_common = compare([1, 0], [0, 1])
    assert nothing_in_common.kl_pq == nothing_in_common.kl_qp == np.inf
    assert nothing_in_common.jensen_shannon == pytest.approx(np.log(2))


def test_typed_weights_become_shares_whatever_their_scale():
    np.testing.assert_array_equal(shares([2, 1, 1]), [0.5, 0.25, 0.25])
    np.testing.assert_array_equal(shares([5e-324, 5e-324]), [0.5, 0.5])
    np.testing.assert_array_equal(shares([1e100, 1e100, 0]), [0.5, 0.5, 0])
    weights = np.array([2.0, 6.0])
    shares(weights)
    np.testing.assert_array_equal(weights, [2, 6])
    assert compare([7], [3]).kl_pq == 0


@pytest.mark.parametrize(
    "bad", [[], [[1.0, 2.0]], [0.0, 0.0], [-1.0, 2.0], [np.nan, 1.0], [np.inf, 1.0]]
)
def test_weights_that_cannot_be_shared_are_refused(bad):
    with pytest.raises(ValueError, match="weights"):
        shares(bad)


def test_different_outcomes_are_refused():
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        compare([1, 1], [1, 1, 1])


def test_a_mixture_lies_between_its_two_and_ends_at_them():
    p, q = [3, 1, 0], [1, 1, 2]
    np.testing.assert_array_equal(mix(p, q, 0), shares(q))
    np.testing.assert_array_equal(mix(p, q, 1), shares(p))
    np.testing.assert_array_equal(mix(p, q, 0.5), [0.5, 0.25, 0.25])


@pytest.mark.parametrize("seed", range(5))
def test_halfway_to_p_less_than_half_of_the_divergence_is_left(seed):
    p, q = random_pair(seed)
    assert compare(p, mix(p, q, 0.5)).kl_pq < compare(p, q).kl_pq / 2


def test_what_cannot_be_mixed_is_refused():
    with pytest.raises(ValueError, match="share"):
        mix([1, 1], [1, 1], 1.5)
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)"):
        mix([1, 1], [1, 1, 1], 0.5)
