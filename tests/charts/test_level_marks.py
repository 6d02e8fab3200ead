"""Signs for level points: one look a kind, on the map and in space."""

import numpy as np

from charts.level_marks import SIGNS, in_space, name_of, on_map
from core.all_stationary import all_stationary
from core.surfaces import SURFACES

CAMEL = all_stationary(SURFACES["camel"]).points
CROWD = all_stationary(SURFACES["rastrigin"]).points


def test_every_level_point_is_marked_once_with_the_sign_of_its_kind():
    for traces in (on_map(CAMEL), in_space(CAMEL, lift=0.0, top=np.inf)):
        assert [t["name"] for t in traces] == ["minimum", "saddle", "maximum"]
        assert sum(len(t["x"]) for t in traces) == len(CAMEL) == 15
        assert (
            len({t["marker"]["symbol"] for t in traces})
            == len({t["marker"]["color"] for t in traces})
            == 3
        )


def test_marks_on_the_map_hold_the_points_to_the_last_digit():
    marked = {(x, y) for t in on_map(CAMEL) for x, y in zip(t["x"], t["y"], strict=True)}
    assert marked == {tuple(shape.point.tolist()) for shape in CAMEL}


def test_in_space_marks_lie_on_the_ground_and_none_above_the_picture():
    (minima,) = in_space(CAMEL, lift=0.5, top=0.0)[:1]
    heights = [s.value for s in CAMEL if s.kind == "minimum" and s.value <= 0]
    np.testing.assert_allclose(minima["z"], np.array(heights) + 0.5)


def test_a_crowd_is_drawn_smaller():
    assert on_map(CROWD)[0]["marker"]["size"] < on_map(CAMEL)[0]["marker"]["size"]


def test_every_kind_has_a_sign_and_a_name():
    assert set(SIGNS) == {"minimum", "saddle", "maximum", "degenerate"}
    assert name_of("degenerate") == "undecided"
    (lone,) = on_map(all_stationary(SURFACES["monkey_saddle"]).points)
    assert lone["name"] == "undecided"
