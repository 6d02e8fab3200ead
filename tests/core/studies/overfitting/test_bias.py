"""Bias, variance and noise add up to what is measured, and are what theory says where it says something."""

import numpy as np
import pytest

from core.polynomials import fits_of_every_degree, legendre, parabola
from core.studies.overfitting.bias import decompose, places, variance_at_points

SEEDS = range(4)
FOUND = {
    (seed, same): decompose(30, 1.0, seed, degree=16, same_x=same)
    for seed in SEEDS
    for same in (True, False)
}


def test_places_are_the_middles_of_equal_pieces():
    np.testing.assert_allclose(places(3), [-2, 0, 2])
    np.testing.assert_allclose(places(55).mean(), 0, atol=1e-15)


@pytest.mark.parametrize("found", FOUND.values())
def test_the_mean_squared_distance_from_the_truth_is_bias_and_variance_to_the_last_digit(found):
    squares = np.mean((found.curves - parabola(found.at)) ** 2, axis=1)
    np.testing.assert_allclose(squares, found.bias + found.variance, rtol=1e-9)


@pytest.mark.parametrize("found", FOUND.values())
def test_with_the_noise_they_add_up_to_what_fresh_points_measure(found):
    total, measured = found.total.mean(axis=1), found.measured.mean(axis=1)
    np.testing.assert_allclose(measured, total, rtol=0.06)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_the_same_x_the_variance_is_that_of_the_theory(seed):
    """σ² φ(x)ᵀ(ΦᵀΦ)⁻¹φ(x) at every x, and σ²(d + 1)/n on average over the points themselves."""
    found = FOUND[seed, True]
    for degree in (0, 2, 12):
        points, at = legendre(places(30), degree), legendre(found.at, degree)
        exact = np.einsum("mk,kl,ml->m", at, np.linalg.inv(points.T @ points), at)
        assert found.variance[degree].mean() == pytest.approx(exact.mean(), rel=0.25)
        own = np.einsum("mk,kl,ml->m", points, np.linalg.inv(points.T @ points), points)
        assert own.mean() == pytest.approx(variance_at_points(degree, 30, 1.0))


@pytest.mark.parametrize("seed", SEEDS)
def test_degree_1_has_the_bias_that_can_be_worked_out_and_degree_2_none(seed):
    found = FOUND[seed, True]
    assert found.bias[1].mean() == pytest.approx(9 / 5, rel=0.01)
    assert found.bias[0].mean() == pytest.approx(9 / 3 + 9 / 5, rel=0.01)
    chance = found.variance[2:] / 200
    assert np.all(found.bias[2:].mean(axis=1) < 5 * chance.mean(axis=1))


@pytest.mark.parametrize("found", FOUND.values())
def test_the_sum_is_lowest_at_the_degree_of_the_truth(found):
    assert found.total.mean(axis=1).argmin() == 2


@pytest.mark.parametrize("seed", SEEDS)
def test_noise_scales_variance_exactly_and_leaves_the_bias(seed):
    calm = decompose(30, 0.25, seed, degree=16, same_x=True)
    np.testing.assert_allclose(calm.variance, FOUND[seed, True].variance / 16, rtol=1e-6)
    np.testing.assert_allclose(calm.bias[1].mean(), 9 / 5, rtol=0.01)


@pytest.mark.parametrize("seed", SEEDS)
def test_new_x_make_the_variance_of_an_eager_fit_far_larger(seed):
    same, new = (FOUND[seed, which].variance[8].mean() for which in (True, False))
    assert same < 0.4
    assert new > 3


def test_curves_are_those_of_the_samples():
    found = decompose(25, 0.5, 3, degree=3, runs=4, same_x=True)
    x = np.broadcast_to(places(25), (4, 25))
    exact = fits_of_every_degree(x, parabola(x), found.at, 3)
    np.testing.assert_allclose(exact[2:], np.broadcast_to(parabola(found.at), exact[2:].shape))
    assert np.abs(found.curves[2:] - exact[2:]).max() < 1
