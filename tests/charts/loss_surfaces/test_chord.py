"""A chord from above and from the side: the pictures hold the numbers they were given."""

import numpy as np

from charts.loss_surfaces.chord import BENT_DOWN, chord_from_above, chord_from_the_side
from core.studies.loss_surfaces.chord import along_chord, chord_between, least_curvature
from core.surfaces import SURFACES, sample


def trace(figure, name):
    return next(t for t in figure.data if t.name == name)


def above(key, a, b):
    surface = SURFACES[key]
    grid = sample(surface, 30)
    bent = least_curvature(surface, grid.x, grid.y[:, None])
    chord = chord_between(surface, a, b)
    return chord_from_above(
        grid, bent, chord, names=("x", "y"), log_scale=False, square=True, view=key
    )


def side(key, a, b):
    chord = chord_between(SURFACES[key], a, b)
    profile = along_chord(SURFACES[key], a, b)
    return chord_from_the_side(profile, chord, view=key), profile, chord


def test_the_map_holds_both_ends_and_the_place_of_the_gap():
    figure = above("saddle", (0, 1), (1, -1))
    assert (trace(figure, "chord").x, trace(figure, "chord").y) == ((1.0, 0.0), (-1.0, 1.0))
    place = trace(figure, "widest gap")
    np.testing.assert_allclose((place.x[0], place.y[0]), (0.5, 0), atol=1e-12)


def test_only_ground_that_bends_down_is_shaded():
    figure = above("plateau", (0.5, 0), (-0.5, 0))
    shade = trace(figure, BENT_DOWN)
    x, y = np.meshgrid(shade.x, shade.y)
    np.testing.assert_array_equal(np.array(shade.z) > 0, np.hypot(x, y) > 1)
    assert trace(figure, "halfway").x == (0.0,)
    assert BENT_DOWN not in {t.name for t in above("bowl", (0, 1), (1, -1)).data}


def test_from_the_side_the_gap_reaches_from_the_chord_to_the_ground():
    figure, profile, chord = side("saddle", (0, 1), (0, -1))
    gap = trace(figure, "gap 1")
    assert (gap.x, gap.y) == ((chord.t, chord.t), (chord.chord, chord.ground))
    np.testing.assert_allclose(trace(figure, "ground").y, profile.ground, atol=1e-6)
    np.testing.assert_allclose(trace(figure, "chord").y, profile.chord, atol=1e-6)
    filled = trace(figure, "ground above chord")
    assert filled.fill == "tonexty"
    assert (np.array(filled.y) >= np.array(trace(figure, "chord").y)).all()


def test_where_the_chord_is_above_there_is_room_and_no_gap():
    figure, *_ = side("bowl", (1, 0), (-1, 0))
    assert {"room 1"} <= {t.name for t in figure.data}


def test_a_chord_without_length_keeps_a_range():
    figure, *_ = side("bowl", (1, 1), (1, 1))
    assert figure.layout.yaxis.range == (1.0, 3.0)
