import numpy as np
import pytest

from core.gradcheck import numerical_gradient, relative_error


def test_the_slope_of_a_square_is_twice_the_number():
    x = np.array([[1.0, -2.0], [0.0, 30.0]])
    np.testing.assert_allclose(numerical_gradient(lambda x: np.sum(x**2), x), 2 * x, atol=1e-7)


def test_a_slope_of_2_001_planted_for_2_is_caught():
    x = np.linspace(-1, 1, 5)
    measured = numerical_gradient(lambda x: 2 * np.sum(x), x)
    assert relative_error(measured, np.full(5, 2.0)) < 1e-8
    assert relative_error(measured, np.array([2.0, 2.0, 2.001, 2.0, 2.0])) > 4e-4


def test_central_differences_of_a_parabola_have_no_error_but_rounding():
    for step in (1e-1, 1e-3):
        assert numerical_gradient(lambda x: 3 * x**2, np.array(0.5), step) == pytest.approx(
            3, rel=1e-12
        )


def test_the_error_shrinks_like_the_square_of_the_step():
    errors = [
        abs(float(numerical_gradient(lambda x: np.exp(x), np.array(0.0), step)) - 1)
        for step in (1e-2, 1e-3)
    ]
    assert errors[0] / errors[1] == pytest.approx(100, rel=1e-3)


def test_the_step_grows_with_the_number():
    x = np.array([1e10])
    assert numerical_gradient(lambda x: np.sum(np.sqrt(x)), x)[0] == pytest.approx(5e-6, rel=1e-6)


def test_any_shape_goes_and_x_is_left_alone():
    for shape in ((), (0,), (3,), (2, 1, 2)):
        x = np.ones(shape)
        gradient = numerical_gradient(lambda x: x.sum(), x)
        assert gradient.shape == shape
        np.testing.assert_array_equal(x, np.ones(shape))


def test_float32_is_measured_in_float64():
    gradient = numerical_gradient(lambda x: np.sum(x**3), np.float32([0.5, 2.0]))
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, [0.75, 12], rtol=1e-8)


@pytest.mark.parametrize("step", [0, -1e-6, np.inf, np.nan])
def test_a_step_that_is_not_positive_is_refused(step):
    with pytest.raises(ValueError, match="step"):
        numerical_gradient(np.sum, np.ones(2), step)


def test_a_function_with_many_values_is_refused():
    with pytest.raises(ValueError, match=r"one number.*\(2,\)"):
        numerical_gradient(lambda x: x, np.ones(2))


@pytest.mark.parametrize(
    ("a", "b", "error"),
    [
        ([1.0, 2.0], [1.0, 2.0], 0),
        ([0.0, 0.0], [0.0, 0.0], 0),
        ([0.0], [1e-300], 1),
        ([3.0], [-3.0], 2),
        ([1.0, 100.0], [2.0, 100.0], 0.01),
        ([1e308], [-1e308], 2),
        ([], [], 0),
    ],
)
def test_relative_error_by_hand_and_from_both_sides(a, b, error):
    assert relative_error(a, b) == pytest.approx(error)
    assert relative_error(b, a) == pytest.approx(error)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_nan_and_infinity_pass_no_test(bad):
    assert not relative_error([1.0, bad], [1.0, bad]) < 1e9


def test_two_shapes_are_refused():
    with pytest.raises(ValueError, match=r"\(2,\).*\(1, 2\)"):
        relative_error(np.ones(2), np.ones((1, 2)))
