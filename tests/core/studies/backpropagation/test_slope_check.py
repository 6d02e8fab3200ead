from itertools import pairwise, product

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradcheck import numerical_gradient
from core.network import Network, trace, update
from core.studies.backpropagation.mistakes import MISTAKES, backward_with
from core.studies.backpropagation.presets import PRESETS, own_sizes
from core.studies.backpropagation.problem import Problem
from core.studies.backpropagation.slope_check import check, flat, objectives_of


def run_of(problem):
    return trace(problem.network, problem.x, problem.y, problem.loss, problem.l2)


def planted(key, preset):
    problem = preset.problem
    return backward_with(MISTAKES[key], problem.network, run_of(problem), problem.l2, preset.lr)


def layers_that_differ(checked):
    return {layer for layer, off in zip(checked.layers, checked.differs, strict=True) if off}


def test_many_objectives_at_once_are_those_of_the_networks_one_by_one():
    for preset in (*PRESETS.values(), own_sizes((3, 5, 2, 4), 3)):
        problem = preset.problem
        objectives, _ = objectives_of(problem, flat(problem.network)[None])
        np.testing.assert_allclose(objectives, run_of(problem).objective, rtol=1e-12)


def test_measured_slopes_are_those_of_the_gradient_check_that_all_lessons_use():
    problem = PRESETS["worked"].problem

    def objective(parameters):
        return objectives_of(problem, parameters[None])[0][0]

    measured = numerical_gradient(objective, flat(problem.network), 1e-5)
    np.testing.assert_array_equal(check(problem, run_of(problem)).measured, measured)


@pytest.mark.parametrize("preset", PRESETS.values(), ids=lambda p: p.key)
def test_every_slope_of_every_preset_agrees(preset):
    checked = check(preset.problem, run_of(preset.problem))
    assert not any(checked.differs)
    assert checked.evaluations == 2 * len(checked.names)
    assert checked.errors.max() < 1e-6


@pytest.mark.parametrize(
    ("mistake", "preset", "wrong"),
    [
        ("too_early", "worked", {0}),
        ("no_bend", "worked", {0}),
        ("one_path", "worked", {0}),
        ("sum_for_output", "worked", {1}),
        ("no_penalty", "penalty", {0, 1}),
        ("no_bend", "softmax", {0}),
        ("one_path", "softmax", {0}),
    ],
)
def test_a_planted_mistake_is_caught_in_the_layers_that_it_spoils(mistake, preset, wrong):
    checked = check(PRESETS[preset].problem, planted(mistake, PRESETS[preset]))
    assert layers_that_differ(checked) == wrong


def test_the_mistakes_of_hidden_layers_spoil_all_of_their_slopes_and_no_other():
    for mistake in ("too_early", "no_bend", "one_path"):
        checked = check(PRESETS["worked"].problem, planted(mistake, PRESETS["worked"]))
        assert checked.differs == (True,) * 6 + (False,) * 6
        assert min(checked.errors[:6]) > 0.1
        assert max(checked.errors[6:]) < 1e-8


@pytest.mark.parametrize("mistake", [key for key in MISTAKES if key != "none"])
def test_every_mistake_lowers_the_objective_all_the_same(mistake):
    preset = PRESETS["penalty" if mistake == "no_penalty" else "worked"]
    problem, run = preset.problem, run_of(preset.problem)
    moved = update(problem.network, planted(mistake, preset), preset.lr, preset.update_biases)
    after = trace(moved, problem.x, problem.y, problem.loss, problem.l2).objective
    assert after < run.objective


def test_right_slopes_are_never_called_wrong_whatever_the_size_of_the_numbers():
    rng = np.random.default_rng(0)
    for hidden, output in product(ACTIVATIONS, ("sigmoid", "identity", "softmax")):
        size = 10 ** rng.uniform(-2, 2)
        sizes = rng.integers(1, 4, 3)
        weights = tuple(rng.uniform(-size, size, pair) for pair in pairwise(sizes))
        biases = tuple(rng.uniform(-size, size, n) for n in sizes[1:])
        x, y = rng.uniform(-size, size, (2, sizes[0])), rng.uniform(0, 1, (2, sizes[-1]))
        network = Network(weights, biases, (hidden, output))
        problem = Problem(network, x, y, "half_sse", 0.1)
        assert not any(check(problem, run_of(problem)).differs), (hidden, output, size)


def test_on_a_kink_there_is_no_verdict():
    network = Network((np.zeros((1, 1)), np.ones((1, 1))), (np.zeros(1),) * 2, ("relu", "identity"))
    problem = Problem(network, np.ones((1, 1)), np.ones((1, 1)))
    checked = check(problem, run_of(problem))
    assert checked.kinked == (True, True, False, False)
    assert not any(checked.differs)


def test_steps_that_are_too_small_make_the_check_blind_not_wrong():
    problem = PRESETS["worked"].problem
    fine, blind = (check(problem, run_of(problem), step) for step in (1e-5, 1e-12))
    assert not any(blind.differs)
    assert fine.errors.max() < 1e-6 < 1e-3 < blind.errors.max()
    assert blind.limits.max() > 100 * fine.limits.max()
