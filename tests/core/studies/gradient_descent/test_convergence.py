"""The theory of descent on a quadratic, against published numbers and against real walks."""

import numpy as np
import pytest

from core.optimizers import OPTIMIZERS, descend
from core.studies.gradient_descent.convergence import (
    DIVERGING,
    FLIPPING,
    MONOTONE,
    REGIMES,
    RIPPLING,
    best_descent,
    best_momentum,
    condition_number,
    convergence_rate,
    critical_beta,
    iteration_matrix,
    largest_lr,
    plane,
    regime,
    steps_per_digit,
)
from core.studies.gradient_descent.quadratic_walk import bowl_of, measured_rate, walk_quadratic

DISTILL = np.array([0.01, 0.1, 1.0])


def test_the_published_best_rate_of_plain_descent():
    best = best_descent(DISTILL)
    np.testing.assert_allclose(best, [1.980198, 0, 0.980198], atol=5e-7)
    np.testing.assert_allclose(largest_lr(DISTILL), 2.0)
    np.testing.assert_allclose(condition_number(DISTILL), 100.0)


def test_the_published_best_setting_of_momentum_is_equally_fast_in_all_three_eigenspaces():
    best = best_momentum(DISTILL)
    np.testing.assert_allclose(best, [3.305785, 0.669421, 0.818182], atol=5e-7)
    rates = convergence_rate(best.lr, best.beta, DISTILL)
    np.testing.assert_allclose(rates, 0.818182, atol=5e-7)


@pytest.mark.parametrize(
    ("lr", "beta", "eigenvalue", "rate", "kind"),
    [
        (0.5, 0.0, 1.0, 0.5, MONOTONE),
        (1.0, 0.0, 1.0, 0.0, MONOTONE),
        (1.5, 0.0, 1.0, 0.5, FLIPPING),
        (2.0, 0.0, 1.0, 1.0, DIVERGING),
        (2.5, 0.0, 1.0, 1.5, DIVERGING),
        (1.0, 0.25, 1.0, 0.5, RIPPLING),  # roots of s² - s/4 + 1/4
        (0.1, 0.4, 1.0, 0.8, MONOTONE),  # roots of s² - 1.3 s + 0.4: 0.5 and 0.8
        (2.7, 0.4, 1.0, 0.8, FLIPPING),  # roots of s² + 1.3 s + 0.4
    ],
)
def test_rates_and_regimes_by_hand(lr, beta, eigenvalue, rate, kind):
    np.testing.assert_allclose(convergence_rate(lr, beta, eigenvalue), rate, atol=1e-12)
    assert regime(lr, beta, eigenvalue) == kind


def test_the_rate_is_the_size_of_the_larger_eigenvalue_of_the_step():
    rng = np.random.default_rng(1)
    for lr, beta, eigenvalue in zip(
        rng.uniform(0.01, 3, 500), rng.uniform(0, 1, 500), rng.uniform(0.01, 3, 500), strict=True
    ):
        roots = np.linalg.eigvals(iteration_matrix(lr, beta, eigenvalue))
        np.testing.assert_allclose(
            convergence_rate(lr, beta, eigenvalue), np.abs(roots).max(), rtol=1e-7
        )
        kind = regime(lr, beta, eigenvalue)
        assert (kind == DIVERGING) == (np.abs(roots).max() >= 1)
        if kind != DIVERGING:
            assert (kind == RIPPLING) == (abs(roots[0].imag) > 0)
            assert (kind == FLIPPING) == (np.isreal(roots).all() and roots.real.sum() < 0)


@pytest.mark.parametrize("beta", [0.3, 0.81, 0.99])
def test_complex_roots_have_the_size_root_beta_and_not_twice_that(beta):
    between = ((1 - np.sqrt(beta)) ** 2 + (1 + np.sqrt(beta)) ** 2) / 2
    for lr in np.array([0.6, 1.0, 1.2]) * between:
        np.testing.assert_allclose(convergence_rate(lr, beta, 1.0), np.sqrt(beta), rtol=1e-15)
        assert regime(lr, beta, 1.0) == RIPPLING


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_momentum_is_stable_up_to_two_plus_two_beta(beta):
    limit = largest_lr([0.3, 4.0], beta)
    np.testing.assert_allclose(limit, (2 + 2 * beta) / 4)
    assert convergence_rate(0.999 * limit, beta, 4.0) < 1 < convergence_rate(1.001 * limit, beta, 4)
    rule = OPTIMIZERS["momentum"]
    for share, outcome in ((0.99, "finished"), (1.02, "diverged")):
        walk = descend(bowl_of(0.3, 4.0), rule, (1.0, 1.0), steps=3000, lr=share * limit, beta=beta)
        assert walk.outcome == outcome


@pytest.mark.parametrize("eigenvalues", [(0.01, 0.1, 1.0), (2.0, 3.0), (0.5, 500.0)])
def test_no_setting_of_the_plane_beats_the_best_one(eigenvalues):
    best = best_momentum(eigenvalues)
    lrs = best.lr * np.append(np.geomspace(0.05, 5, 201), 1)
    betas = np.append(np.linspace(0, 0.999, 200), best.beta)
    chart = plane(eigenvalues, np.sort(lrs), np.sort(betas))
    assert chart.rates.min() >= best.rate - 1e-6
    np.testing.assert_allclose(chart.rates.min(), best.rate, atol=1e-6)
    plain = plane(eigenvalues, np.linspace(0.01, 2, 4001) * best_descent(eigenvalues).lr, [0.0])
    np.testing.assert_allclose(plain.rates.min(), best_descent(eigenvalues).rate, atol=1e-3)


def test_the_plane_is_the_slowest_direction_at_every_point():
    lrs, betas = np.array([0.5, 1.9, 2.5, 3.9]), np.array([0.0, 0.5, 0.95])
    chart = plane(DISTILL, lrs, betas)
    for i, beta in enumerate(betas):
        for j, lr in enumerate(lrs):
            rates = convergence_rate(lr, beta, DISTILL)
            assert chart.rates[i, j] == rates.max()
            assert chart.regimes[i, j] == regime(lr, beta, DISTILL[rates.argmax()])
    assert list(REGIMES)[chart.regimes[0, 2]] == "diverging"


def test_the_price_of_the_condition_number_is_its_root_with_momentum():
    round_, long = [1.0, 100.0], [1.0, 10_000.0]
    plain = [steps_per_digit(best_descent(e).rate) for e in (round_, long)]
    heavy = [steps_per_digit(best_momentum(e).rate) for e in (round_, long)]
    np.testing.assert_allclose(plain[1] / plain[0], 100, rtol=0.01)
    np.testing.assert_allclose(heavy[1] / heavy[0], 10, rtol=0.01)
    np.testing.assert_array_equal(steps_per_digit([0.1, 0.0, 1.0, 2.0]), [1, 0, np.inf, np.inf])


def test_at_critical_damping_one_root_counts_twice():
    beta = critical_beta(0.3, 0.5)
    np.testing.assert_allclose(convergence_rate(0.3, beta, 0.5), 1 - np.sqrt(0.15), rtol=1e-7)
    assert regime(0.3, beta + 1e-9, 0.5) == RIPPLING
    assert regime(0.3, beta - 1e-9, 0.5) == MONOTONE


def test_the_walk_is_that_of_the_rules_that_race():
    for key, beta in (("sgd", {}), ("momentum", {"beta": 0.8})):
        surface = bowl_of(0.3, 4.0)
        raced = descend(surface, OPTIMIZERS[key], (1.0, 1.0), steps=50, lr=0.4, **beta)
        walk = walk_quadratic([0.3, 4.0], lr=0.4, steps=50, **beta)
        np.testing.assert_array_equal(walk.errors, raced.points)


@pytest.mark.parametrize(
    ("lr", "beta"), [(1.5, 0.0), (1.98, 0.0), (0.5, 0.5), (1.0, 0.9), (3.0, 0.669421), (2.9, 0.5)]
)
def test_measured_rates_are_the_predicted_ones(lr, beta):
    walk = walk_quadratic(DISTILL, lr=lr, beta=beta, steps=600)
    assert walk.outcome == "finished"
    measured = [measured_rate(errors).rate for errors in walk.errors.T]
    np.testing.assert_allclose(measured, convergence_rate(lr, beta, DISTILL), rtol=2e-3)


def test_at_the_best_setting_the_measured_rate_comes_down_to_the_predicted_one():
    best = best_momentum(DISTILL)
    for steps, off in ((100, 0.02), (800, 0.003)):
        walk = walk_quadratic(DISTILL, lr=best.lr, beta=best.beta, steps=steps)
        measured = [measured_rate(errors).rate for errors in walk.errors.T]
        np.testing.assert_allclose(measured, best.rate, rtol=off)


def test_a_diverging_walk_stops_and_its_rate_is_measured_too():
    walk = walk_quadratic([1.0, 3.0], lr=0.8, steps=1000)
    assert (walk.outcome, len(walk.errors) < 100) == ("diverged", True)
    np.testing.assert_allclose(measured_rate(walk.errors[:, 1]).rate, 1.4, rtol=1e-9)


def test_where_one_step_is_enough_the_rate_is_zero():
    walk = walk_quadratic([1.0, 3.0], lr=1.0, steps=10)
    assert measured_rate(walk.errors[:, 0]).rate == 0
    assert measured_rate(walk.errors[:, 1]) == (pytest.approx(2.0), 6, 10)


def test_the_bowl_has_the_curvatures_it_was_given():
    surface = bowl_of(0.3, 4.0)
    np.testing.assert_array_equal(surface.hessian(0.2, 0.1), [[0.3, 0], [0, 4]])
    np.testing.assert_allclose(surface.value(1.0, 2.0), 8.15)
    np.testing.assert_allclose(surface.gradient(1.0, 2.0), [0.3, 8])


@pytest.mark.parametrize("bad", [[], [0.0, 1.0], [-1.0], [np.nan], [[1.0, 2.0]], [np.inf]])
def test_eigenvalues_must_be_positive(bad):
    for function in (best_descent, best_momentum, condition_number, largest_lr):
        with pytest.raises(ValueError, match="eigenvalues"):
            function(bad)
    with pytest.raises(ValueError, match="flat and steep"):
        bowl_of(0.0, 1.0)


def test_knobs_out_of_range_are_refused():
    with pytest.raises(ValueError, match="beta must be"):
        largest_lr([1.0], 1.0)
    with pytest.raises(ValueError, match="lr must be"):
        plane([1.0], [0.0, 1.0], [0.5])
    with pytest.raises(ValueError, match="errors"):
        measured_rate([1.0, 0.5])
    with pytest.raises(ValueError, match="steps"):
        walk_quadratic([1.0], lr=0.1, steps=-1)


def test_far_out_nothing_warns():
    assert convergence_rate(1e300, 0.5, 1e300) == np.inf
    assert regime(1e300, 0.5, 1e300) == DIVERGING
