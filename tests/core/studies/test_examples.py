"""The small results on the map: each is what it says it is."""

import math

import numpy as np
import pytest

from core.cnn_training import split_digits
from core.network import Network, trace
from core.studies import examples
from core.surfaces import SURFACES


def test_the_filtered_digit_is_the_digit_under_sobel_x_worked_out_cell_by_cell():
    digit, answers = examples.a_filtered_digit()
    assert digit.shape == answers.shape == (8, 8)
    assert 0 <= digit.min() < digit.max() <= 1
    sobel = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1))
    framed = np.pad(digit, 1)
    by_hand = [
        [
            sum(sobel[u][v] * framed[i + u, j + v] for u in range(3) for v in range(3))
            for j in range(8)
        ]
        for i in range(8)
    ]
    np.testing.assert_allclose(answers, by_hand, rtol=1e-12, atol=1e-12)


def test_where_the_digit_gets_brighter_to_the_right_the_answer_is_positive():
    digit, answers = examples.a_filtered_digit()
    rise = np.zeros((8, 8))
    rise[:, 1:-1] = digit[:, 2:] - digit[:, :-2]
    inner = (slice(1, -1), slice(1, -1))
    assert np.corrcoef(rise[inner].ravel(), answers[inner].ravel())[0, 1] > 0.9


def test_the_pooled_digit_holds_the_largest_of_each_two_by_two():
    digit, pooled = examples.a_pooled_digit()
    assert pooled.shape == (4, 4)
    for i, j in np.ndindex(4, 4):
        assert pooled[i, j] == max(digit[2 * i + u, 2 * j + v] for u in (0, 1) for v in (0, 1))


def test_the_digit_on_the_map_is_held_out_and_read_right():
    digit, maps, shares = examples.a_digit_read()
    held_out = split_digits().held_out
    assert any(np.array_equal(digit, image) for image in held_out.images)
    assert maps.shape == (3, 8, 8)
    assert shares.argmax() == held_out.labels[2]


@pytest.mark.parametrize("count", [2, 7, 80])
def test_three_bends_are_the_sigmoid_tanh_and_relu_from_minus_3_to_3(count):
    z, bends = examples.three_bends(count)
    assert z.shape == (count,)
    assert (z[0], z[-1]) == (-3.0, 3.0)
    assert list(bends) == ["sigmoid", "tanh", "relu"]
    by_hand = {
        "sigmoid": [1 / (1 + math.exp(-v)) for v in z],
        "tanh": [math.tanh(v) for v in z],
        "relu": [max(0.0, v) for v in z],
    }
    for key, values in by_hand.items():
        np.testing.assert_allclose(bends[key], values, rtol=1e-13, atol=1e-15)


def test_four_valleys_are_four():
    grid = examples.four_valleys()
    padded = np.pad(grid.values, 1, constant_values=np.inf)
    inner = padded[1:-1, 1:-1]
    around = [
        padded[1 + i : padded.shape[0] - 1 + i, 1 + j : padded.shape[1] - 1 + j]
        for i in (-1, 0, 1)
        for j in (-1, 0, 1)
        if (i, j) != (0, 0)
    ]
    assert (inner < np.min(around, axis=0)).sum() == 4
    x, y = grid.x[3], grid.y[30]
    assert grid.values[30, 3] == pytest.approx((x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2)


def test_the_race_has_three_rules_on_the_ravine_from_one_start():
    grid, walks = examples.a_race()
    assert list(walks) == ["sgd", "momentum", "adam"]
    (x_low, x_high), (y_low, y_high) = SURFACES["ravine"].window
    assert (grid.x[0], grid.x[-1], grid.y[0], grid.y[-1]) == (x_low, x_high, y_low, y_high)
    for walk in walks.values():
        assert walk.outcome == "finished"
        assert walk.points.shape == (61, 2)
        np.testing.assert_array_equal(walk.points[0], SURFACES["ravine"].start)
        np.testing.assert_allclose(
            walk.values, walk.points[:, 0] ** 2 + 75 * walk.points[:, 1] ** 2, rtol=1e-12
        )
        assert walk.values[-1] < walk.values[0]
        assert np.abs(walk.points[:, 0]).max() <= x_high  # the small picture holds all of them
        assert np.abs(walk.points[:, 1]).max() <= y_high


def test_plain_descent_walks_as_worked_by_hand():
    _, walks = examples.a_race()
    # x shrinks by 1 - 2·0.01, y by 1 - 150·0.01 = -1/2 a step
    steps = np.arange(61)
    start = np.array(SURFACES["ravine"].start)
    by_hand = np.c_[start[0] * 0.98**steps, start[1] * (-0.5) ** steps]
    np.testing.assert_allclose(walks["sgd"].points, by_hand, rtol=1e-10, atol=1e-14)


def test_the_over_fit_goes_through_all_twelve_points_and_the_calm_curve_does_not():
    points, fits = examples.an_over_fit()
    assert points.x.shape == points.y.shape == (12,)
    assert list(fits) == ["11", "2"]
    for curve in fits.values():
        assert curve.shape == (2, 301)
        assert np.isfinite(curve).all()
    wild, calm = fits.values()
    np.testing.assert_array_equal(wild[0], calm[0])
    through = np.polyval(np.polyfit(points.x, points.y, 11), wild[0])
    np.testing.assert_allclose(wild[1], through, rtol=1e-3, atol=1e-3 * np.abs(through).max())
    least = np.polyval(np.polyfit(points.x, points.y, 2), calm[0])
    np.testing.assert_allclose(calm[1], least, rtol=1e-8, atol=1e-8)
    assert np.abs(np.diff(wild[1])).sum() > 3 * np.abs(np.diff(calm[1])).sum()


def test_the_backward_pass_holds_the_slope_of_every_weight():
    slopes = examples.a_backward_pass()
    assert [layer.shape for layer in slopes] == [(3, 4), (4, 2)]
    x, y = np.array([[0.5, -0.8, 0.3]]), np.array([[1.0, 0.0]])
    begin = Network.random((3, 4, 2), ("tanh", "sigmoid"), seed=4)

    def loss(layer, i, j, by):
        weights = [w.copy() for w in begin.weights]
        weights[layer][i, j] += by
        moved = Network(tuple(weights), begin.biases, begin.activations)
        return trace(moved, x, y, "mse").loss

    for layer, by_hand in enumerate(slopes):
        for i, j in np.ndindex(*by_hand.shape):
            measured = (loss(layer, i, j, 1e-6) - loss(layer, i, j, -1e-6)) / 2e-6
            assert by_hand[i, j] == pytest.approx(measured, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(
    "example",
    [examples.a_filtered_digit, examples.three_bends, examples.an_over_fit, examples.a_race],
)
def test_every_reader_sees_the_same(example):
    """No chance without a seed."""
    assert repr(example()) == repr(example())


def test_three_losses_are_those_of_one_miss_by_hand():
    miss, costs = examples.three_losses(11)
    assert (miss[0], miss[-1]) == (-2.5, 2.5)
    by_hand = {
        "mse": [m**2 for m in miss],
        "mae": [abs(m) for m in miss],
        "huber": [m**2 / 2 if abs(m) <= 1 else abs(m) - 0.5 for m in miss],
    }
    assert list(costs) == list(by_hand)
    for key, expected in by_hand.items():
        np.testing.assert_allclose(costs[key], expected, atol=1e-15)


def test_the_turning_error_falls_in_training_and_turns_at_degree_2_in_validation():
    degrees, errors = examples.a_turning_error()
    assert degrees.tolist() == list(range(10))
    assert np.all(np.diff(errors[""]) <= 0)
    assert errors["v"].argmin() == 2
    assert errors["v"][9] - errors["v"][2] > np.log(20)
