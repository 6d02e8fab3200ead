"""What the view of maxout says, held against the numbers."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.studies.activations.maxout import crease, run_maxout
from tests.app import charts, open_lesson, run_experiment, setting
from tests.scripts import printed_by_script

SLUG = "activations_maxout"
WINDOW = ((-3, 3), (-3, 3))


def shown(app):
    return charts(app)[f"{SLUG}.map"]


def computed(app):
    """Planes and point of today's settings, computed again."""
    w11, w12, b1, w21, w22, b2 = map(float, setting(app, SLUG, "planes").split(","))
    weights, biases = np.array([[w11, w21], [w12, w22]]), np.array([b1, b2])
    x = [setting(app, SLUG, "at_x"), setting(app, SLUG, "at_y")]
    return run_maxout(x, weights, biases), weights, biases


def says(name):
    app = run_experiment(SLUG, name)
    return app, *computed(app)


def test_two_planes_meet_at_a_crease_and_the_higher_one_answers():
    app, run, weights, biases = says("Two planes, one crease")
    np.testing.assert_allclose(run.planes, [0.5, -1])
    assert (run.winner, run.value) == (0, 0.5)
    (a, b), (c, d) = crease(weights, biases, WINDOW)
    line = shown(app).trace("crease: both equally high")
    np.testing.assert_allclose(line["x"], [a, c])
    np.testing.assert_allclose(line["y"], [b, d])
    for end in ((a, b), (c, d)):
        first, second = run_maxout(end, weights, biases).planes
        assert first == pytest.approx(second)
    assert "plane 1 is 0.5, plane 2 is -1; plane 1 wins, the answer is 0.5." in shown(app).plain


def test_a_plane_of_zeros_makes_it_a_relu():
    app, run, weights, biases = says("It is a ReLU")
    assert run.value == 0
    np.testing.assert_array_equal(run.along_x, [0, 0])
    x = np.linspace(-3, 3, 61)
    places = np.column_stack([x, np.full(61, -1.0)])
    np.testing.assert_allclose(
        run_maxout(places, weights, biases).value, ACTIVATIONS["relu"].value(x)
    )
    assert "the answer is 0." in shown(app).plain


def test_a_plane_and_its_mirror_make_the_absolute_value():
    _, run, weights, biases = says("It is |x₁|")
    assert run.value == 2
    x = np.linspace(-3, 3, 61)
    places = np.column_stack([x, np.zeros(61)])
    np.testing.assert_allclose(run_maxout(places, weights, biases).value, np.abs(x))


def test_a_flatter_plane_makes_a_leaky_relu():
    _, _, weights, biases = says("A leak that it learned")
    x = np.linspace(-3, 3, 61)
    places = np.column_stack([x, np.zeros(61)])
    np.testing.assert_allclose(
        run_maxout(places, weights, biases).value,
        ACTIVATIONS["leaky_relu"].value(x, alpha=0.25),
    )


def test_parallel_planes_never_meet_and_one_never_learns():
    app, _, weights, biases = says("Parallel")
    assert crease(weights, biases, WINDOW) is None
    assert "No crease in sight" in shown(app).caption
    places = np.random.default_rng(0).uniform(-3, 3, (200, 2))
    run = run_maxout(places, weights, biases)
    assert (run.winner == 1).all()
    assert not run.along_weights[..., 0].any()
    notes = [note["text"] for note in shown(app).figure["layout"]["annotations"]]
    assert "<b>plane 2</b>" in notes
    assert "<b>plane 1</b>" not in notes


def test_the_higher_of_planes_is_convex():
    rng = np.random.default_rng(1)
    weights, biases = rng.normal(size=(2, 5)), rng.normal(size=5)
    a, b = rng.uniform(-3, 3, (2, 500, 2))
    middle = run_maxout((a + b) / 2, weights, biases).value
    ends = (run_maxout(a, weights, biases).value + run_maxout(b, weights, biases).value) / 2
    assert (middle <= ends + 1e-12).all()


def test_only_the_winner_has_slopes_and_its_bias_always_has_one():
    app = open_lesson(SLUG)
    text = next(m.value for m in app.markdown if m.value.startswith("| slope"))
    assert text.splitlines()[2:] == ["| plane 1 | 1 | −1 | 1 |", "| plane 2 | 0 | 0 | 0 |"]


def test_on_the_crease_the_first_plane_counts():
    app = open_lesson(SLUG, planes="1,0,0,-1,0,0", at_x="0")
    assert "both are equal, plane 1 counts, the answer is 0." in shown(app).plain


def test_the_formula_holds_todays_numbers():
    text = open_lesson(SLUG).latex[0].value
    assert r"1 \cdot 1 + 0.5 \cdot (-1) + 0 = 0.5" in text
    assert r"(-0.5) \cdot 1 + 1 \cdot (-1) + 0.5 = -1" in text
    assert r"\max(0.5,\ -1) = 0.5" in text
    assert r"w_1 = (1,\ 0.5)" in text


@pytest.mark.parametrize(
    "link",
    [{"planes": "1,2"}, {"planes": "a,b,c,d,e,f"}, {"planes": "11,0,0,0,0,0"}, {"at_x": "9"}],
)
def test_a_bad_link_opens_the_view_as_it_is(link):
    assert shown(open_lesson(SLUG, **link)).caption == shown(open_lesson(SLUG)).caption


def test_the_script_prints_the_numbers_on_the_screen():
    app = open_lesson(SLUG, planes="2,-1,0.5,0.25,1,-1", at_x="-1.25")
    run, weights, biases = computed(app)
    lines = printed_by_script(app, SLUG).splitlines()
    np.testing.assert_allclose([float(x) for x in lines[0].split()[1:]], run.planes)
    assert lines[1] == f"winner {run.winner + 1}"
    assert float(lines[2].split()[1]) == pytest.approx(float(run.value))
    assert lines[4] == f"crease {crease(weights, biases, WINDOW)}"
