"""What stopping early and a ridge penalty learn of each direction."""

import numpy as np
import pytest

from core.studies.gradient_descent.quadratic_walk import walk_quadratic
from core.studies.regularization.early_stopping import (
    learned_by_ridge,
    learned_by_steps,
    penalty_like,
)

DISTILL = np.array([0.01, 0.1, 1.0])


def test_stopping_early_learns_the_share_that_is_gone_from_the_error():
    walk = walk_quadratic(DISTILL, lr=0.5, steps=40)
    np.testing.assert_allclose(learned_by_steps(DISTILL, 0.5, 40), 1 - walk.errors[40], rtol=1e-12)


def test_a_ridge_penalty_learns_the_same_share_as_its_minimum_says():
    best, p = np.array([3.0, -1.0, 2.0]), 0.2
    shrunk = np.linalg.solve(np.diag(DISTILL) + p * np.eye(3), DISTILL * best)
    np.testing.assert_allclose(learned_by_ridge(DISTILL, p) * best, shrunk)
    np.testing.assert_allclose(learned_by_ridge(DISTILL, p), 1 - 1 / (1 + DISTILL / p))


def test_flat_directions_cannot_tell_stopping_from_a_penalty():
    p = penalty_like(0.1, 100)
    flat = np.array([1e-4, 1e-3])
    np.testing.assert_allclose(
        learned_by_ridge(flat, p), learned_by_steps(flat, 0.1, 100), rtol=0.01
    )
    steps = np.geomspace(1e-3, 9.0, 100)
    gap = learned_by_ridge(steps, p) - learned_by_steps(steps, 0.1, 100)
    assert np.abs(gap).max() < 0.21  # and steep ones hardly


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: learned_by_ridge([1.0], -1), "penalty"),
        (lambda: learned_by_ridge([1.0], np.inf), "penalty"),
        (lambda: learned_by_steps([1.0], 0.0, 3), "lr"),
        (lambda: learned_by_steps([1.0], 0.1, -1), "steps"),
        (lambda: penalty_like(0.1, 0), "steps"),
    ],
)
def test_bad_input_is_named(wrong, says):
    with pytest.raises(ValueError, match=says):
        wrong()
