"""Every surface: its known values, its minima, and its slopes against finite differences."""

import numpy as np
import pytest
from scipy.optimize import rosen, rosen_der, rosen_hess

from core.hidden_unit import UNIT_Y
from core.optimizers import OPTIMIZERS, descend
from core.quadratic_surfaces import least_squares_line
from core.surfaces import REGRESSION_X, REGRESSION_Y, SURFACES, adjusted, sample

KEYS = ["bowl", "ravine", "rosenbrock", "himmelblau", "beale", "booth", "matyas", "camel"]
KEYS += ["rastrigin", "ackley", "saddle", "monkey_saddle", "plateau", "regression"]
KEYS += ["hidden_unit"]
every_surface = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
every_minimum = pytest.mark.parametrize(
    ("surface", "minimum"),
    [(s, point) for s in SURFACES.values() for point in s.minima],
    ids=[f"{s.key}-{i}" for s in SURFACES.values() for i in range(len(s.minima))],
)


def random_points(surface, count=40, seed=0):
    """Points all over the window, (count,) twice."""
    rng = np.random.default_rng(seed)
    (x_min, x_max), (y_min, y_max) = surface.window
    return rng.uniform(x_min, x_max, count), rng.uniform(y_min, y_max, count)


@pytest.mark.parametrize(
    ("key", "point", "height"),
    [
        ("bowl", (3, -1), 10),
        ("ravine", (2, 1), 79),
        ("rosenbrock", (-1, 2), 104),  # (1 + 1)^2 + 100 (2 - 1)^2
        ("himmelblau", (0, 0), 170),  # 11^2 + 7^2
        ("beale", (0, 5), 14.203125),  # 1.5^2 + 2.25^2 + 2.625^2
        ("booth", (0, 0), 74),  # 7^2 + 5^2
        ("matyas", (1, 2), 0.34),  # 0.26 * 5 - 0.48 * 2
        ("camel", (1, 1), 7 / 3 + 0.9),  # 4 - 2.1 + 1/3 + 1 + 0
        ("rastrigin", (0.5, 1), 21.25),  # 20 + 0.25 + 10 + 1 - 10
        ("ackley", (0, 0), 0),
        ("saddle", (2, 3), -5),
        ("monkey_saddle", (2, 1), 2),
        ("plateau", (1, 1), 1 - np.exp(-1)),
    ],
)
def test_heights_worked_by_hand(key, point, height):
    np.testing.assert_allclose(SURFACES[key].value(*point), height, rtol=1e-14, atol=1e-14)


def test_the_height_of_a_level_line_is_the_mean_square_of_the_targets():
    height = SURFACES["regression"].value(0, 0)
    np.testing.assert_allclose(height, np.mean(REGRESSION_Y**2), rtol=1e-14)


def test_one_hidden_unit_costs_as_much_when_both_its_weights_change_sign_and_has_a_saddle_between():
    unit = SURFACES["hidden_unit"]
    w, v = random_points(unit)
    np.testing.assert_allclose(unit.value(w, v), unit.value(-w, -v), rtol=1e-13)
    np.testing.assert_allclose(unit.value(0, v), np.mean(UNIT_Y**2))  # it says 0 everywhere
    np.testing.assert_array_equal(unit.gradient(0, 0), 0)
    low, high = np.linalg.eigvalsh(unit.hessian(0, 0))
    assert low < 0 < high
    for minimum in unit.minima:
        assert unit.value(*minimum) == 0


def test_the_table_holds_the_promised_surfaces():
    assert set(SURFACES) == set(KEYS)


def test_the_two_deepest_humps_of_the_camel_have_the_published_depth():
    for point in SURFACES["camel"].minima:
        np.testing.assert_allclose(SURFACES["camel"].value(*point), -1.031628453489877, rtol=1e-14)


def test_the_line_fit_has_its_minimum_where_the_normal_equation_says():
    X = np.stack([REGRESSION_X, np.ones_like(REGRESSION_X)], axis=1)
    theta = np.linalg.solve(X.T @ X, X.T @ REGRESSION_Y)
    np.testing.assert_allclose(SURFACES["regression"].minima, [theta], rtol=1e-12)
    np.testing.assert_allclose(least_squares_line(), np.polyfit(REGRESSION_X, REGRESSION_Y, 1))


def test_a_ravine_of_condition_one_is_the_bowl():
    round_ravine, bowl = adjusted(SURFACES["ravine"], condition=1.0), SURFACES["bowl"]
    x, y = random_points(bowl)
    for part in ("value", "gradient", "hessian"):
        np.testing.assert_array_equal(getattr(round_ravine, part)(x, y), getattr(bowl, part)(x, y))


def test_the_knob_of_the_ravine_is_its_condition_number():
    for condition in SURFACES["ravine"].knobs[0].ticks:
        hessian = adjusted(SURFACES["ravine"], condition=condition).hessian(0.3, 0.4)
        np.testing.assert_allclose(np.linalg.cond(hessian), condition, rtol=1e-12)


def test_rosenbrock_agrees_with_scipy():
    surface = SURFACES["rosenbrock"]
    for point in np.column_stack(random_points(surface)):
        np.testing.assert_allclose(surface.value(*point), rosen(point), rtol=1e-12)
        np.testing.assert_allclose(surface.gradient(*point), rosen_der(point), rtol=1e-9)
        np.testing.assert_allclose(surface.hessian(*point), rosen_hess(point), rtol=1e-9)


def test_ackley_at_its_point_follows_the_stated_conventions():
    ackley = SURFACES["ackley"]
    np.testing.assert_array_equal(ackley.gradient(0, 0), [0, 0])
    np.testing.assert_allclose(ackley.hessian(0, 0), 2 * np.pi**2 * np.e * np.eye(2), rtol=1e-14)


def test_the_plateau_is_all_but_level_far_from_its_hole():
    assert np.abs(SURFACES["plateau"].gradient(7, 7)).max() < 1e-15


@every_surface
def test_gradients_agree_with_central_differences(surface):
    x, y = random_points(surface)
    h = 1e-6
    d_x = (surface.value(x + h, y) - surface.value(x - h, y)) / (2 * h)
    d_y = (surface.value(x, y + h) - surface.value(x, y - h)) / (2 * h)
    scale = 1 + np.abs(surface.value(x, y)).max()  # what rounding of the heights is relative to
    np.testing.assert_allclose(surface.gradient(x, y), [d_x, d_y], rtol=1e-6, atol=1e-9 * scale)


@every_surface
def test_hessians_agree_with_central_differences_of_gradients(surface):
    x, y = random_points(surface, seed=1)
    h = 1e-6
    d_x = (surface.gradient(x + h, y) - surface.gradient(x - h, y)) / (2 * h)
    d_y = (surface.gradient(x, y + h) - surface.gradient(x, y - h)) / (2 * h)
    hessian = surface.hessian(x, y)
    scale = 1 + np.abs(surface.gradient(x, y)).max()
    np.testing.assert_allclose(hessian, [d_x, d_y], rtol=1e-6, atol=1e-9 * scale)
    np.testing.assert_array_equal(hessian[0, 1], hessian[1, 0])


@every_minimum
def test_at_a_minimum_the_slope_is_zero_and_the_curvature_positive(surface, minimum):
    np.testing.assert_allclose(surface.gradient(*minimum), 0, atol=1e-12)
    assert np.linalg.eigvalsh(surface.hessian(*minimum)).min() > 0


@every_minimum
def test_nothing_in_the_window_lies_lower_than_a_minimum(surface, minimum):
    assert sample(surface, 201).values.min() >= surface.value(*minimum) - 1e-12


@every_surface
def test_every_entry_is_complete_and_starts_inside_its_window(surface):
    assert all((surface.label, surface.equation, surface.source))
    for at, (low, high) in zip(surface.start, surface.window, strict=True):
        assert low < at < high
    for minimum in surface.minima:
        for at, (low, high) in zip(minimum, surface.window, strict=True):
            assert low < at < high


@every_surface
def test_plain_descent_at_the_stated_rate_never_steps_uphill(surface):
    walk = descend(surface, OPTIMIZERS["sgd"], surface.start, steps=300, lr=surface.lr)
    assert np.diff(walk.values).max() <= 1e-12 * abs(walk.values[0])
    assert walk.values[-1] < walk.values[0] - 0.1
    assert walk.outcome == ("finished" if surface.minima else "diverged")


def test_labels_are_unique():
    assert len({surface.label for surface in SURFACES.values()}) == len(SURFACES)


@every_surface
def test_shapes_follow_those_of_x_and_y(surface):
    x, y = np.linspace(0, 1, 3), np.linspace(0, 1, 4)[:, None]
    assert surface.value(x, y).shape == (4, 3)
    assert surface.gradient(x, y).shape == (2, 4, 3)
    assert surface.hessian(x, y).shape == (2, 2, 4, 3)
    assert np.shape(surface.value(1, 2)) == ()
    assert surface.gradient(0.5, 0.25).shape == (2,)
    np.testing.assert_allclose(surface.hessian(x, y)[..., 2, 1], surface.hessian(x[1], y[2, 0]))


@every_surface
def test_precision_is_kept_and_inputs_are_untouched(surface):
    for dtype in (np.float32, np.float64):
        x, y = np.ones(3, dtype), np.full(3, 0.5, dtype)
        for formula in (surface.value, surface.gradient, surface.hessian):
            assert formula(x, y).dtype == dtype
            assert formula(x[0], y[0]).dtype == dtype
        np.testing.assert_array_equal(x, 1)
        np.testing.assert_array_equal(y, 0.5)


@every_surface
@pytest.mark.parametrize("far", [1e100, 1e308, -1e308, np.inf, -np.inf])
def test_far_away_nothing_warns_and_nothing_raises(surface, far):
    for x, y in ((far, far), (far, 0.0), (0.0, far), (far, -far)):
        surface.value(x, y), surface.gradient(x, y), surface.hessian(x, y)


def test_shapes_that_do_not_broadcast_are_named():
    with pytest.raises(ValueError, match=r"x \(2,\) and y \(3,\)"):
        SURFACES["bowl"].value(np.zeros(2), np.zeros(3))


@every_surface
def test_a_sample_holds_the_height_at_every_crossing(surface):
    grid = sample(surface, resolution=5)
    assert (grid.x.shape, grid.y.shape, grid.values.shape) == ((5,), (5,), (5, 5))
    assert ((grid.x[0], grid.x[-1]), (grid.y[0], grid.y[-1])) == surface.window
    np.testing.assert_allclose(grid.values[3, 1], surface.value(grid.x[1], grid.y[3]), rtol=1e-13)


@pytest.mark.parametrize("resolution", [1, 0, -3, 2.5, "many"])
def test_a_senseless_resolution_is_refused(resolution):
    with pytest.raises(ValueError, match="resolution must be"):
        sample(SURFACES["bowl"], resolution)


def test_a_knob_that_is_not_there_or_out_of_range_is_refused():
    with pytest.raises(ValueError, match="bowl has no knob 'condition'"):
        adjusted(SURFACES["bowl"], condition=2.0)
    for condition in (0, -1, np.inf, np.nan):
        with pytest.raises(ValueError, match="condition must be positive"):
            adjusted(SURFACES["ravine"], condition=condition)
