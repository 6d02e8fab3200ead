import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.studies.activations.neuron import boundary, foot_on_boundary, map_neuron, run_neuron
from core.studies.activations.neuron_line import line_neuron

SIGMOID = ACTIVATIONS["sigmoid"]
WINDOW = ((-4.0, 4.0), (-3.0, 3.0))


def test_the_neuron_of_the_lecture():
    run = run_neuron([-1.0, 2.0], [3.0, -2.0], 1.0, SIGMOID)
    assert run.z == -6
    np.testing.assert_array_equal(run.terms, [-3, -4])
    assert run.a == pytest.approx(0.0024726, abs=5e-8)
    assert run.slope == pytest.approx(0.0024665, abs=5e-8)


def test_three_inputs_by_hand():
    run = run_neuron([0.8, 0.1, 0.3], [0.3, 0.5, 0.6], 0.1, SIGMOID)
    np.testing.assert_allclose(run.terms, [0.24, 0.05, 0.18], rtol=1e-15)
    assert run.z == pytest.approx(0.57, abs=1e-15)
    assert run.a == pytest.approx(0.6387632, abs=5e-8)


def test_another_first_input_gives_another_sum():
    assert run_neuron([0.3, 0.1, 0.3], [0.3, 0.5, 0.6], 0.1, SIGMOID).z == pytest.approx(0.42)


def test_slopes_of_an_open_relu_by_hand():
    run = run_neuron([2.0, -1.0], [0.5, 3.0], 4.0, ACTIVATIONS["relu"])
    assert (run.z, run.a, run.slope, run.along_b) == (2, 2, 1, 1)
    np.testing.assert_array_equal(run.along_w, [2, -1])
    np.testing.assert_array_equal(run.along_x, [0.5, 3])


def test_a_shut_relu_feels_nothing():
    run = run_neuron([2.0, -1.0], [0.5, 3.0], -4.0, ACTIVATIONS["relu"])
    assert (run.a, run.slope, run.along_b) == (0, 0, 0)
    assert not run.along_w.any()
    assert not run.along_x.any()


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize("d", [1, 2, 3])
def test_slopes_agree_with_central_differences(f, d):
    rng = np.random.default_rng(d)
    x, w, b = rng.normal(size=d), rng.normal(size=d), 0.3
    run = run_neuron(x, w, b, f)

    def answer(parts):
        return run_neuron(parts[:d], parts[d:-1], parts[-1], f).a

    measured = numerical_gradient(answer, np.concatenate([x, w, [b]]), 1e-6)
    derived = np.concatenate([run.along_x, run.along_w, [run.along_b]])
    assert derived.any() == measured.any()
    if derived.any():
        assert relative_error(derived, measured) < 1e-7


def test_knobs_reach_the_activation():
    leaky = ACTIVATIONS["leaky_relu"]
    assert run_neuron([1.0], [-2.0], 0.0, leaky, alpha=0.2).a == pytest.approx(-0.4)
    assert map_neuron([0.0, 0.0], -1.0, leaky, WINDOW, points=2, alpha=0.2).a[0, 0] == -0.2


@pytest.mark.parametrize(
    ("x", "w"), [([], []), ([1.0], [1.0, 2.0]), ([[1.0]], [[1.0]]), (1.0, 1.0)]
)
def test_inputs_and_weights_of_different_shapes_are_refused(x, w):
    with pytest.raises(ValueError, match=r"x .* and w "):
        run_neuron(x, w, 0.0, SIGMOID)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e200])
def test_numbers_that_are_none_or_enormous_are_refused(bad):
    for x, w, b in (([bad], [1.0], 0.0), ([1.0], [bad], 0.0), ([1.0], [1.0], bad)):
        with pytest.raises(ValueError, match="holds"):
            run_neuron(x, w, b, SIGMOID)


def test_a_map_is_the_neuron_at_every_place():
    found = map_neuron([3.0, -2.0], 1.0, SIGMOID, WINDOW, points=9)
    assert found.a.shape == found.z.shape == (9, 9)
    assert (found.x1[0], found.x1[-1], found.x2[0], found.x2[-1]) == (-4, 4, -3, 3)
    for row in (0, 4, 8):
        for column in (0, 3, 8):
            one = run_neuron([found.x1[column], found.x2[row]], [3.0, -2.0], 1.0, SIGMOID)
            assert found.z[row, column] == pytest.approx(one.z, rel=1e-14)
            assert found.a[row, column] == pytest.approx(one.a, rel=1e-13)


def test_the_boundary_of_the_lecture_by_hand():
    # 1 + 3 x1 - 2 x2 = 0: x2 = -3 at x1 = -7/3, x2 = 3 at x1 = 5/3
    ends = sorted(boundary([3.0, -2.0], 1.0, WINDOW))
    np.testing.assert_allclose(ends, [(-7 / 3, -3), (5 / 3, 3)], rtol=1e-14)


def test_upright_and_level_boundaries():
    np.testing.assert_array_equal(sorted(boundary([2.0, 0.0], -1.0, WINDOW)), [(0.5, -3), (0.5, 3)])
    np.testing.assert_array_equal(sorted(boundary([0.0, -1.0], 2.0, WINDOW)), [(-4, 2), (4, 2)])


def test_a_boundary_outside_the_window_or_on_its_corner_is_none():
    assert boundary([1.0, 0.0], -5.0, WINDOW) is None
    assert boundary([1.0, 1.0], -8.0, WINDOW) is None
    assert boundary([1.0, 1.0], -7.0, WINDOW) is None  # touches (4, 3)
    assert boundary([1e-300, 0.0], 1e100, WINDOW) is None


def test_without_weights_there_is_no_line():
    assert boundary([0.0, 0.0], 0.0, WINDOW) is None
    assert boundary([0.0, 0.0], 1.0, WINDOW) is None


@given(
    st.tuples(st.floats(-5, 5), st.floats(-5, 5)).filter(lambda w: max(map(abs, w)) > 1e-3),
    st.floats(-20, 20),
)
def test_the_ends_lie_on_the_edge_where_z_is_zero_and_none_means_one_side_only(w, b):
    ends = boundary(w, b, WINDOW)
    corners = b + np.array([w[0] * x1 + w[1] * x2 for x1 in WINDOW[0] for x2 in WINDOW[1]])
    if ends is None:
        assert corners.min() >= -1e-9 or corners.max() <= 1e-9
        return
    for x1, x2 in ends:
        assert b + w[0] * x1 + w[1] * x2 == pytest.approx(0, abs=1e-12)
        gaps = [abs(x1 - end) for end in WINDOW[0]] + [abs(x2 - end) for end in WINDOW[1]]
        assert min(gaps) < 1e-12
        assert WINDOW[0][0] <= x1 <= WINDOW[0][1]
        assert WINDOW[1][0] <= x2 <= WINDOW[1][1]


def test_scaling_weights_and_bias_alike_moves_no_boundary():
    one = boundary([3.0, -2.0], 1.0, WINDOW)
    for scale in (1e-90, 1e90):
        other = boundary([3.0 * scale, -2.0 * scale], scale, WINDOW)
        np.testing.assert_allclose(other, one, rtol=1e-12)


@pytest.mark.parametrize(
    "window", [((0, 0), (0, 1)), ((1, 0), (0, 1)), ((0, 1), (0, np.inf)), (0, 1)]
)
def test_a_window_without_room_is_refused(window):
    with pytest.raises(ValueError, match="window"):
        boundary([1.0, 1.0], 0.0, window)
    with pytest.raises(ValueError, match="window"):
        map_neuron([1.0, 1.0], 0.0, SIGMOID, window)


def test_a_plane_has_two_weights_and_a_grid_two_points():
    with pytest.raises(ValueError, match="two weights"):
        boundary([1.0, 1.0, 1.0], 0.0, WINDOW)
    with pytest.raises(ValueError, match="points"):
        map_neuron([1.0, 1.0], 0.0, SIGMOID, WINDOW, points=1)


def test_inputs_are_left_alone_and_float32_stays_float32():
    x, w = np.array([1.0, 2.0], dtype=np.float32), np.array([0.5, -0.5], dtype=np.float32)
    run = run_neuron(x, w, 0.0, SIGMOID)
    assert run.along_w.dtype == run.along_x.dtype == run.terms.dtype == np.float32
    np.testing.assert_array_equal(x, [1, 2])
    np.testing.assert_array_equal(w, [0.5, -0.5])


def test_along_one_input_by_hand():
    line = line_neuron(2.0, -1.0, ACTIVATIONS["relu"], (-1.0, 2.0), points=4)
    away = ~np.isclose(line.x, 0.5, atol=1e-6)
    np.testing.assert_allclose(line.x[away], [-1, 0, 1, 2])
    np.testing.assert_allclose(line.a[away], [0, 0, 1, 3])
    np.testing.assert_allclose(line.slope[away], [0, 0, 1, 1])
    np.testing.assert_array_equal(line.kinks, [0.5])


@pytest.mark.parametrize("w", [3.0, -0.7])
def test_along_one_input_a_jump_stays_a_jump(w):
    line = line_neuron(w, 0.3, ACTIVATIONS["step"], (-4.0, 4.0))
    (at,) = line.kinks
    before, after = line.a[line.x < at], line.a[line.x > at]
    assert set(before) == ({0.0} if w > 0 else {1.0})
    assert set(after) == ({1.0} if w > 0 else {0.0})
    assert np.ptp(line.x[np.isclose(line.x, at, atol=1e-6)]) < 1e-8


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
@pytest.mark.parametrize(("w", "b"), [(0.0, 0.0), (1e-300, 5.0), (-1e100, 1.0), (-2.0, 0.5)])
def test_along_one_input_it_is_the_neuron_itself(f, w, b):
    line = line_neuron(w, b, f, (-4.0, 4.0), points=9)
    runs = [run_neuron([x], [w], b, f) for x in line.x]
    np.testing.assert_array_equal(line.a, [run.a for run in runs])
    np.testing.assert_array_equal(line.slope, [run.slope for run in runs])


def test_the_foot_on_the_boundary_by_hand():
    foot, distance = foot_on_boundary([3.0, 4.0], [3.0, 4.0], 0.0)
    assert distance == pytest.approx(5)
    np.testing.assert_allclose(foot, 0, atol=1e-15)
    assert foot_on_boundary([-1.0, 2.0], [3.0, -2.0], 1.0)[1] == pytest.approx(-6 / 13**0.5)


@given(st.lists(st.floats(-10, 10), min_size=7, max_size=7))
def test_the_foot_lies_on_the_boundary_straight_below_the_point(numbers):
    x, w, b = np.array(numbers[:3]), np.array(numbers[3:6]), numbers[6]
    if np.abs(w).max() < 1e-3:
        return
    foot, distance = foot_on_boundary(x, w, b)
    assert b + w @ foot == pytest.approx(0, abs=1e-8)
    np.testing.assert_allclose(x - foot, distance * w / np.linalg.norm(w), atol=1e-7)


@pytest.mark.parametrize("w", [[0.0, 0.0], [1e-300, 0.0]])
def test_without_a_pull_there_is_no_foot(w):
    assert foot_on_boundary([1.0, 2.0], w, 1.0) is None


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1e308])
def test_lines_and_feet_refuse_what_is_no_number(bad):
    with pytest.raises(ValueError, match="b holds"):
        line_neuron(1.0, bad, SIGMOID, (-1.0, 1.0))
    with pytest.raises(ValueError, match="w holds"):
        foot_on_boundary([1.0], [bad], 0.0)
    with pytest.raises(ValueError, match="window"):
        line_neuron(1.0, 0.0, SIGMOID, (1.0, 1.0))
    with pytest.raises(ValueError, match="both be"):
        foot_on_boundary([1.0, 2.0], [1.0], 0.0)
