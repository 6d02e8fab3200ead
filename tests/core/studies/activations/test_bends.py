import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient, relative_error
from core.linear import normal_equation
from core.network import Network, forward
from core.studies.activations.bends import (
    COUNTED,
    SHOWN,
    count_bends,
    fit_bends,
    is_straight,
    predict,
    window_grid,
)
from core.studies.activations.collapse import collapse, one_layer
from core.studies.activations.targets import TARGETS

QUICK = {"starts": 6, "steps": 30}
POINTS, FINE = window_grid(SHOWN), window_grid(COUNTED)


def test_bends_counted_by_hand():
    x = np.array([0.0, 1.0, 2.0, 3.0, 4.0])
    assert count_bends(x, 2 * x + 1) == 0
    assert count_bends(x, np.abs(x - 2)) == 1
    assert count_bends(x, np.abs(x - 2.3)) == 1  # two slopes change, one bend explains both
    assert count_bends(x, np.array([0.0, 1.0, 0.0, 1.0, 0.0])) == 2  # three in a row: two suffice
    assert count_bends(x, np.array([5.0, 5.0, 5.0, 5.0, 5.0])) == 0
    assert count_bends(x, np.array([0.0, 0.0, 1.0, 1.0, 1.0])) == 1  # a jump


@pytest.mark.parametrize("bends", range(1, 12))
def test_random_broken_lines_have_the_bends_they_were_made_with(bends):
    rng = np.random.default_rng(bends)
    x = np.linspace(0, 1, 1001)
    places = np.arange(1, bends + 1) / (bends + 1) + rng.uniform(-0.02, 0.02, bends)
    jumps = rng.choice([-1, 1], bends) * rng.uniform(0.5, 2, bends)
    y = x + (jumps * np.maximum(x[:, None] - places, 0)).sum(axis=1)
    assert count_bends(x, y) == bends


def test_the_tolerance_decides_what_is_a_bend():
    x = np.linspace(-1, 1, 21)
    y = x + 1e-4 * np.abs(x)
    assert count_bends(x, y) == 1
    assert count_bends(x, y, tolerance=1e-3) == 0


def test_two_straight_layers_collapse_into_one():
    rng = np.random.default_rng(0)
    shapes = ((3, 5), (5,), (5, 2), (2,))
    w1, b1, w2, b2 = (rng.normal(size=shape) for shape in shapes)
    x = rng.normal(size=(40, 3))
    weights, bias = collapse(w1, b1, w2, b2)
    two = forward(Network((w1, w2), (b1, b2), ("identity", "identity")), x)
    np.testing.assert_allclose(x @ weights + bias, two, atol=1e-12)
    bent = forward(Network((w1, w2), (b1, b2), ("relu", "identity")), x)
    assert np.abs(x @ weights + bias - bent).max() > 0.1


def test_collapse_by_hand():
    weights, bias = collapse([[1, 2], [3, 4]], [1, 0], [[5], [6]], [7])
    np.testing.assert_array_equal(weights, [[17], [39]])
    np.testing.assert_array_equal(bias, [12])


@pytest.mark.parametrize("f", ACTIVATIONS.values(), ids=ACTIVATIONS)
def test_slopes_along_the_parameters_are_measured_ones(f):
    params = np.random.default_rng(1).normal(size=10)
    x = np.array([-0.83, 0.11, 0.57])
    _, slopes = predict(f, params[None], x)
    for i in range(3):
        measured = numerical_gradient(lambda p, i=i: predict(f, p[None], x)[0][0, i], params)
        assert relative_error(slopes[0, i], measured) < 1e-7


@pytest.mark.parametrize("key", ACTIVATIONS)
@pytest.mark.parametrize("target", ["corner", "wave"])
def test_the_curve_is_the_sum_of_its_units_and_the_answer_of_that_network(key, target):
    fit = fit_bends(target, key, 3, **QUICK)
    np.testing.assert_allclose(fit.units.sum(axis=0) + fit.c, fit.fit, atol=1e-12)
    network = Network((fit.w[None], fit.v[:, None]), (fit.b, np.array([fit.c])), (key, "identity"))
    np.testing.assert_allclose(forward(network, fit.x[:, None])[:, 0], fit.fit, atol=1e-9)
    wrong = forward(network, POINTS[:, None])[:, 0] - TARGETS[target].value(POINTS)
    assert fit.rmse == pytest.approx(np.sqrt(np.mean(wrong**2)), abs=1e-12)
    assert fit.rmse == fit.rmse_by_step[-1] == fit.rmse_by_start.min()
    assert (np.diff(fit.rmse_by_step) <= 0).all()


@pytest.mark.parametrize("key", [f.key for f in ACTIVATIONS.values() if is_straight(f)])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("k", [1, 2, 5, 16])
def test_there_are_never_more_bends_than_kinks_to_make_them(key, target, k):
    fit = fit_bends(target, key, k, **QUICK)
    assert fit.most_bends == k * len(ACTIVATIONS[key].kinks)
    assert fit.bends <= len(fit.kinks) <= fit.most_bends


def test_exactly_the_straight_ones_are_called_straight():
    assert [f.key for f in ACTIVATIONS.values() if is_straight(f)] == [
        "step", "identity", "relu", "leaky_relu", "hard_sigmoid", "hard_tanh",
    ]  # fmt: skip
    assert fit_bends("wave", "tanh", 2, **QUICK).bends is None


@pytest.mark.parametrize(("target", "k"), [("corner", 2), ("ramp", 2), ("zigzag", 6)])
def test_a_broken_line_needs_its_bends_and_one_slope_to_begin_with(target, k):
    fit = fit_bends(target, "relu", k)
    assert fit.rmse < 1e-9
    assert fit.bends == TARGETS[target].bends
    np.testing.assert_allclose(fit.fit, fit.target, atol=1e-8)
    assert fit_bends(target, "relu", k - 1).rmse > 0.1


def test_one_hard_tanh_is_a_ramp():
    fit = fit_bends("ramp", "hard_tanh", 1)
    assert fit.rmse < 1e-9
    np.testing.assert_allclose(fit.kinks, [-0.25, 0.25], atol=1e-9)


@pytest.mark.parametrize("k", [1, 4, 16])
def test_without_a_bend_any_number_of_units_draws_the_one_best_straight_line(k):
    fit = fit_bends("wave", "identity", k)
    y = TARGETS["wave"].value(POINTS)
    theta = normal_equation(POINTS[:, None], y)
    np.testing.assert_allclose(fit.fit, theta[0] + theta[1] * fit.x, atol=1e-4)
    assert fit.bends == fit.most_bends == 0


def test_more_relus_draw_a_wave_better():
    errors = [fit_bends("wave", "relu", k).rmse for k in (1, 4, 8, 16)]
    assert errors == sorted(errors, reverse=True)
    assert errors[0] > 0.6
    assert errors[-1] < 0.05


@pytest.mark.parametrize("target", ["wave", "bump"])
def test_smooth_units_draw_smooth_curves_with_fewer(target):
    error = fit_bends(target, "relu", 8).rmse
    for key in ("sigmoid", "tanh", "gelu", "silu", "mish"):
        assert fit_bends(target, key, 8).rmse < 0.1 * error, key


def test_steps_cannot_move_so_only_their_heights_learn():
    short, long = (fit_bends("wave", "step", 4, starts=1, steps=n) for n in (1, 30))
    np.testing.assert_array_equal(short.w, long.w)
    np.testing.assert_array_equal(short.b, long.b)
    assert long.rmse < short.rmse_by_step[0]


def test_the_same_seed_draws_the_same_curve():
    one, again, other = (fit_bends("bump", "relu", 3, seed=s, **QUICK) for s in (1, 1, 2))
    np.testing.assert_array_equal(one.fit, again.fit)
    assert not np.array_equal(one.rmse_by_start, other.rmse_by_start)


def test_knobs_reach_the_activation():
    steep, flat = (fit_bends("wave", "leaky_relu", 2, alpha=a, **QUICK) for a in (0.3, 0.01))
    assert not np.array_equal(steep.fit, flat.fit)
    np.testing.assert_allclose(steep.units.sum(axis=0) + steep.c, steep.fit, atol=1e-12)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("target", lambda: fit_bends("cosine", "relu", 2)),
        ("activation", lambda: fit_bends("wave", "rely", 2)),
        ("k is", lambda: fit_bends("wave", "relu", 0)),
        ("k is", lambda: fit_bends("wave", "relu", 65)),
        ("starts", lambda: fit_bends("wave", "relu", 2, starts=0)),
        ("steps", lambda: fit_bends("wave", "relu", 2, steps=0)),
        ("seed", lambda: fit_bends("wave", "relu", 2, seed=-1)),
        ("x", lambda: count_bends(FINE[::-1], FINE)),
        ("x", lambda: count_bends(FINE[:2], FINE[:2])),
        ("w1", lambda: collapse(np.ones((2, 3)), np.ones(3), np.ones((4, 1)), np.ones(1))),
        ("b1", lambda: collapse(np.ones((2, 3)), np.ones(2), np.ones((3, 1)), np.ones(1))),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(name, call):
    with pytest.raises(ValueError, match=name):
        call()


@pytest.mark.parametrize("key", ["relu", "hard_tanh", "step", "tanh"])
def test_units_stand_from_left_to_right_each_with_its_kinks(key):
    fit, f = fit_bends("wave", key, 5, **QUICK), ACTIVATIONS[key]
    assert (np.diff(-fit.b / fit.w) >= 0).all()
    assert (np.diff(fit.kinks) >= 0).all()
    z = fit.w[fit.kink_units] * fit.kinks + fit.b[fit.kink_units]
    for value in z:
        assert np.abs(value - np.array(f.kinks)).min() < 1e-9
    every = (np.array(f.kinks)[:, None] - fit.b) / fit.w
    assert len(fit.kinks) == (np.abs(every) <= 1).sum()


def test_sums_begin_with_the_bias_and_end_with_the_fit():
    fit = fit_bends("wave", "relu", 4, **QUICK)
    assert fit.sums.shape == (5, len(fit.x))
    np.testing.assert_array_equal(fit.sums[0], np.full(len(fit.x), fit.c))
    np.testing.assert_allclose(fit.sums[2], fit.c + fit.units[0] + fit.units[1])
    np.testing.assert_allclose(fit.sums[-1], fit.fit, atol=1e-12)


def test_a_fit_without_bends_is_one_layer():
    fit = fit_bends("wave", "identity", 3, **QUICK)
    slope, bias = one_layer(fit)
    np.testing.assert_allclose(slope * fit.x + bias, fit.fit, atol=1e-9)
    assert slope == pytest.approx(float((fit.w * fit.v).sum()))


@pytest.mark.parametrize(("target", "key"), [("jump", "relu"), ("wave", "selu"), ("wave", "step")])
def test_every_kink_is_among_the_places_drawn_with_its_own_height(target, key):
    fit = fit_bends(target, key, 3, starts=4, steps=20)
    assert (np.diff(fit.x) > 0).all()
    np.testing.assert_array_equal(fit.x[fit.kink_places], fit.kinks)
    f = ACTIVATIONS[key]
    own = fit.units[fit.kink_units, fit.kink_places]
    np.testing.assert_allclose(own, fit.v[fit.kink_units] * f.value(np.float64(f.kinks[0])))


def test_two_relus_draw_the_jump_from_the_last_place_before_it():
    fit = fit_bends("jump", "relu", 2)
    np.testing.assert_allclose(fit.kinks, [-1 / 60, 0], atol=1e-9)
    np.testing.assert_allclose(fit.fit[fit.kink_places], [-1, 1], atol=1e-9)
