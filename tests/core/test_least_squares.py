import numpy as np
import pytest
from scipy.optimize import least_squares

from core.least_squares import levenberg_marquardt

X = np.linspace(0, 2, 15)


def decay(params):
    """a e^(-b x): straight in a, curved in b."""
    a, b = params[:, None, 0], params[:, None, 1]
    bell = np.exp(-b * X)
    return a * bell, np.stack([bell, -a * X * bell], axis=2)


def test_one_step_by_hand():
    def double(params):
        return 2 * params, np.full((1, 1, 1), 2.0)

    params, errors = levenberg_marquardt(double, np.array([[0.0]]), np.array([6.0]), steps=1)
    assert params[0, 0] == pytest.approx(12 / 4.01)  # Jᵀr / (JᵀJ + damping)
    np.testing.assert_allclose(errors[:, 0], [36, (6 - 24 / 4.01) ** 2])


def test_a_straight_model_ends_at_the_least_squares_solution():
    rng = np.random.default_rng(0)
    A, y = rng.normal(size=(20, 4)), rng.normal(size=20)
    params, _ = levenberg_marquardt(
        lambda p: (p @ A.T, np.broadcast_to(A, (len(p), *A.shape))), np.zeros((3, 4)), y, steps=30
    )
    best = np.linalg.lstsq(A, y)[0]
    np.testing.assert_allclose(params, np.tile(best, (3, 1)), atol=1e-8)


def test_it_ends_where_scipy_ends():
    target = 3 * np.exp(-1.5 * X) + 0.1 * np.sin(20 * X)
    params, errors = levenberg_marquardt(decay, np.array([[1.0, 0.1]]), target)
    found = least_squares(lambda p: decay(p[None])[0][0] - target, [1.0, 0.1], xtol=1e-14)
    np.testing.assert_allclose(params[0], found.x, rtol=1e-6)
    assert errors[-1, 0] == pytest.approx(2 * found.cost / len(X), rel=1e-12)


def test_the_error_never_rises_and_starts_do_not_touch_each_other():
    starts = np.array([[1.0, 0.1], [-5.0, 3.0], [0.0, 0.0]])
    before, target = starts.copy(), 3 * np.exp(-1.5 * X)
    params, errors = levenberg_marquardt(decay, starts, target, steps=25)
    assert errors.shape == (26, 3)
    assert (np.diff(errors, axis=0) <= 0).all()
    np.testing.assert_array_equal(starts, before)
    for i in range(3):
        alone, _ = levenberg_marquardt(decay, starts[i : i + 1], target, steps=25)
        np.testing.assert_allclose(params[i], alone[0], rtol=1e-9)


def test_a_step_into_nowhere_is_taken_back():
    def cliff(params):
        return np.where(params > 1, np.nan, params), np.full((1, 1, 1), 1.0)

    params, errors = levenberg_marquardt(cliff, np.array([[0.0]]), np.array([5.0]), steps=40)
    assert 0.9 < params[0, 0] <= 1
    assert np.isfinite(errors).all()


def test_no_steps_are_refused():
    with pytest.raises(ValueError, match="steps"):
        levenberg_marquardt(decay, np.ones((1, 2)), X, steps=0)
