"""Chords above and below the ground."""

from dataclasses import replace

import numpy as np
import pytest

from core.data_costs import DATA_COSTS, cost_surface
from core.studies.loss_surfaces.chord import (
    COSTS,
    QUADRATIC,
    along_chord,
    chord_between,
    hunt_chord,
    least_curvature,
    proof_of_convexity,
)
from core.surfaces import SURFACES, adjusted

EVERY = SURFACES | {f"data_{c.key}": cost_surface(c) for c in DATA_COSTS.values()}
every_ground = pytest.mark.parametrize("surface", EVERY.values(), ids=EVERY)


def test_a_chord_of_the_saddle_by_hand():
    seen = along_chord(SURFACES["saddle"], [0, 1], [0, -3], count=5)
    np.testing.assert_array_equal(seen.t, [0, 0.25, 0.5, 0.75, 1])
    np.testing.assert_array_equal(seen.y, [-3, -2, -1, 0, 1])
    np.testing.assert_array_equal(seen.ground, [-9, -4, -1, 0, -1])
    np.testing.assert_array_equal(seen.chord, [-9, -7, -5, -3, -1])


def test_a_chord_of_the_bowl_is_above_the_ground_by_t_times_one_minus_t_times_its_length_squared():
    seen = along_chord(SURFACES["bowl"], [1, 2], [-2, -2])
    np.testing.assert_allclose(seen.chord - seen.ground, 25 * seen.t * (1 - seen.t), atol=1e-13)


@every_ground
def test_a_proof_means_that_no_chord_fails_and_no_proof_that_one_does(surface):
    for seed in range(3):
        hunt = hunt_chord(surface, seed=seed)
        if surface.key in QUADRATIC + COSTS:
            assert (hunt.outcome, hunt.failed, hunt.worst) == ("convex", 0, None)
            assert hunt.proof == proof_of_convexity(surface)
        else:
            assert hunt.outcome == "not convex"
            assert hunt.proof is None


@every_ground
def test_a_proof_agrees_with_the_eigenvalues(surface):
    low, high = np.array(surface.window).T
    x, y = np.random.default_rng(0).uniform(low, high, (1000, 2)).T
    hessian = np.moveaxis(surface.hessian(x, y), -1, 0)  # (1000, 2, 2)
    eigenvalues = np.linalg.eigvalsh(hessian)
    assert (eigenvalues.min() >= -1e-12 * eigenvalues.max()) == (surface.key in QUADRATIC + COSTS)


@pytest.mark.parametrize("condition", SURFACES["ravine"].knobs[0].ticks)
def test_the_ravine_is_convex_whatever_its_condition(condition):
    assert hunt_chord(adjusted(SURFACES["ravine"], condition=condition)).outcome == "convex"


@every_ground
def test_the_worst_chord_is_what_it_says(surface):
    hunt = hunt_chord(surface)
    if hunt.worst is None:
        return
    a, b, t = hunt.worst.a, hunt.worst.b, hunt.worst.t
    place = t * a + (1 - t) * b
    chord = t * surface.value(*a) + (1 - t) * surface.value(*b)
    np.testing.assert_allclose(hunt.worst.ground, surface.value(*place), rtol=1e-12)
    np.testing.assert_allclose(hunt.worst.chord, chord, rtol=1e-12)
    assert hunt.worst.gap > 0
    assert 0 < t < 1
    for point, (low, high) in zip(np.array([a, b]).T, surface.window, strict=True):
        assert ((low <= point) & (point <= high)).all()
    seen = along_chord(surface, a, b, 201)
    assert (seen.ground - seen.chord).max() <= hunt.worst.gap * (1 + 1e-9)


def test_no_chord_of_the_saddle_has_a_wider_gap_than_the_window_allows():
    # over dy along the window's height: t (1 - t) dy² <= 4, less what dx takes away
    assert 3 < hunt_chord(SURFACES["saddle"]).worst.gap <= 4


def test_half_of_all_chords_fail_on_a_saddle_that_is_as_much_hill_as_valley():
    hunt = hunt_chord(SURFACES["saddle"])
    assert hunt.tried == 20_000
    assert abs(hunt.failed / hunt.tried - 0.5) < 0.02


def test_without_a_proof_nothing_found_is_all_that_is_said():
    hunt = hunt_chord(replace(SURFACES["bowl"], key="nameless"), 500)
    assert (hunt.outcome, hunt.tried, hunt.proof) == ("none found", 500, None)


def test_a_dent_a_millionth_as_deep_as_the_ground_is_high_is_found():
    dent = replace(SURFACES["bowl"], key="dent", value=lambda x, y: (x**2 - 0.004) ** 2 + 0 * y)
    hunt = hunt_chord(dent)
    assert hunt.outcome == "not convex"
    assert 0 < hunt.worst.gap < 2e-5  # 0.004²: as deep as the dent


def test_rounding_on_a_plane_is_no_violation():
    plane = replace(SURFACES["bowl"], key="plane", value=lambda x, y: 0.1 * x + 0.7 * y + 0.3)
    assert hunt_chord(plane).outcome == "none found"


def test_the_seed_decides():
    first, again, other = (hunt_chord(SURFACES["camel"], 100, seed=s).worst for s in (1, 1, 2))
    np.testing.assert_array_equal(first.a, again.a)
    assert (first.a != other.a).any()


def test_senseless_arguments_are_named():
    bowl = SURFACES["bowl"]
    for count in (0, 1.5, "all"):
        with pytest.raises(ValueError, match="count is"):
            hunt_chord(bowl, count)
    with pytest.raises(ValueError, match="seed is -1"):
        hunt_chord(bowl, seed=-1)
    with pytest.raises(ValueError, match=r"a \(3,\) must be two numbers"):
        along_chord(bowl, [1, 2, 3], [0, 0])
    with pytest.raises(ValueError, match="b holds nan"):
        along_chord(bowl, [1, 2], [0, np.nan])
    with pytest.raises(ValueError, match="count is 1"):
        along_chord(bowl, [1, 2], [0, 0], 1)


def test_a_chord_of_ones_own_is_told_at_its_worst_or_in_its_middle():
    hill = chord_between(SURFACES["saddle"], [0, 1], [0, -1])  # ground 0 over a chord at -1
    assert (hill.t, hill.ground, hill.chord, hill.gap) == (0.5, 0, -1, 1)
    bowl = chord_between(SURFACES["bowl"], [1, 2], [-2, -2])
    np.testing.assert_allclose((bowl.t, bowl.gap), (0.5, -25 / 4))
    point = chord_between(SURFACES["camel"], [1, 0.5], [1, 0.5])
    assert (point.t, point.gap) == (0.5, 0)
    with pytest.raises(ValueError, match="b holds nan"):
        chord_between(SURFACES["bowl"], [1, 2], [0, np.nan])


@every_ground
def test_the_least_curvature_is_the_smaller_eigenvalue(surface):
    low, high = np.array(surface.window).T
    x, y = np.random.default_rng(1).uniform(low, high, (200, 2)).T
    hessian = np.moveaxis(surface.hessian(x, y), -1, 0)
    size = np.abs(hessian).max()
    np.testing.assert_allclose(
        least_curvature(surface, x, y), np.linalg.eigvalsh(hessian)[:, 0], atol=1e-13 * size
    )


def test_where_the_plateau_bends_down_is_outside_the_unit_circle():
    inside, outside = least_curvature(SURFACES["plateau"], [0.99, 1.01], [0.0, 0.0])
    assert inside > 0 > outside
