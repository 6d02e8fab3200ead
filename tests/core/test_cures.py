"""The exam of the cures: off is off, every slope is true, and each does what its paper says."""

from dataclasses import replace

import numpy as np
import pytest

from core.batch_norm import (
    EPSILON,
    Normalized,
    folded,
    normalize_from_now,
    normalized_forward,
    normalized_slopes,
)
from core.cure_rules import (
    jittered,
    masks_of,
    shorten,
    smoothed,
    soften,
    stop_early,
    thinned_slopes,
)
from core.cures import CURES
from core.data_sets import DATA_SETS
from core.gradcheck import numerical_gradient, relative_error
from core.network import Network
from core.objective import prepare
from core.optimizers import OPTIMIZERS
from core.passes import forward_many, gradients_many, losses_many
from core.stacked import Stack, which_are_weights
from core.training import train_many
from core.treatment import Treatment

SGD, LOSS = OPTIMIZERS["sgd"], "binary_cross_entropy_with_logits"
X, Y = DATA_SETS["moons"].make(30, noise=0.8, seed=1)
HELD = DATA_SETS["moons"].make(20, noise=0.8, seed=2)
SIZES = (2, 4, 3, 1)
RNG = np.random.default_rng(0)
with_a_switch = pytest.mark.parametrize(
    "cure", [cure for cure in CURES.values() if cure.off is not None], ids=lambda cure: cure.key
)
every_cure = pytest.mark.parametrize("cure", CURES.values(), ids=CURES)


def nets(runs=2, hidden="tanh"):
    """Networks with biases that are not 0, so that a penalty on them would show."""
    stack = Stack.random(SIZES, (hidden, hidden, "identity"), seeds=range(runs))
    rng = np.random.default_rng(5)
    return replace(
        stack, parameters=stack.parameters + 0.1 * rng.normal(size=stack.parameters.shape)
    )


def trained(treatment, *, epochs=12, batch=7, runs=3):
    settings = {"epochs": epochs, "batch": batch, "lr": 0.3, "loss": LOSS, "validation": HELD}
    return train_many(nets(runs), (X, Y), SGD, treatment=treatment, **settings)


def examine(slopes, value, parameters):
    """Slopes of the first of many networks against central differences."""
    measured = numerical_gradient(value, parameters)
    assert relative_error(slopes, measured) < 1e-7


@with_a_switch
@pytest.mark.parametrize("batch", [7, None])
def test_a_cure_at_its_off_position_changes_no_bit(cure, batch):
    knobs = {knob.name: cure.off for knob in cure.knobs}
    treatment = cure.treat(**knobs)
    for plain, cured in zip(
        trained(Treatment(), batch=batch), trained(treatment, batch=batch), strict=True
    ):
        np.testing.assert_array_equal(plain.path.parameters, cured.path.parameters)
        np.testing.assert_array_equal(plain.objective, cured.objective)
        if treatment.stop:
            assert treatment.stop(cured.validation_loss) == (12, 12)


@every_cure
def test_every_cure_changes_something_at_its_default_and_stays_finite(cure):
    treatment = cure.treat()
    run = trained(treatment)[0]
    assert run.outcome == "finished"
    changed = not np.array_equal(
        run.path.parameters[-1], trained(Treatment())[0].path.parameters[-1]
    )
    assert changed == (cure.key not in ("none", "early_stopping"))


@every_cure
def test_runs_do_not_depend_on_their_company(cure):
    together = trained(cure.treat(), runs=3)
    settings = {"epochs": 12, "batch": 7, "lr": 0.3, "loss": LOSS, "validation": HELD}
    alone = train_many(
        nets(3).part(2, 3), (X, Y), SGD, treatment=cure.treat(), seeds=[2], **settings
    )
    np.testing.assert_array_equal(together[2].path.parameters, alone[0].path.parameters)


@pytest.mark.parametrize("key", ["l2", "l1", "max_norm"])
def test_what_shrinks_weights_leaves_biases_alone(key):
    """A step with a slope of 0 everywhere but in the penalty."""
    cure, stack = CURES[key], nets()
    treatment = cure.treat(**{cure.knobs[0].name: 0.1})
    biases = which_are_weights(SIZES) == 0
    decay = prepare(stack, (X, Y), None, LOSS, treatment.l2).objective.decay
    moved = replace(stack, parameters=stack.parameters - 0.5 * decay * stack.parameters)
    moved = treatment.mend(moved, 0.5) if treatment.mend else moved
    np.testing.assert_array_equal(moved.parameters[:, biases], stack.parameters[:, biases])
    assert np.all(np.abs(moved.parameters[:, ~biases]) <= np.abs(stack.parameters[:, ~biases]))
    assert np.abs(moved.parameters).sum() < np.abs(stack.parameters).sum()


@pytest.mark.parametrize("hidden", ["tanh", "softplus"])
def test_the_slopes_of_the_squared_penalty(hidden):
    stack = nets(1, hidden)
    objective = prepare(stack, (X, Y), None, LOSS, 0.3).objective

    def value(row):
        there = replace(stack, parameters=row[None])
        return float(objective.value(there, losses_many(there, X, Y, LOSS))[0])

    examine(objective.gradient(stack, X, Y)[0], value, stack.parameters[0])


def test_a_proximal_step_follows_the_slope_of_the_sizes_away_from_zero():
    stack, lr, l1 = nets(1), 1e-3, 0.2
    treatment = CURES["l1"].treat(l1=l1)
    assert np.abs(stack.parameters).min() > lr * l1
    moved = treatment.mend(stack, lr).parameters[0]

    def value(row):
        return float(treatment.price(replace(stack, parameters=row[None]))[0])

    examine((stack.parameters[0] - moved) / lr, value, stack.parameters[0])


def test_a_proximal_step_is_the_minimum_of_what_it_weighs():
    """By hand: 0.5 goes to 0.3 and -0.1 to exactly 0; the minimum of (u - w)²/2 + 0.2 |u|."""
    stack = Stack(np.array([[0.5, -0.1, -0.9]]), (2, 1), ("identity",))  # two weights, a bias
    np.testing.assert_allclose(soften(stack, 0.4, l1=0.5).parameters, [[0.3, 0, -0.9]], rtol=1e-15)
    u = np.linspace(-1, 1, 20_001)
    for w in (0.5, -0.1):
        best = u[np.argmin((u - w) ** 2 / 2 + 0.2 * np.abs(u))]
        assert best == pytest.approx(np.sign(w) * max(abs(w) - 0.2, 0), abs=1e-4)


def test_the_slopes_of_smoothed_labels():
    stack = nets(1)
    x, y = smoothed(X, Y, None, smoothing=0.2)
    np.testing.assert_allclose(np.unique(y), [0.1, 0.9])

    def value(row):
        return float(losses_many(replace(stack, parameters=row[None]), x, y, LOSS)[0])

    examine(gradients_many(stack, x, y, LOSS)[1][0], value, stack.parameters[0])


def test_the_slopes_of_a_thinned_network_with_its_mask_held():
    stack, p = nets(1), 0.4
    lots = RNG.random((1, len(X), 7))
    objective = prepare(stack, (X, Y), None, LOSS, 0.0).objective
    slopes, _ = thinned_slopes(stack, X[None], Y[None], objective, lots, p=p)

    def value(row):
        at = replace(stack, parameters=row[None])
        return float(gradients_many(at, X[None], Y[None], LOSS, masks_of(lots, SIZES, p))[0][0])

    examine(slopes[0], value, stack.parameters[0])


def test_a_masked_pass_is_the_network_without_the_units_that_sit_out():
    """One example, first hidden unit out: as if its outgoing weights were 0, and the rest scaled."""
    network = Network.random(SIZES, ("tanh", "tanh", "identity"), seed=3)
    masks = [np.array([[[0.0, 2, 2, 0]]]), np.array([[[2.0, 0, 2]]])]
    first, second, last = network.weights
    thin = Network(
        (first, masks[0][0].T * second, masks[1][0].T * last), network.biases, network.activations
    )
    masked = gradients_many(Stack.of([network]), X[None, :1], Y[None, :1], LOSS, masks)[0]
    np.testing.assert_allclose(
        masked, losses_many(Stack.of([thin]), X[:1], Y[:1], LOSS), rtol=1e-14
    )


def test_dropout_is_inverted_on_average_a_unit_says_what_it_says():
    lots = np.random.default_rng(4).random((20_000, 7))
    for p in (0.1, 0.5, 0.8):
        masks = np.concatenate(masks_of(lots, SIZES, p), axis=-1)
        assert set(np.unique(masks)) == {0, 1 / (1 - p)}
        error = np.sqrt(p / (1 - p) / len(lots))
        np.testing.assert_allclose(masks.mean(axis=0), 1, atol=5 * error)


def test_nothing_is_dropped_scaled_or_shaken_when_the_network_is_used():
    for key in ("dropout", "input_noise", "label_smoothing"):
        treatment = CURES[key].treat()
        stack = nets()
        assert treatment.used(stack) is stack
        run = trained(treatment)[0]
        last = run.path.part(len(run.epochs) - 1, len(run.epochs))
        np.testing.assert_allclose(run.loss[-1], losses_many(last, X, Y, LOSS)[0], rtol=1e-14)


def test_noise_moves_inputs_only_and_anew():
    lots = RNG.standard_normal((2, 5, 2))
    x, y = jittered(X[:5], Y[:5], lots, sigma=0.5)
    np.testing.assert_allclose(x - X[:5], 0.5 * lots, atol=1e-15)
    assert y is not None
    np.testing.assert_array_equal(y, Y[:5])
    first, second = (
        next(iter(CURES["input_noise"].treat().lots_of(e, [0], 5, SIZES, 5))) for e in (1, 2)
    )
    assert not np.any(first == second)


def test_too_long_weights_are_cut_to_the_limit_and_others_left():
    """By hand: (3, 4) has length 5 and goes to (0.6, 0.8) · 2; (1, 0) stays."""
    stack = Stack(np.array([[3.0, 1, 4, 0, 7, 8]]), (2, 2), ("identity",))
    short = shorten(stack, 0.1, c=2.0)
    np.testing.assert_allclose(short.parameters, [[1.2, 1, 1.6, 0, 7, 8]], rtol=1e-15)
    assert stack.parameters[0, 0] == 3


def test_after_training_under_max_norm_no_unit_is_over_the_limit():
    run = trained(CURES["max_norm"].treat(c=0.7))[0]
    for weights in run.path.weights:
        assert np.sqrt((weights[1:] ** 2).sum(axis=1)).max() <= 0.7 * (1 + 1e-12)


@pytest.mark.parametrize(
    ("losses", "patience", "said"),
    [
        ([5, 4, 3, 4, 5, 2], 2, (4, 2)),  # would have found 2, had it waited
        ([5, 4, 3, 4, 5, 2], 3, (5, 5)),
        ([5, 4, 3, 3, 3], 2, (4, 2)),  # as good is not better
        ([1, 2], 1, (1, 0)),
        ([3, 2, 1], 1, (2, 2)),
    ],
)
def test_early_stopping_by_hand(losses, patience, said):
    assert stop_early(np.array(losses, float), patience=patience) == said


def test_early_stopping_goes_back_to_the_lowest_loss_before_the_stop():
    for seed in range(20):
        losses = np.random.default_rng(seed).random(60)
        end, kept = stop_early(losses, patience=8)
        if end > kept:
            assert end - kept == 8
            assert kept == losses[: end + 1].argmin()


# Batch normalization


def normalized(runs=1, hidden="tanh"):
    start = normalize_from_now(nets(runs, hidden))
    return replace(
        start,
        parameters=start.parameters
        + 0.2 * np.random.default_rng(6).normal(size=start.parameters.shape),
    )


def objective_of(stack, l2=0.0):
    return prepare(stack, (X, Y), None, LOSS, l2).objective


@pytest.mark.parametrize("hidden", ["tanh", "softplus"])
def test_slopes_run_through_the_statistics_of_the_batch(hidden):
    start = normalized(hidden=hidden)
    objective = objective_of(start.stack)
    slopes, _ = normalized_slopes(start, X, Y, objective, None, momentum=0.1)

    def value(row):
        steps, _ = normalized_forward(replace(start, parameters=row[None]), X)
        return float(np.mean(np.logaddexp(0, steps[-1].z) - Y * steps[-1].z))

    examine(slopes[0], value, start.parameters[0])


def test_a_penalty_beside_it_falls_on_weights_only():
    start = normalized()
    plain, priced = (
        normalized_slopes(start, X, Y, objective_of(start.stack, l2), None, momentum=0.1)[0]
        for l2 in (0.0, 0.5)
    )
    weights = np.append(which_are_weights(SIZES), np.zeros(7))
    np.testing.assert_allclose(priced - plain, 0.5 * weights * start.parameters, atol=1e-12)


def test_each_unit_leaves_the_batch_with_mean_beta_and_deviation_gamma():
    start = normalized(2)
    steps, _ = normalized_forward(start, X)
    for i, (scale, shift) in enumerate(zip(start.scales, start.stack.biases[:2], strict=True)):
        np.testing.assert_allclose(steps[i].z.mean(axis=1), shift[:, 0], atol=1e-12)
        np.testing.assert_allclose(steps[i].z.std(axis=1), np.abs(scale[:, 0]), rtol=1e-3)


def test_running_averages_by_hand():
    """One input, one hidden unit of weight 1: batch (1, 3) has mean 2, variance 1 and, unbiased, 2."""
    start = Normalized(
        np.array([[1.0, 0, 1, 0, 1]]),
        np.zeros((1, 1)),
        np.ones((1, 1)),
        (1, 1, 1),
        ("tanh", "identity"),
    )
    batch = np.array([[1.0], [3.0]]), np.array([[0.0], [1.0]])
    objective = prepare(start.stack, batch, None, LOSS, 0.0).objective
    _, after = normalized_slopes(start, *batch, objective, None, momentum=0.1)
    np.testing.assert_allclose([after.means[0, 0], after.variances[0, 0]], [0.2, 0.9 + 0.2])
    out = forward_many(folded(after), np.array([[2.0]]))
    np.testing.assert_allclose(out, np.tanh((2 - 0.2) / np.sqrt(1.1 + EPSILON))[None, None, None])


def test_folded_it_answers_as_by_its_running_statistics():
    start = normalized(2)
    start = replace(start, means=RNG.normal(size=(2, 7)), variances=RNG.uniform(0.5, 2, (2, 7)))
    a, at = X, 0
    for i, (w, b, _) in enumerate(start.stack.layers()):
        z = a @ w
        if i < 2:
            part = slice(at, at + SIZES[i + 1])
            z = (
                start.scales[i]
                * (z - start.means[:, None, part])
                / np.sqrt(start.variances[:, None, part] + EPSILON)
            )
            at = part.stop
        a = np.tanh(z + b) if i < 2 else z + b
    np.testing.assert_allclose(forward_many(folded(start), X), a, rtol=1e-12)


def test_when_used_it_reads_an_example_alike_in_any_company():
    run = trained(CURES["batch_norm"].treat())[0]
    stack = run.path.part(12, 13)
    np.testing.assert_allclose(
        forward_many(stack, X)[0, :1], forward_many(stack, X[:1])[0], rtol=1e-13
    )


def test_with_one_constant_batch_running_averages_become_its_own():
    start = normalized()
    for _ in range(400):
        _, start = normalized_slopes(start, X, Y, objective_of(start.stack), None, momentum=0.1)
    steps, _ = normalized_forward(start, X)
    n = len(X)
    shrunk = forward_many(folded(replace(start, variances=start.variances * (n - 1) / n)), X)
    np.testing.assert_allclose(shrunk, steps[-1].out, rtol=1e-10)


@pytest.mark.parametrize(
    ("key", "knobs"),
    [
        ("l2", {"l2": -1}),
        ("l1", {"l1": np.nan}),
        ("dropout", {"p": 1.0}),
        ("early_stopping", {"patience": 0}),
        ("input_noise", {"sigma": -0.1}),
        ("max_norm", {"c": 0.0}),
        ("label_smoothing", {"smoothing": 1.5}),
        ("batch_norm", {"momentum": 2}),
    ],
)
def test_strengths_out_of_range_are_refused_by_name(key, knobs):
    with pytest.raises(ValueError, match=next(iter(knobs))):
        CURES[key].treat(**knobs)
