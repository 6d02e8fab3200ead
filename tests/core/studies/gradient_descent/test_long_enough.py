"""When a measured rate means something."""

import numpy as np
import pytest

from core.studies.gradient_descent.convergence import (
    best_momentum,
    convergence_rate,
    iteration_matrix,
)
from core.studies.gradient_descent.long_enough import is_long_enough, roots
from core.studies.gradient_descent.quadratic_walk import measured_rate, walk_quadratic


def told(lr, beta, eigenvalue, steps):
    """Whether a walk of so many steps tells, and the rate measured on it."""
    walk = walk_quadratic((eigenvalue,), lr=lr, beta=beta, steps=steps)
    found = measured_rate(walk.errors[:, 0])
    return is_long_enough(found, lr, beta, eigenvalue), found.rate


@pytest.mark.parametrize("knobs", [(1.5, 0.9, 0.1), (1.5, 0.2, 0.01), (4.2, 0.999, 4.0), (1, 0, 1)])
def test_the_factors_are_the_eigenvalues_of_a_step(knobs):
    found = np.linalg.eigvals(iteration_matrix(*knobs))
    sizes, angle = roots(*knobs)
    np.testing.assert_allclose(sizes, sorted(np.abs(found)), atol=1e-12)
    turned = np.abs(np.angle(found)).max() if np.iscomplex(found).any() else 0
    assert angle == pytest.approx(turned)


def test_less_than_two_swings_tell_nothing():
    period = 2 * np.pi / roots(1.5, 0.99, 0.01)[1]  # the fit is over the later half
    assert not told(1.5, 0.99, 0.01, int(3.5 * period))[0]
    assert told(1.5, 0.99, 0.01, int(4.5 * period))[0]
    assert not told(0.01, 0.999, 1.0, 20)[0]


def test_an_error_that_only_begins_to_creep_tells_nothing():
    assert not told(0.01, 0.99, 1e-4, 20)[0]
    assert told(0.01, 0.99, 1e-4, 2000)[0]


def test_plain_descent_always_tells():
    for lr in (0.01, 1.5, 4.2):
        assert told(lr, 0.0, 1.0, 20)[0]


def test_at_the_best_setting_a_hundred_steps_tell():
    best = best_momentum((0.01, 1.0))
    assert told(best.lr, best.beta, 0.01, 100)[0]
    assert told(best.lr, best.beta, 1.0, 100)[0]


def test_what_counts_as_told_is_close_to_the_promise():
    for lr in (0.01, 0.5, 1.9, 3.7):
        for beta in (0.0, 0.3, 0.669, 0.9, 0.99, 0.999):
            for eigenvalue in (1e-4, 0.01, 1.0):
                enough, rate = told(lr, beta, eigenvalue, 200)
                if enough:
                    promise = convergence_rate(lr, beta, eigenvalue)
                    assert rate == pytest.approx(promise, rel=0.02), (lr, beta, eigenvalue)
