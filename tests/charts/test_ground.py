"""Pictures of one point on a surface: they hold the numbers they were given."""

import numpy as np
import pytest

from charts.ground import AXES, along_cuts, from_above
from charts.ground_in_space import BALL, HAIR, Box, as_tall_as_wide, ceiling, in_space
from core.close_up import bends, curvature_axes, cuts, patch, uphill
from core.landscape import Grid
from core.stationary import local_shape
from core.surfaces import SURFACES, sample


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def space(key, point, touching="plane"):
    surface = SURFACES[key]
    shape, grid = local_shape(surface, *point), sample(surface, 30)
    tall = as_tall_as_wide(grid, shape.value)
    sheet = None if touching == "none" else patch(surface, shape, touching, tall)
    return in_space(
        grid,
        shape,
        arrow=uphill(surface, shape),
        patch=sheet,
        touching=touching,
        minima=[(*place, float(surface.value(*place))) for place in surface.minima],
        names=("x", "y", "height"),
        view=key,
        height=300,
    )


def in_box(key, point, name, **how):
    """The box of a picture, the place of the point in it, and the corners of one of its bodies."""
    figure = space(key, point, **how)
    body, shape = trace(figure, name), local_shape(SURFACES[key], *point)
    box = Box(sample(SURFACES[key], 30), shape.value)
    corners = np.stack([np.asarray(v, dtype=float) for v in (body.x, body.y, body.z)])
    return box, shape, corners * box.scale[:, None]


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


def test_the_picture_in_space_holds_the_heights_and_the_number_of_the_point():
    figure = space("booth", (0, 0))
    grid = sample(SURFACES["booth"], 30)
    np.testing.assert_allclose(trace(figure, "surface").z, grid.values, rtol=1e-6)
    assert trace(figure, "surface").z.dtype == np.float32
    assert "(0, 0): height 74<" in trace(figure, "point").hovertemplate
    assert tuple(trace(figure, "minimum").x) == (1.0,)
    assert figure.layout.uirevision == "booth"


@pytest.mark.parametrize("key", SURFACES)
def test_the_point_is_a_round_ball_that_touches_the_ground_there(key):
    box, shape, body = in_box(key, SURFACES[key].start, "point")
    middle = box.place(shape) + BALL * box.away(shape)
    np.testing.assert_allclose(np.hypot(box.away(shape)[0], np.hypot(*box.away(shape)[1:])), 1)
    far = np.sqrt(((body - middle[:, None]) ** 2).sum(axis=0))
    np.testing.assert_allclose(far, BALL, rtol=1e-3)
    steps = np.eye(2, 3) + np.outer(shape.gradient, [0, 0, 1])  # two ways in the tangent plane
    np.testing.assert_allclose(steps * box.scale @ box.away(shape), 0, atol=1e-9)


@pytest.mark.parametrize("key", SURFACES)
def test_the_arrow_lies_in_the_tangent_plane_and_is_as_long_as_on_the_map_if_there_is_room(key):
    box, shape, body = in_box(key, SURFACES[key].start, "uphill")
    begin, tip = body[:, 0], body[:, -1]
    flat = np.hypot(*uphill(SURFACES[key], shape) * box.scale[:2])
    length = np.linalg.norm(tip - begin)
    at_a_wall = np.isclose(tip, box.walls * box.scale, atol=1e-5).any()
    assert np.isclose(length, flat, rtol=1e-3) or (at_a_wall and length < flat) or length < 0.0601
    way = (tip - begin) / box.scale
    np.testing.assert_allclose(way @ [*shape.gradient, -1], 0, atol=1e-3 * abs(way[2]))
    assert way[2] > 0


@pytest.mark.parametrize("touching", ["plane", "parabola"])
@pytest.mark.parametrize("key", SURFACES)
def test_the_sheet_is_the_patch_a_hair_off_the_ground(key, touching):
    surface = SURFACES[key]
    name = "tangent plane" if touching == "plane" else "parabola"
    box, shape, body = in_box(key, surface.start, name, touching=touching)
    tall = as_tall_as_wide(sample(surface, 30), shape.value)
    flat = patch(surface, shape, touching, tall) * box.scale[:, None, None]
    lift = body - flat.reshape(3, -1)
    np.testing.assert_allclose(lift, HAIR * box.away(shape)[:, None] + 0 * lift, atol=1e-5)


def test_without_a_sheet_or_a_slope_neither_is_drawn():
    names = {t.name for t in space("bowl", (0, 0), "none").data}
    assert names == {"surface", "minimum", "point"}
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


def test_both_axes_of_curvature_lie_a_hair_off_the_ground_in_space():
    surface, grid = SURFACES["himmelblau"], sample(SURFACES["himmelblau"], 30)
    shape = local_shape(surface, 0.5, 3.5)
    cut, box = cuts(surface, shape, "plane"), Box(grid, shape.value)
    look = {"touching": "none", "minima": (), "names": ("x", "y", "h"), "view": "", "height": 300}
    figure = in_space(
        grid, shape, arrow=np.zeros(2), patch=None, cuts=cut, bends=bends(shape), **look
    )
    for i, name in enumerate(("axis 1", "axis 2")):
        line = trace(figure, name)
        assert (line.line.color, line.line.dash) == (AXES[i], ("dash", "solid")[i])
        way = np.array([line.x, line.y, line.z], dtype=float)
        x, y, z = way - 1.5 * HAIR * (box.away(shape) / box.scale)[:, None]
        seen = np.isfinite(z)
        assert seen.sum() > 10
        np.testing.assert_allclose(z[seen], surface.value(x, y)[seen], rtol=1e-4)


def test_a_flat_sheet_needs_no_cut():
    assert ceiling(Grid(np.arange(2.0), np.arange(2.0), np.zeros((2, 2))), 0.0) is None


def test_the_map_holds_the_point_the_arrow_and_the_axes_with_their_signs():
    surface = SURFACES["saddle"]
    figure = above("saddle", (1.0, 0.5))
    shape = local_shape(surface, 1.0, 0.5)
    assert (trace(figure, "point").x, trace(figure, "point").y) == ((1.0,), (0.5,))
    arrow = trace(figure, "uphill")
    np.testing.assert_allclose((arrow.x[1] - 1, arrow.y[1] - 0.5), uphill(surface, shape))
    down, up = trace(figure, "λ₁ = −2: bends down"), trace(figure, "λ₂ = 2: bends up")
    assert (down.line.dash, up.line.dash) == ("dash", "solid")
    assert (down.line.color, up.line.color) == AXES
    half = curvature_axes(surface, shape)[0]
    np.testing.assert_allclose(np.diff(down.x), 2 * half[0])
    np.testing.assert_allclose(np.diff(down.y), 2 * half[1])
    assert figure.layout.yaxis.scaleanchor == "x"


def test_the_map_sends_the_heights_twice_only_where_its_colors_are_logarithms():
    plain, logs = (trace(above(key, (1.0, 0.5)), "landscape") for key in ("saddle", "booth"))
    assert plain.customdata is None
    assert "%{z:.4g}" in plain.hovertemplate
    heights = sample(SURFACES["booth"], 30).values
    np.testing.assert_allclose(logs.customdata, heights, rtol=1e-6)
    assert "%{customdata:.4g}" in logs.hovertemplate


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
    np.testing.assert_allclose(trace(figure, "axis 2").y, cut.ground[1], rtol=1e-5, atol=1e-6)
    low, high = figure.layout.yaxis.range
    assert low < cut.ground.min() < cut.ground.max() < high


def test_cuts_over_level_ground_keep_a_range():
    surface = SURFACES["plateau"]
    shape = local_shape(surface, 1e3, 0.0)
    figure = along_cuts(cuts(surface, shape, "plane"), shape, touching="plane", view="", height=225)
    assert figure.layout.yaxis.range == (0.0, 2.0)
