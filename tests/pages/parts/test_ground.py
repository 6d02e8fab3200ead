"""The ground in words."""

import numpy as np
import pytest

from core.all_stationary import StationaryPoints, all_stationary, turns_along_edge
from core.surfaces import SURFACES
from pages.parts.loss_surfaces.chord import nearer
from pages.parts.loss_surfaces.ground import tell_found, tell_level, times

CAMEL = all_stationary(SURFACES["camel"])


@pytest.mark.parametrize(
    ("turns", "said"),
    [(0, "not at all"), (1, "once"), (-1, "once backward"), (-2, "twice backward"), (3, "3 times")],
)
def test_turns_are_told_in_words(turns, said):
    assert times(turns) == said


def test_counts_are_told_with_their_plurals():
    assert tell_found(CAMEL) == "Level in this window: 6 minima, 7 saddles and 2 maxima"
    assert tell_found(StationaryPoints((), np.empty((0, 2)), "points")).endswith("no point")
    lone = all_stationary(SURFACES["saddle"])
    assert tell_found(lone) == "Level in this window: 1 saddle"


def test_a_list_with_a_hole_is_called_incomplete():
    turns = turns_along_edge(SURFACES["camel"])
    assert "must agree, and do" in tell_level("camel", CAMEL, turns)
    holed = StationaryPoints(CAMEL.points[1:], CAMEL.stretch, "points")
    assert "the list is not complete" in tell_level("camel", holed, turns)


def test_stretches_and_endless_lists_are_told():
    stretch = StationaryPoints((), np.zeros((9, 2)), "stretch")
    assert "runs on along a stretch" in tell_level("x", stretch, None)
    cut = StationaryPoints(CAMEL.points, CAMEL.stretch, "too many")
    assert "the list ends here" in tell_level("x", cut, 1)


def test_the_nearer_end_is_the_one_that_looks_nearer_on_the_map():
    ends, window = {"a": (0.0, 0.0), "b": (1.0, 10.0)}, ((0.0, 1.0), (0.0, 100.0))
    assert nearer((0.4, 12.0), ends, window) == "a"
    assert nearer((0.6, 0.0), ends, window) == "b"
