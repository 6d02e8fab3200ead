"""Newton and L-BFGS: what more than the slope buys."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.optimize

from core.studies.gradient_descent.ceilings import (
    CEILINGS,
    descend_knowing,
    lbfgs_init,
    lbfgs_step,
    newton_init,
    newton_step,
    two_loops,
)
from core.studies.gradient_descent.line_search import line_search
from core.surfaces import SURFACES

every_ceiling = pytest.mark.parametrize("ceiling", CEILINGS.values(), ids=CEILINGS)
QUADRATICS = ["bowl", "ravine", "regression", "booth", "matyas"]
REACHED = [*QUADRATICS, "plateau", "rosenbrock", "himmelblau", "beale"]


def walk(key, name, steps=100, start=None, **knobs):
    """A walk down a surface from its own start."""
    surface = SURFACES[name]
    return descend_knowing(surface, CEILINGS[key], start or surface.start, steps=steps, **knobs)


@pytest.mark.parametrize("name", QUADRATICS)
def test_newton_is_at_the_bottom_of_a_quadratic_after_one_step(name):
    np.testing.assert_allclose(
        walk("newton", name, 1).points[1], SURFACES[name].minima[0], atol=1e-12
    )


def test_a_newton_step_on_the_saddle_by_hand():
    # g = (2x, -2y), |H| = 2: the step is (-x, +y), towards the ridge's low end and away from it
    surface, place = SURFACES["saddle"], np.array([1.0, 0.25])
    moved, state = newton_step(surface, place, surface.gradient(*place), newton_init(place))
    np.testing.assert_allclose(moved, [0, 0.5], atol=1e-15)
    assert (state.length, state.trials) == (1.0, 1)


def test_a_first_lbfgs_step_by_hand_and_the_second_with_the_curvature_it_found():
    surface, place = SURFACES["bowl"], np.array([3.0, 0.0])
    moved, state = lbfgs_step(surface, place, np.array([6.0, 0.0]), lbfgs_init(place))
    np.testing.assert_array_equal(moved, [2, 0])  # a length of 1, straight down
    assert (state.length, state.trials) == (1.0, 1)
    moved, state = lbfgs_step(surface, moved, np.array([4.0, 0.0]), state)
    np.testing.assert_array_equal(moved, [0, 0])  # s = -1, y = -2: the curvature is 2


def test_a_step_that_is_too_long_is_halved_until_it_leads_down():
    bowl, place = SURFACES["bowl"], np.array([1.0, 0.0])
    slope = bowl.gradient(*place)
    assert line_search(bowl, place, slope, -slope) == (0.5, 2)  # 1 lands just as high opposite
    assert line_search(bowl, place, slope, -8 * slope) == (0.0625, 5)


def test_a_step_that_is_too_short_is_doubled_only_where_the_slope_must_flatten():
    bowl, place = SURFACES["bowl"], np.array([1.0, 0.0])
    slope, short = bowl.gradient(*place), np.array([-0.02, 0.0])
    assert line_search(bowl, place, slope, short) == (1.0, 1)
    length, trials = line_search(bowl, place, slope, short, flatten=True)
    assert (length, trials) == (8.0, 4)  # 1 - 0.02 · 8 < 0.9


def test_between_too_short_and_too_long_the_step_is_sought_by_halves():
    wall = replace(  # down by 1 until x = 1, then up by 1000
        SURFACES["bowl"],
        value=lambda x, y: -x + 1001 * np.maximum(x - 1, 0),
        gradient=lambda x, y: np.array([-1 + 1001 * (x > 1), 0.0]),
    )
    found = line_search(wall, np.zeros(2), np.array([-1.0, 0]), np.array([1.0, 0]), flatten=True)
    assert found == (1 + 2**-10, 12)  # 1, 2, 1 1/2, 1 1/4, ... until the wall is low enough


def test_where_nothing_leads_down_the_length_is_zero():
    bowl, place = SURFACES["bowl"], np.array([1.0, 0.0])
    slope = bowl.gradient(*place)
    assert line_search(bowl, place, slope, slope)[0] == 0


def test_two_loops_divide_by_the_matrix_that_bfgs_would_write_down():
    rng = np.random.default_rng(2)
    hessian = np.diag([1.0, 5.0, 20.0])
    pairs = tuple((s, hessian @ s) for s in rng.normal(size=(3, 3)))
    s, y = pairs[-1]
    inverse = np.eye(3) * (s @ y) / (y @ y)
    for s, y in pairs:  # Nocedal & Wright, equation 6.17
        keep = np.eye(3) - np.outer(s, y) / (s @ y)
        inverse = keep @ inverse @ keep.T + np.outer(s, s) / (s @ y)
    gradient = rng.normal(size=3)
    np.testing.assert_allclose(two_loops(gradient, pairs), inverse @ gradient, rtol=1e-12)
    np.testing.assert_allclose(two_loops(pairs[-1][1], pairs), pairs[-1][0], rtol=1e-12)  # Hy = s


def test_two_loops_without_memory_leave_the_gradient_alone():
    np.testing.assert_array_equal(two_loops(np.array([1.0, -2.0]), ()), [1, -2])


@every_ceiling
@pytest.mark.parametrize("name", REACHED)
def test_the_published_minimum_is_reached_without_ever_going_up(name, ceiling):
    run = walk(ceiling.key, name)
    away = np.hypot(*(run.points[-1] - np.array(SURFACES[name].minima)).T)
    assert away.min() < 1e-8
    assert np.diff(run.values).max() <= 0
    assert run.outcome == "finished"
    assert len(run.values) == 101


def test_lbfgs_ends_on_every_quadratic_within_a_dozen_steps_and_on_rosenbrock_within_forty():
    for name, steps in [*((name, 12) for name in QUADRATICS), ("rosenbrock", 40)]:
        assert np.abs(walk("lbfgs", name, steps).gradients[-1]).max() < 1e-8, name


def test_newton_needs_21_steps_down_rosenbrock_from_the_classic_start():
    run = walk("newton", "rosenbrock", 21)
    assert np.abs(run.gradients[20]).max() > 1e-9 > np.abs(run.gradients[21]).max()


def test_newton_doubles_its_digits_at_every_step_near_the_minimum():
    away = np.hypot(*(walk("newton", "himmelblau", 9).points - SURFACES["himmelblau"].minima[2]).T)
    near = away[(away < 0.1) & (away > 1e-7)]
    assert len(near) >= 2
    assert (near[1:] < near[:-1] ** 2).all()


def test_newton_may_end_in_a_minimum_that_is_only_local():
    end = walk("newton", "camel").points[-1]
    np.testing.assert_allclose(end, [-1.607104752, -0.568651455], atol=1e-8)


@every_ceiling
def test_scipy_ends_in_the_same_minimum(ceiling):
    surface = SURFACES["rosenbrock"]
    found = scipy.optimize.minimize(
        lambda w: surface.value(*w), surface.start, jac=lambda w: surface.gradient(*w)
    )
    np.testing.assert_allclose(walk(ceiling.key, "rosenbrock").points[-1], found.x, atol=1e-5)


@every_ceiling
def test_a_saddle_is_left_for_good_but_its_exact_ridge_never(ceiling):
    assert walk(ceiling.key, "saddle").outcome == "diverged"
    ridge = walk(ceiling.key, "saddle", start=(1.0, 0.0))
    assert ridge.outcome == "finished"
    np.testing.assert_allclose(ridge.points[-1], 0, atol=1e-9)
    np.testing.assert_array_equal(ridge.points[:, 1], 0)


@every_ceiling
@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_no_start_in_the_window_breaks_a_walk(surface, ceiling):
    low, high = np.array(surface.window).T
    chance = np.random.default_rng(4).random((12, 2))
    for start in [low, high, (low + high) / 2, *(low + (high - low) * chance)]:
        run = descend_knowing(surface, ceiling, start, steps=40)
        assert np.isfinite(run.points).all()
        assert np.diff(run.values).max() <= 0


def test_more_memory_changes_the_walk():
    short, long = walk("lbfgs", "rosenbrock", memory=1), walk("lbfgs", "rosenbrock", memory=10)
    assert not np.array_equal(short.points, long.points)
    assert max(len(state.pairs) for state in short.states) == 1
    assert max(len(state.pairs) for state in long.states) == 10


def test_every_entry_is_complete():
    assert list(CEILINGS) == ["newton", "lbfgs"]
    for ceiling in CEILINGS.values():
        assert all((ceiling.label, ceiling.equation, ceiling.source))
        for knob in ceiling.knobs:
            assert knob.default in knob.ticks


def test_inputs_are_untouched():
    place = np.array([-1.2, 1.0])
    slope = SURFACES["rosenbrock"].gradient(*place)
    for array in (place, slope):
        array.flags.writeable = False
    for ceiling in CEILINGS.values():
        ceiling.step(SURFACES["rosenbrock"], place, slope, ceiling.init(place))


def test_bad_input_is_refused_by_name():
    with pytest.raises(ValueError, match="newton has no knob 'lr'"):
        walk("newton", "bowl", lr=0.1)
    for memory in (0, 2.5):
        with pytest.raises(ValueError, match="memory is"):
            walk("lbfgs", "bowl", memory=memory)
    with pytest.raises(ValueError, match="steps must be"):
        walk("lbfgs", "bowl", -1)
    with pytest.raises(ValueError, match="start must be a point"):
        walk("newton", "bowl", start=(np.nan, 0))
