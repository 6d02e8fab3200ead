import numpy as np
import pytest

from core.dropout import SCALINGS, draw_mask, every_mask, thinned
from core.gradcheck import numerical_gradient, relative_error
from core.losses import LOSSES
from core.network import forward, trace
from core.smooth_activations import sigmoid
from core.stacked import Stack
from core.studies.regularization import dropout_network as study
from core.studies.regularization.many_masks import over_many_masks, running_means

X = [[2.5, -0.5]]
_trained = {}


def trained(p, layers, seed=0):
    key = (p, layers, seed)
    if key not in _trained:
        _trained[key] = study.train_with_dropout(*study.two_moons().train, p, layers, seed)
    return _trained[key]


def small(sizes, activations):
    return Stack.random(sizes, activations, seeds=[4], initializer="he")


@pytest.mark.parametrize("sizes", [(2, 5, 1), (2, 4, 3, 1)])
def test_slopes_under_dropout_agree_with_central_differences(sizes):
    stack = small(sizes, ("tanh",) * (len(sizes) - 2) + ("identity",))
    rng, q = np.random.default_rng(0), 0.6
    x, y = rng.normal(size=(7, 2)), rng.integers(0, 2, (7, 1)).astype(float)
    masks = [draw_mask(rng, (7, units), q) for units in sizes[1:-1]]

    def loss(parameters):
        network = Stack(parameters, stack.sizes, stack.activations).network(0)
        logits = thinned(network, x, masks, 1 / q)
        return LOSSES["binary_cross_entropy_with_logits"].value(logits, y)

    exact = study.dropout_slopes(stack, x, y, masks, q)
    assert relative_error(exact, numerical_gradient(loss, stack.parameters)) < 1e-7


def test_networks_trained_together_are_those_trained_alone():
    data, seeds = study.two_moons().train, (4, 0)
    together = study.train_many_with_dropout(*data, 0.3, 1, seeds)
    for run, seed in enumerate(seeds):
        alone = study.train_with_dropout(*data, 0.3, 1, seed)
        np.testing.assert_allclose(together.network(run).weights[0], alone.weights[0], rtol=1e-9)


def test_slopes_without_dropout_are_those_of_the_network():
    stack = small((2, 5, 4, 1), ("relu", "relu", "identity"))
    x, y = study.two_moons().test
    ones = [np.ones((len(x), units)) for units in (5, 4)]
    found = study.dropout_slopes(stack, x, y, ones, 1.0)[0]
    layers = trace(stack.network(0), x, y, "binary_cross_entropy_with_logits").backward
    flat = np.concatenate([np.append(g.d_weights, g.d_bias) for g in layers])
    np.testing.assert_allclose(found, flat, atol=1e-12)


def test_a_dropped_unit_gets_no_slope():
    stack = small((2, 3, 1), ("tanh", "identity"))
    masks = [np.array([[1.0, 0.0, 1.0]])]
    slopes = study.dropout_slopes(stack, np.array([[0.4, 2.0]]), np.array([[1.0]]), masks, 0.5)[0]
    into, biases, out = slopes[:6].reshape(2, 3), slopes[6:9], slopes[9:12]
    for part in (into[:, 1], biases[1], out[1]):
        np.testing.assert_array_equal(part, 0)
    assert np.all(into[:, 0] != 0)


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("p", [0.0, 0.5])
def test_the_network_has_learned(layers, p):
    network, held = trained(p, layers), study.two_moons().test
    score = study.score(study.asked(network, held.x, SCALINGS["inverted"], 1 - p), held.y)
    assert score.accuracy > 0.85
    assert score.loss < np.log(2) / 2


def test_with_one_hidden_layer_the_mean_of_all_sub_networks_is_the_whole_network():
    for x in ([[2.5, -0.5]], [[-3.0, 1.0]], [[0.0, 0.0]]):
        answers = study.answers_at(trained(0.3, 1), x, 0.7)
        assert answers.mean_logit == pytest.approx(answers.full_logit, abs=1e-12)
        assert answers.full_logit == pytest.approx(forward(trained(0.3, 1), x)[0, 0])
    assert abs(study.answers_at(trained(0.3, 1), X, 0.7).mean_chance - 0.7176) < 5e-4


def test_so_is_the_normalized_geometric_mean_of_their_probabilities():
    network, q = trained(0.3, 1), 0.7
    logits, likely = study.every_answer(network, X, q)
    yes, no = (np.exp(likely @ np.log(sigmoid(sign * logits))) for sign in (1, -1))
    assert yes / (yes + no) == pytest.approx(study.answers_at(network, X, q).full_chance)


def test_beyond_another_bend_it_is_only_an_estimate():
    answers = study.answers_at(trained(0.3, 2), X, 0.7)
    assert answers.full_logit < -0.5 < 0.3 < answers.mean_logit
    grid = np.random.default_rng(0).uniform(-4, 4, (30, 1, 2))
    pairs = np.array(
        [
            (a.mean_logit, a.full_logit)
            for a in (study.answers_at(trained(0.3, 2), x, 0.7) for x in grid)
        ]
    )
    assert np.corrcoef(pairs.T)[0, 1] > 0.99  # a good one, though


def test_every_answer_of_two_hidden_layers_one_by_one():
    network = study.train_with_dropout(*study.two_moons().train, 0.5, 2, 1)
    logits, likely = study.every_answer(network, X, 0.5)
    assert len(logits) == 2**16
    np.testing.assert_allclose(likely, 2.0**-16)
    masks = every_mask(8)
    for place in (0, 77, 40_000, 65_535):
        pair = [masks[place // 256], masks[place % 256]]
        assert thinned(network, X, pair, 2.0)[0, 0] == pytest.approx(logits[place])


def test_the_hundred_answers_are_those_of_the_numbered_masks():
    network = trained(0.3, 2)
    answers = study.answers_at(network, X, 0.7)
    for number in (1, 7, 100):
        now = study.way_through(network, X, study.mask_no(network, 0.7, number), 0.7)
        assert now.layers[-1][0] == pytest.approx(answers.logits[number - 1])
        assert all(np.all(a[m == 0] == 0) for a, m in zip(now.layers, now.kept, strict=True))


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("q", [0.3, 0.5, 0.9])
def test_a_twin_says_the_same_in_every_sub_network(layers, q):
    network, x = trained(0.5, layers), study.two_moons().test.x[:9]
    masks = [mask[:20] for mask in study.numbered_masks(network, q)]
    for scaling in SCALINGS.values():
        other = study.twin(network, scaling, q)
        here = thinned(other, x, masks, scaling.training(q))
        np.testing.assert_allclose(here, thinned(network, x, masks, 1 / q), atol=1e-10)


@pytest.mark.parametrize("layers", [1, 2])
def test_inverted_and_classic_predict_the_same_and_both_together_do_not(layers):
    network, x, q = trained(0.5, layers), study.two_moons().test.x, 0.5
    given = {key: study.asked(network, x, s, q) for key, s in SCALINGS.items()}
    right = forward(network, x)
    for key in ("inverted", "classic", "drop_probability"):  # the last one only where p = q
        np.testing.assert_allclose(given[key], right, atol=1e-10)
    for key in ("both", "neither"):
        assert np.abs(given[key] - right).max() > 0.5
    if layers == 1:  # off by exactly the factor q, on all but the bias
        bias = network.biases[-1]
        np.testing.assert_allclose(given["both"] - bias, q * (right - bias), atol=1e-10)


def test_scaling_by_p_is_wrong_wherever_p_is_not_q():
    network, x = trained(0.3, 1), study.two_moons().test.x
    off = study.asked(network, x, SCALINGS["drop_probability"], 0.7) - forward(network, x)
    assert np.abs(off).mean() > 1


def test_over_five_seeds_both_costs_accuracy_and_dropout_costs_a_network_of_a_dozen_units():
    held = study.two_moons().test

    def accuracy(p, layers, *scalings):
        stack = study.train_many_with_dropout(*study.two_moons().train, p, layers, range(5))
        return [
            [
                study.score(study.asked(stack.network(i), held.x, SCALINGS[s], 1 - p), held.y)[1]
                for i in range(5)
            ]
            for s in scalings
        ]

    right, both = accuracy(0.5, 2, "inverted", "both")
    assert all(b < r for b, r in zip(both, right, strict=True))
    assert np.mean(right) == pytest.approx(0.899, abs=0.004)
    assert np.mean(accuracy(0.0, 2, "inverted")) == pytest.approx(0.949, abs=0.004)
    assert np.mean(accuracy(0.5, 1, "inverted")) == pytest.approx(0.923, abs=0.004)
    assert np.mean(accuracy(0.0, 1, "inverted")) == pytest.approx(0.947, abs=0.004)


def test_the_mean_over_many_masks_comes_to_rest_where_all_masks_say():
    for layers in (1, 2):
        network = trained(0.3, layers)
        answers = study.answers_at(network, X, 0.7)
        many = over_many_masks(network, X, 0.7, seed=0)
        promised = answers.spread / np.sqrt(many.n)
        assert abs(many.mean[-1] - answers.mean_logit) < 4 * promised[-1]
        assert many.error[-1] == pytest.approx(promised[-1], rel=0.05)
        inside = np.abs(many.mean - answers.mean_logit) < 2 * promised
        assert inside.mean() > 0.8
        assert np.all(np.abs(many.unit_means - many.units) <= 4 * many.unit_errors)


def test_running_means_by_hand():
    mean, error = running_means(np.array([1.0, 3.0, 5.0]))
    np.testing.assert_allclose(mean, [1, 2, 3])
    np.testing.assert_allclose(error, [np.nan, 1, np.sqrt(4 / 3)])


def test_the_spread_is_that_of_the_formula_for_one_hidden_layer():
    network, q = trained(0.3, 1), 0.7
    now = study.way_through(network, X, [np.ones(12)], 1.0)
    parts = network.weights[-1][:, 0] * now.layers[1]
    expected = np.sqrt((1 - q) / q * np.sum(parts**2))
    assert study.answers_at(network, X, q).spread == pytest.approx(expected)
