"""Slices: the shadow of a walk, what it says, and how much of the walk it is."""

from dataclasses import replace

import numpy as np
import pytest

from core.network import forward
from core.passes import losses_at
from core.stacked import Stack
from core.studies.loss_surfaces.planes import PLANES, directions_of
from core.studies.loss_surfaces.slices import ROOM, aimless_share, project, slice_through
from core.studies.loss_surfaces.small_training import LOSS, Recipe, examples_of, trained

RECIPE = Recipe("moons", 0, "adam", 0.01, 50, 20)
RUN, DATA = trained(RECIPE), examples_of(RECIPE).train
every_plane = pytest.mark.parametrize("plane", PLANES.values(), ids=PLANES)


def cut(plane, **more):
    return slice_through(RUN, DATA, plane, loss=LOSS, **({"seed": 0, "resolution": 9} | more))


def test_a_shadow_by_hand_on_directions_that_are_neither_short_nor_square():
    directions = np.array([[2.0, 0.0, 0.0], [1.0, 1.0, 0.0]])
    away = np.array([[3.0, 1.0, -4.0], [0.0, 0.0, 0.0]])
    places, distances = project(away, directions)  # 3, 1 = 1 · (2, 0) + 1 · (1, 1)
    np.testing.assert_allclose(places, [[1, 1], [0, 0]], atol=1e-12)
    np.testing.assert_allclose(distances, [4, 0], atol=1e-12)


def test_what_is_off_the_plane_stands_at_right_angles_to_it():
    rng = np.random.default_rng(0)
    away, directions = rng.normal(size=(5, 7)), rng.normal(size=(2, 7))
    places, distances = project(away, directions)
    rest = away - places @ directions
    np.testing.assert_allclose(rest @ directions.T, 0, atol=1e-12)
    np.testing.assert_allclose(distances, np.linalg.norm(rest, axis=1))


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="columns"):
        project(np.ones((3, 4)), np.ones((2, 5)))


@every_plane
def test_at_the_end_the_slice_and_the_network_agree(plane):
    made = cut(plane)
    np.testing.assert_allclose(made.places[-1], 0, atol=1e-12)
    assert made.distances[-1] == pytest.approx(0, abs=1e-12)
    assert made.shadows[-1] == pytest.approx(made.losses[-1], rel=1e-12)


@every_plane
def test_every_height_of_the_ground_is_the_loss_of_the_network_that_stands_there(plane):
    made, end = cut(plane), RUN.path.parameters[-1]
    directions = directions_of(plane, RUN.path, 0)
    for j, i in [(0, 0), (2, 7), (8, 8)]:
        there = end + np.array([made.grid.x[i], made.grid.y[j]]) @ directions
        z = forward(Stack(there[None], RUN.path.sizes, RUN.path.activations).network(0), DATA.x)
        loss = np.mean(np.logaddexp(0, z) - DATA.y * z)
        assert made.grid.values[j, i] == pytest.approx(loss, rel=1e-4)
    assert made.grid.values.dtype == np.float32


@every_plane
def test_shadows_are_losses_at_the_places_and_losses_are_the_runs_own(plane):
    made, end = cut(plane), RUN.path.parameters[-1]
    there = end + made.places @ directions_of(plane, RUN.path, 0)
    np.testing.assert_allclose(
        made.shadows, losses_at(there, RUN.path.network(-1), *DATA, LOSS), rtol=1e-12
    )
    np.testing.assert_array_equal(made.losses, RUN.loss)


@every_plane
def test_the_share_that_is_explained_is_one_minus_what_is_off_the_plane(plane):
    made = cut(plane)
    away = RUN.path.parameters - RUN.path.parameters[-1]
    assert made.spread == pytest.approx(np.sum(away**2))
    assert made.explained == pytest.approx(1 - np.sum(made.distances**2) / np.sum(away**2))
    assert 0 <= made.explained <= 1


def test_the_main_plane_explains_what_the_singular_values_say():
    strengths = np.linalg.svd(RUN.path.parameters - RUN.path.parameters[-1], compute_uv=False) ** 2
    assert cut(PLANES["main"]).explained == pytest.approx(strengths[:2].sum() / strengths.sum())


def test_random_planes_hold_two_parts_in_as_many_as_there_are_parameters():
    p = RUN.path.parameters.shape[1]
    shares = [cut(PLANES["random"], seed=seed, resolution=2).explained for seed in range(100)]
    assert np.mean(shares) == pytest.approx(2 / p, rel=0.25)


def test_the_window_holds_the_walk_where_the_walk_decides():
    made = cut(PLANES["main"])
    (x, y), (low_x, high_x) = made.places.T, made.grid.x[[0, -1]]
    assert low_x < x.min() < x.max() < high_x
    assert made.grid.y[0] < y.min() < y.max() < made.grid.y[-1]
    assert (high_x - low_x) / np.ptp(x) == pytest.approx(ROOM)
    assert np.ptp(made.grid.x) / np.ptp(made.grid.y) == pytest.approx(4 / 3)


@pytest.mark.parametrize("reach", [0.1, 4.0])
def test_reach_scales_the_window_around_its_middle(reach):
    for plane in PLANES.values():
        one, other = cut(plane), cut(plane, reach=reach)
        assert np.ptp(other.grid.x) == pytest.approx(reach * np.ptp(one.grid.x))
        assert np.mean(other.grid.x) == pytest.approx(np.mean(one.grid.x), abs=1e-9)
        np.testing.assert_array_equal(other.places, one.places)


@pytest.mark.parametrize("wrong", [{"reach": 0.0}, {"reach": np.nan}, {"resolution": 1}])
def test_a_window_without_size_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        cut(PLANES["main"], **wrong)


def test_a_walk_that_never_moved_is_a_point_in_a_window():
    path = replace(RUN.path, parameters=np.repeat(RUN.path.parameters[:1], 21, axis=0))
    still = replace(RUN, path=path)
    made = slice_through(still, DATA, PLANES["main"], loss=LOSS, seed=0, resolution=5)
    assert (made.spread, made.explained) == (0.0, 1.0)
    assert np.isfinite(made.grid.values).all()


def test_a_walk_without_aim_has_nine_tenths_in_its_main_plane():
    steps = np.random.default_rng(0).normal(size=(101, 105))
    path = replace(RUN.path, parameters=np.cumsum(steps, axis=0))
    shares = [aimless_share(path, seed) for seed in range(10)]
    assert np.mean(shares) == pytest.approx(8 / np.pi**2 * (1 + 1 / 9), abs=0.02)  # 0.90


def test_the_aimless_walk_takes_the_steps_of_the_path():
    lengths = np.zeros((21, 105))
    lengths[1, 0] = 1.0  # one step and then none: all of it is in any plane that holds it
    path = replace(RUN.path, parameters=np.cumsum(lengths, axis=0) + RUN.path.parameters[0])
    with np.errstate(invalid="raise"):
        assert aimless_share(path) == pytest.approx(1)


def test_the_aimless_walk_is_seen_from_its_end_as_the_path_is():
    steps = (
        np.repeat([[3.0], [0.1]], 10, axis=0) * np.eye(105)[:20]
    )  # ten long ones, ten short ones
    path = replace(RUN.path, parameters=np.cumsum(np.vstack([np.zeros(105), steps]), axis=0))
    drawn = np.random.default_rng((4, 2)).normal(size=steps.shape)
    drawn *= np.linalg.norm(steps, axis=1, keepdims=True) / np.linalg.norm(
        drawn, axis=1, keepdims=True
    )
    walk = np.cumsum(np.vstack([np.zeros(105), drawn]), axis=0)
    strengths = np.linalg.svd(walk - walk[-1], compute_uv=False) ** 2
    assert aimless_share(path, 2) == pytest.approx(strengths[:2].sum() / strengths.sum())
