"""All level points of a window: counted by algebra, found by SciPy, and added up along the edge."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import brentq, root

from core.all_stationary import all_stationary, turns_along_edge
from core.data_costs import DATA_COSTS, cost_surface
from core.surfaces import SURFACES, adjusted

KINDS = ("minimum", "saddle", "maximum", "degenerate")
COUNTS = {  # minima, saddles, maxima, undecided
    "bowl": (1, 0, 0, 0),
    "ravine": (1, 0, 0, 0),
    "regression": (1, 0, 0, 0),
    "hidden_unit": (2, 1, 0, 0),  # twins, and a pass between them
    "booth": (1, 0, 0, 0),
    "matyas": (1, 0, 0, 0),
    "saddle": (0, 1, 0, 0),
    "monkey_saddle": (0, 0, 0, 1),
    "plateau": (1, 0, 0, 0),
    "rosenbrock": (1, 0, 0, 0),
    "himmelblau": (4, 4, 1, 0),  # nine: no two cubics can meet more often (Bézout)
    "beale": (1, 2, 0, 0),
    "camel": (6, 7, 2, 0),  # fifteen: a quintic and a cubic cannot meet more often
    "rastrigin": (121, 220, 100, 0),  # 21 level places along each axis
    "ackley": (121, 220, 100, 0),  # with the point of its funnel, level by convention
}
every_surface = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
LISTS = {key: all_stationary(surface) for key, surface in SURFACES.items()}


def ground(key, value, gradient, hessian, window=((-2.0, 2.0), (-2.0, 2.0))):
    """A surface of the test's own."""
    formulas = {"value": value, "gradient": gradient, "hessian": hessian}
    return replace(SURFACES["bowl"], key=key, window=window, **formulas)


def spread(matrix, x):
    """The same matrix everywhere."""
    return np.multiply.outer(np.array(matrix, dtype=float), np.ones_like(x))


RING = ground(
    "ring",
    lambda x, y: (x**2 + y**2 - 1) ** 2,
    lambda x, y: 4 * (x**2 + y**2 - 1) * np.array([x, y]),
    lambda x, y: np.array(
        [[12 * x**2 + 4 * y**2 - 4, 8 * x * y], [8 * x * y, 12 * y**2 + 4 * x**2 - 4]]
    ),
)
VALLEY = ground(  # no start lies on its floor by chance
    "valley",
    lambda x, y: (x + 2 * y - 0.9871) ** 2,
    lambda x, y: (x + 2 * y - 0.9871) * np.array([2 * np.ones_like(x), 4 * np.ones_like(x)]),
    lambda x, y: spread([[2, 4], [4, 8]], x),
)
PLAIN = ground(
    "plain",
    lambda x, y: 0 * x,
    lambda x, y: np.array([0 * x, 0 * y]),
    lambda x, y: spread([[0, 0], [0, 0]], x),
)


@pytest.mark.parametrize("key", COUNTS)
def test_how_many_of_each_kind(key):
    found = LISTS[key]
    assert tuple(map(found.count, KINDS)) == COUNTS[key]
    assert (found.outcome, found.stretch.shape) == ("points", (0, 2))


def test_the_table_of_counts_is_complete():
    assert set(COUNTS) == set(SURFACES)


def test_the_hilltop_and_the_four_minima_of_himmelblau_as_published():
    *minima, hilltop = (s for s in LISTS["himmelblau"].points if s.kind != "saddle")
    np.testing.assert_allclose(hilltop.point, [-0.270845, -0.923039], atol=1e-6)
    np.testing.assert_allclose(hilltop.value, 181.617, atol=1e-3)
    published = [(-3.77931, -3.283186), (-2.805118, 3.131312), (3, 2), (3.584428, -1.848126)]
    np.testing.assert_allclose([s.point for s in minima], published, atol=1e-6)


def test_the_level_points_of_the_camel_are_the_roots_of_one_polynomial():
    x = np.polynomial.Polynomial([0, 1])
    y = -(8 - 8.4 * x**2 + 2 * x**4) * x  # where the slope along x is zero
    roots = (x + (16 * y**2 - 8) * y).roots()
    real = np.sort(roots[np.abs(roots.imag) < 1e-6].real)
    found = np.sort([shape.point[0] for shape in LISTS["camel"].points])
    np.testing.assert_allclose(found, real, atol=1e-6)


def test_the_level_points_of_rastrigin_are_a_lattice():
    rastrigin = SURFACES["rastrigin"]
    slope = lambda x: rastrigin.gradient(x, 0)[0]  # noqa: E731
    edges = np.linspace(*rastrigin.window[0], 1000)
    lattice = [
        brentq(slope, low, high, xtol=1e-12)
        for low, high in pairwise(edges)
        if slope(low) * slope(high) < 0
    ]
    assert len(lattice) == 21
    found = np.array(sorted(tuple(s.point.round(6)) for s in LISTS["rastrigin"].points))
    np.testing.assert_allclose(np.unique(found[:, 0]), lattice, atol=1e-6)
    assert len(found) == 21**2


@pytest.mark.parametrize(
    ("key", "minimum"),
    [(s.key, place) for s in SURFACES.values() for place in s.minima],
)
def test_published_minima_are_reached_to_eight_decimals_and_come_first(key, minimum):
    shapes = LISTS[key].points[: len(SURFACES[key].minima)]
    away = [np.abs(shape.point - minimum).max() for shape in shapes]
    assert min(away) < 1e-8
    assert all(shape.kind == "minimum" for shape in shapes)


@every_surface
def test_the_kinds_add_up_to_the_turns_along_the_edge(surface):
    turns = turns_along_edge(surface)
    if surface.key == "monkey_saddle":  # one point that counts as two saddles
        assert (LISTS[surface.key].index_sum, turns) == (None, -2)
    else:
        assert LISTS[surface.key].index_sum == turns


@every_surface
def test_scipy_finds_no_other(surface):
    rng = np.random.default_rng(0)
    listed = np.array([shape.point for shape in LISTS[surface.key].points])
    low, high = np.array(surface.window).T
    met = 0
    for start in rng.uniform(low, high, (100, 2)):
        end = root(
            lambda p: surface.gradient(*p), start, jac=lambda p: surface.hessian(*p), tol=1e-12
        ).x
        level = np.hypot(*surface.gradient(*end)) < 1e-9
        if level and (low < end).all() and (end < high).all():
            met += 1
            assert np.abs(listed - end).max(axis=1).min() < 1e-4  # the monkey's is met slowly
    assert met > 0


@every_surface
def test_what_is_listed_is_level_inside_the_window_and_listed_once(surface):
    points = np.array([shape.point for shape in LISTS[surface.key].points])
    low, high = np.array(surface.window).T
    assert ((low <= points) & (points <= high)).all()
    steepest = np.hypot(*surface.gradient(*np.random.default_rng(0).uniform(low, high, (500, 2)).T))
    assert np.hypot(*surface.gradient(*points.T)).max() <= 1e-9 * steepest.max()
    apart = np.abs(points[:, None] - points).max(axis=-1) + np.eye(len(points))
    assert apart.min() > 1e-3


@every_surface
def test_the_order_is_by_kind_and_then_by_height(surface):
    shapes = LISTS[surface.key].points
    ranks = [(KINDS.index(s.kind), round(s.value, 9)) for s in shapes]
    assert ranks == sorted(ranks)


def test_a_knob_moves_nothing_that_is_level():
    for condition in (1.0, 500.0):
        found = all_stationary(adjusted(SURFACES["ravine"], condition=condition))
        assert [(*s.point, s.kind) for s in found.points] == [(0, 0, "minimum")]


@pytest.mark.parametrize("cost", DATA_COSTS.values(), ids=DATA_COSTS)
def test_a_cost_of_data_has_one_level_point(cost):
    surface = cost_surface(cost)
    (only,) = all_stationary(surface).points
    assert only.kind == "minimum"
    np.testing.assert_allclose(only.point, surface.minima[0], atol=1e-8)


def test_a_straight_valley_is_a_stretch_and_no_crowd_of_points():
    found = all_stationary(VALLEY)
    assert (found.outcome, found.points, found.index_sum) == ("stretch", (), None)
    assert 8 < len(found.stretch) <= 600
    np.testing.assert_allclose(found.stretch @ [1, 2], 0.9871, atol=1e-9)
    assert turns_along_edge(VALLEY) is None  # the gradient vanishes where the floor leaves


def test_inside_a_level_ring_the_hilltop_is_still_found():
    found = all_stationary(RING)
    assert found.outcome == "stretch"
    assert [(*s.point, s.kind) for s in found.points] == [(0, 0, "maximum")]
    np.testing.assert_allclose(np.hypot(*found.stretch.T), 1, atol=1e-5)
    assert turns_along_edge(RING) == 1


def test_a_plain_is_one_stretch():
    found = all_stationary(PLAIN)
    assert (found.outcome, found.points) == ("stretch", ())
    assert turns_along_edge(PLAIN) is None


def test_points_that_all_examples_agree_on_are_a_stretch_too():
    same_input = cost_surface(DATA_COSTS["line"], [1.0, 1.0, 1.0], [0.0, 1.0, 2.0])
    assert all_stationary(same_input).outcome == "stretch"


def test_more_than_600_points_are_not_all_kept():
    wide = replace(SURFACES["rastrigin"], window=((-8.0, 8.0), (-8.0, 8.0)))
    found = all_stationary(wide)
    assert (found.outcome, len(found.points), found.index_sum) == ("too many", 600, None)


def test_a_level_point_on_the_very_edge_belongs_to_the_window():
    half = replace(SURFACES["bowl"], window=((0.0, 2.0), (-1.0, 2.0)))
    assert all_stationary(half).count("minimum") == 1
    assert all_stationary(replace(half, window=((0.1, 2.0), (-1.0, 2.0)))).points == ()


def test_an_edge_without_order_has_no_number_of_turns():
    noise = ground(
        "noise",
        lambda x, y: x,
        lambda x, y: np.array([np.sin(1e9 * (x + y)), np.cos(1e9 * (x - y))]),
        lambda x, y: spread([[1, 0], [0, 1]], x),
    )
    assert turns_along_edge(noise) is None


@pytest.mark.parametrize("starts", [2, 10, 61])
def test_any_number_of_starts_finds_the_only_minimum_of_booth(starts):
    (only,) = all_stationary(SURFACES["booth"], starts).points
    assert only.point.tolist() == [1.0, 3.0]


@pytest.mark.parametrize("number", [1, 0, 2.5, "many", True])
def test_a_senseless_number_of_starts_or_of_places_on_the_edge_is_refused(number):
    with pytest.raises(ValueError, match="starts is"):
        all_stationary(SURFACES["bowl"], number)
    with pytest.raises(ValueError, match="count is"):
        turns_along_edge(SURFACES["bowl"], number)
