import pytest

from ui.point_list import Point, PointRules, clicked, parse, with_edits, written

RULES = PointRules({"": "training", "v": "validation"}, least={"": 2, "v": 1}, most=5, limit=100)
THREE = [Point(-1, 2.5), Point(0.5, 3, "v"), Point(2, -0.04)]
NOTHING = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}


def test_a_line_of_points_is_read_and_written():
    assert parse(" -1,2.5  0.5,3v 2,-4e-2", RULES) == THREE
    assert written(THREE) == "-1,2.5 0.5,3v 2,-0.04"
    assert parse(written(THREE), RULES) == THREE


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("1,2 3", "Point 2 is not two numbers"),
        ("1,2,3 4,5", "Point 1 is not two numbers"),
        ("1,2 v", "Point 2 is not two numbers"),
        ("1,2 3,4x", "Point 2 is not two numbers"),
        ("1,2 3,open('x')", "Point 2 is not two numbers"),
        ("1,2 3,4", "1 or more validation points; it has 0"),
        ("1,2v 3,4", "2 or more training points; it has 1"),
        ("1,2 3,nan 5,6v", "Both numbers of point 2 must lie between -100 and 100"),
        ("1,2 3,4 5,1e309v", "Both numbers of point 3"),
        ("1,2 3,4 5,101v", "Both numbers of point 3"),
        ("1,2 " * 5 + "3,4v", "There are 6 points; at most 5"),
    ],
)
def test_a_line_that_is_none_is_refused_with_a_sentence(line, says):
    with pytest.raises(ValueError, match=says.replace("(", r"\(")):
        parse(line, RULES)


def test_a_click_adds_moves_or_deletes_what_looks_nearest():
    wide = (10.0, 1.0)
    assert clicked(THREE, 1, 2, "add", "v", wide) == [*THREE, Point(1, 2, "v")]
    # by plain distance the point at x = -1 is nearest to (-1, 1.3); in a picture ten times as wide as high, that at x = 2
    assert clicked(THREE, 2, 1.2, "move", "v", (1.0, 10.0))[2] == Point(2, 1.2)
    assert clicked(THREE, -1, 1.0, "move", "", wide)[2] == Point(-1, 1.0)
    assert clicked(THREE, -1, 1.3, "delete", "", (1, 1)) == THREE[1:]
    assert clicked(THREE, 0.5, 3, "delete", "", wide) == [THREE[0], THREE[2]]


def test_edits_of_a_table_change_delete_and_add_rows():
    changes = NOTHING | {
        "edited_rows": {0: {"y": 9}, "1": {"part": "training"}},
        "deleted_rows": [2],
        "added_rows": [{"x": 4, "y": 5, "part": "validation"}, {"x": 1}, {"x": 2, "y": None}],
    }
    assert with_edits(THREE, changes, RULES) == [
        Point(-1, 9), Point(0.5, 3), Point(4, 5, "v"),
    ]  # fmt: skip
    assert with_edits(THREE, NOTHING, RULES) == THREE
