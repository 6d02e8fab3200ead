"""What a surface looks like close up."""

import numpy as np
import pytest

from core.stationary import local_shape, quadratic_model
from core.surfaces import SURFACES, adjusted

QUADRATIC = ("bowl", "ravine", "regression", "booth", "matyas", "saddle")


def test_the_shape_of_booth_by_hand():
    shape = local_shape(SURFACES["booth"], 0, 0)
    assert (shape.value, shape.kind) == (74.0, "slope")
    np.testing.assert_allclose(shape.gradient, [-34, -38])  # 2(-7) + 4(-5), 4(-7) + 2(-5)
    np.testing.assert_allclose(shape.eigenvalues, [2, 18], rtol=1e-14)  # of [[10, 8], [8, 10]]
    np.testing.assert_allclose(np.abs(shape.eigenvectors), np.sqrt(0.5), rtol=1e-14)
    np.testing.assert_allclose(shape.condition, 9, rtol=1e-13)


@pytest.mark.parametrize(
    ("key", "point", "kind"),
    [
        ("bowl", (0, 0), "minimum"),
        ("bowl", (1, 0), "slope"),
        ("saddle", (0, 0), "saddle"),
        ("saddle", (0, 0.1), "slope"),
        ("monkey_saddle", (0, 0), "degenerate"),
        ("camel", (0, 0), "saddle"),
        ("beale", (0, 1), "saddle"),
        ("himmelblau", (-0.270844590667, -0.923038522313), "maximum"),
        ("rastrigin", (0.5, 0.5), "slope"),  # the hilltop is a little farther out
        ("plateau", (0, 0), "minimum"),
        ("plateau", (9, 0), "degenerate"),  # no slope or curvature worth the name
        ("plateau", (1, 0), "slope"),
    ],
)
def test_what_kind_of_point_it_is(key, point, kind):
    assert local_shape(SURFACES[key], *point).kind == kind


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_every_listed_minimum_is_called_a_minimum(surface):
    for point in surface.minima:
        assert local_shape(surface, *point).kind == "minimum"


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_eigenvectors_rebuild_the_hessian(surface):
    shape = local_shape(surface, *surface.start)
    rebuilt = shape.eigenvectors @ np.diag(shape.eigenvalues) @ shape.eigenvectors.T
    np.testing.assert_allclose(rebuilt, shape.hessian, atol=1e-12 * np.abs(shape.hessian).max())
    assert shape.eigenvalues[0] <= shape.eigenvalues[1]


def test_the_condition_number_is_that_of_the_ravine_and_none_on_a_saddle():
    ravine = adjusted(SURFACES["ravine"], condition=200.0)
    np.testing.assert_allclose(local_shape(ravine, 1, 1).condition, 200, rtol=1e-13)
    assert local_shape(SURFACES["saddle"], 0, 0).condition is None


@pytest.mark.parametrize("key", QUADRATIC)
def test_the_model_of_a_quadratic_is_the_quadratic(key):
    rng = np.random.default_rng(0)
    x, y = rng.uniform(-2, 2, (2, 50))
    shape = local_shape(SURFACES[key], 0.7, -0.4)
    np.testing.assert_allclose(
        quadratic_model(shape, x, y), SURFACES[key].value(x, y), rtol=1e-10, atol=1e-10
    )


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_error_of_the_model_shrinks_with_the_cube_of_the_distance(surface):
    x, y = surface.start
    shape = local_shape(surface, x, y)
    h = np.array([1e-2, 5e-3])
    error = np.abs(quadratic_model(shape, x + h, y - h) - surface.value(x + h, y - h))
    assert error[1] <= error[0] / 6 + 1e-11  # an eighth, and a rest of higher order


def test_the_model_takes_a_grid_and_lets_far_points_go():
    shape = local_shape(SURFACES["booth"], 1, 3)
    assert quadratic_model(shape, np.zeros(3), np.zeros((4, 1))).shape == (4, 3)
    assert quadratic_model(shape, 1e308, 1e308) == np.inf


def test_the_tolerance_says_what_counts_as_level():
    assert local_shape(SURFACES["bowl"], 1e-3, 0).kind == "slope"
    assert local_shape(SURFACES["bowl"], 1e-3, 0, tolerance=1e-2).kind == "minimum"


def test_a_senseless_tolerance_or_point_is_refused():
    for tolerance in (0, -1, np.nan):
        with pytest.raises(ValueError, match="tolerance must be positive"):
            local_shape(SURFACES["bowl"], 0, 0, tolerance=tolerance)
    for x in (np.nan, np.inf, 1e308):
        with pytest.raises(ValueError, match="x, y must be a point where bowl is finite"):
            local_shape(SURFACES["bowl"], x, 0)
