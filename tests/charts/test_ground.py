"""Pictures of one point on a surface: they hold the numbers they were given."""

import numpy as np
import pytest

from charts.ground import AXES, along_cuts, from_above, line_over_points
from charts.ground_in_space import ceiling, in_space
from core.close_up import bends, curvature_axes, cuts, fitted, patch, uphill
from core.landscape import Grid
from core.stationary import local_shape
from core.surfaces import REGRESSION_X, REGRESSION_Y, SURFACES, sample


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def space(key, point, touching="plane"):
    surface = SURFACES[key]
    shape = local_shape(surface, *point)
    net = None if touching == "none" else patch(surface, shape, touching)
    return in_space(
        sample(surface, 30),
        shape,
        arrow=uphill(surface, shape),
        patch=net,
        touching=touching,
        minima=[(*place, float(surface.value(*place))) for place in surface.minima],
        names=("x", "y", "height"),
        view=key,
        height=300,
    )


def above(key, point):
    surface = SURFACES[key]
    shape = local_shape(surface, *point)
    return from_above(
        sample(surface, 30),
        shape,
        arrow=uphill(surface, shape),
        axes=curvature_axes(surface, shape),
        bends=bends(shape),
        minima=surface.minima,
        names=("x", "y"),
        log_scale=surface.log_scale,
        view=key,
        height=470,
    )


def test_the_picture_in_space_holds_the_heights_the_point_and_the_way_up():
    figure = space("booth", (0, 0))
    grid = sample(SURFACES["booth"], 30)
    np.testing.assert_allclose(trace(figure, "surface").z, grid.values, rtol=1e-6)
    assert trace(figure, "surface").z.dtype == np.float32
    assert (trace(figure, "point").x, trace(figure, "point").z) == ((0.0,), (74.0,))
    up = trace(figure, "uphill")
    rise = (up.x[1] - up.x[0]) * -34 + (up.y[1] - up.y[0]) * -38
    np.testing.assert_allclose(up.z[1] - up.z[0], rise)  # it lies in the tangent plane
    assert tuple(trace(figure, "minimum").x) == (1.0,)
    assert figure.layout.uirevision == "booth"


def test_the_net_is_the_patch_line_by_line():
    figure = space("saddle", (0, 0), "parabola")
    net = trace(figure, "parabola")
    surface = SURFACES["saddle"]
    x, y, z = (np.array(v, dtype=float) for v in (net.x, net.y, net.z))
    shown = ~np.isnan(x)
    assert shown.sum() == 2 * 13 * 13
    np.testing.assert_allclose(z[shown], surface.value(x[shown], y[shown]), atol=1e-6)


def test_without_a_net_or_a_slope_neither_is_drawn():
    names = {t.name for t in space("bowl", (0, 0), "none").data}
    assert names == {"surface", "minimum", "stem", "point"}
    assert "minimum" not in {t.name for t in space("saddle", (0, 1)).data}


@pytest.mark.parametrize("key", SURFACES)
def test_whatever_is_cut_off_the_title_says_so_and_the_point_is_inside(key):
    surface = SURFACES[key]
    for point in (surface.start, [side[1] for side in surface.window]):
        figure = space(key, point)
        low, high = figure.layout.scene.zaxis.range
        assert low < surface.value(*point) <= high
        top = trace(figure, "surface").z.max()
        assert ("cut off" in figure.layout.title.text) == bool(high < top - 1e-6 * abs(top))


def test_a_flat_sheet_needs_no_cut():
    assert ceiling(Grid(np.arange(2.0), np.arange(2.0), np.zeros((2, 2))), 0.0) is None


def test_the_map_holds_the_point_the_arrow_and_the_axes_with_their_signs():
    surface = SURFACES["saddle"]
    figure = above("saddle", (1.0, 0.5))
    shape = local_shape(surface, 1.0, 0.5)
    assert (trace(figure, "point").x, trace(figure, "point").y) == ((1.0,), (0.5,))
    arrow = trace(figure, "uphill")
    np.testing.assert_allclose((arrow.x[1] - 1, arrow.y[1] - 0.5), uphill(surface, shape))
    down, up = trace(figure, "λ₁ = -2: bends down"), trace(figure, "λ₂ = 2: bends up")
    assert (down.line.dash, up.line.dash) == ("dash", "solid")
    assert (down.line.color, up.line.color) == AXES
    half = curvature_axes(surface, shape)[0]
    np.testing.assert_allclose(np.diff(down.x), 2 * half[0])
    np.testing.assert_allclose(np.diff(down.y), 2 * half[1])
    assert figure.layout.yaxis.scaleanchor == "x"


def test_level_ground_without_curvature_shows_neither_arrow_nor_axes():
    figure = above("monkey_saddle", (0, 0))
    assert [t.name for t in figure.data] == ["landscape", "point"]


@pytest.mark.parametrize("touching", ["none", "plane", "parabola"])
def test_the_cuts_are_drawn_with_what_touches_them(touching):
    surface = SURFACES["camel"]
    shape = local_shape(surface, *surface.start)
    cut = cuts(surface, shape, "plane" if touching == "none" else touching)
    figure = along_cuts(cut, shape, touching=touching, view="camel", height=225)
    assert len(figure.data) == (3 if touching == "none" else 5)
    np.testing.assert_allclose(trace(figure, "axis ₂").y, cut.ground[1], rtol=1e-5, atol=1e-6)
    low, high = figure.layout.yaxis.range
    assert low < cut.ground.min() < cut.ground.max() < high


def test_cuts_over_level_ground_keep_a_range():
    surface = SURFACES["plateau"]
    shape = local_shape(surface, 1e3, 0.0)
    figure = along_cuts(cuts(surface, shape, "plane"), shape, touching="plane", view="", height=225)
    assert figure.layout.yaxis.range == (0.0, 2.0)


def test_the_line_misses_its_data_by_its_sticks():
    line = fitted(-0.5, 1.0)
    figure = line_over_points(
        REGRESSION_X, REGRESSION_Y, line, w=-0.5, b=1.0, view="regression", height=225
    )
    sticks = np.array(trace(figure, "misses").y, dtype=float).reshape(-1, 3)
    np.testing.assert_allclose(sticks[:, 0], REGRESSION_Y, rtol=1e-6)
    np.testing.assert_allclose(sticks[:, 1], line, rtol=1e-6, atol=1e-7)
    assert np.isnan(sticks[:, 2]).all()
    np.testing.assert_allclose(trace(figure, "line").y[0], 1.0)
