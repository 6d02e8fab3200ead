"""Borders between the ways of descending, promises against walks, and the price of a long valley."""

import numpy as np
import pytest

from core.studies.gradient_descent.convergence import (
    REGIMES,
    best_momentum,
    convergence_rate,
    largest_lr,
    plane,
    regime,
    steps_per_digit,
)
from core.studies.gradient_descent.quadratic_walk import walk_quadratic
from core.studies.gradient_descent.speed_limits import (
    borders,
    bowl_with,
    plane_over,
    price_of_length,
    slowest,
    verdicts,
)

DISTILL = (0.01, 0.1, 1.0)
bowls = pytest.mark.parametrize("eigenvalues", [DISTILL, (2.0, 3.0), (0.5, 5.0, 50.0)])


def slowest_regime(lr, beta, eigenvalues):
    return list(REGIMES)[int(plane(eigenvalues, [lr], [beta]).regimes[0, 0])]


def test_condition_100_and_steepest_1_are_the_published_eigenvalues():
    np.testing.assert_allclose(bowl_with(100.0, 1.0), DISTILL)
    np.testing.assert_allclose(bowl_with(1.0, 4.0), (4, 4, 4))
    for bad in ((0.5, 1.0), (10.0, 0.0), (np.nan, 1.0)):
        with pytest.raises(ValueError, match="condition"):
            bowl_with(*bad)


@bowls
def test_on_the_limit_the_steepest_direction_neither_shrinks_nor_grows(eigenvalues):
    lrs, betas = borders(eigenvalues)["limit"]
    np.testing.assert_allclose(lrs[:-1], [largest_lr(eigenvalues, b) for b in betas[:-1]])
    np.testing.assert_allclose(convergence_rate(lrs, betas, max(eigenvalues)), 1, rtol=1e-9)


@bowls
def test_on_the_tie_flattest_and_steepest_are_equally_slow(eigenvalues):
    lrs, betas = borders(eigenvalues)["tie"]
    flat, steep = (convergence_rate(lrs, betas, f(eigenvalues)) for f in (min, max))
    np.testing.assert_allclose(flat, steep, rtol=1e-6)
    for lr, beta in zip(lrs[1:-1:7], betas[1:-1:7], strict=True):
        assert slowest_regime(0.999 * lr, beta, eigenvalues) == "monotone"
        assert slowest_regime(1.001 * lr, beta, eigenvalues) == "flipping"


@bowls
def test_above_the_third_line_every_direction_swings_and_below_it_not(eigenvalues):
    lrs, betas = borders(eigenvalues)["swings"]
    for lr, beta in zip(lrs[1:-1:9], betas[1:-1:9], strict=True):
        above = regime(lr, min(beta + 1e-4, 1.0), np.array(eigenvalues))
        assert set(above) == {list(REGIMES).index("rippling")}
        assert slowest_regime(lr, max(beta - 1e-4, 0.0), eigenvalues) != "rippling"


@bowls
def test_all_lines_but_the_limit_meet_at_the_best_setting(eigenvalues):
    best, lines = best_momentum(eigenvalues), borders(eigenvalues)
    np.testing.assert_allclose([line[-1] for line in lines["tie"]], best[:2])
    lrs, betas = lines["swings"]
    lowest = betas.argmin()
    np.testing.assert_allclose([lrs[lowest], betas[lowest]], best[:2])


def test_promises_are_kept_in_all_three_directions():
    walk = walk_quadratic(DISTILL, lr=1.9, beta=0.2, steps=400)
    found = verdicts(DISTILL, walk, lr=1.9, beta=0.2)
    for verdict in found:
        assert verdict.measured == pytest.approx(verdict.predicted, rel=1e-3)
        assert verdict.digit == pytest.approx(steps_per_digit(verdict.predicted))
    assert [v.regime.key for v in found] == ["monotone", "monotone", "rippling"]
    assert slowest(found) is found[0]


def test_a_walk_of_three_steps_promises_but_measures_nothing():
    walk = walk_quadratic(DISTILL, lr=0.5, steps=3)
    assert {v.measured for v in verdicts(DISTILL, walk, lr=0.5, beta=0.0)} == {None}


def test_the_grid_reaches_from_plain_descent_to_almost_one_and_up_to_the_largest_rate():
    grid = plane_over(DISTILL, 4.2, columns=20, rows=10)
    assert grid.rates.shape == (10, 20)
    np.testing.assert_allclose([grid.lrs[0], grid.lrs[-1]], [0.21, 4.2])
    np.testing.assert_allclose([grid.betas[0], grid.betas[-1]], [0, 0.995])


def test_a_digit_costs_the_condition_number_or_its_root():
    price = price_of_length(1e4)
    far = np.array([price.descent[-1], price.momentum[-1]])
    # steps for a digit: about ln(10) κ/2, and ln(10) √κ/2
    np.testing.assert_allclose(far, np.log(10) / 2 * np.array([1e4, 1e2]), rtol=1e-3)
    assert np.all(price.descent > price.momentum)
