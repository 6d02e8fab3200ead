"""Planes through the end of a training: who lays them, how long the directions are, what they hold."""

import numpy as np
import pytest

from core.stacked import Stack
from core.studies.loss_surfaces.planes import PLANES, directions_of, draw_filters, main_directions
from core.studies.loss_surfaces.slices import project

SIZES, BENDS = (2, 3, 1), ("tanh", "identity")
every_plane = pytest.mark.parametrize("plane", PLANES.values(), ids=PLANES)


def walk(steps=12, seed=0):
    """A path of networks that drifts and jitters."""
    rng = np.random.default_rng(seed)
    drift = np.linspace(0, 3, steps)[:, None] * rng.normal(size=13)
    return Stack(drift + 0.1 * rng.normal(size=(steps, 13)), SIZES, BENDS)


def test_the_main_directions_of_a_flat_walk_by_hand():
    path = np.zeros((3, 13))
    path[0, 4], path[1, 7], path[0, 7] = -6.0, 1.0, 1.0  # 6 away along one axis, 1 along another
    d = main_directions(Stack(path, SIZES, BENDS))
    away = path - path[-1]
    np.testing.assert_allclose(d @ d.T, np.eye(2), atol=1e-12)
    np.testing.assert_allclose(away @ d.T @ d, away, atol=1e-12)  # all of it is in the plane
    assert abs(d[0, 4]) > 0.9  # the longer way first
    assert (d @ away[0] <= 0).all()  # the walk begins on the left, below


def test_no_plane_through_the_end_is_nearer_to_the_walk_than_the_main_one():
    path = walk()
    away = path.parameters - path.parameters[-1]
    best = np.sum(project(away, main_directions(path))[1] ** 2)
    rng = np.random.default_rng(1)
    for _ in range(200):
        assert np.sum(project(away, rng.normal(size=(2, 13)))[1] ** 2) > best


def test_random_directions_are_as_long_as_the_network():
    path = walk()
    d = directions_of(PLANES["random"], path, 5)
    length = np.linalg.norm(path.parameters[-1])
    np.testing.assert_allclose(np.linalg.norm(d, axis=1), length)


def test_filter_normalized_directions_have_the_length_of_every_unit_and_no_biases():
    path = walk()
    d = Stack(directions_of(PLANES["filters"], path, 5), SIZES, BENDS)
    end = path.part(path.runs - 1, path.runs)
    for drawn, own, bias in zip(d.weights, end.weights, d.biases, strict=True):
        lengths = np.linalg.norm(own, axis=1) * np.ones((2, 1))
        np.testing.assert_allclose(np.linalg.norm(drawn, axis=1), lengths)
        assert not bias.any()


def test_a_network_without_weights_lends_its_directions_no_length():
    end = Stack(np.zeros((1, 13)), SIZES, BENDS)
    assert not draw_filters(end, 4, np.random.default_rng(0)).any()


@every_plane
def test_a_plane_is_two_directions_that_are_not_one(plane):
    path = walk()
    before = path.parameters.copy()
    d = directions_of(plane, path, 3)
    assert d.shape == (2, 13)
    assert np.linalg.matrix_rank(d) == 2
    np.testing.assert_array_equal(path.parameters, before)
    np.testing.assert_array_equal(directions_of(plane, path, 3), d)


@every_plane
def test_the_seed_changes_the_planes_that_are_drawn_and_no_other(plane):
    path = walk()
    same = np.array_equal(directions_of(plane, path, 3), directions_of(plane, path, 4))
    assert same != plane.drawn


@every_plane
def test_a_path_of_one_network_and_a_seed_of_no_kind_are_refused(plane):
    with pytest.raises(ValueError, match="at least 2"):
        directions_of(plane, walk().part(0, 1), 0)
    if plane.drawn:
        with pytest.raises(ValueError, match="seed"):
            directions_of(plane, walk(), -1)
