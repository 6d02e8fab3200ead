import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.studies.activations.maxout import crease, cut_maxout, map_maxout, maxout, run_maxout

RNG = np.random.default_rng(5)
LINE = np.linspace(-3, 3, 61)[:, None]  # (61, 1), one input
WINDOW = ((-2.0, 2.0), (-2.0, 2.0))


def test_two_planes_by_hand():
    # at (1, 2): 1 + 3 · 1 - 2 · 2 = 0 against 0 + 1 · 1 + 1 · 2 = 3
    run = run_maxout([1.0, 2.0], [[3.0, 1.0], [-2.0, 1.0]], [1.0, 0.0])
    np.testing.assert_array_equal(run.planes, [0, 3])
    assert (run.winner, run.value) == (1, 3)
    np.testing.assert_array_equal(run.along_x, [1, 1])
    np.testing.assert_array_equal(run.along_weights, [[0, 1], [0, 2]])
    np.testing.assert_array_equal(run.along_biases, [0, 1])


@pytest.mark.parametrize(
    ("slopes", "expected"),
    [
        ((1.0, 0.0), ACTIVATIONS["relu"].value(LINE[:, 0])),
        ((1.0, 0.01), ACTIVATIONS["leaky_relu"].value(LINE[:, 0])),
        ((1.0, -1.0), np.abs(LINE[:, 0])),
        ((1.0, 1.0), LINE[:, 0]),
    ],
    ids=["relu", "leaky relu", "absolute value", "identity"],
)
def test_maxout_can_become_other_activations(slopes, expected):
    np.testing.assert_array_equal(maxout(LINE, [list(slopes)], [0.0, 0.0]), expected)


def test_maxout_lies_on_or_over_every_chord():
    weights, biases = RNG.normal(size=(2, 4)), RNG.normal(size=4)
    a, b = RNG.normal(size=(2, 500, 2))
    middle = maxout((a + b) / 2, weights, biases)
    assert (middle <= (maxout(a, weights, biases) + maxout(b, weights, biases)) / 2 + 1e-14).all()


def test_a_tie_goes_to_the_first():
    run = run_maxout([0.0, 0.0], [[3.0, 1.0], [-2.0, 1.0]], [1.0, 1.0])
    assert run.winner == 0
    np.testing.assert_array_equal(run.along_x, [3, -2])


def test_slopes_agree_with_central_differences():
    weights, biases, x = RNG.normal(size=(3, 2)), RNG.normal(size=2), RNG.normal(size=(20, 3))
    run = run_maxout(x, weights, biases)
    assert {0, 1} == set(run.winner)
    for i, place in enumerate(x):
        for derived, measured in (
            (run.along_x[i], numerical_gradient(lambda x: maxout(x, weights, biases), place, 1e-6)),
            (
                run.along_weights[i],
                numerical_gradient(lambda w, x=place: maxout(x, w, biases), weights, 1e-6),
            ),
            (
                run.along_biases[i],
                numerical_gradient(lambda b, x=place: maxout(x, weights, b), biases, 1e-6),
            ),
        ):
            assert relative_error(derived, measured) < 1e-8


def test_a_batch_is_its_rows():
    weights, biases, x = RNG.normal(size=(2, 3)), RNG.normal(size=3), RNG.normal(size=(4, 5, 2))
    run = run_maxout(x, weights, biases)
    assert run.along_weights.shape == (4, 5, 2, 3)
    np.testing.assert_array_equal(run.value, maxout(x, weights, biases))
    one = run_maxout(x[1, 2], weights, biases)
    assert one.winner == run.winner[1, 2]
    np.testing.assert_array_equal(one.along_weights, run.along_weights[1, 2])


def test_a_map_shows_the_highest_plane_and_its_owner():
    found = map_maxout([[1.0, -1.0], [0.0, 0.0]], [0.0, 0.0], WINDOW, points=5)
    np.testing.assert_array_equal(found.value, np.tile([2, 1, 0, 1, 2], (5, 1)))
    np.testing.assert_array_equal(found.winner, np.tile([1, 1, 0, 0, 0], (5, 1)))


def test_along_the_crease_both_planes_are_equally_high():
    weights, biases = np.array([[3.0, 1.0], [-2.0, 1.0]]), np.array([1.0, 0.0])
    ends = crease(weights, biases, WINDOW)
    planes = run_maxout(np.array(ends), weights, biases).planes
    np.testing.assert_allclose(planes[:, 0], planes[:, 1], atol=1e-14)
    assert crease([[1.0, 1.0], [2.0, 2.0]], [0.0, 1.0], WINDOW) is None


@pytest.mark.parametrize(
    ("x", "weights", "biases"),
    [
        ([1.0], [[1.0, 2.0], [3.0, 4.0]], [0.0, 0.0]),
        ([1.0, 2.0], [[1.0, 2.0], [3.0, 4.0]], [0.0]),
        ([1.0, 2.0], [1.0, 2.0], [0.0]),
        (1.0, [[1.0]], [0.0]),
        ([1.0], np.zeros((1, 0)), np.zeros(0)),
    ],
)
def test_shapes_that_do_not_fit_are_refused(x, weights, biases):
    with pytest.raises(ValueError, match="must be"):
        maxout(x, weights, biases)
    with pytest.raises(ValueError, match="must be"):
        run_maxout(x, weights, biases)


def test_a_crease_needs_two_planes_over_two_inputs():
    with pytest.raises(ValueError, match="must be"):
        crease(np.zeros((2, 3)), np.zeros(3), WINDOW)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e200])
def test_numbers_that_are_none_or_enormous_are_refused(bad):
    with pytest.raises(ValueError, match="holds"):
        maxout([bad], [[1.0, 0.0]], [0.0, 0.0])


def test_a_cut_is_the_upper_edge_of_its_lines():
    weights, biases = np.array([[1.0, -1.0], [0.5, 2.0]]), np.array([0.0, 1.0])
    cut = cut_maxout(weights, biases, -1.0, (-2.0, 2.0), points=5)
    np.testing.assert_allclose(cut.planes[:, 0], [-2.5, -1.5, -0.5, 0.5, 1.5])
    np.testing.assert_allclose(cut.planes[:, 1], [1, 0, -1, -2, -3])
    np.testing.assert_allclose(cut.value, [1, 0, -0.5, 0.5, 1.5])
    with pytest.raises(ValueError, match="window"):
        cut_maxout(weights, biases, 0.0, (1.0, 1.0))
