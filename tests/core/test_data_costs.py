"""Surfaces that data make."""

from math import log

import numpy as np
import pytest

from core.close_up import curvature_axes, patch
from core.data_costs import (
    DATA_COSTS,
    best_fit,
    cost_surface,
    features_of,
    fit_at,
    predicted,
)
from core.landscape import sample
from core.losses import LOSSES
from core.optimizers import OPTIMIZERS, descend
from core.stationary import local_shape, quadratic_model
from core.surfaces import SURFACES

LINE, LOGISTIC, PAIR = DATA_COSTS.values()
every_cost = pytest.mark.parametrize("cost", DATA_COSTS.values(), ids=DATA_COSTS)


def places(cost, count=50, seed=0):
    """Random points of the window, (2, count)."""
    low, high = np.array(cost.window).T
    return np.random.default_rng(seed).uniform(low, high, (count, 2)).T


def test_a_line_over_two_points_by_hand():
    surface = cost_surface(LINE, [1.0, 2.0], [3.0, 3.0])
    w, b = 1.0, 1.0  # says 2 and 3: misses -1 and 0
    assert surface.value(w, b) == 0.5
    np.testing.assert_array_equal(surface.gradient(w, b), [-1, -1])  # 2 · (-1 · 1 + 0 · 2) / 2
    np.testing.assert_array_equal(surface.hessian(w, b), [[5, 3], [3, 2]])  # 2 (1 + 4) / 2, ...
    fit = fit_at(LINE, w, b, [1.0, 2.0], [3.0, 3.0])
    np.testing.assert_array_equal(fit.misses, [-1, 0])
    np.testing.assert_array_equal(fit.costs, [1, 0])


def test_a_yes_and_a_no_by_hand():
    surface = cost_surface(LOGISTIC, [0.0, 1.0], [0.0, 1.0])
    w, b = log(3), 0.0  # p = 1/2 and 3/4
    np.testing.assert_allclose(surface.value(w, b), (log(2) + log(4 / 3)) / 2, rtol=1e-15)
    np.testing.assert_allclose(surface.gradient(w, b), [-1 / 8, 1 / 8], rtol=1e-14)
    np.testing.assert_allclose(
        surface.hessian(w, b), [[3 / 32, 3 / 32], [3 / 32, 7 / 32]], rtol=1e-14
    )


def test_with_all_parameters_zero_every_answer_costs_log_two():
    for cost in (LOGISTIC, PAIR):
        np.testing.assert_allclose(fit_at(cost, 0, 0).costs, log(2), rtol=1e-15)


def test_with_the_ten_points_it_is_the_line_fit_of_the_gallery():
    gallery, own = SURFACES["regression"], cost_surface(LINE)
    x, y = places(LINE)
    for part in ("value", "gradient", "hessian"):
        np.testing.assert_allclose(
            getattr(own, part)(x, y), getattr(gallery, part)(x, y), rtol=1e-12, atol=1e-13
        )
    np.testing.assert_allclose(own.minima, gallery.minima, rtol=1e-12)


@pytest.mark.parametrize("cost", [LOGISTIC, PAIR], ids=["logistic", "logistic_pair"])
def test_the_cost_and_its_slope_are_those_of_the_loss_from_logits(cost):
    loss, features = LOSSES["binary_cross_entropy_with_logits"], features_of(cost.x)
    surface = cost_surface(cost)
    for u, v in places(cost, 20).T:
        z = features @ [u, v]
        np.testing.assert_allclose(surface.value(u, v), loss.value(z, cost.targets), rtol=1e-13)
        slope = loss.gradient(z, cost.targets) @ features
        np.testing.assert_allclose(surface.gradient(u, v), slope, rtol=1e-12, atol=1e-14)


@every_cost
def test_a_grid_is_one_pass_over_all_its_models(cost):
    grid = sample(cost_surface(cost), 61)
    for j, i in ((0, 0), (7, 50), (60, 60)):
        fit = fit_at(cost, grid.x[i], grid.y[j])
        np.testing.assert_allclose(grid.values[j, i], fit.costs.mean(), rtol=1e-13)


@every_cost
def test_the_marked_minimum_is_level_and_nothing_in_the_window_is_lower(cost):
    surface = cost_surface(cost)
    (minimum,) = surface.minima
    np.testing.assert_allclose(surface.gradient(*minimum), 0, atol=1e-14)
    assert local_shape(surface, *minimum).kind == "minimum"
    assert sample(surface, 201).values.min() >= surface.value(*minimum)
    for at, (low, high) in zip(minimum, surface.window, strict=True):
        assert low < at < high


@every_cost
def test_the_parabola_that_touches_has_the_value_slope_and_curvature_of_the_ground(cost):
    surface = cost_surface(cost)
    shape = local_shape(surface, *cost.start)
    x, y, height = patch(surface, shape, "parabola", count=5)
    d = np.stack([x, y], axis=-1) - cost.start
    expected = surface.value(*cost.start) + d @ surface.gradient(*cost.start)
    expected += np.einsum("...i,ij,...j", d, surface.hessian(*cost.start), d) / 2
    np.testing.assert_allclose(height, expected, rtol=1e-12)
    assert curvature_axes(surface, shape).shape == (2, 2)
    h = np.array([1e-2, 5e-3])
    u, v = cost.start[0] + h, cost.start[1] - h
    error = np.abs(quadratic_model(shape, u, v) - surface.value(u, v))
    assert error[1] <= error[0] / 6 + 1e-11  # an eighth, and a rest of higher order


def test_a_data_point_that_moves_takes_the_surface_with_it():
    moved = LINE.targets.copy()
    moved[-1] += 2.0
    before, after = best_fit(LINE), best_fit(LINE, LINE.x, moved)
    assert after.point[0] > before.point[0] + 0.3
    np.testing.assert_allclose(
        after.point, np.polyfit(LINE.x, moved, 1), rtol=1e-12
    )  # its own best line
    x, y = places(LINE)
    same = cost_surface(LINE, LINE.x, moved).hessian(x, y)
    np.testing.assert_array_equal(same, cost_surface(LINE).hessian(x, y))  # inputs alone bend it


def test_a_separable_data_set_has_a_surface_without_a_minimum():
    surface = cost_surface(LOGISTIC, [1.0, 2.0, 3.0], [0, 0, 1])
    assert surface.minima == ()
    best = best_fit(LOGISTIC, [1.0, 2.0, 3.0], [0, 0, 1])
    assert best.outcome == "separable"
    heights = [surface.value(*(s * best.direction)) for s in range(0, 1000, 100)]
    assert (np.diff(heights) < 0).all()


def test_predictions_are_a_line_and_a_curve_between_zero_and_one():
    x = [0.0, 1.0, 2.0]
    np.testing.assert_array_equal(predicted(LINE, 2.0, -1.0, x), [-1, 1, 3])
    np.testing.assert_allclose(predicted(LOGISTIC, log(3), 0.0, x), [1 / 2, 3 / 4, 9 / 10])
    np.testing.assert_allclose(predicted(PAIR, log(3), 0.0, [[1.0, 5.0]]), [3 / 4])
    np.testing.assert_allclose(predicted(LINE, 2.0, -1.0, LINE.x), fit_at(LINE, 2, -1).predictions)


@every_cost
def test_the_stated_rate_is_one_over_the_largest_curvature(cost):
    surface = cost_surface(cost)  # it is met at the origin: there everyone is in doubt
    np.testing.assert_allclose(1 / surface.lr, np.linalg.eigvalsh(surface.hessian(0, 0))[-1])


@every_cost
def test_plain_descent_at_the_stated_rate_never_steps_uphill(cost):
    surface = cost_surface(cost)
    walk = descend(surface, OPTIMIZERS["sgd"], surface.start, steps=300, lr=surface.lr)
    assert np.diff(walk.values).max() <= 1e-12
    assert walk.values[-1] < walk.values[0] - 0.1


@every_cost
def test_entries_are_complete_and_their_data_fit_them(cost):
    assert all((cost.label, cost.equation, cost.source, cost.story))
    assert "made up" in cost.story
    assert len(cost.x) == len(cost.targets)
    assert best_fit(cost).outcome == "one point"
    for at, (low, high) in zip(cost.start, cost.window, strict=True):
        assert low < at < high
    assert all(name in cost.equation for name in cost.names)


def test_labels_are_unique_and_twelve_students_are_not_told_apart_by_one_cut():
    assert len({cost.label for cost in DATA_COSTS.values()}) == len(DATA_COSTS)
    assert len(LOGISTIC.x) == len(PAIR.x) == 12
    np.testing.assert_array_equal(PAIR.x.mean(axis=0), 0)  # less their average, as the story says


@every_cost
@pytest.mark.parametrize("far", [1e4, -1e4, 1e100, 1e308, -1e308, np.inf, -np.inf])
def test_far_away_nothing_warns_and_nothing_raises(cost, far):
    surface = cost_surface(cost)
    for u, v in ((far, far), (far, 0.0), (0.0, far), (far, -far)):
        surface.value(u, v), surface.gradient(u, v), surface.hessian(u, v)
    assert np.isfinite(cost_surface(LOGISTIC).value(1e4, -1e4))


@every_cost
def test_data_are_not_modified_and_may_be_lists(cost):
    x, targets = cost.x.copy(), cost.targets.copy()
    listed = cost_surface(cost, x.tolist(), targets.tolist())
    u, v = places(cost)
    np.testing.assert_array_equal(listed.value(u, v), cost_surface(cost, x, targets).value(u, v))
    np.testing.assert_array_equal(x, cost.x)
    np.testing.assert_array_equal(targets, cost.targets)


@pytest.mark.parametrize("size", [1e-90, 1e-9, 1e9, 1e90])
def test_data_of_any_size_have_their_best_point_in_their_own_units(size):
    for cost in (LOGISTIC, PAIR):
        best, scaled = best_fit(cost), best_fit(cost, size * cost.x)
        w, other = scaled.point
        expected = (best.point[0] / size, best.point[1] / (size if cost is PAIR else 1))
        np.testing.assert_allclose((w, other), expected, rtol=1e-9)
        assert 0 < cost_surface(cost, size * cost.x).lr < np.inf


def test_senseless_data_are_named():
    with pytest.raises(ValueError, match=r"x \(3, 3\) must be"):
        cost_surface(LINE, np.ones((3, 3)), np.ones(3))
    with pytest.raises(ValueError, match=r"x \(0,\) must be"):
        cost_surface(LINE, [], [])
    with pytest.raises(ValueError, match=r"targets \(2,\) must be \(3,\)"):
        cost_surface(LINE, [1, 2, 3], [1, 2])
    for size in (0, 1e-200):
        with pytest.raises(ValueError, match="x is 0 everywhere, or as good as 0"):
            cost_surface(PAIR, np.full((2, 2), size), [0, 1])
    with pytest.raises(ValueError, match=r"targets holds 0.5; a label may be 0 or 1"):
        best_fit(LOGISTIC, [1, 2], [0, 0.5])
    with pytest.raises(ValueError, match="x holds nan"):
        fit_at(LINE, 0, 0, [np.nan, 1], [0, 1])
    with pytest.raises(ValueError, match="targets holds inf"):
        cost_surface(LINE, [1, 2], [np.inf, 1])
    with pytest.raises(ValueError, match="u holds nan"):
        predicted(LINE, np.nan, 0, [1.0])
