"""Polynomials that are fitted safely, one at a time and many at once."""

import numpy as np
import pytest

from core.polynomials import (
    draw_points,
    fit_polynomial,
    fits_of_every_degree,
    legendre,
    lowest_degree,
    parabola,
    rmse,
    value_at,
)

SEEDS = range(5)


def test_the_first_columns_by_hand():
    # t = 1/2: P2 = (3/4 - 1/2)... (3 t² - 1) / 2 = -1/8, P3 = (5 t³ - 3 t) / 2 = -7/16
    np.testing.assert_allclose(legendre(np.array(1.5), 3), [1, 0.5, -0.125, -0.4375], rtol=1e-15)
    np.testing.assert_allclose(legendre(np.array(15.0), 2, (10, 20)), [1, 0, -0.5], atol=1e-15)


def test_columns_are_numpys():
    x = np.linspace(-3, 3, 50)
    np.testing.assert_allclose(
        legendre(x, 40), np.polynomial.legendre.legvander(x / 3, 40), atol=1e-13
    )


def test_the_true_curve_is_three_and_a_half_and_three_and_three():
    np.testing.assert_allclose(parabola(np.array([-2.0, 0, 2])), [2, 2, 6])
    x = np.linspace(-3, 3, 9)
    np.testing.assert_allclose(value_at(np.array([3.5, 3, 3]), x), parabola(x), rtol=1e-14)


def test_drawn_points_lie_around_the_parabola_and_more_noise_moves_them_further():
    calm, wild = (draw_points((200, 50), noise, 3) for noise in (0.5, 1.5))
    np.testing.assert_array_equal(calm.x, wild.x)
    miss = calm.y - parabola(calm.x)
    np.testing.assert_allclose(wild.y - parabola(wild.x), 3 * miss, atol=1e-12)
    assert np.std(miss) == pytest.approx(0.5, rel=0.02)
    assert np.abs(calm.x).max() <= 3
    np.testing.assert_array_equal(draw_points(4, 0.0, 1).y, parabola(draw_points(4, 0.0, 1).x))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("degree", [0, 1, 2, 7])
def test_a_fit_is_numpys(seed, degree):
    x, y = draw_points(20, 1.0, seed)
    fit = fit_polynomial(x, y, degree)
    at = np.linspace(-3, 3, 40)
    np.testing.assert_allclose(
        value_at(fit, at), np.polyval(np.polyfit(x, y, degree), at), rtol=1e-7, atol=1e-9
    )


def test_with_fewer_points_than_coefficients_the_shortest_goes_through_all():
    x, y = draw_points(5, 1.0, 0)
    fit = fit_polynomial(x, y, 12)
    np.testing.assert_allclose(value_at(fit, x), y, atol=1e-10)
    other = fit_polynomial(x, y, 4)
    assert np.linalg.norm(fit) < np.linalg.norm(other)
    columns = legendre(x, 12)
    np.testing.assert_allclose(fit, np.linalg.pinv(columns) @ y, atol=1e-10)


def test_points_at_one_place_are_fitted_by_their_mean():
    fit = fit_polynomial(np.zeros(4), np.array([1.0, 2, 3, 6]), 3)
    assert value_at(fit, np.zeros(1)) == pytest.approx([3.0])


@pytest.mark.parametrize("seed", SEEDS)
def test_all_degrees_of_all_samples_at_once_are_the_single_fits(seed):
    x, y = draw_points((3, 24), 1.0, seed)
    at = np.linspace(-3, 3, 30)
    values = fits_of_every_degree(x, y, at, 20)
    assert values.shape == (21, 3, 30)
    for run, degree in np.ndindex(3, 21):
        single = value_at(fit_polynomial(x[run], y[run], degree), at)
        np.testing.assert_allclose(
            values[degree, run], single, rtol=1e-5, atol=1e-9 * np.abs(single).max()
        )
    own = fits_of_every_degree(x, y, x, 20)  # each sample at its own places
    np.testing.assert_allclose(own[2, 1], value_at(fit_polynomial(x[1], y[1], 2), x[1]), rtol=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_degree_20_is_well_conditioned_where_powers_are_not(seed):
    x = draw_points(200, 1.0, seed).x
    assert np.linalg.cond(legendre(x, 20)) < 1e3
    assert np.linalg.cond((x[:, None] / 3) ** np.arange(21)) > 1e6


def test_a_miss_by_hand():
    assert rmse(np.array([1.0, 2]), np.array([4.0, -2])) == np.sqrt(12.5)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: legendre(np.zeros(2), 41), "degree"),
        (lambda: legendre(np.zeros(2), 2, (3, 3)), "must be <"),
        (lambda: draw_points(0, 1.0, 0), "shape"),
        (lambda: draw_points(3, -1.0, 0), "noise"),
        (lambda: fit_polynomial(np.zeros(2), np.zeros(3), 1), r"\(n,\)"),
        (lambda: fits_of_every_degree(np.zeros((2, 3)), np.zeros((2, 3)), np.zeros(1), 3), "above"),
    ],
)
def test_bad_input_is_named(wrong, says):
    with pytest.raises(ValueError, match=says):
        wrong()


def test_the_lowest_degree_is_the_first_of_those_that_only_rounding_tells_apart():
    assert lowest_degree(np.array([3.0, 2.0, 1.0 + 1e-15, 1.0, 4.0]), 0) == 2
    assert lowest_degree(np.array([3.0, 2e-15, 1e-16]), 1e-12) == 1
    assert lowest_degree(np.array([3.0, 1.001, 1.0]), 1e-12) == 2
