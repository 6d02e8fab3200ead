"""The ground around one point."""

import numpy as np
import pytest

from core.close_up import (
    bends,
    curvature_axes,
    cuts,
    model_center,
    off_course,
    patch,
    tangent_plane,
    uphill,
)
from core.stationary import local_shape
from core.surfaces import SURFACES, adjusted

every_surface = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


def test_the_tangent_plane_of_booth_by_hand():
    shape = local_shape(SURFACES["booth"], 0, 0)  # height 74, slope (-34, -38)
    np.testing.assert_allclose(tangent_plane(shape, [0, 1, 0], [0, 0, 1]), [74, 40, 36])


@every_surface
def test_the_error_of_the_plane_shrinks_with_the_square_of_the_distance(surface):
    x, y = surface.start
    shape, h = local_shape(surface, x, y), np.array([1e-3, 5e-4])
    error = np.abs(tangent_plane(shape, x + h, y - h) - surface.value(x + h, y - h))
    assert error[1] <= error[0] / 3 + 1e-11


@every_surface
def test_the_arrow_points_uphill_and_stays_short(surface):
    shape = local_shape(surface, *surface.start)
    arrow = uphill(surface, shape)
    side = max(high - low for low, high in surface.window)
    cross = arrow[0] * shape.gradient[1] - arrow[1] * shape.gradient[0]
    np.testing.assert_allclose(cross, 0, atol=1e-12 * np.hypot(*shape.gradient))
    assert arrow @ shape.gradient > 0
    assert np.hypot(*arrow) < 0.3 * side


def test_the_median_slope_gives_half_the_longest_arrow():
    bowl = SURFACES["bowl"]
    x = np.linspace(-2, 2, 41)
    median = np.median(2 * np.hypot(x, x[:, None]))
    arrow = uphill(bowl, local_shape(bowl, median / 2, 0))
    np.testing.assert_allclose(arrow, [0.15 * 4, 0], rtol=1e-12)


def test_level_ground_gives_no_arrow():
    for surface in SURFACES.values():
        for minimum in surface.minima:
            np.testing.assert_array_equal(uphill(surface, local_shape(surface, *minimum)), 0)


def test_ways_that_the_ground_bends():
    for key, ways in {
        "bowl": ("up", "up"),
        "saddle": ("down", "up"),
        "monkey_saddle": ("flat", "flat"),
    }.items():
        assert bends(local_shape(SURFACES[key], 0, 0)) == ways


@pytest.mark.parametrize("condition", [1.0, 4.0, 100.0])
def test_the_axes_of_the_ravine_have_the_ratio_of_the_root_of_the_condition(condition):
    ravine = adjusted(SURFACES["ravine"], condition=condition)
    long, short = np.hypot(*curvature_axes(ravine, local_shape(ravine, 0.5, 0.1)).T)
    np.testing.assert_allclose(long / short, np.sqrt(condition), rtol=1e-12)
    np.testing.assert_allclose(long, 0.2 * 4)


@every_surface
def test_axes_stand_at_right_angles_along_the_eigenvectors(surface):
    shape = local_shape(surface, *surface.start)
    first, second = curvature_axes(surface, shape)
    np.testing.assert_allclose(first @ second, 0, atol=1e-12 * np.hypot(*first) * np.hypot(*second))
    np.testing.assert_allclose(shape.hessian @ first, shape.eigenvalues[0] * first, atol=1e-9)


def test_a_single_zero_eigenvalue_gets_an_axis_without_end_and_two_give_none():
    monkey = SURFACES["monkey_saddle"]
    assert not curvature_axes(monkey, local_shape(monkey, 0, 0)).any()
    plateau = SURFACES["plateau"]
    shape = local_shape(plateau, 1, 0)  # hessian diag(0, e^-1/2)
    flat, bent = np.hypot(*curvature_axes(plateau, shape).T)
    assert (flat, bent) == (8.0, 1.6)


@every_surface
@pytest.mark.parametrize("touching", ["plane", "parabola"])
def test_cuts_hold_the_ground_and_touch_it_at_the_point(surface, touching):
    shape = local_shape(surface, *surface.start)
    cut = cuts(surface, shape, touching)
    assert cut.ground.shape == cut.touch.shape == (2, 81)
    assert cut.distance[40] == 0
    np.testing.assert_allclose(cut.ground[:, 40], shape.value, rtol=1e-12)
    np.testing.assert_allclose(cut.touch[:, 40], shape.value, rtol=1e-12)
    end = shape.point + cut.distance[-1] * shape.eigenvectors[:, 1]
    np.testing.assert_allclose(cut.ground[1, -1], surface.value(*end), rtol=1e-10)


def test_the_parabola_over_a_cut_bends_with_its_eigenvalue():
    camel = SURFACES["camel"]
    shape = local_shape(camel, 0, 0)
    cut = cuts(camel, shape, "parabola")
    expected = np.outer(shape.eigenvalues, cut.distance**2) / 2
    np.testing.assert_allclose(cut.touch, expected, atol=1e-12)


def test_a_patch_holds_x_y_and_height_along_the_axes_of_curvature():
    booth = SURFACES["booth"]  # its axes are the diagonals
    x, y, height = patch(booth, local_shape(booth, 1, 1), "parabola", count=5)
    np.testing.assert_allclose(np.hypot(x[0, 0] - 1, y[0, 0] - 1), 4 * np.sqrt(2))
    assert (x[2, 2], y[2, 2]) == (1.0, 1.0)
    np.testing.assert_allclose(np.abs(x[2] - 1), np.abs(y[2] - 1), atol=1e-12)
    np.testing.assert_allclose(height, booth.value(x, y), atol=1e-12)


@every_surface
def test_the_plane_lies_along_and_across_the_slope_and_ends_where_it_gets_too_high(surface):
    shape = local_shape(surface, *surface.start)
    side = max(high - low for low, high in surface.window)
    tall = side * np.hypot(*shape.gradient) / 3  # three times too steep to be drawn in full length
    x, y, height = patch(surface, shape, "plane", tall)
    np.testing.assert_allclose(height, tangent_plane(shape, x, y))
    np.testing.assert_allclose(np.ptp(height, axis=0), 0, atol=1e-9 * tall)  # across
    np.testing.assert_allclose(np.ptp(height), 0.4 * tall)
    np.testing.assert_allclose(np.hypot(x[0, 6] - x[-1, 6], y[0, 6] - y[-1, 6]), 0.4 * side)


@every_surface
@pytest.mark.parametrize("tall", [1e-9, 1.0, np.inf])
def test_no_edge_of_the_parabola_is_further_up_or_down_than_asked(surface, tall):
    for point in (surface.start, *surface.minima):
        x, y, height = patch(surface, shape := local_shape(surface, *point), "parabola", tall)
        assert np.isfinite([x, y, height]).all()
        for middle in (height[6], height[:, 6]):
            assert np.abs(middle - shape.value).max() <= 0.2 * tall * (1 + 1e-6) + 1e-9


def test_what_touches_must_be_known():
    shape = local_shape(SURFACES["bowl"], 1, 1)
    for function in (cuts, patch):
        with pytest.raises(ValueError, match="touching is 'sphere'"):
            function(SURFACES["bowl"], shape, "sphere")


def test_steepest_descent_is_off_course_in_the_ravine_and_never_on_the_bowl():
    bowl, ravine = SURFACES["bowl"], adjusted(SURFACES["ravine"], condition=100.0)
    np.testing.assert_allclose(off_course(local_shape(bowl, 1.3, -0.4), (0, 0)), 0, atol=1e-5)
    by_hand = np.degrees(np.arctan2(60, 3.6) - np.arctan2(0.3, 1.8))
    np.testing.assert_allclose(off_course(local_shape(ravine, -1.8, 0.3), (0, 0)), by_hand)
    assert off_course(local_shape(ravine, 0, 0), (0, 0)) is None


def test_the_parabola_is_level_where_newton_would_go():
    booth = SURFACES["booth"]  # a parabola itself, so one step arrives
    np.testing.assert_allclose(model_center(local_shape(booth, -8, 5)), (1, 3), atol=1e-12)
    himmelblau = SURFACES["himmelblau"]
    shape = local_shape(himmelblau, 2.5, 2.5)
    step = model_center(shape) - shape.point
    np.testing.assert_allclose(shape.hessian @ step, -shape.gradient, rtol=1e-12)


def test_a_parabola_without_curvature_has_no_center():
    assert model_center(local_shape(SURFACES["monkey_saddle"], 0, 0)) is None
    assert model_center(local_shape(SURFACES["plateau"], 1e3, 0)) is None
